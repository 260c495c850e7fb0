// Rates that go up with the contracts: a new row that says what the one in force says, but for its price.
#include "core/base/sorted.h"
#include "core/base/text.h"
#include "core/engine/import/raise_inside.h"
#include <string.h>

typedef struct rate {
  int64_t n, contract, customer;
  const char *code, *contract_id, *customer_id, *currency, *price;
  day from;
} rate;

static bool tells_contracts_apart(const price_raise *how) {
  return how->type || how->from == DAY_NEVER || how->min_age || how->except_count;
}

static const raise_contract *contract_of(const raise_run *run, int64_t n) {
  size_t at;
  return sorted_find(run->contracts, run->contract_count, sizeof *run->contracts, n, &at) ? &run->contracts[at] : NULL;
}

// From when a rate goes up; DAY_NEVER: it stays.
static day day_of(const raise_run *run, const rate *x) {
  const price_raise *how = run->how;
  if (x->contract) {
    const raise_contract *k = contract_of(run, x->contract);
    return k ? k->from : DAY_NEVER;
  }
  if (how->customer && x->customer != how->customer) return DAY_NEVER;
  return tells_contracts_apart(how) ? DAY_NEVER : how->from;
}

static bool same_key(const rate *one, const rate *other) {
  return one->contract == other->contract && one->customer == other->customer && !strcmp(one->code, other->code) &&
         !strcmp(one->currency, other->currency);
}

static bool read_all(raise_run *run, rate **out, size_t *count, error *e) {
  arena *a = run->im->arena;
  size_t capacity = 0;
  int got = -1;
  query *q = db_ask(run->im->db, e,
                    "SELECT x.n, ifnull(x.contract, 0), ifnull(x.customer, 0), x.code, k.id, c.id, "
                    "coalesce(x.currency, k.currency, o.currency, c.currency, s.currency) money, x.unit_price, "
                    "ifnull(x.\"from\", ?) since FROM rates x LEFT JOIN contracts k ON k.n = x.contract LEFT JOIN "
                    "customers o ON o.n = k.customer LEFT JOIN customers c ON c.n = x.customer, settings s "
                    "ORDER BY x.code, 2, 3, money, since",
                    "i", (int64_t)DAY_MIN);
  while (q && (got = query_step(q, e)) == 1) {
    *out = arena_grow(run->im->own, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (rate){ .n = query_column(q, 0),
                                 .contract = query_column(q, 1),
                                 .customer = query_column(q, 2),
                                 .code = arena_text(a, query_column_text(q, 3)),
                                 .contract_id = arena_text(a, query_column_text(q, 4)),
                                 .customer_id = arena_text(a, query_column_text(q, 5)),
                                 .currency = arena_text(a, query_column_text(q, 6)),
                                 .price = arena_text(a, query_column_text(q, 7)),
                                 .from = (day)query_column(q, 8) };
  }
  return got == 0;
}

// Work at the rate that was billed since.
static bool refuse_billed(raise_run *run, const rate *x, day from, error *e) {
  import *im = run->im;
  query *q = db_ask(im->db, e,
                    "SELECT k.id, c.at / 1440 FROM claims c JOIN time_entries t ON t.contract = c.contract AND "
                    "t.at = c.at AND t.n = " CLAIM_ENTRY(
                        "c") " JOIN contracts k ON k.n = c.contract WHERE c." CLAIM_OF_WORK
                             " AND c.at >= ?2 * 1440 AND t.rate = ?1 AND (?3 = 0 OR c.contract = ?3) AND "
                             "(?4 = 0 OR k.customer = ?4) ORDER BY c.at DESC LIMIT 1",
                    "tiii", x->code, (int64_t)from, x->contract, x->customer);
  int got = q ? query_step(q, e) : -1;
  if (got != 1) return got == 0;
  day last = (day)query_column(q, 1);
  char since[DAY_TEXT], text[DAY_TEXT];
  run->later = day_later(run->later, last + 1);
  source_fault(im, ERROR_FROZEN, "rate \"%s\": %s comes too late: work of contract \"%s\" was billed at it up to %s",
               x->code, day_format(from, since), query_column_text(q, 0), day_format(last, text));
  query_reset(q);
  return true;
}

static bool write_rate(raise_run *run, const rate *x, day from, const char *after, error *e) {
  import *im = run->im;
  const record now = { .n = x->n };
  row r = { .id = TABLE_RATES, .table = table_of(TABLE_RATES), .name = "rates", .place = ++run->place };
  char *form = form_row(im, r.table, r.id, &now, e), text[DAY_TEXT];
  cJSON *row_was = form ? cJSON_Parse(form) : NULL;
  const char *day_text = arena_text(im->scratch, day_format(from, text));
  cJSON_free(form);
  if (!row_was) return false;
  row_room(im, &r, (size_t)cJSON_GetArraySize(row_was) + 2);
  for (const cJSON *m = row_was->child; m; m = m->next)
    if (strcmp(m->string, "from") && strcmp(m->string, "unit_price"))
      row_put(im, &r, m->string, json_to_cell(im, m), m);
  row_put(im, &r, "from", (cell){ .state = CELL_GIVEN, .text = day_text, .length = strlen(day_text) }, NULL);
  row_put(im, &r, "unit_price", (cell){ .state = CELL_GIVEN, .text = after, .length = strlen(after) }, NULL);
  bool done = import_row(im, &r, e);
  cJSON_Delete(row_was);
  return done;
}

// As of a contract's changes. `next`: the row that follows it; NULL: none does.
static void note_others(raise_run *run, const rate *x, const rate *next, day from) {
  char text[DAY_TEXT];
  if (x->from == from)
    import_kept(run->im, "rate %s: a row from %s on said its price already, which goes up from that", x->code,
                day_format(from, text));
  if (next) import_kept(run->im, "rate %s: a row from %s on says its own price", x->code, day_format(next->from, text));
}

static bool raise_rate(raise_run *run, const rate *x, const rate *next, day from, error *e) {
  const char *after;
  arena_reset(run->im->scratch);
  const raise_contract *k = contract_of(run, x->contract);
  const raised_price price = { .contract = x->contract_id,
                               .customer = k ? k->customer : x->customer_id,
                               .param = x->code,
                               .is_rate = true,
                               .currency = x->currency,
                               .before = x->price,
                               .from = from };
  if (!raise_price(run, price, currency_exponent(x->currency), &after, e)) return false;
  if (after) note_others(run, x, next, from);
  return !after || (refuse_billed(run, x, from, e) && write_rate(run, x, from, after, e));
}

bool raise_rates(raise_run *run, error *e) {
  rate *all = NULL;
  size_t count = 0, stay = 0;
  if (!read_all(run, &all, &count, e)) return false;
  import_table_begins(run->im, TABLE_RATES, "rates");
  for (size_t i = 0; i < count; i++) {
    const rate *x = &all[i];
    const day from = day_of(run, x);
    bool next = i + 1 < count && same_key(x, x + 1);
    if (!x->contract && from == DAY_NEVER && !run->how->customer && !next) stay++;
    if (from == DAY_NEVER || x->from > from || (next && x[1].from <= from)) continue;
    if (!raise_rate(run, x, next ? x + 1 : NULL, from, e)) return false;
  }
  if (stay)
    import_kept(run->im,
                "%zu rate%s that %s not of one contract stay%s: they price the work of all, whatever is chosen", stay,
                text_s((int64_t)stay), stay == 1 ? "is" : "are", stay == 1 ? "s" : "");
  return import_table_ends(run->im, TABLE_RATES, e);
}
