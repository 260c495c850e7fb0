// Taxes rounded on the document, where a document holds several bills.
#include "core/engine/invoice/invoice_inside.h"
#include <string.h>

typedef struct part {
  int64_t bill;
  size_t first, count;
} part;

static bool has_document_tax(book *b, int64_t invoice, bool *out, error *e) {
  int64_t found = 0;
  if (!db_value(b->db, e, &found, 0,
                "SELECT EXISTS (SELECT 1 FROM bills x JOIN bill_taxes t ON t.bill = x.n WHERE x.invoice = ? AND "
                "t.rounding = 'document')",
                "i", invoice))
    return false;
  *out = found != 0;
  return true;
}

static bool parts_read(book *b, int64_t invoice, arena *a, part **parts, size_t *count, error *e) {
  query *q = db_ask(b->db, e, "SELECT n FROM bills WHERE invoice = ? ORDER BY n", "i", invoice);
  if (!q) return false;
  size_t capacity = 0;
  int step;
  *parts = NULL;
  *count = 0;
  while ((step = query_step(q, e)) == 1) {
    *parts = arena_grow(a, *parts, *count, &capacity, sizeof **parts);
    (*parts)[(*count)++] = (part){ query_column(q, 0), 0, 0 };
  }
  return step == 0;
}

// The taxes of a document: those of now, and of the terms at which lines were billed (one after the other; the answers
// of each live as long as this).
typedef struct document_taxes {
  book *book;
  arena *arena;
  tax_book *now;
  struct then {
    int64_t journal;
    tax_book *taxes;
    struct then *next;
  } * then;
} document_taxes;

static tax_book *taxes_at(document_taxes *d, int64_t journal) {
  struct then *t = d->then;
  if (!journal) return d->now;
  while (t && t->journal != journal) t = t->next;
  if (t) return t->taxes;
  t = arena_alloc(d->arena, sizeof *t);
  *t = (struct then){ journal, taxes_open(d->book, journal), d->then };
  d->then = t;
  return t->taxes;
}

static void document_taxes_close(document_taxes *d) {
  taxes_close(d->now);
  for (struct then *t = d->then; t; t = t->next) taxes_close(t->taxes);
}

// The answer that a line was billed by, of a rule that looked at its sale: as the rows of the line have it.
static bool sale_read(document_taxes *d, const line *l, const tax_answer **out, error *e) {
  tax_answer *answer = arena_alloc(d->arena, sizeof *answer);
  query *q = db_ask(d->book->db, e,
                    "SELECT p.name, p.rate, p.base, t.compound, t.jurisdiction, t.category, t.code, t.reason FROM "
                    "line_taxes p JOIN bill_taxes t ON t.bill = ?2 AND t.tax_row = ?3 AND t.name = p.name AND "
                    "t.rate = p.rate AND ifnull(t.category, ?4) = ?4 WHERE p.line = ?1 GROUP BY p.ord ORDER BY p.ord",
                    "iiit", l->n, line_bill(l->n), l->tax_row, l->category);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1 && answer->count < TAX_COMPONENTS_MAX) {
    tax_component *c = &answer->components[answer->count++];
    *c = (tax_component){ .name = arena_text(d->arena, query_column_text(q, 0)),
                          .compound = query_column(q, 3) != 0,
                          .jurisdiction = arena_text(d->arena, query_column_text(q, 4)),
                          .partly = !query_column_null(q, 2),
                          .base = query_column(q, 2) };
    const char *rate = query_column_text(q, 1);
    (void)percent_parse(rate, strlen(rate), &c->rate);
    answer->category = arena_text(d->arena, query_column_text(q, 5));
    answer->code = arena_text(d->arena, query_column_text(q, 6));
    answer->reason = arena_text(d->arena, query_column_text(q, 7));
  }
  if (step == 1) query_reset(q);
  answer->of_sale = true;
  *out = answer;
  return step >= 0;
}

// How the line is taxed: by its tax of now, or of an earlier bill on the line; inside of the amount where a balance was
// drawn.
static bool answer_read(document_taxes *d, line *l, error *e) {
  db *db = d->book->db;
  tax_use use;
  int64_t within = 0;
  if (!l->tax_row) return true;
  if (!db_value(db, e, &within, 0, "SELECT line FROM lines_within WHERE line = ?", "i", l->n) ||
      !db_value(db, e, &l->terms, 0, "SELECT journal FROM lines_then WHERE line = ?", "i", l->n))
    return false;
  tax_book *taxes = taxes_at(d, l->terms);
  if (!taxes_answer(taxes, l->tax_row, l->category, &use, e)) return false;
  l->tax_answer = within ? taxes_within(taxes, use.answer) : l->terms ? taxes_on_line(taxes, use.answer) : use.answer;
  l->tax_name = use.name;
  return !use.answer->of_sale || sale_read(d, l, &l->tax_answer, e);
}

// All lines of the document as one list, with the answers of their taxes.
static bool lines_read(document_taxes *d, part *parts, size_t part_count, arena *a, line **lines, size_t *count,
                       error *e) {
  size_t capacity = 0;
  *lines = NULL;
  *count = 0;
  for (size_t i = 0; i < part_count; i++) {
    line *own;
    if (!bill_lines_read(d->book, parts[i].bill, a, &own, &parts[i].count, e)) return false;
    parts[i].first = *count;
    for (size_t k = 0; k < parts[i].count; k++) {
      *lines = arena_grow(a, *lines, *count, &capacity, sizeof **lines);
      (*lines)[*count] = own[k];
      if (!answer_read(d, &(*lines)[*count], e)) return false;
      (*count)++;
    }
  }
  return true;
}

bool merged_taxes_round(book *b, int64_t invoice, error *e) {
  bool document;
  if (!has_document_tax(b, invoice, &document, e)) return false;
  if (!document) return true;
  arena *a = arena_new();
  document_taxes taxes = { .book = b, .arena = a, .now = taxes_open(b, 0) };
  part *parts;
  line *lines;
  size_t part_count, count;
  bool ok =
      parts_read(b, invoice, a, &parts, &part_count, e) && lines_read(&taxes, parts, part_count, a, &lines, &count, e);
  if (ok && !lines_round_documents(lines, count, a))
    ok = error_set(e, ERROR_TOO_BIG, "a tax is past the largest amount");
  for (size_t i = 0; ok && i < part_count; i++)
    ok = bill_round_store(b, parts[i].bill, lines + parts[i].first, parts[i].count, a, e);
  document_taxes_close(&taxes);
  arena_free(a);
  return ok;
}
