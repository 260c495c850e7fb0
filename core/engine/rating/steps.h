// What a rating notes of its steps while someone asks for an explanation; without a trace nothing is noted and nothing
// is paid for it.
#pragma once
#include "core/engine/rating/rating_inside.h"
#include "core/engine/rating/price_rules.h"

// A line of a plugin's text: the call that gave a price. file NULL: not known.
typedef struct trace_place {
  const char *file;
  int line;
} trace_place;

// One price rule on one number. `entry` indexes the plan's entries: the one whose number it is, or the last of those
// that were summed. UINT32_MAX: it worked on the sum of the item `item`.
typedef struct trace_rule_use {
  const plugin_rule *rule;
  uint32_t entry, item;
  int64_t before, after;
} trace_rule_use;

// How a fragment came to its price, before price rules.
typedef struct trace_price {
  decimal price;
  const rate_row *rate;  // NULL: the contract's own
  trace_place place;
} trace_price;

// How a period's own line came to its amount: quantity × price × days / all.
typedef struct trace_fee {
  uint32_t item;
  bool prorated;
  rating_fee terms;
  rating_period period;
  int64_t days, all;
  trace_place place;
  uint32_t counts_from, counts_until;  // of the trace's counts
  bool repriced;  // work whose hour was billed before, at `billed`: the price is what it costs more
  decimal billed;
} trace_fee;

// What changed the gross amounts of pieces: a price rule on their sum, or a balance that paid for one.
typedef struct trace_change {
  const plugin_rule *rule;  // NULL: a balance
  int64_t before, after;    // of the sum; of a balance: what the piece costs and what is left to pay
  int64_t answer;           // of the rule
  rule_sum taken;           // of a rule of whole periods: what bills took of the period
  money_mode mode;          // of a balance
  uint32_t *pieces;
  int64_t *gross, *shares;  // by piece: before the rule, what it adds
  size_t count;
} trace_change;

// A count that a period's own line was made from: its meters, and how they stepped (in the plan's memory).
typedef struct trace_count {
  const char *meters;
  const meter_step *steps;
  size_t step_count;
} trace_count;

typedef struct trace {
  arena *arena;
  trace_change *changes;
  trace_count *counts;
  size_t change_count, change_capacity, count_count, count_capacity;
  uint32_t counts_from, counts_until;  // those of the line given last
  trace_rule_use *rules;
  trace_price *prices;  // one for each of the plan's fragments
  trace_fee *fees;
  size_t rule_count, rule_capacity, price_count, price_capacity, fee_count, fee_capacity;
} trace;

trace *trace_new(void);
void trace_free(trace *t);
void trace_clear(trace *t);

// Notes a step; the rating has a trace.
void trace_note_rule(rating *r, const plugin_rule *rule, uint32_t entry, int64_t before, int64_t after);
void trace_note_fragment(rating *r, const work_price *price);
void trace_note_period(rating *r, const fee *f, int64_t days, int64_t all, bool prorated);

void trace_note_change(rating *r, trace_change change);
void trace_note_count(rating *r, const char *const *meters, size_t meter_count, const meter_step *steps, size_t count);

// What the planning files call: a rule worked on one entry's number (UINT32_MAX: on the last item's sum); a fragment
// got its price; a period's own line was shared by days.
static inline void trace_rule(rating *r, const plugin_rule *rule, uint32_t entry, int64_t before, int64_t after) {
  if (r->trace) trace_note_rule(r, rule, entry, before, after);
}
static inline void trace_fragment(rating *r, const work_price *price) {
  if (r->trace) trace_note_fragment(r, price);
}
static inline void trace_period(rating *r, const fee *f, int64_t days, int64_t all, bool prorated) {
  if (r->trace) trace_note_period(r, f, days, all, prorated);
}

static inline void trace_repriced(rating *r, decimal billed) {
  if (!r->trace) return;
  r->trace->fees[r->trace->fee_count - 1].repriced = true;
  r->trace->fees[r->trace->fee_count - 1].billed = billed;
}

// A plugin is asked for lines; a line was given: it was made from what was counted since the line before, else from
// what that one was.
static inline void trace_asks(rating *r) {
  if (r->trace) r->trace->counts_from = r->trace->counts_until = (uint32_t)r->trace->count_count;
}
static inline void trace_counted(rating *r, fee *f) {
  trace *t = r->trace;
  if (!t) return;
  if (t->counts_until != t->count_count) t->counts_from = t->counts_until;
  t->counts_until = (uint32_t)t->count_count;
  f->counts_from = t->counts_from;
  f->counts_until = t->counts_until;
}

static inline void trace_count_of(rating *r, const char *const *meters, size_t meter_count, const meter_step *steps,
                                  size_t count) {
  if (r->trace) trace_note_count(r, meters, meter_count, steps, count);
}

// The fee that gave an item's piece; NULL where there is none.
const trace_fee *trace_fee_of(const trace *t, uint32_t item);
