// The examples of a plugin: inside its file, or beside it in NAME.examples.lua, which runs in a sandbox of its own and
// for tests and help alone, so that what bills is all that there is to read in the file that bills.
#include "lua/host/host_inside.h"
#include "core/base/memory.h"
#include <string.h>
#include <sys/stat.h>

static const char *beside(const char *path, arena *a) {
  return arena_format(a, "%.*s" EXAMPLES_ENDING, (int)(strlen(path) - strlen(".lua")), path);
}

// A link to nowhere is there: that it cannot be read is told, rather than that there are no examples.
static bool is_there(const char *path) {
  struct stat st;
  return lstat(path, &st) == 0;
}

plugin *example_file_of(plugin *p) {
  size_t length = strlen(p->file.path);
  if (p->examples || length < 4 || strcmp(p->file.path + length - 4, ".lua") != 0) return p->examples;
  const char *path = beside(p->file.path, p->arena);
  if (!is_there(path)) return NULL;
  plugin *out = arena_alloc(p->arena, sizeof *out);
  *out = (plugin){ .arena = p->arena,
                   .folder = PLUGIN_KINDS,
                   .directory = p->directory,
                   .label = beside(p->label, p->arena),
                   .file = { .kind = PLUGIN_KINDS, .name = p->file.name, .title = "", .version = "", .path = path } };
  return p->examples = out;
}

typedef struct examples_call {
  const plugin *plugin;  // whose examples are inside
  const char *label;     // of the file that holds them
  cJSON *out;            // a list
  const char *title;     // of the one at hand, in the arena; NULL: it has none
  int number;            // of the one at hand; 0: none is
} examples_call;

static bool is_list(lua_State *L, int index) {
  lua_Unsigned met = 0;
  if (!lua_istable(L, index)) return false;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) met++;
  return met == lua_rawlen(L, index);
}

// The list is on the stack's top.
static void read_list(lua_State *L, void *context) {
  examples_call *call = context;
  if (!is_list(L, lua_gettop(L)))
    luaL_error(L, "%s: examples are a list: `{ { title = …, data = …, as_of = …, invoices = … }, … }`", call->label);
  for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++, lua_pop(L, 1)) {
    call->number = (int)i;
    call->title = NULL;
    lua_pushliteral(L, "title");
    if (lua_istable(L, -2) && lua_rawget(L, -2) == LUA_TSTRING)
      call->title = arena_text(call->plugin->arena, lib_kept(L, -1, "title"));
    lua_pop(L, 1);
    lua_json_add(L, -1, call->out, NULL);
  }
  call->number = 0;
}

static int read_inside(lua_State *L) {
  examples_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->definition);
  lua_pushliteral(L, "examples");
  if (lua_rawget(L, -2) != LUA_TNIL) read_list(L, call);
  return 0;
}

static int has_inside(lua_State *L) {
  examples_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->definition);
  lua_pushliteral(L, "examples");
  call->number = lua_rawget(L, -2) != LUA_TNIL;
  return 0;
}

// What is no data has no line of its own: the one on which the example's title stands is told.
static bool tell_example(const examples_call *call, const plugin *file, error *e) {
  const char *title = call->title ? strstr(file->file.text, call->title) : NULL, *what = e->message;
  size_t label = strlen(file->label);
  char where[24] = "";
  int line = 1;
  for (const char *at = file->file.text; title && at < title; at++) line += *at == '\n';
  if (!call->number) return false;
  if (strncmp(what, file->label, label) == 0 && what[label] == ':') what += label + 1 + strspn(what + label + 1, " ");
  if (title) snprintf(where, sizeof where, "%d: ", line);
  const char *why = arena_text(file->arena, what);
  return error_set(e, e->code, "%s:%s%sexample %d: %s", file->label, title ? "" : " ", where, call->number, why);
}

// Whether they could be read, into call->out.
static bool read_examples(host *h, plugin *p, examples_call *call, error *e) {
  plugin *file = example_file_of(p);
  call->label = file ? file->label : p->label;
  if (!file) return state_call(p->state, read_inside, call, e) || tell_example(call, p, e);
  if (!state_call(p->state, has_inside, call, e)) return false;
  if (call->number)
    return error_set(e, ERROR_PLUGIN, "%s: %s has examples inside: keep one of both", file->label, p->label);
  return plugin_answer(h, file, read_list, call, e) || tell_example(call, file, e);
}

const char *examples_json(void *self, plugin_kind kind, const char *name, arena *a, error *e) {
  plugin *p = plugin_find(self, kind, name, e);
  if (!p) return NULL;
  examples_call call = { .plugin = p, .out = cJSON_CreateArray() };
  const char *out = NULL;
  if (read_examples(self, p, &call, e)) {
    char *text = json_canonical(call.out);
    out = arena_text(a, text);
    memory_give(text);
  }
  cJSON_Delete(call.out);
  return out;
}
