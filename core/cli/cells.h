// Cells: fields of an answer as people read them, and the rows that hold them.
#pragma once
#include "core/base/value.h"

// Each row of a list or stream in turn, with an arena for its cells that the next row takes over. NULL is no row. False
// with the error where a stream or the handler fails.
typedef bool (*row_handler)(void *context, const value *row, arena *a, error *e);
bool rows_each(const value *list, row_handler each, void *context, error *e);

// A scalar as a person may see it (text_shown), in one line; "" for null, a list and a record.
const char *cell_plain(const value *v, arena *a);

// A field that is a text of several lines, such as a document.
const char *cell_lines(const value *record, const char *name, arena *a);

// A field of a record in the arena, "" where it is null or not there: plain text; an amount with separators (1,234.50);
// the field `period` as "Apr 7 – May 6".
const char *cell_text(const value *record, const char *name, arena *a);
const char *cell_money(const value *record, const char *name, arena *a);
const char *cell_period(const value *record, arena *a);

// What a number of a record is more or less than the same field of another, "+510.00"; NULL counts as zero. "" where it
// is the same, or no number.
const char *cell_difference(const value *now, const value *before, const char *name, arena *a);
