// Movements and statements of prepaid balances as values.
#include "core/command/answers/answers_inside.h"
#include "core/engine/plan/planner.h"
#include "core/engine/questions/questions.h"

value *movements_value(arena *a, int exponent, const prepaid *p) {
  static const char *const kinds[] = { "granted", "used", "lapsed", "refunded" };
  value *list = value_list(a);
  for (size_t i = 0; i < p->event_count; i++) {
    const prepaid_event *event = &p->events[i];
    value *v = value_record(a);
    put_day(a, v, "date", event->date);
    put_text(a, v, "kind", kinds[event->kind]);
    put_text(a, v, "what", event->what);
    put_text(a, v, "quantity", prepaid_text(exponent, p->unit, event->quantity, a));
    put_bool(a, v, "billed", event->billed);
    value_append(a, list, v);
  }
  return list;
}

static value *statement_value(arena *a, const statement *s) {
  const prepaid *p = &s->balance;
  const struct {
    const char *name;
    int64_t quantity;
  } sums[] = { { "opening", p->opening },
               { "granted", p->granted },
               { "used", p->used },
               { "lapsed", p->lapsed },
               { "closing", p->left } };
  value *v = value_record(a);
  put_text(a, v, "contract", s->contract);
  put_text(a, v, "contract_name", s->contract_name);
  put_text(a, v, "line", *p->part ? p->part : NULL);
  put_text(a, v, "unit", p->unit);
  for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
    put_text(a, v, sums[i].name, prepaid_text(s->exponent, p->unit, sums[i].quantity, a));
  value_put(a, v, "movements", movements_value(a, s->exponent, p));
  return v;
}

value *statements_value(context *c, int64_t invoice, arena *a, error *e) {
  statement *all;
  size_t count;
  if (!statements_read(c->book, invoice, a, &all, &count, e)) return NULL;
  value *list = value_list(a);
  for (size_t i = 0; i < count; i++) value_append(a, list, statement_value(a, &all[i]));
  return list;
}
