-- Version 7: a book that grows old stays quick, and a plugin that never ends stops no other contract twice.

-- Plugins that are set aside: texts, by their digest, of which a step never ended, so that the program had to end. place:
-- the line at which it stood, "" where that is not known.
CREATE TABLE plugins_aside (
  digest TEXT PRIMARY KEY CHECK (length(digest) = 64), name TEXT NOT NULL, place TEXT NOT NULL, at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Contracts of which two derivations came out differently, though nothing had changed: held until their facts (after the journal
-- entry `seen`) or some plugin file (`files`, as batches note them) change.
CREATE TABLE doubts (
  contract INTEGER PRIMARY KEY REFERENCES contracts ON DELETE CASCADE, seen INTEGER NOT NULL, files TEXT NOT NULL, why TEXT NOT NULL
) STRICT;

-- What is not billed behind a contract's frontier (engine/facts/open_rows.h), in reading order. Frontiers of before are lower bounds, so
-- nothing is behind them.
CREATE TABLE open_rows (
  contract INTEGER NOT NULL REFERENCES contracts,
  kind     INTEGER NOT NULL CHECK (kind IN (2, 3)),                     -- as claims.kind: work, a charge
  asleep   INTEGER NOT NULL CHECK (asleep IN (0, 1)),                   -- work on a ticket that is not closed
  at       INTEGER NOT NULL,                                            -- local minute or day
  row      INTEGER NOT NULL,                                            -- time_entries.n, charges.n
  PRIMARY KEY (contract, kind, asleep, at, row)
) STRICT, WITHOUT ROWID;
-- The least of the open rows behind the frontier that took part in a bill; NULL: none did.
ALTER TABLE bills ADD COLUMN behind_time INTEGER;
ALTER TABLE bills ADD COLUMN behind_charge INTEGER;
-- What was drawn of a lot, and when, without the draws themselves: a balance has them for ever.
DROP INDEX draws_of_lot;
CREATE INDEX draws_of_lot ON movements (lot, line, quantity, released, contract) WHERE lot IS NOT NULL;
DROP INDEX draws_reserved;
CREATE INDEX draws_reserved ON movements (contract) WHERE entry IS NOT NULL AND taken IS NULL AND released IS NULL;
-- How many rows the tables have that are asked for by number, and which documents are not final: asked each day, counted once.
CREATE TABLE row_counts (
  source TEXT PRIMARY KEY, rows INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO row_counts SELECT 'customers', count(*) FROM customers;
INSERT INTO row_counts SELECT 'contracts', count(*) FROM contracts;
INSERT INTO row_counts SELECT 'tickets', count(*) FROM tickets;
INSERT INTO row_counts SELECT 'time_entries', count(*) FROM time_entries;
INSERT INTO row_counts SELECT 'charges', count(*) FROM charges;
CREATE INDEX invoices_draft ON invoices (batch) WHERE state = 'draft';
CREATE INDEX invoices_void ON invoices (batch) WHERE state = 'void';

-- The block that a contract draws on before what is its own: another contract of its customer.
ALTER TABLE contracts ADD COLUMN draws_on INTEGER REFERENCES contracts;
CREATE INDEX contracts_drawing ON contracts (draws_on) WHERE draws_on IS NOT NULL;
-- What lots of that block had left for a bill when it was rated: less what the block itself and those that draw before it
-- would draw. Columns are those of movements; with them the bill can be computed again.
CREATE TABLE shared_lots (
  bill      INTEGER NOT NULL,
  ord       INTEGER NOT NULL,
  contract  INTEGER NOT NULL,
  part      INTEGER NOT NULL,
  unit      TEXT NOT NULL,
  day       INTEGER NOT NULL,
  period    INTEGER NOT NULL,
  ordinal   INTEGER NOT NULL,
  quantity  INTEGER NOT NULL,
  remaining INTEGER NOT NULL,
  lot       INTEGER,                                                    -- movements.n; NULL: no bill had posted it
  expires   INTEGER,
  grant_row INTEGER,
  PRIMARY KEY (bill, ord)
) STRICT, WITHOUT ROWID;

-- What a component of a line's tax is of, where that is a part of the line: the first 1,600.00 of it. NULL: all of it.
ALTER TABLE line_taxes ADD COLUMN base INTEGER;
