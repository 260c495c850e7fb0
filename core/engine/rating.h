// One contract being rated: the period at hand, its work as sets, and the lines that a contract type gives for it.
#pragma once
#include "core/engine/plugin.h"

// The period at hand. [from, until) may be a piece of the whole period [whole_from, whole_until): a stub, or part of a period whose price
// changed. Without a grid whole = piece.
typedef struct rating_period {
  day from, until, whole_from, whole_until;
  int64_t index;    // n on the grid, 0 for the first of other schedules
  const char *key;  // of a type's own schedule; NULL
} rating_period;

// A line that a period itself costs. Texts are copied.
typedef struct rating_fee {
  const char *description;
  decimal quantity, price;
  const char *unit, *category, *sku;  // NULL: none, the contract's, the contract's
  bool whole;                         // true: never prorated, whatever the contract says
} rating_fee;

// Work is handled as sets of entries of the period, in order of local start. A set is a list of indexes into the rating's work and lives
// as long as the rating of its contract. Minutes are those to bill: after bill_minutes and the rules of the minutes stage.
typedef struct work_set {
  const uint32_t *entries;
  size_t count;
} work_set;

const contract *rating_contract(const rating *r);
const rating_period *rating_current(const rating *r);

// While someone asks for an explanation: the line of the plugin's text that makes the next call. Only where the rating is traced.
bool rating_traced(const rating *r);
void rating_place(rating *r, const char *file, int line);

// Adds a line of the period's own price. Only inside opens and closes.
bool rating_line(rating *r, const rating_fee *fee, error *e);

// The period's billable work that no line has taken yet. Only inside closes.
work_set rating_work(rating *r);

// Parts a set: entries whose work type is one of `covers` (none: any) and none of `excludes`, and the rest.
bool work_part(rating *r, work_set set, const char *const *covers, size_t cover_count, const char *const *excludes, size_t exclude_count,
               work_set *in, work_set *out, error *e);

// Minutes to bill of a set, or of one entry of it; what else a cursor shows of an entry.
int64_t work_minutes(const rating *r, work_set set);
int64_t work_entry_minutes(const rating *r, uint32_t entry);
int64_t work_entry_start(const rating *r, uint32_t entry);       // local minute
const char *work_entry_type(const rating *r, uint32_t entry);    // may be NULL
const char *work_entry_ticket(const rating *r, uint32_t entry);  // id

// Bills a set: each entry at `price` an hour; at its rate code's price, `price` where it has no code (price NULL: such an entry fails with
// `held`); or for nothing because the contract covers it. An entry is billed once: a second time is an error.
bool rating_bill(rating *r, work_set set, decimal price, error *e);
bool rating_rates(rating *r, work_set set, const decimal *price, error *e);
bool rating_include(rating *r, work_set set, error *e);
