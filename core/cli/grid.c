// Tables fitted to the terminal.
#include "core/cli/grid.h"
#include "core/base/text.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct grid_view {
  const style *style;
  arena *arena;
  grid_column columns[GRID_COLUMNS];
  size_t count, widths[GRID_COLUMNS];
  const char ***rows;
  size_t row_count, capacity;
};

grid_view *grid_open(const style *s, const grid_column *columns, size_t count) {
  assert(count <= GRID_COLUMNS);
  arena *a = arena_new();
  grid_view *g = arena_alloc(a, sizeof *g);
  *g = (grid_view){ .style = s, .arena = a, .count = count };
  for (size_t i = 0; i < count; i++) {
    g->columns[i] = columns[i];
    g->widths[i] = text_width(columns[i].title);
  }
  return g;
}

void grid_row(grid_view *g, const char *const *cells) {
  const char **row = arena_array(g->arena, g->count, sizeof *row);
  for (size_t i = 0; i < g->count; i++) {
    row[i] = cells[i] ? arena_text(g->arena, text_shown(g->arena, cells[i], false)) : "";
    size_t width = text_width(row[i]);
    if (width > g->widths[i]) g->widths[i] = width;
  }
  g->rows = arena_grow(g->arena, g->rows, g->row_count, &g->capacity, sizeof *g->rows);
  g->rows[g->row_count++] = row;
}

// The widest column that may shrink gives way until the row fits.
static void fit(grid_view *g) {
  size_t total = 0;
  for (size_t i = 0; i < g->count; i++) total += g->widths[i] + 2;
  while (g->style->width && total > g->style->width + 2) {
    size_t widest = g->count;
    for (size_t i = 0; i < g->count; i++)
      if (g->columns[i].shrinks && g->widths[i] > 8 && (widest == g->count || g->widths[i] > g->widths[widest]))
        widest = i;
    if (widest == g->count) return;
    g->widths[widest]--;
    total--;
  }
}

static void print_cell(const grid_view *g, size_t column, const char *text) {
  FILE *out = g->style->out;
  size_t width = g->widths[column], own = text_width(text), bytes = strlen(text);
  const char *tail = "";
  if (own > width) {
    tail = g->style->signs ? "…" : ".";
    bytes = text_fit(text, width - 1);
    own = width;
  }
  bool last = column + 1 == g->count;
  if (g->columns[column].right) fprintf(out, "%*s", (int)(width - own), "");
  fwrite(text, 1, bytes, out);
  fputs(tail, out);
  if (!g->columns[column].right && !last) fprintf(out, "%*s", (int)(width - own), "");
  fputs(last ? "\n" : "  ", out);
}

void grid_close(grid_view *g, const char *empty) {
  FILE *out = g->style->out;
  fit(g);
  if (g->row_count) {
    fputs(style_bold(g->style), out);
    for (size_t i = 0; i < g->count; i++) print_cell(g, i, g->columns[i].title);
    fputs(style_end(g->style), out);
  } else if (empty) {
    fprintf(out, "%s\n", empty);
  }
  for (size_t r = 0; r < g->row_count; r++)
    for (size_t i = 0; i < g->count; i++) print_cell(g, i, g->rows[r][i]);
  arena_free(g->arena);
}
