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
