// What one rating holds while it runs; private to the engine's planning files.
#pragma once
#include "core/engine/plan.h"
#include "core/engine/rates.h"
#include "core/engine/tax.h"

// A ticket's work in the period at hand.
typedef struct work_group {
  int64_t ticket;
  const char *id, *title;
  bool open;                    // its work does not bill yet
  bool shared;                  // it bills on other contracts too
  day closed_on;                // DAY_MIN: not told
  uint32_t count, first, last;  // how many entries; the first and last of them
  int64_t minutes;              // real ones
} work_group;

// Minutes of an entry as a contract type priced them.
typedef struct work_price {
  uint32_t entry;
  int64_t minutes;
  decimal price;
  const rate_row *rate;  // what gave the price; NULL: the contract's own
  bool open;             // no price yet: its rate code's or none
  int line;              // of the plugin's call, while traced
  const char *file;
} work_price;

// A claimed interval of a period's own price.
typedef struct fee_claim {
  day from, until;
  int64_t row;
} fee_claim;

// A charge that no bill has taken.
typedef struct plan_charge {
  int64_t n, ticket;
  day date;
  const char *id, *ticket_id, *description, *quantity, *price, *kind, *sku, *discount, *category, *tax;
  bool shared;  // its ticket bills on other contracts too
} plan_charge;

// A line that a period itself costs, over the piece of the period for which it was asked.
typedef struct fee {
  rating_fee terms;
  day from, until;
  int ordinal;
  int line;  // of the plugin's call, while traced
  const char *file;
} fee;
typedef struct fee_list {
  fee *fees;
  size_t count, capacity;
} fee_list;

// The steps of a period in which a contract type is asked for lines.
typedef enum rating_phase { PHASE_NONE, PHASE_OPENS, PHASE_CLOSES } rating_phase;

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
  const char *part_id;
  rating_phase phase;
  fee_list fees;  // of the phase at hand
  fee_claim *claims;
  size_t claim_count, claim_capacity;
  uint32_t period_first, period_end;  // entries of the period: plan.entries[first, end)
  uint32_t piece_first, piece_end;    // entries of the piece at hand
  work_group *groups;
  size_t group_count, group_capacity;
  work_price *prices;  // of the period, in order of pricing
  size_t price_count, price_capacity;
  plan_charge *charges;
  size_t charge_count, charge_capacity, charge_next;
  struct trace *trace;  // NULL: nobody asks for an explanation
  const char *place_file;
  int place_line;
  plan plan;
  size_t item_capacity, piece_capacity, entry_capacity, fragment_capacity;
};

// --- work.c
// Reads the contract's unclaimed entries with from <= at < until (local minutes) into the plan.
bool work_read(rating *r, int64_t from, int64_t until, error *e);
// Takes the entries of [period_from, period_until): groups them by ticket, looks the tickets up, applies the rules of the minutes stage.
bool work_begin(rating *r, error *e);

// --- rating.c
// Prices what the contract type left: at its rate code, else held.
bool rating_leftovers(rating *r, error *e);

// --- items.c
// Reads the claimed intervals of period prices from a day on, and the unclaimed charges of [from, until).
bool fee_claims_read(rating *r, day from, error *e);
bool charges_read(rating *r, day from, day until, error *e);
// Items of the fees of the phase at hand, of the period's priced work, of its charges. `ready_on`: when the period settles them.
bool items_of_fees(rating *r, day ready_on, error *e);
bool items_of_work(rating *r, day ready_on, error *e);
bool items_of_charges(rating *r, day ready_on, error *e);

// The code of a fee in claims.row.
int64_t fee_row(int part, rating_phase phase, int ordinal);
