// What stands behind a line's quantity: the meters that were counted, the grants that were drawn.
#include "core/engine/explain/explain_inside.h"
#include <string.h>

enum { STEPS_TOLD = 6 };

// "servers: 4 from 2026-04-01, 5 from 2026-04-20", within the line's days.
static void tell_count(explainer *x, explained *l, const step_count *c) {
  arena *a = x->arena;
  const line *line = l->line;
  const char *text = arena_format(a, "%s:", c->meters);
  size_t told = 0;
  for (size_t i = 0; i < c->step_count && told < STEPS_TOLD; i++) {
    const meter_step *s = &c->steps[i];
    bool over = i + 1 < c->step_count && c->steps[i + 1].from <= line->from;
    char number[DECIMAL_TEXT], day_text[DAY_TEXT];
    if (over || s->from >= line->until) continue;
    decimal_format(s->count, 0, number);
    day from = s->from > line->from ? s->from : line->from;
    text = arena_format(a, "%s%s %s from %s", text, told++ ? "," : "", number, day_format(from, day_text));
  }
  if (told == STEPS_TOLD) text = arena_format(a, "%s …", text);
  if (told) explain_say(x, l, text);
}

static bool same_count(const step_count *a, const step_count *b) {
  if (a->step_count != b->step_count || strcmp(a->meters, b->meters) != 0) return false;
  for (size_t i = 0; i < a->step_count; i++)
    if (a->steps[i].from != b->steps[i].from || a->steps[i].count != b->steps[i].count) return false;
  return true;
}

static void tell_counts(explainer *x, explained *l) {
  const step_fee *fee = steps_fee_of(x->steps, l->line->item - 1);
  for (uint32_t i = fee ? fee->counts_from : 0; fee && i < fee->counts_until; i++) {
    bool told = false;
    for (uint32_t k = fee->counts_from; k < i && !told; k++)
      told = same_count(&x->steps->counts[k], &x->steps->counts[i]);
    if (!told) tell_count(x, l, &x->steps->counts[i]);
  }
}

// Whether one of the line's pieces holds the work of a draw. Hours and tickets are drawn by what then costs nothing.
static bool has_entry(const explainer *x, const explained *l, const plan_draw *d) {
  const plan *p = x->plan;
  for (uint32_t i = 0; i < p->fragment_count; i++) {
    const plan_fragment *f = &p->fragments[i];
    if (f->entry != d->entry || (l->line->fragment && i != l->line->fragment - 1)) continue;
    if (!prepaid_is_money(d->lot->unit) && p->pieces[f->piece].price != 0) continue;
    for (uint32_t k = explain_piece(x, l->line, 0); k != UINT32_MAX; k = explain_piece(x, l->line, k + 1))
      if (k == f->piece) return true;
  }
  return false;
}

static bool is_of(const explainer *x, const explained *l, const plan_draw *d) {
  if (d->kind == DRAW_CAP) return false;
  return d->entry != UINT32_MAX ? has_entry(x, l, d) : d->item == l->line->item - 1;
}

// The id of the contract whose block a lot is; NULL: it is the contract's own.
static const char *owner_of(explainer *x, const plan_lot *lot) {
  error ignored = { 0 };
  query *q = lot->owner ? db_ask(x->book->db, &ignored, "SELECT id FROM contracts WHERE n = ?", "i", lot->owner) : NULL;
  const char *id = q && query_step(q, &ignored) == 1 ? arena_text(x->arena, query_column_text(q, 0)) : NULL;
  if (q) query_reset(q);
  error_clear(&ignored);
  return id;
}

static const char *lot_text(explainer *x, const plan_lot *lot, const char *drawn, const char *whole) {
  arena *a = x->arena;
  const char *owner = owner_of(x, lot);
  char from[DAY_TEXT], last[DAY_TEXT];
  if (strcmp(lot->unit, "limit") == 0) return arena_format(a, "%s of the limit of %s", drawn, whole);
  return arena_format(a, "draws %s of the %s %s%s%s granted on %s%s%s", drawn, whole,
                      prepaid_is_money(lot->unit) ? x->currency : lot->unit, owner ? " of contract " : "",
                      owner ? owner : "", day_format(lot->from, from),
                      lot->expires == DAY_NEVER ? "" : ", which expire on ",
                      lot->expires == DAY_NEVER ? "" : day_format(lot->expires, last));
}

static void tell_lot(explainer *x, explained *l, const plan_lot *lot, int64_t quantity, value *draws) {
  arena *a = x->arena;
  const char *drawn = prepaid_text(x->exponent, lot->unit, quantity, a),
             *whole = prepaid_text(x->exponent, lot->unit, lot->quantity, a);
  value *v = value_record(a);
  put_text(a, v, "unit", arena_text(a, lot->unit));
  put_text(a, v, "quantity", drawn);
  put_day(a, v, "granted_on", lot->from);
  put_text(a, v, "granted", whole);
  if (lot->owner) put_text(a, v, "contract", owner_of(x, lot));
  value_append(a, draws, v);
  explain_say(x, l, lot_text(x, lot, drawn, whole));
}

static void tell_draws(explainer *x, explained *l) {
  const plan *p = x->plan;
  value *draws = value_list(x->arena);
  for (size_t i = 0; i < p->lot_count; i++) {
    int64_t sum = 0;
    for (size_t k = 0; k < p->draw_count; k++)
      if (p->draws[k].lot == p->lots[i] && is_of(x, l, &p->draws[k])) sum += p->draws[k].quantity;
    if (sum) tell_lot(x, l, p->lots[i], sum, draws);
  }
  if (draws->as.list.count) value_put(x->arena, node_facts(x->arena, l->amount), "draws", draws);
}

void explain_sources(explainer *x, explained *l) {
  if (strcmp(l->line->kind, "period") == 0) tell_counts(x, l);
  tell_draws(x, l);
}
