// eval, =, lua: run Lua with the library and the commands.
#include "lua/trusted/cmd_eval.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include "lua/trusted/eval.h"
#include <stdlib.h>
#include <string.h>

static const zone *find_zone(void *context, const char *name, error *e) { return book_zone_given(context, name, e); }

static value *run_words(void *context, arena *a, int argc, const char *const *argv, error *e) {
  struct context *c = context;
  (void)a;
  return c->run_words(c, argc, argv, e);
}

static value *command_lua(context *c, const arguments *a, error *e);

// All that Lua may call: what runs Lua in this same state is none of them.
static const char *const *command_names(const command_table *t, arena *a, size_t *count) {
  const char **names = arena_array(a, t->count, sizeof *names);
  *count = 0;
  for (size_t i = 0; i < t->count; i++)
    if (t->rows[i]->run != command_lua) names[(*count)++] = t->rows[i]->words;
  return names;
}

static eval_options options_of(context *c, book *place, arena *names) {
  size_t count;
  const char *const *all = command_names(c->commands, names, &count);
  return (eval_options){ .commands = all,
                         .command_count = count,
                         .run = run_words,
                         .context = c,
                         .zone = find_zone,
                         .zone_context = place,
                         .stop = c->stop };
}

static value *command_eval(context *c, const arguments *a, error *e) {
  const char *code = option_text(a, "e"), *name = "=eval";
  size_t length = code ? strlen(code) : 0, first = code ? 0 : 1;
  char *text = NULL;
  if (!code && a->count == 0) {
    error_set(e, ERROR_USAGE, "what code? a FILE, or -e CODE");
    return NULL;
  }
  if (!code) {
    text = file_read(a->texts[0], &length, e);
    if (!text) return NULL;
    code = text;
    name = arena_format(c->arena, "@%s", a->texts[0]);
  }
  book place = { .arena = arena_new() };
  eval_options options = options_of(c, &place, c->arena);
  options.arguments = a->texts + first;
  options.argument_count = a->count - first;
  value *out = NULL;
  bool ok = eval_run(&options, name, code, length, c->arena, &out, e);
  book_close(&place);
  memory_give(text);
  return ok ? out : NULL;
}

struct lua_session {
  arena *names;
  book place;
  eval *eval;
};

static bool open_session(context *c, error *e) {
  if (c->lua) return true;
  struct lua_session *l = c->lua = memory_zeroed(1, sizeof *l);
  l->names = arena_new();
  l->place.arena = arena_new();
  const eval_options options = options_of(c, &l->place, l->names);
  if ((l->eval = eval_open(&options, e))) return true;
  lua_close_session(c);
  return false;
}

bool lua_keep(context *c, const value *answer, error *e) {
  return open_session(c, e) && eval_keep(c->lua->eval, answer, e);
}

void lua_close_session(context *c) {
  struct lua_session *l = c->lua;
  if (!l) return;
  eval_close(l->eval);
  book_close(&l->place);
  arena_free(l->names);
  memory_give(l);
  c->lua = NULL;
}

bool lua_unfinished(const char *entry) {
  const char *word, *code = script_lua(entry, &word);
  if (!code) return false;
  bool begun = !text_blank(code);
  return !begun ? *word == 'l' : eval_unfinished(code);
}

static value *command_lua(context *c, const arguments *a, error *e) {
  value *out = NULL;
  const char *code = a->texts[0];
  for (size_t i = 1; i < a->count; i++) code = arena_format(c->arena, "%s %s", code, a->texts[i]);
  bool ok = open_session(c, e) && eval_chunk(c->lua->eval, "=lua", code, strlen(code), c->arena, &out, e) &&
            eval_keep_last(c->lua->eval, e);
  return ok ? out : NULL;
}

const command eval_commands[] = {
  { .words = "eval",
    .group = "Scripts",
    .summary = "runs Lua with the library and the commands",
    .argument = "FILE",
    .type = ARGUMENT_FILE,
    .most = -1,
    .options = { { "e", "CODE", "code instead of a file", ARGUMENT_TEXT } },
    .examples = { "billet eval -e 'date.format(date.parse(\"2026-01-31\") + 28)'", "billet eval report.lua 2026-05" },
    .view = "value",
    .run = command_eval },
  { .words = "=",
    .group = "Scripts",
    .summary = "what an expression of Lua is; `_` is the value before it",
    .argument = "EXPRESSION",
    .least = 1,
    .most = -1,
    .examples = { "billet = 'decimal(\"12.50\") * 3'" },
    .view = "value",
    .run = command_lua },
  { .words = "lua",
    .group = "Scripts",
    .summary = "runs Lua that may go on for several lines; what it sets stays for the next",
    .argument = "CODE",
    .least = 1,
    .most = -1,
    .examples = { "billet lua 'for _, b in ipairs(billet.batch.list{}) do print(b.batch) end'" },
    .view = "value",
    .run = command_lua },
  { 0 },
};
