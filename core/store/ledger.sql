-- What version 2 of the database adds: why something is not taxed, and the ledger of prepaid balances.

-- The components of a line's tax, where there are several.
CREATE TABLE line_taxes (
  line INTEGER NOT NULL REFERENCES lines DEFERRABLE INITIALLY DEFERRED, ord INTEGER NOT NULL, name TEXT NOT NULL, rate TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (line, ord)
) STRICT, WITHOUT ROWID;
-- Lines whose tax a balance has drawn with their amount: it is inside of what is left to pay, whatever its rule says.
CREATE TABLE lines_within (line INTEGER PRIMARY KEY REFERENCES lines DEFERRABLE INITIALLY DEFERRED) STRICT;
ALTER TABLE bill_taxes ADD COLUMN code TEXT;    -- of the tax, for e-invoices
ALTER TABLE bill_taxes ADD COLUMN reason TEXT;  -- the sentence that the invoice shows

-- Movements of prepaid balances, each posted by the line that made it. A lot is what was granted; a row with a lot is
-- what was drawn from it (-), or expired before its time because a cap was reached. Rows that were released count no more.
CREATE TABLE movements (
  n         INTEGER PRIMARY KEY AUTOINCREMENT,
  contract  INTEGER NOT NULL REFERENCES contracts,
  part      INTEGER NOT NULL,                                           -- code of the agreement's line, 0: the contract itself
  unit      TEXT NOT NULL,                                              -- hours (in minutes), money (minor units), tickets
  day       INTEGER NOT NULL,                                           -- from which a lot can be drawn; on which it was
  period    INTEGER NOT NULL,                                           -- first day of the period that granted or drew; past every date: once for ever
  ordinal   INTEGER NOT NULL,                                           -- of a lot among those of its period; of a draw its kind: 0 work, 1 lapsed, 2 refunded, 3 a charge
  quantity  INTEGER NOT NULL CHECK (quantity <> 0),
  remaining INTEGER NOT NULL DEFAULT 0 CHECK (remaining >= 0),          -- of a lot: its quantity less what was drawn and not released
  lot       INTEGER REFERENCES movements,                               -- NULL: a lot
  expires   INTEGER,                                                    -- last day of a lot, NULL: none
  grant_row INTEGER,                                                    -- grants.n of a lot from there
  ticket    INTEGER,                                                    -- whose work drew; NULL: a cap, a charge
  entry     INTEGER,                                                    -- time_entries.n or charges.n that drew; negative: a ticket whose lines were credited. Reserved while `taken` is NULL
  line      INTEGER NOT NULL,
  taken     INTEGER,                                                    -- line of the bill that took it, where `entry` is given
  released  INTEGER REFERENCES actions,
  CHECK ((lot IS NULL) = (quantity > 0))
) STRICT;
CREATE INDEX lots_of_contract ON movements (contract, period) WHERE lot IS NULL;
CREATE INDEX lots_left ON movements (contract) WHERE lot IS NULL AND remaining > 0;
CREATE INDEX draws_of_lot ON movements (lot) WHERE lot IS NOT NULL;
CREATE INDEX movements_of_line ON movements (line);
CREATE INDEX movements_taken ON movements (taken) WHERE taken IS NOT NULL;
CREATE INDEX draws_reserved ON movements (contract) WHERE entry IS NOT NULL;
-- What a movement said before an action released it, handed it over or reserved it again: with it, bills of before can be computed again.
CREATE TABLE movements_past (
  n INTEGER PRIMARY KEY, movement INTEGER NOT NULL, action INTEGER NOT NULL REFERENCES actions,
  line INTEGER NOT NULL, taken INTEGER, entry INTEGER, released INTEGER
) STRICT;
CREATE INDEX movements_past_of_movement ON movements_past (movement);
-- Periods whose work was settled by a bill: later work on them draws on the next one, or is not due where a schedule bills once.
CREATE TABLE settled_periods (
  n INTEGER PRIMARY KEY, contract INTEGER NOT NULL REFERENCES contracts, from_day INTEGER NOT NULL, key TEXT, line INTEGER NOT NULL,
  released INTEGER REFERENCES actions
) STRICT;
CREATE INDEX settled_periods_of_contract ON settled_periods (contract, from_day);
CREATE INDEX settled_periods_of_line ON settled_periods (line);

-- The contract's frontier at a bill's rating; NULL: written by an older version.
ALTER TABLE bills ADD COLUMN frontier_period INTEGER;
ALTER TABLE bills ADD COLUMN frontier_time INTEGER;
ALTER TABLE bills ADD COLUMN frontier_charge INTEGER;
