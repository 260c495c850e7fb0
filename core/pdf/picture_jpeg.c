// A JPEG is decoded, so that a damaged one is found here and not by who opens the invoice; then it goes into the file
// as it is, where it is small enough.
#include "core/pdf/picture_inside.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// needs those above
#include <jpeglib.h>

enum { AS_IT_IS_MOST = 256 * 1024 };  // bytes in each invoice

typedef struct decoding {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  jmp_buf out;
  unsigned char *row;
  cairo_surface_t *surface;
} decoding;

static void stop(j_common_ptr jpeg) {
  decoding *d = jpeg->client_data;
  longjmp(d->out, 1);
}

// Whatever the library goes on with, pixels are missing then.
static void warned(j_common_ptr jpeg, int level) {
  if (level < 0) stop(jpeg);
}

static void silent(j_common_ptr jpeg) { (void)jpeg; }

static bool damaged(error *e) {
  error_set(e, ERROR_INVALID, "the logo is a JPEG that is damaged");
  return error_hint(e, "save it anew from the program that made it");
}

// What a PDF may hold as it is (ISO 32000-1, 7.4.8): no CMYK, which would need a profile of its own, no arithmetic.
static bool kind_fits(const decoding *d, error *e) {
  if (d->jpeg.num_components != 1 && d->jpeg.num_components != 3) {
    error_set(e, ERROR_INVALID, "the logo is a JPEG in %s, which screens and paper show in other colours",
              d->jpeg.num_components == 4 ? "CMYK" : "colours of its own");
    return error_hint(e, "save it in RGB, or as PNG");
  }
  return !d->jpeg.arith_code || damaged(e);
}

static void put_row(const decoding *d, unsigned y) {
  unsigned char *line =
      cairo_image_surface_get_data(d->surface) + (size_t)y * (size_t)cairo_image_surface_get_stride(d->surface);
  for (unsigned x = 0; x < d->jpeg.output_width; x++) {
    const unsigned char *from = d->row + (size_t)3 * x;
    uint32_t pixel = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
    memcpy(line + (size_t)4 * x, &pixel, sizeof pixel);
  }
}

// The head; then, where it fits, all rows. The library leaves by `out` where the bytes are odd.
static bool decode(decoding *d, const document_logo *logo, error *e) {
  jpeg_create_decompress(&d->jpeg);
  jpeg_mem_src(&d->jpeg, logo->bytes, logo->length);
  jpeg_read_header(&d->jpeg, TRUE);
  if (!kind_fits(d, e) || !picture_size_fits(d->jpeg.image_width, d->jpeg.image_height, e)) return false;
  d->jpeg.out_color_space = JCS_RGB;
  jpeg_start_decompress(&d->jpeg);
  d->row = malloc((size_t)3 * d->jpeg.output_width);
  d->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)d->jpeg.output_width, (int)d->jpeg.output_height);
  if (!d->row || cairo_surface_status(d->surface) != CAIRO_STATUS_SUCCESS)
    return error_set(e, ERROR_TOO_BIG, "the logo does not fit into memory");
  while (d->jpeg.output_scanline < d->jpeg.output_height) {
    unsigned y = d->jpeg.output_scanline;
    jpeg_read_scanlines(&d->jpeg, &d->row, 1);
    put_row(d, y);
  }
  jpeg_finish_decompress(&d->jpeg);
  cairo_surface_mark_dirty(d->surface);
  return true;
}

// Cairo puts these bytes into the PDF in the place of the pixels.
static bool keep_bytes(cairo_surface_t *surface, const document_logo *logo) {
  unsigned char *copy = malloc(logo->length);
  if (copy) memcpy(copy, logo->bytes, logo->length);
  bool kept = copy && cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, copy, logo->length, free, copy) ==
                          CAIRO_STATUS_SUCCESS;
  if (!kept) free(copy);
  return kept;
}

cairo_surface_t *picture_jpeg(const document_logo *logo, error *e) {
  decoding *d = calloc(1, sizeof *d);
  if (!d) return error_set(e, ERROR_TOO_BIG, "the logo does not fit into memory"), NULL;
  d->jpeg.err = jpeg_std_error(&d->errors);
  d->errors.error_exit = stop, d->errors.emit_message = warned, d->errors.output_message = silent;
  d->jpeg.client_data = d;
  bool looks = logo->length > 2 && memcmp(logo->bytes, "\xFF\xD8", 2) == 0;
  bool good = looks ? setjmp(d->out) == 0 ? decode(d, logo, e) : damaged(e) : picture_none(logo, e);
  cairo_surface_t *surface = d->surface;
  if (looks) jpeg_destroy_decompress(&d->jpeg);
  free(d->row);
  free(d);
  if (good && logo->length > AS_IT_IS_MOST) return picture_shrunk(surface);
  if (good && keep_bytes(surface, logo)) return surface;
  cairo_surface_destroy(surface);
  if (good) error_set(e, ERROR_TOO_BIG, "the logo does not fit into memory");
  return NULL;
}
