// A table in HTML: its head repeats on paper, and who hears it instead of seeing it is told which column a cell is of.
#include "core/document/html_inside.h"
#include <string.h>

enum { NUMBER_LONG = 24 };  // columns of a number that may wrap: it would push the others off the paper

// The class of a cell, with a blank before it.
static const char *cell_class(const document_column *column, const char *text) {
  if (!column->number) return "";
  return strlen(text) > NUMBER_LONG && text_width(text) > NUMBER_LONG ? " class=\"n long\"" : " class=\"n\"";
}

// Hundredths of the width that a column has.
static int share(const block *b, size_t column) {
  int weights = 0;
  for (size_t i = 0; i < b->column_count; i++) weights += b->columns[i].weight;
  return weights ? 100 * b->columns[column].weight / weights : 0;
}

void html_widths(markup *m, const document *d) {
  bool stands[101] = { false };
  for (size_t i = 0; i < d->count; i++)
    for (size_t k = 0; d->blocks[i].kind == BLOCK_TABLE && k < d->blocks[i].column_count; k++)
      stands[share(&d->blocks[i], k)] = true;
  for (int i = 0; i <= 100; i++)
    if (stands[i]) buffer_format(m->out, ".w%d{width:%d%%}\n", i, i);
}

static void add_columns(markup *m, const block *b) {
  buffer_text(m->out, "<colgroup>");
  for (size_t i = 0; i < b->column_count; i++) buffer_format(m->out, "<col class=\"w%d\">", share(b, i));
  buffer_text(m->out, "</colgroup>\n");
}

// A head without words is no head: it would be read out as one.
static void add_head(markup *m, const block *b) {
  if (!table_titled(b)) return;
  buffer_text(m->out, "<thead>\n<tr>");
  for (size_t i = 0; i < b->column_count; i++) {
    const char *title = b->columns[i].title, *class = cell_class(&b->columns[i], title);
    buffer_format(m->out, *title ? "<th scope=\"col\"%s>" : "<td%s>", class);
    markup_add(m, *title ? "^</th>\n" : "</td>\n", title);
  }
  buffer_text(m->out, "</tr>\n</thead>\n");
}

// The first cell names its row, or the rows of its group.
static void add_first(markup *m, const block *b, const document_row *row) {
  size_t span = row_span(row, b->column_count);
  const char *tag = *row->cells[0] ? "th" : "td";
  buffer_format(m->out, "<%s", tag);
  if (*row->cells[0]) buffer_format(m->out, " scope=\"row%s\"", row->kind == ROW_GROUP ? "group" : "");
  if (span > 1) buffer_format(m->out, " colspan=\"%zu\"", span);
  else buffer_text(m->out, cell_class(&b->columns[0], row->cells[0]));
  markup_add(m, "><bdi>^</bdi>", row->cells[0]);
  buffer_format(m->out, "</%s>\n", tag);
}

static void add_row(markup *m, const block *b, const document_row *row) {
  static const char *const open[] = { "<tr>", "<tr class=\"group\">", "<tr class=\"subtotal\">" };
  buffer_text(m->out, open[row->kind]);
  add_first(m, b, row);
  for (size_t i = row_span(row, b->column_count); i < b->column_count; i++) {
    buffer_format(m->out, "<td%s>", cell_class(&b->columns[i], row->cells[i]));
    markup_add(m, "<bdi>^</bdi></td>\n", row->cells[i]);
  }
  buffer_text(m->out, "</tr>\n");
  if (!row->note) return;
  buffer_format(m->out, "<tr class=\"note\"><td colspan=\"%zu\">", b->column_count);
  markup_add(m, "<bdi>^</bdi></td></tr>\n", row->note);
}

void html_table(markup *m, const block *b) {
  buffer_text(m->out, "<table>\n");
  if (b->title) markup_add(m, "<caption>^</caption>\n", b->title);
  add_columns(m, b);
  add_head(m, b);
  buffer_text(m->out, "<tbody>\n");
  for (size_t i = 0; i < b->row_count; i++) {
    if (i && b->rows[i].kind == ROW_GROUP) buffer_text(m->out, "</tbody>\n<tbody>\n");
    add_row(m, b, &b->rows[i]);
  }
  buffer_text(m->out, "</tbody>\n</table>\n");
}
