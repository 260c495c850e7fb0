-- Version 7: a book that grows old stays quick, and a plugin that never ends stops no other contract twice.

-- Plugins that are set aside: texts, by their digest, of which a step never ended, so that the program had to end. place:
-- the line at which it stood, "" where that is not known.
CREATE TABLE plugins_aside (
  digest TEXT PRIMARY KEY CHECK (length(digest) = 64), name TEXT NOT NULL, place TEXT NOT NULL, at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
