// Tables fitted to the terminal.
#pragma once
#include "core/cli/style.h"

enum { GRID_COLUMNS = 16 };

// A column: numbers stand right; `shrinks` may be cut where the terminal is narrow. What is no id, number or date may;
// where all that gives too little room, rows go on in a second line.
typedef struct grid_column {
  const char *title;
  bool right, shrinks;
} grid_column;

typedef struct grid_view grid_view;

// An empty table of at most GRID_COLUMNS columns; grid_close frees it.
grid_view *grid_open(const style *s, const grid_column *columns, size_t count);

// Adds a row of `count` cells; NULL is an empty cell. Texts are copied and made safe.
void grid_row(grid_view *g, const char *const *cells);

// Prints and frees it. Nothing is printed for a table without rows but `empty`, where it is given.
void grid_close(grid_view *g, const char *empty);
