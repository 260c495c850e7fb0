// What a contract has prepaid: hours, money or tickets that its periods, rows of `grants` and top-ups grant, and that
// work and charges draw: what expires soonest first, then the oldest. A plan only computes draws; a bill posts them
// (table movements), and later plans start from what is left.
//
// Amounts are minutes of hours, minor units of money, a count of tickets. Contract types call what is declared here
// while a period is rated (rating/rating.h); the rooms above read the lots and draws that came of it.
#pragma once
#include "core/engine/rating/rating.h"

enum { PART_ANY = -1 };              // of a lot from `grants`: whichever line of an agreement draws its unit
#define GRANT_TEXT "Prepaid"         // of a row of `grants` that has no description
#define PERIOD_ONCE (DAY_NEVER + 1)  // as a lot's period: granted once in a contract's life

// Prepaid units.
typedef struct plan_lot {
  int64_t n;     // movements.n; 0: no bill has posted it
  int64_t part;  // code of the agreement's line; PART_ANY
  const char *unit;
  day from, expires;  // first and last day on which it can be drawn; expires DAY_NEVER: none
  day period;         // first day of the period that granted it
  int ordinal;        // of the grant among those of its part and period, from 1; of a top-up from 2
  int64_t quantity, left, grant_row;
  const char *what;  // of a row of `grants`: how it is called
  const char *paid;  // of a row of `grants`: what one unit cost elsewhere; NULL: not told
  int64_t owner;     // the contract whose block it is; 0: the one that is planned
  int64_t handed;    // of a block of another: what it had left for this contract
  size_t place;      // of a block of another: among those that it hands over
} plan_lot;

// What was taken from a lot: by an entry, by a charge (`item`), or because it lapsed.
typedef struct plan_draw {
  plan_lot *lot;  // NULL: one that was used up before the periods of this plan (of what a bill reserved, `stored`)
  int64_t quantity, ticket;
  uint32_t entry, item;  // UINT32_MAX: none
  day date, period;
  int64_t stored;  // movements.n where a bill has reserved it before
  draw_kind kind;
} plan_draw;

// Whether a unit is counted in minor units: money, and the limit of what a project may cost.
bool prepaid_is_money(const char *unit);

// A quantity of a unit as people read it: 90 minutes are "1.5"; money has its currency's decimals.
const char *prepaid_text(int exponent, const char *unit, int64_t quantity, arena *a);

// ---- What contract types call.

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

// How work draws on a balance.
typedef struct draw_terms {
  const char *unit;        // hours or tickets
  bool weighted;           // an hour at a price that rules multiply draws as many hours
  bool own_period;         // late work draws on its own period, not on the next that is not billed
  const rating_fee *more;  // a line that renews the balance when it is used up, by its quantity; NULL: none
} draw_terms;

// Grants prepaid units from the stretch at hand on: its share of a whole period's. What the period was granted before,
// by a bill or ahead by the first period of its pool, is made up to that, or taken back as far as it is left; where the
// contract does not prorate, what was sold stays. `held` where the quantity is not a whole number of minutes, minor
// units or tickets.
bool rating_grant(rating *r, const rating_lot *lot, error *e);

// Divides a set into what the balance covers, lot after lot, an entry split where it runs out, and what is past it.
// Tickets are covered whole. Work of a period that was billed waits for the next one that was not: both sets leave it
// out.
bool rating_draw(rating *r, work_set set, const draw_terms *terms, work_set *covered, work_set *over, error *e);

// Bills a set like rating_rates, and takes off what the balance of money pays: with the tax on it (MONEY_WITH_TAX), or,
// of a budget, what is past it (MONEY_BUDGET).
bool rating_draw_money(rating *r, work_set set, const decimal *price, money_mode mode, error *e);

// The period's charges draw on the balance of money as well: on that of the first part that says so.
bool rating_draw_charges(rating *r, money_mode mode, error *e);

// What lapses of the balance with this period: `amount` / `scale` units that the contract's periods granted, and those
// of rows of `grants` that were paid elsewhere, each with what a unit cost there.
typedef struct paid_elsewhere {
  int64_t amount;
  const char *price;
} paid_elsewhere;
typedef struct unused_units {
  int64_t amount, scale;
  const paid_elsewhere *paid;
  size_t paid_count;
} unused_units;

// Takes it, for a refund.
bool rating_unused(rating *r, const char *unit, unused_units *out, error *e);
