// What happens to a batch besides choosing: its documents grouped, deleted, numbered; the batch discarded or taken
// back.
#include "core/base/memory.h"
#include "core/engine/batch/batch_inside.h"
#include "core/engine/invoice/invoice.h"
#include <stdio.h>
#include <string.h>

// Every change of a batch: one transaction that checks the state it relies on.
typedef bool (*change)(book *b, batch *batch, const void *context, error *e);

static bool in_transaction(book *b, batch *batch, const char *command, const char *state, const char *detail,
                           change work, const void *context, error *e) {
  if (!db_begin(b->db, e)) return false;
  int64_t fits = 0;
  bool ok = db_value(b->db, e, &fits, 0, "SELECT count(*) FROM batches WHERE n = ? AND instr(?, state) > 0", "it",
                     batch->n, state);
  if (ok && !fits) ok = error_set(e, ERROR_STATE, "batch %lld is not %s any more", (long long)batch->n, state);
  ok = ok && book_log(b, command, batch->n, detail, e) && work(b, batch, context, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  return ok;
}

static bool set_consolidated(book *b, batch *batch, const void *context, error *e) {
  batch->consolidated = *(const int *)context;
  if (!db_run(b->db, e, "UPDATE batches SET consolidated = nullif(?, -1) WHERE n = ?", "ii",
              (int64_t)batch->consolidated, batch->n))
    return false;
  return strcmp(batch->state, "run") != 0 || drafts_group(b, batch->n, batch->consolidated, e);
}

bool batch_consolidate(book *b, batch *batch, int on, error *e) {
  static const char *const said[] = { "null", "false", "true" };
  char detail[64];
  snprintf(detail, sizeof detail, "{\"on\":%s,\"was\":%s}", said[on + 1], said[batch->consolidated + 1]);
  return in_transaction(b, batch, "batch consolidate", "open,run", detail, set_consolidated, &on, e);
}

typedef bool (*bill_work)(book *b, int64_t bill, error *e);

// Does something to each bill that the query answers: after reading all of them, for the work changes what it reads.
static bool each_bill(book *b, query *q, bill_work work, error *e) {
  int64_t *bills = NULL;
  size_t count = 0, capacity = 0;
  int step = -1;
  arena *a = arena_new();
  while (q && (step = query_step(q, e)) == 1) {
    bills = arena_grow(a, bills, count, &capacity, sizeof *bills);
    bills[count++] = query_column(q, 0);
  }
  bool ok = step == 0;
  for (size_t i = 0; ok && i < count; i++) ok = work(b, bills[i], e);
  arena_free(a);
  return ok;
}

static bool delete_and_deselect(book *b, int64_t bill, error *e) {
  return db_run(b->db, e,
                "UPDATE previews SET chosen = 0 WHERE batch = (SELECT batch FROM bills WHERE n = ?1) AND "
                "contract = (SELECT contract FROM bills WHERE n = ?1)",
                "i", bill) &&
         bill_delete(b, bill, e);
}

typedef struct drafts {
  const int64_t *numbers;
  size_t count;
} drafts;

static bool delete_drafts(book *b, batch *batch, const void *context, error *e) {
  const drafts *list = context;
  for (size_t i = 0; i < list->count; i++) {
    int64_t fits = 0;
    if (!db_value(b->db, e, &fits, 0, "SELECT count(*) FROM invoices WHERE n = ? AND batch = ? AND state = 'draft'",
                  "ii", list->numbers[i], batch->n))
      return false;
    if (!fits)
      return error_set(e, ERROR_NOT_FOUND, "batch %lld has no draft D%lld", (long long)batch->n,
                       (long long)list->numbers[i]);
    if (!each_bill(b, db_ask(b->db, e, "SELECT n FROM bills WHERE invoice = ?", "i", list->numbers[i]),
                   delete_and_deselect, e))
      return false;
    if (!db_run(b->db, e, "DELETE FROM invoices WHERE n = ?", "i", list->numbers[i])) return false;
  }
  return true;
}

bool batch_delete(book *b, batch *batch, const int64_t *numbers, size_t count, error *e) {
  const drafts list = { numbers, count };
  char detail[512] = "{\"drafts\":[";
  size_t length = strlen(detail);
  for (size_t i = 0; i < count && length < sizeof detail - 40; i++)
    length += (size_t)snprintf(detail + length, sizeof detail - length, "%s%lld", i ? "," : "", (long long)numbers[i]);
  snprintf(detail + length, sizeof detail - length, "]}");
  return in_transaction(b, batch, "batch delete", "run", detail, delete_drafts, &list, e);
}

static bool release_all(book *b, const batch *batch, error *e) {
  query *q = db_ask(b->db, e, "SELECT n FROM bills WHERE batch = ? AND kind IN ('bill', 'free')", "i", batch->n);
  return each_bill(b, q, bill_delete, e) &&
         db_run(b->db, e, "DELETE FROM invoices WHERE batch = ? AND state = 'draft'", "i", batch->n);
}

static bool discard(book *b, batch *batch, const void *context, error *e) {
  (void)context;
  batch->state = "deleted";
  return release_all(b, batch, e) &&
         db_run(b->db, e, "UPDATE previews SET chosen = 0 WHERE batch = ?", "i", batch->n) &&
         db_run(b->db, e, "DELETE FROM batch_totals WHERE batch = ?", "i", batch->n) &&
         db_run(b->db, e, "DELETE FROM held_items WHERE batch = ?", "i", batch->n) &&
         db_run(b->db, e, "UPDATE batches SET state = 'deleted', bills = 0, tickets = 0, minutes = 0 WHERE n = ?", "i",
                batch->n);
}

// With what was chosen in it, so that it can be had back.
static bool discard_noted(book *b, batch *batch, error *e) {
  batch_did did = { .arena = arena_new() };
  batch->did = &did;
  bool ok = did_boxes(
      batch, db_ask(b->db, e, "SELECT contract FROM previews WHERE batch = ? AND chosen = 1", "i", batch->n), e);
  batch->did = NULL;
  cJSON *detail = cJSON_CreateObject();
  batch_did_put(&did, detail);
  if (strcmp(batch->state, "run") == 0) cJSON_AddStringToObject(detail, "run", batch->name ? batch->name : "");
  char *text = json_canonical(detail);
  ok = ok && in_transaction(b, batch, "batch discard", "open,run", text, discard, NULL, e);
  memory_give(text);
  cJSON_Delete(detail);
  arena_free(did.arena);
  return ok;
}

bool batch_discard(book *b, batch *batch, error *e) {
  if (!db_begin(b->db, e)) return false;
  bool ok = discard_noted(b, batch, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  return ok;
}

static bool reopen(book *b, batch *batch, const void *context, error *e) {
  (void)context;
  batch->state = "open";
  batch->seen = -1;
  return release_all(b, batch, e) &&
         db_run(b->db, e, "UPDATE batches SET state = 'open', seen = -1 WHERE n = ?", "i", batch->n) &&
         db_run(b->db, e, "UPDATE previews SET seen = -1 WHERE batch = ?", "i", batch->n) &&
         batch_details_recount(b, batch, e);
}

bool batch_reopen(book *b, batch *batch, error *e) {
  return in_transaction(b, batch, "batch reopen", "run", "{}", reopen, NULL, e);
}

static bool generate(book *b, batch *batch, const void *context, error *e) {
  batch->state = "generated";
  return drafts_generate(b, batch->n, *(const day *)context, e) &&
         db_run(b->db, e, "UPDATE batches SET state = 'generated' WHERE n = ?", "i", batch->n) && outdate_all(b, e);
}

bool batch_generate(book *b, batch *batch, day date, bool future, error *e) {
  char detail[64], text[DAY_TEXT];
  if (!future && !invoice_date_near(b, date, e))
    return error_hint(e, "take --date DATE, or --future if the date is meant");
  snprintf(detail, sizeof detail, "{\"date\":\"%s\"}", day_format(date, text));
  return in_transaction(b, batch, "batch generate", "run", detail, generate, &date, e);
}

static bool mark_exported(book *b, batch *batch, const void *context, error *e) {
  (void)context;
  return sums_exported(b, batch->n, e) &&
         db_run(b->db, e, "UPDATE batches SET state = 'exported' WHERE n = ?", "i", batch->n);
}

bool batch_exported(book *b, batch *batch, const char *detail, error *e) {
  return in_transaction(b, batch, "export", "generated,exported", detail, mark_exported, NULL, e);
}
