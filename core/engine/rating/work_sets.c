// Work as contract types handle it: sets of entries, and the prices that they give to them.
#include "core/engine/rating/rating_for_plans.h"
#include <string.h>

// Whether a gathered entry has minutes that no line has taken yet.
static inline bool to_price(const work *w, const plan_entry *entry) {
  if (!entry->billable || entry->item != UINT32_MAX || (entry->has_price && entry->priced >= entry->billed))
    return false;
  const work_group *g = &w->groups[entry->group];
  return !g->open && !g->late;
}

// Late work first, which lies before the period, where its first day is at hand; then that of the entries [from,
// until).
static work_set unpriced(const basis *b, const at_hand *now, const work *w, uint32_t from, uint32_t until) {
  work_set set = { NULL, NULL, 0 };
  size_t room = until - from;
  bool first = now->stretch.from == now->from && !now->billed;
  for (size_t i = 0; first && i < w->kept_groups; i++) room += w->groups[i].last - w->groups[i].first + 1;
  uint32_t *entries = arena_array(b->arena, room, sizeof *entries);
  for (uint32_t g = 0; first && g < w->kept_groups; g++)
    for (uint32_t i = w->groups[g].first; i <= w->groups[g].last; i++)
      if (w->entries[i].group == g && to_price(w, &w->entries[i])) entries[set.count++] = i;
  for (uint32_t i = from; i < until; i++)
    if (w->entries[i].group != UINT32_MAX && to_price(w, &w->entries[i])) entries[set.count++] = i;
  set.entries = entries;
  return set;
}

work_set rating_work(rating *r) {
  if (r->now.phase != PHASE_CLOSES && r->now.phase != PHASE_REST) return (work_set){ NULL, NULL, 0 };
  r->fees.saw_work = true;
  return unpriced(&r->basis, &r->now, &r->work, r->work.stretch_first, r->work.stretch_end);
}

int32_t work_slice(const rating *r, work_set set, size_t i) {
  const plan_entry *entry = &r->work.entries[set.entries[i]];
  return set.minutes ? set.minutes[i] : entry->billed - entry->priced;
}

bool work_divide(rating *r, work_set set, const char *const *covers, size_t cover_count, const char *const *excludes,
                 size_t exclude_count, work_set *in, work_set *out, error *e) {
  (void)e;
  arena *a = r->basis.arena;
  uint32_t *inside = arena_array(a, set.count, sizeof *inside), *outside = arena_array(a, set.count, sizeof *outside);
  int32_t *minutes = set.minutes ? arena_array(a, set.count * 2, sizeof *minutes) : NULL;
  *in = (work_set){ inside, minutes, 0 };
  *out = (work_set){ outside, minutes ? minutes + set.count : NULL, 0 };
  for (size_t i = 0; i < set.count; i++) {
    const char *type = r->work.entries[set.entries[i]].type;
    bool covered =
        (cover_count == 0 || text_listed(type, covers, cover_count)) && !text_listed(type, excludes, exclude_count);
    if (minutes) minutes[covered ? in->count : set.count + out->count] = set.minutes[i];
    if (covered) inside[in->count++] = set.entries[i];
    else outside[out->count++] = set.entries[i];
  }
  return true;
}

int64_t work_minutes(const rating *r, work_set set) {
  int64_t sum = 0;
  for (size_t i = 0; i < set.count; i++) sum += work_slice(r, set, i);
  return sum;
}

int64_t work_tickets(rating *r, work_set set) {
  bool *seen = arena_alloc(r->basis.arena, r->work.group_count + 1);
  int64_t count = 0;
  for (size_t i = 0; i < set.count; i++) {
    bool *mark = &seen[r->work.entries[set.entries[i]].group];
    count += !*mark;
    *mark = true;
  }
  return count;
}

int64_t work_entry_start(const rating *r, uint32_t entry) { return r->work.entries[entry].at; }
const char *work_entry_type(const rating *r, uint32_t entry) { return r->work.entries[entry].type; }
const char *work_entry_ticket(const rating *r, uint32_t entry) {
  return r->work.groups[r->work.entries[entry].group].id;
}

// The minutes of the i-th entry are taken: no other line gives them a price.
static bool take_minutes(rating *r, work_set set, size_t i, int32_t *out, error *e) {
  plan_entry *entry = &r->work.entries[set.entries[i]];
  int32_t minutes = *out = work_slice(r, set, i);
  if (minutes < 0 || entry->priced + minutes > entry->billed || (entry->has_price && minutes == 0))
    return error_set(e, ERROR_PLUGIN, "contract %s: an entry of ticket %s was billed twice", r->basis.contract->id,
                     work_entry_ticket(r, set.entries[i]));
  entry->has_price = true;
  entry->priced += minutes;
  return true;
}

static bool give_price(rating *r, work_set set, size_t i, decimal price, const rate_row *rate, error *e) {
  work *w = &r->work;
  int32_t minutes;
  if (!take_minutes(r, set, i, &minutes, e)) return false;
  w->prices = arena_grow(r->basis.arena, w->prices, w->price_count, &w->price_capacity, sizeof(work_price));
  w->prices[w->price_count++] = (work_price){ .entry = set.entries[i],
                                              .minutes = minutes,
                                              .price = price,
                                              .rate = rate,
                                              .part = r->now.part_code,
                                              .place = r->place };
  return true;
}

bool rating_bill(rating *r, work_set set, decimal price, error *e) {
  for (size_t i = 0; i < set.count; i++)
    if (!give_price(r, set, i, price, NULL, e)) return false;
  return true;
}

bool rating_include(rating *r, work_set set, error *e) { return rating_bill(r, set, 0, e); }

static bool no_price(const rating *r, uint32_t entry, error *e) {
  error_set(e, ERROR_HELD, "work on ticket %s has no price: it names no rate code and the contract has no rate",
            work_entry_ticket(r, entry));
  return error_hint(e, "give the time entry a rate code, or the contract type a rate");
}

// Minutes without a price: their ticket waits until there is one.
static bool hold_entry(rating *r, work_set set, size_t i, error *e) {
  int32_t minutes;
  return hold_alone(&r->basis, &r->work.entries[set.entries[i]].held, e) && take_minutes(r, set, i, &minutes, e);
}

// The i-th entry at its rate code's price, or `price`. *rate: of the entry before it, which may have the same.
static bool give_rate(rating *r, work_set set, size_t i, const decimal *price, const rate_row **rate, error *e) {
  const basis *b = &r->basis;
  const plan_entry *entry = &r->work.entries[set.entries[i]], *last = i ? &r->work.entries[set.entries[i - 1]] : NULL;
  bool known = *rate && last->rate == entry->rate && last->at / 1440 == entry->at / 1440;
  if (!entry->rate) *rate = NULL;
  else if (!known) *rate = rates_find(b->rates, b->contract, entry->rate, (day)(entry->at / 1440), e);
  if (*rate) return give_price(r, set, i, (*rate)->price, *rate, e);
  if (!entry->rate && price) return give_price(r, set, i, *price, NULL, e);
  if (!entry->rate) no_price(r, set.entries[i], e);
  return hold_entry(r, set, i, e);
}

bool rating_rates(rating *r, work_set set, const decimal *price, error *e) {
  const rate_row *rate = NULL;
  for (size_t i = 0; i < set.count; i++)
    if (!give_rate(r, set, i, price, &rate, e)) return false;
  return true;
}

// Whether work on the ticket in another period has its price.
static bool is_priced(const work *w, const work_group *g) {
  for (size_t i = 0; w->kept_groups && i < w->group_count; i++)
    if (w->groups[i].ticket == g->ticket && w->groups[i].priced) return true;
  return false;
}

bool rating_tickets(rating *r, work_set set, decimal price, error *e) {
  work *w = &r->work;
  if (!rating_include(r, set, e)) return false;
  for (size_t i = set.count; i-- > 0;) {
    work_group *g = &w->groups[w->entries[set.entries[i]].group];
    if (g->priced || is_priced(w, g)) continue;
    g->priced = true;
    g->price = price;
  }
  return true;
}

bool work_leftovers(rating *r, error *e) {
  work_set set = unpriced(&r->basis, &r->now, &r->work, r->work.period_first, r->work.period_end);
  return set.count == 0 || rating_rates(r, set, NULL, e);
}
