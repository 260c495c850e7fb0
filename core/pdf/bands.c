// The blocks of a document as bands. What is read first stands on top: the facts beside logo and title, the way to pay
// beside the total.
#include "core/pdf/bands.h"
#include "core/pdf/picture.h"
#include <string.h>

enum { BOX_PAD = 10 };
static const double millimetre = 72 / 25.4;

// Small words and large ones stand on one line.
static void align_baselines(band *b) {
  int first = pango_layout_get_baseline(b->cells[0].words), second = pango_layout_get_baseline(b->cells[1].words);
  band_cell *higher = &b->cells[first < second ? 0 : 1];
  higher->down = (double)(first < second ? second - first : first - second) / PANGO_SCALE;
  if (b->height < higher->height + higher->down) b->height = higher->height + higher->down;
}

// A label and its text: values in a line below each other, or at the right edge as amounts.
static void add_fact(layout *l, stack *s, const document_fact *f, double x, double width, bool right) {
  double label_width = right ? width * 0.45 : width * 0.34, gap = 8;
  words label = { arena_format(l->a, "%s ", f->label ? f->label : ""), WORDS_SMALL };
  words text = { f->text, f->strong ? right ? WORDS_LARGE : WORDS_STRONG : WORDS_BODY };
  if (f->strong && right) label.style = WORDS_STRONG;
  band *b = stack_cells(l, s, "P", NULL, 2);
  band_set(b, 0, typeset(l->words, &label, 1, label_width, false), x);
  double left = width - label_width - gap;
  band_set(b, 1, typeset(l->words, &text, 1, left, right), x + label_width + gap);
  align_baselines(b);
  b->before = 3;
}

static void add_facts(layout *l, stack *s, const block *b, double x, double width, bool right) {
  for (size_t i = 0; i < b->fact_count; i++) add_fact(l, s, &b->facts[i], x, width, right);
}

static void add_totals(layout *l, stack *s, const block *b, double x, double width) {
  stack_heading(l, s, b->title, true, x, width);
  size_t first = s->count;
  add_facts(l, s, b, x, width, true);
  for (size_t i = first; i < s->count; i++) {
    s->bands[i].keep_next = i + 1 < s->count;
    if (i > first && b->facts[i - first].strong) s->bands[i].before = 8;
  }
}

static void add_party_cell(layout *l, band *b, size_t cell, const document_party *party, double x, double width) {
  words *lines = arena_alloc(l->a, (party->count + 1) * sizeof *lines);
  size_t count = 0;
  if (party->label && *party->label) lines[count++] = (words){ party->label, WORDS_SMALL };
  for (size_t i = 0; i < party->count; i++)
    lines[count++] = (words){ party->lines[i], i == 0 ? WORDS_STRONG : WORDS_BODY };
  band_set(b, cell, typeset(l->words, lines, count, width, false), x);
}

static void add_parties(layout *l, stack *s, const block *b) {
  enum { ABREAST = 3 };
  for (size_t first = 0; first < b->party_count; first += ABREAST) {
    size_t count = b->party_count - first < ABREAST ? b->party_count - first : ABREAST;
    double gap = 16, width = (l->width - gap * (double)(count - 1)) / (double)count;
    band *row = stack_cells(l, s, NULL, "P", count);
    for (size_t i = 0; i < count; i++)
      add_party_cell(l, row, i, &b->parties[first + i], (double)i * (width + gap), width);
    row->before = 18;
  }
}

static void add_logo(layout *l, stack *s) {
  if (!l->logo) return;
  double width = cairo_image_surface_get_width(l->logo), height = cairo_image_surface_get_height(l->logo);
  double scale = LOGO_WIDTH / width < LOGO_HEIGHT / height ? LOGO_WIDTH / width : LOGO_HEIGHT / height;
  if (scale > 0.75) scale = 0.75;  // 96 pixels an inch: a larger one would show its pixels
  band *b = stack_add(l, s);
  b->kind = BAND_FIGURE, b->tag = "Figure", b->height = height * scale;
  b->figure = (figure){ .picture = l->logo,
                        .width = width * scale,
                        .height = height * scale,
                        .alt = l->document->logo->alt ? l->document->logo->alt : l->document->author };
}

// The squares: 46 mm for a Swiss one, as its guidelines say; the others as large as a telephone reads them.
static bool add_squares(layout *l, stack *s, const block *b, double x, error *e) {
  if (b->qr == QR_NONE || !b->qr_text) return true;
  double size = (b->qr == QR_SWISS ? 46 : 32) * millimetre;
  band *shown = stack_add(l, s);
  shown->kind = BAND_FIGURE, shown->tag = "Figure", shown->height = size, shown->before = 12;
  return figure_squares(l, b, x, size, &shown->figure, e);
}

static bool add_payment(layout *l, stack *s, const block *b, double x, double width, error *e) {
  stack_heading(l, s, b->title, true, x, width);
  add_facts(l, s, b, x, width, false);
  return add_squares(l, s, b, x, e);
}

static void add_note(layout *l, stack *s, const block *b) {
  stack_heading(l, s, b->title, true, 0, l->width);
  if (b->text && *b->text)
    stack_words(l, s, "P", (words){ b->text, WORDS_BODY }, 0, l->width)->before = b->title && *b->title ? 4 : 12;
}

static void append(layout *l, stack *to, const stack *from) {
  for (size_t i = 0; i < from->count; i++) {
    band *b = stack_add(l, to);
    *b = from->bands[i];
  }
}

// Puts stacks beside each other, in the order of reading; one under another where that would be higher than half a
// page.
static void set_abreast(layout *l, stack *s, stack *stacks, size_t count, double before) {
  double height = 0;
  for (size_t i = 0; i < count; i++) {
    double own = stack_height(&stacks[i]) + (stacks[i].boxed ? 2 * BOX_PAD : 0);
    if (height < own) height = own;
  }
  if (height > l->half_page) {
    for (size_t i = 0; i < count; i++) append(l, s, &stacks[i]);
    return;
  }
  band *b = stack_add(l, s);
  b->kind = BAND_ABREAST, b->before = before, b->height = height, b->stack_count = count;
  memcpy(b->stacks, stacks, count * sizeof *stacks);
}

static bool leads(const block *b) {
  return b->kind == BLOCK_PARTIES || b->kind == BLOCK_FACTS || (b->kind == BLOCK_HEADING && b->level <= 1);
}

static void add_heading(layout *l, stack *s, const block *b, double width) {
  stack_heading(l, s, b->title, b->level > 1, 0, width);
}

// The top of the first page: logo and title, the first facts beside them, then parties and further facts. Answers how
// many blocks that were.
static size_t add_top(layout *l) {
  const block *blocks = l->document->blocks;
  size_t count = 0, facts = l->document->count;
  while (count < l->document->count && leads(&blocks[count])) {
    if (facts == l->document->count && blocks[count].kind == BLOCK_FACTS) facts = count;
    count++;
  }
  double right_width = l->width * 0.42, left_width = l->width - right_width - 20;
  stack sides[2] = { { .width = left_width }, { .x = left_width + 20, .width = right_width } };
  add_logo(l, &sides[0]);
  for (size_t i = 0; i < count; i++)
    if (blocks[i].kind == BLOCK_HEADING) add_heading(l, &sides[0], &blocks[i], left_width);
  if (facts < count) add_facts(l, &sides[1], &blocks[facts], sides[1].x, right_width, true);
  size_t used = sides[1].count ? 2 : 1;
  if (sides[0].count || sides[1].count) set_abreast(l, &l->all, sides, used, 0);
  for (size_t i = 0; i < count; i++) {
    if (blocks[i].kind == BLOCK_PARTIES) add_parties(l, &l->all, &blocks[i]);
    if (blocks[i].kind == BLOCK_FACTS && i != facts) add_facts(l, &l->all, &blocks[i], 0, l->width, false);
  }
  return count;
}

// The last row of what stands above goes with the totals.
static void keep_with_totals(layout *l) {
  if (l->all.count && l->all.bands[l->all.count - 1].table) l->all.bands[l->all.count - 1].keep_next = true;
}

// Totals at the right edge; the way to pay in a box beside them, or by itself.
static bool add_sums(layout *l, const block *totals, const block *payment, error *e) {
  double gap = 20, width = (l->width - gap) / 2;
  stack stacks[2] = { { 0 } };
  size_t count = 0;
  if (totals) {
    keep_with_totals(l);
    stacks[count].x = width + gap, stacks[count].width = width;
    add_totals(l, &stacks[count++], totals, width + gap, width);
  }
  if (payment) {
    stacks[count].width = width, stacks[count].boxed = true;
    if (!add_payment(l, &stacks[count++], payment, BOX_PAD, width - 2 * BOX_PAD, e)) return false;
  }
  set_abreast(l, &l->all, stacks, count, 14);
  return true;
}

// A payment part is made for A4 paper and of account, message, currency and amount at least: elsewhere, and where there
// is one already, it is a box as others are.
static bool is_slip(const layout *l, const block *b) {
  return b && b->kind == BLOCK_PAYMENT && b->slip && b->qr == QR_SWISS && b->title && b->fact_count >= 4 &&
         l->document->paper == PAPER_A4 && !l->slip;
}

static bool add_block(layout *l, size_t *at, error *e) {
  const block *b = &l->document->blocks[(*at)++], *next = *at < l->document->count ? b + 1 : NULL;
  if (is_slip(l, b)) return l->slip = b, true;
  switch (b->kind) {
    case BLOCK_HEADING: add_heading(l, &l->all, b, l->width); return true;
    case BLOCK_PARTIES: add_parties(l, &l->all, b); return true;
    case BLOCK_FACTS: add_facts(l, &l->all, b, 0, l->width, false); return true;
    case BLOCK_TABLE: stack_table(l, &l->all, b); return true;
    case BLOCK_NOTE: add_note(l, &l->all, b); return true;
    case BLOCK_PAGE_BREAK: stack_add(l, &l->all)->kind = BAND_NEW_PAGE; return true;
    case BLOCK_TOTALS:
      if (next && next->kind == BLOCK_PAYMENT && !is_slip(l, next)) return ++*at, add_sums(l, b, next, e);
      return add_sums(l, b, NULL, e);
    case BLOCK_PAYMENT: return add_sums(l, NULL, b, e);
  }
  return true;
}

bool layout_bands(layout *l, error *e) {
  l->heading = "H1";
  size_t at = add_top(l);
  while (at < l->document->count)
    if (!add_block(l, &at, e)) return false;
  if (l->document->footer && *l->document->footer) {
    // A footer alone would be a page that nobody needs.
    if (l->all.count) l->all.bands[l->all.count - 1].keep_next = true;
    band *footer = stack_words(l, &l->all, "P", (words){ l->document->footer, WORDS_SMALL }, 0, l->width);
    footer->before = 8, footer->at_bottom = !l->slip;
  }
  return !l->slip || stack_slip(l, &l->all, l->slip, e);
}
