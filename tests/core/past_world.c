// A book with a recorded bill, and what replay tells of it.
#include "tests/core/past_world.h"
#include <string.h>

bool past_fee(rating *r, error *e) {
  const rating_fee terms = fee_at("Fee", param("price"));
  return rating_line(r, &terms, e);
}
bool past_work(rating *r, error *e) {
  const decimal rate = param("rate");
  return rating_rates(r, rating_work(r), &rate, e);
}

void first_bill(world *w) {
  plugins.opens = past_fee;
  plugins.closes = past_work;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%'}}]}");
  contract_is(w, ",'tax':'GST','params':{'price':'300.00','rate':'100.00'}");
  worked(w, "T", "2026-04-10T09:00", 60);
  billed(w, "2026-05-07", "k");
}

static bool tell(void *context, const replay_difference *d, error *e) {
  telling *t = context;
  arena *a = t->w->arena;
  (void)e;
  t->differences = arena_format(a, "%s%s%s/%lld %s: %s, not %s", t->differences, *t->differences ? "; " : "",
                                d->document->number ? d->document->number : "-", (long long)d->line, d->field,
                                d->stored, d->replayed);
  return true;
}

static bool compare(void *context, const replayed_document *d, arena *a, error *e) {
  telling *t = context;
  t->documents = arena_format(t->w->arena, "%s%s%s %lld+%lld", t->documents, *t->documents ? "; " : "",
                              d->number ? d->number : "-", (long long)d->replayed_subtotal, (long long)d->replayed_tax);
  return replay_compare(&t->w->book, d, a, tell, context, e);
}

telling replayed_by(world *w, replay_options options) {
  telling t = { w, "", "" };
  int64_t notes;
  arena *a = arena_new();
  const replay_listener listener = { .context = &t, .document = compare };
  MUST(replay_run(&w->book, &options, &listener, &w->e));
  MUST(replay_credits(&w->book, &options, a, &notes, tell, &t, &w->e));
  arena_free(a);
  return t;
}

telling replayed(world *w) { return replayed_by(w, (replay_options){ .since = DAY_MIN }); }

void replays_as_recorded(world *w, const char *documents) {
  telling t = replayed(w);
  assert_string_equal(t.differences, "");
  assert_string_equal(t.documents, documents);
}
