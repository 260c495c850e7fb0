// What contract types call while a contract is rated: lines, and work as sets.
#include "core/engine/rating.h"
#include "core/engine/rating_state.h"
#include <string.h>

const contract *rating_contract(const rating *r) { return r->contract; }
const rating_period *rating_current(const rating *r) { return &r->current; }

bool rating_line(rating *r, const rating_fee *terms, error *e) {
  if (r->phase == PHASE_NONE) return error_set(e, ERROR_PLUGIN, "a line was added outside opens and closes");
  if (!terms->description || !*terms->description) return error_set(e, ERROR_PLUGIN, "a line needs a description");
  fee_list *list = &r->fees;
  list->fees = arena_grow(r->arena, list->fees, list->count, &list->capacity, sizeof(fee));
  fee *f = &list->fees[list->count++];
  *f = (fee){ *terms, r->current.from, r->current.until, 1, r->place_line, r->place_file };
  for (size_t i = 0; i + 1 < list->count; i++) f->ordinal += list->fees[i].from == f->from;
  f->terms.description = arena_text(r->arena, terms->description);
  f->terms.unit = arena_text(r->arena, terms->unit);
  f->terms.category = arena_text(r->arena, terms->category);
  f->terms.sku = arena_text(r->arena, terms->sku);
  return true;
}

static bool to_price(const rating *r, uint32_t i) {
  const plan_entry *entry = &r->plan.entries[i];
  return entry->billable && !entry->taken && !r->groups[entry->group].open;
}

work_set rating_work(rating *r) {
  work_set set = { NULL, 0 };
  if (r->phase != PHASE_CLOSES) return set;
  uint32_t *entries = arena_array(r->arena, r->piece_end - r->piece_first, sizeof *entries);
  for (uint32_t i = r->piece_first; i < r->piece_end; i++)
    if (to_price(r, i)) entries[set.count++] = i;
  set.entries = entries;
  return set;
}

static bool listed(const char *type, const char *const *types, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (type && strcmp(type, types[i]) == 0) return true;
  return false;
}

bool work_part(rating *r, work_set set, const char *const *covers, size_t cover_count, const char *const *excludes, size_t exclude_count,
               work_set *in, work_set *out, error *e) {
  (void)e;
  uint32_t *inside = arena_array(r->arena, set.count, sizeof *inside), *outside = arena_array(r->arena, set.count, sizeof *outside);
  *in = (work_set){ inside, 0 };
  *out = (work_set){ outside, 0 };
  for (size_t i = 0; i < set.count; i++) {
    const char *type = r->plan.entries[set.entries[i]].type;
    bool covered = (cover_count == 0 || listed(type, covers, cover_count)) && !listed(type, excludes, exclude_count);
    if (covered) inside[in->count++] = set.entries[i];
    else outside[out->count++] = set.entries[i];
  }
  return true;
}

int64_t work_minutes(const rating *r, work_set set) {
  int64_t sum = 0;
  for (size_t i = 0; i < set.count; i++) sum += r->plan.entries[set.entries[i]].billed;
  return sum;
}

int64_t work_entry_minutes(const rating *r, uint32_t entry) { return r->plan.entries[entry].billed; }
int64_t work_entry_start(const rating *r, uint32_t entry) { return r->plan.entries[entry].at; }
const char *work_entry_type(const rating *r, uint32_t entry) { return r->plan.entries[entry].type; }
const char *work_entry_ticket(const rating *r, uint32_t entry) { return r->groups[r->plan.entries[entry].group].id; }

static bool take(rating *r, uint32_t entry, decimal price, const rate_row *rate, error *e) {
  if (r->plan.entries[entry].taken)
    return error_set(e, ERROR_PLUGIN, "contract %s: an entry of ticket %s was billed twice", r->contract->id, work_entry_ticket(r, entry));
  r->plan.entries[entry].taken = true;
  r->prices = arena_grow(r->arena, r->prices, r->price_count, &r->price_capacity, sizeof(work_price));
  r->prices[r->price_count++] = (work_price){ entry, r->plan.entries[entry].billed, price, rate, false, r->place_line, r->place_file };
  return true;
}

bool rating_bill(rating *r, work_set set, decimal price, error *e) {
  for (size_t i = 0; i < set.count; i++)
    if (!take(r, set.entries[i], price, NULL, e)) return false;
  return true;
}

bool rating_include(rating *r, work_set set, error *e) { return rating_bill(r, set, 0, e); }

static bool unpriced(const rating *r, uint32_t entry, error *e) {
  error_set(e, ERROR_HELD, "work on ticket %s has no price: it names no rate code and the contract has no rate",
            work_entry_ticket(r, entry));
  return error_hint(e, "give the time entry a rate code, or the contract type a rate");
}

bool rating_rates(rating *r, work_set set, const decimal *price, error *e) {
  const plan_entry *last = NULL;
  const rate_row *rate = NULL;
  for (size_t i = 0; i < set.count; i++) {
    const plan_entry *entry = &r->plan.entries[set.entries[i]];
    if (!entry->rate && !price) return unpriced(r, set.entries[i], e);
    bool known = last && last->rate == entry->rate && last->at / 1440 == entry->at / 1440;
    if (!entry->rate) rate = NULL;
    else if (!known) rate = rates_find(r->rates, r->contract, entry->rate, (day)(entry->at / 1440), e);
    if (entry->rate && !rate) return false;
    last = entry;
    if (!take(r, set.entries[i], rate ? rate->price : *price, rate, e)) return false;
  }
  return true;
}

bool rating_leftovers(rating *r, error *e) {
  r->phase = PHASE_CLOSES;
  work_set set = rating_work(r);
  bool ok = set.count == 0 || rating_rates(r, set, NULL, e);
  r->phase = PHASE_NONE;
  return ok;
}
