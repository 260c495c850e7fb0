// Taxes: rows by name and date, answers of their rules by category, and the arithmetic.
#include "core/engine/rating/tax.h"
#include "core/base/text.h"
#include <string.h>

typedef struct category_answer {
  const char *category;
  tax_answer answer;
  struct category_answer *next;
} category_answer;

typedef struct tax_row {
  int64_t n;
  const char *name, *rule, *params;
  day from;
  char point;  // the first letter of the day by which it is in force: supply, end, invoice
  int handle;  // of the rule with these params, -1: not opened yet
  category_answer *answers;
  struct tax_row *next;  // the next earlier row of the name
} tax_row;

typedef struct tax_name {
  const char *name;
  tax_row *rows;  // latest first
  struct tax_name *next;
} tax_name;

// An answer whose tax is inside of what a balance left to pay.
typedef struct within {
  const tax_answer *of;
  tax_answer answer;
  struct within *next;
} within;

struct tax_book {
  book *book;
  arena *arena;
  tax_name *names;
  within *within;
};

tax_book *taxes_open(book *b) {
  arena *a = arena_new();
  tax_book *t = arena_alloc(a, sizeof *t);
  t->book = b;
  t->arena = a;
  return t;
}

void taxes_close(tax_book *t) {
  if (t) arena_free(t->arena);
}

static tax_name *name_read(tax_book *t, const char *name, error *e) {
  query *q = db_ask(
      t->book->db, e,
      "SELECT n, \"from\", rule, params, ifnull(point, 'supply') FROM taxes WHERE name = ? ORDER BY ifnull(\"from\", -1000000)",
      "t", name);
  if (!q) return NULL;
  tax_name *found = arena_alloc(t->arena, sizeof *found);
  found->name = arena_text(t->arena, name);
  int step;
  while ((step = query_step(q, e)) == 1) {
    tax_row *row = arena_alloc(t->arena, sizeof *row);
    *row = (tax_row){ query_column(q, 0),
                      found->name,
                      arena_text(t->arena, query_column_text(q, 2)),
                      arena_text(t->arena, query_column_text(q, 3)),
                      query_column_null(q, 1) ? DAY_MIN : (day)query_column(q, 1),
                      *query_column_text(q, 4),
                      -1,
                      NULL,
                      found->rows };
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
  if (a->count != b->count || a->inclusive != b->inclusive || a->document != b->document) return false;
  if (!text_equal(a->code, b->code) || !text_equal(a->reason, b->reason)) return false;
  for (size_t i = 0; i < a->count; i++) {
    const tax_component *x = &a->components[i], *y = &b->components[i];
    if (x->rate != y->rate || x->compound != y->compound || !text_equal(x->name, y->name)) return false;
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

static const tax_answer *answer_of(tax_book *t, tax_row *row, const char *category, error *e) {
  for (category_answer *a = row->answers; a; a = a->next)
    if (strcmp(a->category, category) == 0) return &a->answer;
  const plugin_host *host = t->book->host;
  if (row->handle < 0 && !host->tax_open(host->self, row->rule, row->params, &row->handle, e)) return NULL;
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
  *out = (tax_use){ row->n, row->name, row->rule, answer_of(t, row, category, e) };
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
    if (row->from <= date_of(row, &dates)) return use_row(t, row, category, out, e);
  char text[DAY_TEXT];
  error_set(e, ERROR_HELD, "no rate of the tax \"%s\" is in force on %s", name, day_format(dates.supply, text));
  return error_hint(e, "import a row of taxes with name %s from that day or earlier", name);
}

static tax_row *row_by_number(tax_book *t, int64_t n, error *e) {
  for (tax_name *name = t->names; name; name = name->next)
    for (tax_row *row = name->rows; row; row = row->next)
      if (row->n == n) return row;
  query *q = db_ask(t->book->db, e, "SELECT name FROM taxes WHERE n = ?", "i", n);
  if (!q) return NULL;
  const char *name = query_step(q, e) == 1 ? arena_text(t->arena, query_column_text(q, 0)) : NULL;
  query_reset(q);
  if (!name) {
    error_set(e, ERROR_CORRUPT, "a line is taxed by a row of taxes that is gone");
    return NULL;
  }
  if (!name_of(t, name, e)) return NULL;
  return row_by_number(t, n, e);
}

bool taxes_answer(tax_book *t, int64_t n, const char *category, tax_use *out, error *e) {
  tax_row *row = row_by_number(t, n, e);
  return row && use_row(t, row, category, out, e);
}

// amount × rate, or out of an inclusive amount the share that stands behind it: amount × rate / (1 + all rates).
static bool component_tax(int64_t base, decimal rate, decimal whole, int64_t *tax) {
  int128 product;
  if (__builtin_mul_overflow((int128)base, rate, &product)) return false;
  return money_round(product, whole, ROUND_HALF_UP, tax);
}

// The sum of the rates, compound ones on top of those before them.
static bool total_rate(const tax_answer *answer, decimal *out) {
  decimal total = 0, own;
  for (size_t i = 0; i < answer->count; i++) {
    const tax_component *component = &answer->components[i];
    if (!decimal_mul(component->rate, component->compound ? DECIMAL_ONE + total : DECIMAL_ONE, &own)) return false;
    total += own;
  }
  *out = total;
  return true;
}

static bool inclusive_tax(const tax_answer *answer, int64_t gross, int64_t *tax, int64_t *by_component) {
  decimal rate;
  int64_t weights[TAX_COMPONENTS_MAX], shares[TAX_COMPONENTS_MAX];
  if (!total_rate(answer, &rate) || !component_tax(gross, rate, DECIMAL_ONE + rate, tax)) return false;
  if (!by_component) return true;
  decimal before = 0, own;
  for (size_t i = 0; i < answer->count; i++) {
    const tax_component *component = &answer->components[i];
    if (!decimal_mul(component->rate, component->compound ? DECIMAL_ONE + before : DECIMAL_ONE, &own)) return false;
    weights[i] = (int64_t)own;
    before += own;
  }
  if (before == 0) {
    for (size_t i = 0; i < answer->count; i++) by_component[i] = 0;
    return true;
  }
  if (!money_split(*tax, weights, answer->count, shares)) return false;
  memcpy(by_component, shares, answer->count * sizeof *by_component);
  return true;
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
    if (!component_tax(component->compound ? gross + *tax : gross, component->rate, DECIMAL_ONE, &own)) return false;
    *tax += own;
    if (by_component) by_component[i] = own;
  }
  return true;
}

const tax_answer *taxes_within(tax_book *t, const tax_answer *answer) {
  within *w = t->within;
  while (w && w->of != answer) w = w->next;
  if (w) return &w->answer;
  w = arena_alloc(t->arena, sizeof *w);
  *w = (within){ answer, *answer, t->within };
  w->answer.inclusive = w->answer.within = true;
  w->answer.document = false;
  t->within = w;
  return &w->answer;
}
