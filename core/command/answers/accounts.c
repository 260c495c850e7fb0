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
  put_money(a, v, "open", i->open, exponent);
  put_int(a, v, "days_overdue", i->overdue > 0 ? i->overdue : 0);
  return v;
}

// The items of one currency, which stand together; what is left of the list lies behind them.
static value *currency_value(arena *a, const open_item **items, size_t *count) {
  const char *currency = (*items)->currency;
  int exponent = currency_exponent(currency);
  int64_t open = 0, by_age[AGES] = { 0 };
  value *v = value_record(a), *list = value_list(a);
  for (; *count && strcmp((*items)->currency, currency) == 0; ++*items, --*count) {
    size_t age = 0;
    while ((*items)->overdue > ages[age].most) age++;
    by_age[age] += (*items)->open;
    open += (*items)->open;
    value_append(a, list, item_value(a, *items, exponent));
  }
  put_text(a, v, "currency", currency);
  put_money(a, v, "open", open, exponent);
  for (size_t i = 0; i < AGES; i++) put_money(a, v, ages[i].name, by_age[i], exponent);
  value_put(a, v, "items", list);
  return v;
}

value *account_answer(context *c, int64_t customer, day as_of, error *e) {
  arena *a = c->arena;
  open_item *all;
  size_t count;
  const char *buyer = parties_customer(c->book, customer, a, e);
  if (!buyer || !open_items_read(c->book, customer, as_of, a, &all, &count, e)) return NULL;
  const char *seller = parties_seller(c->book, count ? all->currency : c->book->currency, a, e);
  if (!seller) return NULL;
  value *v = value_record(a), *bill_to = value_of_json(a, buyer), *accounts = value_list(a);
  value_put(a, v, "customer", value_get(bill_to, "id"));
  value_put(a, v, "customer_name", value_get(bill_to, "name"));
  put_day(a, v, "as_of", as_of);
  value_put(a, v, "seller", value_of_json(a, seller));
  value_put(a, v, "bill_to", bill_to);
  for (const open_item *items = all; count;) value_append(a, accounts, currency_value(a, &items, &count));
  value_put(a, v, "accounts", accounts);
  return v;
}
