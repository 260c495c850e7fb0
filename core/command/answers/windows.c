// Windows of lists that are long: a batch's contracts, and documents, with what all that fits comes to.
#include "core/command/answers/answers_inside.h"
#include <string.h>

// Rows that are read when they are asked for.
typedef struct window_rows {
  db *db;
  int64_t batch, from;
  const int64_t *contracts;
  size_t count, at;
} window_rows;

static bool says(const value *row, const char *field, const char *text) {
  const value *v = value_get(row, field);
  return v->type == VALUE_TEXT && strcmp(v->as.text, text) == 0;
}

static value *row_next(void *context, arena *a, error *e) {
  window_rows *r = context;
  value *v = NULL;
  while (!v && e->code == ERROR_NONE && r->at < r->count)  // some may have left the batch meanwhile
    v = contract_answer(r->db, r->batch, r->contracts[r->at++], a, e);
  if (!v) return NULL;
  put_int(a, v, "n", r->from + (int64_t)r->at - 1);
  lock_says_why(a, v);
  return v;
}

static value *sums_value(arena *a, const listing_sums *sums) {
  value *out = value_record(a);
  for (size_t i = 0; i < sums->count; i++) {
    const listing_sum *s = &sums->list[i];
    value *sum = value_record(a);
    put_money(a, sum, "total", s->total, s->exponent);
    put_money(a, sum, "selected", s->selected, s->exponent);
    value_put(a, out, s->currency, sum);
  }
  return out;
}

static value *head_value(context *c, const batch *b, error *e) {
  arena *a = c->arena;
  int64_t version;
  if (!batch_version(c->book, b->n, &version, e)) return NULL;
  value *v = value_record(a);
  put_int(a, v, "batch", b->n);
  put_text(a, v, "name", b->name);
  put_text(a, v, "state", b->state);
  put_day(a, v, "as_of", b->as_of);
  put_bool(a, v, "consolidated", b->consolidated == 1);
  put_int(a, v, "version", version);
  return v;
}

static void put_counts(arena *a, value *out, const listing_window *w) {
  put_int(a, out, "matching", w->matching.contracts);
  put_int(a, out, "all", w->all.contracts);
  put_int(a, out, "ready", w->matching.ready);
  put_int(a, out, "locked", w->matching.locked);
  put_int(a, out, "selected", w->matching.selected);
  put_int(a, out, "selected_outside_filter", w->all.selected - w->matching.selected);
}

static value *ids_value(arena *a, const change_list *changed) {
  value *list = value_list(a);
  for (size_t i = 0; i < changed->count; i++) value_append(a, list, value_text(a, changed->ids[i]));
  return list;
}

value *rows_answer(context *c, const batch *b, const listing_filter *f, int64_t from, int64_t count,
                   const change_list *changed, error *e) {
  arena *a = c->arena;
  listing_window w;
  value *head = head_value(c, b, e), *details = head ? details_answer(c, b, e) : NULL;
  if (!details || !listing_read(c->book, b->n, f, from, count, a, &w, e)) return NULL;
  window_rows *rows = arena_alloc(a, sizeof *rows);
  *rows = (window_rows){ c->book->db, b->n, from, w.contracts, w.count, 0 };
  value *out = value_record(a), *sums = value_record(a);
  value_put(a, out, "batch", head);
  value_put(a, out, "details", details);
  value_put(a, out, "changed", ids_value(a, changed));
  value_put(a, out, "rows", value_stream(a, row_next, rows));
  put_int(a, out, "from", from);
  put_int(a, out, "count", (int64_t)w.count);
  put_counts(a, out, &w);
  value_put(a, sums, "matching", sums_value(a, &w.matching_sums));
  value_put(a, sums, "all", sums_value(a, &w.all_sums));
  value_put(a, out, "sums", sums);
  return out;
}

value *chosen_answer(context *c, const batch *b, value *before, const change_list *changed, error *e) {
  arena *a = c->arena;
  value *out = head_value(c, b, e), *details = out ? details_answer(c, b, e) : NULL;
  if (!details) return NULL;
  value_put(a, out, "before", before);
  value_put(a, out, "details", details);
  value_put(a, out, "changed", ids_value(a, changed));
  put_int(a, out, "matching", b->did->fitting);
  put_int(a, out, "locked", b->did->locked);
  put_int(a, out, "rows_changed", (int64_t)b->did->box_count);
  return out;
}

// ---- Documents

typedef struct document_rows {
  value *rows;
  int64_t n;
  day today;
} document_rows;

static value *document_next(void *context, arena *a, error *e) {
  document_rows *r = context;
  value *v = r->rows->as.stream.next(r->rows->as.stream.context, a, e);
  if (!v) return NULL;
  const value *due = value_get(v, "due_date"), *open = value_get(v, "open");
  bool owed = says(v, "kind", "invoice") && open && open->as.money.minor > 0;
  put_int(a, v, "n", r->n++);
  put_bool(a, v, "overdue", owed && due->type == VALUE_DAY && due->as.date < r->today);
  return v;
}

static value *document_sums(arena *a, const documents_window *w) {
  value *out = value_record(a), *matching = value_record(a);
  for (size_t i = 0; i < w->sum_count; i++) {
    const documents_sum *s = &w->sums[i];
    value *sum = value_record(a);
    put_money(a, sum, "total", s->total, s->exponent);
    put_money(a, sum, "open", s->open, s->exponent);
    value_put(a, matching, s->currency, sum);
  }
  value_put(a, out, "matching", matching);
  return out;
}

value *documents_answer(context *c, const documents_filter *f, int64_t from, int64_t count, error *e) {
  arena *a = c->arena;
  documents_window w;
  const invoice_filter heads = { .heads = true };
  if (!documents_read(c->book, f, from, count, a, &w, e)) return NULL;
  document_rows *rows = arena_alloc(a, sizeof *rows);
  *rows = (document_rows){ invoices_listed(c, &heads, w.list, w.count), from, f->today };
  value *out = value_record(a);
  value_put(a, out, "rows", value_stream(a, document_next, rows));
  put_int(a, out, "from", from);
  put_int(a, out, "count", (int64_t)w.count);
  put_int(a, out, "matching", w.matching);
  put_int(a, out, "all", w.all);
  value_put(a, out, "sums", document_sums(a, &w));
  return out;
}
