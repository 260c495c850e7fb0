// A PDF with some of its objects changed, some left out and some added.
#include "core/pdf/pdf_write.h"
#include "core/base/digest.h"
#include <string.h>
#include <zlib.h>

void pdf_change(pdf_writer *w, const pdf_file *f, arena *a) {
  *w = (pdf_writer){ .file = f, .a = a, .count = f->count, .capacity = f->count };
  w->objects = arena_array(a, f->count, sizeof *w->objects);
  memcpy(w->objects, f->objects, f->count * sizeof *w->objects);
}

static span kept(pdf_writer *w, const char *bytes, size_t length) {
  return (span){ arena_copy(w->a, bytes, length), length };
}

size_t pdf_add(pdf_writer *w, const char *value, size_t length) {
  w->objects = arena_grow(w->a, w->objects, w->count, &w->capacity, sizeof *w->objects);
  w->objects[w->count] = (pdf_object){ .value = kept(w, value, length) };
  return w->count++;
}

void pdf_replace(pdf_writer *w, size_t number, const char *value, size_t length) {
  w->objects[number].value = kept(w, value, length);
}

void pdf_leave_out(pdf_writer *w, size_t number) { w->objects[number] = (pdf_object){ 0 }; }

static bool set_stream(pdf_writer *w, size_t number, const char *keys, span bytes, error *e) {
  uLongf length = compressBound(bytes.length);
  char *deflated = arena_array(w->a, length, 1);
  if (compress2((Bytef *)deflated, &length, (const Bytef *)bytes.at, bytes.length, 6) != Z_OK)
    return error_set(e, ERROR_IO, "a part of the PDF could not be compressed");
  const char *value = arena_format(w->a, "<< %s /Filter /FlateDecode /Length %lu >>", keys, length);
  w->objects[number] = (pdf_object){ { value, strlen(value) }, { deflated, length } };
  return true;
}

size_t pdf_add_stream(pdf_writer *w, const char *keys, span bytes, error *e) {
  size_t number = pdf_add(w, "", 0);
  return set_stream(w, number, keys, bytes, e) ? number : 0;
}

bool pdf_replace_stream(pdf_writer *w, size_t number, span bytes, error *e) {
  span length;
  size_t counted = pdf_key(w->objects[number].value, "/Length", &length) ? pdf_reference(w->file, length) : 0;
  if (counted) pdf_leave_out(w, counted);
  return set_stream(w, number, "", bytes, e);
}

void pdf_entries(buffer *out, span dictionary, const char *without) {
  span rest = pdf_inside(dictionary), key, value;
  while (pdf_word(&rest, &key) && pdf_value(&rest, &value)) {
    if (without && span_is(key, without)) continue;
    buffer_add(out, key.at, key.length);
    buffer_text(out, " ");
    buffer_add(out, value.at, value.length);
    buffer_text(out, " ");
  }
}

void pdf_extend(pdf_writer *w, size_t number, const char *entries) {
  buffer value = { 0 };
  buffer_text(&value, "<< ");
  pdf_entries(&value, w->objects[number].value, NULL);
  buffer_format(&value, "%s >>", entries);
  pdf_replace(w, number, value.text, value.length);
  buffer_free(&value);
}

static bool plain(const char *text) {
  for (; *text; text++)
    if (*text < ' ' || *text > '~') return false;
  return true;
}

static void utf16(buffer *out, const char *text) {
  buffer_text(out, "<FEFF");
  for (size_t bytes; *text; text += bytes) {
    unsigned character = text_character(text, &bytes);
    if (character < 0x10000) buffer_format(out, "%04X", character);
    else buffer_format(out, "%04X%04X", 0xD7C0 + (character >> 10), 0xDC00 + (character & 0x3FF));
  }
  buffer_text(out, ">");
}

void pdf_text(buffer *out, const char *text) {
  buffer clean = { 0 };
  buffer_clean(&clean, text ? text : "", false);
  const char *at = clean.text ? clean.text : "";
  if (!plain(at)) {
    utf16(out, at);
  } else {
    buffer_text(out, "(");
    for (; *at; at++) buffer_format(out, strchr("()\\", *at) ? "\\%c" : "%c", *at);
    buffer_text(out, ")");
  }
  buffer_free(&clean);
}

bool pdf_inflate(const pdf_object *o, buffer *out, error *e) {
  enum { MOST = 256 << 20 };
  span filter;
  if (!pdf_key(o->value, "/Filter", &filter)) return buffer_add(out, o->stream.at, o->stream.length), true;
  z_stream z = { .next_in = (Bytef *)o->stream.at, .avail_in = (uInt)o->stream.length };
  bool deflated = span_is(filter, "/FlateDecode") && inflateInit(&z) == Z_OK;
  int status = deflated ? Z_OK : Z_DATA_ERROR;
  while (status == Z_OK && out->length < MOST) {
    char part[16384];
    z.next_out = (Bytef *)part, z.avail_out = sizeof part;
    status = inflate(&z, Z_NO_FLUSH);
    buffer_add(out, part, sizeof part - z.avail_out);
  }
  if (deflated) inflateEnd(&z);
  return status == Z_STREAM_END || error_set(e, ERROR_IO, "a part of the PDF that Cairo wrote cannot be read");
}

static void write_object(buffer *out, size_t number, const pdf_object *o) {
  buffer_format(out, "%zu 0 obj\n", number);
  buffer_add(out, o->value.at, o->value.length);
  if (o->stream.at) {
    buffer_text(out, "\nstream\n");
    buffer_add(out, o->stream.at, o->stream.length);
    buffer_text(out, "\nendstream");  // ISO 19005-3, 6.1.7.1: on a line of its own
  }
  buffer_text(out, "\nendobj\n");
}

// Numbers that are not used are a chain that begins and ends with 0 (ISO 32000-1, 7.5.4).
static void write_table(const pdf_writer *w, buffer *out, const size_t *offsets) {
  size_t *next = arena_alloc(w->a, (w->count + 1) * sizeof *next), free_after = 0;
  for (size_t i = w->count; i-- > 0;)
    if (!offsets[i]) next[i] = free_after, free_after = i;
  buffer_format(out, "xref\n0 %zu\n", w->count);
  for (size_t i = 0; i < w->count; i++)
    if (offsets[i]) buffer_format(out, "%010zu 00000 n \n", offsets[i]);
    else buffer_format(out, "%010zu %05d f \n", next[i], i ? 1 : 65535);
}

void pdf_write(const pdf_writer *w, buffer *out) {
  char hex[DIGEST_TEXT];
  size_t begun = out->length, *offsets = arena_alloc(w->a, (w->count + 1) * sizeof *offsets);
  buffer_text(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
  for (size_t i = 1; i < w->count; i++) {
    if (!w->objects[i].value.at) continue;
    offsets[i] = out->length - begun;
    write_object(out, i, &w->objects[i]);
  }
  digest id = digest_of(out->text + begun, out->length - begun);
  digest_hex(&id, hex);
  hex[32] = '\0';
  size_t table = out->length - begun;
  write_table(w, out, offsets);
  buffer_format(out,
                "trailer\n<< /Size %zu /Root %zu 0 R /Info %zu 0 R /ID [ <%s> <%s> ] >>\nstartxref\n%zu\n%%%%EOF\n",
                w->count, w->file->root, w->file->info, hex, hex, table);
}
