// What keeps a row in the book: what was billed of it, and what still names it.
#include "core/engine/import/import_inside.h"

// Rows that go are looked for where others name them, and many such columns have no index: it would cost each import
// and each batch what only the few that are taken back have of it. Where many rows go, indexes stand for as long as
// they do.
enum { MANY = 100 };
static const struct {
  table_id named;
  const char *begins, *ends;
} ways[] = {
#define WAY(named, table, column, some)                                                  \
  {                                                                                      \
    named, "CREATE INDEX going_" #table "_" #column " ON " #table " (" #column ")" some, \
        "DROP INDEX going_" #table "_" #column                                           \
  }
  // clang-format off
  WAY(TABLE_CUSTOMERS, customers, bill_to, " WHERE bill_to IS NOT NULL"),
  WAY(TABLE_CUSTOMERS, rates, customer, " WHERE customer IS NOT NULL"),
  WAY(TABLE_CUSTOMERS, tickets, customer, ""),
  WAY(TABLE_CUSTOMERS, charges, customer, ""),
  WAY(TABLE_CONTRACTS, rates, contract, " WHERE contract IS NOT NULL"),
  WAY(TABLE_CONTRACTS, tickets, contract, " WHERE contract IS NOT NULL"),
  WAY(TABLE_CONTRACTS, charges, own_contract, " WHERE own_contract IS NOT NULL"),
  WAY(TABLE_CONTRACTS, time_entries, own_contract, " WHERE own_contract IS NOT NULL"),
  WAY(TABLE_CONTRACTS, devices, contract, " WHERE contract IS NOT NULL"),
  WAY(TABLE_CONTRACTS, readings, contract, " WHERE contract IS NOT NULL"),
  WAY(TABLE_CONTRACTS, movements, contract, ""),
  WAY(TABLE_CONTRACTS, previews, contract, ""),
  WAY(TABLE_CONTRACTS, preview_bases, contract, ""),
  WAY(TABLE_CONTRACTS, batch_tickets, contract, ""),
  WAY(TABLE_CONTRACTS, early_periods, contract, ""),
  WAY(TABLE_CONTRACTS, adjustments, contract, ""),
// clang-format on
#undef WAY
};

static bool index_all(import *im, table_id id, bool begins, error *e) {
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    if (ways[i].named == id && !db_run(im->db, e, begins ? ways[i].begins : ways[i].ends, "")) return false;
  return true;
}

bool kept_by_begins(import *im, table_id id, size_t count, error *e) {
  if (count >= MANY && !index_all(im, id, true, e)) return false;
  // Tickets that stand on a line, be its invoice credited or void since: found once, lines have no index by ticket.
  return id != TABLE_TICKETS ||
         (db_run(im->db, e, "DROP TABLE IF EXISTS temp.printed_tickets", "") &&
          db_run(im->db, e, "CREATE TEMP TABLE printed_tickets (n INTEGER PRIMARY KEY)", "") &&
          db_run(im->db, e,
                 "INSERT INTO temp.printed_tickets SELECT DISTINCT ticket FROM lines WHERE ticket IS NOT NULL", ""));
}

bool kept_by_ends(import *im, table_id id, size_t count, error *e) {
  return count < MANY || index_all(im, id, false, e);
}

// In words, of row ?1.
// clang-format off
static const char *const kept[TABLES] = {
  [TABLE_SELLER] = "SELECT 'every invoice needs it'",
  [TABLE_TAXES] =
    "SELECT 'stands on an invoice' WHERE EXISTS (SELECT 1 FROM bill_taxes WHERE tax_row = ?1) "
    "OR EXISTS (SELECT 1 FROM lines WHERE tax_row = ?1) "
    "UNION ALL SELECT 'still named by ' || u.what || ' ' || u.id FROM taxes t JOIN ("
    "SELECT 'customer' AS what, id, tax FROM customers UNION ALL SELECT 'contract', id, tax FROM contracts "
    "UNION ALL SELECT 'site', id, tax FROM sites UNION ALL SELECT 'charge', id, tax FROM charges) u ON u.tax = t.name "
    "WHERE t.n = ?1 AND NOT EXISTS (SELECT 1 FROM taxes o WHERE o.name = t.name AND o.n <> t.n)",
  [TABLE_CUSTOMERS] =
    "SELECT 'still has ' || what FROM (SELECT 'contract ' || id AS what FROM contracts WHERE customer = ?1 "
    "UNION ALL SELECT 'invoice ' || ifnull(number, 'D' || n) FROM invoices WHERE customer = ?1 "
    "UNION ALL SELECT 'ticket ' || id FROM tickets WHERE customer = ?1 "
    "UNION ALL SELECT 'charge ' || id FROM charges WHERE customer = ?1 "
    "UNION ALL SELECT 'site ' || id FROM sites WHERE customer = ?1 "
    "UNION ALL SELECT 'device ' || id FROM devices WHERE customer = ?1 "
    "UNION ALL SELECT 'readings of ' || meter FROM readings WHERE customer = ?1 "
    "UNION ALL SELECT 'a price of ' || code FROM rates WHERE customer = ?1 "
    "UNION ALL SELECT 'payment ' || id FROM payments WHERE customer = ?1) "
    "UNION ALL SELECT 'still pays for customer ' || id FROM customers WHERE bill_to = ?1",
  [TABLE_SITES] = "SELECT 'still the site of contract ' || id FROM contracts WHERE site = ?1",
  [TABLE_CONTRACTS] =
    "SELECT 'stands on invoice ' || coalesce(i.number, 'D' || i.n, 'of batch ' || b.batch) "
    "FROM bills b LEFT JOIN invoices i ON i.n = b.invoice WHERE b.contract = ?1 "
    "UNION ALL SELECT 'selected in batch ' || p.batch FROM previews p JOIN batches x ON x.n = p.batch "
    "WHERE p.contract = ?1 AND p.chosen = 1 AND x.state = 'open' "
    "UNION ALL SELECT 'still has ' || what FROM (SELECT 'ticket ' || id AS what FROM tickets WHERE contract = ?1 "
    "UNION ALL SELECT 'time entry ' || id FROM time_entries WHERE contract = ?1 OR own_contract = ?1 "
    "UNION ALL SELECT 'charge ' || id FROM charges WHERE contract = ?1 OR own_contract = ?1 "
    "UNION ALL SELECT 'a change' FROM changes WHERE contract = ?1 "
    "UNION ALL SELECT 'a price of ' || code FROM rates WHERE contract = ?1 "
    "UNION ALL SELECT 'grant ' || id FROM grants WHERE contract = ?1 "
    "UNION ALL SELECT 'device ' || id FROM devices WHERE contract = ?1 "
    "UNION ALL SELECT 'readings of ' || meter FROM readings WHERE contract = ?1 "
    "UNION ALL SELECT 'a balance' FROM movements WHERE contract = ?1) "
    "UNION ALL SELECT 'still the block that contract ' || id || ' draws on' FROM contracts WHERE draws_on = ?1",
  [TABLE_TICKETS] =
    "SELECT 'still has work' WHERE EXISTS (SELECT 1 FROM time_entries WHERE ticket = ?1) "
    "OR EXISTS (SELECT 1 FROM charges WHERE ticket = ?1) "
    "UNION ALL SELECT 'stands on an invoice' FROM temp.printed_tickets WHERE n = ?1",
  [TABLE_PAYMENTS] =
    "SELECT 'still pays invoices' FROM payments p JOIN allocations a ON a.payment = p.id WHERE p.n = ?1",
};
// clang-format on

bool row_kept_by(import *im, table_id id, const record *old, row_keeper *by, error *e) {
  const char *billed = NULL;
  *by = (row_keeper){ ERROR_FROZEN, NULL };
  if (id == TABLE_TICKETS     ? !frozen_ticket(im, old->n, &billed, e)
      : id == TABLE_CONTRACTS ? !frozen_contract(im, old->n, &billed, e)
                              : !frozen_claim(im, id, old, &billed, e))
    return false;
  by->words = billed;
  if (billed || !kept[id]) return true;
  by->code = ERROR_STATE;
  query *q = db_ask(im->db, e, kept[id], "i", old->n);
  int got = q ? query_step(q, e) : -1;
  if (got == 1) {
    by->words = arena_copy(im->scratch, query_column_text(q, 0), query_column_length(q, 0));
    query_reset(q);
  }
  return got >= 0;
}
