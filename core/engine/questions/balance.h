// Prepaid balances on any day: what was granted, drawn and has lapsed, as the ledger keeps it and as today's work would
// draw.
#pragma once
#include "core/engine/plan/planner.h"

typedef enum prepaid_kind { PREPAID_GRANTED, PREPAID_USED, PREPAID_LAPSED, PREPAID_REFUNDED } prepaid_kind;

// A movement of a balance: minutes, minor units or tickets; what leaves is negative.
typedef struct prepaid_event {
  prepaid_kind kind;
  day date;
  int64_t quantity, ticket;
  const char *what;  // the ticket's id and title; of a grant its description; NULL
  bool billed;       // pinned by a bill; else it would be, were the contract billed now
} prepaid_event;

// One balance of a contract: its period [from, until) that holds the day, and everything that moved in it up to the
// day.
typedef struct prepaid {
  const char *part, *unit;  // part: the agreement's line, "" for the contract itself
  day from, until;
  int64_t opening, granted, used, lapsed, left;
  int64_t pending;    // what open tickets would draw
  int64_t available;  // what could be drawn in the period: left and what was drawn of it
  day expires;        // when the first of what is left lapses; DAY_NEVER: not
  prepaid_event *events;
  size_t event_count;
} prepaid;

// The balances of a contract on a day, in the arena of the caller. Nothing for contracts without any.
bool prepaid_read(book *b, const contract *c, day as_of, arena *a, prepaid **balances, size_t *count, error *e);

// Adds a movement in the order of days; what one ticket uses stands once, and so does what periods grant on one day.
// The caller keeps the capacity.
void prepaid_add(prepaid *p, size_t *capacity, prepaid_event one, arena *a);

// The draws m on lots o; what a draw is (a prepaid_kind), and who drew.
#define PREPAID_DRAWS                                                                                       \
  "movements o JOIN movements m ON m.lot = o.n LEFT JOIN tickets t ON t.n = m.ticket LEFT JOIN lines l ON " \
  "l.n = m.line LEFT JOIN charges h ON m.ordinal = 3 AND h.n = m.entry"
#define PREPAID_KIND "CASE m.ordinal WHEN 3 THEN 1 ELSE m.ordinal + 1 END"
#define PREPAID_WHAT                                                                                       \
  "coalesce(t.id || ifnull(' ' || nullif(t.title, ''), ''), CASE l.kind WHEN 'charge' THEN l.description " \
  "END, h.description)"

// What a lot o of `grants` is called.
#define PREPAID_GRANT "(SELECT coalesce(g.description, '" GRANT_TEXT "') FROM grants g WHERE g.n = o.grant_row)"

// A quantity of a unit as people read it: 90 minutes are "1.5"; money has its currency's decimals.
const char *prepaid_text(int exponent, const char *unit, int64_t quantity, arena *a);
