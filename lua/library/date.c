// The module `date`: civil dates as integers, days since 1970-01-01.
#include "lua/library/library_inside.h"
#include <string.h>

enum { MINUTES_OF_DAY = 1440 };

static int parse(lua_State *L) {
  size_t length;
  day d;
  const char *text = lib_text(L, 1, &length);
  if (!day_parse(text, length, &d)) return luaL_error(L, "\"%s\" is not a date such as 2026-04-07", text);
  lua_pushinteger(L, d);
  return 1;
}

static int format(lua_State *L) {
  char text[DAY_TEXT];
  lua_pushstring(L, day_format(lib_day(L, 1), text));
  return 1;
}

static int ymd(lua_State *L) {
  int year, month, dom;
  day_to_ymd(lib_day(L, 1), &year, &month, &dom);
  lua_pushinteger(L, year);
  lua_pushinteger(L, month);
  lua_pushinteger(L, dom);
  return 3;
}

static int weekday(lua_State *L) {
  lua_pushinteger(L, day_weekday(lib_day(L, 1)));
  return 1;
}

static int add_months(lua_State *L) {
  day d = lib_day(L, 1), out;
  int64_t months = lib_integer(L, 2), anchor = lua_isnoneornil(L, 3) ? 0 : lib_integer(L, 3);
  if (!lua_isnoneornil(L, 3) && (anchor < 1 || anchor > 31)) return luaL_argerror(L, 3, "an anchor day is 1 to 31");
  if (!day_add_months(d, months, (int)anchor, &out)) return luaL_error(L, "the date is past the range of dates");
  lua_pushinteger(L, out);
  return 1;
}

// 0 … 6 from Monday; -1: no weekday.
static int named_weekday(const char *text, size_t length) {
  static const char *const names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
  for (int i = 0; i < 7; i++)
    if (length == 3 && memcmp(text, names[i], 3) == 0) return i;
  return -1;
}

// "mon-fri,sun" as bits from Monday; 0: it is nothing of the kind.
static unsigned weekdays_of(const char *text) {
  unsigned out = 0;
  for (;; text++) {
    size_t length = strcspn(text, ",");
    const char *dash = memchr(text, '-', length);
    int first = named_weekday(text, dash ? (size_t)(dash - text) : length),
        last = dash ? named_weekday(dash + 1, length - (size_t)(dash + 1 - text)) : first;
    if (first < 0 || last < 0) return 0;
    for (out |= 1u << last; first != last; first = (first + 1) % 7) out |= 1u << first;
    text += length;
    if (!*text) return out;
  }
}

// date.falls_on(day, "mon-fri,sun"): whether it is one of those weekdays; nil where the text names none.
static int falls_on(lua_State *L) {
  size_t length;
  day d = lib_day(L, 1);
  unsigned days = weekdays_of(lib_text(L, 2, &length));
  if (days) lua_pushboolean(L, days >> (day_weekday(d) - 1) & 1);
  else lua_pushnil(L);
  return 1;
}

// "08:00" as minutes; more than a day where it is none.
static int clock_minutes(const char *text) {
  enum { NONE = 2 * MINUTES_OF_DAY };
  for (int i = 0; i < 5; i++)
    if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9') return NONE;
  int hours = (text[0] - '0') * 10 + text[1] - '0', minutes = (text[3] - '0') * 10 + text[4] - '0';
  return minutes > 59 ? NONE : hours * 60 + minutes;
}

// date.hours "22:00-06:00": the minutes of the day from which and until which, 1320 and 1800: past 1440 where they end
// on the next day; nil where the text is nothing of the kind.
static int hours(lua_State *L) {
  size_t length;
  const char *text = lib_text(L, 1, &length);
  bool formed = length == strlen("22:00-06:00") && text[5] == '-';
  int from = formed ? clock_minutes(text) : MINUTES_OF_DAY, until = formed ? clock_minutes(text + 6) : 0;
  if (from >= MINUTES_OF_DAY || until > MINUTES_OF_DAY || from == until) return 0;
  lua_pushinteger(L, from);
  lua_pushinteger(L, until > from ? until : until + MINUTES_OF_DAY);
  return 2;
}

int lib_date(lua_State *L) {
  static const luaL_Reg functions[] = { { "parse", parse },           { "format", format }, { "ymd", ymd },
                                        { "weekday", weekday },       { "hours", hours },   { "falls_on", falls_on },
                                        { "add_months", add_months }, { NULL, NULL } };
  luaL_newlib(L, functions);
  return 1;
}
