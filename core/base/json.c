// JSON: a scan of the text for what cJSON lets through, then cJSON; and a stream of output.
#include "core/base/json.h"
#include "core/base/text.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct scan {
  const char *where, *text, *at, *end;
  error *e;
} scan;

static bool fail(const scan *s, const char *at, const char *what, const char *hint) {
  int line = 1, column = 1;
  for (const char *c = s->text; c < at; c++) {
    column = *c == '\n' ? 1 : column + 1;
    line += *c == '\n';
  }
  error_set(s->e, ERROR_INVALID, "%s:%d:%d: %s", s->where, line, column, what);
  return error_hint(s->e, "%s", hint);
}

static bool scan_string(scan *s) {
  for (s->at++; s->at < s->end && *s->at != '"'; s->at++) {
    if ((unsigned char)*s->at < 32)
      return fail(s, s->at, "a control character in a text", "write it as an escape such as \\n");
    if (*s->at != '\\') continue;
    if (s->end - s->at > 5 && memcmp(s->at, "\\u0000", 6) == 0)
      return fail(s, s->at, "\\u0000 is not allowed in a text", "leave it out");
    s->at++;
  }
  if (s->at >= s->end) return fail(s, s->end, "a text is not closed", "add the closing quote");
  s->at++;
  return true;
}

// Integers only: a fraction would become a double.
static bool scan_number(scan *s) {
  const char *first = s->at;
  s->at += *s->at == '-';
  const char *digits = s->at;
  while (s->at < s->end && *s->at >= '0' && *s->at <= '9') s->at++;
  bool fraction = s->at < s->end && (*s->at == '.' || *s->at == 'e' || *s->at == 'E');
  if (fraction) return fail(s, first, "a number with a fraction", "write it as text, such as \"12.50\"");
  if (s->at == digits || (*digits == '0' && s->at - digits > 1))
    return fail(s, first, "not a number", "JSON numbers are plain digits without leading zeros");
  if (s->at - digits > 15) return fail(s, first, "a number that is too large", "write it as text");
  return true;
}

static bool scan_text(scan *s) {
  while (s->at < s->end) {
    if (*s->at == '"') {
      if (!scan_string(s)) return false;
    } else if (*s->at == '-' || (*s->at >= '0' && *s->at <= '9')) {
      if (!scan_number(s)) return false;
    } else if ((unsigned char)*s->at < 32 && !strchr("\t\r\n", *s->at)) {
      return fail(s, s->at, "a control character", "remove it");
    } else {
      s->at++;
    }
  }
  return true;
}

static int by_text(const void *a, const void *b) {
  const cJSON *const *x = a, *const *y = b;
  return strcmp((*x)->string, (*y)->string);
}

// One of the members of an object that share a key; NULL: none do.
static const cJSON *repeated_here(const cJSON *object, size_t count) {
  const cJSON **members = malloc((count + 1) * sizeof *members), *found = NULL, *item;
  size_t n = 0;
  if (!members) return NULL;
  cJSON_ArrayForEach(item, object) members[n++] = item;
  qsort(members, n, sizeof *members, by_text);
  for (size_t i = 1; i < n && !found; i++)
    if (by_text(&members[i], &members[i - 1]) == 0) found = members[i];
  free(members);
  return found;
}

// The same anywhere, and its object. The depth is bounded by cJSON's own limit.
static const cJSON *repeated(const cJSON *value, const cJSON **object) {
  size_t count = 0;
  const cJSON *item;
  cJSON_ArrayForEach(item, value) {
    count++;
    const cJSON *found = repeated(item, object);
    if (found) return found;
  }
  *object = value;
  return cJSON_IsObject(value) && count > 1 ? repeated_here(value, count) : NULL;
}

// Counts the keys of a document up to that member.
static bool key_number(const cJSON *value, const cJSON *member, size_t *number) {
  const cJSON *item;
  cJSON_ArrayForEach(item, value) {
    *number += item->string != NULL;
    if (item == member || key_number(item, member, number)) return true;
  }
  return false;
}

// Where the key of that number (from 1) stands in a text that cJSON has parsed: a text with a colon behind it is a key.
static const char *key_at(const scan *document, size_t number) {
  scan s = *document;
  for (s.at = s.text; s.at < s.end;) {
    const char *first = s.at;
    if (*first != '"') {
      s.at++;
      continue;
    }
    if (!scan_string(&s)) break;
    while (s.at < s.end && strchr(" \t\r\n", *s.at)) s.at++;
    if (s.at < s.end && *s.at == ':' && --number == 0) return first;
  }
  return s.text;
}

static bool keys_once(const scan *s, const cJSON *value) {
  const cJSON *object, *found = repeated(value, &object), *last = NULL, *item;
  if (!found) return true;
  cJSON_ArrayForEach(item, object) if (strcmp(item->string, found->string) == 0) last = item;
  size_t number = 0;
  char what[256];
  key_number(value, last, &number);
  snprintf(what, sizeof what, "the key \"%.200s\" stands twice in one object", found->string);
  return fail(s, key_at(s, number), what, "keep one of them");
}

cJSON *json_parse(const char *where, const char *text, size_t length, error *e) {
  scan s = { where, text, text, text + length, e };
  size_t good = text_good(text, length);
  if (good < length) {
    fail(&s, text + good, text[good] ? "not UTF-8 text" : "a NUL byte", "save the file as UTF-8");
    return NULL;
  }
  if (!scan_text(&s)) return NULL;
  const char *stopped = text;
  cJSON *value = cJSON_ParseWithLengthOpts(text, length, &stopped, false);
  if (!value) {
    fail(&s, stopped < s.end ? stopped : s.end, "not JSON", "check quotes, commas and brackets");
    return NULL;
  }
  while (stopped < s.end && strchr(" \t\r\n", *stopped)) stopped++;
  if (stopped == s.end && keys_once(&s, value)) return value;
  if (stopped < s.end) fail(&s, stopped, "text after the end of the document", "remove it");
  cJSON_Delete(value);
  return NULL;
}

bool json_integer(const cJSON *item, int64_t *out) {
  if (!cJSON_IsNumber(item)) return false;
  *out = (int64_t)item->valuedouble;  // exact: the scan admits integers of at most 15 digits only
  return true;
}

static void canonical(const cJSON *value, json_writer *w);

static int by_key(const void *a, const void *b) {
  return strcmp((*(const cJSON *const *)a)->string, (*(const cJSON *const *)b)->string);
}

static void canonical_object(const cJSON *value, json_writer *w) {
  size_t count = (size_t)cJSON_GetArraySize(value), n = 0;
  const cJSON **members = malloc((count + 1) * sizeof *members), *item;
  json_open(w, '{');
  if (members) {
    cJSON_ArrayForEach(item, value) members[n++] = item;
    qsort(members, n, sizeof *members, by_key);
  }
  for (size_t i = 0; i < n; i++) {
    json_key(w, members[i]->string);
    canonical(members[i], w);
  }
  json_close(w, '}');
  free(members);
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
  FILE *file = open_memstream(&text, &length);
  if (!file) return NULL;
  json_writer w;
  json_begin(&w, file, false);
  canonical(item, &w);
  if (fclose(file) == 0) return text;
  free(text);
  return NULL;
}

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
    unsigned code = escaped((const unsigned char *)at, &bytes);
    if (code == 0 && *at != '"' && *at != '\\') {
      at++;
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

void json_bool(json_writer *w, bool value) {
  lead(w);
  fputs(value ? "true" : "false", w->file);
}

void json_null(json_writer *w) {
  lead(w);
  fputs("null", w->file);
}

void json_end(json_writer *w) { fputc('\n', w->file); }
