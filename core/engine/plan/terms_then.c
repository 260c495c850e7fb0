// The terms of a bill: what a person may edit in place without changing what was billed (a contract's params and rules,
// whether and how it is taxed, the rows of its tax), as it was when the bill was rated. What is dated (readings,
// devices, rates, rows of `changes`, an end) is no term: it is always as it is known now.
#include "core/engine/plan/plan_inside.h"
#include <stdlib.h>
#include <string.h>

// Row n of a table was edited; its last journal entry.
typedef struct edited_row {
  char table;  // its second letters differ: c o ntracts, c u stomers, s i tes, t a xes
  int64_t n, seq;
} edited_row;

struct term_edits {
  int64_t since;  // those after that journal entry
  edited_row *rows;
  size_t count;
};

enum { EDITED_CONTRACT = 'o', EDITED_CUSTOMER = 'u', EDITED_SITE = 'i', EDITED_TAX = 'a' };

static int by_row(const void *a, const void *b) {
  const edited_row *x = a, *y = b;
  if (x->table != y->table) return x->table < y->table ? -1 : 1;
  if (x->n != y->n) return x->n < y->n ? -1 : 1;
  return 0;
}

// A tax that came later changes what is in force as well; of others a new row is news to nobody.
static bool edits_read(planner *p, int64_t since, error *e) {
  query *q = db_ask(p->book->db, e,
                    "SELECT substr(source, 2, 1), CASE source WHEN 'taxes' THEN 0 ELSE first_n END, max(seq) "
                    "FROM journal WHERE seq > ?1 AND seq <= ?2 AND (source = 'taxes' OR "
                    "(source IN ('contracts', 'customers', 'sites') AND old IS NOT NULL)) GROUP BY 1, 2",
                    "ii", since, p->book->journal_until ? p->book->journal_until : INT64_MAX);
  term_edits *edits = arena_alloc(p->own, sizeof *edits);
  size_t capacity = 0;
  int step = -1;
  edits->since = since;
  while (q && (step = query_step(q, e)) == 1) {
    edits->rows = arena_grow(p->own, edits->rows, edits->count, &capacity, sizeof *edits->rows);
    edits->rows[edits->count++] = (edited_row){ query_column_text(q, 0)[0], query_column(q, 1), query_column(q, 2) };
  }
  if (step != 0) return false;
  if (edits->count) qsort(edits->rows, edits->count, sizeof *edits->rows, by_row);
  p->past.edits = edits;
  return true;
}

static bool edited_after(const term_edits *edits, char table, int64_t n, int64_t journal) {
  const edited_row wanted = { table, n, 0 };
  const edited_row *found = edits->count ? bsearch(&wanted, edits->rows, edits->count, sizeof wanted, by_row) : NULL;
  return found && found->seq > journal;
}

bool terms_edited(planner *p, const contract *c, int64_t journal, bool *out, error *e) {
  const term_edits *edits = p->past.edits;
  if ((!edits || edits->since > journal) && !edits_read(p, journal, e)) return false;
  edits = p->past.edits;
  *out = edited_after(edits, EDITED_CONTRACT, c->n, journal) ||
         edited_after(edits, EDITED_CUSTOMER, c->customer, journal) ||
         edited_after(edits, EDITED_SITE, c->site, journal) || edited_after(edits, EDITED_TAX, 0, journal);
  return true;
}

// What the first change after the entry kept of a row; a row of nothing where none came.
// clang-format off
static const char contract_then[] =
    "SELECT " THEN_OLD("params") ", " THEN_OLD("rules") ", " THEN_OLD("taxable") ", " THEN_OLD("tax") ", "
    "" THEN_OLD("category") ", " THEN_OLD("sku") ", " THEN_OLD_KEY("site", "sites") " "
    "FROM journal j WHERE j.seq > ?1 AND j.seq <= ?2 AND j.source = 'contracts' AND j.first_n = ?3 "
    "AND j.old IS NOT NULL ORDER BY j.seq LIMIT 1";
static const char customer_then[] =
    "SELECT " THEN_OLD("tax") ", " THEN_OLD("tax_exempt") " FROM journal j WHERE j.seq > ?1 AND j.seq <= ?2 AND "
    "j.source = 'customers' AND j.first_n = ?3 AND j.old IS NOT NULL ORDER BY j.seq LIMIT 1";
static const char site_then[] =
    "SELECT tax FROM (SELECT j.seq, " THEN_OLD("tax") " AS tax FROM journal j WHERE j.seq > ?1 AND j.seq <= ?2 "
    "AND j.source = 'sites' AND j.first_n = ?3 AND j.old IS NOT NULL UNION ALL "
    "SELECT NULL, tax FROM sites WHERE n = ?3) ORDER BY seq IS NULL, seq LIMIT 1";
static const char taxes_now[] =
    "SELECT k.tax, k.taxable, c.tax, c.tax_exempt FROM contracts k JOIN customers c ON c.n = k.customer "
    "WHERE k.n = ?1";
// clang-format on

// How a contract is taxed: by its own columns, else by its site's, else by its customer's.
typedef struct taxed {
  const char *own, *sites, *customers;
  bool taxable_given, taxable, exempt;
} taxed;

static bool taxed_now(const planner *p, int64_t contract_n, arena *a, taxed *out, error *e) {
  query *q = db_ask(p->book->db, e, taxes_now, "i", contract_n);
  int step = q ? query_step(q, e) : -1;
  if (step == 1)
    *out = (taxed){ .own = arena_text(a, query_column_text(q, 0)),
                    .taxable_given = !query_column_null(q, 1),
                    .taxable = query_column(q, 1) != 0,
                    .customers = arena_text(a, query_column_text(q, 2)),
                    .exempt = query_column(q, 3) != 0 };
  if (q) query_reset(q);
  return step == 1;
}

static query *row_then(const planner *p, const char *sql, int64_t journal, int64_t n, error *e) {
  const int64_t until = p->book->journal_until;
  return db_ask(p->book->db, e, sql, "iii", journal, until ? until : INT64_MAX, n);
}

static bool contract_terms(const planner *p, int64_t journal, arena *a, contract *c, taxed *t, error *e) {
  query *q = row_then(p, contract_then, journal, c->n, e);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) {
    c->params = query_column_null(q, 0) ? "{}" : arena_text(a, query_column_text(q, 0));
    c->rules = arena_text(a, query_column_text(q, 1));
    t->taxable_given = !query_column_null(q, 2);
    t->taxable = query_column(q, 2) != 0;
    t->own = arena_text(a, query_column_text(q, 3));
    c->category = arena_text(a, query_column_text(q, 4));
    c->sku = arena_text(a, query_column_text(q, 5));
    c->site = query_column(q, 6);
  }
  if (q) query_reset(q);
  return step >= 0;
}

static bool customer_terms(const planner *p, int64_t journal, arena *a, int64_t customer, taxed *t, error *e) {
  query *q = row_then(p, customer_then, journal, customer, e);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) {
    t->customers = arena_text(a, query_column_text(q, 0));
    t->exempt = query_column(q, 1) != 0;
  }
  if (q) query_reset(q);
  return step >= 0;
}

static bool site_terms(const planner *p, int64_t journal, arena *a, int64_t site, taxed *t, error *e) {
  query *q = site ? row_then(p, site_then, journal, site, e) : NULL;
  int step = q ? query_step(q, e) : -1;
  if (step == 1) t->sites = arena_text(a, query_column_text(q, 0));
  if (q) query_reset(q);
  return !site || step >= 0;
}

bool terms_then(planner *p, const contract *now, int64_t journal, arena *a, contract *out, error *e) {
  taxed t;
  bool edited;
  *out = *now;
  if (!terms_edited(p, now, journal, &edited, e)) return false;
  if (!edited) return true;
  if (!taxed_now(p, now->n, a, &t, e) || !contract_terms(p, journal, a, out, &t, e) ||
      !site_terms(p, journal, a, out->site, &t, e) || !customer_terms(p, journal, a, now->customer, &t, e))
    return false;
  out->tax = t.own ? t.own : t.sites ? t.sites : t.customers;
  out->taxable = t.taxable_given ? t.taxable : t.own != NULL;
  out->tax_exempt = t.exempt;
  return true;
}

tax_book *terms_taxes(planner *p, int64_t journal) {
  taxes_of_then *t = p->past.taxes;
  while (t && t->journal != journal) t = t->next;
  if (t) return t->book;
  t = arena_alloc(p->own, sizeof *t);
  *t = (taxes_of_then){ journal, taxes_open(p->book, journal), p->past.taxes };
  p->past.taxes = t;
  return t->book;
}

planner *terms_rater(planner *p, int64_t journal, bool prices_then, error *e) {
  planner **kept = prices_then ? &p->past.then : &p->past.now;
  if (*kept && (*kept)->terms != journal) {
    planner_close(*kept);
    *kept = NULL;
  }
  if (!*kept) *kept = planner_open_then(p, terms_taxes(p, journal), journal, prices_then ? journal : 0, e);
  return *kept;
}
