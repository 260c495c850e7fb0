// Files of a batch's invoices, or of those that are named, for another program.
#include "core/archive/archive_module.h"
#include "core/base/text.h"
#include "core/base/windows_1252.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/store/output.h"
#include <stdlib.h>
#include <string.h>

// An export under way: to whom, and what it has made so far.
typedef struct exporting {
  context *context;
  const char *target, *extension, *encoding;
  exports by;
  bool each, checks;  // each: a document of each invoice; checks: the target tells what it misses
  bool books;         // its file holds all that it takes to book a batch; what others write is a copy to look at
  bool dry;
  const char *path;    // a file or a folder; NULL: the answer has the text
  bool folder, packs;  // packs: into an archive
  archive_file *packed;
  size_t packed_count, packed_capacity;
  day newest;  // of the documents in it
  buffer text;
  int64_t count, lacking, left_out, replaced;
  value *files;      // of documents
  const char *last;  // file
} exporting;

typedef bool (*take_row)(exporting *x, const value *row, error *e);

static bool export_rows(exporting *x, const invoice_filter *filter, take_row take, error *e) {
  value *rows = invoices_answer(x->context, filter, e), *row;
  arena *scratch = arena_new();
  bool ok = true;
  while (ok && (arena_reset(scratch), row = rows->as.stream.next(rows->as.stream.context, scratch, e)) != NULL)
    if (strcmp(value_get(row, "state")->as.text, "draft") != 0) ok = take(x, row, e);
  arena_free(scratch);
  return ok && e->code == ERROR_NONE;
}

static bool take_all(exporting *x, const export_wanted *w, take_row take, error *e) {
  bool ok = true;
  for (size_t i = 0; ok && i < w->count; i++)
    ok = export_rows(x, &(invoice_filter){ .invoice = w->invoices[i], .from = DAY_MIN, .to = DAY_MAX }, take, e);
  if (!w->count) ok = export_rows(x, &(invoice_filter){ .batch = w->batch, .from = DAY_MIN, .to = DAY_MAX }, take, e);
  return ok;
}

static bool ask(exporting *x, const char *phase, const value *row, buffer *out, error *e) {
  return exports_text(&x->by, phase, row, out, e);
}

// What the invoice lacks, a row for each.
static bool note_missing(exporting *x, const value *row, error *e) {
  buffer lines = { 0 };
  bool ok = ask(x, "missing", row, &lines, e);
  char *at = lines.length ? lines.text : NULL;
  if (ok && at) x->lacking++;
  for (char *end; ok && at && (end = strchr(at, '\n')); at = end + 1)
    error_row(e, "%s: %.*s", value_get(row, "invoice")->as.text, (int)(end - at), at);
  buffer_free(&lines);
  return ok;
}

// All of them are looked at before the first is written.
static bool nothing_missing(exporting *x, const export_wanted *w, error *e) {
  if (!x->checks) return true;
  if (!take_all(x, w, note_missing, e)) return false;
  if (!x->lacking) return true;
  error_set(e, ERROR_INVALID, "%lld invoice%s what %s needs; nothing is written", (long long)x->lacking,
            x->lacking == 1 ? " lacks" : "s lack", x->target);
  return error_hint(e, "import it, then void the invoice and bill again: what is numbered keeps what it says");
}

static bool add_text(exporting *x, const value *row, error *e) {
  ++x->count;
  return ask(x, "invoice", row, &x->text, e);
}

// An answer is UTF-8; a file has the bytes that the target reads.
static void encode(exporting *x, const buffer *text, buffer *bytes) {
  const char *from = text->text ? text->text : "";
  buffer_text(bytes, "");
  if (strcmp(x->encoding, "windows-1252") != 0) {
    buffer_add(bytes, from, text->length);
    return;
  }
  size_t lost = windows_1252_add(bytes, from, text->length);
  if (lost)
    context_warn(x->context, "export", "%zu character%s that %s cannot tell: a ? stands for each", lost,
                 text_s((int64_t)lost), x->encoding);
}

static bool write_bytes(exporting *x, const char *path, const buffer *bytes, error *e) {
  bool before = false, ok = output_write(path, bytes->text, bytes->length, &before, e);
  x->replaced += ok && before;
  if (ok) x->last = path;
  return ok;
}

static void pack(exporting *x, const char *name, const buffer *bytes) {
  arena *a = x->context->arena;
  x->packed = arena_grow(a, x->packed, x->packed_count, &x->packed_capacity, sizeof *x->packed);
  x->packed[x->packed_count++] =
      (archive_file){ arena_text(a, name), arena_copy(a, bytes->text, bytes->length), bytes->length };
}

static bool write_text(exporting *x, const char *path, const buffer *text, error *e) {
  buffer bytes = { 0 };
  bool ok = true;
  encode(x, text, &bytes);
  if (x->packs) pack(x, path, &bytes);
  else ok = write_bytes(x, path, &bytes, e);
  buffer_free(&bytes);
  return ok;
}

// All documents in one file; the same ones give the same bytes.
static bool write_archive(exporting *x, error *e) {
  buffer bytes = { 0 };
  const archive_module *module = archive_module_open(e);
  if (!module) return false;
  if (!x->packed_count) return error_set(e, ERROR_STATE, "%s has no document of these: nothing is written", x->target);
  bool ok = module->write(x->packed, x->packed_count, x->newest, &bytes, e) && write_bytes(x, x->path, &bytes, e);
  buffer_free(&bytes);
  return ok;
}

static bool write_document(exporting *x, const value *row, const buffer *text, error *e) {
  arena *a = x->context->arena;
  const char *path = x->path;
  if (x->folder || x->packs) path = document_path(path, value_get(row, "invoice")->as.text, x->extension, a);
  if (x->packs) path = strrchr(path, '/') + 1;
  const day date = value_get(row, "date")->as.date;
  if (date > x->newest) x->newest = date;
  value_append(a, x->files, value_text(a, path));
  if (x->dry) return true;
  return write_text(x, path, text, e);
}

// A document of its own; none where the target has nothing to say, as of a void invoice.
static bool add_document(exporting *x, const value *row, error *e) {
  buffer text = { 0 };
  bool ok = ask(x, "invoice", row, &text, e);
  if (ok && !text.length) x->left_out++;
  else if (ok) {
    x->count++;
    if (x->path) ok = write_document(x, row, &text, e);
    else if (!x->dry) buffer_add(&x->text, text.text, text.length);
  }
  buffer_free(&text);
  return ok;
}

// Programs read one document from the standard output, not several behind each other.
static bool place_documents(exporting *x, const export_wanted *w, error *e) {
  const bool one = w->count == 1;
  x->folder = x->path && !x->packs && !document_is_file(x->path, x->extension);
  if (x->dry || x->packs || (one && !x->folder)) return true;
  if (x->folder) return folder_make(x->path, e);
  error_set(e, ERROR_USAGE, "%s makes a document of each invoice: several need a folder", x->target);
  return error_hint(e, "billet export %s --output invoices, or --output invoices.zip", x->target);
}

static bool export_all(exporting *x, const export_wanted *w, error *e) {
  if (!nothing_missing(x, w, e)) return false;
  if (x->each) return place_documents(x, w, e) && take_all(x, w, add_document, e);
  return ask(x, "begins", NULL, &x->text, e) && take_all(x, w, add_text, e) && ask(x, "ends", NULL, &x->text, e);
}

// A batch, where all of it was written, is exported then.
static bool deliver(exporting *x, batch *b, error *e) {
  context *c = x->context;
  if (!x->path || x->dry) return true;
  if (!x->each && !write_text(x, x->path, &x->text, e)) return false;
  if (x->packs && !write_archive(x, e)) return false;
  warn_replaced(c, x->replaced, x->last);
  const char *detail = arena_format(c->arena, "{\"target\":\"%s\"}", x->target);
  if (!b->n || !x->books || batch_exported(c->book, b, detail, e)) return true;
  const char *why = arena_text(c->arena, e->message);
  error_set(e, ERROR_UNKNOWN_OUTCOME, "%s is written, but batch %lld is not marked as exported: %s", x->path,
            (long long)b->n, why);
  return error_hint(e, "run the export again");
}

static value *export_value(exporting *x, const batch *b) {
  arena *a = x->context->arena;
  value *out = value_record(a);
  put_text(a, out, "target", x->target);
  if (b->n) put_int(a, out, "batch", b->n);
  else put_null(a, out, "batch");
  put_int(a, out, "invoices", x->count);
  put_text(a, out, "file", x->path);
  put_text(a, out, "text", x->path ? NULL : arena_copy(a, x->text.text ? x->text.text : "", x->text.length));
  if (x->each) value_put(a, out, "files", x->files);
  if (x->left_out)
    context_warn(x->context, "left-out", "%lld void: %s has no document of what is void", (long long)x->left_out,
                 x->target);
  return out;
}

static bool is_archive(const char *path) {
  size_t length = strlen(path);
  return length > 4 && strcmp(path + length - 4, ".zip") == 0;
}

// What the target is, as its plugin says.
static bool know_target(exporting *x, error *e) {
  const plugin_host *host = x->context->host;
  const value *facts = host->describe(host->self, PLUGIN_EXPORTER, x->target, x->context->arena, e), *extension;
  if (!facts) return false;
  extension = value_get(facts, "extension");
  x->extension = extension && extension->type == VALUE_TEXT ? extension->as.text : "txt";
  x->encoding = value_get(facts, "encoding")->as.text;
  x->each = value_get(facts, "each")->as.truth;
  x->checks = value_get(facts, "missing")->as.truth;
  x->books = value_get(facts, "books")->as.truth;
  x->packs = x->path && is_archive(x->path);
  if (x->packs && !x->each) {
    error_set(e, ERROR_USAGE, "%s writes one file, which is no archive", x->target);
    return error_hint(e, "billet export %s --output invoices.%s", x->target, x->extension);
  }
  if (!x->path && strcmp(x->encoding, "utf-8") != 0)
    context_warn(x->context, "export", "this is UTF-8; --output FILE writes %s, which %s reads", x->encoding,
                 x->target);
  return true;
}

value *export_files(context *c, const arguments *a, const export_wanted *w, batch *b, error *e) {
  const char *path = option_text(a, "output");
  exporting x = { .context = c,
                  .target = a->texts[0],
                  .dry = option_flag(a, "dry-run"),
                  .path = path && output_is_standard(path) ? NULL : path,  // the answer is what goes there
                  .files = value_list(c->arena) };
  if (option_text(a, "limit")) {
    error_set(e, ERROR_USAGE, "%s writes files: --limit is for targets that documents are delivered to", x.target);
    return NULL;
  }
  bool ok = know_target(&x, e);
  exports_open(&x.by, c, x.target);
  ok = ok && export_all(&x, w, e) && deliver(&x, b, e);
  value *out = ok ? export_value(&x, b) : NULL;
  exports_close(&x.by);
  buffer_free(&x.text);
  return out;
}
