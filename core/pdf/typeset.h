// Words with their places inside a paragraph, by Pango: fonts, styles, lines; and the characters that no font has.
#pragma once
#include "core/base/arena.h"
#include "core/base/error.h"
#include "core/document/document.h"
#include <pango/pango.h>

typedef enum words_style {
  WORDS_BODY,
  WORDS_STRONG,      // as the body, bold
  WORDS_SMALL,       // labels, notes, what stands on each page: smaller and grey
  WORDS_HEAD,        // titles of columns: smaller, bold and grey
  WORDS_LARGE,       // what is looked for first: an amount due
  WORDS_PART,        // the title of a part
  WORDS_TITLE,       // the title of the document
  WORDS_MARK,        // across a page
  WORDS_SLIP_TITLE,  // of a Swiss payment part: its sizes and its fonts are the banks'
  WORDS_SLIP_LABEL,
  WORDS_SLIP,
  WORDS_SLIP_SMALL_LABEL,
  WORDS_SLIP_SMALL,
  WORDS_SLIP_LEAST,
  WORDS_STYLES,
} words_style;

// A text in one style. It may hold anything: what nobody can see is made visible (buffer_clean).
typedef struct words {
  const char *text;
  words_style style;
} words;

typedef struct typesetter typesetter;

// language as BCP 47 writes it; accent: 0xRRGGBB of the document's title, black where it would be hard to read. NULL
// with an error where the machine has no font at all. Free it with typesetter_free, which frees its paragraphs too.
typesetter *typesetter_new(const char *language, unsigned accent, arena *a, error *e);
void typesetter_free(typesetter *t);

// A paragraph of `count` texts, each beginning a line, in lines of `width` points (negative: as long as they get).
// right: lines end at the right edge, as numbers do. Words that are longer than a line are broken between characters.
PangoLayout *typeset(typesetter *t, const words *texts, size_t count, double width, bool right);

// One line that ends in … where it would be longer than `width`.
PangoLayout *typeset_line(typesetter *t, words text, double width, bool right);

// Breaks a paragraph that was made without a width.
void typeset_narrow(PangoLayout *paragraph, double width);

// The addresses in a paragraph's text; *count: how many. Runs of its lines are of one address or of none.
const document_link *paragraph_links(PangoLayout *paragraph, size_t *count);

double paragraph_width(PangoLayout *paragraph);   // points
double paragraph_height(PangoLayout *paragraph);  // points

// False where a character of any paragraph so far is in no font: the error (`not-found`) names it and the packages.
bool typeset_complete(const typesetter *t, error *e);
