// prove: an archive by which somebody without the book can check an invoice.
#include "core/base/memory.h"
#include "core/command/answers/documents.h"
#include "core/command/commands_inside.h"
#include "core/engine/explain/explain.h"
#include "core/engine/prove/prove.h"
#include "core/store/output.h"
#include <string.h>

typedef struct proving {
  context *context;
  int64_t invoice;
  proof_files files;
  const char *unexplained;
} proving;

static bool add_json(proving *p, const char *name, const value *v, error *e) {
  char *text;
  size_t length;
  FILE *file = memory_stream(&text, &length);
  bool ok = answer_json(v, file, true, e);
  memory_stream_end(file, &text, &length);
  if (ok) proof_add(&p->files, name, arena_copy(p->files.arena, text, length), length);
  memory_give(text);
  return ok;
}

// What cannot be told any more is left out, and the proof says so: the rest of it still holds.
static bool leave_out(proving *p, const char *what, error *e) {
  bool borne = e->code == ERROR_HELD || e->code == ERROR_STATE || e->code == ERROR_CORRUPT || e->code == ERROR_PLUGIN ||
               e->code == ERROR_NOT_FOUND;
  if (!borne) return false;
  context_warn(p->context, "left-out", "without %s: %s", what, e->message);
  error_clear(e);
  return true;
}

static bool add_explanation(proving *p, error *e) {
  arena *a = p->files.arena;
  value *v;
  if (!explain(p->context->book, p->invoice, 0, true, a, &v, e)) {
    p->unexplained = arena_text(a, e->message);
    return leave_out(p, "an explanation", e);
  }
  buffer text = { 0 };
  const value *lines = value_get(v, "lines");
  for (size_t i = 0; i < lines->as.list.count; i++)
    buffer_format(&text, "%s\n", value_plain(a, lines->as.list.items[i]));
  proof_add(&p->files, "explanation.txt", arena_copy(a, text.text ? text.text : "", text.length), text.length);
  buffer_free(&text);
  return add_json(p, PROOF_EXPLANATION, v, e);
}

static bool add_document(proving *p, const char *form, const value *invoice, error *e) {
  arena *a = p->files.arena;
  const document_wish wish = { .form = form };
  const char *bytes;
  size_t length;
  document d;
  document_maker *m = document_maker_open(p->context, &wish, e);
  bool ok = m && document_of(m, p->invoice, invoice, a, &d, e) && document_form(m, &d, a, &bytes, &length, e);
  document_maker_close(m);
  if (ok) proof_add(&p->files, arena_format(a, "invoice.%s", document_extension(form)), bytes, length);
  return ok || leave_out(p, arena_format(a, "the document as %s", form), e);
}

static bool add_invoice(proving *p, value **out, error *e) {
  const invoice_filter filter = { .invoice = p->invoice, .from = DAY_MIN, .to = DAY_MAX, .kept = true };
  value *rows = invoices_answer(p->context, &filter, e);
  *out = rows ? rows->as.stream.next(rows->as.stream.context, p->files.arena, e) : NULL;
  return *out && add_json(p, PROOF_INVOICE, *out, e);
}

static const char *said(const value *v, const char *name) {
  const value *item = v ? value_get(v, name) : NULL;
  return item && item->type == VALUE_TEXT ? item->as.text : "";
}

static bool gather(proving *p, proof_parts *parts, error *e) {
  value *invoice;
  if (!prove_gather(p->context->book, p->invoice, &p->files, parts, e) ||
      !add_json(p, PROOF_RECORD, parts->record, e) || !add_json(p, PROOF_ROWS, parts->rows, e) ||
      !add_json(p, PROOF_LOG, parts->log, e) || !add_invoice(p, &invoice, e) || !add_explanation(p, e) ||
      !add_document(p, "html", invoice, e) || !add_document(p, "pdf", invoice, e))
    return false;
  const proof_words words = { said(invoice, "invoice"),
                              said(invoice, "kind"),
                              said(value_get(invoice, "seller"), "name"),
                              said(invoice, "customer_name"),
                              release,
                              p->unexplained };
  prove_seal(&p->files, &words);
  return true;
}

static value *proved(const proving *p, const char *path, const proof_parts *parts) {
  arena *a = p->context->arena;
  value *v = value_record(a), *files = value_list(a);
  for (size_t i = 0; i < p->files.count; i++) value_append(a, files, value_text(a, p->files.list[i].name));
  put_text(a, v, "invoice", said(parts->record, "invoice"));
  put_text(a, v, "proof", path);
  put_text(a, v, "digest", said(parts->record, "digest"));
  value_put(a, v, "head", value_get(value_get(parts->log, "head"), "chain"));
  value_put(a, v, "files", files);
  return v;
}

static value *command_prove(context *c, const arguments *a, error *e) {
  const char *path = option_text(a, "output");
  proving p = { .context = c, .files = { .arena = c->arena } };
  proof_parts parts;
  buffer archive = { 0 };
  bool replaced = false;
  if (!path) {
    error_set(e, ERROR_USAGE, "where to? --output FILE.zip");
    return NULL;
  }
  const archive_module *module = archive_module_open(e);
  bool ok = module && resolve_invoice(c, a->texts[0], &p.invoice, e) && gather(&p, &parts, e) &&
            module->write(p.files.list, p.files.count, parts.date, &archive, e) &&
            output_write(path, archive.text, archive.length, &replaced, e);
  buffer_free(&archive);
  if (!ok) return NULL;
  warn_replaced(c, replaced, path);
  c->next = arena_format(c->arena, "billet verify %s, which needs no book", path);
  return proved(&p, path, &parts);
}

// ---- Checking one.

static bool read_archive(const char *path, arena *a, archive_file **files, size_t *count, error *e) {
  const archive_module *module = archive_module_open(e);
  size_t length = 0;
  char *bytes = module ? file_read(path, &length, e) : NULL;
  error why = { 0 };
  bool ok = bytes && module->read(bytes, length, a, files, count, &why);
  if (bytes && !ok) error_set(e, why.code, "%s: %s", path, why.message);
  error_clear(&why);
  memory_give(bytes);
  return ok;
}

value *verify_proof(context *c, const char *path, error *e) {
  archive_file *files;
  size_t count;
  value *report;
  error why = { 0 };
  if (!read_archive(path, c->arena, &files, &count, e)) return NULL;
  if (!prove_check(files, count, c->arena, &report, &why)) {
    error_set(e, why.code, "%s: %s", path, why.message);
    error_hint(e, "%s", why.hint);
    error_clear(&why);
    return NULL;
  }
  const value *failures = value_get(report, "failures");
  const size_t broken = failures->as.list.count;
  if (!broken) return report;
  error_set(e, ERROR_CORRUPT, "%s proves nothing: %zu thing%s in it %s not so", path, broken, text_s((int64_t)broken),
            broken == 1 ? "is" : "are");
  error_hint(e, "ask whoever made it for another one, and keep this file for a look");
  for (size_t i = 0; i < broken; i++) error_row(e, "%s", failures->as.list.items[i]->as.text);
  return NULL;
}

const command prove_commands[] = {
  { .words = "prove",
    .group = "Questions",
    .summary = "an archive by which somebody without the book can check an invoice",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .least = 1,
    .most = 1,
    .options = { { "output", "FILE", "the archive, a ZIP file", ARGUMENT_FILE } },
    .examples = { "billet prove 17 --output 17.zip", "billet verify 17.zip" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_prove },
  { 0 },
};
