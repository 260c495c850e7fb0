// Random bytes as CSV: rows are the same in whatever pieces the bytes come, within the limits, in growing lines.
#include <stdlib.h>
#include <string.h>

#include "core/base/csv.h"
#include "core/base/text.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

typedef struct input {
  const unsigned char *bytes;
  size_t length, piece;
} input;

typedef struct output {
  buffer rows;
  uint64_t line;
} output;

static void check(bool good) {
  if (!good) abort();
}

static long give(void *context, char *bytes, size_t room, error *e) {
  (void)e;
  input *in = context;
  size_t count = in->length < in->piece ? in->length : in->piece;
  check(room > 0);
  count = count < room ? count : room;
  memcpy(bytes, in->bytes, count);
  in->bytes += count;
  in->length -= count;
  return (long)count;
}

static bool note(void *context, const csv_row *row, error *e) {
  (void)e;
  output *out = context;
  check(row->count > 0 && row->count <= CSV_COLUMNS_MAX && row->line > out->line);
  out->line = row->line;
  buffer_format(&out->rows, "%llu", (unsigned long long)row->line);
  for (size_t i = 0; i < row->count; i++) {
    check(strlen(row->fields[i]) == row->lengths[i] && text_is_utf8(row->fields[i], row->lengths[i]));
    buffer_format(&out->rows, "|%s", row->fields[i]);
  }
  return true;
}

static output read_all(const unsigned char *bytes, size_t length, size_t piece, error *e) {
  input in = { bytes, length, piece };
  output out = { 0 };
  check(csv_read("fuzz", give, &in, note, &out, e) == (e->code == ERROR_NONE));
  buffer_add(&out.rows, "", 0);
  return out;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  error whole_error = { 0 }, pieces_error = { 0 };
  output whole = read_all(bytes, length, length + 1, &whole_error), pieces = read_all(bytes, length, 1, &pieces_error);
  check(strcmp(whole.rows.text, pieces.rows.text) == 0);
  check(strcmp(whole_error.message, pieces_error.message) == 0);
  buffer_free(&whole.rows);
  buffer_free(&pieces.rows);
  error_clear(&whole_error);
  error_clear(&pieces_error);
  return 0;
}
