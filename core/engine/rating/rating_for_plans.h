// What a rating is made of, for the rooms that make plans with it (prepaid/, plan/): what each member holds, who writes
// it and when, and the acts by which a period is rated.
//
// What a plugin calls is handed the whole rating, for that is all that a plugin can name. Everything else is handed the
// members that it reads, and as non-const the one that it writes.
#pragma once
#include "core/engine/rating/rating.h"

// By what a contract is rated. Written when its plan begins, but for `rules`, which are known once its params are.
typedef struct basis {
  book *book;
  rate_book *rates;
  tax_book *taxes;
  arena *arena;  // of the plan: what is made while the contract is rated lives there
  const contract *contract;
  const plugin_rules *rules;  // price rules that apply
  day as_of;
  bool count_open;     // open tickets count as closed
  noted_steps *steps;  // where steps are noted; NULL: nobody asks for an explanation
} basis;

// The steps of a period in which a contract type is asked for lines.
typedef enum rating_phase { PHASE_NONE, PHASE_OPENS, PHASE_CLOSES, PHASE_REST } rating_phase;

// Whose turn it is: which period, stretch of it, part of the contract and phase. Written by plan/rate_period.c alone,
// before it asks a plugin or makes items.
typedef struct at_hand {
  day from, until;        // the period within the contract
  rating_period stretch;  // what a plugin is asked about: days with the same params; else all of the period
  bool billed;            // a bill has settled the period
  int64_t again;          // bill whose own prices of the period are rated again, 0: none; to rules it is no other bill
  bool waits;             // a later period can take its late work
  int part;
  const char *part_id;  // "" the contract itself
  int64_t part_code;    // names the part for ever: 0 the contract itself, else a hash of its id
  rating_phase phase;
} at_hand;

// A line that a period itself costs, over the days for which it was given.
typedef struct fee {
  rating_fee terms;
  day from, until;
  int ordinal, turn;  // turn: among lines of the same text and days, from 0
  int days;           // that its quantity stands for, of which some days cost their share; 0: not shared
  step_place place;   // of the plugin's call, while steps are noted
  uint32_t counts_from, counts_until;  // counts of meters that it was made from, while steps are noted
  const char *silence;                 // of those counts; NULL: something was read
} fee;

// The lines of the phase at hand. Written by what a plugin calls; ended, once it has answered, by fees_end.
typedef struct fee_list {
  fee *fees;
  size_t count, capacity;
  bool saw_work;  // the type looked at work: its lines are no function of facts that stay
} fee_list;

// A claimed interval of a period's own price, and what its line said.
typedef struct fee_claim {
  day from, until;
  int64_t row;
  int64_t line, journal;  // of the bill: the journal's position at its rating
  int64_t terms;          // the position of the terms at which it was billed: those of another bill, or its own
  decimal quantity, price;
  int64_t amount, tax;            // net
  int64_t kept_amount, kept_tax;  // without what was waived or credited for good
  int64_t tax_row;                // taxes.n, 0: not taxed
  const char *category;
  bool given;  // something of it was waived, or credited for good
  bool off;    // rules took something off it
} fee_claim;

// What bills took of the contract's own prices. Read once, before the first period.
typedef struct fee_claims {
  fee_claim *claims;
  size_t count, capacity;
} fee_claims;

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
  money_mode draw;       // on a balance of money, of the part
  int64_t part;          // its code
  step_place place;      // of the plugin's call, while steps are noted
} work_price;

// The contract's work that no bill has taken. Its entries are read once and gathered period by period (work.c); what a
// plugin calls gives them prices (work_sets.c); draws on balances say which groups wait (prepaid/draw_work.c).
typedef struct work {
  plan_entry *entries;
  size_t entry_count, entry_capacity;
  uint32_t period_first, period_end;    // entries of the period: entries[first, end)
  uint32_t stretch_first, stretch_end;  // of the stretch at hand
  work_group *groups;
  size_t group_count, group_capacity;
  size_t kept_groups;  // the first of them: late work that waits for a period not billed
  work_price *prices;  // of the period, in order of pricing
  size_t price_count, price_capacity;
} work;

// Items as they are made, and their pieces. Each maker appends; what is taken off their gross amounts, and their taxes,
// come when all of a period are there.
typedef struct item_list {
  plan_item *items;
  plan_piece *pieces;
  plan_fragment *fragments;  // in order of entries within each item
  plan_repriced *repriced;
  plan_once *once;
  uint32_t *once_slots;  // once by ticket and rule, by hash: each from 1; 0: free
  size_t item_count, piece_count, fragment_count, repriced_count, once_count;
  size_t item_capacity, piece_capacity, fragment_capacity, repriced_capacity, once_capacity, once_size;
} item_list;

// One contract being rated: what a plugin's handles hold.
struct rating {
  basis basis;
  at_hand now;
  fee_list fees;
  fee_claims claims;
  work work;
  item_list items;
  meter_memory *meters;     // written by meters.c
  const char *silence;      // of what was counted since the line before, where all of it was silent; likewise
  bool counting;            // something was counted since the line before
  const char *counted_by;   // the meters of what was counted last, for one line; NULL: nothing was
  counted_line *counted;    // lines that say how many, and what they were made from: written by fee_add
  step_place place;         // the plugin's line that calls, while steps are noted
  struct prepaid *prepaid;  // its balances: the room above
};

// --- fees.c
// Adds a line to the phase at hand, for the days [from, until).
fee *fee_add(rating *r, const rating_fee *terms, day from, day until);
// Joins the lines [from, count), which the last stretch gave, to the lines from `before` on of the stretch that gave
// some before it, where all are the same: a change of params that leaves the price of a period alone does not split it.
void fees_join(fee_list *list, size_t before, size_t from);
// The phase has been asked: how many days each line stands for.
void fees_end(const basis *b, const at_hand *now, fee_list *list);

// --- work.c
// Reads those of the contract's entries with from <= at < until (local minutes) that lie open behind its frontier, but
// for work that sleeps where open tickets do not count; then those from its frontier on that no claim holds.
bool work_read_open(const basis *b, work *w, int64_t from, int64_t until, error *e);
bool work_read(const basis *b, work *w, int64_t from, int64_t until, error *e);
// Reads those that a bill took instead; bill 0: those that no bill holds any more though a catch-up was billed for
// them.
bool work_read_billed(const basis *b, work *w, int64_t bill, int64_t from, int64_t until, error *e);
// Takes the entries of the period: groups them by ticket, looks the tickets up, applies the rules of the minutes stage.
// Groups of the period before that are late come first, if only to wait on.
bool work_begin(const basis *b, const at_hand *now, work *w, error *e);
// Finds the entries of the stretch at hand.
void work_stretch(const at_hand *now, work *w);

// --- work_sets.c
// Prices what the contract type left of the period: at its rate code, else held.
bool work_leftovers(rating *r, error *e);

// --- meters.c
// Whether the contract's plan has looked at a meter.
bool meters_counted(const meter_memory *meters, const char *meter);
// A plugin is asked for lines: it has counted nothing yet.
void meters_asks(rating *r);

// --- items.c
// Whether a failure is the database's, not the contract's: it ends planning instead of holding anything.
bool error_ends_planning(error_code code);
// A failure in words, with what would mend it.
const char *failure_text(const error *e, arena *a);
// Where only what is at hand fails to be priced: *held says why (what it said before stays), and the error is none.
// False where more than that fails: the database, or a plugin without time or memory left, as it would be for whatever
// comes next.
bool hold_alone(const basis *b, const char **held, error *e);
// Whether no item is held; `held` with the first reason.
bool all_priced(const item_list *list, error *e);
// Adds an item of the period at hand. It may move with the next one.
plan_item *item_add(const basis *b, const at_hand *now, item_list *to, item_kind kind, day ready_on);
// Adds a piece to the last item, with the defaults of its item's contract. It may move with the next one.
plan_piece *piece_add(const basis *b, item_list *to);
// The piece bears that tax.
void piece_taxed(plan_piece *piece, const tax_use *use);
// Asks a tax rule that looks at the sale what it takes of `net`: the piece bears that then. Others are asked before.
bool piece_tax_asked(const basis *b, tax_book *taxes, plan_piece *piece, int64_t net, error *e);
// Finds the tax of a piece for its category and date; `own` is a charge's tax or NULL.
bool piece_tax_find(const basis *b, plan_piece *piece, const char *own, day date, error *e);
// The same of a service that was supplied on a day and goes on, or went on, until its last one.
bool service_tax_find(const basis *b, plan_piece *piece, const char *own, day supply, day end, error *e);
// The gross amount of a piece from what it is exactly, rounded once. False where it is too large.
bool piece_gross(plan_piece *piece, int exponent);
// Takes a percentage off what the piece is exactly (den not 0), before it is rounded. False where that is no fraction
// of 64 bits any more.
bool piece_less(plan_piece *piece, decimal off);
// quantity × price less a discount of its own (percent, or an amount that takes the line's sign; NULL: none), as the
// piece's gross amount, rounded once. False where one is no number or the amount is too large.
bool charge_gross(const basis *b, const char *quantity, const char *price, const char *discount, plan_piece *piece);

// --- fee_items.c
// Which days of a fee are an item, under which row of claims, and when it is ready.
typedef struct fee_due {
  day from, until, ready_on;
  int64_t row;
  bool free;  // its price was billed with other days
} fee_due;

// Reads the claimed intervals of period prices from a day on.
bool fee_claims_read(const basis *b, fee_claims *claims, day from, error *e);
// Where bills claim a fee of the part and phase at hand (claims.row).
int64_t fee_row_of(const basis *b, const at_hand *now, const fee *f);
// Adds the item of a fee's days, with a piece that costs their share; without its tax, and with it.
bool fee_piece(const basis *b, const at_hand *now, item_list *to, const fee *f, fee_due due, error *e);
bool fee_item(const basis *b, const at_hand *now, item_list *to, const fee *f, fee_due due, error *e);
// Adds an item for what no claim covers of each fee of the phase at hand. `ready_on`: when the period settles them.
bool fee_items(const basis *b, const at_hand *now, const fee_list *fees, const fee_claims *claims, item_list *to,
               day ready_on, error *e);

// --- work_items.c
// Adds an item for each ticket of the period's priced work, with gross amounts.
bool work_items(const basis *b, const at_hand *now, work *w, item_list *to, day ready_on, error *e);
// By how much price rules multiply an hour of an entry: 1 where none does.
bool work_weight(const basis *b, const work *w, uint32_t entry, int64_t minutes, decimal *weight, error *e);

// --- amount_rules.c
// Price rules of the amount stage on the items from `first` on, all of the period at hand, whose pieces have gross
// amounts; what they take off goes to the pieces by largest remainder. A rule of whole periods counts what bills took
// of the period, and changes only the rest. paid: balances of money may have paid of what bills took, so that their
// lines do not tell what rules found.
bool rules_amounts(const basis *b, const at_hand *now, item_list *items, size_t first, bool paid, error *e);
// Sets what somebody said of one item, which must cost something, after the rules.
bool amount_adjust(const basis *b, item_list *items, size_t item, const adjustment *by, error *e);
