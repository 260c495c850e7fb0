// What a batch bills against what another did.
#include "core/engine/questions/compare_inside.h"
#include "core/base/money.h"
#include "core/engine/facts/facts.h"
#include <string.h>

// clang-format off
// What the batch ?n comes to by contract and currency: an open one by what it shows, others by their bills that stand.
#define SIDE(n) \
  "SELECT p.contract, p.currency, p.pick_amount AS amount FROM previews p JOIN batches m ON m.n = p.batch " \
  "WHERE p.batch = " n " AND m.state = 'open' AND p.state = 'ready' AND p.pick_bill = 1 UNION ALL " \
  "SELECT x.contract, x.currency, sum(x.amount) FROM bills x JOIN batches m ON m.n = x.batch " \
  "LEFT JOIN invoices i ON i.n = x.invoice WHERE x.batch = " n " AND m.state <> 'open' AND x.kind = 'bill' " \
  "AND ifnull(i.state, '') <> 'void' GROUP BY x.contract, x.currency"

static const char both_sides[] =
  "WITH sides (contract, currency, amount, before, is_now, was) AS ("
  "SELECT contract, currency, amount, 0, 1, 0 FROM (" SIDE("?1") ") UNION ALL "
  "SELECT contract, currency, 0, amount, 0, 1 FROM (" SIDE("?2") ")) "
  "SELECT c.id, c.name, k.id, k.name, s.currency, sum(s.amount), sum(s.before), max(s.is_now), max(s.was), s.contract "
  "FROM sides s JOIN contracts k ON k.n = s.contract JOIN customers c ON c.n = k.customer "
  "GROUP BY s.contract, s.currency ORDER BY c.name, c.id, k.id, s.currency";
// clang-format on

enum { CURRENCIES_MAX = 200 };
typedef enum compared { COMPARED_NEW, COMPARED_GONE, COMPARED_CHANGED, COMPARED_SAME, COMPARED_KINDS } compared;
static const char *const kinds[] = { "new", "gone", "changed", "same" };

typedef struct total {
  const char *currency;
  int64_t amount, before, counts[COMPARED_KINDS];
} total;

typedef struct comparison {
  book *book;
  int64_t now, with;
  planner *open;
  arena *arena;
  value *rows;
  total totals[CURRENCIES_MAX];
  size_t count;
} comparison;

static void put_amounts(arena *a, value *v, const char *currency, int64_t amount, int64_t before) {
  int exponent = currency_exponent(currency);
  put_text(a, v, "currency", currency);
  put_money(a, v, "amount", amount, exponent);
  put_money(a, v, "amount_before", before, exponent);
  put_money(a, v, "difference", amount - before, exponent);
}

static total *total_of(comparison *c, const char *currency) {
  for (size_t i = 0; i < c->count; i++)
    if (strcmp(c->totals[i].currency, currency) == 0) return &c->totals[i];
  if (c->count == CURRENCIES_MAX) return NULL;
  c->totals[c->count].currency = currency;
  return &c->totals[c->count++];
}

static compared kind_of(const query *q) {
  if (!query_column(q, 8)) return COMPARED_NEW;
  if (!query_column(q, 7)) return COMPARED_GONE;
  return query_column(q, 5) == query_column(q, 6) ? COMPARED_SAME : COMPARED_CHANGED;
}

static bool take(comparison *c, const query *q, error *e) {
  static const char *const names[] = { "customer", "customer_name", "contract", "contract_name" };
  arena *a = c->arena;
  const char *currency = arena_text(a, query_column_text(q, 4));
  compared kind = kind_of(q);
  total *t = total_of(c, currency);
  if (!t) return error_set(e, ERROR_TOO_BIG, "more than %d currencies", CURRENCIES_MAX);
  if (__builtin_add_overflow(t->amount, query_column(q, 5), &t->amount) ||
      __builtin_add_overflow(t->before, query_column(q, 6), &t->before))
    return error_set(e, ERROR_TOO_BIG, "the sum of a batch is out of range");
  t->counts[kind]++;
  if (kind == COMPARED_SAME) return true;
  value *v = value_record(a);
  put_text(a, v, "change", kinds[kind]);
  for (int i = 0; i < 4; i++) put_text(a, v, names[i], arena_text(a, query_column_text(q, i)));
  put_amounts(a, v, currency, query_column(q, 5), query_column(q, 6));
  value *reasons;
  const compared_pair pair = { query_column(q, 9), c->now, c->with, c->open };
  if (!compare_reasons(c->book, &pair, a, &reasons, e)) return false;
  value_put(a, v, "reasons", reasons);
  value_append(a, c->rows, v);
  return true;
}

static value *totals_value(comparison *c) {
  value *list = value_list(c->arena);
  for (size_t i = 0; i < c->count; i++) {
    value *v = value_record(c->arena);
    put_amounts(c->arena, v, c->totals[i].currency, c->totals[i].amount, c->totals[i].before);
    for (int k = 0; k < COMPARED_KINDS; k++) put_int(c->arena, v, kinds[k], c->totals[i].counts[k]);
    value_append(c->arena, list, v);
  }
  return list;
}

bool batch_before(book *b, const batch *now, arena *a, batch *out, error *e) {
  int64_t n;
  if (!db_value(b->db, e, &n, 0,
                "SELECT max(n) FROM batches WHERE n < ? AND state IN ('run', 'generated', 'exported') "
                "AND EXISTS (SELECT 1 FROM bills x WHERE x.batch = batches.n AND x.kind = 'bill')",
                "i", now->n))
    return false;
  if (n) return batch_find(b, n, "run,generated,exported", a, out, e);
  error_set(e, ERROR_NOT_FOUND, "no batch before batch %lld was run", (long long)now->n);
  return error_hint(e, "billet batch list shows all; compare --with M takes another");
}

static bool take_all(comparison *c, error *e) {
  query *q = db_ask(c->book->db, e, both_sides, "ii", c->now, c->with);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    if (!take(c, q, e)) {
      query_reset(q);
      return false;
    }
  return step == 0;
}

value *batches_compared(book *b, const batch *now, const batch *with, arena *a, error *e) {
  comparison *c = arena_array(a, 1, sizeof *c);
  bool open = strcmp(now->state, "open") == 0;
  *c = (comparison){ .book = b, .now = now->n, .with = with->n, .arena = a, .rows = value_list(a) };
  c->open = open ? planner_open(b, now->as_of, now->n, e) : NULL;
  bool ok = (!open || c->open) && take_all(c, e);
  planner_close(c->open);
  if (!ok) return NULL;
  value *out = value_record(a);
  put_int(a, out, "batch", now->n);
  put_day(a, out, "as_of", now->as_of);
  put_int(a, out, "with", with->n);
  put_day(a, out, "with_as_of", with->as_of);
  value_put(a, out, "rows", c->rows);
  value_put(a, out, "totals", totals_value(c));
  return out;
}
