// Reads a plugin's params schema from Lua: constructors and compilation.
#include "lua/schema/schema_inside.h"
#include "core/base/text.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

// Nobody writes params that are deeper or more, and one table that stands in many places counts in each.
enum { CHOICES_MAX = 32, DEPTH_MAX = 16, PARAMS_MAX = 4096 };

// Keys by which a schema's table is known: nothing in Lua can make them.
static char type_key, order_key, same_key, line_key, used_key, made_key;

static const char *const type_names[SCHEMA_TYPES] = { "money",  "percent", "quantity", "count",  "date",   "text",
                                                      "choice", "flag",    "list",     "record", "either", "calendar" };

const char *schema_type_name(schema_type type) { return type_names[type]; }

// Adds the param at 1 to the list of those that were made; its place there is the order in which they are written,
// which a table of Lua does not keep.
static void note_made(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &made_key) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &made_key);
  }
  lua_Integer order = (lua_Integer)lua_rawlen(L, -1) + 1;
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, order);
  lua_pushinteger(L, order);
  lua_rawsetp(L, 1, &order_key);
  lua_pop(L, 1);
}

// Upvalue 1: the type. Through __call of money and date the module comes first.
static int construct(lua_State *L) {
  if (lua_gettop(L) == 2 && lua_toboolean(L, lua_upvalueindex(2))) lua_remove(L, 1);
  if (lua_isnoneornil(L, 1)) {
    lua_settop(L, 0);
    lua_newtable(L);
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  note_made(L);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_rawsetp(L, 1, &type_key);
  lua_Debug from;
  if (!lua_getstack(L, 1, &from) || !lua_getinfo(L, "l", &from)) return 1;
  lua_pushinteger(L, from.currentline);
  lua_rawsetp(L, 1, &line_key);
  lua_settop(L, 1);
  return 1;
}

static int same_as(lua_State *L) {
  luaL_checktype(L, 1, LUA_TSTRING);
  lua_createtable(L, 0, 1);
  lua_pushvalue(L, 1);
  lua_rawsetp(L, -2, &same_key);
  return 1;
}

static void push_constructor(lua_State *L, int type, bool called) {
  lua_pushinteger(L, type);
  lua_pushboolean(L, called);
  lua_pushcclosure(L, construct, 2);
}

void schema_open(lua_State *L) {
  lua_pushglobaltable(L);
  for (int type = 0; type < SCHEMA_TYPES; type++) {
    lua_pushstring(L, type_names[type]);
    if (lua_rawget(L, -2) == LUA_TTABLE) {  // the modules money and date
      lua_createtable(L, 0, 2);
      push_constructor(L, type, true);
      lua_setfield(L, -2, "__call");
      lua_pushboolean(L, false);
      lua_setfield(L, -2, "__metatable");
      lua_setmetatable(L, -2);
      lua_pop(L, 1);
      continue;
    }
    lua_pop(L, 1);
    lua_pushstring(L, type_names[type]);
    push_constructor(L, type, false);
    lua_rawset(L, -3);
  }
  lua_pushliteral(L, "same_as");
  lua_pushcfunction(L, same_as);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

typedef struct compiler {
  lua_State *lua;
  arena *arena;
  cJSON *keep;
  int depth, count;  // of params
  size_t charged;    // what the arena had given when it was counted last
} compiler;

// Where a param stands: "tiers.price", and the line on which it is written; 0: not known.
typedef struct spot {
  const char *path;
  int line;
} spot;

static schema *compile(compiler *c, int index, spot at);

// Pushes "FILE:LINE: ".
static void push_where(lua_State *L, int line) {
  const char *label = state_of(L)->label;
  if (line > 0 && label) lua_pushfstring(L, "%s:%d: ", label, line);
  else luaL_where(L, 1);
}

static int refuse(const compiler *c, spot at, const char *format, ...) {
  va_list values;
  push_where(c->lua, at.line);
  lua_pushfstring(c->lua, "params.%s: ", at.path);
  va_start(values, format);
  lua_pushvfstring(c->lua, format, values);
  va_end(values);
  lua_concat(c->lua, 3);
  return lua_error(c->lua);
}

static spot inside(const compiler *c, spot at, const char *name) {
  return (spot){ *at.path ? arena_format(c->arena, "%s.%s", at.path, name) : name, at.line };
}

static bool limit_parse(const schema *s, lua_State *L, int128 *out) {
  decimal number;
  day d;
  size_t length;
  const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : NULL;
  switch (s->type) {
    case SCHEMA_COUNT: *out = lua_tointeger(L, -1); return lua_type(L, -1) == LUA_TNUMBER && lua_isinteger(L, -1);
    case SCHEMA_DATE: *out = text && day_parse(text, length, &d) ? d : 0; return text && day_parse(text, length, &d);
    case SCHEMA_PERCENT: {
      bool good = text ? percent_parse(text, length, &number) : lib_to_decimal(L, -1, false, &number);
      *out = good ? number : 0;
      return good;
    }
    case SCHEMA_MONEY:
    case SCHEMA_QUANTITY: {
      bool good = lib_to_decimal(L, -1, true, &number);
      *out = good ? number : 0;
      return good;
    }
    default: return false;
  }
}

// A default is checked as a value would be, while the plugin loads: no contract finds out later that it does not fit.
static void read_default(compiler *c, schema *s, spot at) {
  lua_State *L = c->lua;
  if (lua_type(L, -1) == LUA_TTABLE && lua_rawgetp(L, -1, &same_key) == LUA_TSTRING) {
    s->same_as = arena_text(c->arena, lua_tostring(L, -1));
    lua_pop(L, 1);
    return;
  }
  if (lua_type(L, -2) == LUA_TTABLE && lua_isnil(L, -1)) lua_pop(L, 1);
  lua_json_add(L, -1, c->keep, NULL);
  cJSON *preset = cJSON_GetArrayItem(c->keep, cJSON_GetArraySize(c->keep) - 1);
  s->preset = preset;
  error e = { 0 };
  schema root = { .type = SCHEMA_RECORD, .children = &s, .child_count = 1 };
  cJSON *object = cJSON_CreateObject();
  cJSON_AddItemReferenceToObject(object, s->name, preset);
  bool good = schema_check(&root, object, false, &e);
  cJSON_Delete(object);
  if (good) return;
  lua_pushstring(L, e.message);
  error_clear(&e);
  refuse(c, at, "default: %s", lua_tostring(L, -1));
}

static void read_choices(compiler *c, schema *s, int table, spot at) {
  lua_State *L = c->lua;
  s->choice_count = lua_rawlen(L, table);
  if (s->choice_count == 0 || s->choice_count > CHOICES_MAX)
    refuse(c, at, "a choice names its words: choice { \"a\", \"b\" }");
  s->choices = arena_array(c->arena, s->choice_count, sizeof *s->choices);
  for (size_t i = 0; i < s->choice_count; i++) {
    if (lua_rawgeti(L, table, (lua_Integer)i + 1) != LUA_TSTRING) refuse(c, at, "a choice is made of words");
    s->choices[i] = arena_text(c->arena, lua_tostring(L, -1));
    lua_pop(L, 1);
  }
}

static void read_alternatives(compiler *c, schema *s, int table, spot at) {
  lua_State *L = c->lua;
  s->child_count = lua_rawlen(L, table);
  if (s->child_count == 0 || s->child_count > SCHEMA_FIELDS_MAX) refuse(c, at, "names its alternatives");
  s->children = arena_array(c->arena, s->child_count, sizeof *s->children);
  for (size_t i = 0; i < s->child_count; i++) {
    lua_rawgeti(L, table, (lua_Integer)i + 1);
    s->children[i] = compile(c, lua_gettop(L), at);
    s->children[i]->name = s->name;
    lua_pop(L, 1);
  }
}

typedef struct numbered {
  schema *field;
  lua_Integer order;
} numbered;

static int by_order(const void *a, const void *b) {
  const numbered *x = a, *y = b;
  return x->order < y->order ? -1 : x->order > y->order;
}

// No chains: a default that is found by way of a third param is one that nobody finds.
static void check_same_as(compiler *c, const schema *record, spot at) {
  for (size_t i = 0; i < record->child_count; i++) {
    const schema *field = record->children[i], *other = NULL;
    if (!field->same_as) continue;
    for (size_t k = 0; k < record->child_count; k++)
      if (strcmp(record->children[k]->name, field->same_as) == 0) other = record->children[k];
    if (!other || other->type != field->type || other->same_as)
      refuse(c, inside(c, at, field->name), "same_as \"%s\" names no param of its type with a value of its own",
             field->same_as);
  }
}

// The fields of a record, sorted as they are written.
static void read_fields(compiler *c, schema *s, int table, spot at) {
  lua_State *L = c->lua;
  numbered fields[SCHEMA_FIELDS_MAX];
  size_t count = 0;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) refuse(c, at, "params have names");
    const char *name = arena_text(c->arena, lua_tostring(L, -2));
    if (count == SCHEMA_FIELDS_MAX) luaL_error(L, "params: more than %d", SCHEMA_FIELDS_MAX);
    if (!*at.path && strcmp(name, "contract") == 0)
      refuse(c, (spot){ name, at.line }, "the name is taken by the contract itself");
    fields[count].field = compile(c, lua_gettop(L), inside(c, at, name));
    fields[count].field->name = name;
    lua_rawgetp(L, -1, &order_key);
    fields[count++].order = lua_tointeger(L, -1);
    lua_pop(L, 1);
  }
  qsort(fields, count, sizeof *fields, by_order);
  s->child_count = count;
  s->children = arena_array(c->arena, count + 1, sizeof *s->children);
  for (size_t i = 0; i < count; i++) s->children[i] = fields[i].field;
  check_same_as(c, s, at);
}

static bool raw_field(lua_State *L, int table, const char *name) {
  lua_pushstring(L, name);
  if (lua_rawget(L, table) != LUA_TNIL) return true;
  lua_pop(L, 1);
  return false;
}

// What each type may have besides doc, default and optional.
static bool known(const schema *s, const char *name) {
  if (!strcmp(name, "doc") || !strcmp(name, "default") || !strcmp(name, "optional")) return true;
  if (!strcmp(name, "min") || !strcmp(name, "max")) return s->type <= SCHEMA_DATE;
  if (!strcmp(name, "raise")) return s->type == SCHEMA_MONEY;
  if (!strcmp(name, "of")) return s->type == SCHEMA_LIST;
  return s->type == SCHEMA_RECORD && (!strcmp(name, "fields") || !strcmp(name, "open"));
}

static void check_names(compiler *c, const schema *s, int table, spot at) {
  static const char *const words[] = { "doc", "default", "optional", "min", "max", "raise", "of", "fields", "open" };
  lua_State *L = c->lua;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    if (lua_type(L, -2) == LUA_TLIGHTUSERDATA) continue;
    if (lua_isinteger(L, -2) && (s->type == SCHEMA_CHOICE || s->type == SCHEMA_EITHER)) continue;
    const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "1";
    if (known(s, name)) continue;
    const char *near = text_nearest(name, words, sizeof words / sizeof *words);
    if (near && strcmp(near, name) == 0) near = NULL;
    refuse(c, at, "a %s has no field '%s'%s%s", type_names[s->type], name, near ? "; did you mean " : "",
           near ? near : "");
  }
}

static void read_limits(compiler *c, schema *s, int table, spot at) {
  lua_State *L = c->lua;
  s->has_min = raw_field(L, table, "min");
  if (s->has_min && !limit_parse(s, L, &s->min)) refuse(c, at, "min is no %s", type_names[s->type]);
  s->has_max = raw_field(L, table, "max");
  if (s->has_max && !limit_parse(s, L, &s->max)) refuse(c, at, "max is no %s", type_names[s->type]);
  lua_pop(L, s->has_min + s->has_max);
}

static void read_raise(compiler *c, schema *s, int table, spot at) {
  lua_State *L = c->lua;
  if (!raw_field(L, table, "raise")) return;
  if (!lua_isboolean(L, -1)) refuse(c, at, "raise must be true or false");
  s->raise = lua_toboolean(L, -1);
  lua_pop(L, 1);
}

static void read_parts(compiler *c, schema *s, int table, spot at) {
  lua_State *L = c->lua;
  if (s->type == SCHEMA_CHOICE) read_choices(c, s, table, at);
  if (s->type == SCHEMA_EITHER) read_alternatives(c, s, table, at);
  if (s->type == SCHEMA_LIST) {
    if (!raw_field(L, table, "of")) refuse(c, at, "a list says of what: list { of = … }");
    s->child_count = 1;
    s->children = arena_array(c->arena, 1, sizeof *s->children);
    s->children[0] = compile(c, lua_gettop(L), at);
    s->children[0]->name = s->name;
    lua_pop(L, 1);
  }
  if (s->type != SCHEMA_RECORD) return;
  s->open = raw_field(L, table, "open") && lua_toboolean(L, -1);
  if (!raw_field(L, table, "fields")) {
    if (!s->open) refuse(c, at, "a record names its fields: record { fields = { … } }");
    return;
  }
  if (!lua_istable(L, -1)) refuse(c, at, "fields must be a table");
  read_fields(c, s, lua_gettop(L), at);
  lua_pop(L, 1);
}

// One more param: where it lies, and what was taken for those before it.
static void count_param(compiler *c, spot at) {
  if (++c->depth > DEPTH_MAX) refuse(c, at, "params nest deeper than %d", DEPTH_MAX);
  if (++c->count > PARAMS_MAX) refuse(c, at, "more than %d params in all", PARAMS_MAX);
  state_charge(c->lua, arena_taken(c->arena) - c->charged);
  c->charged = arena_taken(c->arena);
}

// `at` comes with the line of what it lies in: for a value that is no param, and has none.
static schema *compile(compiler *c, int index, spot at) {
  lua_State *L = c->lua;
  luaL_checkstack(L, 12, NULL);
  count_param(c, at);
  int top = lua_gettop(L);
  if (!lua_istable(L, index) || lua_rawgetp(L, index, &type_key) != LUA_TNUMBER)
    refuse(c, at, "must be a param, such as money { doc = \"…\" }, not a %s", luaL_typename(L, index));
  schema *s = arena_alloc(c->arena, sizeof *s);
  s->type = (schema_type)lua_tointeger(L, -1);
  s->name = at.path;
  lua_rawgetp(L, index, &line_key);
  at.line = (int)lua_tointeger(L, -1);
  lua_pushboolean(L, true);
  lua_rawsetp(L, index, &used_key);
  check_names(c, s, index, at);
  if (raw_field(L, index, "doc")) {
    if (lua_type(L, -1) != LUA_TSTRING) refuse(c, at, "doc must be text");
    s->doc = arena_text(c->arena, lib_kept(L, -1, "doc"));
  }
  s->optional = raw_field(L, index, "optional") && lua_toboolean(L, -1);
  read_raise(c, s, index, at);
  read_limits(c, s, index, at);
  read_parts(c, s, index, at);
  if (raw_field(L, index, "default")) read_default(c, s, at);
  lua_settop(L, top);
  c->depth--;
  return s;
}

// A param that was made and is nobody's: the later one of two with the same name has taken its place.
static void check_used(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &made_key) != LUA_TTABLE) return;
  for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TTABLE; i++) {
    bool used = lua_rawgetp(L, -1, &used_key) != LUA_TNIL;
    lua_rawgetp(L, -2, &line_key);
    lua_rawgetp(L, -3, &type_key);
    int line = (int)lua_tointeger(L, -2), type = (int)lua_tointeger(L, -1);
    lua_pop(L, 4);
    if (used) continue;
    push_where(L, line);
    lua_pushfstring(L, "params: a %s on this line is no param: is its name there twice?", type_names[type]);
    lua_concat(L, 2);
    lua_error(L);
  }
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &made_key);
}

bool schema_has(const schema *record, schema_type type) {
  for (size_t i = 0; i < record->child_count; i++)
    if (record->children[i]->type == type || schema_has(record->children[i], type)) return true;
  return false;
}

schema *schema_compile(lua_State *L, int index, arena *a, cJSON *keep) {
  compiler c = { .lua = L, .arena = a, .keep = keep, .charged = arena_taken(a) };
  schema *s = arena_alloc(a, sizeof *s);
  s->type = SCHEMA_RECORD;
  s->name = "";
  if (!lua_istable(L, index)) luaL_error(L, "params must be a table");
  int top = lua_gettop(L);
  read_fields(&c, s, lua_absindex(L, index), (spot){ "", 0 });
  check_used(L);
  lua_settop(L, top);
  return s;
}
