// Why a contract comes to something else in one batch than in another: what the book knows of both, in words.
#include "core/engine/facts/facts.h"
#include "core/engine/questions/compare_inside.h"

// clang-format off
#define DATE(day) "date(" day " * 86400, 'unixepoch')"
#define BILLED(batch) "FROM bills x WHERE x.batch = " batch " AND x.contract = ?1 AND x.kind = 'bill'"
// Minutes in a batch: as it shows them while it is open, else as its bills have them.
#define MINUTES(batch) \
  "CASE (SELECT state FROM batches WHERE n = " batch ") WHEN 'open' THEN (SELECT pick_minutes FROM previews WHERE " \
  "batch = " batch " AND contract = ?1 AND state = 'ready') ELSE (SELECT sum(x.minutes) " BILLED(batch) ") END"
// What stood in the way of a contract in a batch.
#define IN_THE_WAY(batch) \
  "SELECT CASE p.state WHEN 'held' THEN 'held in batch ' || p.batch || ': ' || " \
  "ifnull(p.reason, 'an item has no price') " \
  "WHEN 'locked' THEN 'not due yet in batch ' || p.batch || ifnull(': ready on ' || " DATE("p.ready_on") ", '') " \
  "WHEN 'ready' THEN CASE WHEN p.chosen = 0 AND b.state <> 'open' THEN 'due in batch ' || p.batch || " \
  "', and not selected' END END FROM previews p JOIN batches b ON b.n = p.batch WHERE p.batch = " batch " AND " \
  "p.contract = ?1 AND (p.state <> 'locked' OR (SELECT start FROM contracts WHERE n = ?1) < b.as_of) "
#define LEFT_OUT(batch) \
  "SELECT CASE WHEN count(*) > 0 THEN 'left out of batch ' || " batch " || ': ' || group_concat(item, ', ') END " \
  "FROM (SELECT item FROM exclusions WHERE batch = " batch " AND contract = ?1 ORDER BY item) "
#define WAIVED(batch) \
  "SELECT CASE WHEN count(*) > 0 THEN 'waived in batch ' || " batch " || ': ' || group_concat(item, ', ') END " \
  "FROM (SELECT item FROM bills WHERE batch = " batch " AND contract = ?1 AND kind = 'waiver' " \
  "AND item IS NOT NULL ORDER BY n) "
// Journal entries between the terms of the one batch and those of the other.
#define SINCE "ifnull((SELECT max(x.journal) " BILLED("?3") "), (SELECT max(seen, 0) FROM batches WHERE n = ?3))"
#define UNTIL "ifnull((SELECT max(x.journal) " BILLED("?2") "), 9223372036854775807)"
#define CHANGED(sources, rows, text) \
  "SELECT " text " || ' changed since batch ' || ?3 FROM journal j " \
  "WHERE j.seq > " SINCE " AND j.seq <= " UNTIL " AND j.source = '" sources "' AND " rows " GROUP BY j.source "

#define CUSTOMER_OF "(SELECT customer FROM contracts WHERE n = ?1)"
#define SITE_OF "(SELECT site FROM contracts WHERE n = ?1)"
#define TAX_OF \
  "(SELECT " CONTRACT_TAX " FROM contracts k JOIN customers c ON c.n = k.customer WHERE k.n = ?1)"

static const char reasons[] =
  "SELECT 'its first bill: contract began on ' || " DATE("start") " FROM contracts WHERE n = ?1 AND "
  "NOT EXISTS (SELECT 1 FROM bills x "
  "WHERE x.contract = ?1 AND x.batch <= ?3) UNION ALL "
  "SELECT 'contract ended on ' || " DATE("\"end\"") " FROM contracts WHERE n = ?1 "
  "AND \"end\" < (SELECT as_of FROM batches WHERE n = ?2) UNION ALL "
  IN_THE_WAY("?2") "UNION ALL " IN_THE_WAY("?3") "UNION ALL " LEFT_OUT("?2") "UNION ALL " LEFT_OUT("?3") "UNION ALL "
  WAIVED("?2") "UNION ALL " WAIVED("?3") "UNION ALL "
  CHANGED("contracts", "j.first_n = ?1 AND j.old IS NOT NULL", "'its row of contracts'") "UNION ALL "
  CHANGED("changes", "EXISTS (SELECT 1 FROM changes c WHERE c.contract = ?1 AND c.n BETWEEN j.first_n AND j.last_n)",
          "'its agreement (changes)'") "UNION ALL "
  CHANGED("rates", "EXISTS (SELECT 1 FROM rates r JOIN contracts k ON k.n = ?1 WHERE r.n BETWEEN j.first_n "
          "AND j.last_n AND ifnull(r.contract, k.n) = k.n AND "
          "ifnull(r.customer, k.customer) = k.customer AND EXISTS (SELECT 1 FROM time_entries x WHERE x.contract = k.n "
          "AND x.rate = r.code))", "'rates that apply to it'") "UNION ALL "
  CHANGED("customers", "j.old IS NOT NULL AND " CUSTOMER_OF " BETWEEN j.first_n AND j.last_n", "'its row of customers'")
  "UNION ALL "
  CHANGED("sites", "j.old IS NOT NULL AND " SITE_OF " BETWEEN j.first_n AND j.last_n", "'its row of sites'")
  "UNION ALL "
  CHANGED("taxes", "EXISTS (SELECT 1 FROM taxes t WHERE t.n BETWEEN j.first_n AND j.last_n AND t.name = " TAX_OF ")",
          "'its tax ' || " TAX_OF);

static const char minutes_of[] = "SELECT ifnull(" MINUTES("?2") ", 0), ifnull(" MINUTES("?3") ", 0) WHERE ?1 > 0";
// clang-format on

static void say(arena *a, value *list, const char *text) {
  value *v = value_text(a, text);
  value_append(a, list, v);
}

static const char *hours(arena *a, int64_t minutes) {
  char text[DECIMAL_TEXT];
  size_t length = decimal_format(decimal_ratio(minutes, 60, 4), 0, text);
  return arena_copy(a, text, length);
}

static bool more_hours(book *b, const compared_pair *pair, arena *a, value *list, error *e) {
  query *q = db_ask(b->db, e, minutes_of, "iii", pair->contract, pair->now, pair->with);
  if (!q || query_step(q, e) != 1) return false;
  int64_t now = query_column(q, 0), before = query_column(q, 1);
  query_reset(q);
  if (now != before) {
    const char *more = hours(a, now > before ? now - before : before - now);
    say(a, list,
        arena_format(a, "%s hours %s: %s, before %s", more, now > before ? "more" : "less", hours(a, now),
                     hours(a, before)));
  }
  return true;
}

// First days of periods that a plan takes, each once, whatever parts its contract has.
static int64_t periods_taken(const plan *p) {
  int64_t count = 0;
  for (size_t i = 0, j; i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    if (item->kind != ITEM_PERIOD || item->catch_up || !item->due || item->excluded || item->held) continue;
    for (j = 0; j < i; j++)
      if (p->items[j].kind == ITEM_PERIOD && p->items[j].from == item->from) break;
    count += j == i;
  }
  return count;
}

static bool periods_in(book *b, planner *open, int64_t batch, int64_t n, arena *a, int64_t *out, error *e) {
  contract c;
  const plan *p;
  if (!open)
    return db_value(b->db, e, out, 0,
                    "SELECT count(DISTINCT l.from_day) FROM bills x JOIN lines l ON " LINE_IN(
                        "l.n", "x.n") " "
                                      "WHERE x.batch = ? AND x.contract = ? AND x.kind = 'bill' AND l.kind = 'period'",
                    "ii", batch, n);
  if (!contract_read(b->db, a, n, &c, e) || !planner_plan(open, &c, &p, e)) return false;
  *out = periods_taken(p);
  return true;
}

static bool more_periods(book *b, const compared_pair *pair, arena *a, value *list, error *e) {
  int64_t now, before;
  if (!periods_in(b, pair->open, pair->now, pair->contract, a, &now, e) ||
      !periods_in(b, NULL, pair->with, pair->contract, a, &before, e))
    return false;
  if (now && before && now != before)
    say(a, list, arena_format(a, "periods: %lld, before %lld", (long long)now, (long long)before));
  return true;
}

bool compare_reasons(book *b, const compared_pair *pair, arena *a, value **out, error *e) {
  value *list = value_list(a);
  query *q = db_ask(b->db, e, reasons, "iii", pair->contract, pair->now, pair->with);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    if (!query_column_null(q, 0)) say(a, list, arena_text(a, query_column_text(q, 0)));
  *out = list;
  return step == 0 && more_hours(b, pair, a, list, e) && more_periods(b, pair, a, list, e);
}
