// Noting the steps of a rating: each of these costs one comparison where nobody asks for an explanation (`s` NULL).
#pragma once
#include "core/engine/rating/rating_for_plans.h"

void steps_note_rule(noted_steps *s, step_rule step);
void steps_note_price(noted_steps *s, const work_price *price);
void steps_note_fee(noted_steps *s, const fee *f, uint32_t item, const rating_period *period, int64_t days);
void steps_note_change(noted_steps *s, step_change change);
// A share in what the item comes to whose fee was noted last. The text is copied.
void steps_note_owed(noted_steps *s, step_owed share);
void steps_note_count(noted_steps *s, const char *const *meters, size_t meter_count, const meter_step *steps_of,
                      size_t count);

// A rule worked on one entry's number.
static inline void steps_rule(noted_steps *s, const plugin_rule *rule, uint32_t entry, int64_t before, int64_t after) {
  if (s) steps_note_rule(s, (step_rule){ rule, entry, before, after });
}

// The next fragment got its price.
static inline void steps_price(noted_steps *s, const work_price *price) {
  if (s) steps_note_price(s, price);
}

// The item's piece costs the share of `days` in a fee; 0: all of it.
static inline void steps_fee(noted_steps *s, const fee *f, uint32_t item, const rating_period *period, int64_t days) {
  if (s) steps_note_fee(s, f, item, period, days);
}

// The fee noted last is work whose hour was billed before.
static inline void steps_repriced(noted_steps *s, decimal billed) {
  if (!s) return;
  s->fees[s->fee_count - 1].repriced = true;
  s->fees[s->fee_count - 1].billed = billed;
}

// Gross amounts of pieces changed; the arrays are copied.
static inline void steps_change(noted_steps *s, step_change change) {
  if (s) steps_note_change(s, change);
}

// A plugin is asked for lines.
static inline void steps_asks(noted_steps *s) {
  if (s) s->counts_from = s->counts_until = (uint32_t)s->count_count;
}

// Meters were counted for the plugin.
static inline void steps_count(noted_steps *s, const char *const *meters, size_t meter_count,
                               const meter_step *steps_of, size_t count) {
  if (s) steps_note_count(s, meters, meter_count, steps_of, count);
}

// A line was given: it was made from what was counted since the line before, else from what that one was.
static inline void steps_counted(noted_steps *s, fee *f) {
  if (!s) return;
  if (s->counts_until != s->count_count) s->counts_from = s->counts_until;
  s->counts_until = (uint32_t)s->count_count;
  f->counts_from = s->counts_from;
  f->counts_until = s->counts_until;
}
