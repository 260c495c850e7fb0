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
