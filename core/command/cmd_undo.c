// undo, redo: the last change taken back, and done again.
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/engine/undo/undo.h"

typedef bool (*last_work)(book *b, bool dry_run, arena *a, undone *out, error *e);

// Where the answer is to say what changed, the batch that it will be about is asked first.
static bool begins(context *c, last_work work, error *e) {
  undone u;
  batch b;
  if (!c->changes) return true;
  if (!work(c->book, true, c->arena, &u, e)) return false;
  return !u.batch || (batch_find(c->book, u.batch, "open,run,generated,exported,deleted", c->arena, &b, e) &&
                      change_begins(c, &b, e));
}

static value *last(context *c, const arguments *a, last_work work, error *e) {
  bool dry_run = option_flag(a, "dry-run");
  undone u;
  if (!dry_run && !begins(c, work, e)) return NULL;
  if (!work(c->book, dry_run, c->arena, &u, e)) return NULL;
  value *v = value_record(c->arena);
  put_int(c->arena, v, "action", u.seq);
  put_text(c->arena, v, "command", u.command);
  put_text(c->arena, v, "at", u.at);
  put_text(c->arena, v, "text", u.text);
  put_bool(c->arena, v, "dry_run", dry_run);
  if (u.batch) put_int(c->arena, v, "batch", u.batch);
  else put_null(c->arena, v, "batch");
  value *now = u.batch && !dry_run ? batch_answer(c, u.batch, NULL, NULL, e) : value_null(c->arena);
  value_put(c->arena, v, "now", now);
  if (dry_run) c->next = arena_format(c->arena, "billet %s, without --dry-run", a->command->words);
  return now ? v : NULL;
}

static value *command_undo(context *c, const arguments *a, error *e) { return last(c, a, undo_last, e); }
static value *command_redo(context *c, const arguments *a, error *e) { return last(c, a, redo_last, e); }

#define DRY_RUN \
  { "dry-run", NULL, "say what would be done, and whether it can be", ARGUMENT_TEXT }

const command undo_commands[] = {
  { .words = "undo",
    .group = "The book",
    .summary = "takes back the last change of a batch or of rows",
    .options = { DRY_RUN },
    .examples = { "billet undo --dry-run", "billet undo" },
    .need = NEED_BOOK,
    .view = "undo",
    .next = "billet redo does it again",
    .run = command_undo },
  { .words = "redo",
    .group = "The book",
    .summary = "does again what was taken back last",
    .options = { DRY_RUN },
    .examples = { "billet redo" },
    .need = NEED_BOOK,
    .view = "undo",
    .next = "billet undo takes it back",
    .run = command_redo },
  { 0 },
};
