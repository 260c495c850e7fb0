// Answers: batches, items, invoices and balances as values, with the fields of the public interface; and a value as
// JSON, an invoice as text. Names and forms of fields are a promise to programs: one that is here stays.
#pragma once
#include "core/command/words/words.h"
#include "core/engine/batch/listing.h"
#include "core/engine/invoice/documents.h"
#include "core/engine/questions/questions.h"
#include <stdio.h>

// Which contracts `batch show` lists; NULL: all. Filters never change the selection.
typedef struct batch_filter {
  const char *type, *taxable;
  int64_t customer;  // 0: any
  const char *periods;
} batch_filter;

// Before a change of a batch: where the answer is to say what it changed (context.changes), what is there is noted.
bool change_begins(context *c, const batch *b, error *e);

// A batch with its details and, as a stream, its contracts. `filter` and `changed` may be NULL.
value *batch_answer(context *c, int64_t batch, const batch_filter *filter, const change_list *changed, error *e);

// A window of a batch's contract list: {"batch": {"batch", "name", "state", "as_of", "consolidated", "version": the
// newest entry of the log about it}, "details", "changed", "rows": as `batch show` has them, each with "n", its place
// in what fits from 0 on, and of a lock why it is, "from", "count": of the rows, "matching", "all": how many contracts,
// "ready", "locked", "selected": of those that fit, "selected_outside_filter", "sums": {"matching", "all"}: by currency
// {"total", "selected"}}.
value *rows_answer(context *c, const batch *b, const listing_filter *f, int64_t from, int64_t count,
                   const change_list *changed, error *e);

// What choosing by a filter did: {"batch", "name", "state", "as_of", "version" …, "before": Batch Details of then,
// "details", "changed", "matching", "locked", "rows_changed": how many fit, how many of them stayed out because they
// are locked, and how many are otherwise now}.
value *chosen_answer(context *c, const batch *b, value *before, const change_list *changed, error *e);

// Batch Details.
value *details_answer(context *c, const batch *b, error *e);

// {"contract", "item", "ticket", "reason"} of each: what is held, in the order of contracts; and what is held now
// (held_find).
value *held_value(arena *a, const held_list *held);
value *held_answer(context *c, bool all, error *e);

// {"contract", "items"} of one contract: what is due, locked, left out, given away. Of a window (NULL: all of them)
// each has "n", its place from 0 on, a lock says why it is, and "from", "count" and "all" say which items they are.
typedef struct item_window {
  int64_t from, count;
} item_window;
value *items_answer(context *c, const batch *batch, const contract *contract, const item_window *window, error *e);

// Invoices by number of their rows: of a batch, a customer, a span of dates (both days in it), or one; 0, DAY_MIN and
// DAY_MAX: any. `unpaid`: only those of which something is open. `statements`: of prepaid balances, with each; `kept`:
// those that were kept, and those of drafts, and nothing of what was paid since, as documents say it.
typedef struct invoice_filter {
  int64_t batch, customer, invoice;
  day from, to;
  bool statements, kept, unpaid;
  bool heads;  // without their lines and parties
} invoice_filter;

// A stream of invoices and drafts; its query begins with the first row.
value *invoices_answer(context *c, const invoice_filter *filter, error *e);

// Those documents (invoices.n) in that order, as such a stream; the list must live as long.
value *invoices_listed(context *c, const invoice_filter *filter, const int64_t *list, size_t count);

// A window of what fits a filter: {"rows": invoices without lines, seller and bill_to, each with "n", its place in what
// fits from 0 on, and "overdue", "from", "count": of the rows, "matching", "all": of the batch, or of the book, "sums":
// {"matching": by currency {"total", "open"}}}.
value *documents_answer(context *c, const documents_filter *f, int64_t from, int64_t count, error *e);

// The number in the database of the invoice that such a stream answered last.
int64_t invoices_last(const value *stream);

// What a customer owes on a day: {"customer", "customer_name", "as_of", "seller", "bill_to", "accounts"}, of each
// currency {"currency", "open", its parts by age: "not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90",
// "items": {"invoice", "kind", "date", "due_date", "total", "credited", "paid", "open", "days_overdue"}, "on_account"
// of payments, "balance": what is open less that, and "payments" that concern either: {"payment", "date", "amount",
// "reference", "on_account"}}.
value *account_answer(context *c, int64_t customer, day as_of, error *e);

// A payment: {"payment", "customer", "customer_name", "date", "amount", "currency", "reference", "on_account", "pays":
// {"invoice", "amount", "open"}}; `not-found`. `open`, what is open of each invoice now, is put by the other.
value *payment_answer(context *c, const char *id, error *e);
bool payment_put_open(context *c, value *payment, error *e);

// Generates a batch: its drafts are numbered and frozen with the statements of their balances, all or none.
bool batch_number(context *c, batch *b, day date, bool future, error *e);

// What moved in a balance: {"date", "kind", "what", "quantity", "billed"}.
value *movements_value(arena *a, int exponent, const prepaid *p);

// Writes one document of JSON and a line feed; streams are drawn row by row. False with the error where a stream fails:
// what was written is then cut off.
bool answer_json(const value *v, FILE *file, bool pretty, error *e);

// What exporters are asked for a target, and what they may ask meanwhile: names of the target, and an invoice as JSON.
typedef struct exports {
  export_desk desk;
  context *context;
  const char *target;
  arena *scratch;
} exports;
void exports_open(exports *x, context *c, const char *target);
void exports_close(exports *x);

// Appends what the target's exporter says: `phase` "begins" and "ends" (invoice NULL), "invoice".
bool exports_text(exports *x, const char *phase, const value *invoice, buffer *out, error *e);

// {"error":{"code","message","hint","rows"}} and a line feed.
void error_json(const error *e, FILE *file);

// The amounts of an answer as a list of texts: its own, those of its details, totals and accounts, "Total 2,425.80
// USD", then those of its rows, "cool-desk: Total Balance 360.00 USD", of each list at most so many. How a recording
// notes them and what it is compared with. `answer` may be NULL: no amounts. With SIZE_MAX rows that are made while
// they are read are used up; else they are passed over.
value *amounts_of(arena *a, const value *answer, size_t most);

// The amount that an entry of a command file notes as a comment, in that form, in the arena; NULL where it is none.
const char *amount_in_comment(arena *a, const char *entry);

// The line with the label and the currency of such an amount, of several one with its number; NULL where there is none.
const char *amount_beside(arena *a, const value *lines, const char *amount);

// Whether the numbers of two such lines are the same, with separators and zeros at the end or without.
bool amount_same(arena *a, const char *line, const char *other);

// Plain digits with a separator between thousands: -1234.50 → -1,234.50.
const char *money_for_people(arena *a, const char *plain);
