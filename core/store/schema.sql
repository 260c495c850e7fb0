-- billet's database. One file holds one MSP's book. ledger.sql, freeze.sql, documents.sql and parties.sql go on.
--
-- Conventions
--   n            integer key of a row, given by billet, never used again; people's own keys are in `id`
--   *_on, day    civil dates as days since 1970-01-01; intervals are half-open: from_day <= d < until_day
--   at           local civil minute since 1970-01-01T00:00 on the customer's clock: at / 1440 is the date
--   amounts      minor units of the row's currency; decimals (prices, quantities, rates) are text, exact
--   CHECKs of busy tables spell their choices with OR: an IN list of three or more is a temporary table for each row
--   x            the MSP's own columns (x.NAME) as one JSON object
-- Source tables (what `import` writes) carry the names and columns of the public interface.

-- One row: what `init` was told.
CREATE TABLE settings (
  n               INTEGER PRIMARY KEY CHECK (n = 1),
  name            TEXT NOT NULL,
  currency        TEXT NOT NULL CHECK (length(currency) = 3),
  zone            TEXT NOT NULL,
  closed_statuses TEXT NOT NULL,                    -- JSON list, lower case: statuses that make a ticket billable
  touched         INTEGER NOT NULL DEFAULT 0,       -- last journal entry that concerns every contract (a rate for all, a tax)
  next_row        INTEGER NOT NULL DEFAULT 1        -- next n of time_entries, charges, grants: one sequence, so that claims need no table name
) STRICT;

CREATE TABLE seller (
  n INTEGER PRIMARY KEY CHECK (n = 1),
  name TEXT NOT NULL, address1 TEXT, address2 TEXT, city TEXT, region TEXT, postal_code TEXT, country TEXT, tax_id TEXT,
  email TEXT, phone TEXT, bank TEXT, logo TEXT, footer TEXT, x TEXT
) STRICT;

CREATE TABLE customers (
  n           INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE CHECK (id <> ''),
  name        TEXT NOT NULL,
  currency    TEXT CHECK (length(currency) = 3),                       -- NULL: the database's
  zone        TEXT,                                                     -- NULL: the database's
  tax         TEXT,
  tax_exempt  INTEGER NOT NULL DEFAULT 0 CHECK (tax_exempt IN (0, 1)),
  terms_days  INTEGER NOT NULL DEFAULT 0 CHECK (terms_days BETWEEN 0 AND 3650),
  invoice_per TEXT NOT NULL DEFAULT 'contract' CHECK (invoice_per IN ('contract', 'customer', 'po')),
  bill_to     INTEGER REFERENCES customers,                             -- who gets the invoice; NULL: itself
  po_number TEXT, email TEXT, phone TEXT, address1 TEXT, address2 TEXT, city TEXT, region TEXT, postal_code TEXT, country TEXT,
  tax_id TEXT, note TEXT, x TEXT
) STRICT;

CREATE INDEX customers_invoiced_together ON customers (invoice_per) WHERE invoice_per <> 'contract';

CREATE TABLE contracts (
  n              INTEGER PRIMARY KEY AUTOINCREMENT,
  id             TEXT NOT NULL UNIQUE CHECK (id <> ''),
  customer       INTEGER NOT NULL REFERENCES customers,
  name           TEXT NOT NULL,
  type           TEXT NOT NULL,                                         -- a contract-type plugin
  start          INTEGER NOT NULL,                                      -- first day
  "end"          INTEGER CHECK ("end" >= start),                        -- last day, inclusive; NULL: runs on
  bill_from      INTEGER,                                               -- nothing before this day is ever due
  active         INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  "default"      INTEGER NOT NULL DEFAULT 0 CHECK ("default" IN (0, 1)),
  period         TEXT NOT NULL DEFAULT 'monthly' CHECK (period IN ('on-demand', 'weekly', 'biweekly', 'monthly', 'quarterly', 'half-yearly', 'yearly', 'whole-contract')),
  bill_day       INTEGER CHECK (bill_day BETWEEN 1 AND 31),
  timing         TEXT NOT NULL DEFAULT 'arrears' CHECK (timing IN ('arrears', 'advance')),
  proration      TEXT CHECK (proration IN ('none', 'daily')),           -- NULL: daily where bill_day is set
  work           TEXT NOT NULL DEFAULT 'closed' CHECK (work IN ('closed', 'any')),
  taxable        INTEGER CHECK (taxable IN (0, 1)),                     -- NULL: yes where tax is given
  tax            TEXT,
  category       TEXT,
  sku            TEXT,
  currency       TEXT CHECK (length(currency) = 3),                     -- NULL: the customer's, else the database's
  invoice_detail TEXT NOT NULL DEFAULT 'ticket' CHECK (invoice_detail IN ('contract', 'ticket', 'entry')),
  params         TEXT NOT NULL DEFAULT '{}',                            -- JSON object for the plugin
  rules          TEXT,                                                  -- JSON list of price rules
  po_number TEXT, note TEXT, x TEXT,
  CHECK (active = 1 OR "end" IS NOT NULL),
  CHECK (bill_day IS NULL OR period NOT IN ('weekly', 'biweekly'))
) STRICT;
CREATE INDEX contracts_of_customer ON contracts (customer);
CREATE UNIQUE INDEX default_contract ON contracts (customer) WHERE "default" = 1;

-- Params from a date on.
CREATE TABLE changes (
  n        INTEGER PRIMARY KEY AUTOINCREMENT,
  contract INTEGER NOT NULL REFERENCES contracts,
  "from"   INTEGER NOT NULL,
  params   TEXT NOT NULL,
  x        TEXT,
  UNIQUE (contract, "from")
) STRICT;

-- Prices of work by rate code. contract 0 and customer 0: for all.
CREATE TABLE rates (
  n          INTEGER PRIMARY KEY AUTOINCREMENT,
  code       TEXT NOT NULL CHECK (code <> ''),
  contract   INTEGER REFERENCES contracts,
  customer   INTEGER REFERENCES customers,
  "from"     INTEGER,                                                   -- NULL: always
  unit_price TEXT NOT NULL,
  currency TEXT CHECK (length(currency) = 3), category TEXT, sku TEXT, description TEXT, x TEXT
) STRICT;
CREATE UNIQUE INDEX rates_key ON rates (code, ifnull(contract, 0), ifnull(customer, 0), ifnull("from", -1000000));

CREATE TABLE tickets (
  n         INTEGER PRIMARY KEY AUTOINCREMENT,
  id        TEXT NOT NULL UNIQUE CHECK (id <> ''),
  customer  INTEGER NOT NULL REFERENCES customers,
  contract  INTEGER REFERENCES contracts,                               -- NULL: the customer's default contract
  title     TEXT,
  status    TEXT,
  closed    INTEGER NOT NULL CHECK (closed IN (0, 1)),                  -- the status counts as closed
  closed_on INTEGER,                                                    -- local day of closed_at; NULL: not told
  closed_at TEXT,                                                       -- as it was given
  shared    INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1)),        -- its entries bill on more than one contract
  x         TEXT
) STRICT;

-- Work. Clustered as a run reads it: by the contract that it bills on, then by local time.
CREATE TABLE time_entries (
  contract     INTEGER NOT NULL,                                        -- resolved: own_contract, else the ticket's, else the default; 0: nowhere
  at           INTEGER NOT NULL,                                        -- local minute on which it starts
  n            INTEGER NOT NULL,
  ticket       INTEGER NOT NULL REFERENCES tickets,
  minutes      INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 5256000),  -- real, elapsed
  bill_minutes INTEGER CHECK (bill_minutes BETWEEN 0 AND 5256000),      -- billed instead of the real ones
  billable     INTEGER NOT NULL DEFAULT 1 CHECK (billable IN (0, 1)),
  rate         TEXT,                                                    -- rate code; NULL: the contract's own
  work_type    TEXT,
  note         TEXT,
  technician   TEXT,
  id           TEXT NOT NULL CHECK (id <> ''),
  start_utc    INTEGER NOT NULL,                                        -- the instant, seconds since 1970 UTC
  own_contract INTEGER REFERENCES contracts,                            -- overrides the ticket's
  x            TEXT,
  PRIMARY KEY (contract, at, n)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX time_entries_id ON time_entries (id);
CREATE INDEX time_entries_of_ticket ON time_entries (ticket);           -- re-attribution when a ticket moves; why

-- Products and expenses, clustered like work.
CREATE TABLE charges (
  contract     INTEGER NOT NULL,                                        -- resolved as for time_entries
  day          INTEGER NOT NULL,
  n            INTEGER NOT NULL,
  customer     INTEGER NOT NULL REFERENCES customers,
  ticket       INTEGER REFERENCES tickets,
  description  TEXT NOT NULL,
  quantity     TEXT NOT NULL,
  unit_price   TEXT NOT NULL,
  kind         TEXT NOT NULL DEFAULT 'product' CHECK (kind IN ('product', 'expense')),
  sku          TEXT,
  discount     TEXT,
  currency     TEXT CHECK (length(currency) = 3),
  category     TEXT,
  tax          TEXT,
  id           TEXT NOT NULL CHECK (id <> ''),
  own_contract INTEGER REFERENCES contracts,
  x            TEXT,
  PRIMARY KEY (contract, day, n)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX charges_id ON charges (id);
CREATE INDEX charges_of_ticket ON charges (ticket) WHERE ticket IS NOT NULL;

CREATE TABLE readings (
  n        INTEGER PRIMARY KEY AUTOINCREMENT,
  customer INTEGER NOT NULL REFERENCES customers,
  meter    TEXT NOT NULL CHECK (meter <> ''),
  at       INTEGER NOT NULL,                                            -- day
  value    TEXT NOT NULL,
  contract INTEGER REFERENCES contracts,
  x        TEXT
) STRICT;
CREATE UNIQUE INDEX readings_key ON readings (customer, meter, at, ifnull(contract, 0));

CREATE TABLE devices (
  n        INTEGER PRIMARY KEY AUTOINCREMENT,
  id       TEXT NOT NULL UNIQUE CHECK (id <> ''),
  customer INTEGER NOT NULL REFERENCES customers,
  meter    TEXT NOT NULL CHECK (meter <> ''),
  "from"   INTEGER NOT NULL,
  "to"     INTEGER CHECK ("to" >= "from"),                              -- last day
  contract INTEGER REFERENCES contracts,
  name TEXT, x TEXT
) STRICT;
CREATE INDEX devices_of_customer ON devices (customer, meter);

CREATE TABLE grants (
  n           INTEGER PRIMARY KEY,                                      -- from settings.next_row
  id          TEXT NOT NULL UNIQUE CHECK (id <> ''),
  contract    INTEGER NOT NULL REFERENCES contracts,
  date        INTEGER NOT NULL,
  quantity    TEXT NOT NULL,
  price       TEXT,
  expires     INTEGER,
  description TEXT, x TEXT
) STRICT;
CREATE INDEX grants_of_contract ON grants (contract, date);

CREATE TABLE taxes (
  n      INTEGER PRIMARY KEY AUTOINCREMENT,
  name   TEXT NOT NULL CHECK (name <> ''),
  "from" INTEGER,                                                       -- NULL: always
  rule   TEXT NOT NULL,                                                 -- a tax-rule plugin
  params TEXT NOT NULL DEFAULT '{}',
  x      TEXT
) STRICT;
CREATE UNIQUE INDEX taxes_key ON taxes (name, ifnull("from", -1000000));

CREATE TABLE calendars (
  n INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL CHECK (name <> ''), date INTEGER NOT NULL, description TEXT, x TEXT, UNIQUE (name, date)
) STRICT;

CREATE TABLE fx (
  n INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER NOT NULL, currency TEXT NOT NULL CHECK (length(currency) = 3), rate TEXT NOT NULL, x TEXT, UNIQUE (date, currency)
) STRICT;

CREATE TABLE maps (
  n INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, x TEXT, UNIQUE (target, kind, key)
) STRICT;

-- Where the unsettled part of a contract begins: everything before is claimed, so that history is never read. Lower bounds: they may be
-- earlier than need be, never later.
CREATE TABLE frontiers (
  contract    INTEGER PRIMARY KEY REFERENCES contracts,
  period_from INTEGER NOT NULL,                                         -- day
  time_from   INTEGER NOT NULL,                                         -- local minute
  charge_from INTEGER NOT NULL,                                         -- day
  touched     INTEGER NOT NULL DEFAULT 0                                -- last journal entry that concerns the contract
) STRICT;

-- Imports and the journal of source rows.
CREATE TABLE imports (
  n INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, source TEXT NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, removed INTEGER NOT NULL
) STRICT;
CREATE TABLE journal (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  import  INTEGER REFERENCES imports,                                   -- NULL: init
  source  TEXT NOT NULL,                                                -- table
  first_n INTEGER NOT NULL,                                             -- rows first_n … last_n were added where old is NULL,
  last_n  INTEGER NOT NULL,                                             -- else row first_n = last_n changed or went
  old     TEXT,                                                         -- the whole row before, as JSON of the import form
  gone    INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1))
) STRICT;

-- The text of every plugin file that ever took part in a bill, by its digest; and the sets in which they did.
CREATE TABLE plugin_files (
  n INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL,
  examples TEXT                                                         -- result of its examples: "N passed, N failed"; NULL: not run yet
) STRICT;
CREATE TABLE rulesets (
  n INTEGER PRIMARY KEY, files TEXT NOT NULL UNIQUE                     -- JSON list of digests, in the order of use
) STRICT;

CREATE TABLE batches (
  n            INTEGER PRIMARY KEY AUTOINCREMENT,
  name         TEXT,
  state        TEXT NOT NULL CHECK (state IN ('open', 'run', 'generated', 'exported', 'deleted')),
  as_of        INTEGER NOT NULL,
  consolidated INTEGER CHECK (consolidated IN (0, 1)),                  -- NULL: as each customer's invoice_per says
  seen         INTEGER NOT NULL DEFAULT -1,                             -- journal position of the last answer; -1: something was claimed or freed since
  files        TEXT NOT NULL DEFAULT '',                                -- digest over the plugin files of the last answer
  bills        INTEGER NOT NULL DEFAULT 0,                              -- Batch Details, kept by delta: selected contracts that make a bill
  tickets      INTEGER NOT NULL DEFAULT 0,                              -- tickets of one contract; shared ones are in batch_tickets
  minutes      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE batch_totals (
  batch INTEGER NOT NULL REFERENCES batches, currency TEXT NOT NULL, contracts INTEGER NOT NULL, amount INTEGER NOT NULL, tax INTEGER NOT NULL,
  PRIMARY KEY (batch, currency)
) STRICT, WITHOUT ROWID;

-- One contract in one batch, as it was last shown. pick_*: what the batch takes when the contract is selected (all due but the excluded).
CREATE TABLE previews (
  batch     INTEGER NOT NULL REFERENCES batches,
  contract  INTEGER NOT NULL REFERENCES contracts,
  chosen    INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),        -- the black box
  state     TEXT NOT NULL CHECK (state = 'ready' OR state = 'locked' OR state = 'empty' OR state = 'held'),
  ready_on  INTEGER,
  reason    TEXT,                                                       -- why it is held
  total     INTEGER NOT NULL,                                           -- Total Balance
  pick_amount INTEGER NOT NULL, pick_tax INTEGER NOT NULL, pick_bill INTEGER NOT NULL CHECK (pick_bill IN (0, 1)),
  pick_tickets INTEGER NOT NULL, pick_minutes INTEGER NOT NULL,
  currency  TEXT NOT NULL,
  seen      INTEGER NOT NULL,                                           -- journal position at its rating; -1: claims changed since
  claims    INTEGER NOT NULL,                                           -- last bill at its rating
  shown     INTEGER NOT NULL,                                           -- 64-bit hash of the items shown
  PRIMARY KEY (batch, contract)
) STRICT, WITHOUT ROWID;
CREATE TABLE exclusions (
  batch INTEGER NOT NULL REFERENCES batches, contract INTEGER NOT NULL REFERENCES contracts, item TEXT NOT NULL, note TEXT,
  PRIMARY KEY (contract, item, batch)
) STRICT, WITHOUT ROWID;
-- Tickets with due items on more than one contract, so that Unbilled Tickets counts each once.
CREATE TABLE batch_tickets (
  batch INTEGER NOT NULL REFERENCES batches, contract INTEGER NOT NULL REFERENCES contracts, ticket INTEGER NOT NULL REFERENCES tickets,
  PRIMARY KEY (batch, contract, ticket)
) STRICT, WITHOUT ROWID;

-- What a contract picks under taxes that are rounded on the document, so that Batch Details follow when documents are merged.
CREATE TABLE preview_bases (
  batch INTEGER NOT NULL REFERENCES batches, contract INTEGER NOT NULL REFERENCES contracts, tax_row INTEGER NOT NULL, category TEXT NOT NULL,  -- '': the main rate
  sample TEXT NOT NULL, gross INTEGER NOT NULL, tax INTEGER NOT NULL,
  PRIMARY KEY (batch, contract, tax_row, category)
) STRICT, WITHOUT ROWID;

-- What one contract owes in one batch: rated, claimed, deleted as a whole.
CREATE TABLE bills (
  n         INTEGER PRIMARY KEY AUTOINCREMENT,
  batch     INTEGER NOT NULL REFERENCES batches,
  contract  INTEGER NOT NULL REFERENCES contracts,
  kind      TEXT NOT NULL CHECK (kind = 'bill' OR kind = 'free' OR kind = 'waiver' OR kind = 'credit'),  -- free: nothing to pay; waiver: given away
  invoice   INTEGER REFERENCES invoices,                                -- NULL: free and waivers
  currency  TEXT NOT NULL,
  amount    INTEGER NOT NULL, tax INTEGER NOT NULL,
  tickets   INTEGER NOT NULL, minutes INTEGER NOT NULL,
  lines     INTEGER NOT NULL,
  ruleset   INTEGER REFERENCES rulesets,
  journal   INTEGER NOT NULL,                                           -- position at its rating: with it the source rows can be had back
  period_from INTEGER NOT NULL, time_from INTEGER NOT NULL, charge_from INTEGER NOT NULL,  -- least of its claims: where a release puts the frontier
  item      TEXT,                                                       -- waiver: the item given away
  show      INTEGER NOT NULL DEFAULT 0 CHECK (show IN (0, 1)),          -- waiver: print it with a 100 % discount
  note      TEXT,
  digest    TEXT                                                        -- SHA-256 over its lines
) STRICT;
CREATE INDEX bills_of_batch ON bills (batch);
CREATE INDEX bills_of_contract ON bills (contract);
CREATE INDEX bills_of_invoice ON bills (invoice) WHERE invoice IS NOT NULL;

-- Lines: n = bill << 20 | line, so that they are appended in order and need no index.
CREATE TABLE lines (
  n           INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind = 'ticket' OR kind = 'period' OR kind = 'charge' OR kind = 'grant'),
  from_day    INTEGER, until_day INTEGER,
  ticket      INTEGER,
  day         INTEGER,
  sku         TEXT, category TEXT NOT NULL, description TEXT NOT NULL,
  quantity    TEXT NOT NULL, unit TEXT, unit_price TEXT NOT NULL, discount TEXT,
  amount      INTEGER NOT NULL, tax INTEGER NOT NULL,
  tax_row     INTEGER                                                   -- taxes.n; NULL: not taxed
) STRICT;
-- The taxes of a bill, as its invoice prints them.
CREATE TABLE bill_taxes (
  bill INTEGER NOT NULL REFERENCES bills DEFERRABLE INITIALLY DEFERRED, ord INTEGER NOT NULL, tax_row INTEGER NOT NULL, name TEXT NOT NULL, rate TEXT NOT NULL, category TEXT,
  rounding TEXT NOT NULL CHECK (rounding IN ('line', 'document')), base INTEGER NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY (bill, ord)
) STRICT, WITHOUT ROWID;
-- Lines of credit notes and the lines that they take back: a line can be credited once.
CREATE TABLE credits (
  line INTEGER PRIMARY KEY REFERENCES lines, credited INTEGER NOT NULL UNIQUE REFERENCES lines, rebill INTEGER NOT NULL CHECK (rebill IN (0, 1))
) STRICT;

-- Claims: which source rows are billed or waived, and by which line. In the order in which a contract is read.
-- kind 1: part of a period's own price, at = its first day, row = part << 20 | phase << 19 | ordinal, until = the day after its last;
-- kind 2: a time entry, at = its local minute; kind 3: a charge, at = its day; kind 4: a grant, at = its day.
-- No REFERENCES here: a look-up per claim would be felt in a run; verify looks instead.
CREATE TABLE claims (
  contract INTEGER NOT NULL, kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4), at INTEGER NOT NULL, row INTEGER NOT NULL,
  until INTEGER, line INTEGER NOT NULL,                                 -- bill << 20 | line; line 0: of no amount
  PRIMARY KEY (contract, kind, at, row)
) STRICT, WITHOUT ROWID;
-- Claims that were released: by a deleted draft, a credit with --rebill, a void, an unwaive.
CREATE TABLE released (
  n INTEGER PRIMARY KEY, contract INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL, row INTEGER NOT NULL, until INTEGER, line INTEGER NOT NULL,
  action INTEGER NOT NULL REFERENCES actions
) STRICT;

CREATE TABLE series (
  n INTEGER PRIMARY KEY, kind TEXT NOT NULL UNIQUE CHECK (kind IN ('invoice', 'credit')), format TEXT NOT NULL,
  first INTEGER NOT NULL CHECK (first >= 0), next INTEGER NOT NULL CHECK (next >= first), last_date INTEGER
) STRICT;
CREATE TABLE invoices (
  n         INTEGER PRIMARY KEY AUTOINCREMENT,                          -- a draft is called D<n>
  batch     INTEGER NOT NULL REFERENCES batches,
  kind      TEXT NOT NULL CHECK (kind IN ('invoice', 'credit')),
  state     TEXT NOT NULL CHECK (state = 'draft' OR state = 'final' OR state = 'void'),
  customer  INTEGER NOT NULL REFERENCES customers,
  currency  TEXT NOT NULL,
  subtotal  INTEGER NOT NULL, tax INTEGER NOT NULL, total INTEGER NOT NULL CHECK (total = subtotal + tax),
  po_number TEXT,
  series    INTEGER REFERENCES series, seq INTEGER, number TEXT UNIQUE,
  date      INTEGER, due_date INTEGER,
  seller    TEXT, bill_to TEXT,                                         -- frozen copies, JSON
  credits   INTEGER REFERENCES invoices,
  note      TEXT,
  digest    TEXT,                                                       -- SHA-256 over the header and its bills' digests
  chain     TEXT,                                                       -- SHA-256 over the chain so far and the digest
  CHECK ((state = 'draft') = (number IS NULL)),
  UNIQUE (series, seq)
) STRICT;
CREATE INDEX invoices_of_batch ON invoices (batch);
CREATE INDEX invoices_of_customer ON invoices (customer, date);
CREATE INDEX invoices_credits ON invoices (credits);                    -- looked at when a draft is deleted
-- Double entry per final document: receivable = revenue + tax, so each sums to zero; a void adds the mirror.
CREATE TABLE postings (
  invoice INTEGER NOT NULL REFERENCES invoices, ord INTEGER NOT NULL, account TEXT NOT NULL CHECK (account = 'receivable' OR account = 'revenue' OR account = 'tax'), amount INTEGER NOT NULL,
  PRIMARY KEY (invoice, ord)
) STRICT, WITHOUT ROWID;
-- What became of a document: printed, sent, exported, confirmed, paid; status is the last event.
CREATE TABLE invoice_events (
  n INTEGER PRIMARY KEY AUTOINCREMENT, invoice INTEGER NOT NULL REFERENCES invoices, at TEXT NOT NULL, event TEXT NOT NULL, detail TEXT
) STRICT;
CREATE INDEX invoice_events_of_invoice ON invoice_events (invoice);
-- Deliveries: the key is committed before the request leaves.
CREATE TABLE export_attempts (
  n INTEGER PRIMARY KEY AUTOINCREMENT, invoice INTEGER NOT NULL REFERENCES invoices, target TEXT NOT NULL, key TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('begun', 'sent', 'confirmed', 'refused', 'unknown')), remote_id TEXT, answer TEXT
) STRICT;
CREATE INDEX export_attempts_of_invoice ON export_attempts (invoice);
CREATE UNIQUE INDEX exported_once ON export_attempts (invoice, target) WHERE state = 'confirmed';

-- Everything that was done, in order, chained: h(n) = SHA-256(h(n-1) || seq || at || command || detail).
CREATE TABLE actions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, command TEXT NOT NULL, batch INTEGER, detail TEXT NOT NULL, chain TEXT NOT NULL
) STRICT;
CREATE TRIGGER actions_stay BEFORE UPDATE ON actions BEGIN SELECT RAISE(ABORT, 'the log cannot be changed'); END;
CREATE TRIGGER actions_last BEFORE DELETE ON actions BEGIN SELECT RAISE(ABORT, 'the log cannot be changed'); END;
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal cannot be changed'); END;
CREATE TRIGGER journal_lasts BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal cannot be changed'); END;
CREATE TRIGGER numbered_invoices_last BEFORE DELETE ON invoices WHEN OLD.number IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a numbered invoice cannot be deleted'); END;
