// The callbacks of billet-pdf.so.
#include "core/pdf/pdf_module.h"
#include "core/pdf/qr.h"
#include "core/pdf/render.h"

// The one name that the module shows.
extern const pdf_module billet_pdf;
__attribute__((visibility("default"))) const pdf_module billet_pdf = { PDF_MODULE_VERSION, pdf_render, qr_encode };
