// Meters that are counted though nobody reads them, and meters that are read though nobody counts them.
#include "core/engine/questions/unread_meters.h"
#include "core/base/sorted.h"
#include "core/base/text.h"
#include "core/engine/plan/planner.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

// A meter that a contract counts; NULL: its plan is held, and it may count any.
typedef struct counted {
  int64_t customer, contract;
  const char *meter;
} counted;

typedef struct asking {
  book *book;
  planner *planner;
  arena *arena, *scratch;
  day as_of;
  int64_t contract;  // the one that is asked about; 0: all
  value *list;
  counted *counted;  // sorted by customer once all contracts are asked
  size_t count, capacity;
  const char **names;  // of all of them, each once
  size_t name_count;
} asking;

static void add_row(asking *k, const char *customer, const char *name, const char *contract, const char *meter,
                    int64_t rows, day first, day last, const char *reason) {
  arena *a = k->arena;
  value *v = value_record(a);
  put_text(a, v, "customer", arena_text(a, customer));
  put_text(a, v, "customer_name", arena_text(a, name));
  put_text(a, v, "contract", arena_text(a, contract));
  put_text(a, v, "meter", arena_text(a, meter));
  put_int(a, v, "rows", rows);
  put_day(a, v, "first", first);
  put_day(a, v, "last", last);
  put_text(a, v, "reason", arena_text(a, reason));
  value_append(a, k->list, v);
}

static void add_counted(asking *k, const contract *c, const char *meter) {
  k->counted = arena_grow(k->arena, k->counted, k->count, &k->capacity, sizeof *k->counted);
  k->counted[k->count++] = (counted){ c->customer, c->n, meter };
}

// What the plan looked at: the names are one, or several with a newline after each.
static void add_looked_at(asking *k, const contract *c, day billed_until, const meter_memory *m) {
  const char *list = "";
  for (const char *name = m->name; *name; name += strcspn(name, "\n"), name += *name == '\n') {
    const char *one = arena_copy(k->arena, name, strcspn(name, "\n"));
    add_counted(k, c, one);
    list = arena_format(k->arena, "%s%s%s", list, *list ? ", " : "", one);
  }
  assert(!m->silence || strncmp(m->silence, list, strlen(list)) == 0);  // it begins with the meters
  bool matters = m->from <= k->as_of && (m->until > billed_until || m->until > k->as_of);
  if (m->silence && matters && c->active && (!k->contract || k->contract == c->n))
    add_row(k, c->customer_id, c->customer_name, c->id, list, 0, m->from, m->until - 1,
            m->silence + strlen(list) + strlen(": "));
}

// The last one comes first in the list.
static void add_all(asking *k, const contract *c, day billed_until, const meter_memory *m) {
  if (!m) return;
  add_all(k, c, billed_until, m->next);
  add_looked_at(k, c, billed_until, m);
}

static bool ask_contract(asking *k, int64_t n, error *e) {
  contract c;
  const plan *p;
  arena_reset(k->scratch);
  if (!contract_read(k->book->db, k->scratch, n, &c, e)) return false;
  day billed_until = c.period_from;
  if (!planner_fees(k->planner, &c, k->as_of, &p, e)) return false;
  if (p->state == PLAN_HELD) add_counted(k, &c, NULL);
  add_all(k, &c, billed_until, planner_meters(k->planner));
  return true;
}

static bool ask_contracts(asking *k, error *e) {
  query *q = db_ask(k->book->db, e,
                    "SELECT n FROM contracts WHERE ?1 = 0 OR customer = (SELECT customer FROM contracts WHERE n = ?1) "
                    "ORDER BY n",
                    "i", k->contract);
  int64_t *list = NULL;
  size_t count = 0, capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    list = arena_grow(k->arena, list, count, &capacity, sizeof *list);
    list[count++] = query_column(q, 0);
  }
  for (size_t i = 0; step == 0 && i < count; i++)
    if (!ask_contract(k, list[i], e) || !db_rest(k->book->db, NULL, e)) return false;
  return step == 0;
}

static int by_customer(const void *left, const void *right) {
  const counted *a = left, *b = right;
  if (a->customer != b->customer) return a->customer < b->customer ? -1 : 1;
  return a->contract < b->contract ? -1 : a->contract > b->contract;
}

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void sort(asking *k) {
  k->names = arena_array(k->arena, k->count + 1, sizeof *k->names);
  for (size_t i = 0; i < k->count; i++)
    if (k->counted[i].meter) k->names[k->name_count++] = k->counted[i].meter;
  if (!k->count) return;
  qsort(k->counted, k->count, sizeof *k->counted, by_customer);
  qsort(k->names, k->name_count, sizeof *k->names, by_name);
  size_t kept = 0;
  for (size_t i = 0; i < k->name_count; i++)
    if (!kept || strcmp(k->names[kept - 1], k->names[i]) != 0) k->names[kept++] = k->names[i];
  k->name_count = kept;
}

// Whether a contract (0: any) of the customer counts the meter. *near: the nearest name that is counted, there or
// else anywhere.
static bool is_counted(asking *k, int64_t customer, int64_t contract, const char *meter, const char **near) {
  size_t first, all = sorted_find(k->counted, k->count, sizeof *k->counted, customer, &first), count = 0;
  assert(k->counted || !all);
  const char **names = arena_array(k->scratch, all + 1, sizeof *names);
  for (size_t i = first; i < first + all; i++) {
    const counted *one = &k->counted[i];
    if (contract && one->contract != contract) continue;
    if (!one->meter || strcmp(one->meter, meter) == 0) return true;
    names[count++] = one->meter;
  }
  *near = text_nearest(meter, names, count);
  if (!*near) *near = text_nearest(meter, k->names, k->name_count);
  if (*near && strcmp(*near, meter) == 0) *near = NULL;
  return false;
}

// Whether the contract that is asked about counts meters of its customer's, of which this may have been meant as one.
static bool counts_any(const asking *k) {
  for (size_t i = 0; i < k->count; i++)
    if (k->counted[i].contract == k->contract) return true;
  return false;
}

// clang-format off
static const char readings_and_devices[] =
  "SELECT c.n, c.id, c.name, ifnull(k.n, 0), k.id, x.meter, count(*), min(x.first), max(x.last) FROM ("
  "SELECT customer, contract, meter, at AS first, at AS last FROM readings "
  "UNION ALL SELECT customer, contract, meter, \"from\", ifnull(\"to\", \"from\") FROM devices) x "
  "JOIN customers c ON c.n = x.customer LEFT JOIN contracts k ON k.n = x.contract "
  "WHERE ?1 = 0 OR x.contract = ?1 OR "
  "(?2 AND x.contract IS NULL AND x.customer = (SELECT customer FROM contracts WHERE n = ?1)) "
  "GROUP BY c.n, k.n, x.meter ORDER BY c.name, c.id, x.meter, k.id";
// clang-format on

static void add_uncounted(asking *k, const query *q, const char *near) {
  arena *a = k->scratch;
  const char *id = query_column_text(q, 1), *contract = query_column_text(q, 4), *meter = query_column_text(q, 5);
  const char *reason = contract ? arena_format(a, "contract %s does not count it", contract)
                                : arena_format(a, "no contract of customer %s counts it", id);
  if (near) reason = arena_format(a, "%s; did you mean \"%s\"?", reason, near);
  add_row(k, id, query_column_text(q, 2), contract, meter, query_column(q, 6), (day)query_column(q, 7),
          (day)query_column(q, 8), reason);
}

static bool find_uncounted(asking *k, error *e) {
  query *q = db_ask(k->book->db, e, readings_and_devices, "ii", k->contract, (int64_t)counts_any(k));
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    const char *near;
    arena_reset(k->scratch);
    if (!is_counted(k, query_column(q, 0), query_column(q, 3), query_column_text(q, 5), &near))
      add_uncounted(k, q, near);
  }
  return step == 0;
}

bool unread_meters(book *b, day as_of, int64_t contract, arena *a, value *list, error *e) {
  asking k = { .book = b, .arena = a, .scratch = arena_new(), .as_of = as_of, .contract = contract, .list = list };
  k.planner = planner_open(b, as_of, 0, e);
  bool ok = k.planner && ask_contracts(&k, e);
  planner_close(k.planner);
  if (ok) sort(&k);
  ok = ok && find_uncounted(&k, e);
  arena_free(k.scratch);
  return ok;
}
