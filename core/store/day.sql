-- Version 8: the admin's day: what is misspelt, odd or overlooked is told, and mistakes can be taken back.

-- The names of the MSP's own columns (x.NAME) that rows have had, by their table: a plugin that misspells one is told. Never fewer.
CREATE TABLE own_columns (
  source TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (source, name)
) STRICT, WITHOUT ROWID;
INSERT INTO own_columns SELECT DISTINCT 'customers', j.key FROM customers t, json_each(t.x) j WHERE t.x IS NOT NULL;
INSERT INTO own_columns SELECT DISTINCT 'contracts', j.key FROM contracts t, json_each(t.x) j WHERE t.x IS NOT NULL;
INSERT INTO own_columns SELECT DISTINCT 'tickets', j.key FROM tickets t, json_each(t.x) j WHERE t.x IS NOT NULL;
INSERT INTO own_columns SELECT DISTINCT 'time_entries', j.key FROM time_entries t, json_each(t.x) j WHERE t.x IS NOT NULL;

-- The last key of a row that went, of tables whose keys the database would give again: the journal knows rows by them.
CREATE TABLE keys_gone (
  source TEXT PRIMARY KEY, last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What price rules charge once per ticket of a contract (work.first), by the name of the rule: the line that bears it; 0 of a bill's: the
-- bill itself. What was released stays, so that bills of before can be computed again.
CREATE TABLE charged_once (
  contract INTEGER NOT NULL, ticket INTEGER NOT NULL, rule TEXT NOT NULL, line INTEGER NOT NULL,
  released INTEGER REFERENCES actions,
  PRIMARY KEY (contract, ticket, rule, line)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX charged_once_stands ON charged_once (contract, ticket, rule) WHERE released IS NULL;

-- Periods that a batch takes before they end, by their first day: whole, and at their price.
CREATE TABLE early_periods (
  batch INTEGER NOT NULL REFERENCES batches, contract INTEGER NOT NULL REFERENCES contracts, from_day INTEGER NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (batch, contract, from_day)
) STRICT, WITHOUT ROWID;

-- Items whose amount somebody set in a batch, after all price rules: to an amount in its currency, by a percentage, or to
-- that of so many hours.
CREATE TABLE adjustments (
  batch INTEGER NOT NULL REFERENCES batches, contract INTEGER NOT NULL REFERENCES contracts, item TEXT NOT NULL,
  amount TEXT, percent TEXT, hours TEXT, note TEXT NOT NULL,
  PRIMARY KEY (batch, contract, item), CHECK ((amount IS NOT NULL) + (percent IS NOT NULL) + (hours IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;

-- Contracts that have an end, by it: which end soon is asked each day.
CREATE INDEX contracts_ending ON contracts ("end") WHERE "end" IS NOT NULL;

-- What work and goods cost: of a unit of a charge, of an hour at a rate, in their currency; of an hour of a technician, in the database's.
-- It may be told at any time, and never changes an amount.
ALTER TABLE charges ADD COLUMN cost TEXT;
ALTER TABLE rates ADD COLUMN cost TEXT;
CREATE TABLE technicians (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE CHECK (id <> ''), name TEXT NOT NULL, cost TEXT, x TEXT
) STRICT;

-- What was done to a batch, the newest first: each part of its list that is shown says how far it has come.
CREATE INDEX actions_of_batch ON actions (batch) WHERE batch IS NOT NULL;

-- What is open of final documents, by the day on which they are due, and what is to be exported: kept, so that nobody adds up history
-- each day (engine/invoice/sums.c); verify proves it.
-- open_less: what is not open any more of a document's total, of those of which something is not: its credit notes, what was given to it,
-- less what it or they gave. A note that names an invoice is a part of that.
CREATE TABLE open_less (invoice INTEGER PRIMARY KEY REFERENCES invoices, amount INTEGER NOT NULL) STRICT;
INSERT INTO open_less SELECT n, less FROM (SELECT i.n,
  (SELECT ifnull(sum(a.amount), 0) FROM allocations a WHERE a.invoice = i.number)
  - (SELECT ifnull(sum(n.total), 0) FROM invoices n WHERE n.credits = i.n AND n.state = 'final')
  - (SELECT ifnull(sum(a.amount), 0) FROM invoices s JOIN allocations a ON a.payment = s.number WHERE (s.n = i.n OR s.credits = i.n)
     AND s.kind = 'credit' AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = s.number)) AS less
  FROM invoices i WHERE i.state = 'final' AND i.credits IS NULL) WHERE less <> 0;
CREATE TABLE open_by_due (
  currency TEXT NOT NULL, due INTEGER NOT NULL,
  documents INTEGER NOT NULL, owed INTEGER NOT NULL,                    -- those of which something is owed
  on_account INTEGER NOT NULL,                                          -- below zero: what others have too much
  PRIMARY KEY (currency, due)
) STRICT, WITHOUT ROWID;
INSERT INTO open_by_due SELECT currency, due, sum(open > 0), sum(max(open, 0)), sum(min(open, 0)) FROM (
  SELECT i.currency, ifnull(i.due_date, i.date) AS due, i.total - ifnull(l.amount, 0) AS open FROM invoices i
  LEFT JOIN open_less l ON l.invoice = i.n WHERE i.state = 'final' AND i.credits IS NULL) GROUP BY 1, 2;
CREATE TABLE document_sums (
  currency TEXT PRIMARY KEY, documents INTEGER NOT NULL, amount INTEGER NOT NULL,  -- that are final
  to_export INTEGER NOT NULL, export_amount INTEGER NOT NULL            -- those of batches that are generated and not exported
) STRICT, WITHOUT ROWID;
INSERT INTO document_sums SELECT i.currency, count(*), sum(i.total), sum(b.state = 'generated'), sum(i.total * (b.state = 'generated'))
FROM invoices i JOIN batches b ON b.n = i.batch WHERE i.state = 'final' GROUP BY 1;
CREATE INDEX batches_generated ON batches (n) WHERE state = 'generated';
CREATE INDEX batches_open ON batches (n) WHERE state = 'open';

-- How many balances of a contract run low, as a batch showed it last.
ALTER TABLE previews ADD COLUMN low INTEGER NOT NULL DEFAULT 0;
CREATE INDEX previews_low ON previews (batch) WHERE low > 0;

-- Customers as lists have them: a part of a long one is read alone.
CREATE INDEX customers_by_name ON customers (name, id);

-- Who may use the page where it is served to several, and for what. password: as crypt(5) has it, NULL: a proxy says who it is.
-- generation: sessions of an earlier one are over.
CREATE TABLE users (
  name TEXT PRIMARY KEY CHECK (name <> ''), role TEXT NOT NULL CHECK (role IN ('viewer', 'biller', 'approver', 'accountant', 'admin')),
  password TEXT, generation INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
