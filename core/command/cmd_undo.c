// undo, redo: the last change taken back, and done again.
#include "core/command/answers/answers.h"
#include "core/command/answers/checks.h"
#include "core/command/commands_inside.h"
#include "core/engine/undo/undo.h"
#include <string.h>

static const char all_states[] = "open,run,generated,exported,deleted";

// Where the answer is to say what changed, the batch that it will be about is asked first.
static bool begins(context *c, const undone *u, error *e) {
  batch b;
  return !c->changes || !u->batch ||
         (batch_find(c->book, u->batch, all_states, c->arena, &b, e) && change_begins(c, &b, e));
}

// A batch that is run again is checked as if it were run by hand, whatever it was forced over then.
static bool passes_checks(context *c, const undone *u, bool again, error *e) {
  batch b;
  check_list found = { 0 };
  if (strcmp(u->command, again ? "batch run" : "batch reopen") != 0) return true;
  if (!batch_find(c->book, u->batch, all_states, c->arena, &b, e)) return false;
  return strcmp(b.state, "open") != 0 ||
         (checks_refresh(c, &b, e) && checks_find(c, &b, true, &found, e) && checks_let_run(&found, e));
}

// The batch as every change of it answers: with drafts where there are some.
static value *batch_now(context *c, int64_t batch, error *e) {
  value *v = batch_answer(c, batch, NULL, NULL, e);
  if (!v || !value_get(v, "before") || strcmp(value_get(v, "state")->as.text, "run") != 0) return v;
  const invoice_filter filter = { .batch = batch, .from = DAY_MIN, .to = DAY_MAX };
  value *drafts = invoices_answer(c, &filter, e);
  if (drafts) value_put(c->arena, v, "invoices", drafts);
  return drafts ? v : NULL;
}

static bool act(context *c, undone *u, bool again, bool dry_run, error *e) {
  return passes_checks(c, u, again, e) && (dry_run || begins(c, u, e)) &&
         (again ? redo_last : undo_last)(c->book, dry_run, c->arena, u, e);
}

static value *last(context *c, const arguments *a, bool again, error *e) {
  bool look = option_flag(a, "look"), dry_run = look || option_flag(a, "dry-run");
  undone u = { 0 };
  if (!option_number(a, "action", 0, &u.seq, e) || !undo_look(c->book, again, c->arena, &u, e)) return NULL;
  if (!look && !act(c, &u, again, dry_run, e)) return NULL;
  value *v = value_record(c->arena);
  put_int(c->arena, v, "action", u.seq);
  put_text(c->arena, v, "command", u.command);
  put_text(c->arena, v, "at", u.at);
  put_text(c->arena, v, "text", u.text);
  put_bool(c->arena, v, "dry_run", dry_run);
  put_bool(c->arena, v, "tried", !look);
  if (u.rows >= 0) put_int(c->arena, v, "rows", u.rows);
  else put_null(c->arena, v, "rows");
  if (u.batch) put_int(c->arena, v, "batch", u.batch);
  else put_null(c->arena, v, "batch");
  value *now = u.batch && !dry_run ? batch_now(c, u.batch, e) : value_null(c->arena);
  value_put(c->arena, v, "now", now);
  if (dry_run) c->next = arena_format(c->arena, "billet %s", a->command->words);
  return now ? v : NULL;
}

static value *command_undo(context *c, const arguments *a, error *e) { return last(c, a, false, e); }
static value *command_redo(context *c, const arguments *a, error *e) { return last(c, a, true, e); }

#define LAST_OPTIONS                                                                             \
  { "dry-run", NULL, "say what would be done, and whether it can be", ARGUMENT_TEXT },           \
      { "look", NULL, "say what would be done; nothing is tried, so at once", ARGUMENT_TEXT }, { \
    "action", "SEQ", "only if the last change is this entry of the log", ARGUMENT_NUMBER         \
  }

const command undo_commands[] = {
  { .words = "undo",
    .group = "The book",
    .summary = "takes back the last change of a batch or of rows",
    .options = { LAST_OPTIONS },
    .examples = { "billet undo --dry-run", "billet undo" },
    .need = NEED_BOOK,
    .view = "undo",
    .next = "billet redo does it again",
    .run = command_undo },
  { .words = "redo",
    .group = "The book",
    .summary = "does again what was taken back last",
    .options = { LAST_OPTIONS },
    .examples = { "billet redo" },
    .need = NEED_BOOK,
    .view = "undo",
    .next = "billet undo takes it back",
    .run = command_redo },
  { 0 },
};
