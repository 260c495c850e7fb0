// Texts that are looked for by words, as somebody types them.
#pragma once
#include "core/base/arena.h"
#include "core/base/text.h"

typedef struct text_words {
  const char **list;  // folded (buffer_folded)
  size_t count;
} text_words;

// The words of a text, in the arena.
text_words text_words_of(const char *text, arena *a);

// Whether all of them are in a folded text; they have no line ends, so that in one of several lines none goes from one
// line into the next.
bool text_has_words(const char *folded, const text_words *words);
