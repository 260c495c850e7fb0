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

-- Items whose amount somebody set in a batch, after all price rules: to an amount in its currency, or by a percentage.
CREATE TABLE adjustments (
  batch INTEGER NOT NULL REFERENCES batches, contract INTEGER NOT NULL REFERENCES contracts, item TEXT NOT NULL,
  amount TEXT, percent TEXT, note TEXT NOT NULL,
  PRIMARY KEY (batch, contract, item), CHECK ((amount IS NULL) <> (percent IS NULL))
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
-- Customers as lists have them: a part of a long one is read alone.
CREATE INDEX customers_by_name ON customers (name, id);
