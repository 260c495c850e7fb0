// What a plan adds up to: Total Balance, what the batch would take, and a hash of what was shown.
#include "core/engine/plan/plan_inside.h"
#include "core/base/text.h"

enum { HELD = 1 };  // an item that is priced by now is another one to people

static uint64_t mix(uint64_t hash, uint64_t number) {
  hash = (hash ^ number) * UINT64_C(0x9E3779B97F4A7C15);
  return hash ^ (hash >> 29);
}

static uint64_t hash_item(uint64_t hash, const plan_item *item) {
  hash = mix(hash, (uint64_t)item->kind << 32 | (uint32_t)item->from);
  hash = mix(mix(hash, (uint64_t)item->row), (uint64_t)item->amount);
  hash = mix(mix(hash, (uint64_t)item->tax), (uint64_t)item->minutes << 32 | item->piece_count);
  return item->held ? mix(hash, HELD) : hash;
}

// Tickets of the picked items, each once: items of one ticket may lie in several periods. Shared ones are counted by
// the batch.
static void count_ticket(plan *p, const plan_item *item) {
  if (!item->ticket || item->shared) return;
  for (const plan_item *other = p->items; other < item; other++)
    if (other->ticket == item->ticket && other->due && !other->excluded && !other->held) return;
  p->pick_tickets++;
}

static bool add(int64_t *sum, int64_t amount) { return !__builtin_add_overflow(*sum, amount, sum); }

static bool is_of(const plan_base *base, const plan_piece *piece) {
  if (base->tax_row != piece->tax_row) return false;
  return base->answer == piece->tax_answer || text_equal(base->category, piece->tax_answer->category);
}

static plan_base *base_of(plan *p, const plan_piece *piece) {
  for (size_t i = 0; i < p->base_count; i++)
    if (is_of(&p->bases[i], piece)) return &p->bases[i];
  if (p->base_count == PLAN_BASES_MAX) return NULL;
  p->bases[p->base_count] =
      (plan_base){ piece->tax_row, 0, 0, piece->tax_answer->category, piece->category, piece->tax_answer };
  return &p->bases[p->base_count++];
}

static bool is_picked(const plan_item *item) { return item->due && !item->excluded && !item->held; }

// An item shows its tax as if alone; together they are taxed on their sum.
static bool tax_documents(plan *p) {
  for (size_t i = 0; i < p->item_count; i++) {
    for (uint32_t k = 0; is_picked(&p->items[i]) && k < p->items[i].piece_count; k++) {
      const plan_piece *piece = &p->pieces[p->items[i].first_piece + k];
      if (!piece->tax_answer || !piece->tax_answer->document) continue;
      plan_base *base = base_of(p, piece);
      if (!base || !add(&base->gross, piece->gross) || !add(&p->pick_amount, -piece->amount) ||
          !add(&p->pick_tax, -piece->tax))
        return false;
    }
  }
  for (size_t i = 0; i < p->base_count; i++) {
    int64_t net;
    if (!tax_compute(p->bases[i].answer, p->bases[i].gross, &net, &p->bases[i].tax, NULL) ||
        !add(&p->pick_amount, net) || !add(&p->pick_tax, p->bases[i].tax))
      return false;
  }
  return true;
}

static bool pick(plan *p, const plan_item *item) {
  p->pick_minutes += item->minutes;
  p->pick_bill = p->pick_bill || item->nonzero;
  count_ticket(p, item);
  return add(&p->pick_amount, item->amount) && add(&p->pick_tax, item->tax);
}

static void note_held(plan *p, const plan_item *item) {
  if (p->held_count++ == 0) p->reason = item->held;
}

static bool add_due(plan *p, const plan_item *item) {
  p->state = PLAN_READY;
  return add(&p->total, item->amount) && p->total <= MONEY_MAX && p->total >= -MONEY_MAX &&
         (item->excluded || pick(p, item));
}

bool plan_sums(plan *p, error *e) {
  bool fits = true;
  for (size_t i = 0; i < p->item_count && fits; i++) {
    const plan_item *item = &p->items[i];
    if (!item->due) continue;
    p->shown = hash_item(p->shown, item);
    if (item->held) note_held(p, item);
    else fits = add_due(p, item);
  }
  if (p->state == PLAN_READY) p->reason = NULL;
  else if (p->held_count) p->state = PLAN_HELD;
  if (fits && tax_documents(p)) return true;
  return error_set(e, ERROR_TOO_BIG, "contract %s: its balance is past the largest amount", p->contract->id);
}
