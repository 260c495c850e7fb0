// The seller's logo as Cairo draws it.
#pragma once
#include "core/document/document.h"
#include <cairo.h>

// The room that a logo has, in points.
enum { LOGO_WIDTH = 170, LOGO_HEIGHT = 56 };

// A surface of the picture, a PNG with no more pixels than paper shows in that room; free it with
// cairo_surface_destroy. NULL with `invalid` where the bytes are no such picture, and `too-big` where it has more than
// 40 million pixels.
cairo_surface_t *picture_read(const document_logo *logo, error *e);
