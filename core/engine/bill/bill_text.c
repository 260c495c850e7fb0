// What a line says, once: as its row in the table lines, and in the text that its bill's digest is over.
#include "core/engine/bill/bill.h"
#include <string.h>

typedef struct writing {
  canon *canon;
  bulk *rows;  // NULL: the text alone
} writing;

static void text(const writing *w, const char *value) {
  size_t length = value ? strlen(value) : 0;
  const char *kept = canon_text(w->canon, value, length);
  if (w->rows && value) bulk_bytes(w->rows, kept, length);
  else if (w->rows) bulk_null(w->rows);
}

static void number(const writing *w, int64_t value, bool null) {
  canon_int(w->canon, value);
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
  for (size_t i = 0; i < l->part_count; i++) canon_int(w->canon, l->parts[i]);
}

void line_digest(canon *c, const line *l) { line_values(&(writing){ c, NULL }, l); }

bool line_write(canon *c, const line *l, bulk *rows, error *e) {
  if (bulk_full(rows)) canon_forget(c);
  bulk_int(rows, l->n);
  line_values(&(writing){ c, rows }, l);
  return bulk_row(rows, e);
}

static void tax_text(canon *c, const char *value) { (void)canon_text(c, value, value ? strlen(value) : 0); }

void tax_digest(canon *c, const tax_sum *sum) {
  tax_text(c, sum->name);
  tax_text(c, sum->category);
  canon_int(c, (int64_t)sum->rate);
  canon_int(c, sum->base);
  canon_int(c, sum->amount);
  if (!sum->code && !sum->reason) return;
  tax_text(c, sum->code);
  tax_text(c, sum->reason);
}
