-- Version 7: a book that grows old stays quick, and a plugin that never ends stops no other contract twice.

-- What a component of a line's tax is of, where that is a part of the line: the first 1,600.00 of it. NULL: all of it.
ALTER TABLE line_taxes ADD COLUMN base INTEGER;
