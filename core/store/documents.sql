-- What version 4 of the database adds: documents that customers receive. A fresh book runs these statements too.

-- How documents look is kept when they are numbered, so that an edit changes later ones only. How a customer wants them:
-- in which language, by which template, and its params where they are not the seller's (JSON object).
ALTER TABLE customers ADD COLUMN language TEXT;
ALTER TABLE customers ADD COLUMN template TEXT;
ALTER TABLE customers ADD COLUMN template_params TEXT;
-- Pictures that documents show, as they were.
CREATE TABLE pictures (n INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
-- JSON: {"template", "params", "language": its tag, "files": digests of plugin_files (template, language, English where it
-- is another), "picture": digest or null, "picture_file": the name that it was asked by, or null}.
CREATE TABLE looks (n INTEGER PRIMARY KEY, look TEXT NOT NULL UNIQUE) STRICT;
ALTER TABLE invoices ADD COLUMN look INTEGER REFERENCES looks;            -- NULL: a draft, or numbered before looks were kept
-- Statements of prepaid balances as an invoice told them, JSON as `invoice show --statement` answers it; none: nothing to tell.
CREATE TABLE statements (invoice INTEGER PRIMARY KEY REFERENCES invoices, statements TEXT NOT NULL) STRICT;
