// Documents for the tests of renderers, made by hand: what an invoice is, and what nobody would send.
#pragma once
#include "core/document/document.h"

// A page of a document, in parts that a sample puts together.
typedef struct sample {
  arena *a;
  document d;
  block blocks[16];
} sample;

// Fills the sample of a name; false where there is none: one, three, letter, draft, scripts, hostile, rows, swiss, png,
// jpeg, no-picture, no-glyph, right-to-left, empty. The logos are the files logo.png and logo.jpg of `folder`.
bool sample_make(sample *s, const char *name, const char *folder);

// Every text of the document, a line each, as a reader has to find it.
void sample_words(const document *d, buffer *out);
