// What only the planner's files call: what it keeps from contract to contract and for the current one, and the acts of
// a plan, from the params in force to its sums.
#pragma once
#include "core/engine/facts/facts.h"
#include "core/engine/plan/planner.h"
#include "core/engine/prepaid/prepaid_for_plans.h"
#include "core/engine/rating/rating_for_plans.h"

// Params in force from a day on; its parts, compiled when first needed.
typedef struct dated_params {
  day from;
  const char *params;
  plugin_part *parts;  // as these params list them; of a contract that is its own only part, itself
  size_t part_count;
  bool opened[PLUGIN_PARTS_MAX];  // by the parts of all params
  int handles[PLUGIN_PARTS_MAX];
} dated_params;

// The current contract's params, by day. Read before its first period.
typedef struct params_in_force {
  dated_params *dated;
  size_t count, capacity;
  plugin_part parts[PLUGIN_PARTS_MAX];  // of all: those that the contract began with, then those that changes added
  size_t part_count;
  bool whole;  // the only part is the contract itself
} params_in_force;

// A charge that no bill has taken. from, until: the period that holds it, once it is reached.
// The current contract's charges in the order of their days; written by charge_items.c.
typedef struct charge_list {
  plan_charge *charges;
  size_t count, capacity, next;  // next: the first that no period has reached
  size_t *late;                  // those that wait for a period that no bill has settled
  size_t late_count, late_capacity;
} charge_list;

// Rows of taxes as they were after a journal entry.
typedef struct taxes_of_then {
  int64_t journal;
  tax_book *book;
  struct taxes_of_then *next;
} taxes_of_then;

// What rates billed periods once more, at the terms of their bills: opened when first needed.
typedef struct term_edits term_edits;
typedef struct past_raters {
  int64_t last_price;       // the last journal entry of rates or changes; -1: not looked for yet
  const term_edits *edits;  // of terms; NULL: not looked for yet
  taxes_of_then *taxes;     // what is made with them lives as long as the planner
  planner *then, *now;      // with prices and changes as they were at the bill, and as they are known now
} past_raters;

// What a fee costs over the days [from, until) of its row: as it is owed.
typedef struct owed_fee {
  fee fee;
  int64_t row;
  day from, until;
  uint32_t item;  // of the rater's that costs them; UINT32_MAX: not made
} owed_fee;

typedef struct owed_list {
  owed_fee *fees;
  size_t count, capacity;
} owed_list;

// Lots of a block that several contracts draw on.
typedef struct lot_group {
  plan_lot *lots;
  size_t count;
} lot_group;

// A period that the batch takes before it ends, by its first day, and why.
typedef struct early_period {
  int64_t contract;
  day from;
  const char *note;
} early_period;

// An item whose amount somebody set in the batch.
typedef struct adjusted_item {
  int64_t contract;
  const char *item;
  adjustment by;
} adjusted_item;

struct planner {
  // Kept from contract to contract.
  book *book;
  rate_book *rates;
  tax_book *taxes;
  plugin_calendars calendars;
  arena *own, *arena;     // its own; that of the current contract
  day as_of, last_batch;  // last_batch: as-of date of the last generated batch, DAY_MIN: none
  int64_t batch;
  early_period *early;  // of the batch
  adjusted_item *adjusted;
  size_t early_count, adjusted_count;
  bool doubts;     // some contract is in doubt
  bool for_other;  // it rates for another planner, whose taxes it uses
  int64_t terms;   // taxes are as they were after that journal entry; 0: as they are
  int64_t prices;  // rates and changes likewise
  bool count_open;
  noted_steps *steps;
  past_raters past;
  planner *sharer;       // plans those that draw before the current contract; opened when first needed
  arena *shared;         // of what it found; NULL: not needed yet
  lot_group handed;      // what the block that the contract draws on has left for it
  const char *withheld;  // why that is not known; NULL: it is
  // Of the current contract: written anew by planner_begin.
  day boundary;  // the latest period boundary on or before as_of, DAY_MIN: none
  params_in_force params;
  rating rating;
  charge_list charges;
  bool restates;    // the fees of the period at hand cost otherwise than bills took, or their bill's terms were edited
  owed_list costs;  // what they cost by today's terms
  plan plan;        // filled when all its items are there
};

// --- planner.c
// Forgets the contract planned last and begins one: its params are read and its rules open; nothing else is.
bool planner_begin(planner *p, const contract *c, error *e);
// A planner that rates for `of` what bills took: at the taxes given, of after the entry `terms`; rates and changes as
// after `prices` (0: as they are). It goes before `of` does.
planner *planner_open_then(planner *of, tax_book *taxes, int64_t terms, int64_t prices, error *e);

// --- params_in_force.c
// Reads the contract's params and their changes (as they were after `journal`; 0: as they are); finds the parts.
bool params_in_force_read(params_in_force *p, const basis *b, int64_t journal, error *e);
// The compiled params of a part in force on a day; PARAMS_NONE where the part is not there on that day.
enum { PARAMS_NONE = -1 };
bool params_in_force_find(params_in_force *p, const basis *b, day d, int part, int *handle, error *e);
// The first day after `from` and before `until` on which they change, else `until`.
day params_in_force_until(const params_in_force *p, day from, day until);
// The type's own schedule, from the params on the as-of date; NULL where it has none.
bool params_in_force_schedule(params_in_force *p, const basis *b, plugin_period **periods, size_t *count, error *e);
// Frees the handles.
void params_in_force_forget(params_in_force *p, const plugin_host *host);

// --- plan_contract.c: the plan of a contract that is handed what it may draw of another's block (`handed`).
bool plan_contract(planner *p, const contract *c, const plan **out, error *e);

// --- plan_periods.c
// The periods from the one that holds `from` to the open one: of the type's schedule, else of the contract.
bool plan_periods(planner *p, day from, billing_period **out, size_t *count, error *e);
// When something may become ready that is not yet; DAY_NEVER: not known, or nothing will.
day plan_next_ready(const planner *p, const billing_period *periods, size_t count);

// --- ask_parts.c
// Whose turn it is when a period begins. billed: a bill has settled the period; waits: a later one can take its late
// work.
at_hand at_hand_in(const contract *c, const billing_period *period, bool billed, bool waits);
// The i-th part has its turn.
void ask_next_part(planner *p, size_t i);
// Asks the part at hand about a phase of the period, stretch by stretch.
bool ask_part(planner *p, rating_phase phase, error *e);
// Asks the contract's parts once more what the period costs, phase by phase, and hands over the fees of each that
// looked at no work.
typedef bool (*fees_taker)(void *context, planner *p, error *e);
bool rate_billed_fees(planner *p, const contract *c, const billing_period *period, fees_taker take, void *context,
                      error *e);

// --- rate_period.c
// Asks the contract's parts what a period costs and prices its work: adds items of both, with gross amounts. billed: a
// bill has settled the period; waits: a later one can take its late work.
bool rate_period(planner *p, const billing_period *period, bool billed, bool waits, error *e);
// Rates the work of a period that a bill took once more, to items with gross amounts. False where it cannot be rated.
bool rate_billed_work(planner *p, const contract *c, const billing_period *period, int64_t bill, error *e);

// --- charge_items.c
// Reads the charges of [first, until) that no claim holds: those open behind the frontier, then those from it on.
bool charges_read(charge_list *list, const basis *b, day first, day until, error *e);
// Whether the period at hand has charges to bill, late ones of earlier periods among them.
bool charges_wait(charge_list *list, const at_hand *now);
// Adds items of them. `ready_on`: when the period settles them.
bool charge_items(charge_list *list, const basis *b, const at_hand *now, const prepaid *balances, item_list *to,
                  day ready_on, error *e);

// --- grant_items.c: adds items of the rows of `grants` that have a price, due on their dates.
bool grant_items(const basis *b, const at_hand *now, const prepaid *balances, item_list *to, error *e);

// --- terms_then.c
// Whether terms of the contract were edited after a journal entry.
bool terms_edited(planner *p, const contract *c, int64_t journal, bool *out, error *e);
// The contract as it is now, but for its terms, which are those of after the entry. Texts live in the arena.
bool terms_then(planner *p, const contract *now, int64_t journal, arena *a, contract *out, error *e);
// The taxes of then; they live as long as the planner.
tax_book *terms_taxes(planner *p, int64_t journal);
// What rates a bill's periods at its terms, with prices and changes as they were then or as they are now. It lives
// until the next call with another entry.
planner *terms_rater(planner *p, int64_t journal, bool prices_then, error *e);

// --- fee_difference.c
// The difference of a day, and in what it is counted: quantity / (over × days) × price each day.
typedef struct fee_difference {
  decimal quantity, price;
  int64_t over;
  int days;
  bool lump;  // one at what the day differs by: it counts nothing
} fee_difference;

void owed_add(arena *a, owed_list *list, const fee *f, int64_t row, day from, day until);
const owed_fee *owed_on(const owed_list *list, int64_t row, day d);
// Whether a day of a row costs more or less than bills took. whole: the days of its period.
bool fee_differs(const owed_list *owed, const fee_claims *claims, int64_t row, day d, int whole, fee_difference *out);
bool fee_difference_same(const fee_difference *a, const fee_difference *b);
// Whether any day of the row does within [from, until).
bool fee_differs_within(const owed_list *owed, const fee_claims *claims, int64_t row, day from, day until, int whole);

// --- catch_up_fees.c
// Before the fees of the phase at hand become items: looks whether they cost otherwise than bills took of them, and
// takes away days that a bill has settled at terms that were edited since: what they cost is told by its terms.
bool fees_beside_bills(planner *p, error *e);
// Adds items of the difference between what billed fees of the period cost at the terms of their bills, as everything
// dated is known now, and what bills took for them; and of lines that dated facts brought into it.
bool fee_catch_ups(planner *p, const billing_period *period, error *e);

// --- catch_up_work.c: adds items of the difference between what billed work of the period costs now and what bills
// took for it; notes in the plan where there may be one that cannot be told to the cent.
bool work_catch_ups(planner *p, const billing_period *period, error *e);

// --- finish_items.c: takes price rules, balances of money and taxes to the items from `first` on, all of one period.
bool finish_items(planner *p, size_t first, error *e);

// --- exclusions.c: marks the items that this batch leaves out, and as overdue those that a generated batch left out.
bool exclusions_mark(planner *p, error *e);

// --- early.c: reads the periods that the batch takes before they end; the one of the current contract that begins on a
// day (NULL: it is not taken); those of a list end on the batch's date.
bool early_read(planner *p, error *e);
const early_period *early_find(const planner *p, day from);
void early_close(const planner *p, billing_period *periods, size_t count);

// --- adjust.c: reads what somebody set of items in the batch; sets it, of those from `first` on that are priced anew.
bool adjust_read(planner *p, error *e);
bool adjust_items(planner *p, size_t first, error *e);

// --- plan_sums.c: sums up the plan's due items; its state is PLAN_READY where there are any, PLAN_HELD where all of
// them are held.
bool plan_sums(plan *p, error *e);
