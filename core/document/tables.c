// What the forms of a document share about its tables.
#include "core/document/document_inside.h"

size_t row_span(const document_row *row, size_t columns) {
  size_t span = 1;
  if (row->kind == ROW_PLAIN) return span;
  while (span < columns && !*row->cells[span]) span++;
  return span;
}

bool table_titled(const block *table) {
  for (size_t i = 0; i < table->column_count; i++)
    if (*table->columns[i].title) return true;
  return false;
}
