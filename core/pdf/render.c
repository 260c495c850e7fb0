// A document as a PDF: measured, put on pages, drawn by Cairo, and made to conform.
#include "core/pdf/render.h"
#include "core/pdf/draw.h"
#include "core/pdf/picture.h"
#include "core/pdf/update.h"
#include <cairo-pdf.h>

// 20 mm at the sides; below what is written stand number and customer.
static paper paper_of(const document *d) {
  double width = d->paper == PAPER_LETTER ? 612 : 595.28, height = d->paper == PAPER_LETTER ? 792 : 841.89;
  return (paper){ .width = width, .height = height, .left = 56.7, .top = 51, .bottom = height - 65 };
}

static cairo_status_t add_bytes(void *context, const unsigned char *bytes, unsigned length) {
  buffer_add(context, (const char *)bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static bool draw(const layout *l, const pages *p, const paper *where, element_notes *notes, buffer *out, error *e) {
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(add_bytes, out, where->width, where->height);
  cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
  cairo_t *c = cairo_create(surface);
  draw_pages(c, l, p, where, notes);
  cairo_status_t status = cairo_status(c);
  cairo_destroy(c);
  cairo_surface_finish(surface);
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  return status == CAIRO_STATUS_SUCCESS ||
         error_set(e, ERROR_IO, "the PDF could not be drawn: %s", cairo_status_to_string(status));
}

// Pass one puts the bands on pages, pass two draws them, for each says how many there are.
static bool lay_out(layout *l, const pdf_options *options, buffer *drawn, buffer *out, error *e) {
  pages p = { 0 };
  element_notes notes = { 0 };
  paper where = paper_of(l->document);
  l->width = where.width - 2 * where.left;
  l->half_page = (where.bottom - where.top) / 2;
  l->left = where.left, l->below = where.height - where.bottom;
  if (!layout_bands(l, e)) return false;
  pages_fill(&p, &l->all, where.bottom - where.top, l->a);
  if (!draw(l, &p, &where, &notes, drawn, e) || !typeset_complete(l->words, e)) return false;
  return update_conform((span){ drawn->text, drawn->length }, l->document, options ? options->attachment : NULL, &notes,
                        out, e);
}

bool pdf_render(const document *d, const pdf_options *options, buffer *out, error *e) {
  bool done = false;
  buffer drawn = { 0 };
  arena *a = arena_new();
  layout l = { .a = a, .document = d, .said = options ? options->words : NULL };
  if (d->logo && !(l.logo = picture_read(d->logo, e))) goto done;
  if (!(l.words = typesetter_new(d->language, d->accent, a, e))) goto done;
  done = lay_out(&l, options, &drawn, out, e);
done:
  typesetter_free(l.words);
  cairo_surface_destroy(l.logo);
  buffer_free(&drawn);
  arena_free(a);
  return done;
}
