// The rows of a table as bands: widths of columns, the head, groups and their sums.
#include "core/pdf/bands.h"

enum { GAP = 8 };
#define HAIR 0.5  // points

typedef struct columns {
  layout *l;
  const block *b;
  double *x, *width;  // without the gap
} columns;

// Numbers are never broken where there is room: a column of them is as wide as the widest one, as far as that leaves
// two fifths of the width to the words.
static void widen_numbers(columns *c, const double *longest) {
  double taken = 0, others = 0, most = c->l->width * 0.6;
  for (size_t i = 0; i < c->b->column_count; i++)
    if (longest[i] > c->width[i]) taken += longest[i];
    else others += c->width[i];
  double left = c->l->width - (double)GAP * (double)(c->b->column_count - 1) - taken;
  if (taken == 0 || taken > most || others <= 0 || left <= 0) return;
  for (size_t i = 0; i < c->b->column_count; i++)
    c->width[i] = longest[i] > c->width[i] ? longest[i] : c->width[i] * left / others;
}

static void place_columns(columns *c, const double *longest) {
  size_t count = c->b->column_count;
  double all = 0, free_width = c->l->width - (double)GAP * (double)(count - 1), x = 0;
  if (free_width < c->l->width / 2) free_width = c->l->width / 2;
  for (size_t i = 0; i < count; i++) all += c->b->columns[i].weight > 0 ? c->b->columns[i].weight : 1;
  for (size_t i = 0; i < count; i++)
    c->width[i] = free_width * (c->b->columns[i].weight > 0 ? c->b->columns[i].weight : 1) / all;
  widen_numbers(c, longest);
  for (size_t i = 0; i < count; i++) {
    c->x[i] = x;
    x += c->width[i] + GAP;
  }
}

static words_style row_style(row_kind kind) { return kind == ROW_PLAIN ? WORDS_BODY : WORDS_STRONG; }

static void set_cell(columns *c, band *row, size_t i, PangoLayout *paragraph) {
  double x = c->x[i];
  if (c->b->columns[i].number) {
    if (paragraph_width(paragraph) > c->width[i]) typeset_narrow(paragraph, c->width[i]);
    else x += c->width[i] - paragraph_width(paragraph);
  }
  band_set(row, i, paragraph, x);
}

static band *add_row(columns *c, stack *s, const table *t, const char *cell_tag, size_t cells, double pad) {
  band *row = stack_cells(c->l, s, "TR", cell_tag, cells);
  row->table = t, row->pad = pad;
  return row;
}

static bool titled(const block *b) {
  for (size_t i = 0; i < b->column_count; i++)
    if (b->columns[i].title && *b->columns[i].title) return true;
  return false;
}

static void add_head(columns *c, stack *s, const table *t) {
  band *row = add_row(c, s, t, "TH", c->b->column_count, 4);
  for (size_t i = 0; i < c->b->column_count; i++) {
    words title = { c->b->columns[i].title, WORDS_HEAD };
    bool number = c->b->columns[i].number;
    set_cell(c, row, i, typeset(c->l->words, &title, 1, number ? -1 : c->width[i], number));
  }
  row->height += 2 * row->pad;
  row->keep_next = true, row->rule_below = 1, row->accent = true, row->before = 14;
}

// Its first cell over all columns. PDF/UA-1 wants as many columns in each row.
static void add_group(columns *c, stack *s, const table *t, const document_row *r) {
  band *row = add_row(c, s, t, "TH", 1, 3);
  words texts[] = { { r->cells[0], WORDS_STRONG }, { r->note, WORDS_SMALL } };
  PangoLayout *paragraph = typeset(c->l->words, texts, r->note && *r->note ? 2 : 1, c->l->width, false);
  band_set(row, 0, paragraph, 0);
  row->columns = (int)c->b->column_count;
  row->height += 2 * row->pad;
  row->before = 8, row->keep_next = true, row->rule_below = HAIR;
}

// numbers: the paragraphs of the row's number cells, made before the widths were known.
static void add_plain(columns *c, stack *s, const table *t, const document_row *r, PangoLayout *const *numbers) {
  band *row = add_row(c, s, t, "TD", c->b->column_count, 3);
  for (size_t i = 0; i < c->b->column_count; i++) {
    words texts[] = { { r->cells[i], row_style(r->kind) }, { r->note, WORDS_SMALL } };
    size_t count = i == 0 && r->note && *r->note ? 2 : 1;
    set_cell(c, row, i, numbers[i] ? numbers[i] : typeset(c->l->words, texts, count, c->width[i], false));
  }
  row->height += 2 * row->pad;
  row->rule_below = HAIR;
}

// The paragraphs of all number cells, row by row, and the longest of each column.
static PangoLayout **set_numbers(columns *c, double *longest) {
  size_t count = c->b->column_count;
  PangoLayout **numbers = arena_alloc(c->l->a, (c->b->row_count * count + 1) * sizeof *numbers);
  for (size_t r = 0; r < c->b->row_count; r++)
    for (size_t i = 0; i < count && c->b->rows[r].kind != ROW_GROUP; i++) {
      if (!c->b->columns[i].number) continue;
      words texts[] = { { c->b->rows[r].cells[i], row_style(c->b->rows[r].kind) },
                        { c->b->rows[r].note, WORDS_SMALL } };
      PangoLayout *number = typeset(c->l->words, texts, i == 0 && texts[1].text && *texts[1].text ? 2 : 1, -1, true);
      numbers[r * count + i] = number;
      if (longest[i] < paragraph_width(number)) longest[i] = paragraph_width(number);
    }
  return numbers;
}

// A sum is not parted from the rows above it.
static void keep_sums(stack *s, const block *b, size_t first) {
  for (size_t r = 1; r < b->row_count; r++)
    if (b->rows[r].kind == ROW_SUBTOTAL) s->bands[first + r - 1].keep_next = true;
}

void stack_table(layout *l, stack *s, const block *b) {
  stack_heading(l, s, b->title, true, 0, l->width);
  if (b->column_count == 0) return;
  columns c = { .l = l, .b = b };
  c.x = arena_alloc(l->a, b->column_count * sizeof *c.x);
  c.width = arena_alloc(l->a, b->column_count * sizeof *c.width);
  double *longest = arena_alloc(l->a, b->column_count * sizeof *longest);
  PangoLayout **numbers = set_numbers(&c, longest);
  place_columns(&c, longest);
  table *t = arena_alloc(l->a, sizeof *t);
  if (titled(b)) {
    add_head(&c, s, t);
    band *head = arena_alloc(l->a, sizeof *head);
    *head = s->bands[s->count - 1];
    t->head = head;
  }
  size_t first = s->count;
  for (size_t r = 0; r < b->row_count; r++)
    if (b->rows[r].kind == ROW_GROUP) add_group(&c, s, t, &b->rows[r]);
    else add_plain(&c, s, t, &b->rows[r], &numbers[r * b->column_count]);
  keep_sums(s, b, first);
}
