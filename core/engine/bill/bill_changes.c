// Lines of bills that are stored already: added to them, mirrored by them, rounded anew.
#include "core/engine/bill/bill_inside.h"
#include <assert.h>

// Their bills' counts and digests follow.
static bool sum_printing(book *b, int64_t batch, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT DISTINCT x.n FROM bills w JOIN bills x ON x.batch = w.batch AND x.contract = w.contract "
                    "AND x.kind = 'bill' WHERE w.batch = ? AND w.kind = 'waiver' AND w.show = 1",
                    "i", batch);
  if (!q) return false;
  arena *a = arena_new();
  int64_t *bills = NULL;
  size_t count = 0, capacity = 0;
  int step;
  while ((step = query_step(q, e)) == 1) {
    bills = arena_grow(a, bills, count, &capacity, sizeof *bills);
    bills[count++] = query_column(q, 0);
  }
  bool ok = step == 0;
  for (size_t i = 0; ok && i < count; i++) ok = bill_sum(b, bills[i], e);
  arena_free(a);
  return ok;
}

bool bills_print_waivers(book *b, int64_t batch, error *e) {
  int64_t any = 0;
  if (!db_value(b->db, e, &any, 0,
                "SELECT EXISTS (SELECT 1 FROM bills WHERE batch = ? AND kind = 'waiver' AND show = 1)", "i", batch))
    return false;
  // clang-format off
  return !any ||
         (db_run(b->db, e,
                 "INSERT INTO lines SELECT " LINE_OF("x.n") " | (x.lines + row_number() OVER (PARTITION BY x.n "
                 "ORDER BY l.n)), l.kind, l.from_day, l.until_day, l.ticket, l.day, l.sku, l.category, l.description, "
                 "l.quantity, l.unit, l.unit_price, '100%', 0, 0, NULL, l.count, l.days, l.days_of FROM bills w "
                 "CROSS JOIN lines l ON " LINE_IN("l.n", "w.n") " JOIN bills x ON x.batch = w.batch AND "
                 "x.contract = w.contract AND x.kind = 'bill' WHERE w.batch = ? AND w.kind = 'waiver' AND w.show = 1",
                 "i", batch) &&
          sum_printing(b, batch, e));
  // clang-format on
}

// Of a quantity as text; of none, none.
#define NEGATED(text) \
  "CASE WHEN " text " = '0' THEN " text " WHEN " text " LIKE '-%' THEN substr(" text ", 2) ELSE '-' || " text " END"

static bool credit_whole(book *b, int64_t copy, int64_t line, error *e) {
  // clang-format off
  return db_run(b->db, e,
                "INSERT INTO lines SELECT ?1, kind, from_day, until_day, ticket, day, sku, category, description, "
                NEGATED("quantity") ", unit, unit_price, discount, -amount, -tax, tax_row, "
                NEGATED("count") ", days, days_of FROM lines WHERE n = ?2",
                "ii", copy, line) &&
         db_run(b->db, e, "INSERT INTO line_taxes SELECT ?1, ord, name, rate, -amount, -base FROM line_taxes "
                "WHERE line = ?2",
                "ii", copy, line);
  // clang-format on
}

// The same part of what a component of the line is of; nothing where that is all of the line.
static bool credit_base(book *b, int64_t copy, const line_part *part, size_t ord, error *e) {
  int64_t amount, base, share;
  if (!db_value(b->db, e, &base, INT64_MIN, "SELECT base FROM line_taxes WHERE line = ? AND ord = ? AND base NOT NULL",
                "ii", part->line, (int64_t)ord))
    return false;
  if (base == INT64_MIN) return true;
  if (!db_value(b->db, e, &amount, 0, "SELECT amount FROM lines WHERE n = ?", "i", part->line)) return false;
  if (!money_round((int128)base * part->amount, amount ? amount : 1, ROUND_HALF_UP, &share))
    return error_set(e, ERROR_TOO_BIG, "a tax is past the largest amount");
  return db_run(b->db, e, "UPDATE line_taxes SET base = ? WHERE line = ? AND ord = ?", "iii", -share, copy,
                (int64_t)ord);
}

// A part is one of its own price: what it is a part of stands in its description.
static bool credit_part(book *b, int64_t copy, const line_part *part, error *e) {
  bool ok =
      db_run(b->db, e,
             "INSERT INTO lines (n, kind, from_day, until_day, ticket, day, sku, category, description, "
             "quantity, unit_price, amount, tax, tax_row) SELECT ?1, kind, CASE WHEN until_day IS NULL THEN "
             "from_day ELSE ?7 END, until_day, ticket, day, sku, category, ?3, '-1', ?4, -?5, -?6, tax_row FROM "
             "lines WHERE n = ?2",
             "iittiii", copy, part->line, part->description, part->price, part->amount, part->tax, (int64_t)part->from);
  for (size_t i = 0; ok && i < part->component_count; i++)
    ok = db_run(b->db, e,
                "INSERT INTO line_taxes (line, ord, name, rate, amount) SELECT ?1, ord, name, rate, -?4 FROM "
                "line_taxes WHERE line = ?2 AND ord = ?3",
                "iiii", copy, part->line, (int64_t)i + 1, part->components[i]) &&
         credit_base(b, copy, part, i + 1, e);
  return ok;
}

bool bill_credit_line(book *b, int64_t note, int64_t number, const line_part *part, bool rebill, error *e) {
  assert(1 <= number && number <= LINES_MAX);
  int64_t copy = line_key(note, number);
  return (part->whole ? credit_whole(b, copy, part->line, e) : credit_part(b, copy, part, e)) &&
         db_run(b->db, e, "INSERT INTO credits (line, credited, rebill) VALUES (?, ?, ?)", "iii", copy, part->line,
                (int64_t)rebill);
}

// As they were booked on the lines, under the names of the original's: a tax with a category of its own is told from
// the main rate by the line's category. The base of a compound one holds the taxes before it where the original's does.
bool bill_credit_taxes(book *b, int64_t note, int64_t bill, error *e) {
  // clang-format off
  return db_run(b->db, e,
                "INSERT INTO bill_taxes (bill, ord, tax_row, name, rate, category, rounding, base, amount, code, "
                "reason, jurisdiction, compound) "
                "SELECT ?2, t.ord, t.tax_row, t.name, t.rate, t.category, t.rounding, "
                "sum(" BASE_OF_LINE("l", "t") " + CASE t.compound WHEN 1 THEN ifnull((SELECT sum(p.amount) "
                "FROM line_taxes p JOIN "
                "line_taxes o ON o.line = l.n AND o.name = t.name AND p.ord < o.ord WHERE p.line = l.n), 0) "
                "ELSE 0 END), "
                "sum(ifnull((SELECT p.amount FROM line_taxes p WHERE " PART_OF_LINE("p", "l", "t") "), l.tax)), "
                "t.code, t.reason, t.jurisdiction, t.compound FROM lines l JOIN bill_taxes t ON t.bill = ?1 AND "
                "t.tax_row = ifnull(l.tax_row, 0) AND "
                "(t.category = l.category OR (t.category IS NULL AND NOT EXISTS (SELECT 1 FROM bill_taxes o WHERE "
                "o.bill = ?1 AND o.tax_row = l.tax_row AND o.category = l.category))) AND "
                "" TAX_OF_LINE("l", "t") " "
                "WHERE " LINE_IN("l.n", "?2") " GROUP BY t.ord",
                "ii", bill, note);
  // clang-format on
}

static bool round_line(book *b, const line *l, error *e) {
  if (!db_run(b->db, e, "UPDATE lines SET amount = ?, tax = ? WHERE n = ?", "iii", l->amount, l->tax, l->n))
    return false;
  for (size_t i = 0; i < l->part_count; i++)
    if (!db_run(b->db, e, "UPDATE line_taxes SET amount = ? WHERE line = ? AND ord = ?", "iii", l->parts[i], l->n,
                (int64_t)i + 1))
      return false;
  return true;
}

bool bill_round_store(book *b, int64_t bill, const line *lines, size_t count, arena *a, error *e) {
  tax_sum *sums;
  size_t sum_count;
  int rules;
  tax_terms terms = { 0 };  // what is exempt is rounded nowhere, and its row is the last
  if (!bill_form(b, bill, &terms.form, &rules, e)) return false;
  for (size_t i = 0; i < count; i++)
    if (!round_line(b, &lines[i], e)) return false;
  if (!lines_taxes(lines, count, &terms, a, &sums, &sum_count))
    return error_set(e, ERROR_TOO_BIG, "a tax is past the largest amount");
  for (size_t i = 0; i < sum_count; i++)
    if (!db_run(b->db, e, "UPDATE bill_taxes SET base = ?, amount = ? WHERE bill = ? AND ord = ?", "iiii", sums[i].base,
                sums[i].amount, bill, (int64_t)i + 1))
      return false;
  return bill_sum(b, bill, e);
}
