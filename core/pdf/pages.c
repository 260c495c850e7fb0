// Bands on pages: what stays together, heads of tables again, rows that are higher than a page.
#include "core/pdf/pages.h"

typedef struct filling {
  pages *out;
  arena *a;
  const stack *all;
  double height, y, top;  // top: below the head that this page repeats
} filling;

static void begin_page(filling *f) {
  pages *p = f->out;
  p->pages = arena_grow(f->a, p->pages, p->count, &p->capacity, sizeof *p->pages);
  p->pages[p->count++] = (page){ 0 };
  f->y = f->top = 0;
}

static piece *add_piece(filling *f, const band *b, double height) {
  page *p = &f->out->pages[f->out->count - 1];
  p->pieces = arena_grow(f->a, p->pieces, p->count, &p->capacity, sizeof *p->pieces);
  piece *added = &p->pieces[p->count++];
  *added = (piece){ .band = b, .y = f->y, .height = height };
  f->y += height;
  return added;
}

// The head that stands over a row at the top of a page; NULL: none. One that takes a third of the page is not repeated.
static const band *repeated_head(const filling *f, const band *b) {
  const band *head = b->table ? b->table->head : NULL;
  return head && b->cells[0].words != head->cells[0].words && head->height < f->height / 3 ? head : NULL;
}

static void begin_page_for(filling *f, const band *b) {
  begin_page(f);
  const band *head = repeated_head(f, b);
  if (head) add_piece(f, head, head->height)->again = true;
  f->top = f->y;
}

static double room(const filling *f, const band *b) {
  const band *head = repeated_head(f, b);
  return f->height - (head ? head->height : 0);
}

static double space_above(const filling *f, const band *b) { return f->y > f->top ? b->before : 0; }

// From the band to the last one that has to be on its page.
static double chain_height(const filling *f, size_t first) {
  const band *b = &f->all->bands[first];
  double height = space_above(f, b) + b->height;
  for (; b->keep_next && ++first < f->all->count && height <= f->height; height += b->before + b->height)
    b = &f->all->bands[first];
  return height;
}

// How many lines of a paragraph from `first` on fit into `height`; at least one where `some`. *used: their height.
static int lines_that_fit(PangoLayout *paragraph, int first, double height, bool some, double *used) {
  PangoLayoutIter *at = pango_layout_get_iter(paragraph);
  int line = 0, count = 0, top = 0, begun, end;
  *used = 0;
  do {
    pango_layout_iter_get_line_yrange(at, &begun, &end);
    if (line == first) top = begun;
    if (line < first) continue;
    double down = (double)(end - top) / PANGO_SCALE;
    if (down > height && !(some && count == 0)) break;
    count++, *used = down;
  } while (line++, pango_layout_iter_next_line(at));
  pango_layout_iter_free(at);
  return count;
}

// Puts as many lines of each cell on this page as fit, from `first` on, and moves `first`. False once none are left.
static bool add_lines(filling *f, const band *b, int *first) {
  int *from = arena_array(f->a, b->cell_count, sizeof *from), *count = arena_array(f->a, b->cell_count, sizeof *count);
  double tallest = 0, left = f->height - f->y - 2 * b->pad;
  int shown = 0;
  bool more = false;
  for (size_t i = 0; i < b->cell_count; i++) {
    double used;
    from[i] = first[i];
    count[i] = lines_that_fit(b->cells[i].words, first[i], left - b->cells[i].down, f->y <= f->top, &used);
    first[i] += count[i], shown += count[i];
    more = more || first[i] < pango_layout_get_line_count(b->cells[i].words);
    if (tallest < used + b->cells[i].down) tallest = used + b->cells[i].down;
  }
  if (shown == 0 && more) return true;  // no line fits here
  piece *added = add_piece(f, b, tallest + 2 * b->pad);
  added->first = from, added->count = count;
  return more;
}

static void add_broken(filling *f, const band *b) {
  enum { FEW = 60 };  // points: for less than that, a page is not begun
  if (f->y > f->top && f->height - f->y - b->before < FEW) begin_page_for(f, b);
  f->y += space_above(f, b);
  int *first = arena_alloc(f->a, (b->cell_count ? b->cell_count : 1) * sizeof *first);
  while (add_lines(f, b, first)) begin_page_for(f, b);
}

static void add_whole(filling *f, const band *b) {
  f->y += space_above(f, b);
  if (b->at_bottom && f->y + b->height < f->height) f->y = f->height - b->height;
  add_piece(f, b, b->height);
}

static void add_band(filling *f, size_t at) {
  const band *b = &f->all->bands[at];
  bool begins_chain = at == 0 || !b[-1].keep_next, begun = f->y > f->top;
  if (begins_chain && begun && f->y + chain_height(f, at) > f->height && chain_height(f, at) <= room(f, b))
    begin_page_for(f, b);
  else if (begun && f->y + space_above(f, b) + b->height > f->height && b->height <= room(f, b)) begin_page_for(f, b);
  if (f->y + space_above(f, b) + b->height <= f->height + 0.01 || b->kind != BAND_WORDS) add_whole(f, b);
  else add_broken(f, b);
}

void pages_fill(pages *p, const stack *all, double height, arena *a) {
  filling f = { .out = p, .a = a, .all = all, .height = height };
  begin_page(&f);
  for (size_t i = 0; i < all->count; i++)
    if (all->bands[i].kind != BAND_NEW_PAGE) add_band(&f, i);
    else if (f.y > 0 && i + 1 < all->count) begin_page(&f);  // an empty page tells nobody anything
}
