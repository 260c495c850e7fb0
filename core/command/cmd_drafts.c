// batch run and after: drafts, consolidating, deleting, generating.
#include "core/base/text.h"
#include "core/command/answers/answers.h"
#include "core/command/answers/checks.h"
#include "core/command/commands_inside.h"
#include <stdlib.h>
#include <string.h>

// The batch with what it left behind because it could not be priced, and its invoices.
static value *with_invoices(context *c, int64_t batch, error *e) {
  held_list held = { 0 };
  if (!batch_held(c->book, batch, c->arena, &held, e)) return NULL;
  value *v = batch_answer(c, batch, NULL, NULL, e);
  if (v) value_put(c->arena, v, "held", held_value(c->arena, &held));
  const invoice_filter filter = { .batch = batch, .from = DAY_MIN, .to = DAY_MAX };
  if (v) value_put(c->arena, v, "invoices", invoices_answer(c, &filter, e));
  return v;
}

// The same with the end of the log: whoever notes it down can prove later that nothing before it was changed.
static value *with_log_head(context *c, int64_t batch, error *e) {
  int64_t seq;
  const char *chain;
  value *v = with_invoices(c, batch, e);
  if (!v || !book_log_head(c->book, c->arena, &seq, &chain, e)) return NULL;
  value *head = value_record(c->arena);
  put_int(c->arena, head, "entries", seq);
  put_text(c->arena, head, "head", chain);
  value_put(c->arena, v, "log", head);
  return v;
}

// What the log says of a run that is forced: which findings it passed, and why. cJSON_Delete frees it.
static cJSON *forced_detail(context *c, const check_list *found, const char *note) {
  cJSON *detail = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(detail, "forced");
  for (size_t i = 0; i < found->count; i++) {
    const check_found *f = &found->rows[i];
    const char *row = f->row ? f->row : "";
    cJSON_AddItemToArray(list, cJSON_CreateString(arena_format(c->arena, "%s%s%s", f->check, *row ? " " : "", row)));
  }
  cJSON_AddStringToObject(detail, "note", note);
  return detail;
}

// Whether no check that may stop a run finds something, or whoever runs says why it goes on.
static bool passes_checks(context *c, const arguments *a, const batch *b, check_list *found, error *e) {
  const char *note = option_text(a, "note");
  bool force = option_flag(a, "force");
  if (force && (!note || text_blank(note))) {
    error_set(e, ERROR_USAGE, "--force says why: the note is missing");
    return error_hint(e, "billet batch run --name TEXT --force --note TEXT");
  }
  if (!force && note) return error_set(e, ERROR_USAGE, "--note says why a run is forced: --force is missing");
  return checks_find(c, b, true, found, e) && (force || checks_let_run(found, e));
}

static bool run_checked(context *c, const arguments *a, batch *b, const char *name, error *e) {
  check_list found = { 0 };
  if (!passes_checks(c, a, b, &found, e)) return false;
  cJSON *why = found.count ? forced_detail(c, &found, option_text(a, "note")) : NULL;
  bool ok = batch_run_forced(c->book, b, name, why, e);
  cJSON_Delete(why);
  return ok;
}

static value *command_batch_run(context *c, const arguments *a, error *e) {
  batch b;
  const char *name = option_text(a, "name");
  if (!name || text_blank(name)) {
    error_set(e, ERROR_USAGE, "a batch is saved under a name before it runs");
    error_hint(e, "billet batch run --name \"May 2026\"");
    return NULL;
  }
  if (!resolve_batch(c, "open", &b, e) || !run_checked(c, a, &b, name, e)) return NULL;
  return with_log_head(c, b.n, e);
}

static value *command_batch_consolidate(context *c, const arguments *a, error *e) {
  batch b;
  bool on = strcmp(a->texts[0], "on") == 0;
  if (!resolve_batch(c, "open,run", &b, e) || !change_begins(c, &b, e) || !batch_consolidate(c->book, &b, on, e))
    return NULL;
  return strcmp(b.state, "run") == 0 ? with_invoices(c, b.n, e) : batch_answer(c, b.n, NULL, NULL, e);
}

static value *command_batch_delete(context *c, const arguments *a, error *e) {
  batch b;
  int64_t *drafts = arena_array(c->arena, a->count, sizeof *drafts);
  for (size_t i = 0; i < a->count; i++)
    if (!resolve_invoice(c, a->texts[i], &drafts[i], e)) return NULL;
  if (!resolve_batch(c, "run", &b, e) || !change_begins(c, &b, e) || !batch_delete(c->book, &b, drafts, a->count, e))
    return NULL;
  return with_invoices(c, b.n, e);
}

static value *command_batch_discard(context *c, const arguments *a, error *e) {
  batch b;
  (void)a;
  if (!resolve_batch(c, "open,run", &b, e) || !batch_discard(c->book, &b, e)) return NULL;
  return batch_answer(c, b.n, NULL, NULL, e);
}

static value *command_batch_reopen(context *c, const arguments *a, error *e) {
  batch b;
  change_list changed = { 0 };
  (void)a;
  if (!resolve_batch(c, "run", &b, e) || !db_begin(c->book->db, e)) return NULL;
  bool ok =
      batch_reopen(c->book, &b, e) && batch_refresh(c->book, &b, c->arena, &changed, e) && db_commit(c->book->db, e);
  if (!ok) db_rollback(c->book->db);
  return ok ? batch_answer(c, b.n, NULL, NULL, e) : NULL;
}

// Documents are numbered without a picture that is not there: whoever is to see it is told at once.
static bool warn_of_pictures(context *c, int64_t batch, error *e) {
  value *files = value_list(c->arena);
  if (!looks_without_picture(c->book, batch, c->arena, files, e)) return false;
  for (size_t i = 0; i < files->as.list.count; i++)
    context_warn(c, "no-picture", "%s is no PNG or JPEG of at most 4 MiB beside the database: documents show none",
                 files->as.list.items[i]->as.text);
  return true;
}

static value *command_batch_generate(context *c, const arguments *a, error *e) {
  batch b;
  day date;
  if (!resolve_batch(c, "run", &b, e) || !option_day(a, "date", b.as_of, &date, e) ||
      !four_eyes_kept(c->book, b.n, e) || !batch_number(c, &b, date, option_flag(a, "future"), e))
    return NULL;
  return warn_of_pictures(c, b.n, e) ? with_log_head(c, b.n, e) : NULL;
}

const command draft_commands[] = {
  { .words = "batch run",
    .group = "Billing batches",
    .summary = "Save As and Run: makes drafts of what is selected",
    .options = { { "name", "TEXT", "Save As", ARGUMENT_TEXT },
                 { "force", NULL, "though checks find errors", ARGUMENT_TEXT },
                 { "note", "TEXT", "why it is forced", ARGUMENT_TEXT },
                 BATCH_OPTION },
    .examples = { "billet batch run --name \"May 2026\"",
                  "billet batch run --name \"May 2026\" --force --note \"the PO comes on Monday\"" },
    .need = NEED_BOOK,
    .view = "drafts",
    .next = "billet batch delete DRAFT, billet batch consolidate on, or billet batch generate",
    .run = command_batch_run },
  { .words = "batch consolidate",
    .group = "Billing batches",
    .summary = "one invoice per customer",
    .argument = "on|off",
    .type = ARGUMENT_CHOICE,
    .least = 1,
    .most = 1,
    .options = { BATCH_OPTION },
    .examples = { "billet batch consolidate on" },
    .need = NEED_BOOK,
    .view = "drafts",
    .next = "billet batch generate",
    .run = command_batch_consolidate },
  { .words = "batch delete",
    .group = "Billing batches",
    .summary = "removes drafts; their items are due again",
    .argument = "DRAFT",
    .type = ARGUMENT_DRAFT,
    .least = 1,
    .most = -1,
    .options = { BATCH_OPTION },
    .examples = { "billet batch delete D3 D7" },
    .need = NEED_BOOK,
    .view = "drafts",
    .next = "billet batch generate",
    .run = command_batch_delete },
  { .words = "batch reopen",
    .group = "Billing batches",
    .summary = "back to selecting, keeping the choices",
    .options = { BATCH_OPTION },
    .examples = { "billet batch reopen" },
    .need = NEED_BOOK,
    .view = "batch",
    .next = "billet batch run --name TEXT",
    .run = command_batch_reopen },
  { .words = "batch discard",
    .group = "Billing batches",
    .summary = "deletes the whole batch; its items are due again",
    .options = { BATCH_OPTION },
    .examples = { "billet batch discard --batch 3" },
    .need = NEED_BOOK,
    .view = "batch",
    .next = "billet batch new",
    .run = command_batch_discard },
  { .words = "batch generate",
    .group = "Billing batches",
    .summary = "Generate Invoices: numbers and freezes them, all or none",
    .options = { { "date", "DATE", "the invoice date; the as-of date without it", ARGUMENT_DAY },
                 { "future", NULL, "a date more than 1,100 days after today is meant", ARGUMENT_TEXT },
                 BATCH_OPTION },
    .examples = { "billet batch generate", "billet batch generate --date 2026-06-08" },
    .need = NEED_BOOK,
    .view = "drafts",
    .next = "billet invoice view NUMBER, or billet export csv --output FILE",
    .run = command_batch_generate },
  { 0 },
};
