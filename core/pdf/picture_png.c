// A PNG as Cairo reads it.
#include "core/pdf/picture_inside.h"
#include <string.h>

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

// PNG (ISO/IEC 15948): the signature, then IHDR with width and height.
cairo_surface_t *picture_png(const document_logo *logo, error *e) {
  reading r = { logo->bytes, logo->length };
  if (r.left < 24 || memcmp(r.at, "\x89PNG\r\n\x1a\n", 8) != 0 || memcmp(r.at + 12, "IHDR", 4) != 0)
    return picture_none(logo, e), NULL;
  if (!picture_size_fits(big_endian(r.at + 16, 4), big_endian(r.at + 20, 4), e)) return NULL;
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &r);
  if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) return picture_shrunk(surface);
  cairo_surface_destroy(surface);
  return picture_none(logo, e), NULL;
}
