// The planner: what it keeps from contract to contract, and how it begins one.
#include "core/engine/facts/facts.h"
#include "core/engine/plan/plan_inside.h"
#include <string.h>

planner *planner_open(book *b, day as_of, int64_t batch, error *e) {
  int64_t last = 0;
  if (!db_value(b->db, e, &last, DAY_MIN,
                "SELECT as_of FROM batches WHERE state IN ('generated', 'exported') AND n <> ? ORDER BY n DESC LIMIT 1",
                "i", batch))
    return NULL;
  arena *own = arena_new();
  planner *p = arena_alloc(own, sizeof *p);
  *p = (planner){ .book = b,
                  .own = own,
                  .arena = arena_new(),
                  .as_of = as_of,
                  .last_batch = (day)last,
                  .batch = batch,
                  .past.last_price = -1 };
  if (!doubts_any(b, &p->doubts, e) || !calendars_open(b, &p->calendars, e) || !prepaid_in_use(b, &b->ledger, e) ||
      !early_read(p, e) || !adjust_read(p, e)) {
    arena_free(p->arena);
    arena_free(own);
    return NULL;
  }
  p->rates = rates_open(b, 0);
  p->taxes = taxes_open(b, 0);
  return p;
}

planner *planner_open_then(planner *of, tax_book *taxes, int64_t terms, int64_t prices, error *e) {
  planner *p = planner_open(of->book, of->as_of, 0, e);
  if (!p) return NULL;
  p->for_other = true;
  p->terms = terms;
  p->prices = prices;
  p->count_open = true;  // tickets that were opened again
  rates_close(p->rates);
  taxes_close(p->taxes);
  p->rates = rates_open(of->book, prices);
  p->taxes = taxes;
  return p;
}

void planner_close(planner *p) {
  if (!p) return;
  planner_close(p->past.then);
  planner_close(p->past.now);
  planner_close(p->sharer);
  arena_free(p->shared);
  for (taxes_of_then *t = p->past.taxes; t; t = t->next) taxes_close(t->book);
  params_in_force_forget(&p->params, p->book->host);
  rates_close(p->rates);
  if (!p->for_other) taxes_close(p->taxes);
  arena_free(p->arena);
  arena_free(p->own);
}

static day boundary_before(const contract *c, day as_of) {
  int64_t n;
  day boundary;
  if (c->kind != GRID_PERIODS || !period_index(&c->grid, as_of, &n) || !period_boundary(&c->grid, n, &boundary))
    return DAY_MIN;
  return boundary;
}

bool planner_begin(planner *p, const contract *c, error *e) {
  const plugin_host *host = p->book->host;
  params_in_force_forget(&p->params, host);
  arena_reset(p->arena);
  const basis given = { .book = p->book,
                        .rates = p->rates,
                        .taxes = p->taxes,
                        .arena = p->arena,
                        .contract = c,
                        .as_of = p->as_of,
                        .count_open = p->count_open,
                        .steps = p->steps };
  p->rating = (rating){ .basis = given, .now.part_id = "", .prepaid = prepaid_begin(p->arena) };
  p->charges = (charge_list){ 0 };
  p->boundary = boundary_before(c, p->as_of);
  p->plan = (plan){ .contract = c, .state = PLAN_EMPTY, .ready_on = DAY_NEVER };
  return params_in_force_read(&p->params, &p->rating.basis, p->prices, e) &&
         host->rules_open(host->self, c->rules, &p->calendars, &p->rating.basis.rules, e);
}

void planner_count_open(planner *p) { p->count_open = true; }
void planner_note_steps(planner *p, noted_steps *s) { p->steps = s; }
bool planner_counted(const planner *p, const char *meter) { return meters_counted(p->rating.meters, meter); }
const meter_memory *planner_meters(const planner *p) { return p->rating.meters; }
const counted_line *planner_counted_lines(const planner *p) { return p->rating.counted; }

bool plan_rates_have(const plan_rates *rates, const char *code) {
  bool found = rates->all;
  for (size_t i = 0; i < rates->count && !found; i++) found = strcmp(rates->codes[i], code) == 0;
  return found;
}

day planner_as_of(const planner *p) { return p->as_of; }
arena *planner_arena(planner *p) { return p->arena; }
tax_book *planner_taxes(planner *p) { return p->taxes; }

const char *planner_part(const planner *p, int64_t code) {
  for (size_t i = 0; i < p->params.part_count; i++)
    if (part_code(p->params.parts[i].id) == code) return p->params.parts[i].id;
  return NULL;
}
