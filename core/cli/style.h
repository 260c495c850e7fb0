// How the program shows things: colour, signs, width.
#pragma once
#include "core/base/value.h"
#include <stdio.h>

typedef struct style {
  FILE *out;
  bool colour, signs;  // signs: □ ■ ░ 🔒 instead of [ ] [x] [-] [L]
  bool terminal;
  size_t width;                 // columns; 0: as wide as need be
  struct row_numbers *numbers;  // lists are numbered, and noted there; NULL: they are not
} style;

// From the environment (NO_COLOR, TERM, COLUMNS, the locale), the terminal, and --color auto|always|never, --ascii.
style style_find(FILE *out, const char *colour, bool ascii);

// Escapes around emphasised text; "" without colour.
const char *style_bold(const style *s);
const char *style_dim(const style *s);
const char *style_red(const style *s);
const char *style_end(const style *s);
