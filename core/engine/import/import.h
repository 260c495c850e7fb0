// Import promises that the MSP's tables come in whole or not at all: every row is checked and every fault told at once,
// nothing that was billed changes, and what did change says which contracts have to be planned anew. And out again:
// what is written is what would be imported.
#pragma once
#include "core/engine/facts/facts.h"

// A row that is to go, by the texts of its key columns.
typedef struct import_removal {
  table_id table;
  const char *keys[2];
} import_removal;

typedef struct import_options {
  bool dry_run;         // check everything, write nothing
  bool keep_billed;     // leave billed rows as they are and list the differences
  const char *replace;  // tables, comma-separated, whose unbilled rows since `since` that the file lacks are removed;
                        // NULL: none
  day since;            // with replace
  const import_removal *removals;  // of payments and allocations; what is not there is passed over
  size_t removal_count;
  const char *command;  // what the log calls it; NULL: import
  const char *source;   // what it calls the file; NULL: its path
  const cJSON *detail;  // what its entry says besides, an object; NULL: nothing
} import_options;

// What an import did. Lists live in the arena.
typedef struct import_table {
  const char *table;
  int64_t rows, added, changed, same, removed;
} import_table;
typedef struct import_report {
  import_table *tables;
  size_t table_count;
  const char **statuses_closed, **statuses_open;  // ticket statuses met
  size_t closed_count, open_count;
  // Notes: with keep_billed, differences left alone; with replace, rows removed, and rows kept because they were
  // billed; billed days past an earlier end; facts that came late; what is no fault and most likely not meant.
  const char **kept;
  size_t kept_count;
  int64_t import;  // its number, 0 where nothing changed or on a dry run
} import_report;

// Imports a directory of CSV files, a CSV file, or a JSON file. One transaction. `invalid` with a row for each faulty
// row; `frozen`, `duplicate` likewise.
bool import_path(book *b, const char *path, const import_options *options, arena *a, import_report *report, error *e);

// The same from JSON text in memory; `name` stands for the file in messages (plugin examples use it).
bool import_json(book *b, const char *name, const char *text, size_t length, const import_options *options, arena *a,
                 import_report *report, error *e);

// Writes all tables in import form as CSV files into a directory, which is made; refused where it holds any of them
// already.
bool tables_write(book *b, const char *directory, arena *a, import_report *report, error *e);

// A stored row in import form, as the journal keeps rows: by its id, of a table that has none by its n. JSON in the
// arena; NULL: it is not there.
bool import_row_text(book *b, table_id id, const char *key, int64_t n, arena *a, const char **out, error *e);

// A cell of a row that is changed by hand, by the heading that a file would have, with the text that its cell would
// hold: "" goes back to the default.
typedef struct import_cell {
  const char *name, *text;
} import_cell;

// One row changed or taken out by hand.
typedef struct import_edit {
  table_id table;
  const char *id;            // its first key, whole; NULL: of a table that has one row
  const import_cell *cells;  // what is set; further keys of the row are among them
  size_t cell_count;
  bool remove;       // the row goes
  day effective;     // from this day on: params of a contract (a row of changes), a rate or a tax (a row with that
                     // `from`); DAY_NEVER: the row itself
  const char *note;  // why; required
  bool dry_run;
} import_edit;

// What became of it: the row in import form, JSON in the arena, before (NULL: none) and after (NULL: it is gone). Of a
// contract's params with `effective` only those that are in force on that day.
typedef struct import_edited {
  table_id table;  // in which the row was written
  const char *before, *after;
  import_report report;
} import_edited;

// Changes or takes out one row as an import of that row would, with the same checks, or not at all. `not-found`;
// `frozen` where it was billed, or something keeps it in the book; whatever an import refuses.
bool import_edit_row(book *b, const import_edit *edit, arena *a, import_edited *out, error *e);

// How entries of the log that name an import are taken back: a list that ends with a NULL command.
extern const action_kind import_actions[];
