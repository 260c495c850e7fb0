// invoice …: listing, viewing, printing, correcting.
#include "core/base/text.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/store/output.h"
#include <stdlib.h>
#include <string.h>

static value *command_invoice_list(context *c, const arguments *a, error *e) {
  invoice_filter filter = { .batch = c->batch };
  const char *customer = option_text(a, "customer");
  if (!option_day(a, "from", DAY_MIN, &filter.from, e) || !option_day(a, "to", DAY_MAX, &filter.to, e)) return NULL;
  if (customer && !resolve_customer(c, customer, &filter.customer, e)) return NULL;
  return invoices_answer(c, &filter, e);
}

static value *one_with(context *c, int64_t invoice, bool statements, error *e) {
  const invoice_filter filter = { .invoice = invoice, .from = DAY_MIN, .to = DAY_MAX, .statements = statements };
  return invoices_answer(c, &filter, e);
}

static value *one(context *c, int64_t invoice, error *e) { return one_with(c, invoice, false, e); }

static value *command_invoice_show(context *c, const arguments *a, error *e) {
  int64_t n;
  return resolve_invoice(c, a->texts[0], &n, e) ? one_with(c, n, option_flag(a, "statement"), e) : NULL;
}

// Each invoice as text: {"invoice", "text"}. The context is the stream of invoices.
static value *text_next(void *context, arena *a, error *e) {
  const value *invoices = context, *invoice = invoices->as.stream.next(invoices->as.stream.context, a, e);
  if (!invoice) return NULL;
  value *out = value_record(a);
  value_put(a, out, "invoice", value_get(invoice, "invoice"));
  put_text(a, out, "text", invoice_text(invoice, a));
  return out;
}

static value *texts_of(context *c, value *invoices) { return value_stream(c->arena, text_next, invoices); }

static value *command_invoice_view(context *c, const arguments *a, error *e) {
  value *list = value_list(c->arena);
  for (size_t i = 0; i < a->count; i++) {
    int64_t n;
    if (!resolve_invoice(c, a->texts[i], &n, e)) return NULL;
    value *rows = texts_of(c, one_with(c, n, option_flag(a, "statement"), e)),
          *row = rows->as.stream.next(rows->as.stream.context, c->arena, e);
    if (!row) return NULL;
    value_append(c->arena, list, row);
    while (e->code == ERROR_NONE && rows->as.stream.next(rows->as.stream.context, c->arena, e)) continue;
  }
  return list;
}

// A number as a file name: whatever a folder could mistake becomes a dash.
static const char *file_name(const char *folder, const char *number, arena *a) {
  char *safe = arena_text(a, number);
  for (char *at = safe; *at; at++)
    if (*at == '/' || *at == '\\' || (unsigned char)*at < 33) *at = '-';
  return arena_format(a, "%s/%s.txt", folder, safe);
}

static void warn_replaced(context *c, int64_t count, const char *path) {
  if (count == 1) context_warn(c, "replaced", "%s was there before; it is replaced", path);
  else if (count) context_warn(c, "replaced", "%lld files were there before; they are replaced", (long long)count);
}

static bool write_all(context *c, value *rows, const char *folder, value *files, int64_t *replaced, error *e) {
  arena *scratch = arena_new();
  bool ok = folder_make(folder, e);
  value *row;
  while (ok && (arena_reset(scratch), row = rows->as.stream.next(rows->as.stream.context, scratch, e)) != NULL) {
    const char *path = file_name(folder, value_get(row, "invoice")->as.text, scratch),
               *text = value_get(row, "text")->as.text;
    bool before = false;
    ok = output_write(path, text, strlen(text), &before, e);
    *replaced += before;
    value_append(c->arena, files, value_text(c->arena, arena_text(c->arena, path)));
  }
  arena_free(scratch);
  return ok && e->code == ERROR_NONE;
}

static value *command_invoice_print(context *c, const arguments *a, error *e) {
  if (a->count == 0 && !c->batch) {
    error_set(e, ERROR_USAGE, "which invoices?");
    error_hint(e, "billet invoice print 17, or billet invoice print --batch 3 --output invoices");
    return NULL;
  }
  const char *folder = option_text(a, "output");
  if (a->count && !folder) return command_invoice_view(c, a, e);
  value *files = value_list(c->arena);
  int64_t replaced = 0;
  const bool statements = option_flag(a, "statement");
  const invoice_filter filter = { .batch = c->batch, .from = DAY_MIN, .to = DAY_MAX, .statements = statements };
  if (a->count == 0 && !folder) return texts_of(c, invoices_answer(c, &filter, e));
  if (a->count == 0 && !write_all(c, texts_of(c, invoices_answer(c, &filter, e)), folder, files, &replaced, e))
    return NULL;
  for (size_t i = 0; i < a->count; i++) {
    int64_t n;
    if (!resolve_invoice(c, a->texts[i], &n, e) ||
        !write_all(c, texts_of(c, one_with(c, n, statements, e)), folder, files, &replaced, e))
      return NULL;
  }
  size_t last = files->as.list.count;
  warn_replaced(c, replaced, last ? files->as.list.items[last - 1]->as.text : "");
  value *out = value_record(c->arena);
  value_put(c->arena, out, "files", files);
  return out;
}

static bool line_numbers(context *c, const char *text, int64_t **out, size_t *count, error *e) {
  size_t capacity = 0;
  *out = NULL;
  *count = 0;
  for (const char *at = text; at && *at;) {
    char *end;
    long number = strtol(at, &end, 10);
    if (end == at || number < 1 || (*end && *end != ','))
      return error_set(e, ERROR_USAGE, "--lines: \"%s\" is no list of line numbers such as 1,3", text);
    *out = arena_grow(c->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = number;
    at = *end ? end + 1 : end;
  }
  return true;
}

static value *command_invoice_credit(context *c, const arguments *a, error *e) {
  int64_t n, credit, *lines;
  size_t count;
  day date;
  if (!option_text(a, "note")) {
    error_set(e, ERROR_USAGE, "a credit note needs a reason: --note TEXT");
    return NULL;
  }
  if (!resolve_invoice(c, a->texts[0], &n, e) || !line_numbers(c, option_text(a, "lines"), &lines, &count, e) ||
      !option_day(a, "date", DAY_MIN, &date, e))
    return NULL;
  if (!invoice_credit(c->book, n, lines, count, option_flag(a, "rebill"), date, option_text(a, "note"), &credit, e))
    return NULL;
  return one(c, credit, e);
}

static value *command_invoice_void(context *c, const arguments *a, error *e) {
  int64_t n;
  if (!option_text(a, "note")) {
    error_set(e, ERROR_USAGE, "a void needs a reason: --note TEXT");
    return NULL;
  }
  if (!resolve_invoice(c, a->texts[0], &n, e) || !invoice_void(c->book, n, option_text(a, "note"), e)) return NULL;
  return one(c, n, e);
}

static bool export_all(context *c, const char *target, int64_t batch, buffer *out, int64_t *count, error *e) {
  const plugin_host *host = c->host;
  const invoice_filter filter = { .batch = batch, .from = DAY_MIN, .to = DAY_MAX };
  value *rows = invoices_answer(c, &filter, e), *row;
  arena *scratch = arena_new();
  bool ok = host->export(host->self, target, "begins", NULL, out, e);
  while (ok && (arena_reset(scratch), row = rows->as.stream.next(rows->as.stream.context, scratch, e)) != NULL) {
    if (strcmp(value_get(row, "state")->as.text, "draft") == 0) continue;
    ok = host->export(host->self, target, "invoice", row, out, e);
    ++*count;
  }
  arena_free(scratch);
  return ok && e->code == ERROR_NONE && host->export(host->self, target, "ends", NULL, out, e);
}

// Targets whose file holds all that another program needs to book a batch; what others write is a copy to look at.
static bool books_batch(const char *target) {
  static const char *const targets[] = { "csv", "quickbooks-iif", "xero-csv" };
  for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
    if (strcmp(targets[i], target) == 0) return true;
  return false;
}

// Writes the file; the batch is exported then.
static bool deliver(context *c, const char *target, batch *b, const char *path, const buffer *text, error *e) {
  bool replaced;
  if (!output_write(path, text->text ? text->text : "", text->length, &replaced, e)) return false;
  warn_replaced(c, replaced, path);
  const char *detail = arena_format(c->arena, "{\"target\":\"%s\"}", target);
  if (!books_batch(target) || batch_exported(c->book, b, detail, e)) return true;
  const char *why = arena_text(c->arena, e->message);
  error_set(e, ERROR_UNKNOWN_OUTCOME, "%s is written, but batch %lld is not marked as exported: %s", path,
            (long long)b->n, why);
  return error_hint(e, "run the export again");
}

static value *command_export(context *c, const arguments *a, error *e) {
  batch b;
  buffer text = { 0 };
  int64_t count = 0;
  const char *path = option_text(a, "output");
  if (!c->host->find(c->host->self, PLUGIN_EXPORTER, a->texts[0], e)) return NULL;
  if (!batch_find(c->book, c->batch, "generated,exported", c->arena, &b, e) ||
      !export_all(c, a->texts[0], b.n, &text, &count, e)) {
    buffer_free(&text);
    return NULL;
  }
  if (path && output_is_standard(path)) path = NULL;  // the answer is what goes there
  bool ok = !path || option_flag(a, "dry-run") || deliver(c, a->texts[0], &b, path, &text, e);
  value *out = value_record(c->arena);
  put_text(c->arena, out, "target", a->texts[0]);
  put_int(c->arena, out, "batch", b.n);
  put_int(c->arena, out, "invoices", count);
  put_text(c->arena, out, "file", path);
  put_text(c->arena, out, "text", path ? NULL : arena_copy(c->arena, text.text ? text.text : "", text.length));
  buffer_free(&text);
  return ok ? out : NULL;
}

#define STATEMENT_OPTION \
  { "statement", NULL, "with what was granted, used by which ticket and left of prepaid balances", ARGUMENT_TEXT }

const command invoice_commands[] = {
  { .words = "invoice list",
    .group = "Invoices",
    .summary = "invoices and drafts",
    .options = { BATCH_OPTION,
                 { "customer", "C", "of one customer", ARGUMENT_CUSTOMER },
                 { "from", "DATE", "dated from", ARGUMENT_DAY },
                 { "to", "DATE", "dated to", ARGUMENT_DAY } },
    .examples = { "billet invoice list --batch 3", "billet invoice list --customer coolrealty --from 2026-01-01" },
    .need = NEED_BOOK,
    .view = "invoices",
    .next = "billet invoice view NUMBER",
    .run = command_invoice_list },
  { .words = "invoice show",
    .group = "Invoices",
    .summary = "one invoice with all its fields",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .least = 1,
    .most = 1,
    .options = { STATEMENT_OPTION },
    .examples = { "billet invoice show 17", "billet invoice show D3 --json" },
    .need = NEED_BOOK,
    .view = "invoice-texts",
    .run = command_invoice_show },
  { .words = "invoice view",
    .group = "Invoices",
    .summary = "the document, as it is printed",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .least = 1,
    .most = -1,
    .options = { { "format", "text", "text", ARGUMENT_CHOICE }, STATEMENT_OPTION },
    .examples = { "billet invoice view 17", "billet invoice view 17 --statement" },
    .need = NEED_BOOK,
    .view = "texts",
    .run = command_invoice_view },
  { .words = "invoice print",
    .group = "Invoices",
    .summary = "documents to the standard output or into a folder",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .most = -1,
    .options = { { "output", "DIR", "the folder", ARGUMENT_FILE }, STATEMENT_OPTION, BATCH_OPTION },
    .examples = { "billet invoice print --batch 3 --output invoices", "billet invoice print 17 | lpr" },
    .need = NEED_BOOK,
    .view = "texts",
    .run = command_invoice_print },
  { .words = "invoice credit",
    .group = "Invoices",
    .summary = "a credit note, with the tax of what it credits",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .least = 1,
    .most = 1,
    .options = { { "lines", "N,…", "these lines only", ARGUMENT_TEXT },
                 { "rebill", NULL, "what is credited is due again", ARGUMENT_TEXT },
                 { "date", "DATE", "the last date of the series without it", ARGUMENT_DAY },
                 { "note", "TEXT", "why (required)", ARGUMENT_TEXT } },
    .examples = { "billet invoice credit 17 --note \"wrong rate\" --rebill",
                  "billet invoice credit 17 --lines 1,2 --note goodwill" },
    .need = NEED_BOOK,
    .view = "invoice-texts",
    .run = command_invoice_credit },
  { .words = "invoice void",
    .group = "Invoices",
    .summary = "voids an invoice: the number stays, its items are due again",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .least = 1,
    .most = 1,
    .options = { { "note", "TEXT", "why (required)", ARGUMENT_TEXT } },
    .examples = { "billet invoice void 17 --note duplicate" },
    .need = NEED_BOOK,
    .view = "invoice-texts",
    .run = command_invoice_void },
  { .words = "export",
    .group = "Invoices",
    .summary = "writes a batch's invoices for another program",
    .argument = "TARGET",
    .type = ARGUMENT_PLUGIN,
    .least = 1,
    .most = 1,
    .options = { BATCH_OPTION,
                 { "output", "FILE", "the file", ARGUMENT_FILE },
                 { "dry-run", NULL, "write nothing", ARGUMENT_TEXT } },
    .examples = { "billet export csv --output may.csv" },
    .need = NEED_BOOK,
    .view = "export",
    .run = command_export },
  { 0 },
};
