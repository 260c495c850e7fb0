// The seller's logo as Cairo draws it.
#pragma once
#include "core/document/document.h"
#include <cairo.h>

// A surface of the picture, its pixels as large as they are; free it with cairo_surface_destroy. NULL with `invalid`
// where the bytes are no such picture, and `too-big` where it has more than 40 million pixels.
cairo_surface_t *picture_read(const document_logo *logo, error *e);
