// Answers: batches, items and invoices as values with the fields of the public interface.
#pragma once
#include "core/command/command.h"
#include "core/engine/batch/batch.h"
#include "core/engine/invoice/invoice.h"
#include "core/engine/questions/balance.h"

// Which contracts `batch show` lists; NULL: all. Filters never change the selection.
typedef struct batch_filter {
  const char *type, *taxable, *customer, *periods;
} batch_filter;

// A batch with its details and, as a stream, its contracts. `changed` may be NULL.
value *batch_answer(context *c, int64_t batch, const batch_filter *filter, const change_list *changed, error *e);

// {"contract", "items"} of one contract.
value *items_answer(context *c, const batch *batch, const contract *contract, error *e);

// Invoices by number of their rows: of a batch, a customer, a span of dates, or one. `statements`: of prepaid balances,
// with each.
typedef struct invoice_filter {
  int64_t batch, customer, invoice;
  day from, to;
  bool statements;
} invoice_filter;
value *invoices_answer(context *c, const invoice_filter *filter, error *e);

// The invoices of a filter one at a time; NULL at the end, or with the error set.
value *invoice_next(void *stream, arena *a, error *e);

// What moved in a balance: {"date", "kind", "what", "quantity", "billed"}.
value *movements_value(arena *a, int exponent, const prepaid *p);

// The statements of an invoice or draft: {"contract", "line", "unit", "opening", …, "closing", "movements"}.
value *statements_value(context *c, int64_t invoice, arena *a, error *e);

// A JSON text as a value (numbers as counts). NULL text is null.
value *value_of_json(arena *a, const char *text);

// {"start", "end"}: inclusive; null where there is none, end null where it has no end.
value *period_value(arena *a, day from, day until);

// Hours with at most four decimals.
const char *hours_text(arena *a, int64_t minutes);

// --- resolve.c: shortened ids
bool resolve_contract(context *c, const char *text, contract *out, error *e);
bool resolve_customer(context *c, const char *text, int64_t *n, error *e);
// A number or D<n>.
bool resolve_invoice(context *c, const char *text, int64_t *n, error *e);
// A contract's item from its id, which begins with the contract's.
bool resolve_item(context *c, const batch *batch, const char *text, contract *out, const char **item, error *e);
