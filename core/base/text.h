// Text: UTF-8 checks, terminal width, shortening, spelling suggestions, growing buffers.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How many bytes from the start are well-formed UTF-8 without a NUL: `length` where all are.
size_t text_good(const char *text, size_t length);

// Whether the bytes are well-formed UTF-8 with no NUL inside.
bool text_is_utf8(const char *text, size_t length);

// The character at hand; 0xFFFD where it is no UTF-8. *bytes: how long it is, 1 at the end of the text.
uint32_t text_character(const char *at, size_t *bytes);

// The character at hand where a terminal would obey it instead of showing it, 0xFFFD where it is no UTF-8, 0 where it
// is harmless; *bytes: how long it is.
unsigned text_unsafe(const char *at, size_t *bytes);

// Columns that a UTF-8 text takes on a terminal (control characters count 0; wide characters 2).
size_t text_width(const char *text);

// How many bytes of `text` fit into `columns` without cutting a character.
size_t text_fit(const char *text, size_t columns);

// Edits (insert, delete, replace, swap of neighbours) between two short texts, at most `limit`; limit + 1 where there
// are more.
size_t text_distance(const char *a, const char *b, size_t limit);

// The nearest of `count` words within a third of the word's length (at least 1, at most 3 edits), or NULL: for "did you
// mean".
const char *text_nearest(const char *word, const char *const *words, size_t count);

// Where a text begins without the white space at its ends (Unicode's: no-break spaces too); *length becomes what is
// left.
const char *text_trimmed(const char *text, size_t *length);

// How many bytes of well-formed UTF-8 come before the first character that nobody can see, so that two texts may look
// alike and differ: controls, separators of lines and paragraphs, marks that turn the direction, characters without
// width (Unicode's Default_Ignorable_Code_Point, joiners too). `length` where there is none, else *unseen is it.
size_t text_seen(const char *text, size_t length, uint32_t *unseen);

// The ending of a noun of which there are so many: "" or "s".
static inline const char *text_s(int64_t count) { return count == 1 ? "" : "s"; }

// Whether a equals b in ASCII letters of any case.
bool text_same(const char *a, const char *b);

// Whether two texts are the same; NULL is the same as NULL alone.
bool text_equal(const char *a, const char *b);

// Whether a text is among some others; NULL never is.
bool text_listed(const char *text, const char *const *list, size_t count);

// Whether a text says nothing: empty, or blanks of any kind, those without width included.
bool text_blank(const char *text);

// A growing text. Zeroed is empty; `text` is NUL-terminated once something was added.
typedef struct buffer {
  char *text;
  size_t length;
  size_t capacity;
} buffer;
void buffer_add(buffer *b, const char *text, size_t length);
void buffer_text(buffer *b, const char *text);
void buffer_format(buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Adds a text of somebody else's as a person may see it, on a terminal or in a document: a line end becomes a blank, so
// that data never makes a line of its own (`lines`: line feeds stay, for texts of several lines); every other control
// character, every mark that turns the direction of writing, and what is no UTF-8 becomes one U+FFFD. Joiners stay:
// words and emoji are written with them.
void buffer_clean(buffer *b, const char *text, bool lines);
// Adds a text as it is looked for: each letter in its small form, whatever the script.
void buffer_folded(buffer *b, const char *text);

void buffer_clear(buffer *b);  // empty, memory kept
void buffer_free(buffer *b);
