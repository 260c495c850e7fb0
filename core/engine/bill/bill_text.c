// What a line says, once: as its row in the table lines, and in the text that its bill's digest is over.
#include "core/engine/bill/bill_inside.h"
#include <assert.h>
#include <string.h>

typedef struct writing {
  digest_text *to;
  bulk *rows;  // NULL: the text alone
} writing;

static void text(const writing *w, const char *value) {
  size_t length = value ? strlen(value) : 0;
  const char *kept = digest_text_add(w->to, value, length);
  if (w->rows && value) bulk_bytes(w->rows, kept, length);
  else if (w->rows) bulk_null(w->rows);
}

static void number(const writing *w, int64_t value, bool null) {
  digest_text_int(w->to, value);
  if (w->rows && !null) bulk_int(w->rows, value);
  else if (w->rows) bulk_null(w->rows);
}

static void line_values(const writing *w, const line *l) {
  text(w, l->kind);
  number(w, l->from, l->until == 0);
  number(w, l->until, l->until == 0 || l->until == DAY_NEVER);
  number(w, l->ticket, l->ticket == 0);
  number(w, l->date, l->date == DAY_NEVER);
  text(w, l->sku);
  text(w, l->category);
  text(w, l->description);
  text(w, l->quantity);
  text(w, l->unit);
  text(w, l->price);
  text(w, l->discount);
  number(w, l->amount, false);
  number(w, l->tax, false);
  number(w, l->tax_row, l->tax_row == 0);
  if (w->to->form >= FORM_TARGETS) {
    text(w, l->count);
    number(w, l->days, l->days == 0);
    number(w, l->days_of, l->days_of == 0);
  }
  for (size_t i = 0; i < l->part_count; i++) digest_text_int(w->to, l->parts[i]);
}

void line_digest(digest_text *t, const line *l) { line_values(&(writing){ t, NULL }, l); }

bool line_write(digest_text *t, const line *l, bulk *rows, error *e) {
  assert(t->form == FORM_LAST);  // rows have every column
  if (bulk_full(rows)) digest_text_forget(t);
  bulk_int(rows, l->n);
  line_values(&(writing){ t, rows }, l);
  return bulk_row(rows, e);
}

static void tax_text(digest_text *t, const char *value) { (void)digest_text_add(t, value, value ? strlen(value) : 0); }

void tax_digest(digest_text *t, const tax_sum *sum) {
  tax_text(t, sum->name);
  tax_text(t, sum->category);
  digest_text_int(t, (int64_t)sum->rate);
  digest_text_int(t, sum->base);
  digest_text_int(t, sum->amount);
  if (t->form >= FORM_FROZEN) digest_text_int(t, sum->document);
  if (!sum->code && !sum->reason && !sum->jurisdiction) return;
  tax_text(t, sum->code);
  tax_text(t, sum->reason);
  if (sum->jurisdiction) tax_text(t, sum->jurisdiction);
}

void rules_digest(digest_text *t, int rules) {
  if (t->form >= FORM_FROZEN) digest_text_int(t, rules);
}
