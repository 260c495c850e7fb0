// Billing batches: finding, making and choosing.
#include "core/engine/batch/batch_inside.h"
#include <stdio.h>
#include <string.h>

static bool listed(const char *states, const char *state) {
  size_t length = strlen(state);
  for (const char *at = states; (at = strstr(at, state)); at += length)
    if ((at == states || at[-1] == ',') && (at[length] == ',' || !at[length])) return true;
  return false;
}

static void read_batch(const query *q, arena *a, batch *out) {
  *out = (batch){ query_column(q, 0),
                  arena_text(a, query_column_text(q, 1)),
                  arena_text(a, query_column_text(q, 2)),
                  arena_text(a, query_column_text(q, 5)),
                  (day)query_column(q, 3),
                  query_column_null(q, 4) ? -1 : (int)query_column(q, 4),
                  query_column(q, 6),
                  query_column(q, 7),
                  query_column(q, 8),
                  query_column(q, 9),
                  NULL };
}

static bool no_batch(int64_t n, const char *states, error *e) {
  if (n) error_set(e, ERROR_NOT_FOUND, "there is no batch %lld", (long long)n);
  else if (listed(states, "open")) error_set(e, ERROR_NOT_FOUND, "there is no open batch");
  else error_set(e, ERROR_NOT_FOUND, "there is no batch that is %s", states);
  return error_hint(e, listed(states, "open") ? "billet batch new makes one" : "billet batch list shows them");
}

// The batch n; without a number the newest that may fit, of which the open one has an index.
static query *batches_asked(book *b, int64_t n, const char *states, error *e) {
#define BATCHES "SELECT n, name, state, as_of, consolidated, files, seen, bills, tickets, minutes FROM batches "
  if (n) return db_ask(b->db, e, BATCHES "WHERE n = ?", "i", n);
  if (strcmp(states, "open") == 0) return db_query(b->db, BATCHES "WHERE state = 'open' ORDER BY n DESC", e);
  return db_query(b->db, BATCHES "ORDER BY n DESC", e);
#undef BATCHES
}

bool batch_find(book *b, int64_t n, const char *states, arena *a, batch *out, error *e) {
  query *q = batches_asked(b, n, states, e);
  if (!q) return false;
  int step;
  bool found = false;
  while (!found && (step = query_step(q, e)) == 1) {
    read_batch(q, a, out);
    found = n != 0 || listed(states, out->state);
  }
  query_reset(q);
  if (!found) return step == 0 && no_batch(n, states, e);
  if (listed(states, out->state)) return true;
  error_set(e, ERROR_STATE, "batch %lld is %s; this needs one that is %s", (long long)n, out->state, states);
  return error_hint(e, "billet batch show --batch %lld", (long long)n);
}

bool batch_newest(book *b, arena *a, int64_t *n, const char **state, error *e) {
  query *q = db_ask(b->db, e, "SELECT n, state FROM batches WHERE state <> 'deleted' ORDER BY n DESC LIMIT 1", "");
  int step = q ? query_step(q, e) : -1;
  *n = step == 1 ? query_column(q, 0) : 0;
  *state = step == 1 ? arena_text(a, query_column_text(q, 1)) : "";
  if (step == 1) query_reset(q);
  return step >= 0;
}

bool batch_version(book *b, int64_t n, int64_t *seq, error *e) {
  return db_value(b->db, e, seq, 0, "SELECT ifnull(max(seq), 0) FROM actions WHERE batch = ?", "i", n);
}

typedef struct building {
  book *book;
  planner *planner;
  arena *arena;
  int64_t batch, seen, last_bill, done, total;
  bulk *rows;
} building;

static bool build_one(void *context, const contract *c, error *e) {
  building *w = context;
  const plan *p;
  if (++w->done % 100 == 0) book_progress(w->book, "Building the contract list", w->done, w->total);
  return planner_plan(w->planner, c, &p, e) &&
         contract_row_append(w->book, w->rows, w->batch, p, w->seen, w->last_bill, w->arena, e);
}

static bool build(book *b, int64_t n, day as_of, error *e) {
  building w = { .book = b, .batch = n, .arena = arena_new() };
  bool ok = book_position(b, &w.seen, e) && db_value(b->db, e, &w.last_bill, 0, "SELECT max(n) FROM bills", "") &&
            db_value(b->db, e, &w.total, 0, "SELECT count(*) FROM contracts", "") &&
            (w.planner = planner_open(b, as_of, n, e)) && (w.rows = contract_rows_open(b, e)) &&
            contract_each(b->db, build_one, &w, e) && bulk_flush(w.rows, e);
  bulk_close(w.rows);
  planner_close(w.planner);
  arena_free(w.arena);
  char state[65];
  return ok && b->host->state(b->host->self, state, e) &&
         db_run(b->db, e, "UPDATE batches SET seen = ?, files = ? WHERE n = ?", "iti", w.seen, state, n);
}

bool batch_new(book *b, day as_of, int64_t *n, error *e) {
  if (!db_begin(b->db, e)) return false;
  char detail[64], text[DAY_TEXT];
  bool ok = db_run(b->db, e, "INSERT INTO batches (state, as_of) VALUES ('open', ?)", "i", (int64_t)as_of);
  if (ok) *n = db_last_key(b->db);
  snprintf(detail, sizeof detail, "{\"as_of\":\"%s\"}", day_format(as_of, text));
  ok = ok && build(b, *n, as_of, e) && book_log(b, "batch new", *n, detail, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  return ok;
}

// What a contract shows in a batch: 0 where it has no row yet.
static int shown_state(book *b, const batch *batch, const contract *c, arena *a, char *state, size_t room,
                       day *ready_on, const char **reason, error *e) {
  query *q = db_ask(b->db, e, "SELECT state, ready_on, reason FROM previews WHERE batch = ? AND contract = ?", "ii",
                    batch->n, c->n);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step;
  snprintf(state, room, "%s", query_column_text(q, 0));
  *ready_on = query_column_null(q, 1) ? DAY_NEVER : (day)query_column(q, 1);
  *reason = arena_text(a, query_column_text(q, 2));
  query_reset(q);
  return 1;
}

static bool refuse(const contract *c, const char *state, day ready_on, const char *reason, error *e) {
  char text[DAY_TEXT];
  if (strcmp(state, "held") == 0)
    return error_set(e, ERROR_HELD, "contract %s is held: %s", c->id, reason ? reason : "its plugin fails");
  if (strcmp(state, "empty") == 0)
    return error_set(e, ERROR_INVALID, "contract %s has nothing due%s%s", c->id, reason ? ": " : " and nothing to come",
                     reason ? reason : "");
  if (!reason) reason = "it is still in an open contract period";
  if (ready_on == DAY_NEVER) error_set(e, ERROR_LOCKED, "contract %s is locked: %s", c->id, reason);
  else error_set(e, ERROR_LOCKED, "contract %s is locked until %s: %s", c->id, day_format(ready_on, text), reason);
  return error_hint(e, "billet why %s", c->id);
}

bool batch_choose(book *b, batch *batch, const contract *c, bool chosen, error *e) {
  char state[16] = "";
  day ready_on = DAY_NEVER;
  const char *reason = NULL;
  int found = shown_state(b, batch, c, b->arena, state, sizeof state, &ready_on, &reason, e);
  if (found < 0) return false;
  if (found == 0) return error_set(e, ERROR_NOT_FOUND, "contract %s is not in batch %lld", c->id, (long long)batch->n);
  if (chosen && strcmp(state, "ready") != 0) return refuse(c, state, ready_on, reason, e);
  int64_t differs;
  if (!db_value(b->db, e, &differs, 0, "SELECT chosen <> ? FROM previews WHERE batch = ? AND contract = ?", "iii",
                (int64_t)chosen, batch->n, c->n))
    return false;
  if (differs) did_box(batch, c->n);
  return contract_row_choose(b, batch, c->n, chosen, e);
}

#define BOXES_TO_CHANGE "batch = ?2 AND chosen <> ?1 AND (?1 = 0 OR state = 'ready')"

bool batch_choose_all(book *b, batch *batch, bool chosen, error *e) {
  return did_boxes(
             batch,
             db_ask(b->db, e, "SELECT contract FROM previews WHERE " BOXES_TO_CHANGE, "ii", (int64_t)chosen, batch->n),
             e) &&
         db_run(b->db, e, "UPDATE previews SET chosen = ?1 WHERE " BOXES_TO_CHANGE, "ii", (int64_t)chosen, batch->n) &&
         batch_details_recount(b, batch, e);
}

// The item of a contract's current plan by its id; NULL with `not-found`.
static const plan_item *find_item(const plan *p, const char *id, planner *planner, error *e) {
  for (size_t i = 0; i < p->item_count; i++)
    if (strcmp(plan_item_id(p, &p->items[i], planner_arena(planner)), id) == 0) return &p->items[i];
  error_set(e, ERROR_NOT_FOUND, "contract %s has no item %s that is not billed", p->contract->id, id);
  error_hint(e, "billet batch expand %s lists them", p->contract->id);
  return NULL;
}

bool batch_item(planner *p, const contract *c, const char *id, const plan **plan, const plan_item **item, error *e) {
  char text[DAY_TEXT];
  if (!planner_plan(p, c, plan, e)) return false;
  if (plan_fails(*plan)) return error_set(e, ERROR_HELD, "contract %s is held: %s", c->id, (*plan)->reason);
  *item = find_item(*plan, id, p, e);
  if (!*item) return false;
  if ((*item)->due) return true;
  const char *waits = (*item)->waits ? arena_format(planner_arena(p), ": %s", (*item)->waits) : "";
  if ((*item)->ready_on == DAY_NEVER) return error_set(e, ERROR_LOCKED, "item %s is locked%s", id, waits);
  return error_set(e, ERROR_LOCKED, "item %s is locked until %s%s", id, day_format((*item)->ready_on, text), waits);
}

static bool set_exclusion(book *b, batch *batch, const contract *c, const char *id, bool out, const char *note,
                          error *e) {
  planner *p = planner_open(b, batch->as_of, batch->n, e);
  const plan *plan;
  const plan_item *item = NULL;
  bool differs, ok = p && batch_item(p, c, id, &plan, &item, e) && item;
  cJSON *did = ok ? did_item(batch->did, c->n, id, out ? note : item->note) : NULL;
  if (did && out && item->excluded) cJSON_AddStringToObject(did, "was", item->note ? item->note : "");
  if (ok && out)
    ok = db_run(b->db, e,
                "INSERT INTO exclusions (batch, contract, item, note) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
                "SET note = excluded.note",
                "iitt", batch->n, c->n, id, note);
  else if (ok && item && !item->excluded)
    ok = error_set(e, ERROR_INVALID, "item %s is not left out of batch %lld", id, (long long)batch->n);
  else if (ok)
    ok = db_run(b->db, e, "DELETE FROM exclusions WHERE batch = ? AND contract = ? AND item = ?", "iit", batch->n, c->n,
                id);
  ok = ok && contract_row_refresh(b, batch, p, c, &differs, e);
  planner_close(p);
  return ok;
}

bool batch_exclude(book *b, batch *batch, const contract *c, const char *item, const char *note, error *e) {
  return set_exclusion(b, batch, c, item, true, note, e);
}

bool batch_include(book *b, batch *batch, const contract *c, const char *item, error *e) {
  return set_exclusion(b, batch, c, item, false, NULL, e);
}
