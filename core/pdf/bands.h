// A document as bands: what stands side by side, from the top of the first page to the end of the last, measured but
// not yet on pages. The room's units are points.
#pragma once
#include "core/document/document.h"
#include "core/pdf/typeset.h"
#include <cairo.h>

typedef enum band_kind {
  BAND_WORDS,     // paragraphs side by side; may be broken between lines where a page is too short for it
  BAND_FIGURE,    // the logo, the squares of a payment
  BAND_ABREAST,   // stacks of bands beside each other; at most half a page high
  BAND_NEW_PAGE,  // what follows begins a page
  BAND_SLIP,      // a Swiss payment part with its receipt, over the whole foot of a page
} band_kind;

typedef struct band_cell {
  PangoLayout *words;
  double x, height;
  double down;      // from the top of the band's words
  const char *tag;  // of a slip's words: what they are
} band_cell;

// A picture. alt: what it shows, in words.
typedef struct figure {
  cairo_surface_t *picture;   // NULL: the squares
  const qr_picture *squares;  // of a payment
  bool cross;                 // the Swiss one, in their middle
  double x, width, height;
  const char *alt;
} figure;

// Room for a pen on a slip, from its top left corner: millimetres.
typedef struct blank {
  double x, y, width, height;
} blank;

typedef struct table table;
typedef struct band band;

// Bands one under another.
typedef struct stack {
  band *bands;
  size_t count, capacity;
  double x, width;  // of the box round it
  bool boxed;
} stack;

struct band {
  band_kind kind;
  const char *tag;       // PDF's name of what it is: H1, P, TR, Figure; NULL: its cells have tags alone
  const char *cell_tag;  // TD, TH, P; NULL: its cells are parts of it
  int columns;           // that its one cell spans; 0: each cell is one column
  band_cell *cells;
  size_t cell_count;
  double before;       // space above, none at the top of a page
  double pad, height;  // height: with the pad above and below the words
  bool keep_next;      // on one page with the band below
  bool at_bottom;      // as low on its page as it can be
  double rule_below;   // thickness of a line; 0: none
  bool accent;         // its colour
  const table *table;  // NULL: part of none
  figure figure;
  blank blanks[2];  // of a slip; width 0: none
  stack stacks[2];
  size_t stack_count;
};

// A table over one page or more. head: repeated on each; NULL: none.
struct table {
  const band *head;
};

// What is on paper besides the bands.
typedef struct layout {
  typesetter *words;
  arena *a;
  const document *document;
  double width, half_page;  // of what is written on
  double left, below;       // the margins at the left and at the foot
  const block *slip;        // the payment whose part stands at the foot of the last page; NULL: none
  cairo_surface_t *logo;    // NULL: none
  stack all;
  const char *heading;  // the tag of the next heading: H1 until there was one
  buffer *said;         // NULL, or the lines that are drawn to be read
} layout;

// Makes the bands of the document: l->all.
bool layout_bands(layout *l, error *e);

// A new band at the end of a stack, zeroed.
band *stack_add(layout *l, stack *s);

// A new band with room for the paragraphs of its cells.
band *stack_cells(layout *l, stack *s, const char *tag, const char *cell_tag, size_t count);

// Puts a paragraph into a cell of a band, which becomes as high as that takes.
void band_set(band *b, size_t cell, PangoLayout *paragraph, double x);

// A band of one paragraph.
band *stack_words(layout *l, stack *s, const char *tag, words text, double x, double width);

// A title over what follows; NULL: none. below: the heading of a part, never of the document.
void stack_heading(layout *l, stack *s, const char *text, bool part, double x, double width);

// The height of a stack's bands, with the space between them.
double stack_height(const stack *s);

// The rows of a table, with its title and its head.
void stack_table(layout *l, stack *s, const block *b);

// A Swiss payment part and its receipt, for the foot of the last page. False with the error where its squares cannot be
// made.
bool stack_slip(layout *l, stack *s, const block *b, error *e);

// The squares of a payment as wide as `size`, at x.
bool figure_squares(layout *l, const block *b, double x, double size, figure *out, error *e);

// The name under which page numbers, repeated heads and lines are drawn. Cairo 1.16 knows no artifacts: each such part
// has to become one afterwards, and its element has to go.
#define ARTIFACT_TAG "Private"

// Where the words at the foot of a page stand above a slip, from the slip's top.
enum { SLIP_FOOT = 4 };

// Where the paper is cut, from the slip's top; the lines between its parts begin there.
enum { SLIP_CUT = 36 };
