// Work, charges and late facts that no batch takes.
#include "core/engine/questions/questions.h"
#include "core/base/money.h"
#include "core/engine/facts/facts.h"
#include "core/engine/questions/late_facts_inside.h"
#include "core/engine/questions/unbilled_inside.h"
#include "core/engine/questions/unread_meters.h"
#include "core/engine/rating/rating.h"
#include <stdlib.h>
#include <string.h>

// clang-format off
// Why a row that bills on contract k on a day is never due; NULL where it is or will be. The caller ends the CASE.
#define REASON(contract, date, customer) \
  "CASE WHEN " contract " = 0 THEN 'names no contract, and customer ' || " customer " || ' has no default contract' " \
  "WHEN " date " < k.start THEN 'before its contract starts on ' || date(k.start * 86400, 'unixepoch') " \
  "WHEN " date " > k.\"end\" THEN 'after its contract ended on ' || date(k.\"end\" * 86400, 'unixepoch') " \
  "WHEN " date " < k.bill_from THEN 'before ' || date(k.bill_from * 86400, 'unixepoch') " \
  "|| ', from which its contract bills' "
#define BILLED_ONCE \
  "WHEN EXISTS (SELECT 1 FROM settled_periods s WHERE s.contract = x.contract AND s.key IS NOT NULL " \
  "AND s.released IS NULL AND s.from_day <= x.at / 1440) THEN 'its contract bills its work once, and has' "
#define NOT_CLAIMED(kind, at) \
  "NOT EXISTS (SELECT 1 FROM claims m WHERE m.contract = x.contract AND m." kind " AND m.at = " at " AND m.row = x.n)"

#define NOT_CLOSED "its ticket is not closed"

#define CURRENCY "coalesce(k.currency, c.currency, (SELECT currency FROM settings))"

static const char work_rows[] =
  "SELECT t.id, c.id, c.name, k.id, sum(x.minutes), count(*), min(x.at / 1440), max(x.at / 1440), "
  REASON("x.contract", "x.at / 1440", "c.id") BILLED_ONCE
  "WHEN t.closed = 0 AND k.work = 'closed' THEN '" NOT_CLOSED "' END AS reason, " CURRENCY ", x.contract, t.n "
  "FROM " WORK_NOT_BILLED("x.contract, x.at, x.ticket, x.minutes, x.billable") " x "
  "CROSS JOIN tickets t ON t.n = x.ticket CROSS JOIN customers c ON c.n = t.customer "
  "LEFT JOIN contracts k ON k.n = x.contract WHERE x.billable = 1 AND reason IS NOT NULL "
  "GROUP BY t.n, x.contract, reason";

static const char charge_rows[] =
  "SELECT x.id, c.id, c.name, k.id, x.day, x.description, " REASON("x.contract", "x.day", "c.id") "END AS reason, "
  "coalesce(x.currency, " CURRENCY "), x.quantity, x.unit_price, x.discount "
  "FROM " CHARGES_NOT_BILLED("x.contract, x.day, x.id, x.customer, x.description, x.currency, x.quantity, "
  "x.unit_price, x.discount") " x "
  "CROSS JOIN customers c ON c.n = x.customer LEFT JOIN contracts k ON k.n = x.contract WHERE reason IS NOT NULL";

// Bought hours, money and tickets on days on which their contract does not bill.
static const char grant_rows[] =
  "SELECT k.id, x.date, 'grant ' || x.id || ' is ' || (" REASON("x.contract", "x.date", "''") "END) AS reason, x.id "
  "FROM grants x JOIN contracts k ON k.n = x.contract "
  "WHERE x.contract BETWEEN ?1 AND ?2 AND reason IS NOT NULL AND trim(ifnull(x.price, ''), '0.') <> '' "
  "AND " NOT_CLAIMED(CLAIM_OF_GRANT, "x.date");
// clang-format on

// Rows are read a few contracts at a time, so that nobody waits for all of them, and put in order in the end: by what
// comes last, by name and id of whom they concern, by day, by further ids.
enum { CONTRACTS_AT_ONCE = 100, NAMES = 2, IDS = 3 };
typedef struct found {
  bool last;
  const char *names[NAMES], *ids[IDS];  // NULL comes first
  day day;
  value *record;
} found;

typedef struct found_list {
  arena *arena;
  unbilled_sums *sums;
  found *items;
  size_t count, capacity;
} found_list;

static void add(found_list *l, found one) {
  l->items = arena_grow(l->arena, l->items, l->count, &l->capacity, sizeof one);
  l->items[l->count++] = one;
}

static int compare_texts(const char *const *a, const char *const *b, int count) {
  for (int i = 0, order; i < count; i++)
    if ((order = strcmp(a[i] ? a[i] : "", b[i] ? b[i] : "")) != 0) return order;
  return 0;
}

static int compare(const void *left, const void *right) {
  const found *a = left, *b = right;
  if (a->last != b->last) return a->last - b->last;
  int order = compare_texts(a->names, b->names, NAMES);
  if (!order && a->day != b->day) return a->day < b->day ? -1 : 1;
  return order ? order : compare_texts(a->ids, b->ids, IDS);
}

static void put_in_order(found_list *l, value *into) {
  if (l->count) qsort(l->items, l->count, sizeof *l->items, compare);
  for (size_t i = 0; i < l->count; i++) value_append(l->arena, into, l->items[i].record);
}

static const char *hours(arena *a, int64_t minutes) {
  char text[DECIMAL_TEXT];
  size_t length = decimal_format(decimal_ratio(minutes, 60, 4), 0, text);
  return arena_copy(a, text, length);
}

// Texts of the row, in order, under their names.
static void put_texts(arena *a, value *v, const query *q, int at, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++) put_text(a, v, names[i], arena_text(a, query_column_text(q, at + (int)i)));
}

static const char *text_of(found_list *l, const query *q, int at) {
  return arena_text(l->arena, query_column_text(q, at));
}

// Notes the currency, age and amount of what was found, and adds it to the totals.
static void put_sum(found_list *l, value *v, unbilled_sum one) {
  put_text(l->arena, v, "currency", one.currency);
  put_int(l->arena, v, "age", l->sums->today - one.first);
  if (one.priced) put_money(l->arena, v, "amount", one.amount, currency_exponent(one.currency));
  else put_null(l->arena, v, "amount");
  unbilled_add(l->sums, one);
}

static bool work(book *b, int64_t from, int64_t last, found_list *list, error *e) {
  static const char *const names[] = { "ticket", "customer", "customer_name", "contract" };
  query *q = db_ask(b->db, e, work_rows, "ii", from, last);
  arena *a = list->arena;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_texts(a, v, q, 0, names, 4);
    put_text(a, v, "hours", hours(a, query_column(q, 4)));
    put_int(a, v, "entries", query_column(q, 5));
    put_day(a, v, "first", (day)query_column(q, 6));
    put_day(a, v, "last", (day)query_column(q, 7));
    const char *reason = text_of(list, q, 8);
    put_text(a, v, "reason", reason);
    put_sum(list, v,
            (unbilled_sum){ .customer = text_of(list, q, 1),
                            .name = text_of(list, q, 2),
                            .currency = text_of(list, q, 9),
                            .minutes = query_column(q, 4),
                            .entries = query_column(q, 5),
                            .first = (day)query_column(q, 6) });
    if (strcmp(reason, NOT_CLOSED) == 0) unbilled_add_work(list->sums, query_column(q, 10), query_column(q, 11), v);
    add(list, (found){ .last = strcmp(reason, NOT_CLOSED) == 0,
                       .names = { text_of(list, q, 2), text_of(list, q, 1) },
                       .ids = { text_of(list, q, 0), text_of(list, q, 3), reason },
                       .record = v });
  }
  return step == 0;
}

static unbilled_sum charge_sum(found_list *l, const query *q) {
  unbilled_sum sum = { .customer = text_of(l, q, 1),
                       .name = text_of(l, q, 2),
                       .currency = text_of(l, q, 7),
                       .charges = 1,
                       .first = (day)query_column(q, 4) };
  sum.priced = charge_amount(query_column_text(q, 8), query_column_text(q, 9), query_column_text(q, 10),
                             currency_exponent(sum.currency), &sum.amount);
  return sum;
}

static bool charges(book *b, int64_t from, int64_t last, found_list *list, error *e) {
  static const char *const names[] = { "charge", "customer", "customer_name", "contract" }, *const rest[] = {
    "description", "reason"
  };
  query *q = db_ask(b->db, e, charge_rows, "ii", from, last);
  arena *a = list->arena;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_texts(a, v, q, 0, names, 4);
    put_day(a, v, "date", (day)query_column(q, 4));
    put_texts(a, v, q, 5, rest, 2);
    put_sum(list, v, charge_sum(list, q));
    add(list, (found){ .names = { text_of(list, q, 2), text_of(list, q, 1) },
                       .day = (day)query_column(q, 4),
                       .ids = { text_of(list, q, 0) },
                       .record = v });
  }
  return step == 0;
}

static bool grants(book *b, int64_t from, int64_t last, found_list *list, error *e) {
  static const char *const names[] = { "contract" }, *const rest[] = { "reason" };
  query *q = db_ask(b->db, e, grant_rows, "ii", from, last);
  arena *a = list->arena;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_text(a, v, "table", "grants");
    put_texts(a, v, q, 0, names, 1);
    put_day(a, v, "date", (day)query_column(q, 1));
    put_texts(a, v, q, 2, rest, 1);
    add(list, (found){ .names = { text_of(list, q, 0) },
                       .day = (day)query_column(q, 1),
                       .ids = { text_of(list, q, 3) },
                       .record = v });
  }
  return step == 0;
}

typedef bool (*reader)(book *b, int64_t from, int64_t last, found_list *list, error *e);

// What a reader finds among all contracts, and where there is none (contract 0), in order.
static bool read_all(book *b, reader read, unbilled_sums *sums, value *into, error *e) {
  found_list list = { .arena = sums->arena, .sums = sums };
  int64_t last = 0;
  bool ok = db_value(b->db, e, &last, 0, "SELECT max(n) FROM contracts", "");
  for (int64_t from = 0; ok && from <= last; from += CONTRACTS_AT_ONCE)
    ok = read(b, from, from + CONTRACTS_AT_ONCE - 1, &list, e) && db_rest(b->db, NULL, e);
  if (ok) put_in_order(&list, into);
  return ok;
}

// The day of the newest batch, an open one before others; today where there is none.
static bool batch_day(book *b, day *out, error *e) {
  int64_t as_of;
  if (!book_today(b, out, e) ||
      !db_value(b->db, e, &as_of, *out,
                "SELECT as_of FROM batches WHERE state <> 'deleted' ORDER BY state = 'open' DESC, n DESC LIMIT 1", ""))
    return false;
  *out = (day)as_of;
  return true;
}

bool unbilled(book *b, arena *a, value **answer, error *e) {
  value *entries = value_list(a), *rows = value_list(a), *late = value_list(a), *meters = value_list(a);
  unbilled_sums sums = { .arena = a };
  day as_of;
  if (!book_today(b, &sums.today, e) || !db_begin_read(b->db, e)) return false;
  bool ok = read_all(b, work, &sums, entries, e) && unbilled_price(&sums, b, e) &&
            read_all(b, charges, &sums, rows, e) && late_facts(b, a, late, e) && ends_within_billed(b, a, 0, late, e) &&
            read_all(b, grants, &sums, late, e) && batch_day(b, &as_of, e) && unread_meters(b, as_of, 0, a, meters, e);
  db_rollback(b->db);
  if (!ok) return false;
  *answer = value_record(a);
  value_put(a, *answer, "work", entries);
  value_put(a, *answer, "charges", rows);
  value_put(a, *answer, "facts", late);
  value_put(a, *answer, "meters", meters);
  value_put(a, *answer, "totals", unbilled_totals(&sums));
  return true;
}
