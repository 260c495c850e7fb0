// Pages on paper.
#include "core/pdf/draw.h"
#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

typedef struct drawing {
  cairo_t *c;
  const layout *l;
  const paper *paper;
  element_notes *notes;
  const table *open;  // the table whose rows are being drawn
  bool parted;        // addresses in the words at hand are elements of their own, and so is what stands beside them
  const char *part;   // the one at hand: Link, Span; NULL: none
  bool artifact;      // nobody reads what is drawn now
  unsigned accent;
} drawing;

static void set_colour(cairo_t *c, unsigned colour) {
  cairo_set_source_rgb(c, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
}

static bool is_artifact(const char *tag) { return tag && strcmp(tag, ARTIFACT_TAG) == 0; }

static void begin_tag(drawing *d, const char *tag) {
  if (tag) cairo_tag_begin(d->c, tag, NULL);
  if (is_artifact(tag)) d->artifact = true;
}

static void end_tag(drawing *d, const char *tag) {
  if (tag) cairo_tag_end(d->c, tag);
  if (is_artifact(tag)) d->artifact = false;
}

static element_note *add_note(drawing *d) {
  element_notes *n = d->notes;
  n->notes = arena_grow(d->l->a, n->notes, n->count, &n->capacity, sizeof *n->notes);
  element_note *note = &n->notes[n->count++];
  *note = (element_note){ 0 };
  return note;
}

// How far from the left edge a line begins. Pango would put right-to-left lines at the other edge of their cell, away
// from the label above them.
static int line_begin(PangoLayout *paragraph, const PangoRectangle *place) {
  if (pango_layout_get_alignment(paragraph) != PANGO_ALIGN_RIGHT) return 0;
  int width = pango_layout_get_width(paragraph);
  if (width < 0) pango_layout_get_size(paragraph, &width, NULL);
  return width > place->width ? width - place->width : 0;
}

// A part of a line in one font and one direction, and where it stands. link: the address that it is of; NULL: none.
typedef struct run {
  PangoGlyphItem *item;
  const document_link *link;
  int x;
} run;

static int by_place_in_text(const void *a, const void *b) {
  const PangoItem *first = ((const run *)a)->item->item, *second = ((const run *)b)->item->item;
  return (first->offset > second->offset) - (first->offset < second->offset);
}

static void set_colour_of(cairo_t *c, const PangoItem *item) {
  set_colour(c, 0);
  for (GSList *at = item->analysis.extra_attrs; at; at = at->next) {
    const PangoColor *colour = &((PangoAttrColor *)at->data)->color;
    if (((PangoAttribute *)at->data)->klass->type == PANGO_ATTR_FOREGROUND)
      cairo_set_source_rgb(c, colour->red / 65535.0, colour->green / 65535.0, colour->blue / 65535.0);
  }
}

static const document_link *link_of(PangoLayout *paragraph, const PangoItem *item) {
  size_t count;
  const document_link *links = paragraph_links(paragraph, &count);
  for (size_t i = 0; i < count; i++)
    if ((size_t)item->offset >= links[i].from && (size_t)item->offset < links[i].to) return &links[i];
  return NULL;
}

static void end_part(drawing *d) {
  if (d->part) cairo_tag_end(d->c, d->part);
  d->part = NULL;
}

static void begin_link(drawing *d, PangoLayout *paragraph, const document_link *link) {
  const char *text = pango_layout_get_text(paragraph) + link->from, *address;
  address = arena_copy(d->l->a, text, link->to - link->from);
  cairo_tag_begin(d->c, CAIRO_TAG_LINK, arena_format(d->l->a, "uri='%s%s'", link->scheme, address));
  element_note *note = add_note(d);
  note->kind = ELEMENT_LINK, note->alt = address;
  d->part = CAIRO_TAG_LINK;
}

// Begins the element that a run is part of. Cairo 1.16 marks the content of elements that have no others in them alone:
// beside a link all words need one of their own.
static void enter_part(drawing *d, PangoLayout *paragraph, const document_link *link) {
  if (!d->parted) return;
  if (link || (d->part && strcmp(d->part, CAIRO_TAG_LINK) == 0)) end_part(d);
  if (d->part) return;
  if (link) {
    begin_link(d, paragraph, link);
    return;
  }
  d->part = "Span";
  cairo_tag_begin(d->c, d->part, NULL);
}

// Runs in the order of the text, not from left to right: programs that read aloud or copy take what they find in this
// order, and words may run to the left.
static void draw_runs(drawing *d, PangoLayout *paragraph, const run *runs, size_t count, double x, double y) {
  for (size_t i = 0; i < count; i++) {
    if (i == 0 || !runs[i].link || runs[i].link != runs[i - 1].link) enter_part(d, paragraph, runs[i].link);
    set_colour_of(d->c, runs[i].item->item);
    cairo_move_to(d->c, x + (double)runs[i].x / PANGO_SCALE, y);
    pango_cairo_show_glyph_item(d->c, pango_layout_get_text(paragraph), runs[i].item);
  }
}

static void draw_line(drawing *d, PangoLayout *paragraph, PangoLayoutIter *at, double x, double y) {
  PangoLayoutLine *line = pango_layout_iter_get_line_readonly(at);
  if (d->l->said && !d->artifact) {
    buffer_add(d->l->said, pango_layout_get_text(paragraph) + line->start_index, (size_t)line->length);
    buffer_text(d->l->said, "\n");
  }
  run *runs = arena_array(d->l->a, g_slist_length(line->runs) + 1, sizeof *runs);
  size_t count = 0;
  int begun = 0;
  bool plain = !d->parted;
  for (GSList *of = line->runs; of; of = of->next) {
    PangoGlyphItem *item = of->data;
    runs[count++] = (run){ item, d->parted ? link_of(paragraph, item->item) : NULL, begun };
    begun += pango_glyph_string_get_width(item->glyphs);
    plain = plain && !(item->item->analysis.level & 1);
  }
  if (plain) {
    cairo_move_to(d->c, x, y);
    pango_cairo_show_layout_line(d->c, line);
    return;
  }
  qsort(runs, count, sizeof *runs, by_place_in_text);
  draw_runs(d, paragraph, runs, count, x, y);
  if (d->part && strcmp(d->part, CAIRO_TAG_LINK) == 0) end_part(d);  // each line of an address has its own place
}

// Lines of a paragraph, the first of them at y.
static void draw_lines(drawing *d, PangoLayout *paragraph, double x, double y, int first, int count) {
  PangoLayoutIter *at = pango_layout_get_iter(paragraph);
  int line = 0, top = 0, begun;
  set_colour(d->c, 0);
  do {
    if (line < first) continue;
    if (line >= first + count) break;
    PangoRectangle place;
    pango_layout_iter_get_line_extents(at, NULL, &place);
    pango_layout_iter_get_line_yrange(at, &begun, NULL);
    if (line == first) top = begun;
    int baseline = pango_layout_iter_get_baseline(at);
    draw_line(d, paragraph, at, x + (double)line_begin(paragraph, &place) / PANGO_SCALE,
              y + (double)(baseline - top) / PANGO_SCALE);
  } while (line++, pango_layout_iter_next_line(at));
  pango_layout_iter_free(at);
  end_part(d);
}

static void draw_paragraph(drawing *d, PangoLayout *paragraph, double x, double y) {
  draw_lines(d, paragraph, x, y, 0, pango_layout_get_line_count(paragraph));
}

static void draw_rule(drawing *d, const band *b, double y) {
  if (b->rule_below <= 0) return;
  begin_tag(d, ARTIFACT_TAG);
  set_colour(d->c, b->accent ? d->accent : 0xBBBBBB);
  cairo_rectangle(d->c, d->paper->left, y - b->rule_below / 2, d->l->width, b->rule_below);
  cairo_fill(d->c);
  end_tag(d, ARTIFACT_TAG);
}

static bool has_links(const band *b) {
  size_t count = 0, all = 0;
  for (size_t i = 0; i < b->cell_count; i++, all += count) paragraph_links(b->cells[i].words, &count);
  return all > 0;
}

// again: the head of a table, which is read aloud once.
static void draw_words(drawing *d, const piece *p, double y) {
  const band *b = p->band;
  begin_tag(d, p->again ? ARTIFACT_TAG : b->tag);
  d->parted = !p->again && has_links(b);
  for (size_t i = 0; i < b->cell_count; i++) {
    const band_cell *cell = &b->cells[i];
    const char *tag = p->again ? NULL : b->cell_tag;
    begin_tag(d, tag);
    if (tag && strcmp(tag, "TH") == 0) add_note(d)->columns = b->columns;
    if (p->first)
      draw_lines(d, cell->words, d->paper->left + cell->x, y + b->pad + cell->down, p->first[i], p->count[i]);
    else draw_paragraph(d, cell->words, d->paper->left + cell->x, y + b->pad + cell->down);
    end_tag(d, tag);
  }
  d->parted = false;
  end_tag(d, p->again ? ARTIFACT_TAG : b->tag);
  draw_rule(d, b, y + p->height);
}

static void draw_picture(drawing *d, const figure *f, double x, double y) {
  cairo_save(d->c);
  cairo_translate(d->c, x, y);
  cairo_scale(d->c, f->width / cairo_image_surface_get_width(f->picture),
              f->height / cairo_image_surface_get_height(f->picture));
  cairo_set_source_surface(d->c, f->picture, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(d->c), CAIRO_FILTER_FAST);  // others say Interpolate, which PDF/A forbids
  // Not cairo_paint: at the beginning of a page Cairo would forget the tag round it.
  cairo_rectangle(d->c, 0, 0, cairo_image_surface_get_width(f->picture), cairo_image_surface_get_height(f->picture));
  cairo_fill(d->c);
  cairo_restore(d->c);
}

// Swiss Implementation Guidelines QR-bill, 6.4.2: a cross of 7 mm in the middle of 46 mm.
static void draw_cross(drawing *d, double x, double y, double size) {
  double unit = size / 46, middle_x = x + size / 2, middle_y = y + size / 2;
  const double squares[][3] = {
    { 7, 7, 1 }, { 6.2, 6.2, 0 }, { 1.17, 3.9, 1 }, { 3.9, 1.17, 1 }
  };  // width, height, white
  for (size_t i = 0; i < sizeof squares / sizeof *squares; i++) {
    double width = squares[i][0] * unit, height = squares[i][1] * unit;
    set_colour(d->c, squares[i][2] > 0 ? 0xFFFFFF : 0);
    cairo_rectangle(d->c, middle_x - width / 2, middle_y - height / 2, width, height);
    cairo_fill(d->c);
  }
}

// Dark squares of a row that touch are one rectangle.
static void draw_squares(drawing *d, const figure *f, double x, double y) {
  const qr_picture *q = f->squares;
  double unit = f->width / q->size;
  set_colour(d->c, 0);
  for (int row = 0; row < q->size; row++)
    for (int from = 0, to; from < q->size; from = to + 1) {
      for (to = from; to < q->size && q->dark[row * q->size + to]; to++) continue;
      if (to > from) cairo_rectangle(d->c, x + from * unit, y + row * unit, (to - from) * unit, unit);
    }
  cairo_fill(d->c);
  if (f->cross) draw_cross(d, x, y, f->width);
}

static void draw_figure(drawing *d, const band *b, double y) {
  const figure *f = &b->figure;
  double x = d->paper->left + f->x, low = d->paper->height - y - f->height;
  begin_tag(d, b->tag);
  element_note *note = add_note(d);
  note->kind = ELEMENT_FIGURE, note->alt = f->alt && *f->alt ? f->alt : d->l->document->title;
  memcpy(note->box, (double[]){ x, low, x + f->width, low + f->height }, sizeof note->box);
  if (f->picture) draw_picture(d, f, x, y);
  else draw_squares(d, f, x, y);
  end_tag(d, b->tag);
}

// Where the paper is cut: along the top of the slip, and between receipt and payment part.
static void draw_cuts(drawing *d, double y) {
  enum { RECEIPT = 62 };
  double x = RECEIPT * 72 / 25.4;
  begin_tag(d, ARTIFACT_TAG);
  set_colour(d->c, 0);
  cairo_set_line_width(d->c, 0.5);
  cairo_set_dash(d->c, (const double[]){ 3, 2 }, 2, 0);
  cairo_move_to(d->c, 0, y);
  cairo_line_to(d->c, d->paper->width, y);
  cairo_move_to(d->c, x, y);
  cairo_line_to(d->c, x, d->paper->height);
  cairo_stroke(d->c);
  cairo_set_dash(d->c, NULL, 0, 0);
  end_tag(d, ARTIFACT_TAG);
}

// The corners of a field that is filled in by hand.
static void draw_blank(drawing *d, const blank *b, double y) {
  const double millimetre = 72 / 25.4, arm = 3 * millimetre;
  if (b->width <= 0) return;
  begin_tag(d, ARTIFACT_TAG);
  set_colour(d->c, 0);
  cairo_set_line_width(d->c, 0.75);
  for (int i = 0; i < 4; i++) {
    bool right = i & 1, low = i & 2;
    double x = (b->x + (right ? b->width : 0)) * millimetre, at = y + (b->y + (low ? b->height : 0)) * millimetre;
    cairo_move_to(d->c, x + (right ? -arm : arm), at);
    cairo_line_to(d->c, x, at);
    cairo_line_to(d->c, x, at + (low ? -arm : arm));
  }
  cairo_stroke(d->c);
  end_tag(d, ARTIFACT_TAG);
}

// The squares stand behind the title, before what they hold in words.
static void draw_slip(drawing *d, const band *b, double y) {
  draw_cuts(d, y + SLIP_CUT);
  for (int i = 0; i < 2; i++) draw_blank(d, &b->blanks[i], y + SLIP_CUT);
  for (size_t i = 0; i < b->cell_count; i++) {
    const band_cell *cell = &b->cells[i];
    begin_tag(d, cell->tag);
    draw_paragraph(d, cell->words, d->paper->left + cell->x, y + cell->down);
    end_tag(d, cell->tag);
    if (i == 0) draw_figure(d, b, y + SLIP_CUT + 17 * 72 / 25.4);
  }
}

static void draw_simple(drawing *d, const piece *p, double y) {
  if (p->band->kind == BAND_FIGURE) draw_figure(d, p->band, y);
  else if (p->band->kind == BAND_SLIP) draw_slip(d, p->band, y);
  else draw_words(d, p, y);
}

static void draw_box(drawing *d, const stack *s, double y, double height) {
  begin_tag(d, ARTIFACT_TAG);
  set_colour(d->c, 0xBBBBBB);
  cairo_set_line_width(d->c, 0.5);
  cairo_rectangle(d->c, d->paper->left + s->x, y, s->width, height);
  cairo_stroke(d->c);
  end_tag(d, ARTIFACT_TAG);
}

static void draw_abreast(drawing *d, const piece *p, double y) {
  for (size_t i = 0; i < p->band->stack_count; i++) {
    const stack *s = &p->band->stacks[i];
    double down = y + (s->boxed ? (p->height - stack_height(s)) / 2 : 0);
    if (s->boxed) draw_box(d, s, y, p->height);
    for (size_t j = 0; j < s->count; j++) {
      down += j ? s->bands[j].before : 0;
      draw_simple(d, &(piece){ .band = &s->bands[j], .height = s->bands[j].height }, down);
      down += s->bands[j].height;
    }
  }
}

// A table is one element over all its pages.
static void enter_table(drawing *d, const table *t) {
  if (d->open == t) return;
  if (d->open) end_tag(d, "Table");
  d->open = t;
  if (t) begin_tag(d, "Table");
}

static void draw_piece(drawing *d, const piece *p) {
  double y = d->paper->top + p->y;
  enter_table(d, p->band->table);
  if (p->band->kind == BAND_ABREAST) draw_abreast(d, p, y);
  else draw_simple(d, p, y);
}

// DRAFT or VOID across each page; the first one is read aloud.
static void draw_mark(drawing *d, bool first) {
  const char *mark = d->l->document->mark;
  if (!mark || !*mark) return;
  const char *tag = first ? "P" : ARTIFACT_TAG;
  PangoLayout *words = typeset(d->l->words, &(struct words){ mark, WORDS_MARK }, 1, -1, false);
  double width = paragraph_width(words), height = paragraph_height(words), room = d->paper->height * 0.8;
  double scale = width > room ? room / width : 1;
  begin_tag(d, tag);
  cairo_save(d->c);
  cairo_translate(d->c, d->paper->width / 2, d->paper->height / 2);
  cairo_rotate(d->c, -atan2(d->paper->height, d->paper->width));
  cairo_scale(d->c, scale, scale);
  draw_paragraph(d, words, -width / 2, -height / 2);
  cairo_restore(d->c);
  end_tag(d, tag);
}

// The words with the numbers in the places of {page} and {pages}.
static const char *numbered(arena *a, const char *words, size_t page, size_t pages) {
  const char *text = words ? words : "{page} / {pages}", *at;
  buffer out = { 0 };
  for (; (at = strchr(text, '{')); text = at) {
    buffer_add(&out, text, (size_t)(at - text));
    if (strncmp(at, "{page}", 6) == 0) buffer_format(&out, "%zu", page), at += 6;
    else if (strncmp(at, "{pages}", 7) == 0) buffer_format(&out, "%zu", pages), at += 7;
    else buffer_add(&out, at++, 1);
  }
  buffer_text(&out, text);
  const char *kept = arena_copy(a, out.text, out.length);
  buffer_free(&out);
  return kept;
}

// Number and customer, and which page of how many.
static void draw_foot(drawing *d, double y, size_t page, size_t count) {
  const document *of = d->l->document;
  double gap = 20, numbers_width = d->l->width * 0.3;
  words number = { numbered(d->l->a, of->words.page_of, page, count), WORDS_SMALL };
  words running = { of->running, WORDS_SMALL };
  begin_tag(d, ARTIFACT_TAG);
  double left = d->l->width - numbers_width - gap;
  draw_paragraph(d, typeset_line(d->l->words, running, left, false), d->paper->left, y);
  draw_paragraph(d, typeset_line(d->l->words, number, numbers_width, true), d->paper->left + left + gap, y);
  end_tag(d, ARTIFACT_TAG);
}

// Below what is written, and above a slip, which takes the foot of its page.
static double foot_of(const page *p, const paper *where) {
  const piece *last = p->count ? &p->pieces[p->count - 1] : NULL;
  return last && last->band->kind == BAND_SLIP ? where->top + last->y + SLIP_FOOT : where->bottom + 16;
}

void draw_pages(cairo_t *c, const layout *l, const pages *p, const paper *where, element_notes *notes) {
  drawing d = { .c = c, .l = l, .paper = where, .notes = notes, .accent = l->document->accent };
  begin_tag(&d, "Document");
  for (size_t i = 0; i < p->count; i++) {
    draw_mark(&d, i == 0);
    for (size_t j = 0; j < p->pages[i].count; j++) draw_piece(&d, &p->pages[i].pieces[j]);
    draw_foot(&d, foot_of(&p->pages[i], where), i + 1, p->count);
    if (i + 1 == p->count) {
      enter_table(&d, NULL);
      end_tag(&d, "Document");
    }
    cairo_show_page(c);
  }
}
