// What each contract of a batch last showed, and Batch Details kept by delta.
#include "core/engine/batch/batch_inside.h"
#include "core/engine/bill/bill.h"
#include <string.h>

#define ROW_COLUMNS                                                                                      \
  "previews(batch, contract, chosen, state, ready_on, reason, total, pick_amount, pick_tax, pick_bill, " \
  "pick_tickets, pick_minutes, currency, seen, claims, shown, low)"
enum { ROW_COLUMN_COUNT = 17 };

static const char *state_name(plan_state state) {
  static const char *const names[] = { "ready", "locked", "empty", "held" };
  return names[state];
}

bulk *contract_rows_open(book *b, error *e) { return bulk_open(b->db, ROW_COLUMNS, ROW_COLUMN_COUNT, e); }

// Tickets that bill on several contracts are noted by name, so that the batch counts each once.
static bool note_shared(book *b, int64_t batch, const plan *p, error *e) {
  for (size_t i = 0; i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    if (!item->shared || !item_picked(item, NULL)) continue;
    if (!db_run(b->db, e, "INSERT OR IGNORE INTO batch_tickets (batch, contract, ticket) VALUES (?, ?, ?)", "iii",
                batch, p->contract->n, item->ticket))
      return false;
  }
  return true;
}

static bool note_bases(book *b, int64_t batch, const plan *p, error *e) {
  for (size_t i = 0; i < p->base_count; i++) {
    const plan_base *base = &p->bases[i];
    if (!db_run(b->db, e,
                "INSERT INTO preview_bases (batch, contract, tax_row, category, sample, gross, tax) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                "iiittii", batch, p->contract->n, base->tax_row, base->category ? base->category : "", base->sample,
                base->gross, base->tax))
      return false;
  }
  return true;
}

bool contract_row_append(book *b, bulk *rows, int64_t batch, const plan *p, int64_t seen, int64_t last_bill, arena *a,
                         error *e) {
  bulk_int(rows, batch);
  bulk_int(rows, p->contract->n);
  bulk_int(rows, 0);
  bulk_text(rows, state_name(p->state));
  if (p->ready_on == DAY_NEVER) bulk_null(rows);
  else bulk_int(rows, p->ready_on);
  bulk_text(rows, arena_text(a, p->reason));
  bulk_int(rows, p->total);
  bulk_int(rows, p->pick_amount);
  bulk_int(rows, p->pick_tax);
  bulk_int(rows, p->pick_bill);
  bulk_int(rows, p->pick_tickets);
  bulk_int(rows, p->pick_minutes);
  bulk_text(rows, arena_text(a, p->contract->currency));
  bulk_int(rows, seen);
  bulk_int(rows, last_bill);
  bulk_int(rows, (int64_t)p->shown);
  bulk_int(rows, (int64_t)p->low);
  return bulk_row(rows, e) && note_shared(b, batch, p, e) && note_bases(b, batch, p, e) &&
         held_write(b, batch, p, a, e);
}

// Adds (sign 1) or takes away (-1) what a chosen contract brings to the details.
static bool batch_details_move(book *b, batch *batch, int64_t contract, int64_t sign, error *e) {
  return db_run(b->db, e,
                "INSERT INTO batch_totals (batch, currency, contracts, amount, tax) SELECT batch, currency, ?3, "
                "?3 * pick_amount, ?3 * pick_tax FROM previews WHERE batch = ?1 AND contract = ?2 "
                "ON CONFLICT DO UPDATE SET contracts = contracts + excluded.contracts, "
                "amount = amount + excluded.amount, tax = tax + excluded.tax",
                "iii", batch->n, contract, sign) &&
         db_run(b->db, e,
                "UPDATE batches SET bills = bills + ?3 * p.pick_bill, tickets = tickets + ?3 * p.pick_tickets, "
                "minutes = minutes + ?3 * p.pick_minutes FROM (SELECT pick_bill, pick_tickets, pick_minutes FROM "
                "previews WHERE batch = ?1 AND contract = ?2) p WHERE n = ?1",
                "iii", batch->n, contract, sign);
}

bool contract_row_choose(book *b, batch *batch, int64_t contract, bool chosen, error *e) {
  if (!db_run(b->db, e, "UPDATE previews SET chosen = ?1 WHERE batch = ?2 AND contract = ?3 AND chosen <> ?1", "iii",
              (int64_t)chosen, batch->n, contract))
    return false;
  return db_changes(b->db) == 0 || batch_details_move(b, batch, contract, chosen ? 1 : -1, e);
}

bool batch_details_recount(book *b, batch *batch, error *e) {
  return db_run(b->db, e, "DELETE FROM batch_totals WHERE batch = ?", "i", batch->n) &&
         db_run(b->db, e,
                "INSERT INTO batch_totals (batch, currency, contracts, amount, tax) SELECT batch, currency, "
                "count(*), sum(pick_amount), sum(pick_tax) FROM previews WHERE batch = ? AND chosen = 1 "
                "GROUP BY currency",
                "i", batch->n) &&
         db_run(b->db, e,
                "UPDATE batches SET (bills, tickets, minutes) = (SELECT ifnull(sum(pick_bill), 0), "
                "ifnull(sum(pick_tickets), 0), ifnull(sum(pick_minutes), 0) FROM previews WHERE batch = ?1 AND "
                "chosen = 1) WHERE n = ?1",
                "i", batch->n);
}

typedef struct before {
  bool known, chosen;
  int64_t shown;
} before;

static bool read_before(book *b, const batch *batch, int64_t contract, before *out, error *e) {
  *out = (before){ 0 };
  query *q =
      db_ask(b->db, e, "SELECT chosen, shown FROM previews WHERE batch = ? AND contract = ?", "ii", batch->n, contract);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) *out = (before){ true, query_column(q, 0) != 0, query_column(q, 1) };
  if (q) query_reset(q);
  return step >= 0;
}

static bool replace(book *b, const batch *batch, const plan *p, arena *a, error *e) {
  int64_t seen, last_bill;
  if (!book_position(b, &seen, e) || !db_value(b->db, e, &last_bill, 0, "SELECT max(n) FROM bills", "")) return false;
  if (!db_run(b->db, e, "DELETE FROM previews WHERE batch = ? AND contract = ?", "ii", batch->n, p->contract->n))
    return false;
  if (!db_run(b->db, e, "DELETE FROM batch_tickets WHERE batch = ? AND contract = ?", "ii", batch->n, p->contract->n))
    return false;
  if (!db_run(b->db, e, "DELETE FROM preview_bases WHERE batch = ? AND contract = ?", "ii", batch->n, p->contract->n) ||
      !db_run(b->db, e, "DELETE FROM held_items WHERE batch = ? AND contract = ?", "ii", batch->n, p->contract->n))
    return false;
  bulk *rows = contract_rows_open(b, e);
  bool ok = rows && contract_row_append(b, rows, batch->n, p, seen, last_bill, a, e) && bulk_flush(rows, e);
  bulk_close(rows);
  return ok;
}

bool contract_row_refresh(book *b, batch *batch, planner *p, const contract *c, bool *differs, error *e) {
  before old;
  const plan *plan;
  if (!planner_plan(p, c, &plan, e) || !read_before(b, batch, c->n, &old, e)) return false;
  *differs = !old.known || old.shown != (int64_t)plan->shown;
  if (old.chosen && !batch_details_move(b, batch, c->n, -1, e)) return false;
  if (!replace(b, batch, plan, planner_arena(p), e)) return false;
  if (old.chosen && plan->state != PLAN_READY) did_box(batch, c->n);
  return !old.chosen || plan->state != PLAN_READY || contract_row_choose(b, batch, c->n, true, e);
}

static bool refresh_numbers(book *b, batch *batch, const int64_t *contracts, size_t count, arena *a,
                            change_list *changed, error *e) {
  planner *p = planner_open(b, batch->as_of, batch->n, e);
  bool ok = p != NULL;
  for (size_t i = 0; ok && i < count; i++) {
    contract c;
    bool differs;
    book_progress(b, "Rating what changed", (int64_t)i, (int64_t)count);
    ok = contract_read(b->db, a, contracts[i], &c, e) && contract_row_refresh(b, batch, p, &c, &differs, e);
    if (!ok || !differs) continue;
    changed->ids = arena_grow(a, changed->ids, changed->count, &changed->capacity, sizeof *changed->ids);
    changed->ids[changed->count++] = c.id;
  }
  planner_close(p);
  return ok;
}

// A batch that is over was claimed: what the contract's last bill looked at was seen.
#define SEEN                                                                                                \
  "CASE WHEN ?3 AND p.seen < 0 THEN ifnull((SELECT w.journal FROM bills w WHERE w.contract = k.n ORDER BY " \
  "w.n DESC LIMIT 1), -1) ELSE p.seen END"

bool contracts_outdated(book *b, const batch *batch, bool all, arena *a, int64_t **out, size_t *count, error *e) {
  query *q =
      db_ask(b->db, e,
             "SELECT k.n FROM contracts k LEFT JOIN previews p ON p.batch = ?1 AND p.contract = k.n LEFT JOIN "
             "frontiers f ON f.contract = k.n WHERE ?2 OR p.seen IS NULL OR " SEEN " < max(" CONTRACT_TOUCHED ", "
             "(SELECT touched FROM settings)) OR EXISTS (SELECT 1 FROM held_items h WHERE h.contract = k.n AND "
             "h.batch = ?1) OR EXISTS (SELECT 1 FROM contracts m JOIN held_items h ON h.contract = m.n WHERE "
             "h.batch = ?1 AND " SHARES_BLOCK ") ORDER BY k.n",
             "iii", batch->n, (int64_t)all, (int64_t)(batch->state && strcmp(batch->state, "open") != 0));
  if (!q) return false;
  size_t capacity = 0;
  int step;
  *out = NULL;
  *count = 0;
  while ((step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}

bool batch_fresh(book *b, const batch *batch, bool *fresh, error *e) {
  int64_t seen;
  char files[65];
  if (!book_position(b, &seen, e) || !b->host->state(b->host->self, files, e)) return false;
  *fresh = seen == batch->seen && strcmp(files, batch->files) == 0;
  return true;
}

bool batch_refresh(book *b, batch *batch, arena *a, change_list *changed, error *e) {
  int64_t seen, *contracts;
  size_t count;
  char files[65];
  if (!book_position(b, &seen, e) || !b->host->state(b->host->self, files, e)) return false;
  bool plugins = strcmp(files, batch->files) != 0;
  if (!plugins && seen == batch->seen) return true;
  // A change of plugins may concern every contract.
  if (!contracts_outdated(b, batch, plugins, a, &contracts, &count, e) ||
      !refresh_numbers(b, batch, contracts, count, a, changed, e))
    return false;
  if (!db_run(b->db, e, "UPDATE batches SET seen = ?, files = ? WHERE n = ?", "iti", seen, files, batch->n))
    return false;
  batch->seen = seen;
  return true;
}
