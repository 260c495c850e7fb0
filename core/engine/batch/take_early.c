// A period taken into a batch before it ends, whole and at its price; and left to its end again.
#include "core/base/text.h"
#include "core/engine/batch/batch_inside.h"

static size_t due_of(const plan *p) {
  size_t due = 0;
  for (size_t i = 0; i < p->item_count; i++) due += p->items[i].due;
  return due;
}

static bool nothing_early(const contract *c, error *e) {
  error_set(e, ERROR_INVALID, "contract %s has no period that could be taken before it ends", c->id);
  return error_hint(e, "billet why %s", c->id);
}

// Plans with what the book says now; *due: how many items are due, *open: the first day of the period that is not
// closed, DAY_NEVER: all are.
static bool look(book *b, const batch *batch, const contract *c, size_t *due, day *open, error *e) {
  const plan *p;
  planner *planner = planner_open(b, batch->as_of, batch->n, e);
  bool ok = planner && planner_plan(planner, c, &p, e);
  if (ok && plan_fails(p)) ok = error_set(e, ERROR_HELD, "contract %s is held: %s", c->id, p->reason);
  if (ok) {
    *due = due_of(p);
    *open = p->open_from < p->horizon && c->kind == GRID_PERIODS ? p->open_from : DAY_NEVER;
  }
  planner_close(planner);
  return ok;
}

// The next one after *n that shares a block with the contract; 0: none.
static bool next_sharer(book *b, int64_t contract, int64_t *n, error *e) {
  return db_value(b->db, e, n, 0,
                  "SELECT min(m.n) FROM contracts k JOIN contracts m ON m.n <> k.n AND ifnull(m.draws_on, m.n) = "
                  "ifnull(k.draws_on, k.n) WHERE k.n = ?1 AND m.n > ?2",
                  "ii", contract, *n);
}

// What its work draws of a block that is shared, others do not.
static bool refresh_row(book *b, batch *batch, const contract *c, error *e) {
  bool differs;
  int64_t n = 0;
  contract other;
  planner *planner = planner_open(b, batch->as_of, batch->n, e);
  arena *a = arena_new();
  bool ok = planner && contract_row_refresh(b, batch, planner, c, &differs, e) && next_sharer(b, c->n, &n, e);
  while (ok && n)
    ok = contract_read(b->db, a, n, &other, e) && contract_row_refresh(b, batch, planner, &other, &differs, e) &&
         next_sharer(b, c->n, &n, e);
  arena_free(a);
  planner_close(planner);
  return ok;
}

bool batch_take(book *b, batch *batch, const contract *c, const char *note, error *e) {
  size_t before, after;
  day open, next;
  char text[DAY_TEXT];
  if (!note || text_blank(note)) {
    error_set(e, ERROR_USAGE, "a period that is taken before it ends needs a reason");
    return error_hint(e, "--note \"the customer leaves\"");
  }
  if (!look(b, batch, c, &before, &open, e)) return false;
  if (open == DAY_NEVER) return nothing_early(c, e);
  if (!db_run(b->db, e, "INSERT INTO early_periods (batch, contract, from_day, note) VALUES (?, ?, ?, ?)", "iiit",
              batch->n, c->n, (int64_t)open, note) ||
      !look(b, batch, c, &after, &next, e))
    return false;
  if (after <= before) return nothing_early(c, e);
  did_item(batch->did, c->n, day_format(open, text), note);
  return refresh_row(b, batch, c, e);
}

bool batch_leave(book *b, batch *batch, const contract *c, error *e) {
  query *q = db_ask(b->db, e, "SELECT from_day, note FROM early_periods WHERE batch = ? AND contract = ?", "ii",
                    batch->n, c->n);
  char text[DAY_TEXT];
  int step = -1;
  bool any = false;
  while (q && (step = query_step(q, e)) == 1) {
    any = true;
    did_item(batch->did, c->n, day_format((day)query_column(q, 0), text), query_column_text(q, 1));
  }
  if (step < 0) return false;
  if (!any)
    return error_set(e, ERROR_NOT_FOUND, "no period of contract %s is taken early in batch %lld", c->id,
                     (long long)batch->n);
  return db_run(b->db, e, "DELETE FROM early_periods WHERE batch = ? AND contract = ?", "ii", batch->n, c->n) &&
         refresh_row(b, batch, c, e);
}
