// Texts that are looked for by words.
#include "core/base/text_words.h"
#include <string.h>

text_words text_words_of(const char *text, arena *a) {
  static const char blanks[] = " \t\r\n";
  text_words out = { 0 };
  buffer b = { 0 };
  size_t capacity = 0;
  for (text += strspn(text, blanks); *text; text += strspn(text, blanks)) {
    size_t length = strcspn(text, blanks);
    buffer_clear(&b);
    buffer_folded(&b, arena_copy(a, text, length));
    out.list = arena_grow(a, out.list, out.count, &capacity, sizeof *out.list);
    out.list[out.count++] = arena_copy(a, b.text, b.length);
    text += length;
  }
  buffer_free(&b);
  return out;
}

bool text_has_words(const char *folded, const text_words *words) {
  for (size_t i = 0; i < words->count; i++)
    if (!strstr(folded, words->list[i])) return false;
  return true;
}
