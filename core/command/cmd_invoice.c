// invoice list, invoice show: invoices as data.
#include "core/base/text.h"
#include "core/base/windows_1252.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/store/output.h"
#include <stdlib.h>
#include <string.h>

// --since, or --from where it is a date: the older word for it.
static bool read_span(const arguments *a, documents_filter *f, error *e) {
  const char *first = text_is_number(option_text(a, "from")) || !option_text(a, "from") ? "since" : "from";
  const char *last = option_text(a, "to") ? "to" : "until";
  if (!strcmp(first, "from") && option_text(a, "since"))
    return error_set(e, ERROR_USAGE, "--from DATE and --since DATE say the same: give one of them");
  if (option_text(a, "to") && option_text(a, "until"))
    return error_set(e, ERROR_USAGE, "--to DATE and --until DATE say the same: give one of them");
  return option_day(a, first, DAY_MIN, &f->since, e) && option_day(a, last, DAY_MAX, &f->until, e);
}

static bool read_filter(context *c, const arguments *a, documents_filter *out, error *e) {
  static const char *const states[] = { "", "draft", "final", "open", "overdue", "paid", "void", "credit", NULL };
  static const char *const orders[] = { "number", "date", "customer", "total", "open", NULL };
  const char *customer = option_text(a, "customer");
  *out = (documents_filter){ .batch = c->batch,
                             .text = option_text(a, "text"),
                             .state = (documents_state)option_choice(a, "state", states),
                             .order = (documents_order)option_choice(a, "sort", orders),
                             .descending = option_flag(a, "descending") };
  return read_span(a, out, e) && book_today(c->book, &out->today, e) &&
         (!customer || resolve_customer(c, customer, &out->customer, e));
}

// Whether the answer is a part of the list, with counts and sums; *from and *count: which.
static bool read_part(const arguments *a, bool *part, int64_t *from, int64_t *count, error *e) {
  bool first = text_is_number(option_text(a, "from"));
  *part = first || option_text(a, "count");
  *from = 0;
  if (first && !option_number(a, "from", 0, from, e)) return false;
  return option_number(a, "count", ROWS_SHOWN, count, e);
}

static value *command_invoice_list(context *c, const arguments *a, error *e) {
  documents_filter f;
  documents_window all;
  bool part, unpaid = option_flag(a, "unpaid");
  int64_t from, count;
  if (unpaid && option_text(a, "state")) {
    error_set(e, ERROR_USAGE, "--unpaid is --state open: give one of them");
    return NULL;
  }
  if (!read_filter(c, a, &f, e) || !read_part(a, &part, &from, &count, e)) return NULL;
  if (unpaid && part) f.state = DOCUMENTS_OPEN;
  if (part) return documents_answer(c, &f, from, count, e);
  const invoice_filter filter = {
    .batch = f.batch, .customer = f.customer, .from = f.since, .to = f.until, .unpaid = unpaid
  };
  if (!f.state && !f.text && !f.order && !f.descending) return invoices_answer(c, &filter, e);
  if (!documents_read(c->book, &f, 0, INT64_MAX, c->arena, &all, e)) return NULL;
  return invoices_listed(c, &filter, all.list, all.count);
}

static value *one_with(context *c, int64_t invoice, bool statements, error *e) {
  const invoice_filter filter = { .invoice = invoice, .from = DAY_MIN, .to = DAY_MAX, .statements = statements };
  return invoices_answer(c, &filter, e);
}

static value *command_invoice_show(context *c, const arguments *a, error *e) {
  int64_t n;
  return resolve_invoice(c, a->texts[0], &n, e) ? one_with(c, n, option_flag(a, "statement"), e) : NULL;
}

const command invoice_commands[] = {
  { .words = "invoice list",
    .group = "Invoices",
    .summary = "invoices and drafts",
    .options = { BATCH_OPTION,
                 { "customer", "C", "of one customer, by id or name", ARGUMENT_CUSTOMER },
                 { "since", "DATE", "dated from this day on", ARGUMENT_DAY },
                 { "until", "DATE", "dated up to this day", ARGUMENT_DAY },
                 { "state", "draft|final|open|overdue|paid|void|credit", "in this state", ARGUMENT_CHOICE },
                 { "unpaid", NULL, "of which something is open", ARGUMENT_TEXT },
                 { "text", "WORDS", "all of these words in number, PO number, id or name", ARGUMENT_TEXT },
                 { "sort", "number|date|customer|total|open", "by this; by number without it", ARGUMENT_CHOICE },
                 { "descending", NULL, "the last first, the greatest first", ARGUMENT_TEXT },
                 { "from", "N|DATE", "a part of the list: from this row on, the first being 0; a date: as --since",
                   ARGUMENT_TEXT },
                 { "count", "N", "a part of the list: so many rows, with counts and sums", ARGUMENT_NUMBER },
                 { "to", "DATE", "as --until", ARGUMENT_DAY } },
    .examples = { "billet invoice list --batch 3", "billet invoice list --customer coolrealty --since 2026-01-01",
                  "billet invoice list --unpaid",
                  "billet invoice list --state overdue --sort open --descending --count 20" },
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
