// customer statement: what a customer owes, as a document.
#include "core/command/answers/documents.h"
#include "core/command/commands_inside.h"
#include "core/store/output.h"

// A text goes into the answer where no file is asked for.
static bool give(context *c, document_maker *m, const document *d, const char *path, value *out, error *e) {
  const char *bytes;
  size_t length;
  bool replaced = false;
  if (!document_form(m, d, c->arena, &bytes, &length, e)) return false;
  if (path && !output_write(path, bytes, length, &replaced, e)) return false;
  warn_replaced(c, replaced, path);
  put_text(c->arena, out, "file", path);
  put_text(c->arena, out, "text", path ? NULL : bytes);
  return true;
}

static document_maker *maker(context *c, const arguments *a, const char *path, error *e) {
  const char *format = option_text(a, "format");
  const document_wish wish = { .form = format ? format : "text" };
  if (path || !document_is_binary(wish.form)) return document_maker_open(c, &wish, e);
  error_set(e, ERROR_USAGE, "a %s is no text to look at here: it needs a file", wish.form);
  error_hint(e, "billet customer statement %s --format %s --output statement.%s", a->texts[0], wish.form, wish.form);
  return NULL;
}

static value *command_customer_statement(context *c, const arguments *a, error *e) {
  const char *path = option_text(a, "output");
  int64_t customer;
  day today, as_of;
  document d;
  if (path && output_is_standard(path)) path = NULL;  // the answer is what goes there
  document_maker *m = maker(c, a, path, e);
  if (!m || !book_today(c->book, &today, e) || !option_day(a, "as-of", today, &as_of, e) ||
      !resolve_customer(c, a->texts[0], &customer, e))
    return NULL;
  value *account = account_answer(c, customer, as_of, e);
  if (!account || !document_of_customer(c, customer, TEMPLATE_STATEMENT, account, c->arena, &d, e)) return NULL;
  return give(c, m, &d, path, account, e) ? account : NULL;
}

const command statement_commands[] = {
  { .words = "customer statement",
    .group = "Invoices",
    .summary = "what a customer owes by its final documents, by age and currency",
    .argument = "CUSTOMER",
    .type = ARGUMENT_CUSTOMER,
    .least = 1,
    .most = 1,
    .options = { { "as-of", "DATE", "by documents up to this day; today without it", ARGUMENT_DAY },
                 { "format", "text|html|pdf", "the form; text without it; a PDF needs a file", ARGUMENT_CHOICE },
                 { "output", "FILE", "the file", ARGUMENT_FILE } },
    .examples = { "billet customer statement coolrealty",
                  "billet customer statement coolrealty --as-of 2026-06-30 --format pdf --output coolrealty.pdf" },
    .need = NEED_BOOK,
    .view = "paper",
    .run = command_customer_statement },
  { 0 },
};
