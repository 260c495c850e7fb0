// What contract types call while a contract is rated: lines, and work as sets.
#include "core/engine/rating/rating.h"
#include "core/engine/rating/steps.h"
#include <string.h>

const contract *rating_contract(const rating *r) { return r->contract; }
const rating_period *rating_current(const rating *r) { return &r->current; }

// Lines of one text are one line, whatever part of the period each covers; several of one text at once are told apart
// by their order.
static int fee_ordinal(const fee_list *list, fee *f) {
  int last = 0, found = 0;
  for (size_t i = 0; i + 1 < list->count; i++) {
    const fee *other = &list->fees[i];
    bool alike = strcmp(other->terms.description, f->terms.description) == 0;
    if (other->ordinal > last) last = other->ordinal;
    if (alike && other->from == f->from) f->turn++;
  }
  for (size_t i = 0; i + 1 < list->count && !found; i++)
    if (list->fees[i].turn == f->turn && strcmp(list->fees[i].terms.description, f->terms.description) == 0)
      found = list->fees[i].ordinal;
  return found ? found : last + 1;
}

fee *fee_add(rating *r, const rating_fee *terms, day from, day until) {
  fee_list *list = &r->fees;
  list->fees = arena_grow(r->arena, list->fees, list->count, &list->capacity, sizeof(fee));
  fee *f = &list->fees[list->count++];
  *f = (fee){ .terms = *terms, .from = from, .until = until, .line = r->place_line, .file = r->place_file };
  trace_counted(r, f);
  f->terms.description = arena_text(r->arena, terms->description);
  f->terms.unit = arena_text(r->arena, terms->unit);
  f->terms.category = arena_text(r->arena, terms->category);
  f->terms.sku = arena_text(r->arena, terms->sku);
  if (f->terms.over < 1) f->terms.over = 1;
  f->ordinal = fee_ordinal(list, f);
  return f;
}

// Whether an earlier piece of the period gave the line.
static bool given_before(const rating *r, const char *description) {
  for (size_t i = 0; i < r->fees.count; i++)
    if (r->fees.fees[i].from < r->current.from && strcmp(r->fees.fees[i].terms.description, description) == 0)
      return true;
  return false;
}

bool rating_line(rating *r, const rating_fee *terms, error *e) {
  enum { FEES_MAX = 10000, DESCRIPTION_MAX = 4000 };
  day from = terms->until ? terms->from : r->current.from, until = terms->until ? terms->until : r->current.until;
  if (r->phase != PHASE_OPENS && r->phase != PHASE_CLOSES)
    return error_set(e, ERROR_PLUGIN, "a line was added outside opens and closes");
  if (!terms->description || !*terms->description) return error_set(e, ERROR_PLUGIN, "a line needs a description");
  if (strlen(terms->description) > DESCRIPTION_MAX)
    return error_set(e, ERROR_TOO_BIG, "a line's description has more than %d bytes", DESCRIPTION_MAX);
  if (r->fees.count == FEES_MAX) return error_set(e, ERROR_TOO_BIG, "a period has more than %d lines", FEES_MAX);
  if (from >= until || from < r->current.from || until > r->current.until)
    return error_set(e, ERROR_PLUGIN, "the line \"%s\" covers days outside its period", terms->description);
  if (r->contract->kind == GRID_ON_DEMAND && !terms->once) {
    error_set(e, ERROR_HELD, "contract %s: its type bills a price for each period, and the contract has none",
              r->contract->id);
    return error_hint(e, "give it a period such as monthly instead of on-demand");
  }
  if (!terms->once || !given_before(r, terms->description)) fee_add(r, terms, from, until);
  return true;
}

static bool to_price(const rating *r, uint32_t i) {
  const plan_entry *entry = &r->plan.entries[i];
  return entry->billable && entry->item == UINT32_MAX && (!entry->taken || entry->priced < entry->billed) &&
         !r->groups[entry->group].open && !r->groups[entry->group].late;
}

// Late work first, which lies before the period, then its own.
work_set rating_work(rating *r) {
  work_set set = { NULL, NULL, 0 };
  size_t room = r->piece_end - r->piece_first;
  bool first = r->current.from == r->period_from && !r->billed;
  if (r->phase != PHASE_CLOSES && r->phase != PHASE_REST) return set;
  r->saw_work = true;
  for (size_t i = 0; first && i < r->kept_groups; i++) room += r->groups[i].last - r->groups[i].first + 1;
  uint32_t *entries = arena_array(r->arena, room, sizeof *entries);
  for (uint32_t g = 0; first && g < r->kept_groups; g++)
    for (uint32_t i = r->groups[g].first; i <= r->groups[g].last; i++)
      if (r->plan.entries[i].group == g && to_price(r, i)) entries[set.count++] = i;
  for (uint32_t i = r->piece_first; i < r->piece_end; i++)
    if (r->plan.entries[i].group != UINT32_MAX && to_price(r, i)) entries[set.count++] = i;
  set.entries = entries;
  return set;
}

static bool listed(const char *type, const char *const *types, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (type && strcmp(type, types[i]) == 0) return true;
  return false;
}

int32_t work_slice(const rating *r, work_set set, size_t i) {
  const plan_entry *entry = &r->plan.entries[set.entries[i]];
  return set.minutes ? set.minutes[i] : entry->billed - entry->priced;
}

bool work_part(rating *r, work_set set, const char *const *covers, size_t cover_count, const char *const *excludes,
               size_t exclude_count, work_set *in, work_set *out, error *e) {
  (void)e;
  uint32_t *inside = arena_array(r->arena, set.count, sizeof *inside),
           *outside = arena_array(r->arena, set.count, sizeof *outside);
  int32_t *minutes = set.minutes ? arena_array(r->arena, set.count * 2, sizeof *minutes) : NULL;
  *in = (work_set){ inside, minutes, 0 };
  *out = (work_set){ outside, minutes ? minutes + set.count : NULL, 0 };
  for (size_t i = 0; i < set.count; i++) {
    const char *type = r->plan.entries[set.entries[i]].type;
    bool covered = (cover_count == 0 || listed(type, covers, cover_count)) && !listed(type, excludes, exclude_count);
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

int64_t work_entry_start(const rating *r, uint32_t entry) { return r->plan.entries[entry].at; }
const char *work_entry_type(const rating *r, uint32_t entry) { return r->plan.entries[entry].type; }
const char *work_entry_ticket(const rating *r, uint32_t entry) { return r->groups[r->plan.entries[entry].group].id; }

static bool take(rating *r, work_set set, size_t i, decimal price, const rate_row *rate, error *e) {
  plan_entry *entry = &r->plan.entries[set.entries[i]];
  int32_t minutes = work_slice(r, set, i);
  if (minutes < 0 || entry->priced + minutes > entry->billed || (entry->taken && minutes == 0))
    return error_set(e, ERROR_PLUGIN, "contract %s: an entry of ticket %s was billed twice", r->contract->id,
                     work_entry_ticket(r, set.entries[i]));
  entry->taken = true;
  entry->priced += minutes;
  r->prices = arena_grow(r->arena, r->prices, r->price_count, &r->price_capacity, sizeof(work_price));
  r->prices[r->price_count++] = (work_price){ .entry = set.entries[i],
                                              .minutes = minutes,
                                              .price = price,
                                              .rate = rate,
                                              .part = r->part_code,
                                              .line = r->place_line,
                                              .file = r->place_file };
  return true;
}

bool rating_bill(rating *r, work_set set, decimal price, error *e) {
  for (size_t i = 0; i < set.count; i++)
    if (!take(r, set, i, price, NULL, e)) return false;
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
    if (!take(r, set, i, rate ? rate->price : *price, rate, e)) return false;
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
