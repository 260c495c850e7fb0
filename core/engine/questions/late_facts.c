// Facts that came too late: dated in what was billed, where nothing catches up.
#include "core/engine/plan/planner.h"
#include "core/engine/questions/late_facts_inside.h"
#include <string.h>

// clang-format off
// Each query answers: contract, its id, table, name, rows, first and last date, first and last day of what was billed
// before them, whether that is work. CROSS JOIN keeps the order of tables: what came late is little, and claims from
// there are few; the other way round all that was ever billed would be read.
#define ANSWER(table, name, date, from, last, work) \
  "SELECT k.n, k.id, '" table "', " name ", count(DISTINCT x.n), min(" date "), max(" date "), min(" from "), " \
  "max(" last "), " work " FROM journal j CROSS JOIN " table " x ON x.n BETWEEN j.first_n AND j.last_n "
#define ANSWER_OF_PERIODS(table, name, date) ANSWER(table, name, date, "m.at", "m.until - 1", "0")
#define ANSWER_OF_WORK(table, name) \
  ANSWER(table, name, "ifnull(x.\"from\", m.at / 1440)", "m.at / 1440", "m.at / 1440", "1")
#define IN_SCOPE "CROSS JOIN contracts k ON k.n = x.contract OR (x.contract IS NULL AND k.customer = x.customer) "
#define PERIODS_FROM(date) "CROSS JOIN claims m ON m.contract = k.n AND m." CLAIM_OF_FEE " AND m.until > " date " "
#define BILLS_BEFORE "CROSS JOIN bills w ON w.n = " BILL_OF("m.line") " AND w.journal < j.seq "
#define WHERE_LATE(table) "WHERE j.source = '" table "' AND j.seq > (SELECT min(journal) FROM bills) "
#define NO_PRORATION "AND ifnull(k.proration, CASE WHEN k.bill_day IS NULL THEN 'none' ELSE 'daily' END) = 'none' "

static const char changes_of_periods[] =
  ANSWER_OF_PERIODS("changes", "NULL", "x.\"from\"")
  "CROSS JOIN contracts k ON k.n = x.contract " PERIODS_FROM("x.\"from\"") BILLS_BEFORE
  WHERE_LATE("changes") NO_PRORATION "GROUP BY x.n ORDER BY k.id, x.\"from\"";

// Work at the contract's own rate, which params say.
static const char changes_of_work[] =
  ANSWER_OF_WORK("changes", "NULL")
  "CROSS JOIN contracts k ON k.n = x.contract "
  "CROSS JOIN claims m ON m.contract = k.n AND m." CLAIM_OF_WORK " AND m.at >= x.\"from\" * 1440 "
  "CROSS JOIN time_entries t ON t.contract = k.n AND t.at = m.at AND t.n = m.row AND t.rate IS NULL "
  "CROSS JOIN lines l ON l.n = m.line AND l.unit_price <> '0' " BILLS_BEFORE
  WHERE_LATE("changes") "GROUP BY x.n ORDER BY k.id, x.\"from\"";

// A reading holds until the next one of its meter; one that shows what the one before it showed is no news.
#define SAME_METER "z.customer = x.customer AND z.meter = x.meter AND ifnull(z.contract, 0) = ifnull(x.contract, 0)"
#define NEXT_READING "ifnull((SELECT min(z.at) FROM readings z WHERE " SAME_METER " AND z.at > x.at), 4000000)"
#define READ_BEFORE "(SELECT z.value FROM readings z WHERE " SAME_METER " AND z.at < x.at ORDER BY z.at DESC LIMIT 1)"
static const char readings[] =
  ANSWER_OF_PERIODS("readings", "x.meter", "x.at")
  IN_SCOPE PERIODS_FROM("x.at") "AND m.at < " NEXT_READING " " BILLS_BEFORE
  WHERE_LATE("readings") NO_PRORATION "AND (j.old IS NOT NULL OR x.value IS NOT " READ_BEFORE ") "
  "GROUP BY k.n, x.meter ORDER BY k.id, x.meter";

// A device whose last day is new counts from the day after the earlier of both.
#define EARLIER_END "min(ifnull(" THEN_OLD_DAY("to") ", 4000000), ifnull(x.\"to\", 4000000))"
#define CHANGED_ON \
  "CASE WHEN j.old IS NULL OR " THEN_OLD_DAY("from") " <> x.\"from\" THEN x.\"from\" " \
  "WHEN " THEN_OLD_DAY("to") " IS x.\"to\" THEN 4000000 ELSE " EARLIER_END " + 1 END"
static const char devices[] =
  ANSWER_OF_PERIODS("devices", "x.meter", CHANGED_ON)
  IN_SCOPE PERIODS_FROM(CHANGED_ON) BILLS_BEFORE
  WHERE_LATE("devices") NO_PRORATION "GROUP BY k.n, x.meter ORDER BY k.id, x.meter";

// A price holds for its scope until the next of its code, where nothing closer to the contract is in force.
#define NEXT_PRICE \
  "(SELECT min(z.\"from\") FROM rates z WHERE z.code = x.code AND z.contract IS x.contract " \
  "AND z.customer IS x.customer AND z.\"from\" > ifnull(x.\"from\", -1000000))"
#define CLOSER_PRICE \
  "EXISTS (SELECT 1 FROM rates z WHERE z.code = x.code AND x.contract IS NULL AND (z.contract = k.n " \
  "OR (z.contract IS NULL AND x.customer IS NULL AND z.customer = k.customer)) " \
  "AND ifnull(z.\"from\", -1000000) * 1440 <= t.at)"
static const char rates[] =
  ANSWER_OF_WORK("rates", "x.code")
  "CROSS JOIN contracts k ON k.n = ifnull(x.contract, k.n) AND k.customer = ifnull(x.customer, k.customer) "
  "CROSS JOIN time_entries t ON t.contract = k.n AND t.rate = x.code "
  "AND t.at >= ifnull(x.\"from\" * 1440, -1440000000) AND t.at < ifnull(" NEXT_PRICE ", 4000000) * 1440 "
  "CROSS JOIN claims m ON m.contract = k.n AND m." CLAIM_OF_WORK " AND m.at = t.at AND m.row = t.n " BILLS_BEFORE
  WHERE_LATE("rates") "AND NOT " CLOSER_PRICE " GROUP BY k.n, x.code ORDER BY k.id, x.code";
// clang-format on

// Contracts are asked which meters they count, and whether work costs otherwise by now, one after the other.
typedef struct asking {
  book *book;
  planner *planner;
  int64_t contract;
  bool held;  // its plan fails: whatever concerns its customer may concern it
  const plan *plan;
} asking;

// by_days: as if it prorated, so that what it would catch up is known.
static bool ask_contract(asking *k, arena *a, int64_t n, day from, day last, bool by_days, error *e) {
  contract c;
  planner_close(k->planner);
  k->planner = planner_open(k->book, last, 0, e);
  if (!k->planner || !contract_read(k->book->db, a, n, &c, e)) return false;
  c.period_from = from;
  c.charge_from = DAY_NEVER;
  c.time_from = (int64_t)DAY_NEVER * 1440;
  c.behind = false;
  c.daily = c.daily || by_days;
  k->contract = n;
  if (!planner_plan(k->planner, &c, &k->plan, e)) return false;
  k->held = plan_fails(k->plan);
  return true;
}

// A row of the queries.
typedef struct late_fact {
  int64_t contract, rows;
  const char *id, *table, *name;
  day date, last, billed_from, billed_last;
  bool work;
} late_fact;

static bool ask_work(asking *k, arena *a, const late_fact *f, bool *out, error *e) {
  contract c;
  if (!contract_read(k->book->db, a, f->contract, &c, e)) return false;
  *out = c.kind != GRID_PERIODS;
  if (*out) return true;
  if (!ask_contract(k, a, f->contract, f->billed_from, f->billed_last, true, e)) return false;
  const char *code = f->name ? f->name : "";
  *out = k->held || plan_rates_have(&k->plan->uncaught, code) || (!*code && k->plan->fees_uncaught) ||
         (!c.daily && plan_rates_have(&k->plan->corrected, code));
  return true;
}

// Whether the contract counts the meter that a row of the answer names, or owes for its work what it does not catch up;
// other rows name none.
static bool concerns(asking *k, arena *a, const late_fact *f, bool *out, error *e) {
  *out = !f->work && strcmp(f->table, "readings") != 0 && strcmp(f->table, "devices") != 0;
  if (*out) return true;
  if (f->work) return ask_work(k, a, f, out, e);
  if (k->contract != f->contract && !ask_contract(k, a, f->contract, f->billed_from, f->billed_last, false, e))
    return false;
  *out = k->held || planner_counted(k->planner, f->name);
  return true;
}

static const char *span(arena *a, day from, day last) {
  char first[DAY_TEXT], end[DAY_TEXT];
  return from == last ? arena_text(a, day_format(from, first))
                      : arena_format(a, "%s to %s", day_format(from, first), day_format(last, end));
}

static value *row_of(arena *a, const late_fact *f) {
  const char *billed = span(a, f->billed_from, f->billed_last);
  value *v = value_record(a);
  put_text(a, v, "contract", f->id);
  put_text(a, v, "table", f->table);
  put_text(a, v, "name", f->name);
  put_int(a, v, "rows", f->rows);
  put_day(a, v, "date", f->date);
  put_day(a, v, "last", f->last);
  put_text(a, v, "reason",
           f->work ? arena_format(a, "came after work of %s was billed, which is not priced again", billed)
                   : arena_format(a, "came after %s was billed, and its contract does not prorate", billed));
  return v;
}

// All rows before any contract is planned: what others commit would wait for the plans of all.
static bool read_facts(book *b, const char *sql, arena *a, late_fact **out, size_t *count, error *e) {
  query *q = db_query(b->db, sql, e);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (late_fact){ .contract = query_column(q, 0),
                                      .id = arena_text(a, query_column_text(q, 1)),
                                      .table = arena_text(a, query_column_text(q, 2)),
                                      .name = arena_text(a, query_column_text(q, 3)),
                                      .rows = query_column(q, 4),
                                      .date = (day)query_column(q, 5),
                                      .last = (day)query_column(q, 6),
                                      .billed_from = (day)query_column(q, 7),
                                      .billed_last = (day)query_column(q, 8),
                                      .work = query_column(q, 9) != 0 };
  }
  return step == 0;
}

bool late_facts(book *b, arena *a, value *list, error *e) {
  static const char *const queries[] = { changes_of_periods, changes_of_work, readings, devices, rates };
  asking k = { .book = b };
  bool ok = true;
  for (int i = 0; ok && i < 5; i++) {
    late_fact *facts;
    size_t count;
    ok = read_facts(b, queries[i], a, &facts, &count, e);
    k.contract = 0;
    for (size_t n = 0; ok && n < count; n++) {
      bool counts;
      ok = concerns(&k, a, &facts[n], &counts, e) && db_rest(b->db, NULL, e);
      if (ok && counts) value_append(a, list, row_of(a, &facts[n]));
    }
  }
  planner_close(k.planner);
  return ok;
}

// clang-format off
// Lines of days past an end, and what was credited of each; not those of which something was credited since the end is
// what it is: the log tells which came first.
#define CREDITED "FROM credits c JOIN lines x ON x.n = c.line WHERE c.credited = l.n"
#define END_CAME_WITH \
  "(SELECT max(j.import) FROM journal j WHERE j.source = 'contracts' AND k.n BETWEEN j.first_n AND j.last_n " \
  "AND " THEN_OLD_DAY("end") " IS NOT k.\"end\")"
#define CREDITED_SINCE \
  "EXISTS (SELECT 1 FROM actions y WHERE y.command = 'invoice credit' AND y.detail ->> 'invoice' = w.invoice " \
  "AND y.seq > ifnull((SELECT z.seq FROM actions z WHERE z.command IN (" LOGGED_IMPORTS ") " \
  "AND z.detail ->> 'import' = " END_CAME_WITH "), 0))"
static const char billed_past_end[] =
  "SELECT k.id, k.\"end\", m.at, m.until, l.amount, ifnull((SELECT sum(-x.amount) " CREDITED "), 0) "
  "FROM contracts k JOIN claims m ON m.contract = k.n AND m." CLAIM_OF_FEE " AND m.until > k.\"end\" + 1 "
  "JOIN bills w ON w.n = " BILL_OF("m.line") " AND w.kind = 'bill' JOIN lines l ON l.n = m.line AND l.amount <> 0 "
  "WHERE k.\"end\" IS NOT NULL AND (?1 = 0 OR k.n = ?1) " NO_PRORATION
  "AND NOT (EXISTS (SELECT 1 " CREDITED ") AND " CREDITED_SINCE ") ORDER BY k.id, m.at";
// clang-format on

// Whether the share of a line that lies past the end was given back, by an earlier credit that was meant for another
// end or for none.
static bool given_back(const query *q) {
  int64_t from = query_column(q, 2), until = query_column(q, 3), end = query_column(q, 1) + 1;
  int64_t amount = query_column(q, 4), past = until - (end > from ? end : from);
  int128 share = (int128)amount * past / (until - from);
  return amount > 0 ? query_column(q, 5) >= share : query_column(q, 5) <= share;
}

static void add_end(arena *a, value *list, const char *contract, day last, day from, day until) {
  char end[DAY_TEXT];
  value *v = value_record(a);
  put_text(a, v, "contract", contract);
  put_text(a, v, "table", "contracts");
  put_text(a, v, "name", "end");
  put_int(a, v, "rows", 1);
  put_day(a, v, "date", last);
  put_day(a, v, "last", last);
  put_text(a, v, "reason",
           arena_format(a, "it ends on %s, and %s was billed: it does not prorate, a credit may be due",
                        day_format(last, end), span(a, from, until - 1)));
  value_append(a, list, v);
}

bool ends_within_billed(book *b, arena *a, int64_t contract_n, value *list, error *e) {
  query *q = db_ask(b->db, e, billed_past_end, "i", contract_n);
  const char *contract = NULL;
  day last = 0, from = 0, until = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    if (given_back(q)) continue;
    bool same = contract && strcmp(contract, query_column_text(q, 0)) == 0;
    if (contract && !same) add_end(a, list, contract, last, from, until);
    if (!same) {
      contract = arena_text(a, query_column_text(q, 0));
      last = (day)query_column(q, 1);
      from = (day)query_column(q, 2) > last ? (day)query_column(q, 2) : last + 1;
      until = from;
    }
    if (query_column(q, 3) > until) until = (day)query_column(q, 3);
  }
  if (contract) add_end(a, list, contract, last, from, until);
  return step == 0;
}
