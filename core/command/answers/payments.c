// What was paid, as values: a payment and what it pays, and what was paid of an invoice.
#include "core/command/answers/answers_inside.h"
#include "core/engine/facts/facts.h"

static value *given_value(arena *a, const allocation *one, int exponent) {
  value *v = value_record(a);
  put_text(a, v, "payment", one->from);
  put_day(a, v, "date", one->date);
  put_money(a, v, "amount", one->amount, exponent);
  put_text(a, v, "reference", one->reference);
  return v;
}

static const char *payment_state(const invoice_due *due) {
  bool open = due->total < 0 ? due->open < 0 : due->open > 0;
  return !open ? "paid" : due->paid ? "part" : "none";
}

bool put_payments(context *c, value *v, int64_t invoice, int exponent, arena *a, error *e) {
  invoice_due due;
  allocation *given = NULL;
  size_t count = 0;
  value *list = value_list(a);
  if (!invoice_due_read(c->book, invoice, DAY_MAX, &due, e) ||
      (due.paid > 0 && !payments_of_invoice(c->book, invoice, a, &given, &count, e)))
    return false;
  put_money(a, v, "paid", due.paid, exponent);
  put_money(a, v, "open", due.open, exponent);
  put_text(a, v, "payment", payment_state(&due));
  for (size_t i = 0; i < count; i++) value_append(a, list, given_value(a, &given[i], exponent));
  value_put(a, v, "paid_by", list);
  return true;
}

value *payment_answer(context *c, const char *id, error *e) {
  arena *a = c->arena;
  payment p;
  if (!payment_read_one(c->book, id, a, &p, e)) return NULL;
  int exponent = currency_exponent(p.currency);
  value *v = value_record(a), *pays = value_list(a);
  put_text(a, v, "payment", p.id);
  put_text(a, v, "customer", p.customer);
  put_text(a, v, "customer_name", p.customer_name);
  put_day(a, v, "date", p.date);
  put_money(a, v, "amount", p.amount, exponent);
  put_text(a, v, "currency", p.currency);
  put_text(a, v, "reference", p.reference);
  put_money(a, v, "on_account", p.rest, exponent);
  for (size_t i = 0; i < p.give_count; i++) {
    value *one = value_record(a);
    put_text(a, one, "invoice", p.gives[i].invoice);
    put_money(a, one, "amount", p.gives[i].amount, exponent);
    value_append(a, pays, one);
  }
  value_put(a, v, "pays", pays);
  return v;
}

bool payment_put_open(context *c, value *payment, error *e) {
  const value *pays = value_get(payment, "pays");
  for (size_t i = 0; i < pays->as.list.count; i++) {
    value *one = pays->as.list.items[i];
    invoice_due due;
    int64_t n;
    if (!db_value(c->book->db, e, &n, 0, "SELECT n FROM invoices WHERE number = ?", "t",
                  value_get(one, "invoice")->as.text) ||
        !invoice_due_read(c->book, n, DAY_MAX, &due, e))
      return false;
    put_money(c->arena, one, "open", due.open, value_get(one, "amount")->as.money.exponent);
  }
  return true;
}
