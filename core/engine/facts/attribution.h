// Which contract a row of work or a charge bills on, said once: the contract that the row names; else the one that its
// ticket names; else the default contract of its ticket's customer, of a charge without a ticket of its own customer;
// else nowhere, which is contract 0. Import stores the answer with the row and moves rows while nothing has billed
// them, releases send rows home by it, the past places rows by the tickets of then, and verify holds every row against
// it.
#pragma once
#include "core/engine/facts/book.h"

// ---- In SQL. Rows and tickets are named by their aliases; of a row without a ticket the ticket's columns are NULL.
// clang-format off
#define DEFAULT_CONTRACT(customer) \
  "(SELECT d.n FROM contracts d WHERE d.customer = " customer " AND d.\"default\" = 1)"  // index default_contract
#define WORK_CONTRACT(entry, ticket) \
  "coalesce(" entry ".own_contract, " ticket ".contract, " DEFAULT_CONTRACT(ticket ".customer") ", 0)"
#define CHARGE_CONTRACT(charge, ticket) \
  "coalesce(" charge ".own_contract, " ticket ".contract, " \
  DEFAULT_CONTRACT("ifnull(" ticket ".customer, " charge ".customer)") ", 0)"
// Whether two customers have nothing to do with each other: neither is the other's bill_to. Their rows never bill on
// each other's contracts.
#define STRANGERS(one, other) \
  "(" one " <> " other " AND NOT EXISTS (SELECT 1 FROM customers p WHERE (p.n = " one " AND p.bill_to = " other ") " \
  "OR (p.n = " other " AND p.bill_to = " one ")))"
// clang-format on

// ---- In C, from keys that were read before; 0: none.
static inline int64_t attribution(int64_t own, int64_t of_ticket, int64_t by_default) {
  return own ? own : of_ticket ? of_ticket : by_default;
}

// A customer's clock, and the contract of what names none: its default one, 0 where there is none.
typedef struct customer_home {
  const zone *zone;
  const char *zone_name;
  int64_t contract;
} customer_home;

// Reads it; the zone's name lives in the arena, or as long as the book. `corrupt` where there is no such customer,
// `invalid` or `io` where its zone cannot be had.
bool customer_home_read(book *b, int64_t customer, arena *a, customer_home *out, error *e);

// Marks a ticket as shared where a row of it lies elsewhere than at its own contract `home`: what was billed stays
// where it was billed. Batch Details count a shared ticket by name, others by number.
bool ticket_shared_note(book *b, int64_t ticket, int64_t home, error *e);
