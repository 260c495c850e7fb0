// What a template gets besides its invoice: words in the language of who reads it, numbers and dates as his country
// writes them. Functions of their arguments alone: they keep nothing from one call to the next.
#include "lua/host/host_inside.h"
#include "core/base/text.h"
#include <ctype.h>
#include <string.h>

enum { NAME_ROOM = 32, DIGITS_MAX = 40 };

static const reader *self(lua_State *L) { return lua_touserdata(L, lua_upvalueindex(1)); }

// Pushes the text for a name, or nothing and answers false: it then stays as it is written.
typedef bool (*push_part)(lua_State *L, const void *context, const char *name);

// Pushes a pattern with each {name} filled in, once: what is filled in is no pattern.
static int fill(lua_State *L, const char *pattern, push_part push, const void *context) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  while (*pattern) {
    size_t plain = strcspn(pattern, "{");
    luaL_addlstring(&b, pattern, plain);
    pattern += plain;
    size_t length = strcspn(pattern, "}");
    char name[NAME_ROOM] = "";
    if (*pattern && pattern[length] && length <= sizeof name) memcpy(name, pattern + 1, length - 1);
    bool filled = *name && push(L, context, name);
    if (filled) luaL_addvalue(&b);
    else if (*pattern) luaL_addchar(&b, '{');
    pattern += filled ? length + 1 : *pattern != '\0';
  }
  luaL_pushresult(&b);
  return 1;
}

// ---- Words

static bool push_value(lua_State *L, const void *context, const char *name) {
  (void)context;
  lua_pushstring(L, name);
  lua_rawget(L, 2);
  if (lua_type(L, -1) == LUA_TSTRING || lua_isinteger(L, -1)) return true;
  lua_pop(L, 1);
  return false;
}

// word(name, values): as the seller's country says it, or that of values.country.
static int word(lua_State *L) {
  size_t length;
  const reader *r = self(L);
  const char *name = lib_text(L, 1, &length), *country = r->seller;
  lua_settop(L, 2);
  if (!lua_isnil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
    sandbox_behind(L, 2);
    lua_pushliteral(L, "country");
    if (lua_rawget(L, 2) == LUA_TSTRING) country = lua_tostring(L, 3);
  }
  const char *pattern = language_word(r, name, country), *near = pattern ? NULL : language_nearest(r, name);
  if (!pattern)
    return luaL_error(L, "language %s: there is no word '%s'%s%s%s", r->language->file.name, name,
                      near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
  if (!lua_isnil(L, 2)) return fill(L, pattern, push_value, NULL);
  lua_pushstring(L, pattern);
  return 1;
}

// ---- Numbers

// Whatever else stood on an invoice in the place of an amount would be believed.
static const char *number_taken(lua_State *L, int argument) {
  size_t length;
  const char *text = lib_text(L, argument, &length), *digits = text + (*text == '-'),
             *point = digits + strspn(digits, "0123456789"),
             *end = *point == '.' && point[1] ? point + 1 + strspn(point + 1, "0123456789") : point;
  if (point == digits || *end || length > DIGITS_MAX)
    luaL_argerror(L, argument, "the text of a number expected, such as \"12.50\"");
  return text;
}

static void push_number(lua_State *L, const char *text) {
  const reader *r = self(L);
  const char *group = language_format(r, "group"), *decimal = language_format(r, "decimal");
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  if (*text == '-') luaL_addchar(&b, *text++);
  size_t digits = strspn(text, "0123456789");
  for (size_t i = 0; i < digits; i++) {
    if (i && (digits - i) % 3 == 0) luaL_addstring(&b, group);
    luaL_addchar(&b, text[i]);
  }
  if (text[digits]) {
    luaL_addstring(&b, *decimal ? decimal : ".");
    luaL_addstring(&b, text + digits + 1);
  }
  luaL_pushresult(&b);
}

// context: the currency's code, or NULL. The number lies at index 2.
static bool push_amount(lua_State *L, const void *context, const char *name) {
  bool currency = context && strcmp(name, "currency") == 0;
  if (currency) lua_pushstring(L, context);
  else if (strcmp(name, "amount") == 0 || strcmp(name, "number") == 0) lua_pushvalue(L, 2);
  else return false;
  return true;
}

static int quantity(lua_State *L) {
  push_number(L, number_taken(L, 1));
  return 1;
}

// money(amount): the number alone; money(amount, currency): with its currency.
static int money(lua_State *L) {
  size_t length;
  const char *text = number_taken(L, 1), *currency = lua_isnoneornil(L, 2) ? NULL : lib_text(L, 2, &length);
  lua_settop(L, 2);
  push_number(L, text);
  if (!currency) return 1;
  lua_insert(L, 2);
  return fill(L, language_format(self(L), "money"), push_amount, currency);
}

static int percent(lua_State *L) {
  size_t length;
  const char *text = lib_text(L, 1, &length);
  lua_settop(L, 1);
  lua_pushlstring(L, text, length - (length && text[length - 1] == '%'));
  lua_replace(L, 1);
  push_number(L, number_taken(L, 1));
  return fill(L, language_format(self(L), "percent"), push_amount, NULL);
}

// ---- Dates

static bool push_date_part(lua_State *L, const void *context, const char *name) {
  int year, month, dom;
  day_to_ymd(*(const day *)context, &year, &month, &dom);
  if (strcmp(name, "month") == 0) lua_pushstring(L, language_month(self(L), month));
  else if (strcmp(name, "yyyy") == 0) lua_pushinteger(L, year);
  else if (strcmp(name, "d") == 0 || strcmp(name, "m") == 0) lua_pushinteger(L, *name == 'd' ? dom : month);
  else if (strcmp(name, "dd") == 0 || strcmp(name, "mm") == 0)
    lua_pushfstring(L, "%d%d", (*name == 'd' ? dom : month) / 10, (*name == 'd' ? dom : month) % 10);
  else return false;
  return true;
}

static int push_date(lua_State *L, int argument, const char *format) {
  size_t length;
  day d;
  const char *text = lib_text(L, argument, &length);
  if (!day_parse(text, length, &d))
    return luaL_argerror(L, argument, "a date as text expected, such as \"2026-04-07\"");
  return fill(L, language_format(self(L), format), push_date_part, &d);
}

static int date(lua_State *L) { return push_date(L, 1, "date"); }
static int month(lua_State *L) { return push_date(L, 1, "month"); }

static bool push_end(lua_State *L, const void *context, const char *name) {
  (void)context;
  bool first = strcmp(name, "first") == 0;
  if (!first && strcmp(name, "last") != 0) return false;
  lua_pushvalue(L, first ? 2 : 3);
  return true;
}

// period { start =, end = } of an invoice's line; without an end it runs on.
static int period(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  sandbox_behind(L, 1);
  for (int i = 0; i < 2; i++) {
    lua_pushstring(L, i ? "end" : "start");
    if (lua_rawget(L, 1) == LUA_TNIL && i) continue;
    push_date(L, lua_gettop(L), "date");
    lua_remove(L, -2);
  }
  if (!lua_isnil(L, 3) && lua_rawequal(L, 2, 3)) lua_settop(L, 2);
  else if (lua_isnil(L, 3)) {
    lua_pushliteral(L, "");
    lua_replace(L, 3);
  }
  return lua_gettop(L) == 2 ? 1 : fill(L, language_format(self(L), "period"), push_end, NULL);
}

void reader_push(lua_State *L, reader *r, int params) {
  static const luaL_Reg functions[] = { { "word", word },     { "money", money },           { "quantity", quantity },
                                        { "date", date },     { "month", month },           { "percent", percent },
                                        { "period", period }, { "address", reader_address } };
  lua_createtable(L, 0, 10);
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    lua_pushlightuserdata(L, r);
    lua_pushcclosure(L, functions[i].func, 1);
    lua_setfield(L, -2, functions[i].name);
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, params);
  lua_setfield(L, -2, "params");
  lua_pushstring(L, r->tag);
  lua_setfield(L, -2, "language");
}

// ---- Who reads

static void country_of(const value *party, char out[3]) {
  const value *v = party ? value_get(party, "country") : NULL;
  const char *text = v && v->type == VALUE_TEXT ? v->as.text : "";
  bool good = strlen(text) == 2 && isalpha((unsigned char)text[0]) && isalpha((unsigned char)text[1]);
  for (int i = 0; good && i < 2; i++) out[i] = (char)toupper((unsigned char)text[i]);
}

// The country that a tag names, else the customer's, else the seller's.
static reader asked(const template_call *call, plugin *language, plugin *english) {
  reader r = { .language = language, .english = language == english ? NULL : english };
  const char *dash = call->language ? strchr(call->language, '-') : NULL;
  country_of(value_get(call->invoice, "seller"), r.seller);
  country_of(value_get(call->invoice, "bill_to"), r.country);
  r.abroad = strcmp(r.seller, r.country) != 0;
  for (int i = 0; dash && strlen(dash) == 3 && i < 2; i++) r.country[i] = (char)toupper((unsigned char)dash[i + 1]);
  if (!*r.country) memcpy(r.country, r.seller, sizeof r.country);
  return r;
}

reader *reader_of(host *h, const template_call *call, plugin *language, plugin *english) {
  reader want = asked(call, language, english), *at = h->readers;
  while (at && (at->language != want.language || at->english != want.english || at->abroad != want.abroad ||
                strcmp(at->country, want.country) != 0 || strcmp(at->seller, want.seller) != 0))
    at = at->next;
  if (at) return at;
  at = arena_alloc(h->arena, sizeof *at);
  *at = want;
  at->tag = *want.country ? arena_format(h->arena, "%.2s-%s", language->file.name, want.country) : language->file.name;
  at->next = h->readers;
  return h->readers = at;
}
