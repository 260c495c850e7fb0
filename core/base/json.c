// Reading JSON: a scan of the text for what cJSON lets through, then cJSON.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include <stdlib.h>
#include <string.h>

typedef struct scan {
  const char *where, *text, *at, *end;
  error *e;
  bool tables;  // a document of tables: places have names
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

// Where in a document of tables a value stands: the list and the row that are open there, and the last key.
typedef struct place {
  const char *table, *column;
  int table_length, column_length, depth;
  long long row;
} place;

// Takes a text or a bracket at s->at, of a document that was scanned up to there, into the place.
static void step(scan *s, place *p) {
  const char *first = s->at;
  if (*first == '"') {
    scan_string(s);
    const char *after = s->at;
    while (after < s->end && strchr(" \t\r\n", *after)) after++;
    if (after == s->end || *after != ':') return;
    const char **key = p->depth == 1 ? &p->table : p->depth == 3 ? &p->column : NULL;
    if (!key) return;
    *key = first + 1;
    *(p->depth == 1 ? &p->table_length : &p->column_length) = (int)(s->at - first - 2);
    if (p->depth == 1) p->row = 0;
    return;
  }
  if (*first == '{' || *first == '[') p->depth++;
  if (*first == '}' || *first == ']') p->depth--;
  p->row += *first == '{' && p->depth == 3;
  s->at++;
}

// A number that cannot be taken exactly, named by its table, row and column where the document has such.
static bool refuse_number(const scan *s, const char *at, const char *what, const char *hint) {
  char named[400];
  place p = { 0 };
  scan again = *s;
  for (again.at = s->text; again.at < at;) step(&again, &p);
  if (!s->tables || p.depth < 3 || !p.table || !p.column) return fail(s, at, what, hint);
  snprintf(named, sizeof named, "%.*s:%lld: %.*s: %s", p.table_length, p.table, p.row, p.column_length, p.column, what);
  return fail(s, at, named, hint);
}

// Integers only: a fraction would become a double.
static bool scan_number(scan *s) {
  const char *first = s->at;
  s->at += *s->at == '-';
  const char *digits = s->at;
  while (s->at < s->end && *s->at >= '0' && *s->at <= '9') s->at++;
  bool fraction = s->at < s->end && (*s->at == '.' || *s->at == 'e' || *s->at == 'E');
  if (fraction) return refuse_number(s, first, "a number with a fraction", "write it as text, such as \"12.50\"");
  if (s->at == digits || (*digits == '0' && s->at - digits > 1))
    return fail(s, first, "not a number", "JSON numbers are plain digits without leading zeros");
  if (s->at - digits > 15) return refuse_number(s, first, "a number that is too large", "write it as text");
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
  const cJSON **members = memory_take((count + 1) * sizeof *members), *found = NULL, *item;
  size_t n = 0;
  cJSON_ArrayForEach(item, object) members[n++] = item;
  qsort(members, n, sizeof *members, by_text);
  for (size_t i = 1; i < n && !found; i++)
    if (by_text(&members[i], &members[i - 1]) == 0) found = members[i];
  memory_give(members);
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

static cJSON *parse(const char *where, const char *text, size_t length, bool tables, error *e) {
  scan s = { where, text, text, text + length, e, tables };
  if (length > JSON_LENGTH_MAX) {
    error_set(e, ERROR_TOO_BIG, "%s: a JSON text of more than %d MiB", where, JSON_LENGTH_MAX / (1024 * 1024));
    return NULL;
  }
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

cJSON *json_parse(const char *where, const char *text, size_t length, error *e) {
  return parse(where, text, length, false, e);
}

cJSON *json_parse_tables(const char *where, const char *text, size_t length, error *e) {
  return parse(where, text, length, true, e);
}

bool json_integer(const cJSON *item, int64_t *out) {
  if (!cJSON_IsNumber(item)) return false;
  *out = (int64_t)item->valuedouble;  // exact: the scan admits integers of at most 15 digits only
  return true;
}
