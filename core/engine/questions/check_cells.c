// The cells of a row that checks are shown.
#include "core/engine/questions/checks_inside.h"
#include <string.h>

check_cell *check_cells_read(checking *k, const query *q, int at, int *exponent) {
  const check_form *f = &check_forms[k->subject];
  check_cell *cells = arena_array(k->scratch, f->count, sizeof *cells);
  for (size_t i = 0; i < f->count; i++) {
    int column = at + (int)i;
    if (!(k->wanted & (1u << i)) || query_column_null(q, column)) continue;
    cells[i].there = true;
    if (f->columns[i].type == CHECK_TEXT) cells[i].text = arena_text(k->scratch, query_column_text(q, column));
    else cells[i].number = query_column(q, column);
  }
  if (exponent) {
    int column = check_column_find(f, "currency");
    const char *currency = column < 0 ? NULL : query_column_text(q, at + column);
    *exponent = currency ? currency_exponent(currency) : 0;
  }
  return cells;
}
