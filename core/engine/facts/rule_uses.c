// Where a book uses its rules, and whether each use fits its rule.
#include "core/engine/facts/rule_uses.h"
#include "core/engine/facts/calendars.h"
#include "core/store/db.h"
#include <string.h>

bool rule_uses(book *b, plugin_kind kind, const char *rule, int64_t *count, error *e) {
  if (kind == PLUGIN_TAX_RULE)
    return db_value(b->db, e, count, 0, "SELECT count(*) FROM taxes WHERE rule = ?", "t", rule);
  return db_value(b->db, e, count, 0,
                  "SELECT count(DISTINCT c.n) FROM contracts c, json_each(c.rules) r "
                  "WHERE json_extract(r.value, '$.rule') = ?",
                  "t", rule);
}

static void add_fault(rule_report *report, arena *a, const char *where, const error *cause) {
  report->faults = arena_grow(a, report->faults, report->count, &report->capacity, sizeof *report->faults);
  report->faults[report->count++] = arena_format(a, "%s: %s%s%s", where, cause->message, cause->hint[0] ? "; " : "",
                                                 cause->hint[0] ? cause->hint : "");
}

static bool check_contracts(book *b, const char *site, arena *a, rule_report *report, error *e) {
  plugin_calendars calendars;
  if (!calendars_open(b, &calendars, e)) return false;
  query *q = db_query(b->db, "SELECT id, rules FROM contracts WHERE rules IS NOT NULL ORDER BY id", e);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    error cause = { 0 };
    const plugin_rules *rules;
    bool good = b->host->rules_open(b->host->self, query_column_text(q, 1), &calendars, &rules, &cause);
    if (!good && (!site || strcmp(site, cause.message) != 0))
      add_fault(report, a, arena_format(a, "contract %s", query_column_text(q, 0)), &cause);
    error_clear(&cause);
    report->contracts++;
  }
  return q && step == 0;
}

static const char *tax_name(const query *q, arena *a) {
  char text[DAY_TEXT];
  if (query_column_null(q, 1)) return arena_format(a, "taxes %s", query_column_text(q, 0));
  return arena_format(a, "taxes %s from %s", query_column_text(q, 0), day_format((day)query_column(q, 1), text));
}

static bool check_taxes(book *b, arena *a, rule_report *report, error *e) {
  query *q = db_query(b->db, "SELECT name, \"from\", rule, params FROM taxes ORDER BY name, \"from\"", e);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    error cause = { 0 };
    if (!b->host->check(b->host->self, PLUGIN_TAX_RULE, query_column_text(q, 2), query_column_text(q, 3), true, &cause))
      add_fault(report, a, tax_name(q, a), &cause);
    error_clear(&cause);
    report->taxes++;
  }
  return q && step == 0;
}

bool rules_check(book *b, const char *site, arena *a, rule_report *report, error *e) {
  *report = (rule_report){ 0 };
  return check_contracts(b, site, a, report, e) && check_taxes(b, a, report, e);
}
