// What customers owe, as values.
#include "core/command/answers/answers_inside.h"
#include "core/engine/facts/facts.h"
#include <string.h>

// How old what is open is: up to so many days past its due date.
static const struct {
  const char *name;
  int64_t most;
} ages[] = {
  { "not_due", 0 }, { "days_1_30", 30 }, { "days_31_60", 60 }, { "days_61_90", 90 }, { "days_over_90", INT64_MAX }
};
enum { AGES = sizeof ages / sizeof *ages };

static value *item_value(arena *a, const open_item *i, int exponent) {
  value *v = value_record(a);
  put_text(a, v, "invoice", i->number);
  put_text(a, v, "kind", i->kind);
  put_day(a, v, "date", i->date);
  put_day(a, v, "due_date", i->due);
  put_money(a, v, "total", i->total, exponent);
  put_money(a, v, "credited", i->credited, exponent);
  put_money(a, v, "paid", i->paid, exponent);
  put_money(a, v, "open", i->open, exponent);
  put_int(a, v, "days_overdue", i->overdue > 0 && i->open > 0 ? i->overdue : 0);
  return v;
}

// What of the customer's is still to be told, by currency; both lists are sorted by it.
typedef struct account {
  const open_item *items;
  const payment *payments;
  size_t item_count, payment_count;
} account;

static const char *next_currency(const account *of) {
  if (!of->payment_count) return of->items->currency;
  if (!of->item_count) return of->payments->currency;
  bool item = strcmp(of->items->currency, of->payments->currency) < 0;
  return item ? of->items->currency : of->payments->currency;
}

static void put_items(arena *a, value *v, account *of, const char *currency, int exponent, int64_t *open) {
  int64_t by_age[AGES] = { 0 };
  value *list = value_list(a);
  for (; of->item_count && strcmp(of->items->currency, currency) == 0; of->items++, of->item_count--) {
    size_t age = 0;
    while (of->items->overdue > ages[age].most) age++;
    by_age[age] += of->items->open;
    *open += of->items->open;
    value_append(a, list, item_value(a, of->items, exponent));
  }
  put_money(a, v, "open", *open, exponent);
  for (size_t i = 0; i < AGES; i++) put_money(a, v, ages[i].name, by_age[i], exponent);
  value_put(a, v, "items", list);
}

static void put_on_account(arena *a, value *v, account *of, const char *currency, int exponent, int64_t open) {
  int64_t rest = 0;
  value *list = value_list(a);
  for (; of->payment_count && strcmp(of->payments->currency, currency) == 0; of->payments++, of->payment_count--) {
    const payment *p = of->payments;
    value *one = value_record(a);
    put_text(a, one, "payment", p->id);
    put_day(a, one, "date", p->date);
    put_money(a, one, "amount", p->amount, exponent);
    put_text(a, one, "reference", p->reference);
    put_money(a, one, "on_account", p->rest, exponent);
    value_append(a, list, one);
    rest += p->rest;
  }
  put_money(a, v, "on_account", rest, exponent);
  put_money(a, v, "balance", open - rest, exponent);
  value_put(a, v, "payments", list);
}

static value *currency_value(arena *a, account *of) {
  const char *currency = next_currency(of);
  int exponent = currency_exponent(currency);
  int64_t open = 0;
  value *v = value_record(a);
  put_text(a, v, "currency", currency);
  put_items(a, v, of, currency, exponent, &open);
  put_on_account(a, v, of, currency, exponent, open);
  return v;
}

// Of items and payments the seller's account in the currency of the first.
static value *parties_value(context *c, const char *buyer, const account *of, day as_of, error *e) {
  arena *a = c->arena;
  bool any = of->item_count || of->payment_count;
  const char *seller = parties_seller(c->book, any ? next_currency(of) : c->book->currency, a, e);
  if (!seller) return NULL;
  value *v = value_record(a), *bill_to = value_of_json(a, buyer);
  value_put(a, v, "customer", value_get(bill_to, "id"));
  value_put(a, v, "customer_name", value_get(bill_to, "name"));
  put_day(a, v, "as_of", as_of);
  value_put(a, v, "seller", value_of_json(a, seller));
  value_put(a, v, "bill_to", bill_to);
  return v;
}

value *account_answer(context *c, int64_t customer, day as_of, error *e) {
  arena *a = c->arena;
  open_item *items;
  payment *payments;
  account of = { 0 };
  const char *buyer = parties_customer(c->book, customer, a, e);
  if (!buyer || !open_items_read(c->book, customer, as_of, a, &items, &of.item_count, e) ||
      !payments_unsettled(c->book, customer, as_of, a, &payments, &of.payment_count, e))
    return NULL;
  of.items = items;
  of.payments = payments;
  value *v = parties_value(c, buyer, &of, as_of, e), *accounts = value_list(a);
  if (!v) return NULL;
  while (of.item_count || of.payment_count) value_append(a, accounts, currency_value(a, &of));
  value_put(a, v, "accounts", accounts);
  return v;
}
