// Taxes: rows by name and date, answers of their rules by category, and the arithmetic.
#include "core/engine/rating/tax.h"
#include "core/base/text.h"
#include <string.h>

typedef struct category_answer {
  const char *category;
  tax_answer answer;
  struct category_answer *next;
} category_answer;

enum { SALES_KEPT = 8 };

typedef struct tax_row {
  int64_t n;
  const char *name, *rule, *params;
  day from;
  char point;  // the first letter of the day by which it is in force: supply, end, invoice
  int handle;  // of the rule with these params, -1: not opened yet
  category_answer *answers;
  const tax_answer *sales[SALES_KEPT];  // of a rule that looks at the sale: the last ones, for lines that are alike
  size_t next_sale;
  bool looks;            // the rule looks at the sale: what it answers holds for one line
  struct tax_row *next;  // the next earlier row of the name
} tax_row;

typedef struct tax_name {
  const char *name;
  tax_row *rows;  // latest first
  struct tax_name *next;
} tax_name;

// An answer that holds for some lines only. inside: its tax is inside of what a balance left to pay; else it is rounded
// on its line.
typedef struct derived {
  const tax_answer *of;
  bool inside;
  tax_answer answer;
  struct derived *next;
} derived;

struct tax_book {
  book *book;
  int64_t journal;
  arena *arena;
  tax_name *names;
  derived *derived;
};

tax_book *taxes_open(book *b, int64_t journal) {
  arena *a = arena_new();
  tax_book *t = arena_alloc(a, sizeof *t);
  t->book = b;
  t->journal = journal;
  t->arena = a;
  return t;
}

void taxes_close(tax_book *t) {
  if (t) arena_free(t->arena);
}

// clang-format off
static const char rows_of_name[] =
    "SELECT x.n, x.\"from\" AS since, x.rule, x.params, ifnull(x.point, 'supply') FROM taxes x "
    "WHERE x.name = ?1 AND " THEN_STAYED("x", "taxes", "?2", "?3") " "
    "UNION ALL SELECT j.first_n, " THEN_OLD_DAY("from") ", " THEN_OLD("rule") ", " THEN_OLD("params") ", "
    "ifnull(" THEN_OLD("point") ", 'supply') " THEN_CHANGED("taxes", "?2", "?3") " "
    "AND " THEN_OLD("name") " = ?1 ORDER BY since NULLS FIRST";
// clang-format on

static query *rows_asked(const tax_book *t, const char *name, error *e) {
  const int64_t until = t->book->journal_until;
  if (!t->journal)
    return db_ask(t->book->db, e,
                  "SELECT n, \"from\", rule, params, ifnull(point, 'supply') FROM taxes WHERE name = ? "
                  "ORDER BY ifnull(\"from\", -1000000)",
                  "t", name);
  return db_ask(t->book->db, e, rows_of_name, "tii", name, t->journal, until ? until : INT64_MAX);
}

static tax_name *name_read(tax_book *t, const char *name, error *e) {
  query *q = rows_asked(t, name, e);
  if (!q) return NULL;
  tax_name *found = arena_alloc(t->arena, sizeof *found);
  found->name = arena_text(t->arena, name);
  int step;
  while ((step = query_step(q, e)) == 1) {
    tax_row *row = arena_alloc(t->arena, sizeof *row);
    *row = (tax_row){ .n = query_column(q, 0),
                      .name = found->name,
                      .rule = arena_text(t->arena, query_column_text(q, 2)),
                      .params = arena_text(t->arena, query_column_text(q, 3)),
                      .from = query_column_null(q, 1) ? DAY_MIN : (day)query_column(q, 1),
                      .point = *query_column_text(q, 4),
                      .handle = -1,
                      .next = found->rows };
    found->rows = row;
  }
  if (step < 0) return NULL;
  found->next = t->names;
  t->names = found;
  return found;
}

static tax_name *name_of(tax_book *t, const char *name, error *e) {
  for (tax_name *n = t->names; n; n = n->next)
    if (strcmp(n->name, name) == 0) return n;
  return name_read(t, name, e);
}

static bool same_answer(const tax_answer *a, const tax_answer *b) {
  if (a->count != b->count || a->inclusive != b->inclusive || a->document != b->document || a->mode != b->mode)
    return false;
  if (!text_equal(a->code, b->code) || !text_equal(a->reason, b->reason)) return false;
  for (size_t i = 0; i < a->count; i++) {
    const tax_component *x = &a->components[i], *y = &b->components[i];
    if (x->rate != y->rate || x->compound != y->compound || x->partly != y->partly || x->base != y->base ||
        !text_equal(x->name, y->name) || !text_equal(x->jurisdiction, y->jurisdiction))
      return false;
  }
  return true;
}

static const tax_answer *answer_of(tax_book *t, tax_row *row, const char *category, error *e);

// Rates that differ from those of services are the category's own, also where the rule does not say so: documents keep
// them apart.
static bool is_own(tax_book *t, tax_row *row, const tax_answer *answer, const char *category) {
  error none = { 0 };
  if (answer->category || strcmp(category, "service") == 0) return false;
  const tax_answer *main = answer_of(t, row, "service", &none);
  error_clear(&none);
  return main && !main->category && !same_answer(main, answer);
}

static bool rule_open(tax_book *t, tax_row *row, error *e) {
  const plugin_host *host = t->book->host;
  if (row->handle >= 0) return true;
  if (!host->tax_open(host->self, row->rule, row->params, &row->handle, e)) return false;
  row->looks = host->tax_looks && host->tax_looks(host->self, row->handle);
  return true;
}

// Until a line's net is known, its tax is that of a sale that nobody has asked for yet.
static const tax_answer unasked = { .of_sale = true };

static const tax_answer *answer_of(tax_book *t, tax_row *row, const char *category, error *e) {
  for (category_answer *a = row->answers; a; a = a->next)
    if (strcmp(a->category, category) == 0) return &a->answer;
  const plugin_host *host = t->book->host;
  if (!rule_open(t, row, e)) return NULL;
  if (row->looks) return &unasked;
  category_answer *answer = arena_alloc(t->arena, sizeof *answer);
  answer->category = arena_text(t->arena, category);
  if (!host->tax_answer(host->self, row->handle, category, &answer->answer, e)) return NULL;
  for (size_t i = 0; i < answer->answer.count; i++)
    if (!answer->answer.components[i].name) answer->answer.components[i].name = row->name;
  if (is_own(t, row, &answer->answer, category)) answer->answer.category = answer->category;
  answer->next = row->answers;
  row->answers = answer;
  return &answer->answer;
}

static bool use_row(tax_book *t, tax_row *row, const char *category, tax_use *out, error *e) {
  *out = (tax_use){ row->n, row->name, row->rule, answer_of(t, row, category, e), DAY_NEVER };
  return out->answer != NULL;
}

static day date_of(const tax_row *row, const tax_dates *dates) {
  return row->point == 'i' ? dates->invoice : row->point == 'e' ? dates->end : dates->supply;
}

bool taxes_find(tax_book *t, const contract *c, const char *own, tax_dates dates, const char *category, tax_use *out,
                error *e) {
  *out = (tax_use){ 0 };
  const char *name = own ? own : c->tax;
  if (!c->taxable || c->tax_exempt || !name) return true;
  tax_name *found = name_of(t, name, e);
  if (!found) return false;
  for (tax_row *row = found->rows; row; row = row->next)
    if (row->from <= date_of(row, &dates)) {
      const bool found_one = use_row(t, row, category, out, e);
      out->date = date_of(row, &dates);
      return found_one;
    }
  char text[DAY_TEXT];
  error_set(e, ERROR_HELD, "no rate of the tax \"%s\" is in force on %s", name, day_format(dates.supply, text));
  return error_hint(e, "import a row of taxes with name %s from that day or earlier", name);
}

static tax_row *row_known(const tax_book *t, int64_t n) {
  for (tax_name *name = t->names; name; name = name->next)
    for (tax_row *row = name->rows; row; row = row->next)
      if (row->n == n) return row;
  return NULL;
}

// Reads the rows of the name that the row has, or had before it went.
static tax_row *row_by_number(tax_book *t, int64_t n, error *e) {
  tax_row *row = row_known(t, n);
  if (row) return row;
  query *q = db_ask(t->book->db, e,
                    "SELECT name FROM taxes WHERE n = ?1 UNION ALL SELECT " THEN_OLD(
                        "name") " FROM journal j WHERE j.source = 'taxes' AND j.first_n = ?1 AND j.gone = 1",
                    "i", n);
  if (!q) return NULL;
  int step = query_step(q, e);
  const char *name = step == 1 ? arena_text(t->arena, query_column_text(q, 0)) : NULL;
  query_reset(q);
  if (step < 0 || (name && !name_of(t, name, e))) return NULL;
  row = row_known(t, n);
  if (!row) error_set(e, ERROR_CORRUPT, "a line is taxed by a row of taxes that is gone");
  return row;
}

bool taxes_answer(tax_book *t, int64_t n, const char *category, tax_use *out, error *e) {
  tax_row *row = row_by_number(t, n, e);
  return row && use_row(t, row, category, out, e);
}

// clang-format off
static const char buyer_of[] =
    "SELECT c.id, ifnull(s.region, c.region), ifnull(s.country, c.country), c.tax_id, c.x FROM customers c "
    "LEFT JOIN sites s ON s.n = ?2 WHERE c.n = ?1"; // primary keys
// clang-format on

static bool sale_of(tax_book *t, const contract *c, arena *a, tax_sale *out, error *e) {
  query *q = db_ask(t->book->db, e, buyer_of, "ii", c->customer, c->site);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) {
    const char **const texts[] = { &out->customer, &out->region, &out->country, &out->tax_id, &out->customer_x };
    for (int i = 0; i < 5; i++) *texts[i] = arena_text(a, query_column_text(q, i));
  }
  if (q) query_reset(q);
  return step == 1 || (step == 0 && error_set(e, ERROR_CORRUPT, "contract %s has no customer", c->id));
}

// Nothing answered is a tax of nothing: a row of its own tells it from the lines beside it that bear one.
static void name_components(tax_answer *answer, const char *name) {
  if (answer->count == 0) answer->components[answer->count++] = (tax_component){ .name = name };
  for (size_t i = 0; i < answer->count; i++)
    if (!answer->components[i].name) answer->components[i].name = name;
}

// The answer for as long as the tax book lives: one that was given just before, or a copy.
static const tax_answer *kept_sale(tax_book *t, tax_row *row, const tax_answer *answer) {
  arena *a = t->arena;
  for (size_t i = 0; i < SALES_KEPT; i++)
    if (row->sales[i] && same_answer(row->sales[i], answer) && text_equal(row->sales[i]->category, answer->category))
      return row->sales[i];
  tax_answer *kept = arena_alloc(a, sizeof *kept);
  *kept = *answer;
  kept->category = arena_text(a, answer->category);
  kept->code = arena_text(a, answer->code);
  kept->reason = arena_text(a, answer->reason);
  for (size_t i = 0; i < kept->count; i++) {
    kept->components[i].name = arena_text(a, answer->components[i].name);
    kept->components[i].jurisdiction = arena_text(a, answer->components[i].jurisdiction);
  }
  return row->sales[row->next_sale++ % SALES_KEPT] = kept;
}

bool taxes_of_sale(tax_book *t, const contract *c, const tax_use *use, const char *category, int64_t net, arena *a,
                   const tax_answer **out, error *e) {
  const plugin_host *host = t->book->host;
  tax_row *row = row_by_number(t, use->row, e);
  tax_sale sale = { .net = net, .exponent = c->exponent, .date = use->date, .currency = c->currency };
  tax_answer answer;
  if (!row || !rule_open(t, row, e) || !sale_of(t, c, a, &sale, e) ||
      !host->tax_of(host->self, row->handle, category, &sale, a, &answer, e))
    return false;
  answer.of_sale = true;
  name_components(&answer, row->name);
  *out = kept_sale(t, row, &answer);
  return true;
}

// amount × rate, or out of an inclusive amount the share that stands behind it: amount × rate / (1 + all rates).
static bool component_tax(int64_t base, decimal rate, decimal whole, rounding mode, int64_t *tax) {
  int128 product;
  if (__builtin_mul_overflow((int128)base, rate, &product)) return false;
  return money_round(product, whole, mode, tax);
}

// The rate of each component, compound ones on top of those before them, and their sum.
static bool whole_rates(const tax_answer *answer, decimal *own, decimal *out) {
  decimal total = 0;
  for (size_t i = 0; i < answer->count; i++) {
    const tax_component *component = &answer->components[i];
    if (!decimal_mul(component->rate, component->compound ? DECIMAL_ONE + total : DECIMAL_ONE, &own[i])) return false;
    total += own[i];
  }
  *out = total;
  return true;
}

// Where some of it is withheld, a split by rates has no meaning: each is rounded, and the last takes the rest.
static bool split_mixed(const tax_answer *answer, int64_t gross, const decimal *own, decimal whole, int64_t tax,
                        int64_t *parts) {
  int64_t left = tax;
  for (size_t i = 0; i < answer->count; left -= parts[i++])
    if (!component_tax(gross, own[i], whole, answer->mode, &parts[i])) return false;
  parts[answer->count - 1] += left;
  return true;
}

static bool inclusive_tax(const tax_answer *answer, int64_t gross, int64_t *tax, int64_t *by_component) {
  decimal rate, own[TAX_COMPONENTS_MAX];
  int64_t weights[TAX_COMPONENTS_MAX];
  bool any = false, mixed = false;
  if (!whole_rates(answer, own, &rate) || !component_tax(gross, rate, DECIMAL_ONE + rate, answer->mode, tax))
    return false;
  for (size_t i = 0; i < answer->count; i++) {
    weights[i] = (int64_t)own[i];
    any = any || own[i] != 0;
    mixed = mixed || own[i] < 0;
    if (by_component) by_component[i] = 0;
  }
  if (!by_component || !any) return true;
  if (mixed) return split_mixed(answer, gross, own, DECIMAL_ONE + rate, *tax, by_component);
  return money_split(*tax, weights, answer->count, by_component);
}

bool tax_compute(const tax_answer *answer, int64_t gross, int64_t *net, int64_t *tax, int64_t *by_component) {
  *net = gross;
  *tax = 0;
  if (answer->inclusive) {
    if (!inclusive_tax(answer, gross, tax, by_component)) return false;
    *net = gross - *tax;
    return true;
  }
  for (size_t i = 0; i < answer->count; i++) {
    const tax_component *component = &answer->components[i];
    int64_t own;
    const int64_t base = component->partly ? component->base : component->compound ? gross + *tax : gross;
    if (!component_tax(base, component->rate, DECIMAL_ONE, answer->mode, &own)) return false;
    *tax += own;
    if (by_component) by_component[i] = own;
  }
  return true;
}

static derived *derived_of(tax_book *t, const tax_answer *answer, bool inside) {
  derived *d = t->derived;
  while (d && (d->of != answer || d->inside != inside)) d = d->next;
  if (d) return d;
  d = arena_alloc(t->arena, sizeof *d);
  *d = (derived){ answer, inside, *answer, t->derived };
  d->answer.document = false;
  t->derived = d;
  return d;
}

const tax_answer *taxes_within(tax_book *t, const tax_answer *answer) {
  derived *d = derived_of(t, answer, true);
  d->answer.inclusive = d->answer.within = true;
  return &d->answer;
}

const tax_answer *taxes_on_line(tax_book *t, const tax_answer *answer) {
  return answer && answer->document ? &derived_of(t, answer, false)->answer : answer;
}
