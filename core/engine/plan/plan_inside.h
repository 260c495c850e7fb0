// The planner: what it keeps from contract to contract, and the steps of a plan. Private to the engine's planning
// files.
#pragma once
#include "core/engine/rating/rating_inside.h"

// Params in force from a day on; its parts, compiled when first needed.
typedef struct terms {
  day from;
  const char *params;
  plugin_part *parts;  // as these params list them; of a contract that is its own only part, itself
  size_t part_count;
  bool opened[PLUGIN_PARTS_MAX];
  int handles[PLUGIN_PARTS_MAX];
} terms;

// A period to plan: [from, until) within the contract, the whole anchored one around it, and when it opens and closes
// for billing.
typedef struct plan_period {
  day from, until, whole_from, whole_until, opens_on, closes_on;
  int64_t index;
  const char *key;
  bool once;  // work that comes after it was billed is never due
} plan_period;

struct planner {
  book *book;
  rate_book *rates;
  tax_book *taxes;
  arena *own, *arena;  // its own; that of the current contract
  day as_of, last_batch;
  int64_t batch;
  rating rating;
  plugin_calendars calendars;
  terms *terms;  // of the current contract, by day
  size_t term_count, term_capacity;
  plugin_part
      parts[PLUGIN_PARTS_MAX];  // of all terms: those that the contract began with, then those that changes added
  size_t part_count;
  bool count_open;
  bool whole;  // the only part is the contract itself
  struct trace *trace;
  int64_t journal;      // rates and changes are as they were after that journal entry; 0: as they are
  int64_t last_price;   // the last journal entry of rates or changes; -1: not looked for yet
  planner *then, *now;  // which rate work of bills again, for its catch-ups; NULL until needed
};

// --- planner.c
// Rates the work of a period that a bill took once more, to items without amounts: at the prices that are in force, or
// were when the bill was made. False where it cannot be rated.
planner *planner_again(book *b, day as_of, int64_t journal, error *e);
bool planner_rate_again(planner *p, const contract *c, const plan_period *period, int64_t bill, error *e);

// --- catch_up_work.c: items of the difference between what billed work of the period costs now and what bills took for
// it.
bool items_of_repriced(planner *p, const plan_period *period, error *e);

// --- planner.c
// Whether a failure is the database's, not the contract's: it ends planning instead of holding the contract.
bool planner_grave(error_code code);

// --- terms.c
// Reads the current contract's params and their changes; finds the parts.
bool terms_read(planner *p, error *e);
// The compiled params of a part in force on a day; TERMS_NONE where the part is not there on that day.
enum { TERMS_NONE = -1 };
bool terms_find(planner *p, day d, int part, int *handle, error *e);
// Frees the handles of the current contract.
void terms_forget(planner *p);
// The type's own schedule, from the params at the contract's start; NULL where it has none.
bool terms_periods(planner *p, plugin_period **periods, size_t *count, error *e);

// --- periods.c
// Period n of the contract's grid: false past the range of dates. Empty (until <= from) outside the contract.
bool periods_at(const contract *c, int64_t n, plan_period *out);
// The day before which rows matter for a plan: the end of the period that holds the as-of date.
day periods_horizon(const contract *c, day as_of);
// The periods from the one that holds `from` to the open one.
bool periods_list(planner *p, day from, plan_period **out, size_t *count, error *e);
// When something may become ready that is not yet; DAY_NEVER: not known, or nothing will.
day periods_next(const planner *p, const plan_period *periods, size_t count);

// --- exclusions.c
// Marks the items that this batch leaves out, and as overdue those that a generated batch left out.
bool exclusions_mark(planner *p, error *e);

// --- balances.c
// Sums up the plan's due items; its state is PLAN_READY where there are any.
bool balances_sum(rating *r, error *e);
