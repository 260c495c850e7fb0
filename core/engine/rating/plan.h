// The plan of one contract: everything it owes on a day, computed from data and plugins alone. Reads, never writes.
#pragma once
#include "core/engine/facts/facts.h"
#include "core/engine/rating/rating.h"

typedef enum plan_state { PLAN_READY, PLAN_LOCKED, PLAN_EMPTY, PLAN_HELD } plan_state;

// Minutes of one entry at one price. An entry may be in several, where a block ran out in it.
typedef struct plan_fragment {
  uint32_t entry, piece;
  int64_t minutes;
  money_mode draw;  // on a balance of money, of the part
  int64_t part;
} plan_fragment;

// Prepaid units. Quantities: minutes, minor units, or tickets.
typedef struct plan_lot {
  int64_t n;     // movements.n; 0: no bill has pinned it
  int64_t part;  // code of the agreement's line; -1: any
  const char *unit;
  day from, expires;  // first and last day on which it can be drawn; expires DAY_NEVER: none
  day period;         // first day of the period that granted it
  int ordinal;
  int64_t quantity, left, grant_row;
  const char *what;  // of a row of `grants`: how it is called
} plan_lot;

// What was taken from a lot: by an entry, by a charge (`item`), or because it lapsed.
typedef struct plan_draw {
  plan_lot *lot;
  int64_t quantity, ticket;
  uint32_t entry, item;  // UINT32_MAX: none
  day date, period;
  int64_t stored;  // movements.n where a bill has reserved it before
  draw_kind kind;
} plan_draw;

// What an item costs at one price under one tax: rounded once. Lines are made of pieces.
typedef struct plan_piece {
  decimal quantity, price;
  const char *unit, *discount, *description, *category, *sku;
  int64_t amount, tax;           // minor units; amount is net of an inclusive tax
  int64_t gross;                 // before an inclusive tax was taken out; else = amount
  int64_t off;                   // what rules and draws took off quantity × price
  bool off_own;                  // a charge's own discount is in `off`
  int64_t tax_row;               // taxes.n, 0: not taxed
  const tax_answer *tax_answer;  // NULL: not taxed
  const char *tax_name, *tax_rule;
  int64_t minutes;  // of work
  bool counted;     // quantity is a count of its own, not minutes
  day date;         // of its first entry, its charge; the period's first day
} plan_piece;

// The smallest thing that can be billed. Its pieces are pieces[first_piece … + piece_count).
typedef struct plan_item {
  item_kind kind;
  day from, until;              // its period; until 0 with from 0: none (on demand)
  day period;                   // first day of the whole period within the contract
  day claim_from, claim_until;  // of a fee in claims, where not its dates: what is billed once; until 0: its dates
  int64_t row;                  // claims.row: fee code, charge n; of tickets the ticket's n
  int64_t ticket;               // tickets.n, 0: none
  const char *ticket_id, *title, *key;  // key: the charge's id, the schedule's key; NULL
  const char *part;                     // id of the part, "" for the only one
  int ordinal;                          // of a fee within its period and phase, from 1
  day date, ready_on;                   // ready_on DAY_NEVER: not known
  int64_t minutes;                      // real ones
  int64_t amount, tax;
  uint32_t first_piece, piece_count;
  bool due, overdue, excluded, nonzero;
  bool shared;       // its ticket bills on other contracts too
  bool catch_up;     // what a billed fee, or billed work, costs more or less by now
  bool repriced;     // of work: it claims entries (plan.repriced), no days
  bool left_out;     // of a charge: a bill settled its period without it
  const char *note;  // of the exclusion
  const char *x;     // of its ticket or charge, where a rule looks at it
} plan_item;

// A time entry of the contract that no bill has taken.
typedef struct plan_entry {
  int64_t at, n, ticket;    // at: local minute on which it starts
  int64_t utc;              // the same, in seconds since 1970 UTC
  int32_t minutes, billed;  // real; to bill, after bill_minutes and rules
  int32_t priced;           // of those to bill, by lines
  uint32_t group;           // its ticket's group within the period
  uint32_t item;            // the item that holds it; UINT32_MAX: none (its ticket is open)
  bool billable, taken;
  bool continued;  // a later part of the entry before it, which a rule has split
  int64_t begins;  // local minute on which the part starts, by the clock of that moment
  const char *rate, *type, *note, *x;
} plan_entry;

// An entry whose price an item corrects: `row` of a claim beside the entry's own (claims.row).
typedef struct plan_repriced {
  int64_t at, row;
  uint32_t item;
} plan_repriced;

// What is picked under one tax that is rounded on the document.
typedef struct plan_base {
  int64_t tax_row, gross, tax;
  const char *category, *sample;
  const tax_answer *answer;
} plan_base;  // sample: a category that it stands for

enum { PLAN_BASES_MAX = 32 };

// A period that has closed; key: of a type's own schedule.
typedef struct plan_settled {
  day from, until;
  const char *key;
  bool once;
} plan_settled;

typedef struct plan {
  const contract *contract;
  plan_state state;
  day ready_on;        // DAY_NEVER: not known
  const char *reason;  // why it is held
  plan_item *items;
  size_t item_count;
  plan_piece *pieces;
  size_t piece_count;
  plan_entry *entries;
  size_t entry_count;
  plan_fragment *fragments;  // in order of entries within each item
  size_t fragment_count;
  plan_repriced *repriced;
  size_t repriced_count;
  bool uncaught;                                              // prices of billed work changed where nothing catches up
  int64_t total;                                              // Total Balance: all due
  int64_t pick_amount, pick_tax, pick_minutes, pick_tickets;  // all due but the excluded
  bool pick_bill;
  uint64_t shown;  // hash of what is due
  plan_base bases[PLAN_BASES_MAX];
  size_t base_count;
  day horizon;                // everything before this day was read
  day open_from;              // first day of the first period that is not closed; the horizon where all are
  const plugin_rules *rules;  // price rules that apply
  plan_lot **lots;            // in the order in which they are drawn
  size_t lot_count;
  plan_draw *draws;  // in the order of the work
  size_t draw_count;
  bool balance;           // some part grants or draws, be there lots or not
  plan_settled *settled;  // closed periods whose work this plan settles
  size_t settled_count;
  const plugin_part *parts;  // of the contract: itself, or those of an agreement
  size_t part_count;
} plan;

// Plans contracts one after another, keeping what they share (rates, taxes). `batch` says whose exclusions count (0:
// none).
typedef struct planner planner;
planner *planner_open(book *b, day as_of, int64_t batch, error *e);
void planner_close(planner *p);

// The plan of a contract; it and its texts live until the next call. A failing plugin, param or price is no error: the
// plan is PLAN_HELD with its reason. False only where the database fails.
bool planner_plan(planner *p, const contract *c, const plan **out, error *e);

// From now on it counts work on open tickets as if they were closed.
void planner_count_open(planner *p);

// Whether the plan made last looked at a meter.
bool planner_counted(const planner *p, const char *meter);

// Whether the plan made last met billed work whose price may have changed and that cannot be priced again to the cent.
bool planner_uncaught(const planner *p);

// The id of the part of the contract planned last that a code names; NULL: none.
const char *planner_part(const planner *p, int64_t code);
// Notes the steps of the plans to come in a trace (engine/trace.h); NULL: no more.
struct trace;
void planner_trace(planner *p, struct trace *t);

// The day for which it plans, and the arena of the current plan; the taxes that it has looked up.
day planner_as_of(const planner *p);
arena *planner_arena(planner *p);
struct tax_book *planner_taxes(planner *p);

// The item's public id, stable from batch to batch, such as k1:2026-04-07 or k1:T7:2026-04-07.
const char *plan_item_id(const plan *p, const plan_item *item, arena *a);
