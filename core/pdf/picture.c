// The seller's logo as Cairo draws it.
#include "core/pdf/picture_inside.h"
#include <string.h>

cairo_surface_t *picture_read(const document_logo *logo, error *e) {
  if (!logo->bytes || !logo->type) return picture_none(logo, e), NULL;
  if (strcmp(logo->type, "image/png") == 0) return picture_png(logo, e);
  if (strcmp(logo->type, "image/jpeg") == 0) return picture_jpeg(logo, e);
  return picture_none(logo, e), NULL;
}
