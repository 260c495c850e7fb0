// A contract's balances while it is planned, for plan/: what bills have settled of its periods, what is granted and
// drawn, and the rows of `grants` that have a price.
#pragma once
#include "core/engine/prepaid/prepaid.h"
#include "core/engine/rating/rating_for_plans.h"

typedef struct prepaid prepaid;

// Lots in the order in which they are drawn, which know each other's place by pointer, and draws in the order of the
// work.
typedef struct lot_list {
  plan_lot **lots;
  plan_draw *draws;
  size_t lot_count, draw_count, lot_capacity, draw_capacity;
  bool used;  // some part grants or draws, be there lots or not
  bool pays;  // some lot is not of hours: lines that it paid of show what was left
} lot_list;

// A row of `grants`; posted: a bill has made it a lot, or it is one of this plan.
typedef struct plan_grant {
  int64_t n;
  const char *id;
  day date, expires;
  const char *quantity, *price, *paid, *description;
  bool posted, claimed;
} plan_grant;

// --- prepaid.c
// Whether any contract of the book has a balance, a grant or a period that a bill has settled: none needs
// prepaid_read_stored where none has.
bool prepaid_in_use(book *b, bool *out, error *e);

// The balances of a contract that has none yet, in its arena.
prepaid *prepaid_begin(arena *a);

// Reads what is left of the contract's lots, those of the periods from `from` on, its rows of `grants` before the
// horizon, what is reserved for work that is not billed yet, and which periods are settled.
bool prepaid_read_stored(prepaid *p, const basis *b, day from, day horizon, error *e);

// Lots of another contract's block, drawn before the contract's own; `owner` and `left` are theirs.
void prepaid_hand_over(prepaid *p, const plan_lot *lots, size_t count);

const lot_list *prepaid_lots(const prepaid *p);

// How many balances run low on a day: less than a fifth is left of what can be drawn then. Where a part draws and there
// is nothing to draw, one does; of another contract's block none is counted.
size_t lots_low(const lot_list *l, day on);
const plan_grant *prepaid_grants(const prepaid *p, size_t *count);

// --- settled.c
// Whether a bill has settled the work of the period that begins on a day.
bool prepaid_settled(const prepaid *p, day from, const char *key);

// Whether a bill settled the period of a charge (charges.n, its id) without it.
bool prepaid_charge_left_out(const prepaid *p, const basis *b, int64_t n, const char *id);

// --- grants.c: a part is asked about its stretches, one after another: in each its grants are counted from 1, and what
// those of the same number come to is summed up.
void prepaid_asks_part(prepaid *p);
void prepaid_asks(prepaid *p);

// --- draw_money.c
// Whether the charges of the period at hand draw on money.
bool prepaid_draws_charges(const prepaid *p);

// Takes what balances of money pay off the period's items from `first` on, in the order of the work.
bool draw_money(prepaid *p, const basis *b, const at_hand *now, const work *w, item_list *items, size_t first,
                error *e);
