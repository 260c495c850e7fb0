// Random bytes as JSON: what is read has a canonical text that reads back to itself.
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void check(bool good) {
  if (!good) abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  error e = { 0 };
  cJSON *value = json_parse("fuzz", (const char *)bytes, length, &e);
  check(value ? e.code == ERROR_NONE : e.code == ERROR_INVALID && strncmp(e.message, "fuzz:", 5) == 0);
  error_clear(&e);
  if (!value) return 0;
  char *text = json_canonical(value);
  cJSON *again = json_parse("canonical", text, strlen(text), &e);
  check(again != NULL);
  char *same = json_canonical(again);
  check(strcmp(text, same) == 0);
  free(same);
  free(text);
  cJSON_Delete(again);
  cJSON_Delete(value);
  return 0;
}
