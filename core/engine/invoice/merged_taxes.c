// Taxes rounded on the document, where a document holds several bills.
#include "core/engine/invoice/invoice_inside.h"

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

// How the line is taxed: by its tax of now, inside of the amount where a balance was drawn.
static bool answer_read(book *b, tax_book *taxes, line *l, error *e) {
  tax_use use;
  int64_t within = 0;
  if (!l->tax_row) return true;
  if (!taxes_answer(taxes, l->tax_row, l->category, &use, e) ||
      !db_value(b->db, e, &within, 0, "SELECT line FROM lines_within WHERE line = ?", "i", l->n))
    return false;
  l->tax_answer = within ? taxes_within(taxes, use.answer) : use.answer;
  l->tax_name = use.name;
  return true;
}

// All lines of the document as one list, with the answers of their taxes.
static bool lines_read(book *b, tax_book *taxes, part *parts, size_t part_count, arena *a, line **lines, size_t *count,
                       error *e) {
  size_t capacity = 0;
  *lines = NULL;
  *count = 0;
  for (size_t i = 0; i < part_count; i++) {
    line *own;
    if (!bill_lines_read(b, parts[i].bill, a, &own, &parts[i].count, e)) return false;
    parts[i].first = *count;
    for (size_t k = 0; k < parts[i].count; k++) {
      *lines = arena_grow(a, *lines, *count, &capacity, sizeof **lines);
      (*lines)[*count] = own[k];
      if (!answer_read(b, taxes, &(*lines)[*count], e)) return false;
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
  tax_book *taxes = taxes_open(b);
  part *parts;
  line *lines;
  size_t part_count, count;
  bool ok = parts_read(b, invoice, a, &parts, &part_count, e) &&
            lines_read(b, taxes, parts, part_count, a, &lines, &count, e);
  if (ok && !lines_round_documents(lines, count, a))
    ok = error_set(e, ERROR_TOO_BIG, "a tax is past the largest amount");
  for (size_t i = 0; ok && i < part_count; i++)
    ok = bill_round_store(b, parts[i].bill, lines + parts[i].first, parts[i].count, a, e);
  taxes_close(taxes);
  arena_free(a);
  return ok;
}
