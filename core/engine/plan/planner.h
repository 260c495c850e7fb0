// The plan of one contract: everything it owes on a day, computed from the book, the plugins and that day alone. It
// reads, and never writes; a bill posts what of a plan was picked.
//
// A planner makes one plan after another. What cannot be priced is no error: the item is held, with its reason; the
// plan where a plugin or a param fails, or where all that is due is held. Items and pieces are described in
// rating/rated.h, lots and draws in prepaid/prepaid.h.
#pragma once
#include "core/engine/prepaid/prepaid.h"
#include "core/engine/rating/rating.h"

typedef enum plan_state { PLAN_READY, PLAN_LOCKED, PLAN_EMPTY, PLAN_HELD } plan_state;

// What is picked under one tax that is rounded on the document. sample: a category that it stands for.
typedef struct plan_base {
  int64_t tax_row, gross, tax;
  const char *category, *sample;
  const tax_answer *answer;
} plan_base;

enum { PLAN_BASES_MAX = 32 };

// A period that has closed; key: of a type's own schedule.
typedef struct plan_settled {
  day from, until;
  const char *key;
  bool once;
} plan_settled;

// Rate codes, each once; "" the contract's own price. all: whichever there are.
typedef struct plan_rates {
  const char **codes;
  size_t count, capacity;
  bool all;
} plan_rates;

typedef struct plan_charge {
  int64_t n, ticket;
  day date, from, until;
  uint32_t item;  // UINT32_MAX: no period has reached it
  const char *id, *ticket_id, *description, *quantity, *price, *kind, *sku, *discount, *category, *tax;
  bool shared;  // its ticket bills on other contracts too
} plan_charge;

typedef struct plan {
  const contract *contract;
  plan_state state;
  day ready_on;        // DAY_NEVER: not known
  const char *reason;  // why it is held; where nothing is due, what it waits for (NULL: the end of a period of its
                       // grid); of what is due, that it counts a meter of which nothing was read
  size_t held_count;   // due items that are; a plan that fails as a whole has no items
  plan_item *items;
  size_t item_count;
  plan_piece *pieces;
  size_t piece_count;
  plan_entry *entries;
  size_t entry_count;
  const plan_charge *charges;  // what was read, in the order of their days
  size_t charge_count;
  plan_fragment *fragments;  // in order of entries within each item
  size_t fragment_count;
  plan_repriced *repriced;
  size_t repriced_count;
  const plan_once *once;
  size_t once_count;
  plan_rates corrected, uncaught;  // of billed work whose price changed: that is corrected, that cannot be to the cent
  bool fees_uncaught;              // what billed fees cost by now could not be told
  int64_t total;                   // Total Balance: all due but what is held
  int64_t pick_amount, pick_tax, pick_minutes, pick_tickets;  // all due but the excluded and the held
  bool pick_bill;
  uint64_t shown;  // hash of what is due
  plan_base bases[PLAN_BASES_MAX];
  size_t base_count;
  day horizon;                // everything before this day was read
  day open_from;              // first day of the first period that is not closed; the horizon where all are
  day seen_until;             // rows before this day are there, as far as anybody knows; what comes later is to come
  const plugin_rules *rules;  // price rules that apply
  plan_lot **lots;            // in the order in which they are drawn
  size_t lot_count;
  plan_draw *draws;  // in the order of the work
  size_t draw_count;
  bool balance;           // some part grants or draws, be there lots or not
  size_t low;             // balances of its own of which on the plan's day less than a fifth is left
  plan_settled *settled;  // closed periods whose work this plan settles
  size_t settled_count;
  const plugin_part *parts;  // of the contract: itself, or those of an agreement
  size_t part_count;
} plan;

// Plans contracts one after another, keeping what they share (rates, taxes). `batch` says whose exclusions count (0:
// none).
typedef struct planner planner;
planner *planner_open(book *b, day as_of, int64_t batch, error *e);
void planner_close(planner *p);  // NULL is allowed

// The plan of a contract; it and its texts live until the next call. False only where the database fails.
bool planner_plan(planner *p, const contract *c, const plan **out, error *e);

// Of its fees alone, from the period that holds the day, or its last one, even if that was billed: the contract is from
// then on one without other rows.
bool planner_fees(planner *p, contract *c, day on, const plan **out, error *e);

// Whether a plan is held as a whole, so that it knows no items.
static inline bool plan_fails(const plan *p) { return p->state == PLAN_HELD && p->item_count == 0; }

// From now on it counts work on open tickets as if they were closed.
void planner_count_open(planner *p);

// Whether the plan made last looked at a meter; all that it looked at, the last one first.
bool planner_counted(const planner *p, const char *meter);
const meter_memory *planner_meters(const planner *p);
// The lines of it that say how many, in every period that it looked at; a period whose terms were looked at twice has
// them twice.
const counted_line *planner_counted_lines(const planner *p);

bool plan_rates_have(const plan_rates *rates, const char *code);

// The id of the part of the contract planned last that a code names; NULL: none.
const char *planner_part(const planner *p, int64_t code);

// Notes the steps of the plans to come; NULL: no more.
void planner_note_steps(planner *p, noted_steps *s);

// The day for which it plans, and the arena of the current plan; the taxes that it has looked up.
day planner_as_of(const planner *p);
arena *planner_arena(planner *p);
tax_book *planner_taxes(planner *p);

// The item's public id, stable from batch to batch, such as k1:2026-04-07 or k1:T7:2026-04-07.
const char *plan_item_id(const plan *p, const plan_item *item, arena *a);
