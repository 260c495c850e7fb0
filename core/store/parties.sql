-- What version 5 of the database adds: what documents and their readers need to know of parties and lines, and what
-- became of documents that were sent. A fresh book runs these statements too.

-- Places of a customer: where a supply is taxed and shipped, and what subtotals of an invoice group by.
CREATE TABLE sites (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, customer INTEGER NOT NULL REFERENCES customers, name TEXT NOT NULL,
  address1 TEXT, address2 TEXT, city TEXT, region TEXT, postal_code TEXT, country TEXT,
  tax TEXT, po_number TEXT, buyer_reference TEXT, x TEXT
) STRICT;
CREATE INDEX sites_of_customer ON sites (customer);
ALTER TABLE contracts ADD COLUMN site INTEGER REFERENCES sites;

-- iban and so on: of every currency that has none of its own. accounts: JSON, {"CHF": {"bank", "iban", "bic"}}.
ALTER TABLE seller ADD COLUMN tax_number TEXT;
ALTER TABLE seller ADD COLUMN registration TEXT;
ALTER TABLE seller ADD COLUMN contact TEXT;
ALTER TABLE seller ADD COLUMN endpoint TEXT;
ALTER TABLE seller ADD COLUMN iban TEXT;
ALTER TABLE seller ADD COLUMN bic TEXT;
ALTER TABLE seller ADD COLUMN accounts TEXT;

ALTER TABLE customers ADD COLUMN registration TEXT;
ALTER TABLE customers ADD COLUMN endpoint TEXT;
ALTER TABLE customers ADD COLUMN buyer_reference TEXT;
ALTER TABLE customers ADD COLUMN exempt_reason TEXT;
ALTER TABLE customers ADD COLUMN exempt_until INTEGER;
ALTER TABLE customers ADD COLUMN email_to TEXT;
ALTER TABLE customers ADD COLUMN delivery TEXT NOT NULL DEFAULT 'none' CHECK (delivery IN ('none', 'email', 'print', 'target'));
ALTER TABLE customers ADD COLUMN einvoice TEXT CHECK (einvoice IN ('ubl', 'cii', 'peppol', 'xrechnung', 'factur-x'));
CREATE INDEX contracts_of_site ON contracts (site) WHERE site IS NOT NULL;

-- Invoices that were sent by mail: a row for each attempt and recipient, committed before the first byte leaves. One that
-- is still 'sending' was cut off: what became of it is unknown.
CREATE TABLE mails (
  n INTEGER PRIMARY KEY AUTOINCREMENT, invoice INTEGER NOT NULL REFERENCES invoices, recipient TEXT NOT NULL,
  message_id TEXT NOT NULL, at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sending', 'accepted', 'refused', 'unknown')), code INTEGER, message TEXT
) STRICT;
CREATE INDEX mails_of_invoice ON mails (invoice);
-- Kept with the number of a document: what its buyer wants it to name; and in a foreign currency, JSON, the rate of its
-- day: {"rate", "date": of the row of fx, "currency": the home currency}. NULL: none, a draft, or numbered before.
ALTER TABLE invoices ADD COLUMN buyer_reference TEXT;
ALTER TABLE invoices ADD COLUMN fx TEXT;

-- How many of what it bills a line counts, as decimal text, and of a share of a period the days that it covers of those
-- of the whole one. NULL: it counts nothing, is no share, or is of before.
ALTER TABLE lines ADD COLUMN count TEXT;
ALTER TABLE lines ADD COLUMN days INTEGER;
ALTER TABLE lines ADD COLUMN days_of INTEGER;
CREATE INDEX lines_counted ON lines (n) WHERE count IS NOT NULL;
