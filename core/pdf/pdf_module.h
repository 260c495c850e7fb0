// Documents as PDF, and the squares that banks' programs read: a module of its own (billet-pdf.so), for Cairo and Pango
// would cost every command time before it begins. It lies on core/base and core/document; the program reaches it by
// this header alone.
#pragma once
#include "core/base/module.h"
#include "core/document/document.h"

// Both sides must agree on what passes between them. The first number is raised when a callback or a meaning changes;
// a struct that grew shows by its size.
#define PDF_MODULE_VERSION ((uint64_t)2 << 48 | (uint64_t)sizeof(document) << 32 | sizeof(block) << 16 | sizeof(error))

// A file inside the PDF, for programs: the invoice's data. With a profile it is Factur-X's ("EN 16931").
typedef struct pdf_attachment {
  const char *name, *type;   // factur-x.xml, text/xml
  const char *description;   // "Invoice data"
  const char *relationship;  // to the document: Alternative, Data, Source (ISO 19005-3 annex E)
  const char *profile;       // NULL: none
  const void *bytes;
  size_t length;
} pdf_attachment;

typedef struct pdf_options {
  const pdf_attachment *attachment;  // NULL: none
  buffer *words;                     // NULL, or what is to be read is added as it is drawn, line by line
} pdf_options;

typedef struct pdf_module {
  uint64_t version;

  // Adds the document to `out` as PDF/UA-1, and with an attachment as PDF/A-3a. The same document gives the same bytes
  // with the same fonts. `not-found`: no font has a character (it is named), or there is none at all; `invalid`: the
  // logo is no picture, damaged or in CMYK; `too-big`: the logo, or what a QR code should hold. Where it fails, `out`
  // is as it was.
  bool (*render)(const document *d, const pdf_options *options, buffer *out, error *e);

  // The squares of a payment: EPC069-12 (error correction M, version 13 at most) or a Swiss QR code (M, version 25 at
  // most; the cross in its middle is the renderer's). Lives in the arena. `too-big` where the text does not fit.
  bool (*qr)(const char *text, qr_kind kind, arena *a, qr_picture *out, error *e);
} pdf_module;

// The module, opened where it is not yet; NULL with an error that names what to install.
static inline const pdf_module *pdf_module_open(error *e) {
  static const module_kind kind = {
    "billet-pdf.so", "billet_pdf", PDF_MODULE_VERSION,
    "libcairo2 libpangocairo-1.0-0 libqrencode4 libjpeg62-turbo fonts-noto-core fonts-noto-cjk "
    "fonts-liberation"
  };
  return module_open(&kind, e);
}
