// What work and goods cost: of technicians and exchange rates as the book has them now, of rate codes by their day.
#include "core/engine/facts/costs.h"
#include "core/base/money.h"
#include <string.h>

typedef struct technician {
  const char *id;
  bool known;
  decimal cost;
} technician;

struct cost_book {
  book *book;
  rate_book *rates;
  arena *arena;
  technician *technicians;  // by id
  size_t count;
};

static bool technicians_read(cost_book *c, error *e) {
  query *q = db_ask(c->book->db, e, "SELECT id, cost FROM technicians ORDER BY id", "");  // the key of its index
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    const char *cost = query_column_text(q, 1);
    c->technicians = arena_grow(c->arena, c->technicians, c->count, &capacity, sizeof *c->technicians);
    technician *t = &c->technicians[c->count++];
    *t = (technician){ .id = arena_text(c->arena, query_column_text(q, 0)) };
    t->known = cost && decimal_parse(cost, strlen(cost), &t->cost);
  }
  return step == 0;
}

cost_book *costs_open(book *b, error *e) {
  arena *a = arena_new();
  cost_book *c = arena_alloc(a, sizeof *c);
  *c = (cost_book){ .book = b, .arena = a, .rates = rates_open(b, 0) };
  if (technicians_read(c, e)) return c;
  costs_close(c);
  return NULL;
}

void costs_close(cost_book *c) {
  if (!c) return;
  rates_close(c->rates);
  arena_free(c->arena);
}

bool costs_know_technicians(const cost_book *c) { return c->count > 0; }

static const technician *technician_find(const cost_book *c, const char *id) {
  size_t from = 0, to = id ? c->count : 0;
  while (from < to) {
    size_t middle = (from + to) / 2;
    int order = strcmp(c->technicians[middle].id, id);
    if (order == 0) return &c->technicians[middle];
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return NULL;
}

// Home currency for one unit of the contract's; 0 where it is not known.
static bool exchange(cost_book *c, const work_done *work, decimal *rate, error *e) {
  *rate = DECIMAL_ONE;
  if (strcmp(work->contract->currency, c->book->currency) == 0) return true;
  query *q = db_ask(c->book->db, e, "SELECT rate FROM fx WHERE currency = ? AND date <= ? ORDER BY date DESC LIMIT 1",
                    "ti", work->contract->currency, (int64_t)work->day);
  int step = q ? query_step(q, e) : -1;
  const char *text = step == 1 ? query_column_text(q, 0) : NULL;
  if (!text || !decimal_parse(text, strlen(text), rate)) *rate = 0;
  if (step == 1) query_reset(q);
  return step >= 0;
}

static bool too_big(error *e) { return error_set(e, ERROR_TOO_BIG, "what something costs is past the largest amount"); }

bool costs_of_work(cost_book *c, const work_done *work, int64_t *cost, bool *known, error *e) {
  const technician *who = technician_find(c, work->technician);
  decimal an_hour = 0, fx = DECIMAL_ONE;
  *known = who && who->known;
  if (*known) {
    if (!exchange(c, work, &fx, e)) return false;
    an_hour = who->cost;
    *known = fx > 0 && fx <= INT64_MAX / 60;
  }
  if (!*known && work->rate) {
    fx = DECIMAL_ONE;
    if (!rates_cost(c->rates, work->contract, work->rate, work->day, &an_hour, known, e)) return false;
  }
  *cost = 0;
  if (!*known) return true;
  return money_prorated(an_hour, work->minutes * DECIMAL_ONE, (int64_t)DECIMAL_ONE, (int64_t)(60 * fx),
                        work->contract->exponent, ROUND_HALF_UP, cost) ||
         too_big(e);
}

bool costs_of_charge(const char *quantity, const char *each, int exponent, int64_t *cost, bool *known, error *e) {
  decimal count, price;
  *cost = 0;
  *known = each && decimal_parse(each, strlen(each), &price) && decimal_parse(quantity, strlen(quantity), &count);
  return !*known || money_amount(count, price, exponent, ROUND_HALF_UP, cost) || too_big(e);
}
