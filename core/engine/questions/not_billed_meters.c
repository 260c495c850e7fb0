// What is there and no contract bills: devices in force, and the last reading of each meter.
#include "core/engine/questions/counted_meters.h"
#include "core/base/sorted.h"
#include "core/base/text.h"
#include "core/engine/questions/questions.h"
#include <string.h>

// clang-format off
#define SAME_METER "z.customer = x.customer AND z.meter = x.meter AND z.contract IS x.contract AND z.at <= ?1"
#define LAST_NONE \
  "ifnull((SELECT max(z.at) FROM readings z WHERE " SAME_METER " AND trim(z.value, '0.') = ''), -1000000)"
static const char counted_today[] =
  "SELECT c.n, c.id, c.name, ifnull(k.n, 0), k.id, x.meter, x.count, x.since, x.readings FROM ("
  "SELECT customer, contract, meter, count(*) AS count, min(\"from\") AS since, 0 AS readings FROM devices "
  "WHERE \"from\" <= ?1 AND ifnull(\"to\", ?1) >= ?1 GROUP BY customer, contract, meter "
  "UNION ALL SELECT x.customer, x.contract, x.meter, x.value, "
  "(SELECT min(z.at) FROM readings z WHERE " SAME_METER " AND z.at > " LAST_NONE "), 1 "
  "FROM (SELECT customer, contract, meter, value, max(at) FROM readings WHERE at <= ?1 "
  "GROUP BY customer, contract, meter) x WHERE trim(x.value, '0.') <> '') x "
  "JOIN customers c ON c.n = x.customer LEFT JOIN contracts k ON k.n = x.contract "
  "ORDER BY c.name, c.id, x.meter, k.id, x.readings";
// clang-format on

// Whether a contract (0: any) of the customer bills the meter; else *idle is one that counts it and does not bill,
// *near a name that is counted and may have been meant.
static bool is_billed(counting *k, int64_t customer, int64_t contract, const char *meter, const meter_counter **idle,
                      const char **near) {
  size_t first, all = sorted_find(k->counters, k->count, sizeof *k->counters, customer, &first), count = 0;
  *idle = NULL;
  const char **names = arena_array(k->arena, all + 1, sizeof *names);
  for (size_t i = first; i < first + all; i++) {
    const meter_counter *one = &k->counters[i];
    if (contract && one->contract != contract) continue;
    bool counts = !one->meter || strcmp(one->meter, meter) == 0;
    if (counts && !one->why_not) return true;
    if (counts) *idle = one;
    else names[count++] = one->meter;
  }
  *near = text_nearest(meter, names, count);
  return false;
}

static const char *sum_text(arena *a, const char *one, const char *two) {
  decimal first = 0, second = 0;
  char text[DECIMAL_TEXT];
  (void)decimal_parse(one, strlen(one), &first);
  if (two) (void)decimal_parse(two, strlen(two), &second);
  return arena_copy(a, text, decimal_format(first + second, 0, text));
}

// A row of the answer as it is read; what is the same meter follows it.
typedef struct counted_row {
  int64_t customer, contract;
  const char *customer_id, *customer_name, *contract_id, *meter, *count;
  day since;
  bool readings;
} counted_row;

static void put_reason(counting *k, value *v, const counted_row *row, const meter_counter *idle, const char *near) {
  arena *a = k->arena;
  const char *reason, *mend = row->readings ? "billet import readings.csv" : "billet import devices.csv";
  if (idle && idle->why_not) {
    reason = idle->why_not;
    mend = idle->mend;
  } else if (row->contract) {
    reason = arena_format(a, "contract %s, which it names, does not count it", row->contract_id);
    if (!near) mend = arena_format(a, "billet contract show %s", row->contract_id);
  } else {
    reason = arena_format(a, "no contract of customer %s counts it", row->customer_id);
    if (!near) mend = "billet import contracts.csv";
  }
  if (near && !idle) reason = arena_format(a, "%s; did you mean \"%s\"?", reason, near);
  put_text(a, v, "reason", reason);
  put_text(a, v, "mend", mend);
}

static void add_row(counting *k, value *list, const counted_row *row) {
  arena *a = k->arena;
  const meter_counter *idle;
  const char *near;
  if (is_billed(k, row->customer, row->contract, row->meter, &idle, &near)) return;
  value *v = value_record(a);
  put_text(a, v, "customer", row->customer_id);
  put_text(a, v, "customer_name", row->customer_name);
  put_text(a, v, "contract", row->contract ? row->contract_id : idle ? idle->id : NULL);
  put_text(a, v, "meter", row->meter);
  put_text(a, v, "count", row->count);
  put_day(a, v, "since", row->since);
  put_reason(k, v, row, idle, near);
  value_append(a, list, v);
}

static counted_row row_of(arena *a, const query *q) {
  return (counted_row){ .customer = query_column(q, 0),
                        .customer_id = arena_text(a, query_column_text(q, 1)),
                        .customer_name = arena_text(a, query_column_text(q, 2)),
                        .contract = query_column(q, 3),
                        .contract_id = arena_text(a, query_column_text(q, 4)),
                        .meter = arena_text(a, query_column_text(q, 5)),
                        .count = sum_text(a, query_column_text(q, 6), NULL),
                        .since = (day)query_column(q, 7),
                        .readings = query_column(q, 8) != 0 };
}

bool meters_not_billed(counting *k, value *list, error *e) {
  query *q = db_ask(k->book->db, e, counted_today, "i", (int64_t)k->today);
  counted_row row = { 0 };
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    counted_row next = row_of(k->arena, q);
    if (row.meter && row.customer == next.customer && row.contract == next.contract && !strcmp(row.meter, next.meter)) {
      row.count = sum_text(k->arena, row.count, next.count);
      if (next.since < row.since) row.since = next.since;
      continue;
    }
    if (row.meter) add_row(k, list, &row);
    row = next;
  }
  if (row.meter) add_row(k, list, &row);
  return step == 0;
}

bool unbilled_meters(book *b, arena *a, value **answer, error *e) {
  counting k = { .book = b, .arena = a };
  value *above = value_list(a), *missing = value_list(a);
  if (!book_today(b, &k.today, e) || !db_begin_read(b->db, e)) return false;
  bool ok = meters_billed_above(&k, above, e) && meters_not_billed(&k, missing, e);
  db_rollback(b->db);
  if (!ok) return false;
  *answer = value_record(a);
  value_put(a, *answer, "not_billed", missing);
  value_put(a, *answer, "billed_above", above);
  return true;
}
