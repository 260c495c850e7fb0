// HTML that is escaped by construction: markup is the program's, every text goes in through one door.
#pragma once
#include "core/base/text.h"

typedef struct markup {
  buffer *out;
  buffer clean;  // work space
} markup;

// Adds markup in which each `^` stands for the next text, as a person may see it: line feeds become <br>, and nothing
// of it is markup. Inside an attribute only texts without line feeds may stand.
void markup_add(markup *m, const char *pattern, ...);

// Adds a text as a string of CSS, with its quotation marks: fit for a <style>, whatever it holds.
void markup_css_text(markup *m, const char *text, size_t length);

void markup_free(markup *m);  // the work space; `out` is the caller's
