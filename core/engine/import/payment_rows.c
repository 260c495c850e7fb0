// Rows of payments and allocations on their way into the import.
#include "core/engine/import/payment_rows_inside.h"
#include "core/base/money.h"
#include <string.h>

const char *payment_text(arena *a, int64_t minor, int exponent) {
  char text[MONEY_TEXT];
  size_t length = money_format(minor, exponent, text);
  return arena_copy(a, text, length);
}

static void put(cJSON *row, const char *name, const char *text) {
  if (text) cJSON_AddStringToObject(row, name, text);
  else cJSON_AddNullToObject(row, name);
}

static cJSON *new_row(cJSON **list) {
  if (!*list) *list = cJSON_CreateArray();
  cJSON *row = cJSON_CreateObject();
  cJSON_AddItemToArray(*list, row);
  return row;
}

void payment_rows_put(payment_rows *rows, const payment_row *one) {
  cJSON *row = new_row(&rows->payments);
  put(row, "id", one->id);
  put(row, "customer", one->customer);
  put(row, "date", one->date);
  put(row, "amount", one->amount);
  put(row, "currency", one->currency);
  put(row, "reference", one->reference);
}

void payment_rows_give(payment_rows *rows, const char *payment, const char *invoice, int64_t minor, int exponent) {
  cJSON *row = new_row(&rows->allocations);
  put(row, "payment", payment);
  put(row, "invoice", invoice);
  put(row, "amount", payment_text(rows->arena, minor, exponent));
}

static void drop(payment_rows *rows, import_removal one) {
  rows->removals =
      arena_grow(rows->arena, rows->removals, rows->removal_count, &rows->removal_capacity, sizeof *rows->removals);
  rows->removals[rows->removal_count++] = one;
}

void payment_rows_drop(payment_rows *rows, const char *payment, const char *invoice) {
  arena *a = rows->arena;
  drop(rows, (import_removal){ TABLE_ALLOCATIONS, { arena_text(a, payment), arena_text(a, invoice) } });
}

bool payment_rows_drop_all(payment_rows *rows, db *d, const char *payment, error *e) {
  query *q = db_ask(d, e, "SELECT invoice FROM allocations WHERE payment = ? ORDER BY n", "t", payment);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) payment_rows_drop(rows, payment, query_column_text(q, 0));
  drop(rows, (import_removal){ TABLE_PAYMENTS, { arena_text(rows->arena, payment), NULL } });
  return step == 0;
}

static char *as_text(payment_rows *rows) {
  cJSON *root = cJSON_CreateObject();
  if (rows->payments) cJSON_AddItemToObject(root, "payments", rows->payments);
  if (rows->allocations) cJSON_AddItemToObject(root, "allocations", rows->allocations);
  char *text = cJSON_PrintUnformatted(root);
  cJSON_Delete(root);
  return text;
}

bool payment_rows_import(payment_rows *rows, book *b, const char *command, const char *name, error *e) {
  import_report report;
  const import_options options = { .command = command,
                                   .removals = rows->removals,
                                   .removal_count = rows->removal_count };
  bool any = rows->payments || rows->allocations || rows->removal_count;
  char *text = as_text(rows);
  bool ok = !any || import_json(b, name, text, strlen(text), &options, rows->arena, &report, e);
  cJSON_free(text);
  rows->payments = rows->allocations = NULL;
  rows->removal_count = 0;
  return ok;
}
