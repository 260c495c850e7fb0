// A contract's life in days, and what became of each: tiles without a gap and without an overlap, by part.
#include "core/engine/questions/coverage.h"
#include "core/engine/questions/reasons_inside.h"
#include <stdlib.h>
#include <string.h>

typedef struct stretch {
  int64_t part;
  day from, until;
  const char *state, *invoice, *name;  // name: of the part, NULL where its contract has it no more
} stretch;

typedef struct stretches {
  arena *arena;
  stretch *items;
  size_t count, capacity;
} stretches;

static void add(stretches *l, stretch one) {
  l->items = arena_grow(l->arena, l->items, l->count, &l->capacity, sizeof one);
  l->items[l->count++] = one;
}

static int by_day(const void *left, const void *right) {
  const stretch *a = left, *b = right;
  if (a->part != b->part) return a->part < b->part ? -1 : 1;
  if (a->from != b->from) return a->from < b->from ? -1 : 1;
  return 0;
}

// What a schedule of the type bills has a key, and is claimed under the contract's first day: its days are those of its
// line, and it is a stretch of the contract itself. What cost nothing has no line, and no fee.
static bool of_schedule(const asking *w, const stretch *s) {
  return s->part && s->from == w->contract.start && s->until == s->from + 1 && !planner_part(w->planner, s->part);
}

static void add_taken(asking *w, stretches *l, stretch s, const query *q) {
  if (of_schedule(w, &s)) {
    s.part = 0;
    s.from = (day)query_column(q, 5);
    s.until = query_column_null(q, 6) ? DAY_NEVER : (day)query_column(q, 6);
    if (query_column_null(q, 5)) return;
  }
  add(l, s);
}

static bool taken(asking *w, stretches *l) {
  query *q = db_ask(
      w->book->db, w->e,
      "SELECT c.row, c.at, c.until, CASE b.kind WHEN 'waiver' THEN 'waived' ELSE 'billed' END, "
      "CASE WHEN i.n IS NOT NULL THEN ifnull(i.number, 'D' || i.n) END, l.from_day, l.until_day "
      "FROM claims c JOIN bills b ON b.n = " BILL_OF("c.line") " LEFT JOIN invoices i ON i.n = b.invoice "
                                                               "LEFT JOIN lines l ON l.n = c.line "
                                                               "WHERE c.contract = ? AND c." CLAIM_OF_FEE
                                                               " AND c.until IS NOT NULL AND NOT " CLAIM_IS_AGAIN("c"),
      "i", w->contract.n);
  int step = -1;
  while (q && (step = query_step(q, w->e)) == 1) {
    int64_t row = query_column(q, 0);
    if (fee_row_ordinal(row) != 1) continue;
    stretch s = { .part = fee_row_part(row),
                  .from = (day)query_column(q, 1),
                  .until = (day)query_column(q, 2),
                  .state = arena_text(w->arena, query_column_text(q, 3)),
                  .invoice = arena_text(w->arena, query_column_text(q, 4)) };
    add_taken(w, l, s, q);
  }
  return step == 0;
}

static const char *state_of(const plan_item *item) {
  if (item->held) return "held";
  if (item->excluded) return "left out";
  return item->due ? "due" : "locked";
}

static void planned(asking *w, stretches *l) {
  for (size_t i = 0; i < w->plan->item_count; i++) {
    const plan_item *item = &w->plan->items[i];
    if (item->kind != ITEM_PERIOD || item->catch_up || fee_row_ordinal(item->row) != 1 || !item->until) continue;
    bool own = item->claim_until != 0 && !item->key;
    add(l, (stretch){ .part = item->key ? 0 : fee_row_part(item->row),
                      .from = own ? item->claim_from : item->from,
                      .until = own ? item->claim_until : item->until,
                      .state = state_of(item),
                      .name = *item->part ? arena_text(w->arena, item->part) : NULL });
  }
}

static void put_tile(asking *w, value *tiles, const stretch *s, day from, day until) {
  arena *a = w->arena;
  value *v = value_record(a);
  const char *name = s->name ? s->name : s->part ? planner_part(w->planner, s->part) : NULL;
  put_text(a, v, "part", name ? arena_text(a, name) : NULL);
  put_day(a, v, "from", from);
  if (until == DAY_NEVER) put_null(a, v, "to");
  else put_day(a, v, "to", until - 1);
  put_text(a, v, "state", s->state);
  put_text(a, v, "invoice", s->invoice);
  value_append(a, tiles, v);
}

// One part, from the first day of the contract to its last: what no fee is for is a tile as well.
static size_t tile(asking *w, const stretches *l, size_t at, value *tiles) {
  const contract *c = &w->contract;
  stretch none = l->count ? l->items[at] : (stretch){ 0 };
  day cursor = c->start;
  none.invoice = NULL;
  none.state = "before bill_from";
  if (c->bill_from > cursor) {
    day until = c->bill_from < c->until ? c->bill_from : c->until;
    put_tile(w, tiles, &none, cursor, until);
    cursor = until;
  }
  none.state = "no fee";
  for (; at < l->count && l->items[at].part == none.part; at++) {
    const stretch *s = &l->items[at];
    if (s->until <= cursor) continue;
    if (s->from > cursor) put_tile(w, tiles, &none, cursor, s->from);
    put_tile(w, tiles, s, s->from > cursor ? s->from : cursor, s->until);
    cursor = s->until;
  }
  none.state = cursor > w->as_of ? "to come" : "no fee";
  if (cursor < c->until) put_tile(w, tiles, &none, cursor, c->until);
  return at;
}

static bool cover(asking *w, int64_t n, value *into) {
  arena *a = w->arena;
  if (!why_plan(w, n)) return false;
  stretches l = { .arena = a };
  if (!taken(w, &l)) return false;
  planned(w, &l);
  if (l.count) qsort(l.items, l.count, sizeof *l.items, by_day);
  value *v = value_record(a), *tiles = value_list(a);
  put_text(a, v, "contract", arena_text(a, w->contract.id));
  put_text(a, v, "contract_name", arena_text(a, w->contract.name));
  put_text(a, v, "customer_name", arena_text(a, w->contract.customer_name));
  put_day(a, v, "as_of", w->as_of);
  put_text(a, v, "held", plan_fails(w->plan) ? arena_text(a, w->plan->reason) : NULL);
  size_t at = 0;
  do at = tile(w, &l, at, tiles);
  while (at < l.count);
  value_put(a, v, "tiles", tiles);
  value_append(a, into, v);
  return true;
}

// All contracts, some at a time, so that neither memory nor others wait for them.
enum { CONTRACTS_AT_ONCE = 200 };
typedef struct covering {
  book *book;
  arena *arena;  // of the rows at hand
  day today;
  int64_t at, last, done, count;  // at: the contract before the next one
  value *rows;
  size_t next;
} covering;

static bool cover_some(covering *k, asking *w) {
  for (int i = 0; i < CONTRACTS_AT_ONCE && k->at < k->last; i++, k->done++)
    if (!db_value(k->book->db, w->e, &k->at, k->last, "SELECT min(n) FROM contracts WHERE n > ?", "i", k->at) ||
        !cover(w, k->at, k->rows))
      return false;
  return true;
}

static bool read_on(covering *k, error *e) {
  arena_reset(k->arena);
  asking w = { .book = k->book, .arena = k->arena, .e = e, .reasons = value_list(k->arena) };
  k->rows = value_list(k->arena);
  k->next = 0;
  book_progress(k->book, "Covering", k->done, k->count);
  if (!db_begin_read(k->book->db, e)) return false;
  bool ok = why_begin(&w, k->today) && cover_some(k, &w);
  planner_close(w.planner);
  db_rollback(k->book->db);
  return ok;
}

static value *next_covered(void *context, arena *a, error *e) {
  covering *k = context;
  (void)a;
  if (k->next == k->rows->as.list.count && (k->at >= k->last || !read_on(k, e))) return NULL;
  return k->next < k->rows->as.list.count ? k->rows->as.list.items[k->next++] : NULL;
}

static value *cover_all(book *b, day today, arena *a, error *e) {
  covering *k = arena_alloc(a, sizeof *k);
  *k = (covering){ .book = b, .arena = arena_within(a), .today = today, .rows = value_list(a) };
  return db_value(b->db, e, &k->last, 0, "SELECT max(n) FROM contracts", "") &&
                 db_value(b->db, e, &k->count, 0, "SELECT count(*) FROM contracts", "")
             ? value_stream(a, next_covered, k)
             : NULL;
}

value *coverage(book *b, day today, int64_t n, arena *a, error *e) {
  if (!n) return cover_all(b, today, a, e);
  asking w = { .book = b, .arena = a, .e = e, .reasons = value_list(a) };
  value *list = value_list(a);
  if (!db_begin_read(b->db, e)) return NULL;
  bool ok = why_begin(&w, today) && cover(&w, n, list);
  planner_close(w.planner);
  db_rollback(b->db);
  return ok ? list : NULL;
}
