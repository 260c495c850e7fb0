// Random bytes as what a target answers: refused with the byte, or a value that written as JSON is read as the same
// again.
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"
#include "core/base/value_json.h"
#include "core/command/answers/answers.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void check(bool good) {
  if (!good) abort();
}

static char *written(const value *v) {
  error e = { 0 };
  char *text;
  size_t length;
  FILE *file = memory_stream(&text, &length);
  check(answer_json(v, file, false, &e));
  return memory_stream_end(file, &text, &length);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  error e = { 0 };
  arena *a = arena_new();
  const value *read = value_of_answer((const char *)bytes, length, a, &e);
  check(read ? e.code == ERROR_NONE : e.code == ERROR_INVALID && strncmp(e.message, "byte ", 5) == 0);
  error_clear(&e);
  if (read) {
    char *text = written(read);
    const value *again = value_of_answer(text, strlen(text), a, &e);
    check(again != NULL);
    char *same = written(again);
    check(strcmp(text, same) == 0);
    memory_give(same);
    memory_give(text);
  }
  arena_free(a);
  return 0;
}
