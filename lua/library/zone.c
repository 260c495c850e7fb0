// The module `zone`: instants and local time.
#include "lua/library/library_inside.h"
#include <stdio.h>
#include <string.h>

// Upvalue 1 of each function: the finder.
static const zone *named(lua_State *L, int argument) {
  const lib_zones *zones = lua_touserdata(L, lua_upvalueindex(1));
  size_t length;
  error e = { 0 };
  const char *name = lib_text(L, argument, &length);
  const zone *z = zones->find ? zones->find(zones->context, name, &e) : NULL;
  if (z) return z;
  lua_pushstring(L, e.code ? e.message : "no time zones are known here");
  error_clear(&e);
  luaL_error(L, "%s", lua_tostring(L, -1));
  return NULL;
}

static bool two_digits(const char *text, int most, int *out) {
  if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return false;
  *out = (text[0] - '0') * 10 + text[1] - '0';
  return *out <= most;
}

// YYYY-MM-DDTHH:MM[:SS], with a blank for the T as well.
static bool local_parse(const char *text, size_t length, int64_t *out) {
  day d;
  int hour, minute, second = 0;
  if ((length != 16 && length != 19) || !day_parse(text, 10, &d) || (text[10] != 'T' && text[10] != ' ') ||
      text[13] != ':')
    return false;
  if (!two_digits(text + 11, 23, &hour) || !two_digits(text + 14, 59, &minute)) return false;
  if (length == 19 && (text[16] != ':' || !two_digits(text + 17, 59, &second))) return false;
  *out = (int64_t)d * 86400 + hour * 3600 + minute * 60 + second;
  return true;
}

static int to_utc(lua_State *L) {
  size_t length;
  int64_t local, utc;
  const char *text = lib_text(L, 1, &length);
  if (!local_parse(text, length, &local))
    return luaL_error(L, "\"%s\" is not a local time such as 2026-04-07T09:30", text);
  const zone *z = named(L, 2);
  switch (zone_to_utc(z, local, &utc)) {
    case ZONE_SKIPPED:
      return luaL_error(L, "%s does not exist in %s: the clock skipped that hour", text, lua_tostring(L, 2));
    case ZONE_REPEATED:
      return luaL_error(L, "%s comes twice in %s: the clock repeated that hour", text, lua_tostring(L, 2));
    case ZONE_PLAIN: break;
  }
  lua_pushinteger(L, utc);
  return 1;
}

static int to_local(lua_State *L) {
  int64_t utc = lib_integer(L, 1);
  const zone *z = named(L, 2);
  if (utc < (int64_t)(DAY_MIN + 1) * 86400 || utc >= (int64_t)DAY_MAX * 86400)
    return luaL_argerror(L, 1, "past the range of dates");
  int32_t offset = zone_offset(z, utc);
  int64_t local = utc + offset, date = local / 86400 - (local % 86400 < 0), second = local - date * 86400;
  int32_t away = (offset < 0 ? -offset : offset) / 60;
  char text[DAY_TEXT], out[64];
  snprintf(out, sizeof out, "%sT%02d:%02d:%02d%c%02d:%02d", day_format((day)date, text), (int)(second / 3600),
           (int)(second / 60 % 60), (int)(second % 60), offset < 0 ? '-' : '+', (int)(away / 60), (int)(away % 60));
  lua_pushstring(L, out);
  return 1;
}

int lib_zone(lua_State *L, lib_zones zones) {
  static const luaL_Reg functions[] = { { "to_utc", to_utc }, { "to_local", to_local }, { NULL, NULL } };
  luaL_newlibtable(L, functions);
  memcpy(lua_newuserdatauv(L, sizeof zones, 0), &zones, sizeof zones);
  luaL_setfuncs(L, functions, 1);
  return 1;
}
