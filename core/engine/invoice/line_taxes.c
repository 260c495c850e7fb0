// Which taxes a line bears, component by component, and of what: read from the rows of its bill, which stay.
#include "core/engine/invoice/invoice_inside.h"
#include <string.h>

// A row of bill_taxes: 0 is the row of what a customer's exemption frees of tax.
typedef struct tax_row {
  int64_t row;
  const char *category;
  decimal rate;
  bool compound;
  line_tax shown;  // without its amounts
} tax_row;

// A row of line_taxes.
typedef struct tax_part {
  int64_t line, amount, base;
  bool partly;  // it is of `base`, not of the line's amount
  const char *name, *rate;
} tax_part;

struct bill_tax_rows {
  const tax_row *rows;
  const tax_part *parts;  // in the order of lines
  size_t count, part_count, part_at;
};

static bool rows_read(book *b, int64_t bill, arena *a, bill_tax_rows *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT tax_row, category, compound, name, jurisdiction, rate, code, reason FROM bill_taxes "
                    "WHERE bill = ? ORDER BY ord",
                    "i", bill);
  tax_row *rows = NULL;
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    rows = arena_grow(a, rows, out->count, &capacity, sizeof *rows);
    tax_row *r = &rows[out->count++];
    *r = (tax_row){ .row = query_column(q, 0),
                    .category = arena_text(a, query_column_text(q, 1)),
                    .compound = query_column(q, 2) != 0,
                    .shown = { .name = arena_text(a, query_column_text(q, 3)),
                               .jurisdiction = arena_text(a, query_column_text(q, 4)),
                               .rate = arena_text(a, query_column_text(q, 5)),
                               .code = arena_text(a, query_column_text(q, 6)),
                               .reason = arena_text(a, query_column_text(q, 7)) } };
    (void)percent_parse(r->shown.rate, strlen(r->shown.rate), &r->rate);
  }
  out->rows = rows;
  return step == 0;
}

static bool parts_read(book *b, int64_t bill, arena *a, bill_tax_rows *out, error *e) {
  query *q = db_ask(
      b->db, e, "SELECT line, amount, name, rate, base FROM line_taxes WHERE line > ? AND line < ? ORDER BY line, ord",
      "ii", line_key(bill, 0), line_key(bill + 1, 0));
  tax_part *parts = NULL;
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    parts = arena_grow(a, parts, out->part_count, &capacity, sizeof *parts);
    parts[out->part_count++] = (tax_part){ query_column(q, 0),
                                           query_column(q, 1),
                                           query_column(q, 4),
                                           !query_column_null(q, 4),
                                           arena_text(a, query_column_text(q, 2)),
                                           arena_text(a, query_column_text(q, 3)) };
  }
  out->parts = parts;
  return step == 0;
}

bool bill_tax_rows_read(book *b, int64_t bill, arena *a, bill_tax_rows **out, error *e) {
  *out = arena_alloc(a, sizeof **out);
  return rows_read(b, bill, a, *out, e) && ((*out)->count == 0 || parts_read(b, bill, a, *out, e));
}

// A line belongs to the rows of its tax that name its category, else to those that name none.
static bool names_category(const bill_tax_rows *t, const line *l) {
  for (size_t i = 0; i < t->count; i++)
    if (t->rows[i].row == l->tax_row && text_equal(t->rows[i].category, l->category)) return true;
  return false;
}

static size_t rows_of(const bill_tax_rows *t, const line *l, const tax_row *out[TAX_COMPONENTS_MAX]) {
  const char *category = names_category(t, l) ? l->category : NULL;
  size_t count = 0;
  for (size_t i = 0; i < t->count && count < TAX_COMPONENTS_MAX; i++)
    if (t->rows[i].row == l->tax_row && text_equal(t->rows[i].category, category)) out[count++] = &t->rows[i];
  return count;
}

// Books of the first version did not keep the components of a line's tax: it is shared out by their rates.
static void share_by_rates(const line *l, const tax_row *const *rows, size_t count, int64_t *amounts) {
  tax_answer answer = { .count = count };
  for (size_t i = 0; i < count; i++)
    answer.components[i] = (tax_component){ .rate = rows[i]->rate, .compound = rows[i]->compound };
  if (tax_parts(&answer, l->amount, l->tax, amounts)) return;
  memset(amounts, 0, count * sizeof *amounts);
  amounts[count - 1] = l->tax;
}

// The row of a line's own part; NULL: none.
static const tax_row *row_of_part(const bill_tax_rows *t, const line *l, const char *category, const tax_part *part) {
  for (size_t i = 0; i < t->count; i++)
    if (t->rows[i].row == l->tax_row && text_equal(t->rows[i].category, category) &&
        text_equal(t->rows[i].shown.name, part->name) && text_equal(t->rows[i].shown.rate, part->rate))
      return &t->rows[i];
  return NULL;
}

// The line's own rows, in their order, with the part of each; 0 where it has none.
static size_t own_parts(bill_tax_rows *t, const line *l, const tax_row *rows[TAX_COMPONENTS_MAX],
                        const tax_part *parts[TAX_COMPONENTS_MAX]) {
  const char *category = names_category(t, l) ? l->category : NULL;
  size_t found = 0;
  while (t->part_at < t->part_count && t->parts[t->part_at].line < l->n) t->part_at++;
  for (; t->part_at < t->part_count && t->parts[t->part_at].line == l->n; t->part_at++) {
    const tax_row *row = row_of_part(t, l, category, &t->parts[t->part_at]);
    if (!row || found == TAX_COMPONENTS_MAX) continue;
    rows[found] = row;
    parts[found++] = &t->parts[t->part_at];
  }
  return found;
}

void line_taxes_of(bill_tax_rows *t, const line *l, arena *a, const line_tax **out, size_t *out_count) {
  const tax_row *rows[TAX_COMPONENTS_MAX];
  const tax_part *parts[TAX_COMPONENTS_MAX];
  int64_t amounts[TAX_COMPONENTS_MAX] = { l->tax }, before = 0;
  const size_t own = own_parts(t, l, rows, parts), count = own ? own : rows_of(t, l, rows);
  for (size_t i = 0; i < own; i++) amounts[i] = parts[i]->amount;
  if (!own && count > 1) share_by_rates(l, rows, count, amounts);
  line_tax *taxes = arena_array(a, count, sizeof *taxes);
  for (size_t i = 0; i < count; i++) {
    taxes[i] = rows[i]->shown;
    taxes[i].base = rows[i]->compound ? l->amount + before : l->amount;
    if (own && parts[i]->partly) taxes[i].base = parts[i]->base;
    taxes[i].amount = amounts[i];
    before += amounts[i];
  }
  *out = taxes;
  *out_count = count;
}
