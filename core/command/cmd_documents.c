// invoice view, invoice print: documents as people receive them.
#include "core/command/answers/documents.h"
#include "core/command/commands_inside.h"
#include "core/store/output.h"
#include <string.h>

// The documents of the invoices that are named, else of a batch, one after another.
typedef struct papers {
  context *context;
  document_maker *maker;
  int64_t *invoices;  // named ones
  size_t count, at;
  bool binary;        // what is made are bytes, no text
  bool statement;     // of prepaid balances, also where it was not kept
  value *rows;        // of the invoice or batch at hand
  int64_t made;       // how many documents there are
  const char *held;   // why the first that was held was; NULL: none was
  const char *bytes;  // of the document at hand, in the arena of its row
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

// {"invoice", "text"} (of bytes {"invoice"} alone), or {"invoice", "held"}: why its template fails.
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
      if (out && !p->binary) put_text(a, out, "text", p->bytes);
    } else if (e->code == ERROR_PLUGIN || e->code == ERROR_INVALID)
      hold(p, out, value_plain(a, value_get(invoice, "invoice")), e, a);
    else out = NULL;
    if (out) return out;
  }
  document_maker_close(p->maker);
  if (!e->code && p->held && !p->made) error_set(e, ERROR_PLUGIN, "%s", p->held);
  return NULL;
}

static papers *papers_open(context *c, const arguments *a, const char *folder, error *e) {
  papers *p = arena_alloc(c->arena, sizeof *p);
  const char *format = option_text(a, "format");
  bool binary = format && document_is_binary(format);
  if (binary && !folder) {
    error_set(e, ERROR_USAGE, "a %s is no text to look at here: it needs a folder", format);
    error_hint(e, "billet invoice print 17 --format %s --output invoices", format);
    return NULL;
  }
  const document_wish wish = { format ? format : "text", option_text(a, "template"), option_flag(a, "statement") };
  *p = (papers){ .context = c,
                 .binary = binary,
                 .statement = wish.statement,
                 .invoices = arena_array(c->arena, a->count + 1, sizeof *p->invoices) };
  for (; p->count < a->count; p->count++)
    if (!resolve_invoice(c, a->texts[p->count], &p->invoices[p->count], e)) return NULL;
  if (!(p->maker = document_maker_open(c, &wish, e))) return NULL;
  if (wish.template) context_warn(c, "template", "by the template %s: what was sent may look otherwise", wish.template);
  return p;
}

static value *command_invoice_view(context *c, const arguments *a, error *e) {
  papers *p = papers_open(c, a, NULL, e);
  value *list = value_list(c->arena), *row;
  if (!p) return NULL;
  while ((row = paper_next(p, c->arena, e))) value_append(c->arena, list, row);
  return e->code ? NULL : list;
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

static bool write_row(const papers *p, const value *row, const char *folder, const char *extension, written *out,
                      error *e) {
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
  const char *path = document_path(folder, number, extension, a);
  bool before = false;
  if (!output_write(path, p->bytes, p->length, &before, e)) return false;
  out->replaced += before;
  out->last = path;
  value_append(a, out->files, value_text(a, path));
  return true;
}

static bool write_all(papers *p, const char *folder, const char *extension, written *out, error *e) {
  arena *scratch = arena_new();
  bool ok = folder_make(folder, e);
  const value *row;
  while (ok && (arena_reset(scratch), row = paper_next(p, scratch, e)) != NULL)
    ok = write_row(p, row, folder, extension, out, e);
  if (!ok) document_maker_close(p->maker);
  arena_free(scratch);
  return ok && e->code == ERROR_NONE;
}

static value *command_invoice_print(context *c, const arguments *a, error *e) {
  const char *folder = option_text(a, "output"), *format = option_text(a, "format");
  if (a->count == 0 && !c->batch) {
    error_set(e, ERROR_USAGE, "which invoices?");
    error_hint(e, "billet invoice print 17, or billet invoice print --batch 3 --output invoices");
    return NULL;
  }
  papers *p = papers_open(c, a, folder, e);
  if (!p) return NULL;
  if (!folder) return value_stream(c->arena, paper_next, p);
  written w = { .files = value_list(c->arena), .held = value_list(c->arena), .last = "" };
  if (!write_all(p, folder, document_extension(format ? format : "text"), &w, e)) return NULL;
  warn_replaced(c, w.replaced, w.last);
  value *out = value_record(c->arena);
  value_put(c->arena, out, "files", w.files);
  if (w.held->as.list.count) value_put(c->arena, out, "held", w.held);
  return out;
}

// clang-format off
#define DOCUMENT_OPTIONS \
  { "format", "text|html|pdf", "the form; text without it; a PDF needs a folder", ARGUMENT_CHOICE }, \
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
    .examples = { "billet invoice view 17", "billet invoice view 17 --format html >17.html" },
    .need = NEED_BOOK,
    .view = "texts",
    .run = command_invoice_view },
  { .words = "invoice print",
    .group = "Invoices",
    .summary = "documents to the standard output or into a folder",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .most = -1,
    .options = { { "output", "DIR", "the folder", ARGUMENT_FILE }, DOCUMENT_OPTIONS, BATCH_OPTION },
    .examples = { "billet invoice print --batch 3 --output invoices",
                  "billet invoice print --batch 3 --format pdf --output invoices", "billet invoice print 17 | lpr" },
    .need = NEED_BOOK,
    .view = "texts",
    .run = command_invoice_print },
  { 0 },
};
