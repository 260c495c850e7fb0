-- What version 6 of the database adds: what other programs have of the book's documents, and what was paid. A fresh book
-- runs these statements too.

-- Whose books a target's are: a row for each company that was ever signed in to, at most one of a target in use. What signs in
-- lies outside of the book (store/secrets.h), in a file that `key` names.
CREATE TABLE connections (
  n INTEGER PRIMARY KEY, target TEXT NOT NULL, environment TEXT NOT NULL, company TEXT NOT NULL, name TEXT NOT NULL,
  facts TEXT NOT NULL DEFAULT '{}',                                     -- JSON: what the target says of the company
  key TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
  used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
  UNIQUE (target, environment, company)
) STRICT;
CREATE UNIQUE INDEX connections_used ON connections (target) WHERE used;

-- What the target calls things: found there by name, or made there.
CREATE TABLE remote_names (
  connection INTEGER NOT NULL REFERENCES connections, kind TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (connection, kind, key)
) STRICT, WITHOUT ROWID;

-- The outbox: of each document, and of each thing that is made for one, a row for ever. kind: invoice, credit, void, apply, name;
-- subject: the document's number, or KIND:KEY of a name. request: as it is sent, frozen with its key before it is sent first.
-- Times are seconds since 1970. A row that is `sending` and claimed by nobody who lives was cut off: its outcome is unknown.
CREATE TABLE deliveries (
  n INTEGER PRIMARY KEY AUTOINCREMENT, connection INTEGER NOT NULL REFERENCES connections,
  kind TEXT NOT NULL CHECK (kind IN ('invoice', 'credit', 'void', 'apply', 'name')), subject TEXT NOT NULL,
  invoice INTEGER REFERENCES invoices,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'unknown', 'delivered', 'different', 'refused', 'gone', 'edited',
    'voided', 'forgotten')),
  key TEXT NOT NULL UNIQUE, request TEXT NOT NULL,
  sent_key TEXT,                                                        -- of the request that it went with, where several shared one
  attempts INTEGER NOT NULL DEFAULT 0, sent_at INTEGER, next_at INTEGER,
  claimed_by TEXT, claimed_until INTEGER,
  remote_id TEXT, remote_number TEXT, remote_total TEXT, remote_tax TEXT, remote_version TEXT,
  difference TEXT, code TEXT, message TEXT, trace TEXT, note TEXT, at TEXT NOT NULL,
  UNIQUE (connection, kind, subject)
) STRICT;
CREATE INDEX deliveries_of_invoice ON deliveries (invoice) WHERE invoice IS NOT NULL;

-- What customers paid, in minor units, and which documents with it. allocations.payment: the id of a payment, else the number of a
-- credit note, which pays like one. No payment has the number of a document for its id, so that it never means another.
CREATE TABLE payments (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE CHECK (id <> ''), customer INTEGER NOT NULL REFERENCES customers,
  date INTEGER NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL CHECK (length(currency) = 3),
  reference TEXT, x TEXT
) STRICT;
CREATE INDEX payments_of_customer ON payments (customer, date);
CREATE TABLE allocations (
  n INTEGER PRIMARY KEY AUTOINCREMENT, payment TEXT NOT NULL, invoice TEXT NOT NULL REFERENCES invoices (number),
  amount INTEGER NOT NULL CHECK (amount > 0), x TEXT,
  UNIQUE (payment, invoice)
) STRICT;
CREATE INDEX allocations_of_invoice ON allocations (invoice);
