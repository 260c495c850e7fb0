// A document as a PDF: measured, put on pages, drawn by Cairo, and made to conform.
#include "core/pdf/render.h"
#include "core/pdf/draw.h"
#include "core/pdf/picture.h"
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

static bool lay_out(layout *l, const paper *where, element_notes *notes, buffer *out, error *e) {
  pages p = { 0 };
  if (!layout_bands(l, e)) return false;
  pages_fill(&p, &l->all, where->bottom - where->top, l->a);
  return draw(l, &p, where, notes, out, e) && typeset_complete(l->words, e);
}

bool pdf_render(const document *d, const pdf_options *options, buffer *out, error *e) {
  (void)options;
  bool done = false;
  paper where = paper_of(d);
  element_notes notes = { 0 };
  arena *a = arena_new();
  layout l = {
    .a = a, .document = d, .width = where.width - 2 * where.left, .half_page = (where.bottom - where.top) / 2
  };
  if (d->logo && !(l.logo = picture_read(d->logo, e))) goto done;
  if (!(l.words = typesetter_new(d->language, d->accent, a, e))) goto done;
  done = lay_out(&l, &where, &notes, out, e);
done:
  typesetter_free(l.words);
  cairo_surface_destroy(l.logo);
  arena_free(a);
  return done;
}
