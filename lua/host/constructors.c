// The constructors of plugins: contract, price_rule, tax_rule, exporter, importer, invoice_template, language,
// check. Each checks every field.
#include "lua/host/host_inside.h"
#include "core/base/text.h"
#include <string.h>

enum { API = 1, ANY_FUNCTION = -1 };

// An entry of a plugin's table: its type in Lua, and where its function goes.
typedef struct entry {
  const char *name;
  int type;
  int function;
} entry;
typedef struct kind {
  const char *constructor, *title;
  const entry *fields;
} kind;

static const entry common[] = { { "name", LUA_TSTRING, ANY_FUNCTION },
                                { "api", LUA_TNUMBER, ANY_FUNCTION },
                                { "version", LUA_TSTRING, ANY_FUNCTION },
                                { "title", LUA_TSTRING, ANY_FUNCTION },
                                { "doc", LUA_TSTRING, ANY_FUNCTION },
                                { "params", LUA_TTABLE, ANY_FUNCTION },
                                { "examples", LUA_TTABLE, ANY_FUNCTION },
                                { "check", LUA_TFUNCTION, FUNCTION_CHECK },
                                { NULL, 0, 0 } };
static const entry contract_fields[] = {
  { "opens", LUA_TFUNCTION, FUNCTION_OPENS }, { "closes", LUA_TFUNCTION, FUNCTION_CLOSES },
  { "rest", LUA_TFUNCTION, FUNCTION_REST },   { "schedule", LUA_TFUNCTION, FUNCTION_SCHEDULE },
  { "parts", LUA_TFUNCTION, FUNCTION_PARTS }, { NULL, 0, 0 }
};
static const entry price_fields[] = { { "stage", LUA_TSTRING, ANY_FUNCTION },
                                      { "scope", LUA_TNONE, FUNCTION_SCOPE },
                                      { "on", LUA_TSTRING, ANY_FUNCTION },
                                      { "category", LUA_TFUNCTION, FUNCTION_CATEGORY },
                                      { "percent_off", LUA_TFUNCTION, FUNCTION_PERCENT_OFF },
                                      { "split", LUA_TFUNCTION, FUNCTION_SPLIT },
                                      { "apply", LUA_TFUNCTION, FUNCTION_APPLY },
                                      { NULL, 0, 0 } };
static const entry tax_fields[] = { { "rates", LUA_TFUNCTION, FUNCTION_RATES }, { NULL, 0, 0 } };
static const entry exporter_fields[] = {
  { "extension", LUA_TSTRING, ANY_FUNCTION },        { "encoding", LUA_TSTRING, ANY_FUNCTION },
  { "begins", LUA_TFUNCTION, FUNCTION_BEGINS },      { "invoice", LUA_TFUNCTION, FUNCTION_INVOICE },
  { "ends", LUA_TFUNCTION, FUNCTION_ENDS },          { "each", LUA_TBOOLEAN, ANY_FUNCTION },
  { "missing", LUA_TFUNCTION, FUNCTION_MISSING },    { "books", LUA_TBOOLEAN, ANY_FUNCTION },
  { "delivers", LUA_TTABLE, ANY_FUNCTION },          { "needs", LUA_TFUNCTION, FUNCTION_NEEDS },
  { "create", LUA_TFUNCTION, FUNCTION_CREATE },      { "find", LUA_TFUNCTION, FUNCTION_FIND },
  { "confirm", LUA_TFUNCTION, FUNCTION_CONFIRM },    { "void", LUA_TFUNCTION, FUNCTION_VOID },
  { "apply", LUA_TFUNCTION, FUNCTION_APPLY_CREDIT }, { "changed", LUA_TFUNCTION, FUNCTION_CHANGED },
  { "refused", LUA_TFUNCTION, FUNCTION_REFUSED },    { "company", LUA_TFUNCTION, FUNCTION_COMPANY },
  { "names", LUA_TFUNCTION, FUNCTION_NAMES },        { NULL, 0, 0 }
};
static const entry importer_fields[] = { { "read", LUA_TFUNCTION, FUNCTION_READ }, { NULL, 0, 0 } };
static const entry invoice_fields[] = { { "blocks", LUA_TFUNCTION, FUNCTION_BLOCKS },
                                        { "mail", LUA_TFUNCTION, FUNCTION_MAIL },
                                        { "statement", LUA_TFUNCTION, FUNCTION_STATEMENT },
                                        { "prices", LUA_TFUNCTION, FUNCTION_PRICES },
                                        { NULL, 0, 0 } };
static const entry language_fields[] = { { "words", LUA_TTABLE, ANY_FUNCTION },
                                         { "formats", LUA_TTABLE, ANY_FUNCTION },
                                         { "countries", LUA_TTABLE, ANY_FUNCTION },
                                         { NULL, 0, 0 } };

static const entry look_fields[] = { { "of", LUA_TSTRING, ANY_FUNCTION },
                                     { "reads", LUA_TTABLE, ANY_FUNCTION },
                                     { "level", LUA_TSTRING, ANY_FUNCTION },
                                     { "look", LUA_TFUNCTION, FUNCTION_LOOK },
                                     { NULL, 0, 0 } };

static const kind kinds[PLUGIN_KINDS] = { [PLUGIN_CONTRACT] = { "contract", "contract type", contract_fields },
                                          [PLUGIN_PRICE_RULE] = { "price_rule", "price rule", price_fields },
                                          [PLUGIN_TAX_RULE] = { "tax_rule", "tax rule", tax_fields },
                                          [PLUGIN_EXPORTER] = { "exporter", "exporter", exporter_fields },
                                          [PLUGIN_IMPORTER] = { "importer", "importer", importer_fields },
                                          [PLUGIN_INVOICE] = { "invoice_template", "invoice template", invoice_fields },
                                          [PLUGIN_LANGUAGE] = { "language", "language", language_fields },
                                          [PLUGIN_CHECK] = { "check", "check", look_fields } };

const char *plugin_kind_name(plugin_kind k) { return k < PLUGIN_KINDS ? kinds[k].title : "plugin"; }

static const entry *find(const entry *fields, const char *name) {
  for (; fields->name; fields++)
    if (strcmp(fields->name, name) == 0) return fields;
  return NULL;
}

static int unknown(lua_State *L, const plugin *p, const kind *k, const char *name) {
  const char *names[40];
  size_t count = 0;
  for (const entry *f = common; f->name; f++) names[count++] = f->name;
  for (const entry *f = k->fields; f->name; f++) names[count++] = f->name;
  const char *near = text_nearest(name, names, count);
  lua_pushfstring(L, "a %s has no field '%s'%s%s%s", k->title, name, near ? "; did you mean '" : "", near ? near : "",
                  near ? "'?" : "");
  return plugin_blame(L, p, name);
}

// The constructor may be called more than once, by a file that catches its error: the last call counts.
static void keep_function(lua_State *L, plugin *p, int function) {
  if (p->functions[function] != LUA_NOREF) luaL_unref(L, LUA_REGISTRYINDEX, p->functions[function]);
  lua_pushvalue(L, -1);
  p->functions[function] = luaL_ref(L, LUA_REGISTRYINDEX);
}

static void check_fields(lua_State *L, plugin *p, const kind *k) {
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, "a %s has named fields only", k->title);
    const char *name = lua_tostring(L, -2);
    const entry *f = find(common, name);
    if (!f) f = find(k->fields, name);
    if (!f) {
      unknown(L, p, k, name);
      return;
    }
    if (f->type != LUA_TNONE && lua_type(L, -1) != f->type) {
      lua_pushfstring(L, "%s: '%s' must be a %s, not a %s", k->title, name, lua_typename(L, f->type),
                      luaL_typename(L, -1));
      plugin_blame(L, p, name);
    }
    if (f->function != ANY_FUNCTION && lua_type(L, -1) == LUA_TFUNCTION) keep_function(L, p, f->function);
  }
}

// A text field in the arena; `fallback` where it is not there.
static const char *text(lua_State *L, arena *a, const char *name, const char *fallback) {
  lua_pushstring(L, name);
  const char *out = lua_rawget(L, 1) == LUA_TSTRING ? arena_text(a, lib_kept(L, -1, name)) : fallback;
  lua_pop(L, 1);
  return out;
}

static void check_name(lua_State *L, const plugin *p, const char *name) {
  if (!name) {
    luaL_error(L, "the field 'name' is missing");
    return;
  }
  bool good = *name && strlen(name) <= 64;
  for (const char *c = name; *c; c++)
    good = good && ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9' && c > name) || (*c == '-' && c > name));
  if (good) return;
  lua_pushliteral(L, "name: at most 64 small letters, digits and dashes, such as \"block-hours\"");
  plugin_blame(L, p, "name");
}

static void check_api(lua_State *L, const plugin *p) {
  lua_pushliteral(L, "api");
  if (lua_rawget(L, 1) == LUA_TNIL) luaL_error(L, "the field 'api' is missing: write `api = %d`", API);
  if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) != API) {
    lua_pushfstring(L, "api: this billet knows %d only", API);
    plugin_blame(L, p, "api");
  }
  lua_pop(L, 1);
}

static int word(lua_State *L, const plugin *p, const char *what, const char *given, const char *const *words,
                size_t count) {
  for (size_t i = 0; given && i < count; i++)
    if (strcmp(words[i], given) == 0) return (int)i;
  lua_pushfstring(L, "%s: '%s' must be %s", kinds[p->told.kind].title, what, words[0]);
  for (size_t i = 1; i < count; i++) {
    lua_pushfstring(L, "%s %s", i + 1 < count ? "," : " or", words[i]);
    lua_concat(L, 2);
  }
  const char *near = given ? text_nearest(given, words, count) : NULL;
  lua_pushfstring(L, "%s%s%s", near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
  lua_concat(L, 2);
  return plugin_blame(L, p, what);
}

static void check_scope(lua_State *L, const plugin *p, bool fits, const char *scopes, const char *given) {
  static const char *const stages[] = {
    [STAGE_MINUTES] = "minutes", [STAGE_PRICE] = "prices", [STAGE_AMOUNT] = "amounts"
  };
  if (fits) return;
  lua_pushfstring(L, "price rule: the scope of %s is %s, not %s", stages[p->stage], scopes, given);
  plugin_blame(L, p, "scope");
}

rule_scope rule_scope_check(lua_State *L, const plugin *p, const char *given) {
  static const char *const scopes[] = { "entry", "ticket", "day", "period" };
  rule_scope scope = (rule_scope)word(L, p, "scope", given, scopes, 4);
  if (p->stage == STAGE_AMOUNT)
    check_scope(L, p, scope == SCOPE_TICKET || scope == SCOPE_PERIOD, "ticket or period", given);
  if (p->stage == STAGE_MINUTES) check_scope(L, p, scope != SCOPE_PERIOD, "entry, ticket or day", given);
  if (p->stage == STAGE_PRICE) check_scope(L, p, scope == SCOPE_ENTRY, "entry", given);
  return scope;
}

static void read_price_rule(lua_State *L, plugin *p, arena *a) {
  static const char *const stages[] = { "minutes", "price", "amount" }, *const on[] = { "work", "all" };
  p->stage = (rule_stage)word(L, p, "stage", text(L, a, "stage", NULL), stages, 3);
  p->all = word(L, p, "on", text(L, a, "on", "work"), on, 2) == 1;
  if (p->all && p->stage != STAGE_AMOUNT) {
    lua_pushliteral(L, "price rule: 'on' is for the stage amount; minutes and prices are of work");
    plugin_blame(L, p, "on");
  }
  if (p->functions[FUNCTION_SCOPE] == LUA_NOREF)
    p->scope = rule_scope_check(L, p, text(L, a, "scope", p->stage == STAGE_AMOUNT ? "ticket" : "entry"));
}

static bool flag(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  bool out = lua_rawget(L, 1) == LUA_TBOOLEAN && lua_toboolean(L, -1);
  lua_pop(L, 1);
  return out;
}

// One that delivers answers requests, and writes nothing itself; one that writes is asked for no requests.
static void check_delivers(lua_State *L, const plugin *p) {
  static const plugin_function writes[] = { FUNCTION_BEGINS, FUNCTION_INVOICE, FUNCTION_ENDS };
  bool wrong = false;
  for (size_t i = 0; i < 3; i++) wrong = wrong || (p->delivers && p->functions[writes[i]] != LUA_NOREF);
  if (wrong) {
    lua_pushliteral(L, "exporter: one with 'delivers' answers requests: it has neither 'begins', 'invoice' nor 'ends'");
    plugin_blame(L, p, "delivers");
  }
  for (int f = FUNCTION_NEEDS; f <= FUNCTION_NAMES; f++)
    if (!p->delivers && p->functions[f] != LUA_NOREF)
      luaL_error(L, "exporter: one that answers requests says in 'delivers' how its target is spoken to");
}

// A document of its own begins and ends with its invoice.
static void read_exporter(lua_State *L, plugin *p, arena *a) {
  static const char *const encodings[] = { "utf-8", "windows-1252" };
  p->encoding = encodings[word(L, p, "encoding", text(L, a, "encoding", "utf-8"), encodings, 2)];
  p->each = flag(L, "each");
  p->books = flag(L, "books");
  delivers_read(L, p);
  check_delivers(L, p);
  if (!p->each || (p->functions[FUNCTION_BEGINS] == LUA_NOREF && p->functions[FUNCTION_ENDS] == LUA_NOREF)) return;
  lua_pushliteral(L, "exporter: 'each' makes a document of each invoice: it has neither 'begins' nor 'ends'");
  plugin_blame(L, p, "each");
}

static void need(lua_State *L, const plugin *p, const kind *k, plugin_function function, const char *name) {
  if (p->functions[function] == LUA_NOREF) luaL_error(L, "%s: the function '%s' is missing", k->title, name);
}

static void check_functions(lua_State *L, const plugin *p, const kind *k, plugin_kind which) {
  if (which == PLUGIN_CONTRACT && p->functions[FUNCTION_PARTS] == LUA_NOREF &&
      p->functions[FUNCTION_OPENS] == LUA_NOREF)
    need(L, p, k, FUNCTION_CLOSES, "opens' or 'closes");
  if (which == PLUGIN_PRICE_RULE) need(L, p, k, FUNCTION_APPLY, "apply");
  if (which == PLUGIN_TAX_RULE) need(L, p, k, FUNCTION_RATES, "rates");
  if (which == PLUGIN_EXPORTER && !p->delivers) need(L, p, k, FUNCTION_INVOICE, "invoice");
  if (which == PLUGIN_EXPORTER && p->delivers) {
    need(L, p, k, FUNCTION_CREATE, "create");
    need(L, p, k, FUNCTION_FIND, "find");
    need(L, p, k, FUNCTION_CONFIRM, "confirm");
  }
  if (which == PLUGIN_CHECK) need(L, p, k, FUNCTION_LOOK, "look");
  if (which == PLUGIN_IMPORTER) need(L, p, k, FUNCTION_READ, "read");
  if (which == PLUGIN_INVOICE && p->functions[FUNCTION_MAIL] == LUA_NOREF &&
      p->functions[FUNCTION_STATEMENT] == LUA_NOREF && p->functions[FUNCTION_PRICES] == LUA_NOREF)
    need(L, p, k, FUNCTION_BLOCKS, "blocks");
}

// Upvalues: the kind; the plugin that is being loaded. What is kept of it goes to the host's arena, which outlives it.
static int construct(lua_State *L) {
  plugin_kind which = (plugin_kind)lua_tointeger(L, lua_upvalueindex(1));
  plugin *p = lua_touserdata(L, lua_upvalueindex(2));
  arena *a = p->arena;
  const kind *k = &kinds[which];
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  if (p->made) return luaL_error(L, "a file makes one plugin");
  check_fields(L, p, k);
  check_api(L, p);
  const char *name = text(L, a, "name", NULL);
  check_name(L, p, name);
  p->told = (plugin_file){
    .kind = which, .name = name, .title = text(L, a, "title", name), .version = text(L, a, "version", "")
  };
  p->doc = text(L, a, "doc", NULL);
  p->extension = text(L, a, "extension", NULL);
  if (which == PLUGIN_PRICE_RULE) read_price_rule(L, p, a);
  if (which == PLUGIN_EXPORTER) read_exporter(L, p, a);
  if (which == PLUGIN_LANGUAGE) language_read(L, p);
  if (which == PLUGIN_CHECK) check_read(L, p);
  check_functions(L, p, k, which);
  lua_pushliteral(L, "params");
  if (lua_rawget(L, 1) == LUA_TNIL) lua_newtable(L);
  p->params = schema_compile(L, lua_gettop(L), a, p->keep);
  lua_settop(L, 1);
  p->made = lua_topointer(L, 1);
  return 1;
}

void constructors_open(lua_State *L, plugin *p) {
  lua_pushglobaltable(L);
  for (int i = 0; i < PLUGIN_KINDS; i++) {
    lua_pushstring(L, kinds[i].constructor);
    lua_pushinteger(L, i);
    lua_pushlightuserdata(L, p);
    lua_pushcclosure(L, construct, 2);
    lua_rawset(L, -3);
  }
  lua_pop(L, 1);
}
