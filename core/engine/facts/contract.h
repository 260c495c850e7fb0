// A contract's terms as the engine and the plugins see them.
#pragma once
#include "core/base/period.h"
#include "core/base/value.h"
#include "core/store/db.h"

typedef enum grid_kind { GRID_PERIODS, GRID_ON_DEMAND, GRID_WHOLE } grid_kind;
typedef enum detail_level { DETAIL_CONTRACT, DETAIL_TICKET, DETAIL_ENTRY } detail_level;

typedef struct contract {
  int64_t n, customer, payer;  // payer: the customer's bill_to, else the customer
  int64_t site;                // the customer's place that it serves; 0: none
  int64_t draws_on;            // the contract whose block it draws on first; 0: none
  bool drawn_on;               // other contracts draw on its block
  const char *id, *name, *type, *customer_id, *customer_name;
  day start, until,
      bill_from;  // until: the day after the last, DAY_NEVER without an end; bill_from: DAY_MIN without one
  bool active;
  grid_kind kind;
  grid grid;                      // of GRID_PERIODS
  bool advance, daily, any_work;  // timing, proration, whether open tickets' work bills
  bool taxable, tax_exempt;
  const char *tax;             // the contract's, else its site's, else the customer's; NULL: none
  const char *exempt_reason;   // why its customer is not taxed; NULL: not told
  const char *category, *sku;  // NULL: the default
  const char *currency;
  int exponent;
  detail_level detail;
  const char *params, *rules;           // JSON; rules may be NULL
  const char *invoice_per, *po_number;  // the PO number: of what the tax is of; NULL
  const char *x, *customer_x;           // the MSP's own columns, JSON; NULL
  day period_from, charge_from;         // frontier: what is open before it is named in open_rows (open_rows.h)
  int64_t time_from;
  bool behind;      // whether that takes part: not where the frontier was set by hand
  int64_t touched;  // last journal entry that concerns it
} contract;

// SQL: what a contract k of a customer c has of its own, else of its site, else of the customer.
#define CONTRACT_TAX "coalesce(k.tax, (SELECT tax FROM sites WHERE n = k.site), c.tax)"
#define CONTRACT_PO "coalesce(k.po_number, (SELECT po_number FROM sites WHERE n = k.site), c.po_number)"

// SQL: the contracts m whose work and terms tell what contract k may draw of the block that it draws on; the last
// journal entry that concerns k, whose frontier is f.
#define SHARES_BLOCK "(k.draws_on IS NOT NULL AND (m.n = k.draws_on OR m.draws_on = k.draws_on))"
#define CONTRACT_TOUCHED                                                                                      \
  "CASE WHEN k.draws_on IS NULL THEN ifnull(f.touched, 0) ELSE (SELECT max(g.touched) FROM contracts m JOIN " \
  "frontiers g ON g.contract = m.n WHERE " SHARES_BLOCK ") END"

// The contracts that draw on the block of contract n, in their order, those before contract `before` alone
// (INT64_MAX: all). In the arena.
bool contract_drawers(db *d, int64_t n, int64_t before, arena *a, int64_t **out, size_t *count, error *e);

// Reads contract n into the arena; its texts live there. False with `not-found`, or `invalid` where it cannot be
// understood.
bool contract_read(db *d, arena *a, int64_t n, contract *out, error *e);

// Calls `each` for every contract in the order of n; false stops. The contract's texts are valid during the call only.
// In a transaction that only reads, others may commit between two contracts (db_rest).
typedef bool (*contract_handler)(void *context, const contract *c, error *e);
bool contract_each(db *d, contract_handler each, void *context, error *e);
