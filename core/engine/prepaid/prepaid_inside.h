// What only the files of prepaid balances call: what a contract's balances hold, lots and draws, and what is reserved.
#pragma once
#include "core/engine/prepaid/prepaid_for_plans.h"

// Units that a bill reserved for a row that it left out; left: not yet used by this plan.
typedef struct reserved_draw {
  int64_t n, lot, left;
  int64_t row;  // time_entries.n or charges.n; negative: all work on the ticket whose line was credited
  bool charge;
} reserved_draw;

// A row that a bill took and a credit gave back, while its period stays settled.
typedef struct given_back {
  int64_t row;
  bool charge;
} given_back;

typedef struct settled_mark {
  day from;
  const char *key;
} settled_mark;

// An item that was not billed with its period: left out by choice, or held.
typedef struct left_out_item {
  const char *item;
  bool held;
} left_out_item;

// What bills have settled. Read once (settled.c), before the first period; what is reserved becomes less as it is
// drawn.
typedef struct settled {
  settled_mark *periods;
  left_out_item *left_out;
  given_back *back;
  reserved_draw *reserved;
  size_t period_count, left_out_count, back_count, reserved_count;
  size_t period_capacity, left_out_capacity, back_capacity, reserved_capacity;
} settled;

// Rows of `grants`. Read once (grant_rows.c); marked as they become lots.
typedef struct grant_rows {
  plan_grant *rows;
  size_t count, capacity;
} grant_rows;

// What the grants of a part's stretches so far come to, by their order. Written by grants.c.
typedef struct granted {
  int64_t *amounts;
  size_t capacity;
  int count;  // grants in the stretch at hand
  int known;  // of the part at hand: a line that begins in mid-period has none before
} granted;

// Tickets that this plan has counted. Written by draw_work.c.
typedef struct counted_tickets {
  int64_t *tickets;
  size_t count, capacity;
} counted_tickets;

struct prepaid {
  arena *arena;
  lot_list lots;  // written by lots.c and by who takes from a lot
  settled settled;
  grant_rows grants;
  granted granted;
  counted_tickets counted;
  money_mode charges;    // how the period's charges draw on money; told by a plugin, ended by draw_money
  int64_t charges_part;  // on whose
};

// --- lots.c
// Adds a lot where its turn to be drawn comes; draws know lots by pointer. Adds a draw.
plan_lot *lot_add(prepaid *p, plan_lot lot);
void draw_add(prepaid *p, plan_draw draw);

// Whether a lot is the contract's own, for a part; whether that part can draw on it, whose ever it is.
bool lot_is_for(const plan_lot *lot, int64_t part, const char *unit);
bool lot_is_open(const plan_lot *lot, int64_t part, const char *unit);

// What a part can draw of a unit on a day.
int64_t lots_left(const prepaid *p, const char *unit, int64_t part, day d);

// How many of what a balance counts make one unit: minutes, minor units, tickets.
int64_t unit_scale(const contract *c, const char *unit);

// A unit's amount as balances count it. `held` where it is no whole number of them; `grant` is the id of a row of
// `grants`, NULL: the contract type grants.
bool lot_counted(const contract *c, const char *grant, const char *unit, decimal quantity, int64_t *out, error *e);

bool lots_read(prepaid *p, const basis *b, day from, error *e);

// --- grant_rows.c
bool grant_rows_read(prepaid *p, const basis *b, day horizon, error *e);
// Rows of `grants` become lots of the unit that is asked for first.
bool grant_rows_adopt(prepaid *p, const basis *b, const char *unit, error *e);

// --- settled.c
bool settled_read(prepaid *p, const basis *b, day from, error *e);
// Whether something is reserved for a row of a kind, on a ticket (0: none).
bool reserved_for(const reserved_draw *kept, draw_kind kind, int64_t row, int64_t ticket);
// Whether the group was held when a bill settled its period.
bool settled_while_held(const prepaid *p, const basis *b, const work *w, uint32_t group);
// Whether a bill settled the group's period without it.
bool settled_without(const prepaid *p, const basis *b, const work *w, uint32_t group);

// --- draw.c
// What draws, on which balance and when.
typedef struct drawing {
  const char *unit;
  int64_t part;  // whose balance
  day date, period;
  draw_kind kind;        // DRAW_WORK or DRAW_CHARGE
  uint32_t entry, item;  // UINT32_MAX: none
  int64_t row, ticket;   // time_entries.n or charges.n; 0: no ticket
  bool left_out;         // a bill settled its period without it: it draws what was reserved then, and no more
} drawing;

// Draws `wanted` units: what is reserved, then lots in their order; answers how much there was.
int64_t lots_draw(prepaid *p, const drawing *d, int64_t wanted);

// What draws for an entry of the period at hand: all but the balance and the day.
drawing drawing_of(const at_hand *now, const work *w, uint32_t entry);

// --- grants.c
// A balance that is used up gets another lot, with a line of its own, on the day.
bool lots_renew(rating *r, const char *unit, const rating_fee *terms, day d, error *e);
// The lines of those that bills have posted in the stretch at hand: a top-up stands as a line from then on, claimed or
// not, at the price of its day.
void lots_renewed(rating *r, const char *unit, const rating_fee *terms);
