// One contract being rated: the period at hand, its work as sets, and the lines that a contract type gives for it.
#pragma once
#include "core/engine/facts/facts.h"
#include "core/engine/plugin.h"

// The period at hand. [from, until) may be a piece of the whole period [whole_from, whole_until): a stub, or part of a
// period whose price changed. Without a grid whole = piece.
typedef struct rating_period {
  day from, until, whole_from, whole_until;
  int64_t index;    // n on the grid, 0 for the first of other schedules
  int64_t number;   // periods of the contract before it
  int64_t left;     // periods of the contract from it on; negative: no end
  const char *key;  // of a type's own schedule; NULL
} rating_period;

// A line that a period itself costs. Texts are copied. Lines of one text in one period and phase are parts of the same
// line.
typedef struct rating_fee {
  const char *description;
  decimal quantity, price;
  int64_t over;                       // the quantity is quantity / over, such as device-days over days; at least 1
  const char *unit, *category, *sku;  // NULL: none, the contract's, the contract's
  bool whole;                         // true: never prorated, whatever the contract says
  bool once;                          // once in the contract's life, not each period
  day from, until;                    // the part of the period that it covers; 0, 0: the piece at hand
} rating_fee;

// Prepaid units that a period grants. Units: hours, money (of the contract's currency), tickets; and limit: money that
// work may cost.
typedef struct rating_lot {
  const char *unit;
  decimal quantity;
  int64_t pool;     // so many periods share what they grant, counted from the contract's start; at least 1
  int64_t periods;  // usable in that many periods after the last of the pool; negative: for ever
  bool capped;      // what is carried in from before is at most `cap`
  decimal cap;
  bool once;      // once in the contract's life
  bool with_tax;  // of money: the tax on it on top
} rating_lot;

// Work is handled as sets of entries of the period, in order of local start. A set is a list of indexes into the
// rating's work and lives as long as the rating of its contract. Minutes are those to bill: after bill_minutes and the
// rules of the minutes stage; `minutes` NULL: all of each entry that no line has taken yet.
typedef struct work_set {
  const uint32_t *entries;
  const int32_t *minutes;
  size_t count;
} work_set;

// What a meter showed from a day on, until the next step.
typedef struct meter_step {
  day from;
  decimal count;
} meter_step;
typedef enum measure { MEASURE_START, MEASURE_END, MEASURE_PEAK, MEASURE_AVERAGE, MEASURE_DEVICE_DAYS } measure;

// How work draws on a balance.
typedef struct draw_terms {
  const char *unit;        // hours or tickets
  bool weighted;           // an hour at a price that rules multiply draws as many hours
  bool own_period;         // late work draws on its own period, not on the next that is not billed
  const rating_fee *more;  // a line that renews the balance when it is used up, by its quantity; NULL: none
} draw_terms;
typedef enum money_mode { MONEY_NONE, MONEY_NET, MONEY_WITH_TAX, MONEY_BUDGET } money_mode;

const contract *rating_contract(const rating *r);
const rating_period *rating_current(const rating *r);

// While someone asks for an explanation: the line of the plugin's text that makes the next call. Only where the rating
// is traced.
bool rating_traced(const rating *r);
void rating_place(rating *r, const char *file, int line);

// Adds a line of the period's own price. Only inside opens and closes.
bool rating_line(rating *r, const rating_fee *fee, error *e);

// Grants prepaid units from the piece at hand on: its share of a whole period's. What the period was granted before, by
// a bill or ahead by the first period of its pool, is made up to that, or taken back as far as it is left; where the
// contract does not prorate, what was sold stays. `held` where the quantity is not a whole number of minutes, minor
// units or tickets.
bool rating_grant(rating *r, const rating_lot *lot, error *e);

// Parts a set into what the balance covers, oldest lot first, an entry split where it runs out, and what is past it.
// Tickets are covered whole. Work of a period that was billed waits for the next one that was not: both sets leave it
// out.
bool rating_draw(rating *r, work_set set, const draw_terms *terms, work_set *covered, work_set *over, error *e);

// Bills a set like rating_rates, and takes off what the balance of money pays: with the tax on it (MONEY_WITH_TAX), or,
// of a budget, what is past it (MONEY_BUDGET).
bool rating_draw_money(rating *r, work_set set, const decimal *price, money_mode mode, error *e);

// The period's charges draw on the balance of money as well: on that of the first part that says so.
bool rating_draw_charges(rating *r, money_mode mode, error *e);

// Each ticket of a set at a price of its own, its time included; once, however many periods it was worked in.
bool rating_tickets(rating *r, work_set set, decimal price, error *e);

// Takes what is left of the balance and lapses with this period, for a refund: amount / scale units.
bool rating_unused(rating *r, const char *unit, int64_t *amount, int64_t *scale, error *e);

// What meters show together, readings and devices, over the whole period at hand: its steps, the first at the period's
// first day; or one number, count / over, which is exact.
bool rating_steps(rating *r, const char *const *meters, size_t meter_count, const meter_step **steps, size_t *count,
                  error *e);
bool rating_measure(rating *r, const char *const *meters, size_t meter_count, measure how, decimal *count,
                    int64_t *over, error *e);

// The period's billable work that no line has taken yet. Only inside closes.
work_set rating_work(rating *r);

// Parts a set: entries whose work type is one of `covers` (none: any) and none of `excludes`, and the rest.
bool work_part(rating *r, work_set set, const char *const *covers, size_t cover_count, const char *const *excludes,
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
// an entry fails with `held`); or for nothing because the contract covers it. An entry is billed once: a second time is
// an error.
bool rating_bill(rating *r, work_set set, decimal price, error *e);
bool rating_rates(rating *r, work_set set, const decimal *price, error *e);
bool rating_include(rating *r, work_set set, error *e);
