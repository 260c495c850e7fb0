// Writing JSON: a stream of output, and the canonical text of a value.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void json_begin(json_writer *w, FILE *file, bool pretty) {
  *w = (json_writer){ .file = file, .pretty = pretty, .first = true };
}

static void line_feed(json_writer *w) {
  if (!w->pretty) return;
  fputc('\n', w->file);
  for (int i = 0; i < w->depth * 2; i++) fputc(' ', w->file);
}

// What stands before a value: nothing after its key, else a comma where it is not the first.
static void lead(json_writer *w) {
  if (w->keyed || w->depth == 0) {
    w->keyed = false;
    w->first = false;
    return;
  }
  if (!w->first) fputc(',', w->file);
  w->first = false;
  line_feed(w);
}

void json_open(json_writer *w, char bracket) {
  lead(w);
  fputc(bracket, w->file);
  w->depth++;
  w->first = true;
}

void json_close(json_writer *w, char bracket) {
  assert(w->depth > 0 && !w->keyed);
  w->depth--;
  if (!w->first) line_feed(w);
  fputc(bracket, w->file);
  w->first = false;
}

// The character at hand where it must be written as \uXXXX, and its length: controls (both blocks of them) and line
// separators. 0: none.
static unsigned escaped(const unsigned char *at, size_t *bytes) {
  *bytes = 1;
  if (at[0] < 32 || at[0] == 127) return at[0];
  *bytes = 2;
  if (at[0] == 0xC2 && (at[1] & 0xE0) == 0x80) return at[1];
  *bytes = 3;
  return at[0] == 0xE2 && at[1] == 0x80 && (at[2] & 0xFE) == 0xA8 ? 0x2000u + (at[2] & 0x3Fu) : 0;
}

static void quoted(json_writer *w, const char *text) {
  fputc('"', w->file);
  const char *from = text;
  for (const char *at = text; *at;) {
    size_t bytes;
    unsigned code = w->shown ? text_unsafe(at, &bytes) : escaped((const unsigned char *)at, &bytes);
    if (code == 0 && *at != '"' && *at != '\\') {
      at += w->shown ? bytes : 1;
      continue;
    }
    fwrite(from, 1, (size_t)(at - from), w->file);
    if (code == '\n') fputs("\\n", w->file);
    else if (code == '\t') fputs("\\t", w->file);
    else if (code) fprintf(w->file, "\\u%04x", code);
    else fprintf(w->file, "\\%c", *at);
    from = at += code ? bytes : 1;
  }
  fputs(from, w->file);
  fputc('"', w->file);
}

void json_key(json_writer *w, const char *key) {
  assert(w->depth > 0 && !w->keyed);
  lead(w);
  quoted(w, key);
  fputs(w->pretty ? ": " : ":", w->file);
  w->keyed = true;
}

void json_text(json_writer *w, const char *text) {
  if (!text) {
    json_null(w);
    return;
  }
  lead(w);
  quoted(w, text);
}

void json_int(json_writer *w, int64_t value) {
  lead(w);
  fprintf(w->file, "%" PRId64, value);
}

void json_number(json_writer *w, const char *text) {
  lead(w);
  fputs(text, w->file);
}

void json_bool(json_writer *w, bool value) {
  lead(w);
  fputs(value ? "true" : "false", w->file);
}

void json_null(json_writer *w) {
  lead(w);
  fputs("null", w->file);
}

void json_end(json_writer *w) {
  assert(w->depth == 0);
  fputc('\n', w->file);
}

static void canonical(const cJSON *value, json_writer *w);

static int by_key(const void *a, const void *b) {
  return strcmp((*(const cJSON *const *)a)->string, (*(const cJSON *const *)b)->string);
}

static void canonical_object(const cJSON *value, json_writer *w) {
  size_t count = (size_t)cJSON_GetArraySize(value), n = 0;
  const cJSON **members = memory_take((count + 1) * sizeof *members), *item;
  json_open(w, '{');
  cJSON_ArrayForEach(item, value) members[n++] = item;
  qsort(members, n, sizeof *members, by_key);
  for (size_t i = 0; i < n; i++) {
    json_key(w, members[i]->string);
    canonical(members[i], w);
  }
  json_close(w, '}');
  memory_give(members);
}

static void canonical(const cJSON *value, json_writer *w) {
  int64_t number;
  const cJSON *item;
  if (cJSON_IsObject(value)) {
    canonical_object(value, w);
  } else if (cJSON_IsArray(value)) {
    json_open(w, '[');
    cJSON_ArrayForEach(item, value) canonical(item, w);
    json_close(w, ']');
  } else if (cJSON_IsString(value)) {
    json_text(w, value->valuestring);
  } else if (cJSON_IsRaw(value)) {
    json_number(w, value->valuestring);
  } else if (json_integer(value, &number)) {
    json_int(w, number);
  } else if (cJSON_IsBool(value)) {
    json_bool(w, cJSON_IsTrue(value));
  } else {
    json_null(w);
  }
}

char *json_canonical(const cJSON *item) {
  char *text = NULL;
  size_t length;
  FILE *file = memory_stream(&text, &length);
  json_writer w;
  json_begin(&w, file, false);
  canonical(item, &w);
  memory_stream_end(file, &text, &length);
  if (length) return text;
  memory_give(text);
  return memory_text("{}");
}
