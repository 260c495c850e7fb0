// batch run and after: drafts, consolidating, deleting, generating.
#include "core/command/answers/batches.h"
#include "core/command/commands.h"
#include <stdlib.h>
#include <string.h>

// The batch with its invoices.
static value *with_invoices(context *c, int64_t batch, error *e) {
  value *v = batch_answer(c, batch, NULL, NULL, e);
  const invoice_filter filter = { .batch = batch, .from = DAY_MIN, .to = DAY_MAX };
  if (v) value_put(c->arena, v, "invoices", invoices_answer(c, &filter, e));
  return v;
}

value *command_batch_run(context *c, const arguments *a, error *e) {
  batch b;
  const char *name = option_text(a, "name");
  if (!name || !*name) {
    error_set(e, ERROR_USAGE, "a batch is saved under a name before it runs");
    error_hint(e, "billet batch run --name \"May 2026\"");
    return NULL;
  }
  if (!batch_find(c->book, c->batch, "open", c->arena, &b, e) || !batch_run(c->book, &b, name, e)) return NULL;
  return with_invoices(c, b.n, e);
}

value *command_batch_consolidate(context *c, const arguments *a, error *e) {
  batch b;
  bool on = strcmp(a->texts[0], "on") == 0;
  if (!batch_find(c->book, c->batch, "open,run", c->arena, &b, e) || !batch_consolidate(c->book, &b, on, e))
    return NULL;
  return strcmp(b.state, "run") == 0 ? with_invoices(c, b.n, e) : batch_answer(c, b.n, NULL, NULL, e);
}

value *command_batch_delete(context *c, const arguments *a, error *e) {
  batch b;
  int64_t *drafts = arena_array(c->arena, a->count, sizeof *drafts);
  for (size_t i = 0; i < a->count; i++)
    if (!resolve_invoice(c, a->texts[i], &drafts[i], e)) return NULL;
  if (!batch_find(c->book, c->batch, "run", c->arena, &b, e) || !batch_delete(c->book, &b, drafts, a->count, e))
    return NULL;
  return with_invoices(c, b.n, e);
}

value *command_batch_discard(context *c, const arguments *a, error *e) {
  batch b;
  (void)a;
  if (!batch_find(c->book, c->batch, "open,run", c->arena, &b, e) || !batch_discard(c->book, &b, e)) return NULL;
  return batch_answer(c, b.n, NULL, NULL, e);
}

value *command_batch_reopen(context *c, const arguments *a, error *e) {
  batch b;
  change_list changed = { 0 };
  (void)a;
  if (!batch_find(c->book, c->batch, "run", c->arena, &b, e) || !db_begin(c->book->db, e)) return NULL;
  bool ok =
      batch_reopen(c->book, &b, e) && batch_refresh(c->book, &b, c->arena, &changed, e) && db_commit(c->book->db, e);
  if (!ok) db_rollback(c->book->db);
  return ok ? batch_answer(c, b.n, NULL, NULL, e) : NULL;
}

value *command_batch_generate(context *c, const arguments *a, error *e) {
  batch b;
  day date;
  if (!batch_find(c->book, c->batch, "run", c->arena, &b, e) || !option_day(a, "date", b.as_of, &date, e) ||
      !batch_generate(c->book, &b, date, e))
    return NULL;
  return with_invoices(c, b.n, e);
}
