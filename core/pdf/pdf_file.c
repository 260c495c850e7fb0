// Reading a PDF as Cairo writes it.
#include "core/pdf/pdf_file.h"
#include <stdlib.h>
#include <string.h>

static bool is_space(char c) { return c == '\0' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '; }

static bool is_delimiter(char c) { return c && strchr("()<>[]{}/%", c) != NULL; }

static void skip(span *s, size_t length) { s->at += length, s->length -= length; }

// Past blanks and comments.
static void skip_blanks(span *s) {
  while (s->length && (is_space(*s->at) || *s->at == '%')) {
    bool comment = *s->at == '%';
    while (comment && s->length && *s->at != '\n' && *s->at != '\r') skip(s, 1);
    if (s->length) skip(s, 1);
  }
}

// The length of a string in brackets, which may hold brackets; 0 where it does not end.
static size_t string_length(span s) {
  size_t depth = 0;
  for (size_t i = 0; i < s.length; i++) {
    if (s.at[i] == '\\') i++;
    else if (s.at[i] == '(') depth++;
    else if (s.at[i] == ')' && --depth == 0) return i + 1;
  }
  return 0;
}

static size_t hexadecimal_length(span s) {
  const char *end = memchr(s.at, '>', s.length);
  return end ? (size_t)(end - s.at) + 1 : 0;
}

static size_t regular_length(span s, size_t from) {
  size_t i = from;
  while (i < s.length && !is_space(s.at[i]) && !is_delimiter(s.at[i])) i++;
  return i;
}

static size_t word_length(span s) {
  bool twice = s.length > 1 && s.at[1] == s.at[0];
  switch (*s.at) {
    case '(': return string_length(s);
    case '<': return twice ? 2 : hexadecimal_length(s);
    case '>': return twice ? 2 : 0;
    case '[':
    case ']':
    case '{':
    case '}': return 1;
    case ')': return 0;
    case '/': return regular_length(s, 1);
    default: return regular_length(s, 0);
  }
}

bool pdf_word(span *rest, span *word) {
  skip_blanks(rest);
  size_t length = rest->length ? word_length(*rest) : 0;
  if (length == 0) return false;
  *word = (span){ rest->at, length };
  skip(rest, length);
  return true;
}

bool span_is(span s, const char *text) { return strlen(text) == s.length && memcmp(s.at, text, s.length) == 0; }

long pdf_number(span value) {
  long number = 0;
  if (value.length == 0 || value.length > 9) return -1;
  for (size_t i = 0; i < value.length; i++) {
    if (value.at[i] < '0' || value.at[i] > '9') return -1;
    number = number * 10 + (value.at[i] - '0');
  }
  return number;
}

// Two more words that make a number a reference.
static bool is_reference(span rest, span *end) {
  span generation, letter;
  if (!pdf_word(&rest, &generation) || pdf_number(generation) < 0) return false;
  if (!pdf_word(&rest, &letter) || !span_is(letter, "R")) return false;
  *end = rest;
  return true;
}

bool pdf_value(span *rest, span *value) {
  span word, end;
  size_t depth = 0;
  if (!pdf_word(rest, &word)) return false;
  *value = word;
  if (pdf_number(word) >= 0 && is_reference(*rest, &end)) *rest = end;
  for (;;) {
    if (span_is(word, "<<") || span_is(word, "[")) depth++;
    if ((span_is(word, ">>") || span_is(word, "]")) && depth-- == 0) return false;
    if (depth == 0) break;
    if (!pdf_word(rest, &word)) return false;
  }
  value->length = (size_t)(rest->at - value->at);
  return true;
}

span pdf_inside(span value) {
  size_t bracket = value.length >= 4 && value.at[0] == '<' && value.at[1] == '<' ? 2
                   : value.length >= 2 && value.at[0] == '['                     ? 1
                                                                                 : 0;
  return bracket ? (span){ value.at + bracket, value.length - 2 * bracket } : (span){ value.at, 0 };
}

bool pdf_key(span dictionary, const char *key, span *value) {
  span rest = pdf_inside(dictionary), name;
  while (pdf_word(&rest, &name) && pdf_value(&rest, value))
    if (span_is(name, key)) return true;
  return false;
}

size_t pdf_reference(const pdf_file *f, span value) {
  span number, end;
  if (!pdf_word(&value, &number) || pdf_number(number) <= 0 || !is_reference(value, &end)) return 0;
  size_t found = (size_t)pdf_number(number);
  return found < f->count && f->objects[found].value.at ? found : 0;
}

static bool odd(error *e, const char *what) {
  return error_set(e, ERROR_IO, "the PDF that Cairo wrote is odd: %s", what);
}

static span from(const pdf_file *f, size_t offset) {
  return offset < f->bytes.length ? (span){ f->bytes.at + offset, f->bytes.length - offset } : (span){ f->bytes.at, 0 };
}

// The length of a stream: a number, or a reference to one that may lie further on.
static long stream_length(const pdf_file *f, const size_t *offsets, span dictionary) {
  span value, end, word, rest;
  if (!pdf_key(dictionary, "/Length", &value)) return -1;
  rest = value;
  if (!pdf_word(&rest, &word) || !is_reference(rest, &end)) return pdf_number(value);
  long number = pdf_number(word);
  if (number <= 0 || (size_t)number >= f->count) return -1;
  rest = from(f, offsets[number]);
  for (int i = 0; i < 4; i++)  // NUMBER 0 obj LENGTH
    if (!pdf_word(&rest, &word)) return -1;
  return pdf_number(word);
}

static bool read_object(pdf_file *f, const size_t *offsets, size_t number) {
  span rest = from(f, offsets[number]), word;
  pdf_object *o = &f->objects[number];
  if (!pdf_word(&rest, &word) || pdf_number(word) != (long)number || !pdf_word(&rest, &word) ||
      !pdf_word(&rest, &word) || !span_is(word, "obj") || !pdf_value(&rest, &o->value) || !pdf_word(&rest, &word))
    return false;
  if (span_is(word, "endobj")) return true;
  if (!span_is(word, "stream")) return false;
  if (rest.length && *rest.at == '\r') skip(&rest, 1);
  if (rest.length && *rest.at == '\n') skip(&rest, 1);
  long length = stream_length(f, offsets, o->value);
  if (length < 0 || (size_t)length > rest.length) return false;
  o->stream = (span){ rest.at, (size_t)length };
  skip(&rest, (size_t)length);
  return pdf_word(&rest, &word) && span_is(word, "endstream");
}

// "xref", 0 and how many, then offset, generation and n or f of each. Answers what comes after it.
static bool read_table(pdf_file *f, span rest, size_t **offsets, span *after, arena *a) {
  span word;
  if (!pdf_word(&rest, &word) || !span_is(word, "xref") || !pdf_word(&rest, &word) || pdf_number(word) != 0)
    return false;
  long count = pdf_word(&rest, &word) ? pdf_number(word) : -1;
  if (count < 1 || (size_t)count > rest.length / 18) return false;
  f->count = (size_t)count;
  *offsets = arena_alloc(a, f->count * sizeof **offsets);
  for (size_t i = 0; i < f->count; i++) {
    span offset, generation, kind;
    if (!pdf_word(&rest, &offset) || !pdf_word(&rest, &generation) || !pdf_word(&rest, &kind)) return false;
    if (offset.length != 10) return false;
    skip(&offset, 1);  // nine digits are a gigabyte
    if (span_is(kind, "n")) (*offsets)[i] = (size_t)pdf_number(offset);
  }
  *after = rest;
  return true;
}

// The last "startxref" and the offset behind it.
static bool find_table(const pdf_file *f, span *table) {
  static const char word[] = "startxref";
  size_t length = sizeof word - 1;
  for (size_t i = f->bytes.length; i >= length; i--) {
    if (memcmp(f->bytes.at + i - length, word, length) != 0) continue;
    span rest = from(f, i), number;
    long offset = pdf_word(&rest, &number) ? pdf_number(number) : -1;
    *table = from(f, offset < 0 ? f->bytes.length : (size_t)offset);
    return offset >= 0;
  }
  return false;
}

bool pdf_read(pdf_file *f, span bytes, arena *a, error *e) {
  *f = (pdf_file){ .bytes = bytes };
  span table, rest, word, trailer, value;
  size_t *offsets;
  if (!find_table(f, &table) || !read_table(f, table, &offsets, &rest, a)) return odd(e, "no table of objects");
  f->objects = arena_alloc(a, f->count * sizeof *f->objects);
  for (size_t i = 1; i < f->count; i++)
    if (offsets[i] && !read_object(f, offsets, i)) return odd(e, "an object that cannot be read");
  if (!pdf_word(&rest, &word) || !span_is(word, "trailer") || !pdf_value(&rest, &trailer)) return odd(e, "no trailer");
  f->root = pdf_key(trailer, "/Root", &value) ? pdf_reference(f, value) : 0;
  f->info = pdf_key(trailer, "/Info", &value) ? pdf_reference(f, value) : 0;
  return (f->root && f->info) || odd(e, "no catalog");
}
