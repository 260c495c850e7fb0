// invoice view, invoice print: documents as people receive them.
#include "core/command/answers/documents.h"
#include "core/command/commands_inside.h"
#include "core/base/base64.h"
#include "core/store/output.h"
#include <string.h>
#include <sys/stat.h>

// The documents of the invoices that are named, else of a batch, one after another.
typedef struct papers {
  context *context;
  document_maker *maker;
  int64_t *invoices;  // named ones
  size_t count, at;
  const char *path;       // a file or a folder; NULL: the standard output
  const char *extension;  // of the form's files
  bool binary;            // what is made are bytes, no text
  bool statement;         // of prepaid balances, also where it was not kept
  value *rows;            // of the invoice or batch at hand
  int64_t made;           // how many documents there are
  const char *held;       // why the first that was held was; NULL: none was
  const char *bytes;      // of the document at hand, in the arena of its row
  size_t length;
} papers;

static value *rows_of(papers *p, int64_t invoice, error *e) {
  const invoice_filter filter = { .batch = invoice ? 0 : p->context->batch,
                                  .invoice = invoice,
                                  .from = DAY_MIN,
                                  .to = DAY_MAX,
                                  .statements = p->statement,
                                  .kept = true };
  return invoices_answer(p->context, &filter, e);
}

// The next invoice; NULL at the end or with the error.
static value *next_invoice(papers *p, arena *a, error *e) {
  for (;;) {
    value *row = p->rows ? p->rows->as.stream.next(p->rows->as.stream.context, a, e) : NULL;
    if (row || e->code) return row;
    if (p->at == p->count && (p->count || p->rows)) return NULL;
    p->rows = rows_of(p, p->count ? p->invoices[p->at++] : 0, e);
  }
}

// A document that its template does not make is held, and the others go on.
static void hold(papers *p, value *out, const char *invoice, error *e, arena *a) {
  const char *why = arena_text(p->context->arena, e->message);
  put_text(a, out, "held", why);
  context_warn(p->context, "held", "the document of %s is held: %s", invoice, why);
  if (!p->held) p->held = why;
  error_clear(e);
}

static void put_paper(papers *p, value *out, arena *a) {
  if (p->path) return;  // a file has it
  if (!p->binary) {
    put_text(a, out, "text", p->bytes);
    return;
  }
  buffer b = { 0 };
  base64_add(&b, p->bytes, p->length);
  put_text(a, out, "base64", arena_copy(a, b.text ? b.text : "", b.length));
  buffer_free(&b);
}

// {"invoice", "text"} (of bytes {"invoice", "base64"}), or {"invoice", "held"}: why its template fails.
static value *paper_next(void *context, arena *a, error *e) {
  papers *p = context;
  document d;
  const value *invoice = next_invoice(p, a, e);
  if (invoice) {
    value *out = value_record(a);
    value_put(a, out, "invoice", value_get(invoice, "invoice"));
    if (document_of(p->maker, invoices_last(p->rows), invoice, a, &d, e)) {
      if (document_form(p->maker, &d, a, &p->bytes, &p->length, e)) p->made++;
      else out = NULL;
      if (out) put_paper(p, out, a);
    } else if (e->code == ERROR_PLUGIN || e->code == ERROR_INVALID || e->code == ERROR_STATE)
      hold(p, out, value_plain(a, value_get(invoice, "invoice")), e, a);
    else out = NULL;
    if (out) return out;
  }
  document_maker_close(p->maker);
  if (!e->code && p->held && !p->made) error_set(e, ERROR_PLUGIN, "%s", p->held);
  return NULL;
}

// Programs read one document of bytes from the standard output, not several behind each other.
static bool one_at_a_time(const papers *p, const char *format, error *e) {
  if (p->path || !p->binary || (p->count == 1 && !p->context->batch)) return true;
  error_set(e, ERROR_USAGE, "the standard output takes one %s at a time: several need a folder", format);
  return error_hint(e, "billet invoice print --batch 3 --format %s --output invoices", format);
}

static papers *papers_open(context *c, const arguments *a, error *e) {
  papers *p = arena_alloc(c->arena, sizeof *p);
  const char *format = option_text(a, "format"), *path = option_text(a, "output");
  const document_wish wish = { format ? format : "text", option_text(a, "template"), option_flag(a, "statement"),
                               option_text(a, "attach") };
  *p = (papers){ .context = c,
                 .path = path && output_is_standard(path) ? NULL : path,  // the answer is what goes there
                 .extension = document_extension(wish.form),
                 .binary = document_is_binary(wish.form),
                 .statement = wish.statement,
                 .invoices = arena_array(c->arena, a->count + 1, sizeof *p->invoices) };
  for (; p->count < a->count; p->count++)
    if (!resolve_invoice(c, a->texts[p->count], &p->invoices[p->count], e)) return NULL;
  if (!one_at_a_time(p, wish.form, e) || !(p->maker = document_maker_open(c, &wish, e))) return NULL;
  if (wish.template) context_warn(c, "template", "by the template %s: what was sent may look otherwise", wish.template);
  return p;
}

const char *document_path(const char *folder, const char *number, const char *extension, arena *a) {
  char *safe = arena_text(a, number);
  for (char *at = safe; *at; at++)
    if (*at == '/' || *at == '\\' || (unsigned char)*at < 33) *at = '-';
  return arena_format(a, "%s/%s.%s", folder, safe, extension);
}

void warn_replaced(context *c, int64_t count, const char *path) {
  if (count == 1) context_warn(c, "replaced", "%s was there before; it is replaced", path);
  else if (count) context_warn(c, "replaced", "%lld files were there before; they are replaced", (long long)count);
}

// What was written, and which documents were held.
typedef struct written {
  value *files, *held;
  const char *last;
  int64_t replaced;
} written;

static bool write_row(const papers *p, const value *row, bool folder, written *out, error *e) {
  arena *a = p->context->arena;
  const char *number = arena_text(a, value_get(row, "invoice")->as.text);
  const value *held = value_get(row, "held");
  if (held) {
    value *v = value_record(a);
    put_text(a, v, "invoice", number);
    put_text(a, v, "reason", arena_text(a, held->as.text));
    value_append(a, out->held, v);
    return true;
  }
  const char *path = folder ? document_path(p->path, number, p->extension, a) : p->path;
  bool before = false;
  if (!output_write(path, p->bytes, p->length, &before, e)) return false;
  out->replaced += before;
  out->last = path;
  value_append(a, out->files, value_text(a, path));
  return true;
}

bool document_is_file(const char *path, const char *extension) {
  struct stat facts;
  if (stat(path, &facts) == 0) return !S_ISDIR(facts.st_mode);
  size_t length = strlen(path), tail = strlen(extension);
  return length > tail + 1 && path[length - tail - 1] == '.' && strcmp(path + length - tail, extension) == 0;
}

static bool write_all(papers *p, written *out, error *e) {
  bool folder = !document_is_file(p->path, p->extension);
  if (!folder && (p->count != 1 || p->context->batch)) {
    error_set(e, ERROR_USAGE, "%s is one file: several documents need a folder", p->path);
    return error_hint(e, "billet invoice print --batch 3 --output invoices");
  }
  arena *scratch = arena_new();
  bool ok = !folder || folder_make(p->path, e);
  const value *row;
  while (ok && (arena_reset(scratch), row = paper_next(p, scratch, e)) != NULL) ok = write_row(p, row, folder, out, e);
  if (!ok) document_maker_close(p->maker);
  arena_free(scratch);
  return ok && e->code == ERROR_NONE;
}

static value *write_papers(papers *p, error *e) {
  arena *a = p->context->arena;
  written w = { .files = value_list(a), .held = value_list(a), .last = "" };
  if (!write_all(p, &w, e)) return NULL;
  warn_replaced(p->context, w.replaced, w.last);
  value *out = value_record(a);
  value_put(a, out, "files", w.files);
  if (w.held->as.list.count) value_put(a, out, "held", w.held);
  return out;
}

static value *command_invoice_view(context *c, const arguments *a, error *e) {
  papers *p = papers_open(c, a, e);
  value *list = value_list(c->arena), *row;
  if (!p) return NULL;
  if (p->path) return write_papers(p, e);
  while ((row = paper_next(p, c->arena, e))) value_append(c->arena, list, row);
  return e->code ? NULL : list;
}

static value *command_invoice_print(context *c, const arguments *a, error *e) {
  if (a->count == 0 && !c->batch) {
    error_set(e, ERROR_USAGE, "which invoices?");
    error_hint(e, "billet invoice print 17, or billet invoice print --batch 3 --output invoices");
    return NULL;
  }
  papers *p = papers_open(c, a, e);
  if (!p) return NULL;
  return p->path ? write_papers(p, e) : value_stream(c->arena, paper_next, p);
}

// clang-format off
#define DOCUMENT_OPTIONS \
  { "output", "FILE|DIR", "a file where it ends in .txt, .html or .pdf, else a folder", ARGUMENT_FILE }, \
  { "format", "text|html|pdf", "the form; text without it", ARGUMENT_CHOICE }, \
  { "attach", "ubl|cii|none", "electronic invoice inside the PDF; without it cii for einvoice factur-x", \
    ARGUMENT_CHOICE }, \
  { "template", "NAME", "by another template than the one that was kept", ARGUMENT_PLUGIN }, \
  { "statement", NULL, "with prepaid balances, whatever the template's params say", ARGUMENT_TEXT }
// clang-format on

const command document_commands[] = {
  { .words = "invoice view",
    .group = "Invoices",
    .summary = "the document, as it is printed",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .least = 1,
    .most = -1,
    .options = { DOCUMENT_OPTIONS },
    .examples = { "billet invoice view 17", "billet invoice view 17 --format html --output 17.html",
                  "billet invoice view 17 --format pdf >17.pdf" },
    .need = NEED_BOOK,
    .view = "texts",
    .run = command_invoice_view },
  { .words = "invoice print",
    .group = "Invoices",
    .summary = "documents to the standard output or into a folder",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .most = -1,
    .options = { DOCUMENT_OPTIONS, BATCH_OPTION },
    .examples = { "billet invoice print --batch 3 --output invoices",
                  "billet invoice print --batch 3 --format pdf --output invoices", "billet invoice print 17 | lpr" },
    .need = NEED_BOOK,
    .view = "texts",
    .run = command_invoice_print },
  { 0 },
};
