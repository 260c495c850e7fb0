// Meters: readings and devices as one count that steps from day to day.
#include "core/engine/rating/note_steps.h"
#include <stdlib.h>
#include <string.h>

typedef struct step_list {
  meter_step *steps;
  size_t count, capacity;
} step_list;

static void add(arena *a, step_list *l, day from, decimal count) {
  l->steps = arena_grow(a, l->steps, l->count, &l->capacity, sizeof *l->steps);
  l->steps[l->count++] = (meter_step){ from, count };
}

// The contract's own readings of the meter where it has any, else the customer's: the last before `from`, and those
// until `until`.
static bool readings_read(const basis *b, const char *meter, day from, day until, step_list *out, error *e) {
  int64_t own = 0;
  if (!db_value(b->book->db, e, &own, 0,
                "SELECT EXISTS (SELECT 1 FROM readings WHERE customer = ? AND meter = ? AND contract = ?)", "iti",
                b->contract->customer, meter, b->contract->n))
    return false;
  query *q = db_ask(b->book->db, e,
                    "SELECT at, value FROM readings WHERE customer = ?1 AND meter = ?2 AND ifnull(contract, 0) = ?3 "
                    "AND at < ?5 AND at >= ifnull((SELECT max(at) FROM readings WHERE customer = ?1 AND meter = ?2 "
                    "AND ifnull(contract, 0) = ?3 AND at <= ?4), ?4) ORDER BY at",  // readings_key
                    "itiii", b->contract->customer, meter, own ? b->contract->n : 0, (int64_t)from, (int64_t)until);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    const char *text = query_column_text(q, 1);
    decimal value;
    if (!decimal_parse(text, strlen(text), &value)) {
      error_set(e, ERROR_CORRUPT, "a reading of %s has the value \"%s\"", meter, text);
      query_reset(q);
      return false;
    }
    day at = (day)query_column(q, 0);
    add(b->arena, out, at < from ? from : at, value);
  }
  return step == 0;
}

// Each device adds one from its first day on and takes it away after its last, as changes of the count.
static bool devices_read(const basis *b, const char *meter, day from, day until, step_list *out, error *e) {
  query *q = db_ask(b->book->db, e,
                    "SELECT \"from\", \"to\" FROM devices WHERE customer = ?1 AND meter = ?2 AND ifnull(contract, ?3) "
                    "= ?3 AND \"from\" < ?5 AND ifnull(\"to\", ?4) >= ?4",  // devices_of_customer
                    "itiii", b->contract->customer, meter, b->contract->n, (int64_t)from, (int64_t)until);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    day first = (day)query_column(q, 0);
    add(b->arena, out, first < from ? from : first, DECIMAL_ONE);
    if (!query_column_null(q, 1) && query_column(q, 1) + 1 < until)
      add(b->arena, out, (day)query_column(q, 1) + 1, -DECIMAL_ONE);
  }
  return step == 0;
}

static int by_day(const void *a, const void *b) {
  const meter_step *x = a, *y = b;
  return x->from < y->from ? -1 : x->from > y->from;
}

// Readings say how many there are, so each becomes a change like those of devices; then all are summed up in the order
// of days.
static void sum_up(arena *a, day from, step_list *changes, step_list *out) {
  decimal sum = 0;
  if (changes->count) qsort(changes->steps, changes->count, sizeof *changes->steps, by_day);
  add(a, out, from, 0);
  for (size_t i = 0; i < changes->count; i++) {
    sum += changes->steps[i].count;
    if (out->steps[out->count - 1].from == changes->steps[i].from) out->steps[out->count - 1].count = sum;
    else if (out->steps[out->count - 1].count != sum) add(a, out, changes->steps[i].from, sum);
  }
}

static void as_changes(step_list *readings) {
  for (size_t i = readings->count; i-- > 1;) readings->steps[i].count -= readings->steps[i - 1].count;
}

static bool read_meter(const basis *b, const char *meter, day from, day until, step_list *changes, error *e) {
  step_list readings = { 0 };
  if (!readings_read(b, meter, from, until, &readings, e) || !devices_read(b, meter, from, until, changes, e))
    return false;
  as_changes(&readings);
  for (size_t i = 0; i < readings.count; i++) add(b->arena, changes, readings.steps[i].from, readings.steps[i].count);
  return true;
}

static const char *names_of(arena *a, const char *const *meters, size_t count) {
  const char *names = "";
  for (size_t i = 0; i < count; i++) names = count == 1 ? meters[i] : arena_format(a, "%s%s\n", names, meters[i]);
  return names;
}

// The end of what can be counted: that of the period, or of the as-of date where the period has none.
static day last_of(const rating *r) { return r->now.until == DAY_NEVER ? r->basis.as_of + 1 : r->now.until; }

// What nothing says a word about counts as 0, and nobody would know that it was not looked at.
static const char *silence_of(arena *a, const char *names, day from, day until) {
  const char *list = "";
  char first[DAY_TEXT], last[DAY_TEXT];
  for (const char *name = names; *name; name += strcspn(name, "\n"), name += *name == '\n')
    list = arena_format(a, "%s%s%.*s", list, *list ? ", " : "", (int)strcspn(name, "\n"), name);
  return arena_format(a, "%s: no reading and no device in %s to %s, which counts as 0", list, day_format(from, first),
                      day_format(until - 1, last));
}

void meters_asks(rating *r) {
  r->silence = NULL;
  r->counted_by = NULL;
  r->counting = false;
}

static void count_into_line(rating *r, const meter_memory *m) {
  r->counted_by = r->counting ? arena_format(r->basis.arena, "%s\n%s", r->counted_by, m->name) : m->name;
  if (!r->counting || !m->silence) r->silence = m->silence;
  r->counting = true;
}

bool rating_steps(rating *r, const char *const *meters, size_t meter_count, const meter_step **steps, size_t *count,
                  error *e) {
  const basis *b = &r->basis;
  const char *names = names_of(b->arena, meters, meter_count);
  day from = r->now.from, until = last_of(r);
  for (const meter_memory *m = r->meters; m; m = m->next) {
    if (m->from != from || m->until != until || strcmp(m->name, names) != 0) continue;
    *steps = m->steps;
    *count = m->count;
    steps_count(b->steps, meters, meter_count, *steps, *count);
    count_into_line(r, m);
    return true;
  }
  step_list changes = { 0 }, sums = { 0 };
  for (size_t i = 0; i < meter_count; i++)
    if (!read_meter(b, meters[i], from, until, &changes, e)) return false;
  sum_up(b->arena, from, &changes, &sums);
  meter_memory *kept = arena_alloc(b->arena, sizeof *kept);
  *kept = (meter_memory){ .name = arena_text(b->arena, names),
                          .steps = sums.steps,
                          .count = sums.count,
                          .from = from,
                          .until = until,
                          .silence = changes.count ? NULL : silence_of(b->arena, names, from, until),
                          .next = r->meters };
  r->meters = kept;
  count_into_line(r, kept);
  *steps = sums.steps;
  *count = sums.count;
  steps_count(b->steps, meters, meter_count, *steps, *count);
  return true;
}

bool meters_counted(const meter_memory *meters, const char *meter) {
  size_t length = strlen(meter);
  for (const meter_memory *m = meters; m; m = m->next)
    for (const char *name = m->name; *name; name += strcspn(name, "\n"), name += *name == '\n')
      if (strcspn(name, "\n") == length && strncmp(name, meter, length) == 0) return true;
  return false;
}

// Count × days over [from, until).
static decimal count_days(const meter_step *steps, size_t count, day from, day until) {
  decimal sum = 0;
  for (size_t i = 0; i < count; i++) {
    day first = steps[i].from > from ? steps[i].from : from,
        end = i + 1 < count && steps[i + 1].from < until ? steps[i + 1].from : until;
    if (first < end) sum += steps[i].count * (end - first);
  }
  return sum;
}

bool rating_measure(rating *r, const char *const *meters, size_t meter_count, measure how, decimal *out, int64_t *over,
                    error *e) {
  const rating_period *stretch = &r->now.stretch;
  const meter_step *steps;
  size_t count;
  if (!rating_steps(r, meters, meter_count, &steps, &count, e)) return false;
  *over = 1;
  *out = steps[0].count;
  if (how == MEASURE_END) *out = steps[count - 1].count;
  for (size_t i = 0; how == MEASURE_PEAK && i < count; i++)
    if (steps[i].count > *out) *out = steps[i].count;
  if (how == MEASURE_AVERAGE) {
    *out = count_days(steps, count, r->now.from, last_of(r));
    *over = last_of(r) - r->now.from;
  } else if (how == MEASURE_DEVICE_DAYS) {
    *out = count_days(steps, count, stretch->from, stretch->until == DAY_NEVER ? last_of(r) : stretch->until);
    *over = stretch->whole_until == DAY_NEVER ? last_of(r) - r->now.from : stretch->whole_until - stretch->whole_from;
  }
  return true;
}
