// Params that fit their schema as values of Lua.
#include "lua/schema/schema_inside.h"
#include <assert.h>

typedef struct pusher {
  lua_State *lua;
  const plugin_calendars *calendars;
} pusher;

static void push_record(const pusher *p, const schema *record, const cJSON *params);

// The days of a calendar. Without a reader, while params are only checked, it has none.
static void push_calendar(const pusher *p, const char *name) {
  lua_State *L = p->lua;
  state *s = state_of(L);
  const day *days;
  size_t count;
  lua_newtable(L);
  if (!p->calendars) return;
  arena *a = arena_new();
  bool good = p->calendars->days(p->calendars->context, name, a, &days, &count, &s->failed);
  for (size_t i = 0; good && i < count; i++) {
    lua_pushboolean(L, true);
    lua_rawseti(L, -2, days[i]);
  }
  arena_free(a);
  if (!good) state_raise(L);
}

static void push_number(lua_State *L, const schema *s, const cJSON *item) {
  int128 number;
  bool good = schema_number(s, item, &number);
  assert(good);  // it was checked: here a number that is none would become a price
  (void)good;
  if (s->type == SCHEMA_COUNT || s->type == SCHEMA_DATE) lua_pushinteger(L, (lua_Integer)number);
  else lib_push_decimal(L, number);
}

static void push(const pusher *p, const schema *s, const cJSON *item);

static void push_list(const pusher *p, const schema *s, const cJSON *list) {
  lua_Integer n = 0;
  const cJSON *member;
  lua_createtable(p->lua, cJSON_GetArraySize(list), 0);
  cJSON_ArrayForEach(member, list) {
    push(p, s->children[0], member);
    lua_rawseti(p->lua, -2, ++n);
  }
}

static void push(const pusher *p, const schema *s, const cJSON *item) {
  error sub = { 0 };
  luaL_checkstack(p->lua, 6, NULL);
  switch (s->type) {
    case SCHEMA_CALENDAR: push_calendar(p, item->valuestring); break;
    case SCHEMA_TEXT:
    case SCHEMA_CHOICE: lua_pushstring(p->lua, item->valuestring); return;
    case SCHEMA_FLAG: lua_pushboolean(p->lua, cJSON_IsTrue(item)); return;
    case SCHEMA_RECORD: push_record(p, s, item); break;
    case SCHEMA_EITHER:
      push(p, schema_alternative(s, item, false, &sub), item);
      error_clear(&sub);
      return;
    case SCHEMA_LIST: push_list(p, s, item); break;
    default: push_number(p->lua, s, item); return;
  }
  sandbox_seal(p->lua);
}

// JSON of a record that is open: what no schema knows is nobody's to change either.
static void push_open(lua_State *L, const cJSON *json) {
  const cJSON *item;
  lua_Integer n = 0;
  luaL_checkstack(L, 8, NULL);
  lua_newtable(L);
  cJSON_ArrayForEach(item, json) {
    if (cJSON_IsObject(item) || cJSON_IsArray(item)) {
      push_open(L, item);
      sandbox_seal(L);
    } else lua_json_push(L, item);
    if (cJSON_IsArray(json)) lua_rawseti(L, -2, ++n);
    else lua_setfield(L, -2, item->string);
  }
}

// The value, else that of its sibling, else the default; NULL: an optional one that was not given.
static const cJSON *value_of(const schema *record, const schema *field, const cJSON *params) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(params, field->name);
  if (item && !cJSON_IsNull(item)) return item;
  return field->same_as ? value_of(record, schema_field(record, field->same_as), params) : field->preset;
}

static void push_record(const pusher *p, const schema *record, const cJSON *params) {
  lua_State *L = p->lua;
  if (record->open) push_open(L, params);
  else lua_createtable(L, 0, (int)record->child_count);
  for (size_t i = 0; i < record->child_count; i++) {
    const cJSON *item = value_of(record, record->children[i], params);
    if (!item) continue;
    push(p, record->children[i], item);
    lua_setfield(L, -2, record->children[i]->name);
  }
  params_strict(L, record);
}

void schema_push(lua_State *L, const schema *record, const cJSON *params, const plugin_calendars *calendars) {
  push_record(&(pusher){ L, calendars }, record, params);
}
