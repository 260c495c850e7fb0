// The field `delivers` of an exporter: data that says how the core speaks to its target.
#include "lua/host/host_inside.h"
#include "core/base/text.h"
#include <string.h>

enum { LIMIT = 120, PER_MINUTE = 60, MOST = 100000 };

// A field of it: what it holds, and what it is where it is left out (texts are null then).
typedef enum shape { SHAPE_TEXT, SHAPE_TEXTS, SHAPE_PLACES, SHAPE_FLAG, SHAPE_COUNT, SHAPE_SETTINGS } shape;
typedef struct delivers_field {
  const char *name;
  shape shape;
  bool required;
  int missing;
} delivers_field;
static const delivers_field fields[] = {
  { "authorize_url", SHAPE_TEXT, true, 0 },
  { "token_url", SHAPE_TEXT, true, 0 },
  { "revoke_url", SHAPE_TEXT, false, 0 },
  { "scopes", SHAPE_TEXT, false, 0 },
  { "pkce", SHAPE_FLAG, false, false },
  { "secret", SHAPE_FLAG, false, true },
  { "redirect_uri", SHAPE_TEXTS, false, 0 },
  { "company_from", SHAPE_TEXT, false, 0 },
  { "api_url", SHAPE_PLACES, true, 0 },
  { "limit", SHAPE_COUNT, false, LIMIT },
  { "per_minute", SHAPE_COUNT, false, PER_MINUTE },
  { "together", SHAPE_COUNT, false, 1 },
  { "list", SHAPE_TEXT, false, 0 },
  { "settings", SHAPE_SETTINGS, false, 0 },
};
enum { FIELDS = sizeof fields / sizeof *fields };

static int blame(lua_State *L, const plugin *p, const char *name, const char *what) {
  lua_pushfstring(L, "delivers: '%s' %s", name, what);
  return plugin_blame(L, p, name);
}

static void check_names(lua_State *L, const plugin *p, int table) {
  const char *names[FIELDS];
  for (size_t i = 0; i < FIELDS; i++) names[i] = fields[i].name;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
    size_t i = 0;
    if (!name) luaL_error(L, "delivers: it has named fields only");
    while (i < FIELDS && strcmp(names[i], name) != 0) i++;
    if (i < FIELDS) continue;
    const char *near = text_nearest(name, names, FIELDS);
    lua_pushfstring(L, "delivers has no field '%s'%s%s%s", name, near ? "; did you mean '" : "", near ? near : "",
                    near ? "'?" : "");
    plugin_blame(L, p, name);
  }
}

static value *text_at(lua_State *L, const plugin *p, const char *name) {
  if (lua_type(L, -1) != LUA_TSTRING || !*lua_tostring(L, -1)) blame(L, p, name, "must be a text");
  return value_text(p->arena, arena_text(p->arena, lib_kept(L, -1, name)));
}

// A text, or several in the order in which they are tried.
static value *texts_at(lua_State *L, const plugin *p, const char *name) {
  value *out = value_list(p->arena);
  if (!lua_istable(L, -1)) {
    value_append(p->arena, out, text_at(L, p, name));
    return out;
  }
  for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++, lua_pop(L, 1))
    value_append(p->arena, out, text_at(L, p, name));
  lua_pop(L, 1);
  return out;
}

// A text by environment; one alone is that of production.
static value *places_at(lua_State *L, const plugin *p, const char *name) {
  static const char *const environments[] = { "production", "sandbox" };
  value *out = value_record(p->arena);
  if (!lua_istable(L, -1)) {
    value_put(p->arena, out, environments[0], text_at(L, p, name));
    return out;
  }
  for (size_t i = 0; i < 2; i++) {
    lua_pushstring(L, environments[i]);
    if (lua_rawget(L, -2) != LUA_TNIL) value_put(p->arena, out, environments[i], text_at(L, p, name));
    lua_pop(L, 1);
  }
  if (!out->as.record.count) blame(L, p, name, "needs `production`, `sandbox` or both");
  return out;
}

static value *count_at(lua_State *L, const plugin *p, const char *name) {
  lua_Integer count = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
  if (count < 1 || count > MOST) blame(L, p, name, "must be an integer from 1 to 100000");
  return value_int(p->arena, count);
}

// tax = { "ours", "theirs", doc = "…" }: what export.TARGET.tax may be; the first is what it is until it is set.
static value *setting_at(lua_State *L, const plugin *p) {
  arena *a = p->arena;
  value *out = value_record(a);
  const char *name = lua_type(L, -2) == LUA_TSTRING ? arena_text(a, lib_kept(L, -2, "settings")) : "";
  if (!lua_istable(L, -1) || !*name) blame(L, p, "settings", "is like { tax = { \"ours\", \"theirs\", doc = \"…\" } }");
  put_text(a, out, "name", name);
  value_put(a, out, "choices", texts_at(L, p, name));
  lua_pushliteral(L, "doc");
  put_text(a, out, "doc", lua_rawget(L, -2) == LUA_TSTRING ? arena_text(a, lib_kept(L, -1, "doc")) : NULL);
  lua_pop(L, 1);
  if (!value_get(out, "choices")->as.list.count) blame(L, p, name, "has no choices");
  return out;
}

static value *settings_at(lua_State *L, const plugin *p) {
  value *out = value_list(p->arena);
  if (!lua_istable(L, -1)) blame(L, p, "settings", "must be a table");
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) value_append(p->arena, out, setting_at(L, p));
  for (size_t i = 1; i < out->as.list.count; i++)  // a table of Lua has no order
    for (size_t k = i; k; k--) {
      value **items = out->as.list.items, *later = items[k];
      if (strcmp(value_get(items[k - 1], "name")->as.text, value_get(later, "name")->as.text) < 0) break;
      items[k] = items[k - 1];
      items[k - 1] = later;
    }
  return out;
}

static value *left_out(lua_State *L, const plugin *p, const delivers_field *f) {
  if (f->required) blame(L, p, "delivers", lua_pushfstring(L, "needs the field '%s'", f->name));
  if (f->shape == SHAPE_FLAG) return value_bool(p->arena, f->missing);
  if (f->shape == SHAPE_COUNT) return value_int(p->arena, f->missing);
  return f->shape == SHAPE_TEXT ? value_null(p->arena) : value_list(p->arena);
}

// The field at the stack's top.
static value *field_at(lua_State *L, const plugin *p, const delivers_field *f) {
  if (lua_isnil(L, -1)) return left_out(L, p, f);
  switch (f->shape) {
    case SHAPE_TEXT: return text_at(L, p, f->name);
    case SHAPE_TEXTS: return texts_at(L, p, f->name);
    case SHAPE_PLACES: return places_at(L, p, f->name);
    case SHAPE_COUNT: return count_at(L, p, f->name);
    case SHAPE_SETTINGS: return settings_at(L, p);
    case SHAPE_FLAG: break;
  }
  if (!lua_isboolean(L, -1)) blame(L, p, f->name, "must be true or false");
  return value_bool(p->arena, lua_toboolean(L, -1));
}

void delivers_read(lua_State *L, plugin *p) {
  p->delivers = NULL;
  lua_pushliteral(L, "delivers");
  if (lua_rawget(L, 1) == LUA_TTABLE) {
    value *out = value_record(p->arena);
    check_names(L, p, lua_gettop(L));
    for (size_t i = 0; i < FIELDS; i++) {
      lua_pushstring(L, fields[i].name);
      lua_rawget(L, -2);
      value_put(p->arena, out, fields[i].name, field_at(L, p, &fields[i]));
      lua_pop(L, 1);
    }
    if (value_get(out, "together")->as.integer > 1 && value_get(out, "list")->type == VALUE_NULL)
      blame(L, p, "together", "needs `list`: how the list of those that go together is called");
    p->delivers = out;
  }
  lua_pop(L, 1);
}
