// The log to look at: what was done, by whom, since when, and about what.
#include "core/engine/questions/log_inside.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

// A detail that is damaged is none; `verify` tells.
#define DETAIL "CASE WHEN json_valid(a.detail) THEN a.detail ELSE '{}' END"
#define MEANT(what) "(SELECT n FROM meant WHERE source = '" what "')"

// What the text ?1 may be, by whole ids alone: a log is no place to guess.
#define MEANING                                                                                                  \
  "WITH meant (source, n) AS (SELECT 'contracts', n FROM contracts WHERE id = ?1 UNION ALL "                     \
  "SELECT 'customers', n FROM customers WHERE id = ?1 UNION ALL SELECT 'tickets', n FROM tickets WHERE id = ?1 " \
  "UNION ALL SELECT 'charges', n FROM charges WHERE id = ?1 UNION ALL "                                          \
  "SELECT 'batches', n FROM batches WHERE ?1 = 'batch:' || n UNION ALL "                                         \
  "SELECT 'invoices', n FROM invoices WHERE number = ?1 OR (state = 'draft' AND ?1 = 'D' || n))"

// Entries name rows as they were typed, documents by their number or their n; imports wrote what they changed into the
// journal; runs and numberings name nothing, their bills do.
#define NAMED                                                                                           \
  "EXISTS (SELECT 1 FROM json_tree(" DETAIL ") t WHERE t.type = 'text' AND (t.path = '$.arguments' OR " \
  "t.fullkey IN ('$.contract', '$.customer', '$.ticket', '$.invoice')) AND "                            \
  "(t.atom = ?1 OR substr(t.atom, 1, length(?1) + 1) = ?1 || ':'))"
#define NUMBERED                                                                                            \
  "EXISTS (SELECT 1 FROM json_tree(" DETAIL ") t WHERE t.type = 'integer' AND (t.fullkey = '$.invoice' OR " \
  "t.path = '$.drafts') AND t.atom IN " MEANT("invoices") ")"
#define IMPORTED                                                                                            \
  "(a.command IN (" LOGGED_IMPORTS ") AND " DETAIL " ->> 'import' IN (SELECT j.import FROM journal j JOIN " \
  "meant m ON m.source = j.source AND m.n BETWEEN j.first_n AND j.last_n))"
#define BILLED                                                                                       \
  "(a.command IN ('batch run', 'batch generate') AND a.batch IN (SELECT b.batch FROM bills b WHERE " \
  "b.contract IN " MEANT("contracts") " OR b.invoice IN " MEANT(                                     \
      "invoices") " OR b.contract IN "                                                               \
                  "(SELECT n FROM contracts WHERE customer IN " MEANT("customers") ")))"
#define ABOUT \
  "(?1 IS NULL OR a.batch IN " MEANT("batches") " OR " NAMED " OR " NUMBERED " OR " IMPORTED " OR " BILLED ")"

static bool known(book *b, const char *about, error *e) {
  int64_t count = 0;
  if (!about) return true;
  if (!db_value(b->db, e, &count, 0, MEANING " SELECT count(*) FROM meant", "t", about)) return false;
  if (count) return true;
  error_set(e, ERROR_NOT_FOUND, "nothing in the book is called \"%.80s\"", about);
  return error_hint(e, "whole ids of contracts, customers, tickets and charges, numbers of documents, batch:N");
}

// When a day begins by the clock of the book, as entries tell the time; NULL for any day.
static bool beginning(book *b, day since, char out[40], const char **text, error *e) {
  *text = NULL;
  if (since == DAY_MIN) return true;
  const zone *z = book_zone(b, b->zone, e);
  if (!z) return false;
  int64_t utc;
  zone_to_utc(z, (int64_t)since * 86400, &utc);
  const time_t at = (time_t)utc;
  struct tm t;
  gmtime_r(&at, &t);
  strftime(out, 40, "%Y-%m-%dT%H:%M:%SZ", &t);
  *text = out;
  return true;
}

value *log_entry(const query *q, arena *a) {
  value *v = value_record(a);
  value_put(a, v, "seq", value_int(a, query_column(q, 0)));
  value_put(a, v, "at", value_text(a, arena_text(a, query_column_text(q, 1))));
  value_put(a, v, "command", value_text(a, arena_text(a, query_column_text(q, 2))));
  value_put(a, v, "batch", query_column(q, 5) ? value_int(a, query_column(q, 5)) : value_null(a));
  const char *who = query_column_text(q, 3);
  value_put(a, v, "who", who ? value_text(a, arena_text(a, who)) : value_null(a));
  value_put(a, v, "detail", value_text(a, arena_text(a, query_column_text(q, 4))));
  return v;
}

#define ENTRIES                                                                                              \
  "(SELECT a.seq, a.at, a.command, " DETAIL " ->> 'who' AS who, a.detail, a.batch FROM actions a WHERE (?2 " \
  "IS NULL OR who = ?2) AND (?3 IS NULL OR a.at >= ?3) AND a.seq > ?4 AND " ABOUT ")"

value *log_listed(book *b, const log_filter *f, arena *a, error *e) {
  static const char oldest[] = MEANING " SELECT * FROM " ENTRIES " ORDER BY seq LIMIT ?5 OFFSET ?6",
                    newest[] = MEANING " SELECT * FROM " ENTRIES " ORDER BY seq DESC LIMIT ?5 OFFSET ?6";
  char room[40];
  const char *since;
  if (!known(b, f->about, e) || !beginning(b, f->since, room, &since, e)) return NULL;
  query *q = db_ask(b->db, e, f->newest ? newest : oldest, "tttiii", f->about, f->who, since, f->after,
                    f->most ? f->most : INT64_MAX, f->from);
  value *list = value_list(a);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) value_append(a, list, log_entry(q, a));
  return step == 0 ? list : NULL;
}

bool log_counted(book *b, const log_filter *f, int64_t *count, error *e) {
  char room[40];
  const char *since;
  return known(b, f->about, e) && beginning(b, f->since, room, &since, e) &&
         db_value(b->db, e, count, 0, MEANING " SELECT count(*) FROM " ENTRIES, "ttti", f->about, f->who, since,
                  f->after);
}
