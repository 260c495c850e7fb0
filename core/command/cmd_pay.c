// invoice pay, invoice unpay: what customers paid, noted by hand.
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/engine/import/payments.h"

static value *command_invoice_pay(context *c, const arguments *a, error *e) {
  payment_terms t = { .amount = option_text(a, "amount"),
                      .reference = option_text(a, "reference"),
                      .id = option_text(a, "id") };
  int64_t *invoices = arena_array(c->arena, a->count, sizeof *invoices);
  const char *id;
  day today;
  for (; t.count < a->count; t.count++)
    if (!resolve_invoice(c, a->texts[t.count], &invoices[t.count], e)) return NULL;
  t.invoices = invoices;
  if (!book_today(c->book, &today, e) || !option_day(a, "date", today, &t.date, e) ||
      !invoice_pay(c->book, &t, c->arena, &id, e))
    return NULL;
  c->next = arena_format(c->arena, "billet invoice unpay %s takes it back", id);
  value *v = payment_answer(c, id, e);
  return v && payment_put_open(c, v, e) ? v : NULL;
}

static value *command_invoice_unpay(context *c, const arguments *a, error *e) {
  value *v = payment_answer(c, a->texts[0], e);
  return v && invoice_unpay(c->book, a->texts[0], c->arena, e) && payment_put_open(c, v, e) ? v : NULL;
}

const command pay_commands[] = {
  { .words = "invoice pay",
    .group = "Invoices",
    .summary = "a payment of one or several invoices of a customer, in the order in which they are named",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .fits = "final",
    .least = 1,
    .most = -1,
    .options = { { "amount", "A", "how much came; what is open without it; a rest is on account", ARGUMENT_TEXT },
                 { "date", "DATE", "the day on which it came; today without it", ARGUMENT_DAY },
                 { "reference", "TEXT", "what the customer or the bank calls it", ARGUMENT_TEXT },
                 { "id", "ID", "your own key of the payment; P1, P2, … without it", ARGUMENT_TEXT } },
    .examples = { "billet invoice pay 17", "billet invoice pay 17 18 --amount 500.00 --date 2026-05-12",
                  "billet invoice pay 17 --reference \"check 1041\" --id chk-1041" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_invoice_pay },
  { .words = "invoice unpay",
    .group = "Invoices",
    .summary = "takes a payment back: what it paid is open again",
    .argument = "PAYMENT",
    .type = ARGUMENT_TEXT,
    .least = 1,
    .most = 1,
    .examples = { "billet invoice unpay P1" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_invoice_unpay },
  { 0 },
};
