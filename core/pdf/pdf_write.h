// A PDF with some of its objects changed, some left out and some added.
#pragma once
#include "core/base/text.h"
#include "core/pdf/pdf_file.h"

// Zeroed, then pdf_change. The objects of the file by number, and those that were added behind them.
typedef struct pdf_writer {
  const pdf_file *file;
  arena *a;
  pdf_object *objects;  // value.at NULL: left out
  size_t count, capacity;
} pdf_writer;

// All objects as the file has them.
void pdf_change(pdf_writer *w, const pdf_file *f, arena *a);

// A new object; answers its number. The bytes are copied.
size_t pdf_add(pdf_writer *w, const char *value, size_t length);

// A new stream, deflated. keys: of its dictionary besides Length and Filter.
size_t pdf_add_stream(pdf_writer *w, const char *keys, span bytes, error *e);

// Another value in the place of an object's. The bytes are copied.
void pdf_replace(pdf_writer *w, size_t number, const char *value, size_t length);

// Another content in the place of a stream's, deflated.
bool pdf_replace_stream(pdf_writer *w, size_t number, span bytes, error *e);

void pdf_leave_out(pdf_writer *w, size_t number);

// Adds the entries of a dictionary to `out`, without one key (NULL: all) and without the brackets.
void pdf_entries(buffer *out, span dictionary, const char *without);

// The object's dictionary with these entries added.
void pdf_extend(pdf_writer *w, size_t number, const char *entries);

// A text as PDF holds it (ISO 32000-1, 7.9.2.2): in brackets where it is ASCII, else UTF-16.
void pdf_text(buffer *out, const char *text);

// The content of a stream that is deflated or as it is, at most 256 MB, in `out`.
bool pdf_inflate(const pdf_object *o, buffer *out, error *e);

// Adds the file to `out`. Its identifier is made of its bytes (ISO 32000-1, 14.4).
void pdf_write(const pdf_writer *w, buffer *out);
