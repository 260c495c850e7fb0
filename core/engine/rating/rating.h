// One period of a contract priced: what its type's plugin says that it costs, and what its work, at prices by the hour
// or by the ticket, comes to. Nothing here knows what is prepaid, nor which periods a contract has.
//
// Two sides call it. A plugin, through its handles, calls what is declared here: it reads the period at hand and its
// work as sets, and gives lines and prices. The rooms above read what came of it (rated.h), which tax it bears (tax.h)
// and, where someone asks, by which steps it came about (steps.h). How a period is rated is for those rooms alone that
// make plans of it (rating_for_plans.h).
#pragma once
#include "core/engine/rating/rated.h"
#include "core/engine/rating/steps.h"
#include "core/engine/rating/tax.h"

// Work is handled as sets of entries of the period, in order of local start. A set is a list of indexes into the
// rating's work and lives as long as the rating of its contract. Minutes are those to bill: after bill_minutes and the
// rules of the minutes stage; `minutes` NULL: all of each entry that no line has taken yet.
typedef struct work_set {
  const uint32_t *entries;
  const int32_t *minutes;
  size_t count;
} work_set;

typedef enum measure { MEASURE_START, MEASURE_END, MEASURE_PEAK, MEASURE_AVERAGE, MEASURE_DEVICE_DAYS } measure;

const contract *rating_contract(const rating *r);
const rating_period *rating_current(const rating *r);

// Bytes that the rating has taken, for good: a difference tells what a plugin's call made it take.
size_t rating_memory(const rating *r);

// While someone asks for an explanation: the line of the plugin's text that makes the next call. Only where the rating
// notes its steps.
bool rating_notes_steps(const rating *r);
void rating_place(rating *r, const char *file, int line);

// Adds a line of the period's own price. Only inside opens and closes.
bool rating_line(rating *r, const rating_fee *fee, error *e);

// Each ticket of a set at a price of its own, its time included; once, however many periods it was worked in.
bool rating_tickets(rating *r, work_set set, decimal price, error *e);

// What meters show together, readings and devices, over the whole period at hand: its steps, the first at the period's
// first day; or one number, count / over, which is exact.
bool rating_steps(rating *r, const char *const *meters, size_t meter_count, const meter_step **steps, size_t *count,
                  error *e);
bool rating_measure(rating *r, const char *const *meters, size_t meter_count, measure how, decimal *count,
                    int64_t *over, error *e);

// What documents have billed net, in the contract's currency: of other contracts of its customer (none named: of all),
// in these categories (none named: all).
typedef struct billed_of {
  const char *const *contracts, *const *categories;
  size_t contract_count, category_count;
} billed_of;

// Minor units that numbered documents had billed of the days of the stretch at hand before the bill that is rated, less
// what credit notes took back; void ones bill nothing. Each line counts on its day, or the first of its days. Only
// inside closes.
bool rating_billed(rating *r, const billed_of *of, int64_t *out, error *e);

// What a charge costs by its own columns, in minor units: quantity × price less a discount (a percentage, or an amount;
// NULL: none). False where one is no number or the amount is too large.
bool charge_amount(const char *quantity, const char *price, const char *discount, int exponent, int64_t *gross);

// The period's billable work that no line has taken yet. Only inside closes.
work_set rating_work(rating *r);

// Divides a set: entries whose work type is one of `covers` (none: any) and none of `excludes`, and the rest.
bool work_divide(rating *r, work_set set, const char *const *covers, size_t cover_count, const char *const *excludes,
                 size_t exclude_count, work_set *in, work_set *out, error *e);

// Minutes to bill of a set; its tickets, each counted once; minutes of its i-th entry; what else a cursor shows of an
// entry.
int64_t work_minutes(const rating *r, work_set set);
int64_t work_tickets(rating *r, work_set set);
int32_t work_slice(const rating *r, work_set set, size_t i);
int64_t work_entry_start(const rating *r, uint32_t entry);       // local minute
const char *work_entry_type(const rating *r, uint32_t entry);    // may be NULL
const char *work_entry_ticket(const rating *r, uint32_t entry);  // id

// The MSP's own columns of an entry and of its ticket, as JSON objects; NULL: none. They are read when they are asked
// for.
bool work_entry_own(rating *r, uint32_t entry, const char **entry_x, const char **ticket_x, error *e);

// Bills a set: each entry at `price` an hour; at its rate code's price, `price` where it has no code (price NULL: such
// an entry is held, like one without a rate in force); or for nothing because the contract covers it. An entry is
// billed once: a second time is an error.
bool rating_bill(rating *r, work_set set, decimal price, error *e);
bool rating_rates(rating *r, work_set set, const decimal *price, error *e);
bool rating_include(rating *r, work_set set, error *e);
