// What bills counted, held against what is there by now.
#include "core/engine/questions/counted_meters.h"
#include "core/base/text.h"
#include "core/engine/invoice/invoice.h"
#include "core/engine/plan/planner.h"
#include <stdlib.h>
#include <string.h>

// A line that a bill of the contract counted on the day.
typedef struct billed_line {
  const char *name, *invoice;
  int64_t number;
  decimal count;
  day from, until;
} billed_line;

typedef struct asked {
  counting *of;
  planner *planner;
  arena *scratch;
  contract contract;
  const plan *plan;
  day on;  // the day on which counts are held against each other
  billed_line *lines;
  size_t count, capacity;
  value *list;
} asked;

// clang-format off
#define COUNTED_CLAIMS \
  "FROM claims m CROSS JOIN lines l ON l.n = m.line CROSS JOIN bills w ON w.n = " BILL_OF("m.line") " " \
  "WHERE m.contract = ?1 AND m." CLAIM_OF_FEE " AND l.count IS NOT NULL AND w.kind = 'bill' " \
  "AND NOT EXISTS (SELECT 1 FROM credits r WHERE r.credited = l.n) "
static const char last_counted[] = "SELECT m.until - 1 " COUNTED_CLAIMS "ORDER BY m.at DESC LIMIT 1";
static const char counted_on[] =
  "SELECT " LINE_NAME("l") ", l.count, " NUMBER_OF("l.n") ", m.at, m.until, "
  "(SELECT i.number FROM invoices i WHERE i.n = w.invoice) "
  COUNTED_CLAIMS "AND m.at <= ?2 AND m.until > ?2 ORDER BY m.at, l.n";
// clang-format on

static bool read_billed(asked *k, error *e) {
  query *q = db_ask(k->of->book->db, e, counted_on, "ii", k->contract.n, (int64_t)k->on);
  int step = -1;
  k->count = k->capacity = 0;
  k->lines = NULL;
  while (q && (step = query_step(q, e)) == 1) {
    billed_line one = { .name = arena_text(k->scratch, query_column_text(q, 0)),
                        .number = query_column(q, 2),
                        .from = (day)query_column(q, 3),
                        .until = (day)query_column(q, 4),
                        .invoice = arena_text(k->of->arena, query_column_text(q, 5)) };
    const char *count = query_column_text(q, 1);
    if (!decimal_parse(count, strlen(count), &one.count)) continue;
    k->lines = arena_grow(k->scratch, k->lines, k->count, &k->capacity, sizeof one);
    k->lines[k->count++] = one;
  }
  return step == 0;
}

static void add_counter(asked *k, const char *meter) {
  counting *of = k->of;
  const contract *c = &k->contract;
  arena *a = of->arena;
  char day_text[DAY_TEXT];
  meter_counter one = { .customer = c->customer, .contract = c->n, .meter = meter, .id = arena_text(a, c->id) };
  if (!c->active) {
    one.why_not = arena_format(a, "contract %s, which counts it, is not active", c->id);
    one.mend = arena_format(a, "billet set contracts %s active=true --note TEXT", c->id);
  } else if (c->until <= of->today) {
    one.why_not =
        arena_format(a, "contract %s, which counts it, ended on %s", c->id, day_format(c->until - 1, day_text));
    one.mend = arena_format(a, "billet set contracts %s end= --note TEXT", c->id);
  } else if (c->start > of->today) {
    one.why_not = arena_format(a, "contract %s, which counts it, begins on %s", c->id, day_format(c->start, day_text));
    one.mend = arena_format(a, "billet set contracts %s start=DATE --note TEXT", c->id);
  }
  of->counters = arena_grow(a, of->counters, of->count, &of->capacity, sizeof one);
  of->counters[of->count++] = one;
}

static void add_counters(asked *k) {
  if (k->plan->state == PLAN_HELD) add_counter(k, NULL);
  for (const meter_memory *m = planner_meters(k->planner); m; m = m->next)
    for (const char *name = m->name; *name; name += strcspn(name, "\n"), name += *name == '\n')
      add_counter(k, arena_copy(k->of->arena, name, strcspn(name, "\n")));
}

// How many there are: on the day itself where that is today, else the most since `from`. *since: the first day from
// which there were never more than that.
static decimal there(const meter_memory *m, day from, day on, bool today, day *since) {
  decimal most = 0, last = 0;
  for (size_t i = 0; i < m->count && m->steps[i].from <= on; i++) {
    bool over = i + 1 < m->count && m->steps[i + 1].from <= from;
    last = m->steps[i].count;
    if (!over && last > most) most = last;
  }
  if (today) most = last;
  *since = m->from;
  for (size_t i = 0; i < m->count && m->steps[i].from <= on; i++)
    if (m->steps[i].count > most) *since = i + 1 < m->count ? m->steps[i + 1].from : on;
  return most;
}

static const char *decimal_words(arena *a, decimal number) {
  char text[DECIMAL_TEXT];
  return arena_copy(a, text, decimal_format(number, 0, text));
}

// Whether what is due, or will be, gives something back of the day.
static bool gives_back(const asked *k) {
  for (size_t i = 0; i < k->plan->item_count; i++) {
    const plan_item *item = &k->plan->items[i];
    if (item->catch_up && item->amount < 0 && item->from <= k->on && k->on < item->until) return true;
  }
  return false;
}

// Whether the terms count so many of what is there: a least count, say.
static bool terms_count(const asked *k, const char *meters, decimal billed) {
  decimal sum = 0;
  for (const counted_line *l = planner_counted_lines(k->planner); l; l = l->next) {
    bool counts = l->from <= k->on && k->on < l->until && strcmp(l->meters, meters) == 0;
    for (const counted_line *m = planner_counted_lines(k->planner); m != l && counts; m = m->next)
      counts = m->from != l->from || strcmp(m->description, l->description) != 0;  // asked twice, counted once
    if (counts) sum += decimal_ratio(l->count, l->over * DECIMAL_ONE, 4);
  }
  return sum >= billed;
}

static void put_mend(const asked *k, value *v, const char *meters, decimal billed, const billed_line *line) {
  arena *a = k->of->arena;
  const char *id = arena_text(a, k->contract.id), *reason = "was counted when it was billed, and is not there",
             *mend = arena_format(a, "billet why %s", id);
  if (terms_count(k, meters, billed)) {
    reason = "its terms bill so many";
    mend = arena_format(a, "billet contract show %s", id);
  } else if (gives_back(k)) {
    reason = "the next bill gives it back";
    mend = "billet batch new";
  } else if (line->invoice) {
    mend = arena_format(a, "billet invoice credit %s --lines %lld:AMOUNT --note TEXT", line->invoice,
                        (long long)line->number);
  }
  put_text(a, v, "reason", reason);
  put_text(a, v, "mend", mend);
}

// The lines of the contract's type that were made from a meter name the lines that were billed of it.
static bool made_from(const asked *k, const billed_line *line, const char *meters) {
  for (const counted_line *l = planner_counted_lines(k->planner); l; l = l->next)
    if (strcmp(l->meters, meters) == 0 && strcmp(l->description, line->name) == 0) return true;
  return false;
}

static const char *listed(arena *a, const char *names) {
  const char *list = "";
  for (; *names; names += strcspn(names, "\n"), names += *names == '\n')
    list = arena_format(a, "%s%s%.*s", list, *list ? " + " : "", (int)strcspn(names, "\n"), names);
  return list;
}

static void hold_against(asked *k, const meter_memory *m) {
  counting *of = k->of;
  arena *a = of->arena;
  const billed_line *last = NULL;
  decimal billed = 0;
  day from = m->from, since;
  for (size_t i = 0; i < k->count; i++) {
    if (!made_from(k, &k->lines[i], m->name)) continue;
    last = &k->lines[i];
    billed += last->count;
    if (last->from > from) from = last->from;
  }
  decimal count = there(m, from, k->on, k->on == of->today, &since);
  if (!last || billed <= count) return;
  value *v = value_record(a);
  put_text(a, v, "customer", arena_text(a, k->contract.customer_id));
  put_text(a, v, "customer_name", arena_text(a, k->contract.customer_name));
  put_text(a, v, "contract", arena_text(a, k->contract.id));
  put_text(a, v, "meter", listed(a, m->name));
  put_text(a, v, "count", decimal_words(a, count));
  put_text(a, v, "billed", decimal_words(a, billed));
  put_day(a, v, "on", k->on);
  put_day(a, v, "since", since);
  put_text(a, v, "invoice", last->invoice);
  put_mend(k, v, m->name, billed, last);
  value_append(a, k->list, v);
}

// One contract's fees alone, from the period that is held against what is there.
static bool ask_contract(asked *k, int64_t n, error *e) {
  contract *c = &k->contract;
  int64_t last;
  arena_reset(k->scratch);
  if (!contract_read(k->of->book->db, k->scratch, n, c, e) ||
      !db_value(k->of->book->db, e, &last, DAY_NEVER, last_counted, "i", n))
    return false;
  k->on = last < k->of->today ? (day)last : k->of->today;
  if (!planner_fees(k->planner, c, k->on, &k->plan, e)) return false;
  add_counters(k);
  if (last == DAY_NEVER) return true;
  if (!read_billed(k, e)) return false;
  for (const meter_memory *m = planner_meters(k->planner); m; m = m->next)
    if (m->from <= k->on && k->on < m->until) hold_against(k, m);
  return true;
}

static int by_customer(const void *left, const void *right) {
  const meter_counter *a = left, *b = right;
  if (a->customer != b->customer) return a->customer < b->customer ? -1 : 1;
  return a->contract < b->contract ? -1 : a->contract > b->contract;
}

bool meters_billed_above(counting *k, value *list, error *e) {
  asked each = { .of = k, .scratch = arena_new(), .list = list };
  int64_t last = 0, n = 0;
  each.planner = planner_open(k->book, k->today, 0, e);
  bool ok = each.planner && db_value(k->book->db, e, &last, 0, "SELECT max(n) FROM contracts", "");
  while (ok && n < last) {
    book_progress(k->book, "Counting", n, last);
    ok = db_value(k->book->db, e, &n, last, "SELECT min(n) FROM contracts WHERE n > ?", "i", n) &&
         ask_contract(&each, n, e) && db_rest(k->book->db, NULL, e);
  }
  planner_close(each.planner);
  arena_free(each.scratch);
  if (ok && k->count) qsort(k->counters, k->count, sizeof *k->counters, by_customer);
  return ok;
}
