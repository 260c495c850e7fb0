// Random blocks of a document, built as a template would, or a JSON list of them: refused with a reason, or both forms
// say the same words in the same order, no line is wider than it may be, and no text becomes markup.
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/value_json.h"
#include "core/document/document.h"
#include "tests/core/document_words.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void check(bool good) {
  if (!good) abort();
}

static void check_lines(char *text, size_t width) {
  for (char *line = text, *rest; line; line = rest) {
    rest = strchr(line, '\n');
    if (rest) *rest++ = '\0';
    check(text_width(line) <= width);
  }
}

static void check_forms(document *d, int width) {
  buffer text = { 0 }, html = { 0 }, shown = { 0 }, marked = { 0 };
  document_text(d, width, &text);
  document_html(d, NULL, &html);
  buffer_text(&shown, "");
  buffer_text(&marked, "");
  add_text_words(&shown, text.text);
  add_html_words(&marked, html.text);
  check(strcmp(shown.text, marked.text) == 0);
  check(!strstr(html.text, "<script") && strstr(html.text, "</body>\n</html>\n"));
  check_lines(text.text, width < DOCUMENT_WIDTH_LEAST ? DOCUMENT_WIDTH_LEAST : (size_t)width);
  buffer_free(&text);
  buffer_free(&html);
  buffer_free(&shown);
  buffer_free(&marked);
}

// What is left of the bytes; they choose blocks, their parts and their texts.
typedef struct choice {
  const unsigned char *bytes;
  size_t left;
  arena *a;
} choice;

static unsigned next(choice *c, unsigned below) {
  if (!c->left) return 0;
  c->left--;
  return *c->bytes++ % below;
}

// Mostly a text of the bytes that follow; now and then something that is none.
static value *a_text(choice *c) {
  size_t length = next(c, 64);
  if (length == 63) return next(c, 2) ? value_int(c->a, next(c, 255)) : value_list(c->a);
  if (length > 56) length *= 40;
  if (length > c->left) length = c->left;
  value *text = value_text(c->a, arena_copy(c->a, (const char *)c->bytes, length));
  c->bytes += length;
  c->left -= length;
  return text;
}

static value *a_list(choice *c, unsigned most, value *(*item)(choice *c)) {
  value *list = value_list(c->a);
  for (unsigned count = next(c, most + 1); count; count--) value_append(c->a, list, item(c));
  return list;
}

static value *a_fact(choice *c) {
  value *fact = value_record(c->a);
  value_put(c->a, fact, "label", a_text(c));
  value_put(c->a, fact, "text", a_text(c));
  put_bool(c->a, fact, "strong", next(c, 2));
  return fact;
}

static value *a_party(choice *c) {
  value *party = value_record(c->a);
  value_put(c->a, party, "label", a_text(c));
  value_put(c->a, party, "lines", a_list(c, 4, a_text));
  return party;
}

static value *a_column(choice *c) {
  value *column = value_record(c->a);
  value_put(c->a, column, "title", a_text(c));
  put_text(c->a, column, "align", next(c, 2) ? "right" : "left");
  put_int(c->a, column, "weight", 1 + next(c, 100));
  return column;
}

static value *a_row(choice *c, size_t columns) {
  static const char *const kinds[] = { "plain", "plain", "group", "subtotal", "sum" };
  value *row = value_record(c->a), *cells = value_list(c->a);
  put_text(c->a, row, "kind", kinds[next(c, 5)]);
  for (size_t i = 0; i < columns; i++) value_append(c->a, cells, a_text(c));
  value_put(c->a, row, "cells", cells);
  if (next(c, 4) == 0) value_put(c->a, row, "note", a_text(c));
  return row;
}

static void add_table(choice *c, value *b) {
  value *columns = a_list(c, DOCUMENT_COLUMNS_MAX, a_column), *rows = value_list(c->a);
  for (unsigned count = next(c, 6); count; count--)
    value_append(c->a, rows, a_row(c, columns->as.list.count + (next(c, 32) == 31)));
  value_put(c->a, b, "title", a_text(c));
  value_put(c->a, b, "columns", columns);
  value_put(c->a, b, "rows", rows);
}

static value *a_block(choice *c) {
  static const char *const kinds[] = {
    "heading", "parties", "facts", "table", "totals", "note", "payment", "page_break"
  };
  value *b = value_record(c->a);
  unsigned kind = next(c, 8);
  put_text(c->a, b, "kind", kinds[kind]);
  if (kind == 0 || kind == 5) value_put(c->a, b, "text", a_text(c));
  if (kind == 1) value_put(c->a, b, "parties", a_list(c, 3, a_party));
  if (kind == 2 || kind == 6) value_put(c->a, b, "facts", a_list(c, 3, a_fact));
  if (kind == 3) add_table(c, b);
  if (kind == 4) value_put(c->a, b, "rows", a_list(c, 3, a_fact));
  if (kind == 5 || kind == 6) value_put(c->a, b, "title", a_text(c));
  return b;
}

static void read(const value *blocks, const char *frame, int width, arena *a) {
  error e = { 0 };
  document d = { .language = "en", .mark = frame, .footer = frame, .title = frame, .running = frame };
  d.words.page_of = frame;
  if (document_blocks_read(blocks, a, &d, &e)) check_forms(&d, width);
  else check(e.code == ERROR_INVALID && *e.message && *e.hint);
  error_clear(&e);
}

static void read_built(choice *c) {
  int width = (int)next(c, 120);
  const value *text = a_text(c);
  value *blocks = value_list(c->a), *heading = value_record(c->a);
  put_text(c->a, heading, "kind", "heading");
  put_text(c->a, heading, "text", "x");
  value_append(c->a, blocks, heading);
  while (c->left) value_append(c->a, blocks, a_block(c));
  read(blocks, text->type == VALUE_TEXT ? text->as.text : NULL, width, c->a);
}

static void read_json(const choice *c) {
  error e = { 0 };
  cJSON *json = json_parse("blocks", (const char *)c->bytes, c->left, &e);
  if (json) read(value_of_cjson(c->a, json), "x", 80, c->a);
  cJSON_Delete(json);
  error_clear(&e);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  choice c = { bytes, length, arena_new() };
  if (length && *bytes == '[') read_json(&c);
  else read_built(&c);
  arena_free(c.a);
  return 0;
}
