// Limits of the libraries string and table: C code could run for hours between two looks at the clock.
#include "lua/sandbox/library_limits.h"
#include <string.h>

enum { PATTERN_MAX = 200, REPEAT_MAX = 1 << 20, MOVE_MAX = 1000000, STEPS_OF_WORK = 8 };
static const uint64_t steps_max = 200000000;

static uint64_t times(uint64_t a, uint64_t b) { return a && b > steps_max * 2 / a ? steps_max * 2 : a * b; }

// Past a set such as [^%]]; answers where it ends.
static const char *skip_set(const char *p, const char *end) {
  if (p < end && *p == '^') p++;
  do {
    if (p < end && *p == '%') p++;
    p++;
  } while (p < end && *p != ']');
  return p + 1;
}

// How many steps a pattern may take in the worst case: each * + - and %b tries every length, each ? two, at every place
// of the subject.
static uint64_t worst_steps(const char *pattern, size_t length, size_t subject) {
  const char *p = pattern, *end = pattern + length;
  uint64_t n = subject + 1, steps = length ? length : 1;
  if (p < end && *p == '^') p++;
  else steps = times(steps, n);
  while (p < end) {
    if (*p == '%' && p + 1 < end) {
      if (p[1] == 'b' || (p[1] >= '0' && p[1] <= '9')) steps = times(steps, n);
      p += 2;
    } else if (*p == '[') {
      p = skip_set(p + 1, end);
    } else {
      p++;
    }
    if (p >= end) break;
    if (*p == '*' || *p == '+' || *p == '-') steps = times(steps, n);
    if (*p == '?') steps = times(steps, 2);
  }
  return steps;
}

// Upvalue: the library's own function, which is called with all that was given.
static int pass_on(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

static int pattern_function(lua_State *L) {
  size_t subject, length;
  luaL_checklstring(L, 1, &subject);
  const char *pattern = luaL_checklstring(L, 2, &length);
  if (length > PATTERN_MAX) return luaL_argerror(L, 2, "a pattern of more than 200 bytes");
  uint64_t steps = worst_steps(pattern, length, subject);
  state_spend(L, (size_t)(steps / STEPS_OF_WORK));
  if (steps > steps_max) return luaL_error(L, "this pattern could take too long on a text of %d bytes", (int)subject);
  return pass_on(L);
}

// Upvalues: the iterator of string.gmatch, and what a step of it may cost.
static int next_match(lua_State *L) {
  state_spend(L, (size_t)lua_tointeger(L, lua_upvalueindex(2)));
  lua_settop(L, 0);
  return pass_on(L);
}

// A leading ^ is a character like others to string.gmatch, which then tries every place of the text; and many steps
// come between two instructions of Lua.
static int gmatch(lua_State *L) {
  size_t subject, length;
  luaL_checklstring(L, 1, &subject);
  const char *pattern = luaL_checklstring(L, 2, &length);
  uint64_t steps = worst_steps(pattern, length < PATTERN_MAX ? length : PATTERN_MAX, subject);
  if (*pattern == '^') steps = times(steps, subject + 1);
  if (steps > steps_max) return luaL_error(L, "this pattern could take too long on a text of %d bytes", (int)subject);
  pattern_function(L);
  lua_pushinteger(L, (lua_Integer)(steps / STEPS_OF_WORK));
  lua_pushcclosure(L, next_match, 2);
  return 1;
}

static int find(lua_State *L) {
  size_t subject, length;
  if (!lua_toboolean(L, 4)) return pattern_function(L);
  luaL_checklstring(L, 1, &subject);
  luaL_checklstring(L, 2, &length);
  uint64_t steps = times(subject, length);
  state_spend(L, (size_t)(steps / STEPS_OF_WORK));
  if (steps > steps_max)
    return luaL_error(L, "texts of %d and %d bytes are too long to search", (int)subject, (int)length);
  return pass_on(L);
}

// The memory limit alone would not do: a text is made as a whole before anyone can look at the clock.
static int rep(lua_State *L) {
  size_t length, separator = 0;
  luaL_checklstring(L, 1, &length);
  lua_Integer count = luaL_checkinteger(L, 2);
  if (!lua_isnoneornil(L, 3)) luaL_checklstring(L, 3, &separator);
  if (length + separator == 0) return lua_pushliteral(L, ""), 1;  // the library would count to `count` all the same
  if (count > 0 && (uint64_t)count > REPEAT_MAX / (length + separator))
    return luaL_error(L, "string.rep: more than 1 MiB");
  if (count > 0) state_spend(L, (size_t)count * (length + separator));
  return pass_on(L);
}

// An address differs from run to run, and so would a bill that shows it. Values that would show one become the name of
// their type; %p and %a are refused.
static int format(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  state_spend(L, length);
  for (const char *p = text; (p = memchr(p, '%', length - (size_t)(p - text))); p++) {
    p++;
    p += strspn(p, "-+ #0123456789.");
    if (*p == 'p' || *p == 'a' || *p == 'A') return luaL_argerror(L, 1, "%p and %a are not allowed in plugins");
    if (!*p) break;
  }
  int top = lua_gettop(L);
  for (int i = 2; i <= top; i++) {
    int type = lua_type(L, i);
    if (type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING) continue;
    if (luaL_getmetafield(L, i, "__tostring") != LUA_TNIL) lua_pop(L, 1);
    else {
      lua_pushstring(L, luaL_typename(L, i));
      lua_replace(L, i);
    }
  }
  return pass_on(L);
}

static int move(lua_State *L) {
  lua_Integer from = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3);
  state_tick(L);
  if (last > from && (uint64_t)last - (uint64_t)from >= MOVE_MAX)
    return luaL_error(L, "table.move: more than a million elements");
  return pass_on(L);
}

enum { LONG_TEXT = 256, ELEMENT_WORK = 16 };

// `<` of two texts takes as long as what they have in common.
static int less(lua_State *L) {
  size_t a = lua_type(L, 1) == LUA_TSTRING ? lua_rawlen(L, 1) : 0,
         b = lua_type(L, 2) == LUA_TSTRING ? lua_rawlen(L, 2) : 0;
  state_spend(L, a < b ? a : b);
  lua_pushboolean(L, lua_compare(L, 1, 2, LUA_OPLT));
  return 1;
}

static bool has_long_texts(lua_State *L, lua_Integer count) {
  bool found = false;
  for (lua_Integer i = 1; i <= count && !found; i++) {
    found = lua_rawgeti(L, 1, i) == LUA_TSTRING && lua_rawlen(L, -1) > LONG_TEXT;
    lua_pop(L, 1);
  }
  return found;
}

// table.sort: long texts are compared with an eye on the clock, as nothing of Lua runs between two comparisons.
static int sort(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  state_tick(L);
  if (lua_isnil(L, 2) && has_long_texts(L, (lua_Integer)lua_rawlen(L, 1))) {
    lua_pushcfunction(L, less);
    lua_replace(L, 2);
  }
  return pass_on(L);
}

// Functions that go over their first argument as a whole: bytes of a text, elements of a table. (A long text that
// table.concat makes counts where it is allocated.)
static int measured(lua_State *L) {
  int type = lua_type(L, 1);
  if (type == LUA_TSTRING) state_spend(L, lua_rawlen(L, 1));
  if (type == LUA_TTABLE) state_spend(L, lua_rawlen(L, 1) * ELEMENT_WORK);
  return pass_on(L);
}

// At the end, as nearly always, an element is put without a look at the others.
static int insert(lua_State *L) {
  if (lua_gettop(L) != 2) return measured(L);
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_seti(L, 1, luaL_len(L, 1) + 1);
  return 0;
}

void library_limits(lua_State *L, const char *library, int from, int to) {
  static const luaL_Reg strings[] = { { "find", find },     { "match", pattern_function },
                                      { "gmatch", gmatch }, { "gsub", pattern_function },
                                      { "rep", rep },       { "format", format },
                                      { NULL, NULL } };
  static const luaL_Reg tables[] = { { "concat", measured }, { "sort", sort },       { "move", move },
                                     { "insert", insert },   { "remove", measured }, { "unpack", measured },
                                     { NULL, NULL } };
  static const luaL_Reg utf8s[] = {
    { "len", measured }, { "offset", measured }, { "codepoint", measured }, { NULL, NULL }
  };
  static const luaL_Reg basics[] = { { "tonumber", measured }, { NULL, NULL } };
  if (!*library) safe_base(L, to);
  const luaL_Reg *functions = strcmp(library, "string") == 0  ? strings
                              : strcmp(library, "table") == 0 ? tables
                              : strcmp(library, "utf8") == 0  ? utf8s
                              : *library                      ? basics + 1
                                                              : basics;
  for (; functions->name; functions++) {
    lua_getfield(L, from, functions->name);
    lua_pushcclosure(L, functions->func, 1);
    lua_setfield(L, to, functions->name);
  }
}
