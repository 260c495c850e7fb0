// Invoice templates: what a document says, as blocks of words, made of a frozen invoice. Where they stand on paper is
// the renderers' affair.
#include "lua/host/host_inside.h"
#include <ctype.h>
#include <string.h>

// Its table of params, made once for each text of them.
static template_handle *handle_of(host *h, plugin *p, const char *params, error *e) {
  for (size_t i = 0; i < h->template_count; i++)
    if (h->templates[i].plugin == p && !p->watch.name && strcmp(h->templates[i].params, params) == 0)
      return &h->templates[i];
  template_handle made = { .plugin = p };
  const params_place place = plugin_params(p);
  if (!plugin_params_fit(h, PLUGIN_INVOICE, p->file.name, params, true, e) ||
      !params_keep(&place, params, &made.table, e))
    return NULL;
  made.params = arena_text(h->arena, params);
  h->templates = arena_grow(h->arena, h->templates, h->template_count, &h->template_capacity, sizeof made);
  h->templates[h->template_count] = made;
  return &h->templates[h->template_count++];
}

// What a template can be asked: by which function, which template stands in for those that have none (it has the
// function's name), and how its answer is read.
typedef struct part {
  plugin_function function;
  const char *name;
  int (*run)(lua_State *L);
} part;

typedef struct document_call {
  const template_handle *of;
  const part *part;
  const char *language;  // a tag; "": as the params say
  reader *reader;
  const value *invoice;
  arena *arena, *scratch;
  const char *accent, *paper, *logo;
  cJSON *out;
} document_call;

static bool has_param(const schema *record, const char *name) {
  for (size_t i = 0; i < record->child_count; i++)
    if (strcmp(record->children[i]->name, name) == 0) return true;
  return false;
}

// A param of the template by its name, as text in the arena; NULL where it has no such one, or it is no text.
static const char *param_text(lua_State *L, const document_call *call, const char *name) {
  if (!has_param(call->of->plugin->params, name)) return NULL;
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->of->table);
  lua_pushstring(L, name);
  const char *out = lua_gettable(L, -2) == LUA_TSTRING ? arena_text(call->arena, lua_tostring(L, -1)) : NULL;
  lua_pop(L, 2);
  return out;
}

static int run_params(lua_State *L) {
  document_call *call = lua_touserdata(L, 1);
  call->language = param_text(L, call, "language");
  call->accent = param_text(L, call, "accent");
  call->paper = param_text(L, call, "paper");
  call->logo = param_text(L, call, "logo");
  return 0;
}

// A text that a mail needs, from the table on the top.
static void take_text(lua_State *L, document_call *call, const char *name) {
  lua_pushstring(L, name);
  if (lua_rawget(L, -2) != LUA_TSTRING)
    luaL_error(L, "mail: '%s' must be a text, not a %s", name, luaL_typename(L, -1));
  cJSON_AddStringToObject(call->out, name, lib_kept(L, -1, name));
  lua_pop(L, 1);
}

// Leaves what the function answers on the stack, which is a table.
static document_call *ask(lua_State *L, const char *answers) {
  document_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->of->plugin->functions[call->part->function]);
  lua_value_push(L, call->invoice, call->scratch);
  reader_push(L, call->reader, call->of->table);
  lua_call(L, 2, 1);
  if (!lua_istable(L, -1))
    luaL_error(L, "%s: must return %s, not a %s", call->part->name, answers, luaL_typename(L, -1));
  return call;
}

static int run_mail(lua_State *L) {
  document_call *call = ask(L, "a subject and a body");
  take_text(L, call, "subject");
  take_text(L, call, "body");
  return 0;
}

static int run_blocks(lua_State *L) {
  document_call *call = ask(L, "a list of blocks");
  lua_json_add(L, -1, call->out, "blocks");
  if (!cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(call->out, "blocks")))
    return luaL_error(L, "%s: must return a list of blocks, not one", call->part->name);
  return 0;
}

static const part parts[] = { [TEMPLATE_BLOCKS] = { FUNCTION_BLOCKS, "blocks", run_blocks },
                              [TEMPLATE_MAIL] = { FUNCTION_MAIL, "mail", run_mail },
                              [TEMPLATE_STATEMENT] = { FUNCTION_STATEMENT, "statement", run_blocks },
                              [TEMPLATE_PRICES] = { FUNCTION_PRICES, "prices", run_blocks } };

// The template with its params, the language that is wanted, and English.
typedef struct chosen {
  template_handle *template;
  const char *tag, *accent, *paper, *logo;
  plugin *language, *english;
} chosen;

// The language of a tag: its own file, else that of what stands before the dash. NULL with `not-found`.
static plugin *language_find(host *h, const char *tag, error *e) {
  char name[32] = "";
  size_t length = strlen(tag) < sizeof name ? strlen(tag) : sizeof name - 1;
  for (size_t i = 0; i < length; i++) name[i] = (char)tolower((unsigned char)tag[i]);
  error unknown = { 0 };
  plugin *p = plugin_find(h, PLUGIN_LANGUAGE, name, &unknown);
  bool whole = p || unknown.code != ERROR_NOT_FOUND || !strchr(name, '-');
  if (whole && !p) error_set(e, unknown.code, "%s", unknown.message);
  if (whole && !p && unknown.hint[0]) error_hint(e, "%s", unknown.hint);
  error_clear(&unknown);
  if (whole) return p;
  *strchr(name, '-') = '\0';
  return plugin_find(h, PLUGIN_LANGUAGE, name, e);
}

// Whoever makes a part: the template, or the one that ships with its name. NULL with the error.
static template_handle *maker_of(host *h, template_handle *t, template_part which, error *e) {
  const part *of = &parts[which];
  if (t->plugin->functions[of->function] != LUA_NOREF) return t;
  if (which == TEMPLATE_BLOCKS) {
    error_set(e, ERROR_PLUGIN, "%s: the template %s makes no documents", t->plugin->label, t->plugin->file.name);
    return NULL;
  }
  plugin *shipped = plugin_find(h, PLUGIN_INVOICE, of->name, e);
  if (!shipped) return NULL;
  if (shipped->functions[of->function] != LUA_NOREF) return handle_of(h, shipped, "", e);
  error_set(e, ERROR_PLUGIN, "%s: has no function '%s'", shipped->label, of->name);
  return NULL;
}

static bool choose(host *h, const template_call *call, arena *a, chosen *out, error *e) {
  plugin *p = plugin_find(h, PLUGIN_INVOICE, call->name, e);
  out->template = p ? handle_of(h, p, call->params ? call->params : "", e) : NULL;
  if (!out->template) return false;
  document_call asked = { .of = out->template, .arena = a };
  if (!state_call(p->state, run_params, &asked, e)) return false;
  const char *tag = call->language && *call->language ? call->language : asked.language;
  out->tag = tag && *tag ? tag : "en";
  out->logo = asked.logo && *asked.logo ? asked.logo : NULL;
  out->accent = asked.accent;
  out->paper = asked.paper;
  out->language = language_find(h, out->tag, e);
  out->english = out->language ? plugin_find(h, PLUGIN_LANGUAGE, "en", e) : NULL;
  if (out->english) out->template = maker_of(h, out->template, call->part, e);
  return out->english && out->template;
}

bool template_take(void *self, const template_call *call, arena *a, template_parts *out, error *e) {
  chosen of;
  if (!choose(self, call, a, &of, e)) return false;
  *out = (template_parts){ .files = { &of.template->plugin->file, &of.language->file, &of.english->file },
                           .count = of.english == of.language ? 2 : 3,
                           .language = arena_text(a, of.tag),
                           .logo = of.logo };
  return true;
}

static value *answer(const document_call *call, arena *a) {
  static const char *const names[] = { "page_of", "draft", "void" };
  value *out = value_record(a), *words = value_record(a);
  put_text(a, out, "language", call->reader->tag);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *word = language_word(call->reader, names[i], call->reader->seller);
    put_text(a, words, names[i], arena_text(a, word ? word : names[i]));
  }
  value_put(a, out, "words", words);
  put_text(a, out, "accent", call->accent);
  put_text(a, out, "paper", call->paper);
  put_text(a, out, "logo", call->logo);
  value_put(a, out, "blocks", value_of_cjson(a, cJSON_GetObjectItemCaseSensitive(call->out, "blocks")));
  return out;
}

value *template_document(void *self, const template_call *call, arena *a, error *e) {
  host *h = self;
  chosen of;
  if (!choose(h, call, a, &of, e)) return NULL;
  template_call tagged = *call;
  tagged.language = of.tag;
  document_call at = { .of = of.template,
                       .part = &parts[call->part],
                       .accent = of.accent,
                       .paper = of.paper,
                       .logo = of.logo,
                       .reader = reader_of(h, &tagged, of.language, of.english),
                       .invoice = call->invoice,
                       .arena = a,
                       .scratch = arena_new(),
                       .out = cJSON_CreateObject() };
  value *out = NULL;
  if (state_call(of.template->plugin->state, at.part->run, &at, e))
    out = call->part == TEMPLATE_MAIL ? value_of_cjson(a, at.out) : answer(&at, a);
  cJSON_Delete(at.out);
  arena_free(at.scratch);
  return out;
}
