// A rating for tests of the plugin host.
#include "tests/core/fake_rating.h"
#include <stdio.h>
#include <string.h>

const contract *rating_contract(const rating *r) { return &r->contract; }
size_t rating_memory(const rating *r) { return r->pooled * sizeof *r->pool; }
bool rating_notes_steps(const rating *r) { return r == NULL; }
void rating_place(rating *r, const char *file, int line) { (void)r, (void)file, (void)line; }
const rating_period *rating_current(const rating *r) { return &r->period; }

bool rating_line(rating *r, const rating_fee *fee, error *e) {
  if (r->refuse) return error_set(e, ERROR_HELD, "the engine holds this line");
  snprintf(r->texts[r->fee_count], sizeof r->texts[0], "%s", fee->description);
  r->fees[r->fee_count] = *fee;
  r->fees[r->fee_count].description = r->texts[r->fee_count];
  r->fee_count++;
  return true;
}

work_set rating_work(rating *r) {
  uint32_t *first = r->pool + r->pooled;
  for (size_t i = 0; i < r->entry_count; i++) r->pool[r->pooled++] = (uint32_t)i;
  return (work_set){ first, NULL, r->entry_count };
}

static bool named(const char *type, const char *const *types, size_t count) {
  for (size_t i = 0; type && i < count; i++)
    if (strcmp(types[i], type) == 0) return true;
  return false;
}

bool work_divide(rating *r, work_set set, const char *const *covers, size_t cover_count, const char *const *excludes,
                 size_t exclude_count, work_set *in, work_set *out, error *e) {
  (void)e;
  work_set *sides[] = { out, in };
  for (int side = 0; side < 2; side++) {
    *sides[side] = (work_set){ r->pool + r->pooled, NULL, 0 };
    for (size_t i = 0; i < set.count; i++) {
      const char *type = r->entries[set.entries[i]].type;
      bool inside = (cover_count == 0 || named(type, covers, cover_count)) && !named(type, excludes, exclude_count);
      if (inside != (side == 1)) continue;
      r->pool[r->pooled++] = set.entries[i];
      sides[side]->count++;
    }
  }
  return true;
}

int32_t work_slice(const rating *r, work_set set, size_t i) { return (int32_t)r->entries[set.entries[i]].minutes; }
int64_t work_entry_start(const rating *r, uint32_t entry) { return r->entries[entry].start; }
const char *work_entry_type(const rating *r, uint32_t entry) { return r->entries[entry].type; }
const char *work_entry_ticket(const rating *r, uint32_t entry) { return r->entries[entry].ticket; }

bool work_entry_own(rating *r, uint32_t entry, const char **entry_x, const char **ticket_x, error *e) {
  (void)e;
  *entry_x = NULL;
  *ticket_x = r->entries[entry].x;
  return true;
}

int64_t work_minutes(const rating *r, work_set set) {
  int64_t sum = 0;
  for (size_t i = 0; i < set.count; i++) sum += r->entries[set.entries[i]].minutes;
  return sum;
}

int64_t work_tickets(rating *r, work_set set) {
  int64_t count = 0;
  for (size_t i = 0; i < set.count; i++) {
    bool seen = false;
    for (size_t k = 0; k < i && !seen; k++)
      seen = strcmp(r->entries[set.entries[k]].ticket, r->entries[set.entries[i]].ticket) == 0;
    count += !seen;
  }
  return count;
}

bool rating_bill(rating *r, work_set set, decimal price, error *e) {
  (void)e;
  r->priced += work_minutes(r, set);
  r->price = price;
  return true;
}

bool rating_rates(rating *r, work_set set, const decimal *price, error *e) {
  (void)e;
  r->rated += work_minutes(r, set);
  r->price = price ? *price : -1;
  return true;
}

bool rating_include(rating *r, work_set set, error *e) {
  (void)e;
  r->included += work_minutes(r, set);
  return true;
}

bool rating_grant(rating *r, const rating_lot *lot, error *e) {
  (void)e;
  r->granted += lot->quantity;
  return true;
}

bool rating_draw(rating *r, work_set set, const draw_terms *terms, work_set *covered, work_set *over, error *e) {
  (void)r;
  (void)terms;
  (void)e;
  *covered = set;
  *over = (work_set){ NULL, NULL, 0 };
  return true;
}

bool rating_draw_money(rating *r, work_set set, const decimal *price, money_mode mode, error *e) {
  (void)mode;
  return rating_rates(r, set, price, e);
}

bool rating_draw_charges(rating *r, money_mode mode, error *e) {
  (void)r;
  (void)mode;
  (void)e;
  return true;
}

bool rating_tickets(rating *r, work_set set, decimal price, error *e) { return rating_bill(r, set, price, e); }

bool rating_unused(rating *r, const char *unit, unused_units *out, error *e) {
  (void)r;
  (void)unit;
  (void)e;
  *out = (unused_units){ .amount = 90, .scale = 60 };
  return true;
}

bool rating_steps(rating *r, const char *const *meters, size_t meter_count, const meter_step **steps, size_t *count,
                  error *e) {
  (void)meters;
  (void)meter_count;
  (void)e;
  r->step = (meter_step){ r->period.from, 3 * DECIMAL_ONE };
  *steps = &r->step;
  *count = 1;
  return true;
}

bool rating_measure(rating *r, const char *const *meters, size_t meter_count, measure how, decimal *count,
                    int64_t *over, error *e) {
  (void)r;
  (void)meters;
  (void)e;
  *count = (decimal)meter_count * DECIMAL_ONE;
  *over = how + 1;
  return true;
}
