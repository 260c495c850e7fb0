// Schedules of contract types' own: their periods tile the life of the contract.
#include "core/command/examples/examples_inside.h"
#include <stdlib.h>

typedef struct tiler {
  book *book;
  arena *arena;
  const char *fault;
} tiler;

static int by_days(const void *a, const void *b) {
  const plugin_period *x = a, *y = b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  return x->until < y->until ? -1 : x->until > y->until;
}

// [from, until) in words.
static const char *days(day from, day until, arena *a) {
  char first[DAY_TEXT], last[DAY_TEXT];
  day_format(from, first);
  if (until == DAY_NEVER) return arena_format(a, "%s and all days after it", first);
  if (until == from + 1) return arena_text(a, first);
  return arena_format(a, "%s to %s", first, day_format(until - 1, last));
}

static const char *fault_of(const contract *c, plugin_period *periods, size_t count, arena *a) {
  day at = c->start;
  qsort(periods, count, sizeof *periods, by_days);
  for (size_t i = 0; i < count; i++) {
    const plugin_period *p = &periods[i];
    if (p->from > at) return arena_format(a, "%s: no period of its schedule holds %s", c->id, days(at, p->from, a));
    if (p->from < at && i == 0) return arena_format(a, "%s: the period %s begins before the contract", c->id, p->key);
    if (p->from < at)
      return arena_format(a, "%s: %s lies in the periods %s and %s", c->id,
                          days(p->from, at < p->until ? at : p->until, a), periods[i - 1].key, p->key);
    at = p->until;
  }
  return at < c->until ? arena_format(a, "%s: no period of its schedule holds %s", c->id, days(at, c->until, a)) : NULL;
}

// What cannot be opened is held when it is billed: that is told there.
static bool look_at(void *context, const contract *c, error *e) {
  tiler *t = context;
  const plugin_host *host = t->book->host;
  plugin_period *periods = NULL;
  size_t count = 0;
  int terms;
  error held = { 0 };
  (void)e;
  if (t->fault) return true;
  if (host->terms_open(host->self, c->type, c->params, c, &terms, &held)) {
    bool told = host->schedule(host->self, terms, t->arena, c, &periods, &count, &held);
    if (told && periods) t->fault = fault_of(c, periods, count, t->arena);
    host->terms_close(host->self, terms);
  }
  error_clear(&held);
  return true;
}

bool story_tiles(book *b, arena *a, const char **fault, error *e) {
  tiler t = { b, a, NULL };
  bool ok = contract_each(b->db, look_at, &t, e);
  *fault = t.fault;
  return ok;
}
