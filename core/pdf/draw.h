// Pages on paper, with PDF's names of what things are (ISO 32000-1, 14.8.4).
#pragma once
#include "core/pdf/pages.h"

typedef enum element_kind { ELEMENT_HEAD, ELEMENT_FIGURE, ELEMENT_LINK } element_kind;

// What the file says of an element that Cairo cannot say: of each TH, Figure and Link, in the order of drawing.
typedef struct element_note {
  element_kind kind;
  int columns;      // of a TH: how many it spans; 0: it heads one column
  const char *alt;  // of a Figure; of a Link: the address as it is written
  double box[4];    // of a Figure: left, bottom, right and top on its page, from the lower left corner
} element_note;

typedef struct element_notes {
  element_note *notes;
  size_t count, capacity;
} element_notes;

// Where what is written begins, and how large the page is.
typedef struct paper {
  double width, height, left, top, bottom;  // bottom: of what is written, from the top of the page
} paper;

// Draws all pages, and adds what they say of TH, Figure and Link to the notes.
void draw_pages(cairo_t *c, const layout *l, const pages *p, const paper *where, element_notes *notes);
