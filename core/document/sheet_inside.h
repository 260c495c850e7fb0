// A page of text of a certain width: cells that wrap, and columns that are fitted.
#pragma once
#include "core/base/text.h"

// The text as far as it is written. Blanks are written only when something stands after them, so that no line ends in
// any.
typedef struct sheet {
  buffer *out;
  buffer clean, part;  // work space
  size_t width, column;
} sheet;

// Where a cell stands: the columns [start, start + width).
typedef struct slot {
  size_t start, width;
  bool right;
} slot;

// Writes a text from the line at hand on, and on lines below it where it is wider than its slot. Cells of a line are
// written from left to right.
void sheet_cell(sheet *s, slot at, const char *text);
void sheet_end_line(sheet *s);
void sheet_free(sheet *s);  // the work space; `out` is the caller's

// A column to fit: what it would take, its share, what it gets.
typedef struct fitted {
  size_t natural, width;
  size_t weight;  // at least 1
  bool number;
} fitted;

// Makes columns as wide as they would be where all fit into `width` with `gap` between them. Where they do not, numbers
// keep their width as long as texts have a dozen columns each, and texts share the rest by weight. Each column has 2 at
// least, which `width` must allow for.
void sheet_fit(fitted *columns, size_t count, size_t width, size_t gap);

// How wide columns are together, with their gaps.
size_t sheet_width(const fitted *columns, size_t count, size_t gap);

// Their places from `start` on.
void sheet_slots(const fitted *columns, size_t count, size_t start, size_t gap, slot *out);
