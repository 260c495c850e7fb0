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

-- What a unit of a grant cost elsewhere, for refunds; NULL: not told.
ALTER TABLE grants ADD COLUMN paid TEXT;

-- Lines that were billed at the terms of an earlier bill: the journal's position of those. They are taxed as it was, and on the line.
CREATE TABLE lines_then (line INTEGER PRIMARY KEY REFERENCES lines DEFERRABLE INITIALLY DEFERRED, journal INTEGER NOT NULL) STRICT;
