// What one rating holds while it runs; private to the engine's planning files.
#pragma once
#include "core/engine/rating/plan.h"
#include "core/engine/facts/facts.h"
#include "core/engine/rating/tax.h"

// A ticket's work in the period at hand.
typedef struct work_group {
  int64_t ticket;
  const char *id, *title;
  bool open;                    // its work does not bill yet
  bool shared;                  // it bills on other contracts too
  bool late;                    // its period was billed: it waits for the next one that was not
  bool left_out;                // a bill settled its period without it: what it draws is what was reserved then
  day closed_on;                // DAY_MIN: not told
  day from, until;              // the period in which it was worked
  uint32_t count, first, last;  // how many entries; the first and last of them
  int64_t minutes;              // real ones
  bool priced;                  // as one, at `price`
  decimal price;
  const char *x;  // the ticket's own columns, where a rule looks at them
} work_group;

// Minutes of an entry as a contract type priced them.
typedef struct work_price {
  uint32_t entry;
  int64_t minutes;
  decimal price;
  const rate_row *rate;  // what gave the price; NULL: the contract's own
  money_mode draw;       // on a balance of money
  int64_t part;          // whose balance
  int line;              // of the plugin's call, while traced
  const char *file;
} work_price;

// A claimed interval of a period's own price, and what its line said. given: it was waived, or credited for good.
typedef struct fee_claim {
  day from, until;
  int64_t row;
  decimal quantity, price;
  bool given;
} fee_claim;

// A row of `grants`; pinned: a bill has made it a lot, or it is one of this plan.
typedef struct plan_grant {
  int64_t n;
  const char *id;
  day date, expires;
  const char *quantity, *price, *description;
  bool pinned, claimed;
} plan_grant;

// Units that a bill reserved for an entry which it left out; left: not yet used by this plan.
typedef struct reserved_draw {
  int64_t n, lot, entry, left;
  bool charge;  // the entry is a charge
} reserved_draw;

typedef struct settled_mark {
  day from;
  const char *key;
} settled_mark;

// Meters that a plan looked at, read once.
typedef struct meter_memory {
  const char *name;
  const meter_step *steps;
  size_t count;
  day from, until;
  struct meter_memory *next;
} meter_memory;

// A charge that no bill has taken.
typedef struct plan_charge {
  int64_t n, ticket;
  day date, from, until;  // from, until: the period that holds it
  const char *id, *ticket_id, *description, *quantity, *price, *kind, *sku, *discount, *category, *tax;
  bool shared;  // its ticket bills on other contracts too
} plan_charge;

// A line that a period itself costs, over the piece of the period for which it was asked.
typedef struct fee {
  rating_fee terms;
  day from, until;
  int ordinal, turn;  // turn: among lines of the same text and days, from 0
  int line;           // of the plugin's call, while traced
  const char *file;
  uint32_t counts_from, counts_until;  // counts of meters that it was made from, while traced
} fee;
typedef struct fee_list {
  fee *fees;
  size_t count, capacity;
} fee_list;

// The steps of a period in which a contract type is asked for lines.
typedef enum rating_phase { PHASE_NONE, PHASE_OPENS, PHASE_CLOSES, PHASE_REST } rating_phase;

struct rating {
  book *book;
  rate_book *rates;
  tax_book *taxes;
  arena *arena;  // of the current contract
  const contract *contract;
  const plugin_rules *rules;
  day boundary;                   // the latest period boundary on or before as_of, for `overdue`; DAY_MIN: none
  day as_of, last_batch;          // last_batch: as-of date of the last generated batch, DAY_MIN: none
  rating_period current;          // the piece of the period at hand
  day period_from, period_until;  // the whole of it within the contract
  int part;
  int64_t part_code;  // names the part for ever: 0 the contract itself, else a hash of its id
  const char *part_id;
  rating_phase phase;
  bool count_open;   // open tickets count as closed
  bool billed;       // a bill has settled the period at hand
  bool waits;        // a later period can take its late work
  int grants_made;   // by the part in the piece at hand
  int64_t *granted;  // what those of the period's pieces so far come to, by their order
  size_t granted_capacity;
  fee_list fees;  // of the phase at hand
  fee_claim *claims;
  size_t claim_count, claim_capacity;
  plan_grant *grants;
  size_t grant_count, grant_capacity;
  reserved_draw *reserved;
  size_t reserved_count, reserved_capacity;
  const char **left_out;  // items that a run batch excluded
  size_t left_out_count, left_out_capacity;
  reserved_draw *again;  // rows that a bill took and a credit gave back, while their period stays settled: n, charge
  size_t again_count, again_capacity;
  settled_mark *settled;
  size_t settled_count, settled_capacity;
  size_t lot_capacity, draw_capacity;
  int64_t *counted;  // tickets that this plan has counted
  size_t counted_count, counted_capacity;
  money_mode charge_draw;  // the period's charges draw on money
  int64_t charge_part;
  meter_memory *meters;
  uint32_t period_first, period_end;  // entries of the period: plan.entries[first, end)
  uint32_t piece_first, piece_end;    // entries of the piece at hand
  work_group *groups;
  size_t group_count, group_capacity;
  size_t kept_groups;  // the first of them: late work that waits for a period not billed
  work_price *prices;  // of the period, in order of pricing
  size_t price_count, price_capacity;
  plan_charge *charges;
  size_t charge_count, charge_capacity, charge_next;
  bool saw_work;  // the type looked at work in the phase at hand: its lines are no function of facts that stay
  size_t *late;   // charges that wait for a period that no bill has settled
  size_t late_count, late_capacity;
  struct trace *trace;  // NULL: nobody asks for an explanation
  const char *place_file;
  int place_line;
  plan plan;
  size_t repriced_capacity, item_capacity, piece_capacity, entry_capacity, fragment_capacity;
};

// --- work.c
// Reads the contract's unclaimed entries with from <= at < until (local minutes) into the plan.
bool work_read(rating *r, int64_t from, int64_t until, error *e);
// Reads those that a bill took instead; bill 0: those that no bill holds any more though a catch-up was billed for
// them.
bool work_read_again(rating *r, int64_t bill, int64_t from, int64_t until, error *e);
// Takes the entries of [period_from, period_until): groups them by ticket, looks the tickets up, applies the rules of
// the minutes stage.
bool work_begin(rating *r, error *e);

// --- items_work.c
// By how much price rules multiply an hour of an entry: 1 where none does.
bool work_weight(rating *r, uint32_t entry, int64_t minutes, decimal *weight, error *e);

// --- rating.c
// Adds a line to the phase at hand, for the days [from, until).
fee *fee_add(rating *r, const rating_fee *terms, day from, day until);
// Prices what the contract type left: at its rate code, else held.
bool rating_leftovers(rating *r, error *e);

// --- meters.c
// Whether the contract's plan has looked at a meter.
bool meters_counted(const rating *r, const char *meter);

// --- items.c
// Reads the claimed intervals of period prices from a day on, and the unclaimed charges of [from, until).
bool fee_claims_read(rating *r, day from, error *e);
bool charges_read(rating *r, day from, day until, error *e);
// Whether the period at hand has charges to bill, late ones of earlier periods among them.
bool charges_wait(rating *r);

// Items of the fees of the phase at hand, of the period's priced work, of its charges. `ready_on`: when the period
// settles them. Their amounts are gross until items_finish, which takes draws, rules and taxes to the items [first,
// end).
bool items_of_fees(rating *r, day ready_on, error *e);
bool items_of_work(rating *r, day ready_on, error *e);
bool items_of_charges(rating *r, day ready_on, error *e);
bool items_finish(rating *r, size_t first, error *e);

// --- catch_up.c: items of the difference between what a fee costs now and what bills took for it, where the contract
// prorates.
bool items_of_catch_up(rating *r, rating_phase phase, day ready_on, error *e);
