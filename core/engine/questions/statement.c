// Statements of prepaid balances, by bill: from the movements that bills pinned, not from a plan.
#include "core/engine/invoice/invoice.h"
#include "core/engine/questions/balance_inside.h"
#include <string.h>

// A bill of the invoice. Its window is (before, n]; of those that draw on the contract's block the bills of whole
// batches are in it, (others_before, others].
typedef struct billed {
  int64_t contract, n, before, action, others, others_before;
  day as_of, as_of_before;  // lots that expire before it have lapsed
  const char *name;         // of its contract, as the invoice says it
} billed;

// A lot as the bill found it and as it leaves it.
typedef struct lot {
  int64_t n, bill, part, quantity, drawn, drawn_before;
  const char *unit, *what;
  day from, expires;
  size_t balance;  // in `list`
} lot;

typedef struct reader {
  book *book;
  arena *arena;
  const billed *bill;
  contract contract;
  lot *lots;
  size_t lot_count, lot_capacity;
  statement *list;
  size_t *events;  // capacities, by statement
  size_t count, capacity, event_capacity;
} reader;

// clang-format off
#define ACTION "ifnull((SELECT max(seq) FROM actions WHERE batch = b.batch AND command = 'batch run'), 0)"
#define RELEASED_BEFORE(table) \
  "EXISTS (SELECT 1 FROM " table " x WHERE " NAMES_BILL("x.line", "p.n") " AND x.released < " ACTION ")"
// The contract's last bill before that stands on an invoice; not one that a void or a credit had taken back by then.
#define BEFORE \
  "(SELECT p.n FROM bills p WHERE p.contract = b.contract AND p.n < b.n AND p.kind = 'bill' " \
  "AND p.invoice IS NOT NULL AND NOT " RELEASED_BEFORE("movements") " AND NOT " RELEASED_BEFORE("settled_periods") " " \
  "ORDER BY p.n DESC LIMIT 1)"
// The last bill of a bill's batch.
#define LAST_BESIDE(bill) \
  "ifnull((SELECT max(w.n) FROM bills w WHERE w.batch = (SELECT batch FROM bills WHERE n = " bill ") " \
  "AND w.kind IN ('bill', 'free')), 0)"
// Whether a draw is of a bill after one; its own or another contract's.
#define DRAWN_AFTER(own, other) \
  "m.line >= " LINE_OF("(CASE WHEN m.contract = o.contract THEN " own " ELSE " other " END + 1)")
// Bound: the contract, the bill, its action, the bill before, its day, and the last of others by then. Of each lot what
// had been drawn by then. Lots that were spent or had lapsed by then and were not drawn since add nothing, but for the
// first of each balance, which says that there is one.
#define MATTERS \
  "((o.remaining > 0 AND (o.expires IS NULL OR o.expires >= ?5)) OR o.line >= " LINE_OF("(?4 + 1)") " " \
  "OR EXISTS (SELECT 1 FROM movements m WHERE m.lot = o.n AND " DRAWN_AFTER("?4", "?6") ") " \
  "OR NOT EXISTS (SELECT 1 FROM movements f WHERE f.contract = ?1 AND f.lot IS NULL AND f.part = o.part " \
  "AND f.unit = o.unit AND f.n < o.n AND " BILL_OF("f.line") " <= ?2 AND (f.released IS NULL OR f.released > ?3)))"
#define LOTS \
  "SELECT o.n, " BILL_OF("o.line") ", o.part, o.unit, o.quantity, o.day, o.expires, " PREPAID_GRANT ", " \
  "ifnull((SELECT sum(-m.quantity) FROM movements m WHERE m.lot = o.n AND NOT " DRAWN_AFTER("?4", "?6") " " \
  "AND (m.released IS NULL OR m.released > ?3)), 0) " \
  "FROM movements o WHERE o.contract = ?1 AND o.lot IS NULL AND " BILL_OF("o.line") " <= ?2 " \
  "AND (o.released IS NULL OR o.released > ?3) AND " MATTERS " ORDER BY +o.n"
// Draws of the window after the bill ?4; of others (?6, ?5].
#define DRAWS \
  "SELECT m.lot, -m.quantity, m.ticket, m.day, m.ordinal, " PREPAID_WHAT ", " PREPAID_WHO " FROM " PREPAID_DRAWS " " \
  "WHERE o.contract = ?1 AND o.lot IS NULL AND " DRAWN_AFTER("?4", "?6") " AND NOT " DRAWN_AFTER("?2", "?5") " " \
  "AND (m.released IS NULL OR m.released > ?3) ORDER BY +o.n, m.day, m.n"
// clang-format on

static bool bill_of(book *b, const invoice_bill *of, arena *a, billed *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT t.as_of, p.n, (SELECT as_of FROM batches WHERE n = p.batch), " ACTION ", "
                    "" LAST_BESIDE("b.n") ", " LAST_BESIDE(
                        "p.n") " FROM bills b "
                               "JOIN batches t ON t.n = b.batch LEFT JOIN bills p ON p.n = " BEFORE " WHERE b.n = ?",
                    "i", of->n);
  int step = q ? query_step(q, e) : -1;
  if (step == 1)
    *out = (billed){ .contract = of->contract,
                     .n = of->n,
                     .name = arena_text(a, of->contract_name),
                     .as_of = (day)query_column(q, 0),
                     .before = query_column(q, 1),
                     .as_of_before = query_column_null(q, 1) ? DAY_MIN : (day)query_column(q, 2),
                     .action = query_column(q, 3),
                     .others = query_column(q, 4),
                     .others_before = query_column(q, 5) };
  if (q) query_reset(q);
  return step == 1;
}

static bool bills_of(book *b, int64_t invoice, arena *a, billed **bills, size_t *count, error *e) {
  invoice_bill *all;
  size_t found;
  if (!invoice_bills_read(b, invoice, a, &all, &found, e)) return false;
  *bills = arena_array(a, found + 1, sizeof **bills);
  for (size_t i = 0; i < found; i++)
    if (!all[i].note && !bill_of(b, &all[i], a, &(*bills)[(*count)++], e)) return false;
  return true;
}

static bool read_lots(reader *r, error *e) {
  const billed *b = r->bill;
  query *q = db_ask(r->book->db, e, LOTS, "iiiiii", b->contract, b->n, b->action, b->before, (int64_t)b->as_of_before,
                    b->others_before);
  int step = -1;
  r->lot_count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    r->lots = arena_grow(r->arena, r->lots, r->lot_count, &r->lot_capacity, sizeof *r->lots);
    r->lots[r->lot_count++] = (lot){ .n = query_column(q, 0),
                                     .bill = query_column(q, 1),
                                     .part = query_column(q, 2),
                                     .unit = arena_text(r->arena, query_column_text(q, 3)),
                                     .quantity = query_column(q, 4),
                                     .from = (day)query_column(q, 5),
                                     .expires = query_column_null(q, 6) ? DAY_NEVER : (day)query_column(q, 6),
                                     .what = arena_text(r->arena, query_column_text(q, 7)),
                                     .drawn = query_column(q, 8),
                                     .drawn_before = query_column(q, 8) };
  }
  return step == 0;
}

// The parts' names, where the contract has parts: as its params name them today.
static bool name_part(reader *r, int64_t part, const char **name, error *e) {
  const plan *plan;
  *name = "";
  if (part == 0 || part == PART_ANY) return true;
  planner *p = planner_open(r->book, r->bill->as_of, 0, e);
  bool ok = p && planner_plan(p, &r->contract, &plan, e);
  const char *known = ok ? planner_part(p, part) : NULL;
  if (known) *name = arena_text(r->arena, known);
  planner_close(p);
  return ok;
}

static bool add_balance(reader *r, const lot *l, error *e) {
  const char *part;
  if (!name_part(r, l->part, &part, e)) return false;
  r->list = arena_grow(r->arena, r->list, r->count, &r->capacity, sizeof *r->list);
  r->events = arena_grow(r->arena, r->events, r->count, &r->event_capacity, sizeof *r->events);
  r->events[r->count] = 0;
  r->list[r->count++] = (statement){
    arena_text(r->arena, r->contract.id), r->bill->name, r->contract.exponent, { .part = part, .unit = l->unit }
  };
  return true;
}

// Rows of `grants` belong to the part that draws their unit.
static int64_t part_of(const reader *r, const lot *l) {
  for (size_t i = 0; l->part == PART_ANY && i < r->lot_count; i++)
    if (r->lots[i].part != PART_ANY && strcmp(r->lots[i].unit, l->unit) == 0) return r->lots[i].part;
  return l->part;
}

static bool find_balances(reader *r, error *e) {
  for (size_t i = 0; i < r->lot_count; i++) {
    lot *l = &r->lots[i];
    size_t k = 0;
    l->part = part_of(r, l);
    while (k < i && (r->lots[k].part != l->part || strcmp(r->lots[k].unit, l->unit) != 0)) k++;
    if (k == i && !add_balance(r, l, e)) return false;
    l->balance = k == i ? r->count - 1 : r->lots[k].balance;
  }
  return true;
}

static void move(reader *r, const lot *l, prepaid_event one) {
  prepaid_add(&r->list[l->balance].balance, &r->events[l->balance], one, r->arena);
}

static void grant(reader *r, const lot *l) {
  prepaid *p = &r->list[l->balance].balance;
  p->opening -= l->drawn_before;
  if (l->bill <= r->bill->before) {
    p->opening += l->quantity;
    return;
  }
  p->granted += l->quantity;
  move(r, l, (prepaid_event){ PREPAID_GRANTED, l->from, l->quantity, 0, l->what, true, NULL });
}

static void draw(reader *r, lot *l, const query *q) {
  prepaid *p = &r->list[l->balance].balance;
  int64_t quantity = query_column(q, 1);
  prepaid_kind kind = prepaid_kind_of((draw_kind)query_column(q, 4));
  l->drawn += quantity;
  if (kind == PREPAID_USED) p->used += quantity;
  else p->lapsed += quantity;
  move(r, l,
       (prepaid_event){ kind, (day)query_column(q, 3), -quantity, query_column(q, 2),
                        arena_text(r->arena, query_column_text(q, 5)), true,
                        arena_text(r->arena, query_column_text(q, 6)) });
}

// The lot of a row, of rows in the order of lots; NULL: another bill's.
static lot *lot_of(const reader *r, const query *q, size_t *at) {
  while (*at < r->lot_count && r->lots[*at].n < query_column(q, 0)) ++*at;
  return *at < r->lot_count && r->lots[*at].n == query_column(q, 0) ? &r->lots[*at] : NULL;
}

static bool read_draws(reader *r, error *e) {
  const billed *b = r->bill;
  query *q =
      db_ask(r->book->db, e, DRAWS, "iiiiii", b->contract, b->n, b->action, b->before, b->others, b->others_before);
  int step = -1;
  size_t at = 0;
  while (q && (step = query_step(q, e)) == 1) {
    lot *l = lot_of(r, q, &at);
    if (l) draw(r, l, q);
  }
  return step == 0;
}

// What is left of a lot on its last day lapses: in the window, or before it.
static void lapse(reader *r, const lot *l) {
  prepaid *p = &r->list[l->balance].balance;
  bool before = l->bill <= r->bill->before && l->expires < r->bill->as_of_before;
  int64_t lapsed_before = before ? l->quantity - l->drawn_before : 0;
  int64_t lapsed = l->expires < r->bill->as_of ? l->quantity - l->drawn - lapsed_before : -lapsed_before;
  p->opening -= lapsed_before;
  p->lapsed += lapsed;
  if (lapsed) move(r, l, (prepaid_event){ PREPAID_LAPSED, l->expires, -lapsed, 0, l->what, true, NULL });
}

static bool read_bill(reader *r, error *e) {
  size_t first = r->count;
  if (!contract_read(r->book->db, r->arena, r->bill->contract, &r->contract, e) || !read_lots(r, e) ||
      !find_balances(r, e))
    return false;
  for (size_t i = 0; i < r->lot_count; i++) grant(r, &r->lots[i]);
  if (!read_draws(r, e)) return false;
  for (size_t i = 0; i < r->lot_count; i++) lapse(r, &r->lots[i]);
  for (size_t i = first; i < r->count; i++) {
    prepaid *p = &r->list[i].balance;
    p->left = p->opening + p->granted - p->used - p->lapsed;
  }
  return true;
}

bool statements_read(book *b, int64_t invoice, arena *a, statement **list, size_t *count, error *e) {
  reader r = { .book = b, .arena = a };
  billed *bills = NULL;
  size_t bill_count = 0;
  bool ok = bills_of(b, invoice, a, &bills, &bill_count, e);
  for (size_t i = 0; ok && i < bill_count; i++) {
    r.bill = &bills[i];
    ok = read_bill(&r, e);
  }
  *list = r.list;
  *count = r.count;
  return ok;
}
