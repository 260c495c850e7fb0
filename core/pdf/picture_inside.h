// The parts of reading pictures that its files share.
#pragma once
#include "core/pdf/picture.h"

// `too-big` past 40 million pixels.
bool picture_size_fits(unsigned width, unsigned height, error *e);

// `invalid`: the bytes are no picture. Always answers false.
bool picture_none(const document_logo *logo, error *e);

// The picture with four pixels a point (288 an inch) where it has more: they make a file large and slow, and nobody
// sees them. Takes the surface over.
cairo_surface_t *picture_shrunk(cairo_surface_t *picture);

// See picture_read.
cairo_surface_t *picture_png(const document_logo *logo, error *e);
cairo_surface_t *picture_jpeg(const document_logo *logo, error *e);
