// The yardstick of `make bench`: the same billing run as billet's in plain C and SQLite, on the same tables, with every
// rule written into the program: no plugins (nor what is kept of them: rulesets, looks), no previews, no log of
// actions. `floor FILE` bills a book that `billet import` filled with the bench data, as of 2026-06-01, and prints
// subtotal, tax, total, invoices and lines.
#include "tests/bench/floor_invoice.h"
#include <inttypes.h>

enum { TEXTS_MAX = 256 << 10 };

static void statements_open(floor_run *f) {
  f->contracts = prepared(
      f->db,
      "SELECT k.n, k.customer, k.name, c.name, k.type, ifnull(k.taxable, k.tax IS NOT NULL) AND NOT c.tax_exempt, k.params, "
      "k.rules, ifnull(k.tax, c.tax), "
      "ifnull(w.period_from, k.start), ifnull(w.time_from, k.start * 1440), ifnull(w.charge_from, k.start), k.id "
      "FROM contracts k JOIN customers c ON c.n = k.customer LEFT JOIN frontiers w ON w.contract = k.n WHERE k.active ORDER BY k.n");
  f->open_entries = prepared(
      f->db,
      "SELECT x.at, x.n, x.ticket, minutes, bill_minutes, billable, rate, work_type, note FROM open_rows o CROSS "
      "JOIN time_entries x ON x.contract = o.contract AND x.at = o.at AND x.n = o.row "
      "WHERE o.contract = ? AND kind = 2 AND asleep = 0 AND o.at >= ? AND o.at < ? ORDER BY o.at, o.row");
  f->open_charges = prepared(
      f->db, "SELECT day, n, ticket, description, quantity, unit_price, ifnull(category, x.kind), sku, discount FROM "
             "open_rows o CROSS JOIN charges x ON x.contract = o.contract AND x.day = o.at AND x.n = o.row "
             "WHERE o.contract = ? AND o.kind = 3 AND asleep = 0 AND o.at >= ? AND o.at < ? ORDER BY o.at, o.row");
  f->entries = prepared(
      f->db, "SELECT at, n, ticket, minutes, bill_minutes, billable, rate, work_type, note FROM time_entries WHERE "
             "contract = ? AND at >= ? AND at < ? ORDER BY at, n");
  f->charges = prepared(
      f->db, "SELECT day, n, ticket, description, quantity, unit_price, ifnull(category, kind), sku, discount FROM "
             "charges WHERE contract = ? AND day >= ? AND day < ? ORDER BY day, n");
  f->entry_claims = prepared(
      f->db, "SELECT at, row FROM claims WHERE contract = ? AND kind = 2 AND at >= ? AND at < ? ORDER BY at, row");
  f->charge_claims = prepared(
      f->db, "SELECT at, row FROM claims WHERE contract = ? AND kind = 3 AND at >= ? AND at < ? ORDER BY at, row");
  f->fee_claims = prepared(f->db, "SELECT at FROM claims WHERE contract = ? AND kind = 1 AND at >= ?");
  f->tickets = prepared(f->db, "SELECT closed, ifnull(closed_on, 0), shared FROM tickets WHERE n = ?");
  f->title =
      prepared(f->db, "SELECT coalesce(nullif(title, ''), 'Ticket ' || id), id || ifnull(' ' || nullif(title, ''), '') "
                      "FROM tickets WHERE n = ?");
  f->frontier =
      prepared(f->db, "UPDATE frontiers SET period_from = ?, time_from = ?, charge_from = ? WHERE contract = ?");
  f->lines = inserter_open(
      f->db,
      "lines (n, kind, from_day, until_day, ticket, day, sku, category, description, quantity, unit, unit_price, "
      "discount, amount, tax, tax_row, count)",
      17);
  f->devices = prepared(
      f->db,
      "SELECT \"to\" FROM devices WHERE customer = ? AND meter = 'pc_agents' AND contract = ? AND \"from\" < 20605");
  f->movements = inserter_open(
      f->db,
      "movements (n, contract, part, unit, day, period, ordinal, quantity, remaining, lot, ticket, entry, line, taken)",
      14);
  f->settled = inserter_open(f->db, "settled_periods (n, contract, from_day, line)", 4);
  f->open_rows = inserter_open(f->db, "open_rows (contract, kind, asleep, at, row)", 5);
  f->claims = inserter_open(f->db, "claims (contract, kind, at, row, until, line)", 6);
}

static void statements_close(floor_run *f) {
  sqlite3_stmt *all[] = { f->contracts,     f->open_entries, f->open_charges, f->entries, f->charges,  f->entry_claims,
                          f->charge_claims, f->fee_claims,   f->tickets,      f->title,   f->frontier, f->devices };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) sqlite3_finalize(all[i]);
  inserter_close(&f->lines);
  inserter_close(&f->claims);
  inserter_close(&f->movements);
  inserter_close(&f->settled);
  inserter_close(&f->open_rows);
}

static void begin(floor_run *f) {
  run(f->db, "BEGIN IMMEDIATE");
  rates_read(f);
  taxes_read(f);
  f->journal = number_of(f->db, "SELECT max(seq) FROM journal");
  f->next_movement = number_of(f->db, "SELECT seq FROM sqlite_sequence WHERE name = 'movements'");
  f->next_settled = number_of(f->db, "SELECT max(n) FROM settled_periods");
  f->next_bill = number_of(f->db, "SELECT seq FROM sqlite_sequence WHERE name = 'bills'");
  run(f->db, "INSERT INTO batches (name, state, as_of) VALUES ('bench', 'generated', 20605)");
  f->batch = sqlite3_last_insert_rowid(f->db);
}

static void contracts_bill(floor_run *f) {
  while (stepped(f->contracts)) {
    contract c;
    contract_read(f, &c);
    entries_read(f, &c);
    entries_group(f);
    if (c.block) block_draw(f, &c);
    charges_read(f, &c);
    bill_write(f, &c);
    if (f->texts.used > TEXTS_MAX) insert_rest(&f->lines);
    if (f->lines.rows == 0) pool_forget(&f->texts);
  }
}

static void report(const floor_run *f, size_t invoices) {
  int64_t subtotal = 0, tax = 0, lines = 0;
  for (size_t i = 0; i < f->bill_count; i++) {
    subtotal += f->bills[i].amount;
    tax += f->bills[i].tax;
    lines += f->bills[i].lines;
  }
  printf("%" PRId64 ".%02d %" PRId64 ".%02d %" PRId64 ".%02d %zu %" PRId64 "\n", subtotal / 100, (int)(subtotal % 100),
         tax / 100, (int)(tax % 100), (subtotal + tax) / 100, (int)((subtotal + tax) % 100), invoices, lines);
}

int main(int count, char **arguments) {
  static floor_run f;
  if (count != 2) {
    fputs("usage: floor FILE\n", stderr);
    return 2;
  }
  f.db = opened(arguments[1]);
  begin(&f);
  statements_open(&f);
  contracts_bill(&f);
  statements_close(&f);
  drafts_store(&f);
  bills_store(&f);
  bill_taxes_store(&f);
  size_t invoices = invoices_number(&f);
  run(f.db, "COMMIT");
  sqlite3_close_v2(f.db);
  report(&f, invoices);
  return 0;
}
