// invoice list, invoice show, export: invoices as data.
#include "core/base/text.h"
#include "core/base/windows_1252.h"
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

static value *command_invoice_show(context *c, const arguments *a, error *e) {
  int64_t n;
  return resolve_invoice(c, a->texts[0], &n, e) ? one_with(c, n, option_flag(a, "statement"), e) : NULL;
}

// An export under way: to whom, and what it has made so far.
typedef struct exporting {
  context *context;
  const char *target, *encoding;
  exports by;
  buffer text;
  int64_t count;
} exporting;

static bool export_rows(exporting *x, const invoice_filter *filter, error *e) {
  context *c = x->context;
  value *rows = invoices_answer(c, filter, e), *row;
  arena *scratch = arena_new();
  bool ok = true;
  while (ok && (arena_reset(scratch), row = rows->as.stream.next(rows->as.stream.context, scratch, e)) != NULL) {
    if (strcmp(value_get(row, "state")->as.text, "draft") == 0) continue;
    ok = exports_text(&x->by, "invoice", row, &x->text, e);
    ++x->count;
  }
  arena_free(scratch);
  return ok && e->code == ERROR_NONE;
}

// The invoices that are named, in that order; without any those of the batch.
static bool export_all(exporting *x, const int64_t *invoices, size_t count, int64_t batch, error *e) {
  exports_open(&x->by, x->context, x->target);
  bool ok = exports_text(&x->by, "begins", NULL, &x->text, e);
  for (size_t i = 0; ok && i < count; i++)
    ok = export_rows(x, &(invoice_filter){ .invoice = invoices[i], .from = DAY_MIN, .to = DAY_MAX }, e);
  if (ok && !count) ok = export_rows(x, &(invoice_filter){ .batch = batch, .from = DAY_MIN, .to = DAY_MAX }, e);
  ok = ok && exports_text(&x->by, "ends", NULL, &x->text, e);
  exports_close(&x->by);
  return ok;
}

static bool take_invoice(context *c, const char *text, int64_t *list, size_t *count, error *e) {
  int64_t n, drafts = 0;
  if (!resolve_invoice(c, text, &n, e) ||
      !db_value(c->book->db, e, &drafts, 0, "SELECT state = 'draft' FROM invoices WHERE n = ?", "i", n))
    return false;
  if (drafts) {
    error_set(e, ERROR_STATE, "%s is a draft: only what is numbered is exported", text);
    return error_hint(e, "billet batch generate numbers the drafts of a batch");
  }
  for (size_t i = 0; i < *count; i++)
    if (list[i] == n) return error_set(e, ERROR_USAGE, "invoice %s is named twice", text);
  list[(*count)++] = n;
  return true;
}

// --invoice 17 18: the first stands with the option, the others behind it.
static bool named_invoices(context *c, const arguments *a, int64_t **out, size_t *count, error *e) {
  const char *first = option_text(a, "invoice");
  *out = arena_array(c->arena, a->count + 1, sizeof **out);
  *count = 0;
  if (!first && a->count > 1) {
    error_set(e, ERROR_USAGE, "`billet export` does not take \"%s\"", a->texts[1]);
    return error_hint(e, "single documents are named by --invoice: billet export csv --invoice 17 18");
  }
  if (first && c->batch) return error_set(e, ERROR_USAGE, "--batch or --invoice, not both");
  if (first && !take_invoice(c, first, *out, count, e)) return false;
  for (size_t i = 1; i < a->count; i++)
    if (!take_invoice(c, a->texts[i], *out, count, e)) return false;
  return true;
}

// Targets whose file holds all that another program needs to book a batch; what others write is a copy to look at.
static bool books_batch(const char *target) {
  static const char *const targets[] = { "csv", "quickbooks-iif", "xero-csv" };
  for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
    if (strcmp(targets[i], target) == 0) return true;
  return false;
}

// An answer is UTF-8; the file has the bytes that the target reads.
static bool write_encoded(exporting *x, const char *path, bool *replaced, error *e) {
  buffer bytes = { 0 };
  size_t lost = windows_1252_add(&bytes, x->text.text ? x->text.text : "", x->text.length);
  bool ok = output_write(path, bytes.text ? bytes.text : "", bytes.length, replaced, e);
  if (lost)
    context_warn(x->context, "export", "%zu character%s that %s cannot tell: a ? stands for each", lost,
                 text_s((int64_t)lost), x->encoding);
  buffer_free(&bytes);
  return ok;
}

static bool write_file(exporting *x, const char *path, bool *replaced, error *e) {
  if (strcmp(x->encoding, "windows-1252") == 0) return write_encoded(x, path, replaced, e);
  return output_write(path, x->text.text ? x->text.text : "", x->text.length, replaced, e);
}

// Writes the file; a batch, where all of it was written, is exported then.
static bool deliver(exporting *x, batch *b, const char *path, error *e) {
  bool replaced;
  context *c = x->context;
  if (!write_file(x, path, &replaced, e)) return false;
  warn_replaced(c, replaced, path);
  const char *detail = arena_format(c->arena, "{\"target\":\"%s\"}", x->target);
  if (!b->n || !books_batch(x->target) || batch_exported(c->book, b, detail, e)) return true;
  const char *why = arena_text(c->arena, e->message);
  error_set(e, ERROR_UNKNOWN_OUTCOME, "%s is written, but batch %lld is not marked as exported: %s", path,
            (long long)b->n, why);
  return error_hint(e, "run the export again");
}

static value *export_value(exporting *x, const batch *b, const char *path) {
  arena *a = x->context->arena;
  value *out = value_record(a);
  put_text(a, out, "target", x->target);
  if (b->n) put_int(a, out, "batch", b->n);
  else put_null(a, out, "batch");
  put_int(a, out, "invoices", x->count);
  put_text(a, out, "file", path);
  put_text(a, out, "text", path ? NULL : arena_copy(a, x->text.text ? x->text.text : "", x->text.length));
  return out;
}

// What the target's plugin says of its file.
static bool know_target(exporting *x, const char *path, error *e) {
  const plugin_host *host = x->context->host;
  const value *facts = host->describe(host->self, PLUGIN_EXPORTER, x->target, x->context->arena, e);
  if (!facts) return false;
  x->encoding = value_get(facts, "encoding")->as.text;
  if (!path && strcmp(x->encoding, "utf-8") != 0)
    context_warn(x->context, "export", "this is UTF-8; --output FILE writes %s, which %s reads", x->encoding,
                 x->target);
  return true;
}

static value *command_export(context *c, const arguments *a, error *e) {
  batch b = { 0 };
  int64_t *invoices;
  size_t count;
  exporting x = { .context = c, .target = a->texts[0] };
  const char *path = option_text(a, "output");
  if (path && output_is_standard(path)) path = NULL;  // the answer is what goes there
  bool ok = know_target(&x, path, e) && named_invoices(c, a, &invoices, &count, e) &&
            (count || resolve_batch(c, "generated,exported", &b, e)) && export_all(&x, invoices, count, b.n, e) &&
            (!path || option_flag(a, "dry-run") || deliver(&x, &b, path, e));
  value *out = ok ? export_value(&x, &b, path) : NULL;
  buffer_free(&x.text);
  return out;
}

const command invoice_commands[] = {
  { .words = "invoice list",
    .group = "Invoices",
    .summary = "invoices and drafts",
    .options = { BATCH_OPTION,
                 { "customer", "C", "of one customer, by id or name", ARGUMENT_CUSTOMER },
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
    .options = { { "statement", NULL, "with what was granted, used by which ticket and left of prepaid balances",
                   ARGUMENT_TEXT } },
    .examples = { "billet invoice show 17", "billet invoice show D3 --json" },
    .need = NEED_BOOK,
    .view = "invoice",
    .run = command_invoice_show },
  { 0 },
};

const command export_commands[] = {
  { .words = "export",
    .group = "Invoices",
    .summary = "writes a batch's invoices, or those that are named, for another program",
    .argument = "TARGET",
    .type = ARGUMENT_PLUGIN,
    .least = 1,
    .most = -1,
    .options = { BATCH_OPTION,
                 { "invoice", "ID…", "these documents only, credit notes too", ARGUMENT_INVOICE },
                 { "output", "FILE", "the file", ARGUMENT_FILE },
                 { "dry-run", NULL, "write nothing", ARGUMENT_TEXT } },
    .examples = { "billet export csv --output may.csv", "billet export csv --invoice 17 18" },
    .need = NEED_BOOK,
    .view = "export",
    .run = command_export },
  { 0 },
};
