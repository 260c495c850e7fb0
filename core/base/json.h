// JSON: strict reading with cJSON, writing as a stream. Amounts travel as text, so no number is ever read as a double.
#pragma once
#include "core/base/error.h"
#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdio.h>

// Bytes that one document may have: what cJSON makes of it takes about ten times as much memory.
enum { JSON_LENGTH_MAX = 64 * 1024 * 1024 };

// Parses one document. Refuses what cJSON lets through: bad UTF-8, \u0000, text after the end, duplicate keys, control
// characters, numbers that are not integers of at most 15 digits, leading zeros. `where` names the source in the error,
// with line and column (in bytes); one past JSON_LENGTH_MAX is `too-big`. cJSON_Delete frees the answer.
cJSON *json_parse(const char *where, const char *text, size_t length, error *e);

// The same for a document of tables, {"charges":[{"unit_price":…},…]}: a number that should be text is named by its
// table, row and column, `charges:2: unit_price`.
cJSON *json_parse_tables(const char *where, const char *text, size_t length, error *e);

// An integer member value: true with `*out` where `item` is a JSON integer.
bool json_integer(const cJSON *item, int64_t *out);

// Canonical text of a value: keys sorted, no blanks; what is raw are numbers. For memory_give; {} where memory ran out.
char *json_canonical(const cJSON *item);

// A stream of JSON. Opened on a FILE; `pretty` indents by two blanks. Errors of the FILE are the caller's to check
// (ferror).
typedef struct json_writer {
  FILE *file;
  bool pretty;
  bool first;  // nothing written yet in the open object or array
  bool keyed;  // a key waits for its value
  bool shown;  // may reach a terminal: escapes all that text_unsafe names, and writes U+FFFD for what is no UTF-8
  int depth;
} json_writer;
void json_begin(json_writer *w, FILE *file, bool pretty);
void json_open(json_writer *w, char bracket);   // '{' or '['
void json_close(json_writer *w, char bracket);  // '}' or ']'
void json_key(json_writer *w, const char *key);
// NULL writes null; escapes controls and the line separators U+2028/2029
void json_text(json_writer *w, const char *text);
void json_int(json_writer *w, int64_t value);
void json_number(json_writer *w, const char *text);  // the text of a number, as it stands
void json_bool(json_writer *w, bool value);
void json_null(json_writer *w);
void json_end(json_writer *w);  // the last line feed
