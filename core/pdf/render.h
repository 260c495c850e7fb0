// A document as a PDF.
#pragma once
#include "core/pdf/pdf_module.h"

// See pdf_module.h.
bool pdf_render(const document *d, const pdf_options *options, buffer *out, error *e);
