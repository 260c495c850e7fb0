// What a rating notes of its steps.
#include "core/engine/rating/steps.h"
#include "core/engine/rating/rating.h"
#include <stdlib.h>
#include <string.h>

trace *trace_new(void) {
  trace *t = calloc(1, sizeof *t);
  if (!t) abort();
  t->arena = arena_new();
  return t;
}

void trace_free(trace *t) {
  if (!t) return;
  arena_free(t->arena);
  free(t);
}

void trace_clear(trace *t) {
  arena *a = t->arena;
  arena_reset(a);
  *t = (trace){ .arena = a };
}

void trace_note_rule(rating *r, const plugin_rule *rule, uint32_t entry, int64_t before, int64_t after) {
  trace *t = r->trace;
  t->rules = arena_grow(t->arena, t->rules, t->rule_count, &t->rule_capacity, sizeof *t->rules);
  uint32_t item = r->plan.item_count ? (uint32_t)r->plan.item_count - 1 : 0;
  t->rules[t->rule_count++] = (trace_rule_use){ rule, entry, item, before, after };
}

void trace_note_fragment(rating *r, const work_price *price) {
  trace *t = r->trace;
  t->prices = arena_grow(t->arena, t->prices, t->price_count, &t->price_capacity, sizeof *t->prices);
  t->prices[t->price_count++] = (trace_price){ price->price, price->rate, { price->file, price->line } };
}

void trace_note_period(rating *r, const fee *f, int64_t days, int64_t all, bool prorated) {
  trace *t = r->trace;
  t->fees = arena_grow(t->arena, t->fees, t->fee_count, &t->fee_capacity, sizeof *t->fees);
  t->fees[t->fee_count++] = (trace_fee){ .item = (uint32_t)r->plan.item_count - 1,
                                         .prorated = prorated,
                                         .terms = f->terms,
                                         .period = r->current,
                                         .days = days,
                                         .all = all,
                                         .place = { f->file, f->line },
                                         .counts_from = f->counts_from,
                                         .counts_until = f->counts_until };
}

void trace_note_change(rating *r, trace_change change) {
  trace *t = r->trace;
  size_t size = change.count;
  trace_change kept = change;
  kept.pieces = memcpy(arena_array(t->arena, size + 1, sizeof *kept.pieces), change.pieces, size * sizeof *kept.pieces);
  kept.gross = memcpy(arena_array(t->arena, size + 1, sizeof *kept.gross), change.gross, size * sizeof *kept.gross);
  kept.shares = memcpy(arena_array(t->arena, size + 1, sizeof *kept.shares), change.shares, size * sizeof *kept.shares);
  t->changes = arena_grow(t->arena, t->changes, t->change_count, &t->change_capacity, sizeof kept);
  t->changes[t->change_count++] = kept;
}

void trace_note_count(rating *r, const char *const *meters, size_t meter_count, const meter_step *steps, size_t count) {
  trace *t = r->trace;
  const char *names = "";
  for (size_t i = 0; i < meter_count; i++) names = arena_format(t->arena, "%s%s%s", names, i ? " + " : "", meters[i]);
  t->counts = arena_grow(t->arena, t->counts, t->count_count, &t->count_capacity, sizeof *t->counts);
  t->counts[t->count_count++] = (trace_count){ names, steps, count };
}

const trace_fee *trace_fee_of(const trace *t, uint32_t item) {
  for (size_t i = 0; i < t->fee_count; i++)
    if (t->fees[i].item == item) return &t->fees[i];
  return NULL;
}

bool rating_traced(const rating *r) { return r->trace != NULL; }

void rating_place(rating *r, const char *file, int line) {
  r->place_file = arena_text(r->trace->arena, file);
  r->place_line = line;
}
