// The ledger of prepaid balances inside a plan: lots of hours, money or tickets, and what work draws from them, oldest
// lot first.
//
// A lot is granted by a period (a block), by a row of `grants`, or as a top-up. What a bill drew is pinned to it
// (engine/ledger_store.h): later plans start from what is left. Amounts: minutes for hours, minor units for money, a
// count for tickets.
#pragma once
#include "core/engine/rating/rating_inside.h"

enum { PART_ANY = -1 };              // of a lot from `grants`: whichever line of an agreement draws its unit
#define GRANT_TEXT "Prepaid"         // of a row of `grants` that has no description
#define PERIOD_ONCE (DAY_NEVER + 1)  // as a lot's period: granted once in a contract's life

// Whether a unit is counted in minor units: money, and the limit of what a project may cost.
bool ledger_is_money(const char *unit);

// A quantity of a unit as people read it: 90 minutes are "1.5"; money has its currency's decimals.
const char *prepaid_text(int exponent, const char *unit, int64_t quantity, arena *a);

// Whether any contract of the book has a balance, a grant or a period that a bill has settled.
bool ledger_used(book *b, bool *out, error *e);

// Reads what is left of the contract's lots, those of the periods from `from` on, its rows of `grants`, what is
// reserved for work that is not billed yet, and which periods are settled.
bool ledger_read(rating *r, day from, error *e);

// Whether a bill has settled the work of the period that begins on a day.
bool ledger_settled(const rating *r, day from, const char *key);

// Whether a bill settled the group's period without it, and says so in the group; a charge's period without it.
bool ledger_left_out(rating *r, uint32_t group);
bool ledger_charge_left_out(const rating *r, const plan_charge *c);

// Draws `wanted` of a unit for an entry (UINT32_MAX: a charge of item `item`) on a day; answers how much there was.
int64_t ledger_draw(rating *r, const char *unit, day d, int64_t wanted, uint32_t entry, uint32_t item);

// What can be drawn of a unit on a day.
int64_t ledger_left(const rating *r, const char *unit, day d);

// Items of the contract's grants that have a price, due on their dates.
bool items_of_grants(rating *r, error *e);

// Rows of `grants` become lots of the unit that is asked for first.
bool ledger_adopt(rating *r, const char *unit, error *e);

// Adds a lot where its turn to be drawn comes; draws know lots by pointer. Adds a draw.
plan_lot *lot_add(rating *r, plan_lot lot);
plan_draw *draw_add(rating *r, plan_draw draw);

// Whether the part at hand draws on a lot.
bool lot_mine(const rating *r, const plan_lot *lot, const char *unit);

// A unit's amount as the ledger counts it: hours in minutes, money in minor units. `held` where it is no whole number
// of them; `grant` is the id of a row of `grants`, NULL: the contract type grants.
bool lot_counted(const rating *r, const char *grant, const char *unit, decimal quantity, int64_t *out, error *e);

// --- grants.c
// A balance that is used up gets another lot, with a line of its own, on the day; lines of those that bills have
// pinned.
bool ledger_renew(rating *r, const char *unit, const rating_fee *terms, day d, error *e);
bool ledger_renewals(rating *r, const char *unit, const rating_fee *terms);

// --- money_draws.c: takes what a balance of money pays off the period's items [first, end), in the order of the work.
bool money_draws(rating *r, size_t first, error *e);
