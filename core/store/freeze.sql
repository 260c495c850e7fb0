-- What version 3 of the database adds: what a final document says stays as it was said. A fresh book runs these
-- statements too, on empty tables; of a book of before they freeze what it says today.

-- Version of the program's own rules that made the bill (engine/bill/rules_versions.h); 1: before they were counted.
ALTER TABLE bills ADD COLUMN rules_version INTEGER NOT NULL DEFAULT 1;
-- Form of the text that the digest is over, so that later fields can join; 1: of before.
ALTER TABLE bills ADD COLUMN form INTEGER NOT NULL DEFAULT 1;
ALTER TABLE invoices ADD COLUMN form INTEGER NOT NULL DEFAULT 1;

-- Lines name tickets and taxes by their row, whose key is what an invoice shows: it stays.
CREATE TRIGGER ticket_ids_stay BEFORE UPDATE OF id ON tickets WHEN NEW.id <> OLD.id BEGIN SELECT RAISE(ABORT, 'the id of a ticket cannot be changed'); END;
CREATE TRIGGER tax_names_stay BEFORE UPDATE OF name ON taxes WHEN NEW.name <> OLD.name BEGIN SELECT RAISE(ABORT, 'the name of a tax cannot be changed'); END;

-- Frozen copy, JSON: a list of the bills in the order of print, so that lines keep their numbers: {"bill": bills.n,
-- "lines": how many, "contract": id, "name", "x": of the contract, "tickets": {id: x}}. NULL: a draft.
CREATE INDEX tickets_own ON tickets (n) WHERE x IS NOT NULL;
ALTER TABLE invoices ADD COLUMN contracts TEXT;
UPDATE invoices SET contracts = (
  SELECT json_group_array(json(copy)) FROM (
    SELECT json_object('bill', b.n, 'lines', b.lines, 'contract', k.id, 'name', k.name, 'x', json(k.x), 'tickets', (
        SELECT nullif(json_group_object(id, json(x)), '{}') FROM (
          SELECT t.id, t.x FROM lines l JOIN tickets t ON t.n = l.ticket AND t.x IS NOT NULL
          WHERE l.n > b.n << 20 AND l.n < b.n + 1 << 20 GROUP BY t.n ORDER BY min(l.n)))) AS copy
    FROM bills b JOIN contracts k ON k.n = b.contract WHERE b.invoice = invoices.n ORDER BY k.name, k.id, b.n))
WHERE state <> 'draft';

-- What people set of a book later, as text by key; a key that is not here has its default.
CREATE TABLE config (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO config SELECT 'numbering.' || CASE kind WHEN 'credit' THEN 'credit_' ELSE '' END || 'format', format
FROM series WHERE format <> '{SEQ}' OR kind = 'credit';

-- Numbers one after another without a gap, for documents of a kind, in one year where they begin anew each year. Where
-- people set the next number higher, or change how years are told, a later row of the same kind and year goes on.
CREATE TABLE numbered_before (n INTEGER PRIMARY KEY, series INTEGER NOT NULL) STRICT;
INSERT INTO numbered_before SELECT n, series FROM invoices WHERE series IS NOT NULL;
CREATE TABLE series_before AS SELECT n, kind, first, next FROM series;
UPDATE invoices SET series = NULL;
DROP TABLE series;
CREATE TABLE series (
  n INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('invoice', 'credit')),
  year INTEGER,                                                         -- in which the fiscal year ends; NULL: goes on for ever
  first INTEGER NOT NULL CHECK (first >= 0), next INTEGER NOT NULL CHECK (next >= first),
  last_date INTEGER                                                     -- of its documents that are not void
) STRICT;
INSERT INTO series (n, kind, first, next) SELECT n, kind, first, next FROM series_before;
UPDATE invoices SET series = (SELECT b.series FROM numbered_before b WHERE b.n = invoices.n);
UPDATE series SET last_date = (SELECT max(i.date) FROM invoices i WHERE i.series = series.n AND i.state <> 'void');
DROP TABLE numbered_before;
DROP TABLE series_before;

-- Lines of credit notes and the lines that they take back, whole or in parts.
ALTER TABLE credits RENAME TO credits_before;
CREATE TABLE credits (
  line INTEGER PRIMARY KEY REFERENCES lines, credited INTEGER NOT NULL REFERENCES lines, rebill INTEGER NOT NULL CHECK (rebill IN (0, 1))
) STRICT;
INSERT INTO credits SELECT line, credited, rebill FROM credits_before;
DROP TABLE credits_before;
CREATE INDEX credits_of_line ON credits (credited);

-- The date that says whether a row of a tax is in force: of the supply (NULL too: rows of before were told so), of the
-- end of the service, of the invoice.
ALTER TABLE taxes ADD COLUMN point TEXT CHECK (point IN ('supply', 'end', 'invoice'));
-- Who levies a tax, as its rule says; and whether the base of a compound one holds the taxes before it, as it does
-- since version 2 of the rules.
ALTER TABLE bill_taxes ADD COLUMN jurisdiction TEXT;
ALTER TABLE bill_taxes ADD COLUMN compound INTEGER NOT NULL DEFAULT 0 CHECK (compound IN (0, 1));

-- What a unit of a grant cost elsewhere, for refunds; NULL: not told.
ALTER TABLE grants ADD COLUMN paid TEXT;

-- Lines that were billed at the terms of an earlier bill: the journal's position of those. They are taxed as it was, and on the line.
CREATE TABLE lines_then (line INTEGER PRIMARY KEY REFERENCES lines DEFERRABLE INITIALLY DEFERRED, journal INTEGER NOT NULL) STRICT;

-- What a document's total is rounded to, in minor units (NULL: to nothing), and what that adds to the sum of its bills:
-- the subtotal holds it. Of a credit note what it takes back of the rounding of its invoice.
ALTER TABLE invoices ADD COLUMN round_to INTEGER CHECK (round_to > 0);
ALTER TABLE invoices ADD COLUMN rounding INTEGER NOT NULL DEFAULT 0;
