// Verify: a sound book passes, and each invariant that is broken is named by its check.
#include "core/engine/verify/verify.h"
#include "tests/core/billed_world.h"
#include <string.h>

// What breaks a check: one or two statements.
typedef struct harm {
  const char *check, *first, *then;
} harm;

// A lot of ten hours, of which one is drawn.
#define LOT(released)                                                                                                                    \
  "INSERT INTO movements (n, contract, part, unit, day, period, ordinal, quantity, remaining, line, released) SELECT 900, contract, 0, " \
  "'hours', 20500, 20500, 1, 600, 540, n << 20, " released " FROM bills WHERE n = 1"
#define DRAW(day, line, entry)                                                                                                       \
  "INSERT INTO movements (contract, part, unit, day, period, ordinal, quantity, lot, line, entry) SELECT contract, 0, 'hours', " day \
  ", 20500, 0, -60, 900, " line ", " entry " FROM bills WHERE n = 1"

#define STRANGER "INSERT INTO customers (id, name) VALUES ('stranger', 'Stranger')"

static const harm harms[] = {
  { "balances are what was granted less what was drawn", LOT("NULL"), NULL },
  { "work draws on lots of its contract, or of a block that it was handed, of the same unit, while they last",
    LOT("NULL"), DRAW("20499", "n << 20", "NULL") },
  { "contracts draw on a block of their customer, which draws on none",
    "UPDATE contracts SET draws_on = n WHERE id = 'flat'", NULL },
  { "a lot that is drawn is not released", LOT("1"), DRAW("20500", "n << 20", "NULL") },
  { "what is drawn is pinned to a bill of its contract", LOT("NULL"), DRAW("20500", "999 << 20", "NULL") },
  { "what is reserved for work is not billed yet", LOT("NULL"),
    DRAW("20500", "n << 20", "(SELECT c.row FROM claims c WHERE c.contract = bills.contract AND c.kind = 2)") },
  { "what is drawn stands on a line of its ticket, and is of its lot's part", LOT("NULL"),
    DRAW("20500", "n << 20 | 524288", "NULL") },
  { "what is drawn stands on a line of its ticket, and is of its lot's part", LOT("NULL"),
    "INSERT INTO movements (contract, part, unit, day, period, ordinal, quantity, lot, line) SELECT contract, 7, 'hours', 20500, 20500, 0, "
    "-60, 900, n << 20 FROM bills WHERE n = 1" },
  { "payments give no more than they have", "UPDATE payments SET amount = 164999", NULL },
  { "what pays an invoice is a payment or a credit note in its currency", "UPDATE payments SET currency = 'EUR'",
    NULL },
  { "what pays an invoice is a payment or a credit note in its currency",
    "UPDATE allocations SET payment = 'P9' WHERE payment = '7'", NULL },
  { "what pays an invoice is a payment or a credit note in its currency",
    "UPDATE invoices SET credits = (SELECT n FROM invoices WHERE number = '5') WHERE number = '7'", NULL },
  { "what is paid is a final invoice, and at most its total", "UPDATE invoices SET state = 'void' WHERE number = '2'",
    NULL },
  { "what is paid is a final invoice, and at most its total", "UPDATE allocations SET amount = amount + 1", NULL },
  { "credit notes give no more than is left of them", "UPDATE allocations SET amount = 11001 WHERE payment = '7'",
    NULL },
  { "credit notes give no more than is left of them", "UPDATE allocations SET amount = 50000 WHERE invoice = '6'",
    NULL },
  { "what is open no more is what was credited and paid",
    "INSERT INTO open_less SELECT n, 1 FROM invoices WHERE number = '1' "
    "ON CONFLICT DO UPDATE SET amount = amount + 1",
    NULL },
  { "what is open sums up by the days on which it is due", "UPDATE open_by_due SET owed = owed + 1", NULL },
  { "documents sum up, and those to be exported", "UPDATE document_sums SET to_export = to_export - 1", NULL },
  { "plugin texts are as they were kept", "UPDATE plugin_files SET text = text || ' '", NULL },
  { "pictures are as they were kept",
    "INSERT INTO pictures (digest, bytes) VALUES ('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', x'01')",
    NULL },
  { "documents look by files and pictures that are kept", "INSERT INTO looks (look) VALUES ('{\"files\":[\"none\"]}')",
    NULL },
  { "documents look by files and pictures that are kept",
    "INSERT INTO looks (look) VALUES ('{\"files\":[],\"picture\":\"none\"}')", NULL },
  { "bills were rated by files that are kept", "UPDATE rulesets SET files = '[\"none' || n || '\"]'", NULL },
  { "entries of the journal can be read", "DROP TRIGGER journal_stays",
    "UPDATE journal SET source = 'nothing' WHERE seq = 1" },
  { "entries of the journal can be read", "DROP TRIGGER journal_stays",
    "UPDATE journal SET old = '[1]', last_n = first_n WHERE seq = 2" },
  { "bills were rated at entries of the journal that there are", "UPDATE bills SET journal = 99999 WHERE n = 1", NULL },
  { "rows are counted as they are", "UPDATE row_counts SET rows = rows + 1 WHERE source = 'tickets'", NULL },
  { "every contract has its frontier", "DELETE FROM frontiers WHERE contract = 1", NULL },
  { "claims stand on lines of what they claim", "UPDATE lines SET ticket = 77 WHERE kind = 'ticket'", NULL },
  { "claims stand on lines of what they claim", "UPDATE claims SET until = until + 2 WHERE kind = 1", NULL },
  { "the components of a tax are among those of its bill",
    "INSERT INTO line_taxes (line, ord, name, rate, amount) SELECT n, 1, 'VAT', '10%', tax FROM lines WHERE tax <> 0",
    NULL },
  { "settled periods belong to a bill",
    "INSERT INTO settled_periods (contract, from_day, line) VALUES (1, 20500, 999 << 20)", NULL },
  { "the file is sound",
    "INSERT INTO bill_taxes (bill, ord, tax_row, name, rate, rounding, base, amount) VALUES (999, 1, 1, 'GST', '10%', 'line', 0, 0)",
    NULL },
  { "claims belong to a contract", "UPDATE claims SET contract = 999 WHERE kind = 2", NULL },
  { "claims belong to a bill of their contract", "UPDATE claims SET line = 999 << 20 WHERE kind = 2", NULL },
  { "claims belong to a bill of their contract", "UPDATE bills SET kind = 'credit' WHERE kind = 'free'", NULL },
  { "claims name a line of their bill", "UPDATE claims SET line = line | 524288 WHERE kind = 2", NULL },
  { "bills know where their claims begin", "UPDATE bills SET time_from = time_from + 100000", NULL },
  { "bills know where their claims begin", "UPDATE bills SET period_from = period_from + 1", NULL },
  { "claimed time entries exist", "DELETE FROM time_entries WHERE id = 'E1'", NULL },
  { "claimed time entries exist", "UPDATE time_entries SET at = at + 1 WHERE id = 'E1'", NULL },
  { "claimed charges exist", "DELETE FROM charges WHERE id = 'C1'", NULL },
  { "claimed grants exist",
    "INSERT INTO claims SELECT contract, 4, charge_from, 77777, NULL, n << 20 FROM bills WHERE n = 1", NULL },
  { "what is charged once per ticket stands on a bill that holds work of the ticket",
    "INSERT INTO charged_once (contract, ticket, rule, line) VALUES (1, 77, 'fee', 1 << 20 | 1)", NULL },
  { "what is charged once per ticket stands on a bill that holds work of the ticket",
    "INSERT INTO charged_once (contract, ticket, rule, line) SELECT c.contract, t.ticket, 'fee', c.line | 524288 FROM claims c "
    "JOIN time_entries t ON t.contract = c.contract AND t.at = c.at AND t.n = c.row WHERE c.kind = 2 LIMIT 1",
    NULL },
  { "no row is billed twice",
    "INSERT INTO claims SELECT contract, kind, at + 1, row, until, line FROM claims WHERE kind = 2", NULL },
  { "no part of a period is billed twice",
    "INSERT INTO claims SELECT contract, kind, at + 5, row, until, line FROM claims WHERE kind = 1", NULL },
  { "no part of a period is billed twice", "UPDATE claims SET until = until + 100 WHERE kind = 1 AND at = 20519",
    NULL },
  { "periods are billed within their contract's life",
    "UPDATE claims SET at = at - 400, until = until - 400 WHERE kind = 1", NULL },
  { "periods are billed within their contract's life", "UPDATE contracts SET \"end\" = 20560 WHERE id = 'flat'", NULL },
  { "what lines bill is claimed", "DELETE FROM claims WHERE kind = 1 AND at = 20550", NULL },
  { "what lines bill is claimed", "DELETE FROM claims WHERE kind = 3", NULL },
  { "billed periods tile their contract's life", "DELETE FROM claims WHERE kind = 1 AND at = 20550",
    "INSERT INTO exclusions (batch, contract, item) SELECT 1, n, id || ':' || date(20550 * 86400, 'unixepoch') FROM contracts" },
  { "periods that were released are billed again or due", "UPDATE frontiers SET period_from = 20700", NULL },
  { "released claims are not held by the same line",
    "INSERT INTO released (contract, kind, at, row, until, line, action) SELECT contract, kind, at, row, until, line, 1 FROM claims LIMIT "
    "1",
    NULL },
  { "void documents hold no claims", "INSERT INTO claims SELECT contract, kind, at, row, until, line FROM released",
    NULL },
  { "work that is not billed lies on or after its frontier, or is named as open",
    "UPDATE frontiers SET time_from = 40000000", NULL },
  { "charges that are not billed lie on or after their frontier, or are named as open",
    "UPDATE frontiers SET charge_from = 30000", NULL },
  { "what is named as open lies behind its frontier, is there and is not billed",
    "INSERT INTO open_rows VALUES (1, 2, 0, 29000000, 99999)", NULL },
  { "what is named as open lies behind its frontier, is there and is not billed",
    "INSERT INTO open_rows VALUES (1, 3, 0, 20600, 99999)", NULL },
  { "what is named as open lies behind its frontier, is there and is not billed",
    "INSERT INTO open_rows SELECT contract, kind, 0, at, row FROM claims WHERE kind = 2 LIMIT 1", NULL },
  { "what is named as open lies behind its frontier, is there and is not billed",
    "INSERT INTO open_rows SELECT x.contract, 2, 0, at, n FROM time_entries x JOIN frontiers f ON f.contract = x.contract "
    "WHERE at >= time_from LIMIT 1",
    NULL },
  { "of what is named as open, work on open tickets sleeps",
    "INSERT INTO open_rows SELECT contract, kind, 1, at, row FROM claims WHERE kind = 2 LIMIT 1", NULL },
  { "work bills on the contract that it names",
    "UPDATE tickets SET contract = (SELECT n FROM contracts WHERE id = 'flat') WHERE id = 'T2'", NULL },
  { "charges bill on the contract that they name",
    "UPDATE charges SET own_contract = (SELECT n FROM contracts WHERE id = 'flat') WHERE id = 'C3'", NULL },
  { "work bills on no stranger's contract", STRANGER,
    "UPDATE tickets SET customer = (SELECT n FROM customers WHERE id = 'stranger')" },
  { "charges bill on no stranger's contract", STRANGER,
    "UPDATE charges SET customer = (SELECT n FROM customers WHERE id = 'stranger')" },
  { "nobody pays for itself in a ring of bill_to", "INSERT INTO customers (id, name, bill_to) VALUES ('x', 'X', 1)",
    "UPDATE customers SET bill_to = (SELECT n FROM customers WHERE id = 'x') WHERE n = 1" },
  { "a bill's hours are those of the work that it took", "UPDATE bills SET minutes = minutes + 1 WHERE n = 2", NULL },
  { "a bill's hours are those of the work that it took",
    "DELETE FROM claims WHERE kind = 2 AND contract = (SELECT n FROM contracts WHERE id = 'desk')", NULL },
  { "lines belong to a bill",
    "INSERT INTO lines (n, kind, category, description, quantity, unit_price, amount, tax) VALUES (999 << 20 | 1, 'charge', 'product', "
    "'Nut', '1', '1', 100, 0)",
    NULL },
  { "lines sum to their bill", "UPDATE bills SET amount = amount + 1", NULL },
  { "lines sum to their bill", "UPDATE lines SET tax = tax + 1", NULL },
  { "the components of a tax sum to it",
    "INSERT INTO line_taxes (line, ord, name, rate, amount) SELECT n, 1, 'GST', '10%', tax + 1 FROM lines "
    "WHERE n = (SELECT max(n) FROM lines)",
    NULL },
  { "each tax of a bill is that of its lines", "UPDATE bill_taxes SET base = base + 1", NULL },
  { "each tax of a bill is that of its lines", "UPDATE bill_taxes SET category = 'nothing' WHERE category IS NULL",
    NULL },
  { "taxes sum to their bill", "UPDATE bill_taxes SET amount = amount + 1", NULL },
  { "catch-ups give back no more than was billed",
    "INSERT INTO lines (n, kind, from_day, until_day, category, description, quantity, unit_price, amount, tax) SELECT line | 64, "
    "'period', at, until, 'service', 'Back', '-1', '500.01', -50001, 0 FROM claims WHERE kind = 1 AND at = 20519",
    "INSERT INTO claims SELECT contract, kind, at, row | (1 << 52), until, line | 64 FROM claims WHERE kind = 1 AND at = 20519" },
  { "catch-ups give back no more than was billed",
    "INSERT INTO lines (n, kind, from_day, until_day, category, description, quantity, unit_price, amount, tax) SELECT line | 64, "
    "'period', at, until, 'service', 'Back', '-1', '1.00', -100, -5001 FROM claims WHERE kind = 1 AND at = 20519",
    "INSERT INTO claims SELECT contract, kind, at, row | (1 << 52), until, line | 64 FROM claims WHERE kind = 1 AND at = 20519" },
  { "bills sum to their document", "UPDATE invoices SET subtotal = subtotal + 1, total = total + 1 WHERE n = 1", NULL },
  { "bills sum to their document",
    "INSERT INTO invoices (batch, kind, state, customer, currency, subtotal, tax, total) VALUES (3, 'invoice', 'draft', 1, 'USD', 0, 0, 0)",
    NULL },
  { "bills sum to their document", "UPDATE invoices SET rounding = rounding + 1 WHERE n = 1", NULL },
  { "totals are rounded to what was set when they were made", "UPDATE invoices SET rounding = 1 WHERE n = 1", NULL },
  { "totals are rounded to what was set when they were made", "UPDATE invoices SET round_to = total * 3 WHERE n = 1",
    NULL },
  { "totals are rounded to what was set when they were made",
    "UPDATE invoices SET round_to = total, rounding = total - 1 WHERE n = 1", NULL },
  { "totals are rounded to what was set when they were made",
    "UPDATE invoices SET round_to = 2 * total, rounding = total, subtotal = 2 * total - tax, total = 2 * total WHERE n = 1",
    "UPDATE invoices SET rounding = -rounding WHERE n = 1" },
  { "a rounding is taken back whole and once", "UPDATE invoices SET rounding = 1 WHERE credits IS NOT NULL", NULL },
  { "a rounding is taken back whole and once", "UPDATE invoices SET round_to = 1 WHERE credits IS NOT NULL", NULL },
  { "a rounding is taken back whole and once", "UPDATE invoices SET rounding = 2 WHERE credits IS NOT NULL",
    "UPDATE invoices SET rounding = -1 WHERE n IN (SELECT credits FROM invoices)" },
  { "a bill has the currency of its document", "UPDATE bills SET currency = 'EUR' WHERE kind = 'bill'", NULL },
  { "a bill is in the batch of its document", "UPDATE bills SET batch = 2 WHERE batch = 1", NULL },
  { "bills and credits are on a document, free bills and waivers on none",
    "UPDATE bills SET invoice = NULL WHERE kind = 'credit'", NULL },
  { "bills and credits are on a document, free bills and waivers on none",
    "UPDATE bills SET invoice = 1 WHERE kind = 'waiver'", NULL },
  { "free bills cost nothing", "UPDATE bills SET amount = 5 WHERE kind = 'free'", NULL },
  { "open and deleted batches hold nothing but waivers", "UPDATE batches SET state = 'deleted' WHERE n = 1", NULL },
  { "postings sum to zero", "UPDATE postings SET amount = amount + 1 WHERE invoice = 1 AND ord = 1", NULL },
  { "postings say what their document says", "UPDATE postings SET amount = amount * 2 WHERE invoice = 1", NULL },
  { "postings say what their document says", "DELETE FROM postings WHERE ord > 3", NULL },
  { "postings say what their document says", "UPDATE postings SET account = 'tax' WHERE account = 'revenue'", NULL },
  { "Batch Details count what is selected", "UPDATE batches SET minutes = minutes + 1 WHERE state = 'open'", NULL },
  { "Batch Details sum what is selected", "UPDATE batch_totals SET tax = tax + 1 WHERE batch = 4", NULL },
  { "Batch Details sum what is selected", "DELETE FROM batch_totals WHERE batch = 4", NULL },
  { "only what is ready is selected", "UPDATE previews SET chosen = 1 WHERE state <> 'ready'", NULL },
  { "numbers of a series have no gap", "UPDATE invoices SET seq = seq + 10 WHERE seq > 2", NULL },
  { "numbers of a series have no gap", "UPDATE series SET first = 0", NULL },
  { "the next number follows the last", "UPDATE series SET next = next + 1", NULL },
  { "the next number follows the last", "UPDATE series SET last_date = last_date + 1", NULL },
  { "dates never go back within a series", "UPDATE invoices SET date = date + 100 WHERE n = 1", NULL },
  { "final documents have number, date and digest, drafts none", "UPDATE invoices SET digest = NULL WHERE n = 1",
    NULL },
  { "final documents have number, date and digest, drafts none",
    "UPDATE invoices SET date = 20600 WHERE state = 'draft'", NULL },
  { "drafts are in batches that were run and not generated",
    "UPDATE batches SET state = 'generated' WHERE state = 'run'", NULL },
  { "credit lines mirror what they credit", "UPDATE lines SET quantity = '1' WHERE n IN (SELECT line FROM credits)",
    NULL },
  { "credit lines mirror what they credit",
    "UPDATE lines SET amount = amount + 1 WHERE n IN (SELECT line FROM credits)", NULL },
  { "each line of a credit note credits a line of its invoice", "DELETE FROM credits", NULL },
  { "each line of a credit note credits a line of its invoice",
    "UPDATE invoices SET credits = (SELECT max(n) FROM invoices) WHERE credits IS NOT NULL", NULL },
  { "what is credited of a line stays within it",
    "UPDATE lines SET tax = tax - 1 WHERE n IN (SELECT line FROM credits)", NULL },
  { "what is credited of a component of a tax stays within it",
    "INSERT INTO line_taxes (line, ord, name, rate, amount) SELECT credited, 1, 'GST', '5%', 10 FROM credits",
    "INSERT INTO line_taxes (line, ord, name, rate, amount) SELECT line, 1, 'GST', '5%', -11 FROM credits" },
  { "what is credited of a line stays within it",
    "INSERT INTO credits SELECT (SELECT min(n) FROM lines), credited, 0 FROM credits LIMIT 1", NULL },
  { "numbers never go back", "INSERT INTO series (kind, first, next) VALUES ('invoice', 1, 1)", NULL },
  { "no line of a void is credited", "UPDATE invoices SET state = 'void' WHERE n IN (SELECT credits FROM invoices)",
    NULL },
  { "lines are as they were written",
    "UPDATE lines SET description = 'Something else' WHERE n = (SELECT min(n) FROM lines)", NULL },
  { "lines are as they were written", "UPDATE bill_taxes SET base = base + 1", NULL },
  { "final documents are as they were frozen", "UPDATE invoices SET bill_to = '{}' WHERE n = 1", NULL },
  { "final documents say which bills they have", "UPDATE invoices SET contracts = NULL WHERE number IS NOT NULL",
    NULL },
  { "final documents say which bills they have",
    "UPDATE invoices SET contracts = json_set(contracts, '$[0].lines', 99) WHERE number IS NOT NULL", NULL },
  { "final documents say which bills they have",
    "UPDATE invoices SET contracts = json_insert(contracts, '$[#]', json_extract(contracts, '$[0]')) WHERE number IS NOT NULL",
    NULL },
  { "final documents are chained", "UPDATE invoices SET chain = digest WHERE n = 2", NULL },
  { "the journal is whole", "DROP TRIGGER journal_lasts", "DELETE FROM journal WHERE seq = 2" },
  { "the journal is whole", "DROP TRIGGER journal_lasts",
    "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)" },
  { "batches are in the state that the log says", "UPDATE batches SET state = 'exported' WHERE n = 1", NULL },
  { "batches are in the state that the log says", "UPDATE batches SET state = 'deleted' WHERE state = 'open'", NULL },
  { "batches are in the state that the log says",
    "INSERT INTO actions (at, command, batch, detail, chain) VALUES ('', 'batch reopen', 1, '{}', '')", NULL },
  { "batches are in the state that the log says",
    "INSERT INTO actions (at, command, batch, detail, chain) VALUES ('', 'batch new', 99, '{}', '')", NULL },
  { "batches are as of the day that the log says", "UPDATE batches SET as_of = as_of + 1 WHERE n = 1", NULL },
  { "batches are consolidated as the log says", "UPDATE batches SET consolidated = 1 WHERE n = 1", NULL },
  { "documents were numbered when the log says", "UPDATE invoices SET date = date + 1 WHERE n = 1", NULL },
  { "documents were numbered when the log says", "DROP TRIGGER actions_stay",
    "UPDATE actions SET batch = 77 WHERE command = 'batch generate'" },
  { "void documents are those that the log says", "UPDATE invoices SET state = 'final' WHERE state = 'void'", NULL },
  { "void documents are those that the log says", "UPDATE invoices SET state = 'void' WHERE number = '5'", NULL },
  { "credit notes are those that the log says",
    "INSERT INTO actions (at, command, detail, chain) VALUES ('', 'invoice credit', '{\"invoice\":1}', '')", NULL },
  { "credit notes are those that the log says",
    "UPDATE invoices SET credits = (SELECT n FROM invoices WHERE number = '5') WHERE number = '7'", NULL },
  { "drafts that were deleted by the log are gone",
    "INSERT INTO actions (at, command, batch, detail, chain) VALUES ('', 'batch delete', 1, '{\"drafts\":[99,1]}', '')",
    NULL },
  { "imports are those that the log says", "UPDATE imports SET changed = changed + 1", NULL },
  { "imports are those that the log says",
    "INSERT INTO imports (at, source, added, changed, removed) VALUES ('', 'nobody', 1, 0, 0)", NULL },
  { "mails ended as the log says",
    "INSERT INTO mails (invoice, recipient, message_id, at, state) VALUES (1, 'a@b.example', 'x', '', 'accepted')",
    NULL },
  { "mails ended as the log says",
    "INSERT INTO actions (at, command, batch, detail, chain) VALUES ('', 'invoice send', 1, "
    "'{\"invoice\":\"1\",\"to\":\"a@b.example\",\"state\":\"accepted\"}', '')",
    NULL },
  { "deliveries ended as the log says",
    "INSERT INTO connections (target, environment, company, name, key, at) VALUES ('xero', 'x', 'c', 'C', 'k', '')",
    "INSERT INTO deliveries (connection, kind, subject, invoice, state, key, request, at) SELECT max(n), 'invoice', '1', 1, 'delivered', "
    "'k1', '{}', '' FROM connections" },
  { "the log is chained", "DROP TRIGGER actions_stay",
    "UPDATE actions SET detail = '{\"forged\":true}' WHERE seq = 2" },
  { "the log is chained", "DROP TRIGGER actions_last",
    "DELETE FROM actions WHERE seq = (SELECT max(seq) FROM actions)" },
};

enum { HARMS = sizeof harms / sizeof *harms };

static const value *proved(world *w) {
  value *report = NULL;
  if (!verify(&w->book, w->arena, &report, &w->e)) fail_msg("%s", w->e.message);
  return report;
}

static const char *failed_check(const value *report, const char *name) {
  const value *list = value_get(report, "checks");
  for (size_t i = 0; i < list->as.list.count; i++) {
    const value *row = list->as.list.items[i];
    if (strcmp(value_get(row, "name")->as.text, name) == 0)
      return value_get(row, "failed")->as.integer ? "failed" : "passed";
  }
  return "missing";
}

static bool told(const value *report, const char *name) {
  const value *list = value_get(report, "failures");
  for (size_t i = 0; i < list->as.list.count; i++)
    if (strncmp(list->as.list.items[i]->as.text, name, strlen(name)) == 0) return true;
  return false;
}

static void a_sound_book_passes_every_check(void **state) {
  world *w = *state;
  const value *report = proved(w), *failures = value_get(report, "failures");
  if (failures->as.list.count) fail_msg("%s", failures->as.list.items[0]->as.text);
  assert_string_equal(value_get(report, "head")->as.text,
                      words(w, "SELECT chain FROM actions ORDER BY seq DESC LIMIT 1"));
}

// What the history of these tests has none of: pictures, grants, prepaid balances, catch-ups, mails.
static bool has_none(const char *check) {
  static const char *const names[] = {
    "pictures are as they were kept",
    "claimed grants exist",
    "what is charged once per ticket stands on a bill that holds work of the ticket",
    "drafts that were deleted by the log are gone",
    "mails ended as the log says",
    "deliveries ended as the log says",
    "catch-ups give back no more than was billed",
    "balances are what was granted less what was drawn",
    "work draws on lots of its contract, or of a block that it was handed, of the same unit, while they last",
    "contracts draw on a block of their customer, which draws on none",
    "a lot that is drawn is not released",
    "what is drawn is pinned to a bill of its contract",
    "what is reserved for work is not billed yet",
    "settled periods belong to a bill",
    "what is drawn stands on a line of its ticket, and is of its lot's part",
    "the components of a tax sum to it",
    "the components of a tax are among those of its bill",
    "what is credited of a component of a tax stays within it"
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(check, names[i]) == 0) return true;
  return false;
}

// So that a check which never looks at anything cannot pass for sound.
static void the_history_gives_almost_every_check_something_to_look_at(void **state) {
  const value *list = value_get(proved(*state), "checks");
  for (size_t i = 0; i < list->as.list.count; i++) {
    const value *row = list->as.list.items[i];
    const char *name = value_get(row, "name")->as.text;
    if (!has_none(name) && value_get(row, "checked")->as.integer == 0) fail_msg("%s: nothing was looked at", name);
  }
}

static void each_broken_invariant_is_named_by_its_check(void **state) {
  world *w = *state;
  for (size_t i = 0; i < HARMS; i++) {
    assert_true(db_begin(w->db, &w->e));
    run_sql(w, harms[i].first);
    if (harms[i].then) run_sql(w, harms[i].then);
    const value *report = proved(w);
    if (strcmp(failed_check(report, harms[i].check), "failed") != 0 || !told(report, harms[i].check))
      fail_msg("%s: %s after %s", harms[i].check, failed_check(report, harms[i].check), harms[i].first);
    db_rollback(w->db);
  }
  assert_int_equal(value_get(proved(w), "failures")->as.list.count, 0);
}

static void no_check_is_without_a_test(void **state) {
  const value *list = value_get(proved(*state), "checks");
  for (size_t i = 0; i < list->as.list.count; i++) {
    const char *name = value_get(list->as.list.items[i], "name")->as.text;
    bool found = false;
    for (size_t k = 0; k < HARMS; k++) found = found || strcmp(harms[k].check, name) == 0;
    if (!found) fail_msg("nothing breaks \"%s\"", name);
  }
}

static void many_faults_of_a_check_leave_room_for_others(void **state) {
  world *w = *state;
  assert_true(db_begin(w->db, &w->e));
  run_sql(
      w,
      "INSERT INTO claims WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 300) SELECT 1, 4, 20560, 5000 + "
      "x, NULL, 999 << 20 FROM i");
  run_sql(w, "UPDATE series SET next = next + 1");
  const value *report = proved(w);
  assert_true(told(report, "claimed grants exist: and 250 more"));
  assert_true(told(report, "the next number follows the last"));
  db_rollback(w->db);
}

// And with payments: invoices 2 and 6, of which a part was then credited, and pays invoice 5.
static int paid_open(void **state) {
  if (billed_open(state)) return -1;
  world *w = *state;
  const credit_line part = { 1, "100.00" };
  const credit_terms terms = { .lines = &part, .count = 1, .after = DAY_NEVER, .date = DAY_MIN, .note = "goodwill" };
  int64_t note;
  given(w, "{\"payments\":[{\"id\":\"P1\",\"customer\":\"cool\",\"date\":\"2026-06-20\",\"amount\":\"1700.00\"}],"
           "\"allocations\":[{\"payment\":\"P1\",\"invoice\":2,\"amount\":\"1100.00\"},"
           "{\"payment\":\"P1\",\"invoice\":6,\"amount\":\"550.00\"}]}");
  MUST(invoice_credit(&w->book, number(w, "SELECT n FROM invoices WHERE number = '6'"), &terms, &note, &w->e));
  given(w, "{\"allocations\":[{\"payment\":7,\"invoice\":5,\"amount\":\"90.00\"}]}");
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_sound_book_passes_every_check),
    cmocka_unit_test(the_history_gives_almost_every_check_something_to_look_at),
    cmocka_unit_test(each_broken_invariant_is_named_by_its_check),
    cmocka_unit_test(no_check_is_without_a_test),
    cmocka_unit_test(many_faults_of_a_check_leave_room_for_others),
  };
  return cmocka_run_group_tests(tests, paid_open, billed_close);
}
