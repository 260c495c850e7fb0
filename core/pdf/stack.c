// Bands one under another: paragraphs, headings, squares, heights.
#include "core/pdf/bands.h"
#include "core/pdf/qr.h"

band *stack_add(layout *l, stack *s) {
  s->bands = arena_grow(l->a, s->bands, s->count, &s->capacity, sizeof *s->bands);
  band *b = &s->bands[s->count++];
  *b = (band){ 0 };
  return b;
}

// Room for the cells of a band.
band *stack_cells(layout *l, stack *s, const char *tag, const char *cell_tag, size_t count) {
  band *b = stack_add(l, s);
  b->tag = tag, b->cell_tag = cell_tag, b->cell_count = count;
  b->cells = arena_alloc(l->a, (count ? count : 1) * sizeof *b->cells);
  return b;
}

void band_set(band *b, size_t cell, PangoLayout *paragraph, double x) {
  b->cells[cell] = (band_cell){ .words = paragraph, .x = x, .height = paragraph_height(paragraph) };
  if (b->height < b->cells[cell].height) b->height = b->cells[cell].height;
}

band *stack_words(layout *l, stack *s, const char *tag, words text, double x, double width) {
  band *b = stack_cells(l, s, tag, NULL, 1);
  band_set(b, 0, typeset(l->words, &text, 1, width, false), x);
  return b;
}

// PDF/UA-1 7.4.2: the first heading is an H1, and none leaves a level out.
void stack_heading(layout *l, stack *s, const char *text, bool part, double x, double width) {
  if (!text || !*text) return;
  const char *tag = part ? l->heading : "H1";
  l->heading = "H2";
  band *b = stack_words(l, s, tag, (words){ text, part ? WORDS_PART : WORDS_TITLE }, x, width);
  b->before = 14, b->keep_next = true;
}

bool figure_squares(layout *l, const block *b, double x, double size, figure *out, error *e) {
  qr_picture *squares = arena_alloc(l->a, sizeof *squares);
  if (!qr_encode(b->qr_text, b->qr, l->a, squares, e)) return false;
  *out = (figure){ .squares = squares,
                   .cross = b->qr == QR_SWISS,
                   .x = x,
                   .width = size,
                   .height = size,
                   .alt = b->qr_alt ? b->qr_alt : "QR" };
  return true;
}

double stack_height(const stack *s) {
  double height = 0;
  for (size_t i = 0; i < s->count; i++) height += s->bands[i].height + (i ? s->bands[i].before : 0);
  return height;
}
