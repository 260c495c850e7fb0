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
  bool breaks[GRID_COLUMNS];  // the column begins a line of its own
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

enum { NARROWEST = 8, INDENT = 4 };

static size_t total_width(const grid_view *g) {
  size_t total = 0;
  for (size_t i = 0; i < g->count; i++) total += g->widths[i] + 2;
  return total - 2;
}

// The widest column that may shrink gives way until the row fits; false where that is not enough.
static bool shrink(grid_view *g) {
  for (size_t total = total_width(g); total > g->style->width; total--) {
    size_t widest = g->count;
    for (size_t i = 0; i < g->count; i++)
      if (g->columns[i].shrinks && g->widths[i] > NARROWEST && (widest == g->count || g->widths[i] > g->widths[widest]))
        widest = i;
    if (widest == g->count) return false;
    g->widths[widest]--;
  }
  return true;
}

// Where not even that is enough a row goes on in the next line: an id or an amount is never cut, for what is cut cannot
// be typed or added up.
static void stack(grid_view *g) {
  size_t used = 0, room = g->style->width - INDENT;
  for (size_t i = 0; i < g->count; i++) {
    if (g->columns[i].shrinks && g->widths[i] > room) g->widths[i] = room;
    g->breaks[i] = i > 0 && used + 2 + g->widths[i] > g->style->width;
    used = (i == 0 ? 0 : g->breaks[i] ? INDENT : used + 2) + g->widths[i];
  }
}

static void fit(grid_view *g) {
  size_t wanted[GRID_COLUMNS];
  if (!g->count || !g->style->width || total_width(g) <= g->style->width) return;
  memcpy(wanted, g->widths, sizeof wanted);
  if (shrink(g)) return;
  memcpy(g->widths, wanted, sizeof wanted);
  stack(g);
}

// `last` in its line: nothing is filled up behind it.
static void print_cell(const grid_view *g, size_t column, const char *text, bool last) {
  FILE *out = g->style->out;
  size_t width = g->widths[column], own = text_width(text), bytes = strlen(text);
  const char *tail = "";
  if (own > width) {
    tail = g->style->signs ? "…" : ".";
    bytes = text_fit(text, width - 1);
    own = width;
  }
  if (g->columns[column].right) fprintf(out, "%*s", (int)(width - own), "");
  fwrite(text, 1, bytes, out);
  fputs(tail, out);
  if (!g->columns[column].right && !last) fprintf(out, "%*s", (int)(width - own), "");
}

// The columns of one line, from `from` on; where the next line begins.
static size_t line_end(const grid_view *g, size_t from) {
  size_t end = from + 1;
  while (end < g->count && !g->breaks[end]) end++;
  return end;
}

static void print_row(const grid_view *g, const char *const *cells) {
  for (size_t from = 0, end; from < g->count; from = end) {
    end = line_end(g, from);
    size_t filled = end;
    while (filled > from && !*cells[filled - 1]) filled--;
    if (filled == from && from) continue;
    if (from) fprintf(g->style->out, "%*s", INDENT, "");
    for (size_t i = from; i < filled; i++) {
      if (i > from) fputs("  ", g->style->out);
      print_cell(g, i, cells[i], i + 1 == filled);
    }
    fputc('\n', g->style->out);
  }
}

void grid_close(grid_view *g, const char *empty) {
  FILE *out = g->style->out;
  fit(g);
  if (g->row_count) {
    fputs(style_bold(g->style), out);
    const char *titles[GRID_COLUMNS];
    for (size_t i = 0; i < g->count; i++) titles[i] = g->columns[i].title;
    print_row(g, titles);
    fputs(style_end(g->style), out);
  } else if (empty) {
    fprintf(out, "%s\n", empty);
  }
  for (size_t r = 0; r < g->row_count; r++) print_row(g, g->rows[r]);
  arena_free(g->arena);
}
