// What pictures of every kind have to keep to.
#include "core/pdf/picture_inside.h"
#include <stdint.h>

enum { SIDE_MOST = 20000, PIXELS_MOST = 40000000 };

bool picture_size_fits(unsigned width, unsigned height, error *e) {
  if (width > 0 && height > 0 && width <= SIDE_MOST && height <= SIDE_MOST && (uint64_t)width * height <= PIXELS_MOST)
    return true;
  return error_set(e, ERROR_TOO_BIG, "the logo has %u × %u pixels; 40 million are the most", width, height);
}

bool picture_none(const document_logo *logo, error *e) {
  error_set(e, ERROR_INVALID, "the logo is no picture (%s)", logo->type ? logo->type : "of no type");
  return error_hint(e, "give a PNG file, or a JPEG file in grey or RGB");
}

cairo_surface_t *picture_shrunk(cairo_surface_t *picture) {
  enum { FINE = 4 };
  double width = cairo_image_surface_get_width(picture), height = cairo_image_surface_get_height(picture);
  double scale =
      FINE * LOGO_WIDTH / width < FINE * LOGO_HEIGHT / height ? FINE * LOGO_WIDTH / width : FINE * LOGO_HEIGHT / height;
  if (scale >= 1) return picture;
  int columns = (int)(width * scale) + 1, rows = (int)(height * scale) + 1;
  cairo_surface_t *small = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, columns, rows);
  cairo_t *c = cairo_create(small);
  cairo_scale(c, columns / width, rows / height);
  cairo_set_source_surface(c, picture, 0, 0);
  cairo_paint(c);
  cairo_destroy(c);
  cairo_surface_destroy(picture);
  return small;
}
