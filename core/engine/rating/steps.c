// What a rating notes of its steps.
#include "core/engine/rating/note_steps.h"
#include "core/base/memory.h"
#include <stdlib.h>
#include <string.h>

noted_steps *steps_new(void) {
  noted_steps *s = memory_zeroed(1, sizeof *s);
  s->arena = arena_new();
  return s;
}

void steps_free(noted_steps *s) {
  if (!s) return;
  arena_free(s->arena);
  memory_give(s);
}

void steps_clear(noted_steps *s) {
  arena *a = s->arena;
  arena_reset(a);
  *s = (noted_steps){ .arena = a };
}

void steps_note_rule(noted_steps *s, step_rule step) {
  s->rules = arena_grow(s->arena, s->rules, s->rule_count, &s->rule_capacity, sizeof step);
  s->rules[s->rule_count++] = step;
}

void steps_note_price(noted_steps *s, const work_price *price) {
  s->prices = arena_grow(s->arena, s->prices, s->price_count, &s->price_capacity, sizeof *s->prices);
  s->prices[s->price_count++] = (step_price){ price->price, price->rate, price->place };
}

// Steps live longer than what rated a billed period again: they hold copies.
static rating_fee kept_terms(noted_steps *s, const rating_fee *terms) {
  rating_fee kept = *terms;
  kept.description = arena_text(s->arena, terms->description);
  kept.unit = arena_text(s->arena, terms->unit);
  kept.category = arena_text(s->arena, terms->category);
  kept.sku = arena_text(s->arena, terms->sku);
  return kept;
}

void steps_note_fee(noted_steps *s, const fee *f, uint32_t item, const rating_period *period, int64_t days) {
  s->fees = arena_grow(s->arena, s->fees, s->fee_count, &s->fee_capacity, sizeof *s->fees);
  s->fees[s->fee_count++] = (step_fee){ .item = item,
                                        .prorated = days != 0,
                                        .terms = kept_terms(s, &f->terms),
                                        .period = *period,
                                        .days = days ? days : 1,
                                        .all = days ? f->days : 1,
                                        .place = f->place,
                                        .counts_from = f->counts_from,
                                        .counts_until = f->counts_until,
                                        .owed_from = (uint32_t)s->owed_count,
                                        .owed_until = (uint32_t)s->owed_count };
}

void steps_note_owed(noted_steps *s, step_owed share) {
  share.what = arena_text(s->arena, share.what);
  s->owed = arena_grow(s->arena, s->owed, s->owed_count, &s->owed_capacity, sizeof share);
  s->owed[s->owed_count++] = share;
  s->fees[s->fee_count - 1].owed_until = (uint32_t)s->owed_count;
}

void steps_note_change(noted_steps *s, step_change change) {
  size_t size = change.count;
  step_change kept = change;
  kept.pieces = memcpy(arena_array(s->arena, size + 1, sizeof *kept.pieces), change.pieces, size * sizeof *kept.pieces);
  kept.gross = memcpy(arena_array(s->arena, size + 1, sizeof *kept.gross), change.gross, size * sizeof *kept.gross);
  kept.shares = memcpy(arena_array(s->arena, size + 1, sizeof *kept.shares), change.shares, size * sizeof *kept.shares);
  s->changes = arena_grow(s->arena, s->changes, s->change_count, &s->change_capacity, sizeof kept);
  s->changes[s->change_count++] = kept;
}

void steps_note_count(noted_steps *s, const char *const *meters, size_t meter_count, const meter_step *steps_of,
                      size_t count) {
  const char *names = "";
  for (size_t i = 0; i < meter_count; i++) names = arena_format(s->arena, "%s%s%s", names, i ? " + " : "", meters[i]);
  s->counts = arena_grow(s->arena, s->counts, s->count_count, &s->count_capacity, sizeof *s->counts);
  meter_step *kept = arena_array(s->arena, count + 1, sizeof *kept);
  if (count) memcpy(kept, steps_of, count * sizeof *kept);
  s->counts[s->count_count++] = (step_count){ names, kept, count };
}

const step_fee *steps_fee_of(const noted_steps *s, uint32_t item) {
  for (size_t i = 0; i < s->fee_count; i++)
    if (s->fees[i].item == item) return &s->fees[i];
  return NULL;
}
