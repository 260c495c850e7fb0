// CSV by libcsv, which tells fields and rows but no lines: those are counted by the line ends inside and between rows.
#include "core/base/csv.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include <csv.h>
#include <stdlib.h>
#include <string.h>

struct csv_reader {
  const char *name;
  csv_handler handler;
  void *context;
  error *e;
  char *text;  // fields of the row at hand, each ended by a NUL
  size_t used, room;
  size_t starts[CSV_COLUMNS_MAX], lengths[CSV_COLUMNS_MAX];
  const char *fields[CSV_COLUMNS_MAX];
  size_t count;
  uint64_t line, inside;  // line on which the row starts; line ends inside it
  int last_end;           // the last row end was a CR: an LF that follows belongs to it
  bool failed;
};

static const char save_as_utf8[] = "save the file as UTF-8: in a spreadsheet, as \"CSV UTF-8\"";
static const char field_too_big[] = "a field of more than 1 MiB";

static void refuse(csv_reader *r, const char *what, const char *hint) {
  if (!r->failed) {
    error_set(r->e, ERROR_INVALID, "%s:%llu: %s", r->name, (unsigned long long)r->line, what);
    error_hint(r->e, "%s", hint);
  }
  r->failed = true;
}

static bool make_room(csv_reader *r, size_t length) {
  if (r->used + length + 1 <= r->room) return true;
  size_t room = r->room ? r->room * 2 : 4096;
  while (room < r->used + length + 1) room *= 2;
  r->text = memory_grow(r->text, r->used, room);
  r->room = room;
  return true;
}

static void count_lines(csv_reader *r, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    r->inside += text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
}

static void on_field(void *bytes, size_t length, void *context) {
  csv_reader *r = context;
  const char *text = bytes ? bytes : "";
  r->last_end = 0;
  if (r->failed) return;
  if (r->count == CSV_COLUMNS_MAX) refuse(r, "more than 1,000 columns", "check the separators");
  else if (length > CSV_FIELD_MAX) refuse(r, field_too_big, "check the quotes before it");
  else if (!text_is_utf8(text, length)) refuse(r, "not UTF-8 text, or a NUL inside", save_as_utf8);
  if (r->failed || !make_room(r, length)) return;
  r->starts[r->count] = r->used;
  r->lengths[r->count++] = length;
  memcpy(r->text + r->used, text, length);
  r->text[r->used + length] = '\0';
  r->used += length + 1;
  if (memchr(text, '\n', length) || memchr(text, '\r', length)) count_lines(r, text, length);
}

static void give_row(csv_reader *r) {
  for (size_t i = 0; i < r->count; i++) r->fields[i] = r->text + r->starts[i];
  csv_row row = { r->fields, r->lengths, r->count, r->line };
  if (!r->handler(r->context, &row, r->e)) r->failed = true;
}

static void on_row(int end, void *context) {
  csv_reader *r = context;
  if (r->failed) return;
  bool tail = end == '\n' && r->last_end == '\r' && r->count == 0;
  r->last_end = end;
  if (tail) return;
  if (r->count > 1 || (r->count == 1 && r->lengths[0] > 0)) give_row(r);
  r->line += r->inside + 1;
  r->count = r->used = 0;
  r->inside = 0;
}

static int no_space(unsigned char c) {
  (void)c;
  return 0;
}

// A field grows in libcsv's buffer: past the limit there is no more memory for it.
static void *limited(void *memory, size_t size) { return size > CSV_FIELD_MAX + 1024 ? NULL : realloc(memory, size); }

static void explain(csv_reader *r, int code) {
  if (code == CSV_EPARSE)
    refuse(r, "a quote that is not closed, or text after a closing quote", "quotes inside a quoted field are doubled");
  else refuse(r, field_too_big, "check the quotes before it");
}

// At least `least` bytes, fewer only at the end: a mark may come in pieces.
static long fetch(csv_source source, void *context, char *bytes, size_t size, size_t least, error *e) {
  size_t filled = 0;
  do {
    long count = source(context, bytes + filled, size - filled, e);
    if (count < 0) return count;
    if (count == 0) break;
    filled += (size_t)count;
  } while (filled < least);
  return (long)filled;
}

// What a first line of `length` bytes parts its fields by.
static char separator(const char *line, size_t length) {
  bool quoted = false, semicolon = false, tab = false;
  for (size_t i = 0; i < length; i++) {
    if (line[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (line[i] == ',') return ',';
    semicolon |= line[i] == ';';
    tab |= line[i] == '\t';
  }
  return semicolon ? ';' : tab ? '\t' : ',';
}

static bool begins(const char *bytes, size_t length, const char *mark, size_t size) {
  return length >= size && !memcmp(bytes, mark, size);
}

// Looks at the beginning of the file: how many bytes of it are no row, and what parts fields.
static bool open_file(struct csv_parser *parser, csv_reader *r, const char *bytes, size_t length, size_t *skipped) {
  size_t at = begins(bytes, length, "\xEF\xBB\xBF", 3) ? 3 : 0;
  if (begins(bytes, length, "\xFF\xFE", 2) || begins(bytes, length, "\xFE\xFF", 2))
    refuse(r, "UTF-16 text", save_as_utf8);
  if (begins(bytes, length, "PK\3\4", 4)) refuse(r, "a workbook, not CSV", "save each sheet as \"CSV UTF-8\"");
  const char *line = bytes + at;
  size_t rest = length - at, width = 0;
  while (width < rest && line[width] != '\n' && line[width] != '\r') width++;
  char by = separator(line, width);
  if (width == 5 && begins(line, width, "sep=", 4) && strchr(",;\t", line[4])) {
    by = line[4];
    width += width < rest && line[width] == '\r';
    width += width < rest && line[width] == '\n';
    at += width;
    r->line++;
  }
  csv_set_delim(parser, (unsigned char)by);
  *skipped = at;
  return !r->failed;
}

// The first piece is as long as can be, for its first line says how to read the rest.
static bool feed(struct csv_parser *parser, csv_reader *r, csv_source source, void *context) {
  char piece[65536];
  long count = 0;
  size_t skipped = 0;
  bool opened = false;
  while (!r->failed && (count = fetch(source, context, piece, sizeof piece, opened ? 0 : sizeof piece, r->e)) > 0) {
    skipped = 0;
    if (!opened && !open_file(parser, r, piece, (size_t)count, &skipped)) break;
    opened = true;
    size_t length = (size_t)count - skipped;
    if (csv_parse(parser, piece + skipped, length, on_field, on_row, r) != length) explain(r, csv_error(parser));
  }
  if (!r->failed && count < 0) r->failed = true;
  if (!r->failed && csv_fini(parser, on_field, on_row, r) != 0) explain(r, csv_error(parser));
  return !r->failed;
}

bool csv_read(const char *name, csv_source source, void *source_context, csv_handler handler, void *handler_context,
              error *e) {
  struct csv_parser parser;
  csv_reader *r = memory_zeroed(1, sizeof *r);
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);  // fails for no parser alone
  csv_set_space_func(&parser, no_space);
  csv_set_realloc_func(&parser, limited);
  csv_set_blk_size(&parser, 16384);
  *r = (csv_reader){ .name = name, .handler = handler, .context = handler_context, .e = e, .line = 1 };
  bool ok = feed(&parser, r, source, source_context);
  csv_free(&parser);
  memory_give(r->text);
  memory_give(r);
  return ok;
}
