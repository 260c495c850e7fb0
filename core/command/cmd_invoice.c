// invoice list, invoice show: invoices as data.
#include "core/base/text.h"
#include "core/base/windows_1252.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/store/output.h"
#include <stdlib.h>
#include <string.h>

static value *command_invoice_list(context *c, const arguments *a, error *e) {
  invoice_filter filter = { .batch = c->batch, .unpaid = option_flag(a, "unpaid") };
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

const command invoice_commands[] = {
  { .words = "invoice list",
    .group = "Invoices",
    .summary = "invoices and drafts",
    .options = { BATCH_OPTION,
                 { "customer", "C", "of one customer, by id or name", ARGUMENT_CUSTOMER },
                 { "from", "DATE", "dated from", ARGUMENT_DAY },
                 { "to", "DATE", "dated to", ARGUMENT_DAY },
                 { "unpaid", NULL, "of which something is open", ARGUMENT_TEXT } },
    .examples = { "billet invoice list --batch 3", "billet invoice list --customer coolrealty --from 2026-01-01",
                  "billet invoice list --unpaid" },
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
