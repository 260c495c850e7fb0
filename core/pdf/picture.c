// The seller's logo as Cairo draws it: a PNG is decoded, a JPEG goes into the file as it is, once its parts were looked
// at (Cairo would copy anything).
#include "core/pdf/picture.h"
#include <stdlib.h>
#include <string.h>

enum { SIDE_MOST = 20000, PIXELS_MOST = 40000000 };

static bool size_fits(unsigned width, unsigned height, error *e) {
  if (width > 0 && height > 0 && width <= SIDE_MOST && height <= SIDE_MOST && (uint64_t)width * height <= PIXELS_MOST)
    return true;
  return error_set(e, ERROR_TOO_BIG, "the logo has %u × %u pixels; 40 million are the most", width, height);
}

static bool no_picture(const document_logo *logo, error *e) {
  error_set(e, ERROR_INVALID, "the logo is no picture (%s)", logo->type ? logo->type : "of no type");
  return error_hint(e, "give a PNG file, or a JPEG file in grey or RGB");
}

static unsigned big_endian(const unsigned char *at, int bytes) {
  unsigned number = 0;
  for (int i = 0; i < bytes; i++) number = number << 8 | at[i];
  return number;
}

typedef struct reading {
  const unsigned char *at;
  size_t left;
} reading;

static cairo_status_t read_bytes(void *context, unsigned char *out, unsigned length) {
  reading *r = context;
  if (length > r->left) return CAIRO_STATUS_READ_ERROR;
  memcpy(out, r->at, length);
  r->at += length, r->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

// Four pixels a point are 288 an inch. More make a file large and slow, and nobody sees them.
static cairo_surface_t *shrunk(cairo_surface_t *picture) {
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

// PNG (ISO/IEC 15948): the signature, then IHDR with width and height.
static cairo_surface_t *read_png(const document_logo *logo, error *e) {
  reading r = { logo->bytes, logo->length };
  if (r.left < 24 || memcmp(r.at, "\x89PNG\r\n\x1a\n", 8) != 0 || memcmp(r.at + 12, "IHDR", 4) != 0)
    return no_picture(logo, e), NULL;
  if (!size_fits(big_endian(r.at + 16, 4), big_endian(r.at + 20, 4), e)) return NULL;
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &r);
  if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) return shrunk(surface);
  cairo_surface_destroy(surface);
  return no_picture(logo, e), NULL;
}

// Walks the segments of a JPEG (ITU-T T.81 annex B) to its frame: 8 bits a sample, one component or three. Four would
// be CMYK, which needs a profile of its own.
static bool find_frame(const unsigned char *at, size_t length, unsigned *width, unsigned *height) {
  if (length < 4 || at[0] != 0xFF || at[1] != 0xD8 || at[length - 2] != 0xFF || at[length - 1] != 0xD9) return false;
  for (size_t i = 2; i + 4 <= length;) {
    unsigned kind = at[i + 1], size = big_endian(at + i + 2, 2);
    if (at[i] != 0xFF || size < 2 || size > length - i - 2) return false;
    if (kind >= 0xC0 && kind <= 0xC2) {
      if (size < 8 || at[i + 4] != 8) return false;
      *height = big_endian(at + i + 5, 2), *width = big_endian(at + i + 7, 2);
      return at[i + 9] == 1 || at[i + 9] == 3;
    }
    if (kind == 0xDA) return false;  // the samples, before any frame
    i += 2 + size;
  }
  return false;
}

static cairo_surface_t *read_jpeg(const document_logo *logo, error *e) {
  unsigned width, height;
  if (!find_frame(logo->bytes, logo->length, &width, &height)) return no_picture(logo, e), NULL;
  if (!size_fits(width, height, e)) return NULL;
  unsigned char *copy = malloc(logo->length);
  if (!copy) return error_set(e, ERROR_TOO_BIG, "the logo does not fit into memory"), NULL;
  memcpy(copy, logo->bytes, logo->length);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
  cairo_status_t status = cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, copy, logo->length, free, copy);
  if (status == CAIRO_STATUS_SUCCESS) return surface;
  free(copy);
  cairo_surface_destroy(surface);
  return error_set(e, ERROR_TOO_BIG, "the logo does not fit into memory"), NULL;
}

cairo_surface_t *picture_read(const document_logo *logo, error *e) {
  if (!logo->bytes || !logo->type) return no_picture(logo, e), NULL;
  if (strcmp(logo->type, "image/png") == 0) return read_png(logo, e);
  if (strcmp(logo->type, "image/jpeg") == 0) return read_jpeg(logo, e);
  return no_picture(logo, e), NULL;
}
