// The cells of a row that checks are shown.
#include "core/engine/questions/checks_inside.h"

check_cell *check_cells_read(checking *k, const query *q, int at, int *exponent) {
  const check_form *f = &check_forms[k->subject];
  check_cell *cells = arena_array(k->scratch, f->count, sizeof *cells);
  for (size_t i = 0; i < k->column_count; i++) {
    const int own = k->columns[i], column = at + own;
    if (query_column_null(q, column)) continue;
    cells[own].there = true;
    if (f->columns[own].type == CHECK_TEXT) cells[own].text = arena_text(k->scratch, query_column_text(q, column));
    else cells[own].number = query_column(q, column);
  }
  if (exponent) {
    const char *currency = k->currency < 0 ? NULL : query_column_text(q, at + k->currency);
    *exponent = currency ? currency_exponent(currency) : 0;
  }
  return cells;
}
