// Addresses that are read, as words: names of the query are names of options.
#include "core/cli/serve/serve_inside.h"
#include <string.h>

typedef struct window {
  const char *path;   // # stands for a number
  const char *words;  // in their order, # for that number
} window;

static const window windows[] = {
  { "/batch/#/contracts", "batch rows --batch #" },
  { "/invoices", "invoice list" },
};

// The number that stands in a path for #; false where the path is another.
static bool path_fits(const char *pattern, const char *path, arena *a, const char **number) {
  const char *mark = strchr(pattern, '#');
  if (!mark) return strcmp(pattern, path) == 0;
  size_t before = (size_t)(mark - pattern);
  if (strncmp(pattern, path, before) != 0) return false;
  size_t digits = strspn(path + before, "0123456789");
  *number = arena_copy(a, path + before, digits);
  return digits && strcmp(path + before + digits, mark + 1) == 0;
}

static void put_words(const char *words, const char *number, arena *a, wanted *out) {
  while (*words) {
    size_t length = strcspn(words, " ");
    out->words[out->count++] = *words == '#' ? number : arena_copy(a, words, length);
    words += length + (words[length] == ' ');
  }
}

bool window_words(const web_request *r, arena *a, wanted *out) {
  const char *number = "";
  for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
    if (!path_fits(windows[i].path, r->path, a, &number)) continue;
    *out = (wanted){ .tab = "", .words = arena_array(a, 8 + r->query_count, sizeof *out->words) };
    put_words(windows[i].words, number, a, out);
    for (size_t k = 0; k < r->query_count; k++)
      if (*r->query[k].value)
        out->words[out->count++] = arena_format(a, "--%s=%s", r->query[k].name, r->query[k].value);
    return true;
  }
  return false;
}
