// CSV (RFC 4180) by libcsv: rows with their line numbers, within limits.
#pragma once
#include "core/base/error.h"
#include "core/base/text.h"
#include <stdint.h>

enum { CSV_COLUMNS_MAX = 1000, CSV_FIELD_MAX = 1024 * 1024 };  // fields in a row; bytes in a field

// One row. `fields` are NUL-terminated, `lengths` say how long; both are gone with the next row. `line` is the 1-based
// line it starts on.
typedef struct csv_row {
  const char *const *fields;
  const size_t *lengths;
  size_t count;
  uint64_t line;
} csv_row;

typedef struct csv_reader csv_reader;

// Called for each row; false stops the reading with the error that it set.
typedef bool (*csv_handler)(void *context, const csv_row *row, error *e);

// Bytes of input in pieces: answers how many were put into `bytes` (0 at the end), or -1 with the error set.
typedef long (*csv_source)(void *context, char *bytes, size_t room, error *e);

// Reads it all. A UTF-8 byte order mark is skipped; blank lines are skipped; CRLF, LF and CR end rows. Fields are
// parted by what the first line says: `sep=;` as some spreadsheets write it, which is then no row; else a comma; else,
// where it has no comma outside quotes, a semicolon or a tab. Errors name `name` and line, and hint at what to do: an
// unclosed quote, text after a closing quote, a field over CSV_FIELD_MAX, a row over CSV_COLUMNS_MAX, a NUL, text that
// is not UTF-8, a file of another kind.
bool csv_read(const char *name, csv_source source, void *source_context, csv_handler handler, void *handler_context,
              error *e);

// ---- Writing: csv_write.c

// Adds a field to a row, quoted where it must be. first: of its row; words: it is no number, so what a spreadsheet
// would compute gets an apostrophe in front.
void csv_add(buffer *b, const char *text, bool first, bool words);

// Ends a row.
void csv_end(buffer *b);
