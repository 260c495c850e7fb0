// Credit notes of a document that was computed again: they take back what their lines come to then.
#include "core/engine/invoice/invoice.h"
#include "core/engine/past/past.h"
#include <string.h>

// A line computed again in the place of a recorded one: the same line of the bill, about the same work or period.
static const line *line_again(const replayed_document *d, int64_t n, const line *note) {
  for (size_t i = 0; i < d->bill_count; i++) {
    const replayed_bill *b = &d->bills[i];
    if (b->n != line_bill(n)) continue;
    for (size_t k = 0; k < b->count; k++)
      if (b->lines[k].n == n && strcmp(b->lines[k].kind, note->kind) == 0 && b->lines[k].ticket == note->ticket &&
          b->lines[k].from == note->from)
        return &b->lines[k];
  }
  return NULL;
}

// Whether a line of a note takes all of the line that it credits: of a part someone said how much, and that stays.
static bool is_whole(const invoice_line *note, const invoice_line *credited, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (credited[i].line.n == note->credits)
      return note->line.amount == -credited[i].line.amount && note->line.from == credited[i].line.from;
  return false;
}

// What a line of a note comes to; what it takes back of the rounding is all of it.
static int64_t note_line(const replayed_document *d, const invoice_line *note, bool all_of_it) {
  if (line_rounds_total(&note->line)) return -d->replayed_rounding;
  const line *again = all_of_it ? line_again(d, note->credits, &note->line) : NULL;
  return again ? -(again->amount + again->tax) : note->line.amount + note->line.tax;
}

// What a note would come to. One that takes back everything takes back everything there is then.
static bool sum_note(const replayed_document *d, replayed_note *note, arena *a, error *e) {
  invoice_line *lines, *credited;
  size_t count, all, whole = 0;
  if (!invoice_lines_read(d->then, note->n, a, &lines, &count, e) ||
      !invoice_lines_read(d->then, d->n, a, &credited, &all, e))
    return false;
  for (size_t i = 0; i < count; i++) {
    bool all_of_it = is_whole(&lines[i], credited, all);
    whole += all_of_it;
    note->replayed += note_line(d, &lines[i], all_of_it);
  }
  if (whole == all) note->replayed = -(d->replayed_subtotal + d->replayed_tax);
  return true;
}

static bool notes_read(const book *b, int64_t invoice, arena *a, replayed_note **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e, "SELECT n, number, date, total FROM invoices WHERE credits = ? ORDER BY n", "i", invoice);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (replayed_note){ query_column(q, 0), arena_text(a, query_column_text(q, 1)),
                                          (day)query_column(q, 2), query_column(q, 3), 0 };
  }
  return step == 0;
}

bool credit_notes_again(const replayed_document *d, arena *a, replayed_note **out, size_t *count, error *e) {
  *out = NULL;
  *count = 0;
  bool ok = !d->n || notes_read(d->then, d->n, a, out, count, e);
  for (size_t i = 0; ok && i < *count; i++) ok = sum_note(d, &(*out)[i], a, e);
  return ok;
}
