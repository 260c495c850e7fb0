// Command files.
#include "core/command/words/words.h"
#include "core/base/text.h"

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// One word from *at on; false where its quote is not closed.
static bool word_read(const char **at, buffer *word) {
  char quote = 0;
  for (; **at && (quote || !blank(**at)); ++*at) {
    char c = **at;
    if (!quote && (c == '\'' || c == '"')) quote = c;
    else if (quote && c == quote) quote = 0;
    else if (c == '\\' && quote != '\'' && (*at)[1]) buffer_add(word, ++*at, 1);
    else buffer_add(word, *at, 1);
  }
  return !quote;
}

bool script_words(const char *line, arena *a, const char ***words, int *count, error *e) {
  size_t capacity = 0;
  *words = NULL;
  *count = 0;
  for (const char *at = line;;) {
    while (blank(*at)) at++;
    if (!*at || *at == '#') return true;
    buffer word = { 0 };
    bool ok = word_read(&at, &word);
    *words = arena_grow(a, *words, (size_t)*count, &capacity, sizeof **words);
    (*words)[(*count)++] = arena_text(a, word.text ? word.text : "");
    buffer_free(&word);
    if (!ok) return error_set(e, ERROR_USAGE, "a quote is not closed");
  }
}
