// The seller's logo as Cairo draws it.
#pragma once
#include "core/document/document.h"
#include <cairo.h>

// The room that a logo has, in points.
enum { LOGO_WIDTH = 170, LOGO_HEIGHT = 56 };

// A surface of the picture, decoded, with no more pixels than paper shows in that room; a JPEG of up to 256 kB also
// keeps its bytes, which Cairo then puts into the file. Free it with cairo_surface_destroy. NULL with `invalid` where
// the bytes are no such picture, are damaged or in CMYK, and `too-big` where it has more than 40 million pixels.
cairo_surface_t *picture_read(const document_logo *logo, error *e);
