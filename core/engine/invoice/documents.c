// Documents that fit a filter, in its order, kept until something is written.
#include "core/engine/invoice/documents.h"
#include "core/base/memory.h"
#include "core/base/text_words.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct document {
  int64_t n, total, open;
  const char *customer, *currency;
  day date;  // DAY_MAX: none
  size_t place;
} document;

typedef struct documents {
  book_kept kept;
  arena *arena;
  documents_filter filter;  // that was asked; its text is of the arena
  int64_t version, changes;
  bool known;
  document *list;
  size_t count, capacity;
  documents_sum *sums;
  size_t sum_count, sum_capacity;
  int64_t all;
} documents;

static void close_documents(book_kept *kept) {
  documents *d = (documents *)kept;
  arena_free(d->arena);
  memory_give(d);
}

static documents *kept_with(book *b) {
  if (b->kept[KEPT_DOCUMENTS]) return (documents *)b->kept[KEPT_DOCUMENTS];
  documents *made = memory_zeroed(1, sizeof *made);
  *made = (documents){ .kept = { close_documents }, .arena = arena_new() };
  b->kept[KEPT_DOCUMENTS] = &made->kept;
  return made;
}

static bool same(const documents_filter *x, const documents_filter *y) {
  return x->batch == y->batch && x->customer == y->customer && x->since == y->since && x->until == y->until &&
         x->today == y->today && x->state == y->state && x->order == y->order && x->descending == y->descending &&
         text_equal(x->text, y->text);
}

// ---- Read

enum document_column { N, NUMBER, STATE, KIND, CURRENCY, TOTAL, OPEN, DATE, DUE, NAME, ID, PO, FROZEN };

// clang-format off
// `among`: what an index answers of it. Only what has no number yet is sorted by names.
#define DOCUMENTS(among) \
  "SELECT i.n, ifnull(i.number, 'D' || i.n), i.state, i.kind, i.currency, i.total, " \
  "iif(i.state = 'final' AND i.credits " \
  "IS NULL, " INVOICE_OPEN("i", "2932896") ", 0), i.date, i.due_date, c.name, c.id, ifnull(i.po_number, ''), iif(?4 " \
  "AND json_valid(i.bill_to), ifnull(i.bill_to ->> 'name', ''), '') FROM invoices i JOIN customers c ON c.n = " \
  "i.customer WHERE " among " AND (?1 = 0 OR i.batch = ?1) AND (?2 = 0 OR i.customer = ?2) AND " \
  "(?3 IS NULL OR i.state = " \
  "?3) ORDER BY i.series IS NULL, i.series, i.seq, iif(i.series IS NULL, c.name, NULL), iif(i.series IS NULL, c.id, " \
  "NULL), iif(i.series IS NULL, (SELECT min(k.name || char(31) || k.id) FROM bills x JOIN contracts k ON k.n = " \
  "x.contract WHERE x.invoice = i.n), NULL), i.n"
// clang-format on

static bool is_overdue(const query *q, day today) { return !query_column_null(q, DUE) && query_column(q, DUE) < today; }

static bool in_state(const query *q, const documents_filter *f) {
  bool final = strcmp(query_column_text(q, STATE), "final") == 0;
  bool invoice = strcmp(query_column_text(q, KIND), "invoice") == 0, open = query_column(q, OPEN) > 0;
  switch (f->state) {
    case DOCUMENTS_OPEN: return final && invoice && open;
    case DOCUMENTS_OVERDUE: return final && invoice && open && is_overdue(q, f->today);
    case DOCUMENTS_PAID: return final && invoice && !open;
    case DOCUMENTS_CREDIT: return final && !invoice;
    default: return true;  // the query has asked for it
  }
}

static bool in_span(const query *q, const documents_filter *f) {
  if (query_column_null(q, DATE)) return f->since == DAY_MIN && f->until == DAY_MAX;
  return query_column(q, DATE) >= f->since && query_column(q, DATE) <= f->until;
}

static bool has_words(const query *q, const text_words *words, buffer *room) {
  static const int columns[] = { NUMBER, PO, ID, NAME, FROZEN };
  buffer_clear(room);
  for (size_t i = 0; words->count && i < sizeof columns / sizeof *columns; i++) {
    buffer_folded(room, query_column_text(q, columns[i]));
    buffer_text(room, "\n");
  }
  return !words->count || text_has_words(room->text, words);
}

static documents_sum *sum_in(documents *d, const char *currency) {
  for (size_t i = 0; i < d->sum_count; i++)
    if (strcmp(d->sums[i].currency, currency) == 0) return &d->sums[i];
  d->sums = arena_grow(d->arena, d->sums, d->sum_count, &d->sum_capacity, sizeof *d->sums);
  documents_sum *sum = &d->sums[d->sum_count++];
  *sum = (documents_sum){ arena_text(d->arena, currency), currency_exponent(currency), 0, 0 };
  return sum;
}

static bool take(documents *d, const query *q, error *e) {
  documents_sum *sum = sum_in(d, query_column_text(q, CURRENCY));
  bool stands = strcmp(query_column_text(q, STATE), "void") != 0, named = d->filter.order == DOCUMENTS_BY_CUSTOMER;
  const document one = { .n = query_column(q, N),
                         .total = query_column(q, TOTAL),
                         .open = query_column(q, OPEN),
                         .customer = named ? arena_text(d->arena, query_column_text(q, NAME)) : NULL,
                         .currency = sum->currency,
                         .date = query_column_null(q, DATE) ? DAY_MAX : (day)query_column(q, DATE),
                         .place = d->count };
  if (__builtin_add_overflow(sum->total, stands ? one.total : 0, &sum->total) ||
      __builtin_add_overflow(sum->open, one.open, &sum->open))
    return error_set(e, ERROR_TOO_BIG, "these documents come to more than can be shown");
  d->list = arena_grow(d->arena, d->list, d->count, &d->capacity, sizeof *d->list);
  d->list[d->count++] = one;
  return true;
}

// ---- In their order

static int by_currency(const document *x, const document *y, int64_t of_x, int64_t of_y) {
  int currencies = strcmp(x->currency, y->currency);
  return currencies ? currencies : (of_x > of_y) - (of_x < of_y);
}

static int compare(const void *one, const void *other, void *order) {
  const document *x = one, *y = other;
  int differ = 0;
  switch (*(const documents_order *)order) {
    case DOCUMENTS_BY_DATE: differ = (x->date > y->date) - (x->date < y->date); break;
    case DOCUMENTS_BY_CUSTOMER: differ = strcmp(x->customer, y->customer); break;
    case DOCUMENTS_BY_TOTAL: differ = by_currency(x, y, x->total, y->total); break;
    case DOCUMENTS_BY_OPEN: differ = by_currency(x, y, x->open, y->open); break;
    default: break;
  }
  return differ ? differ : (x->place > y->place) - (x->place < y->place);
}

static int by_code(const void *one, const void *other) {
  return strcmp(((const documents_sum *)one)->currency, ((const documents_sum *)other)->currency);
}

static void sort(documents *d) {
  if (d->count && d->filter.order != DOCUMENTS_BY_NUMBER)
    qsort_r(d->list, d->count, sizeof *d->list, compare, &d->filter.order);
  for (size_t i = 0; d->filter.descending && i < d->count / 2; i++) {
    document one = d->list[i];
    d->list[i] = d->list[d->count - 1 - i];
    d->list[d->count - 1 - i] = one;
  }
  if (d->sum_count) qsort(d->sums, d->sum_count, sizeof *d->sums, by_code);
}

static query *ask(book *b, const documents_filter *f, bool words, error *e) {
  static const char of_batch[] = DOCUMENTS("i.batch = ?1"), of_customer[] = DOCUMENTS("i.customer = ?2"),
                    all[] = DOCUMENTS("true");
  static const char *const states[] = { NULL, "draft", "final", "final", "final", "final", "void", "final" };
  return db_ask(b->db, e,
                f->batch      ? of_batch
                : f->customer ? of_customer
                              : all,
                "iiti", f->batch, f->customer, states[f->state], (int64_t)words);
}

static bool read_documents(book *b, documents *d, error *e) {
  const documents_filter *f = &d->filter;
  text_words words = text_words_of(f->text ? f->text : "", d->arena);
  buffer room = { 0 };
  query *q = ask(b, f, words.count > 0, e);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    if (in_state(q, f) && in_span(q, f) && has_words(q, &words, &room) && !take(d, q, e)) break;
  buffer_free(&room);
  if (step == 1) query_reset(q);
  if (step != 0) return false;
  sort(d);
  return db_value(b->db, e, &d->all, 0, "SELECT count(*) FROM invoices WHERE ?1 = 0 OR batch = ?1", "i", f->batch);
}

// What is written in this transaction may be undone, and no number would tell: then nothing is kept.
static bool documents_now(book *b, const documents_filter *f, documents **out, error *e) {
  documents *d = *out = kept_with(b);
  int64_t version, changes = db_changes_ever(b->db);
  if (!db_version_of_data(b->db, &version, e)) return false;
  if (d->known && d->version == version && d->changes == changes && same(&d->filter, f)) return true;
  arena_reset(d->arena);
  *d = (documents){ .kept = d->kept, .arena = d->arena, .filter = *f, .version = version, .changes = changes };
  d->filter.text = arena_text(d->arena, f->text);
  d->known = read_documents(b, d, e) && memory_enough(e) && !db_writing(b->db);
  return e->code == ERROR_NONE;
}

static bool read_window(book *b, const documents_filter *f, int64_t from, int64_t count, arena *a,
                        documents_window *out, error *e) {
  documents *d;
  if (!documents_now(b, f, &d, e)) return false;
  size_t first = from < (int64_t)d->count ? (size_t)from : d->count, left = d->count - first;
  *out = (documents_window){ .matching = (int64_t)d->count, .all = d->all, .sum_count = d->sum_count };
  out->count = count < (int64_t)left ? (size_t)count : left;
  out->list = arena_array(a, out->count + 1, sizeof *out->list);
  assert(d->list || !out->count);
  for (size_t i = 0; i < out->count; i++) out->list[i] = d->list[first + i].n;
  out->sums = arena_array(a, d->sum_count + 1, sizeof *out->sums);
  for (size_t i = 0; i < d->sum_count; i++) {
    out->sums[i] = d->sums[i];
    out->sums[i].currency = arena_text(a, d->sums[i].currency);
  }
  return true;
}

bool documents_read(book *b, const documents_filter *f, int64_t from, int64_t count, arena *a, documents_window *out,
                    error *e) {
  if (!db_begin_read(b->db, e)) return false;
  bool ok = read_window(b, f, from, count, a, out, e);
  db_rollback(b->db);
  return ok;
}
