// A document as text: blocks one below the other, tables over the whole width.
#include "core/document/document_inside.h"
#include "core/document/sheet_inside.h"

enum { GAP = 2, COLUMN_ROOM = 8 };

static void put_paragraph(sheet *s, size_t indent, const char *text) {
  if (!text) return;
  sheet_cell(s, (slot){ indent, s->width - indent, false }, text);
  sheet_end_line(s);
}

static void put_rule(sheet *s, const char *mark, size_t width) {
  for (size_t i = 0; i < width && i < s->width; i++) buffer_text(s->out, mark);
  sheet_end_line(s);
}

static void put_heading(sheet *s, const block *b) {
  put_paragraph(s, 0, b->title);
  put_rule(s, b->level == 1 ? "=" : "-", text_width(b->title));
}

static void put_parties(sheet *s, const block *b) {
  for (size_t i = 0; i < b->party_count; i++) {
    if (i) sheet_end_line(s);
    put_paragraph(s, 0, b->parties[i].label);
    for (size_t k = 0; k < b->parties[i].count; k++) put_paragraph(s, 2, b->parties[i].lines[k]);
  }
}

static void widen(fitted *column, const char *text) {
  size_t width = text_width(text);
  if (width > column->natural) column->natural = width;
}

// Labels and texts. Amounts (totals) stand at the right edge, with their labels beside them.
static void put_facts(sheet *s, const block *b, bool amounts) {
  fitted columns[2] = { { .weight = 1 }, { .weight = 2, .number = amounts } };
  slot slots[2];
  if (!b->fact_count) return;
  for (size_t i = 0; i < b->fact_count; i++) {
    widen(&columns[0], b->facts[i].label);
    widen(&columns[1], b->facts[i].text);
  }
  sheet_fit(columns, 2, s->width, GAP);
  sheet_slots(columns, 2, amounts ? s->width - sheet_width(columns, 2, GAP) : 0, GAP, slots);
  for (size_t i = 0; i < b->fact_count; i++) {
    sheet_cell(s, slots[0], b->facts[i].label);
    sheet_cell(s, slots[1], b->facts[i].text);
    sheet_end_line(s);
  }
}

static void measure_row(const block *b, const document_row *row, fitted *columns) {
  size_t span = row_span(row, b->column_count);
  if (span == 1) widen(&columns[0], row->cells[0]);
  for (size_t i = span; i < b->column_count; i++) widen(&columns[i], row->cells[i]);
}

// The text of most weight takes what is left, so that the amounts of all tables stand at the right edge.
static void fill_width(fitted *columns, size_t count, size_t left) {
  fitted *widest = NULL;
  for (size_t i = 0; i < count; i++)
    if (!columns[i].number && (!widest || columns[i].weight > widest->weight)) widest = &columns[i];
  if (widest) widest->width += left;
}

static void fit_table(const sheet *s, const block *b, slot *slots) {
  fitted columns[DOCUMENT_COLUMNS_MAX] = { 0 };
  size_t count = b->column_count, gap = count * COLUMN_ROOM <= s->width ? GAP : 1;
  for (size_t i = 0; i < count; i++) {
    columns[i].number = b->columns[i].number;
    columns[i].weight = columns[i].number ? 1 : (size_t)b->columns[i].weight;
    widen(&columns[i], b->columns[i].title);
  }
  for (size_t i = 0; i < b->row_count; i++) measure_row(b, &b->rows[i], columns);
  sheet_fit(columns, count, s->width, gap);
  fill_width(columns, count, s->width - sheet_width(columns, count, gap));
  sheet_slots(columns, count, 0, gap, slots);
}

static void put_row(sheet *s, const block *b, const document_row *row, const slot *slots) {
  size_t span = row_span(row, b->column_count);
  slot first = slots[0];
  if (span == b->column_count) first.width = s->width;
  else first.width = slots[span - 1].start + slots[span - 1].width - first.start;
  sheet_cell(s, first, row->cells[0]);
  for (size_t i = span; i < b->column_count; i++) sheet_cell(s, slots[i], row->cells[i]);
  sheet_end_line(s);
  if (row->note) put_paragraph(s, 2, row->note);
}

static void put_table(sheet *s, const block *b) {
  slot slots[DOCUMENT_COLUMNS_MAX];
  fit_table(s, b, slots);
  put_paragraph(s, 0, b->title);
  if (table_titled(b)) {
    for (size_t i = 0; i < b->column_count; i++) sheet_cell(s, slots[i], b->columns[i].title);
    sheet_end_line(s);
  }
  put_rule(s, "-", s->width);
  for (size_t i = 0; i < b->row_count; i++) {
    if (i && b->rows[i].kind == ROW_GROUP) sheet_end_line(s);
    put_row(s, b, &b->rows[i], slots);
  }
}

static void put_block(sheet *s, const block *b) {
  switch (b->kind) {
    case BLOCK_HEADING: put_heading(s, b); break;
    case BLOCK_PARTIES: put_parties(s, b); break;
    case BLOCK_FACTS: put_facts(s, b, false); break;
    case BLOCK_TABLE: put_table(s, b); break;
    case BLOCK_TOTALS: put_facts(s, b, true); break;
    case BLOCK_NOTE:
      put_paragraph(s, 0, b->title);
      put_paragraph(s, 0, b->text);
      break;
    case BLOCK_PAYMENT:
      put_paragraph(s, 0, b->title);
      put_facts(s, b, false);
      break;
    case BLOCK_PAGE_BREAK: break;
  }
}

void document_text(const document *d, int width, buffer *out) {
  sheet s = { .out = out, .width = width < DOCUMENT_WIDTH_LEAST ? DOCUMENT_WIDTH_LEAST : (size_t)width };
  put_paragraph(&s, 0, d->mark);
  for (size_t i = 0; i < d->count; i++) {
    if (i || d->mark) sheet_end_line(&s);
    put_block(&s, &d->blocks[i]);
  }
  if (d->footer) {
    sheet_end_line(&s);
    put_paragraph(&s, 0, d->footer);
  }
  sheet_free(&s);
}
