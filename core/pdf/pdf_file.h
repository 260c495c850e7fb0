// Reading a PDF as Cairo writes it: a table of objects at its end (ISO 32000-1, 7.5.4), no object inside another's
// stream. Whatever the bytes are, nothing outside of them is read: what is not as expected is an error.
#pragma once
#include "core/base/arena.h"
#include "core/base/error.h"

// Some bytes of a file.
typedef struct span {
  const char *at;
  size_t length;
} span;

// One object: its value (the dictionary of a stream), and the bytes of its stream.
typedef struct pdf_object {
  span value, stream;  // at: NULL where there is none
} pdf_object;

typedef struct pdf_file {
  span bytes;
  pdf_object *objects;  // by number; number 0 is none
  size_t count;
  size_t root, info;  // numbers of the catalog and of the information about the document
} pdf_file;

// Finds all objects. Spans point into the bytes, which have to live as long.
bool pdf_read(pdf_file *f, span bytes, arena *a, error *e);

// The next word of a PDF's syntax: a name, a number, an operator, a whole string, a bracket. False at the end.
bool pdf_word(span *rest, span *word);

// The next value: a whole dictionary or array, a reference as one. False at the end, or where brackets do not close.
bool pdf_value(span *rest, span *value);

// Whether a word or a value is exactly this text.
bool span_is(span s, const char *text);

// A whole number of at most nine digits, else -1.
long pdf_number(span value);

// The number of the object that a value refers to; 0: it is no reference, or there is no such object.
size_t pdf_reference(const pdf_file *f, span value);

// The value of a key ("/Type") of a dictionary; false where it has none.
bool pdf_key(span dictionary, const char *key, span *value);

// What is inside an array or a dictionary; an empty span where a value is neither.
span pdf_inside(span value);
