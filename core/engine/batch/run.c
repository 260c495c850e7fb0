// Run: drafts from everything selected, refused where anything differs from what was shown.
#include "core/engine/batch/batch.h"
#include "core/engine/invoice/invoice.h"
#include <stdio.h>
#include <string.h>

typedef struct chosen {
  int64_t contract, shown, seen, last_bill;
  bool draws;  // on the block of another contract
} chosen;

// Blocks that are shared come before what draws on them.
static bool chosen_read(book *b, const batch *batch, arena *a, chosen **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT p.contract, p.shown, p.seen, p.claims, k.draws_on FROM previews p JOIN contracts k ON "
                    "k.n = p.contract WHERE p.batch = ? AND p.chosen = 1 ORDER BY k.draws_on IS NOT NULL, p.contract",
                    "i", batch->n);
  if (!q) return false;
  size_t capacity = 0;
  int step;
  *out = NULL;
  *count = 0;
  while ((step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (chosen){ query_column(q, 0), query_column(q, 1), query_column(q, 2), query_column(q, 3),
                                   !query_column_null(q, 4) };
  }
  return step == 0;
}

// Where an item that was shown went since: the bill of another batch that took rows of this contract.
static bool taken_elsewhere(book *b, const contract *c, int64_t last_bill, bool *taken, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT b.batch, ifnull(i.number, 'draft D' || i.n) FROM bills b LEFT JOIN invoices i ON i.n = "
                    "b.invoice WHERE b.contract = ? AND b.n > ? AND b.kind <> 'credit' ORDER BY b.n LIMIT 1",
                    "ii", c->n, last_bill);
  int step = q ? query_step(q, e) : -1;
  *taken = step == 1;
  if (step == 1) {
    const char *invoice = query_column_text(q, 1);
    error_set(e, ERROR_ALREADY, "items of contract %s were already billed by batch %lld%s%s", c->id,
              (long long)query_column(q, 0), invoice ? ": invoice " : "", invoice ? invoice : "");
    error_hint(e, "billet batch show rates them again");
  }
  if (q) query_reset(q);
  return step >= 0;
}

// Rows of the contract that the journal saw since they were shown; ranges of added rows are named by those that bill on
// it.
static bool name_changes(book *b, const contract *c, int64_t seen, error *e) {
  error ignored = { 0 };
  query *q = db_ask(b->db, &ignored,
                    "SELECT j.source, coalesce(t.id, g.id, k.id, m.id, r.code, '') FROM journal j LEFT JOIN "
                    "time_entries t ON j.source = 'time_entries' AND t.contract = ?1 AND t.n BETWEEN j.first_n AND "
                    "j.last_n LEFT JOIN charges g ON j.source = 'charges' AND g.contract = ?1 AND g.n BETWEEN "
                    "j.first_n AND j.last_n LEFT JOIN tickets k ON j.source = 'tickets' AND k.n BETWEEN j.first_n AND "
                    "j.last_n AND (k.contract = ?1 OR k.customer = ?3) LEFT JOIN contracts m ON j.source = "
                    "'contracts' AND m.n BETWEEN j.first_n AND j.last_n AND m.n = ?1 LEFT JOIN rates r ON j.source = "
                    "'rates' AND r.n BETWEEN j.first_n AND j.last_n WHERE j.seq > ?2 ORDER BY j.seq",
                    "iii", c->n, seen, c->customer);
  if (!q) return false;
  while (query_step(q, &ignored) == 1)
    if (*query_column_text(q, 1)) error_row(e, "%s %s", query_column_text(q, 0), query_column_text(q, 1));
  error_clear(&ignored);
  return true;
}

static bool differs(book *b, const contract *c, const chosen *row, error *e) {
  bool taken = false;
  if (!taken_elsewhere(b, c, row->last_bill, &taken, e) || taken) return false;
  if (e->code == ERROR_NONE) {
    error_set(e, ERROR_CHANGED, "contract %s changed since it was shown", c->id);
    error_hint(e, "billet batch show rates what changed; then run again");
  }
  error_row(e, "contracts %s", c->id);
  name_changes(b, c, row->seen, e);
  return true;
}

// Contracts that came out otherwise than they were shown, though nothing changed: their numbers, and why they are not
// believed.
typedef struct doubted_list {
  struct {
    int64_t contract;
    const char *why;
  } * rows;
  size_t count, capacity;
} doubted_list;

typedef struct running {
  book *book;
  batch *batch;
  doubted_list *doubted;
  arena *arena;
  planner *planner;
  bill_writer *writer;
  int64_t bills;
} running;

// Whether the contract is in doubt, which is noted and told.
static bool note_doubt(running *r, const contract *c, const plan *p, bool *noted, error *changes, error *e) {
  const char *why;
  doubted_list *d = r->doubted;
  if (!batch_doubted(r->book, r->batch, c, p, r->arena, &why, e)) return false;
  *noted = why != NULL;
  if (!why) return true;
  d->rows = arena_grow(r->arena, d->rows, d->count, &d->capacity, sizeof *d->rows);
  d->rows[d->count].contract = c->n;
  d->rows[d->count++].why = why;
  if (changes->code == ERROR_NONE) {
    error_set(changes, ERROR_PLUGIN, "contract %s is held: %s", c->id, why);
    error_hint(changes, "nothing was billed; billet batch run bills the others");
  }
  error_row(changes, "contract %s is held: %s", c->id, why);
  return true;
}

// False on a failure; a contract that differs only adds to the error, so that all of them are named.
static bool run_one(running *r, arena *a, const chosen *row, error *changes, error *e) {
  contract c;
  const plan *p;
  int64_t n;
  const bill_terms terms = { .kind = "bill", .filter = item_picked };
  if (row->draws && !bills_flush(r->writer, e)) return false;
  if (!contract_read(r->book->db, a, row->contract, &c, e) || !planner_plan(r->planner, &c, &p, e)) return false;
  if (p->state != PLAN_READY || (int64_t)p->shown != row->shown) {
    bool noted = false;
    if (!note_doubt(r, &c, p, &noted, changes, e)) return false;
    if (noted || differs(r->book, &c, row, changes)) {
      if (p->state == PLAN_HELD) error_row(changes, "contract %s is held by now: %s", c.id, p->reason);
      return true;
    }
    *e = *changes;
    *changes = (error){ 0 };
    return false;
  }
  if (changes->code != ERROR_NONE) return true;
  if (!bill_write(r->writer, p, planner_arena(r->planner), &terms, &n, e)) return false;
  r->bills += n != 0;
  return true;
}

static bool run_all(running *r, const chosen *rows, size_t count, error *e) {
  error changes = { 0 };
  arena *a = arena_new();
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++) {
    arena_reset(a);
    if (i % 100 == 0) book_progress(r->book, "Running", (int64_t)i, (int64_t)count);
    ok = run_one(r, a, &rows[i], &changes, e);
  }
  arena_free(a);
  if (ok && changes.code != ERROR_NONE) {
    *e = changes;
    return false;
  }
  error_clear(&changes);
  return ok && bills_flush(r->writer, e);
}

static bool nothing_selected(const batch *batch, bool left_out, error *e) {
  error_set(e, ERROR_NOTHING_SELECTED, "nothing is selected in batch %lld%s", (long long)batch->n,
            left_out ? ": every item of its contracts is left out" : "");
  return error_hint(e, left_out ? "billet batch include ITEM takes one in again; billet batch discard ends the batch"
                                : "billet batch select --all takes everything that is due");
}

static bool write_run(book *b, batch *batch, arena *a, doubted_list *doubted, error *e) {
  chosen *rows;
  size_t count;
  if (!chosen_read(b, batch, a, &rows, &count, e)) return false;
  if (count == 0) return nothing_selected(batch, false, e);
  running r = { .book = b,
                .batch = batch,
                .doubted = doubted,
                .arena = a,
                .planner = planner_open(b, batch->as_of, batch->n, e),
                .writer = bills_open(b, batch->n, e) };
  bool ok = r.planner && r.writer && run_all(&r, rows, count, e) && (r.bills || nothing_selected(batch, true, e));
  bills_close(r.writer);
  planner_close(r.planner);
  return ok && bills_print_waivers(b, batch->n, e);
}

// After the run that found them was undone: they are held, so that the next one bills the others.
static void hold_doubted(book *b, batch *batch, const doubted_list *d, arena *a) {
  error ignored = { 0 };
  contract c;
  bool good = d->count && db_begin(b->db, &ignored);
  for (size_t i = 0; good && i < d->count; i++)
    good = contract_read(b->db, a, d->rows[i].contract, &c, &ignored) &&
           batch_doubt(b, batch, &c, d->rows[i].why, &ignored);
  if (good && db_commit(b->db, &ignored)) db_done_forget(b->db);
  else db_rollback(b->db);
  error_clear(&ignored);
}

static bool log_run(book *b, const batch *batch, const char *name, const cJSON *why, error *e) {
  cJSON *detail = why ? cJSON_Duplicate(why, true) : cJSON_CreateObject();
  cJSON_AddStringToObject(detail, "name", name);
  if (batch->name) cJSON_AddStringToObject(detail, "was", batch->name);
  return book_log_json(b, "batch run", batch->n, detail, e);
}

bool batch_run_forced(book *b, batch *batch, const char *name, const cJSON *why, error *e) {
  if (!db_begin(b->db, e)) return false;
  arena *a = arena_new();
  int64_t left = 0;
  doubted_list doubted = { 0 };
  bool ok = db_value(b->db, e, &left, 0, "SELECT count(*) FROM batches WHERE n = ? AND state = 'open'", "i", batch->n);
  if (ok && !left) ok = error_set(e, ERROR_STATE, "batch %lld was run meanwhile", (long long)batch->n);
  ok = ok && write_run(b, batch, a, &doubted, e) &&
       db_run(b->db, e, "UPDATE batches SET state = 'run', name = ? WHERE n = ?", "ti", name, batch->n) &&
       drafts_group(b, batch->n, batch->consolidated, e) && outdate(b, batch->n, 0, e) &&
       log_run(b, batch, name, why, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  if (!ok) hold_doubted(b, batch, &doubted, a);
  if (ok) batch->state = "run";
  arena_free(a);
  return ok;
}

bool batch_run(book *b, batch *batch, const char *name, error *e) { return batch_run_forced(b, batch, name, NULL, e); }
