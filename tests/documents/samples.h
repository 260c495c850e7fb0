// Documents for the tests of renderers, made by hand: what an invoice is, and what nobody would send.
#pragma once
#include "core/document/document.h"

// A document and room for its blocks.
typedef struct sample {
  arena *a;
  document d;
  block blocks[16];
} sample;

// Fills the sample of a name; false where there is none of it. The logos are files of `folder`: logo.png, logo.jpg, and
// what is left of some.
bool sample_make(sample *s, const char *name, const char *folder);

// Every text of the document but its mark, which runs across the page; a line each.
void sample_words(const document *d, buffer *out);
