// Command files.
#include "core/command/words/words.h"
#include "core/base/text.h"
#include <string.h>

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

const char *script_lua(const char *entry, const char **word) {
  while (blank(*entry)) entry++;
  *word = *entry == '=' ? "=" : "lua";
  size_t length = strlen(*word);
  if (strncmp(entry, *word, length) != 0) return NULL;
  bool whole = *entry == '=' || !entry[length] || blank(entry[length]) || entry[length] == '\n';
  return whole ? entry + length : NULL;
}

bool script_is_lua(const char *word) { return strcmp(word, "=") == 0 || strcmp(word, "lua") == 0; }

bool script_failed(arena *a, const char *path, int number, error *e) {
  const char *message = arena_text(a, e->message), *hint = arena_text(a, e->hint);
  error_set(e, e->code, "%s:%d: %s", path, number, message);
  return error_hint(e, "%s", hint);
}

const char *script_last(const char *line) {
  const char *begin = line;
  char quote = 0;
  for (const char *at = line; *at; at++) {
    if (!quote && blank(*at)) begin = at + 1;
    else if (*at == '\\' && quote != '\'' && at[1]) at++;
    else if (!quote && (*at == '\'' || *at == '"')) quote = *at;
    else if (*at == quote) quote = 0;
  }
  return begin;
}

static bool lua_words(const char *word, const char *code, arena *a, const char ***words, int *count) {
  *words = arena_array(a, 3, sizeof **words);
  (*words)[0] = word;
  (*words)[1] = arena_text(a, code);
  *count = 2;
  return true;
}

bool script_words(const char *line, arena *a, const char ***words, int *count, error *e) {
  size_t capacity = 0;
  const char *word, *code = script_lua(line, &word);
  if (code) return lua_words(word, code, a, words, count);
  *words = NULL;
  *count = 0;
  for (const char *at = line;;) {
    while (blank(*at)) at++;
    if (!*at || *at == '#') return true;
    buffer read = { 0 };
    bool ok = word_read(&at, &read);
    *words = arena_grow(a, *words, (size_t)*count, &capacity, sizeof **words);
    (*words)[(*count)++] = arena_text(a, read.text ? read.text : "");
    buffer_free(&read);
    if (!ok) return error_set(e, ERROR_USAGE, "a quote is not closed");
  }
}
