// Random bytes as a command line: its words, quoted, are the same words again.
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/command/words/words.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void check(bool good) {
  if (!good) abort();
}

static void quote(buffer *line, const char *word) {
  buffer_text(line, " \"");
  for (; *word; word++) {
    if (*word == '"' || *word == '\\') buffer_text(line, "\\");
    buffer_add(line, word, 1);
  }
  buffer_text(line, "\"");
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  arena *a = arena_new();
  error e = { 0 };
  const char **words, **again;
  int count, same;
  buffer quoted = { 0 };
  if (script_words(arena_copy(a, (const char *)bytes, length), a, &words, &count, &e)) {
    buffer_text(&quoted, "");
    for (int i = 0; i < count; i++) quote(&quoted, words[i]);
    check(script_words(quoted.text, a, &again, &same, &e) && same == count);
    for (int i = 0; i < count; i++) check(strcmp(words[i], again[i]) == 0);
  } else {
    check(e.code == ERROR_USAGE);
  }
  error_clear(&e);
  buffer_free(&quoted);
  arena_free(a);
  return 0;
}
