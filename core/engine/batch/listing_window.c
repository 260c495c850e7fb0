// What of a batch's list fits a filter: counted, summed up, a window of it, and all of it chosen.
#include "core/base/money.h"
#include "core/base/text_words.h"
#include "core/engine/batch/batch_inside.h"
#include "core/engine/batch/listing_inside.h"
#include <stdlib.h>
#include <string.h>

// ---- What fits

static bool either(listing_either wanted, bool is) { return wanted == EITHER || (wanted == ONLY_YES) == is; }

static bool in_periods(const listed *row, listing_periods periods) {
  switch (periods) {
    case PERIODS_READY: return row->ready;
    case PERIODS_LOCKED: return row->locked;
    case PERIODS_HELD: return row->held;
    default: return true;
  }
}

static bool fits(const listing_filter *f, const text_words *words, const listed *row) {
  return row->there && (!f->type || strcmp(row->type, f->type) == 0) &&
         (!f->customer || row->customer->n == f->customer) && either(f->taxable, row->taxable) &&
         either(f->chosen, row->chosen) && in_periods(row, f->periods) &&
         (!words->count || text_has_words(row->words, words));
}

// ---- In their order

// A balance to sort by: in its currency, those that have none last.
typedef struct keyed {
  const char *currency;  // NULL: none
  int64_t balance;
  uint32_t place;
} keyed;

static int by_balance(const void *one, const void *other) {
  const keyed *x = one, *y = other;
  if (!x->currency != !y->currency) return x->currency ? -1 : 1;
  int currencies = x->currency ? strcmp(x->currency, y->currency) : 0;
  if (currencies) return currencies;
  if (x->balance != y->balance) return x->balance < y->balance ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

static int64_t selected_of(const listed *row) { return row->chosen && !row->unpriced ? row->pick : 0; }

static void sort_by_balance(const listing *l, const listing_filter *f, arena *a, uint32_t *list, size_t count) {
  keyed *keys = arena_array(a, count + 1, sizeof *keys);
  for (size_t i = 0; i < count; i++) {
    const listed *row = &l->rows[list[i]];
    int64_t balance = f->order == BY_TOTAL ? row->total : selected_of(row);
    keys[i] = (keyed){ row->unpriced ? NULL : l->currencies[row->currency],
                       row->unpriced   ? 0
                       : f->descending ? -balance
                                       : balance,
                       list[i] };
  }
  qsort(keys, count, sizeof *keys, by_balance);
  for (size_t i = 0; i < count; i++) list[i] = keys[i].place;
}

static void turn(uint32_t *list, size_t count) {
  for (size_t i = 0; i < count / 2; i++) {
    uint32_t one = list[i];
    list[i] = list[count - 1 - i];
    list[count - 1 - i] = one;
  }
}

size_t listing_fitting(listing *l, const listing_filter *f, arena *a, uint32_t **out) {
  text_words words = text_words_of(f->text ? f->text : "", a);
  bool named = f->order == BY_CONTRACT || f->order == BY_TYPE;
  const uint32_t *order = named ? listing_ordered(l, f->order) : NULL;
  if (words.count) listing_words(l);
  uint32_t *list = *out = arena_array(a, l->count + 1, sizeof *list);
  size_t count = 0;
  for (size_t i = 0; i < l->count; i++) {
    uint32_t place = order ? order[i] : (uint32_t)i;
    if (fits(f, &words, &l->rows[place])) list[count++] = place;
  }
  if (f->order == BY_TOTAL || f->order == BY_SELECTED) sort_by_balance(l, f, a, list, count);
  else if (f->descending) turn(list, count);
  return count;
}

// ---- Counted and summed up

static bool add(int64_t *sum, int64_t amount, error *e) {
  return !__builtin_add_overflow(*sum, amount, sum) ||
         error_set(e, ERROR_TOO_BIG, "the balances of this batch come to more than can be shown");
}

static void count_one(listing_counts *counts, const listed *row) {
  counts->contracts++;
  counts->ready += row->ready;
  counts->locked += row->locked;
  counts->selected += row->chosen;
}

typedef struct tally {
  listing_counts *counts;
  listing_sum *by_currency;  // as the list has currencies; currency NULL: nothing is in it
} tally;

static bool count_row(const listing *l, tally *t, const listed *row, error *e) {
  count_one(t->counts, row);
  if (row->unpriced) return true;
  listing_sum *sum = &t->by_currency[row->currency];
  sum->currency = l->currencies[row->currency];
  return add(&sum->total, row->total, e) && add(&sum->selected, selected_of(row), e);
}

static int by_code(const void *one, const void *other) {
  return strcmp(((const listing_sum *)one)->currency, ((const listing_sum *)other)->currency);
}

// The texts are copied: the list may be read again before somebody looks at them.
static listing_sums sums_of(const tally *t, size_t currencies, arena *a) {
  listing_sums out = { arena_array(a, currencies + 1, sizeof *out.list), 0 };
  for (size_t i = 0; i < currencies; i++) {
    listing_sum *sum = &t->by_currency[i];
    if (!sum->currency) continue;
    sum->currency = arena_text(a, sum->currency);
    sum->exponent = currency_exponent(sum->currency);
    out.list[out.count++] = *sum;
  }
  qsort(out.list, out.count, sizeof *out.list, by_code);
  return out;
}

static bool tally_all(const listing *l, arena *a, listing_window *out, error *e) {
  tally t = { &out->all, arena_array(a, l->currency_count + 1, sizeof *t.by_currency) };
  for (size_t i = 0; i < l->count; i++)
    if (l->rows[i].there && !count_row(l, &t, &l->rows[i], e)) return false;
  out->all_sums = sums_of(&t, l->currency_count, a);
  return true;
}

static bool tally_fitting(const listing *l, const uint32_t *list, size_t count, arena *a, listing_window *out,
                          error *e) {
  tally t = { &out->matching, arena_array(a, l->currency_count + 1, sizeof *t.by_currency) };
  for (size_t i = 0; i < count; i++)
    if (!count_row(l, &t, &l->rows[list[i]], e)) return false;
  out->matching_sums = sums_of(&t, l->currency_count, a);
  return true;
}

static bool read_window(book *b, int64_t batch, const listing_filter *f, int64_t from, int64_t count, arena *a,
                        listing_window *out, error *e) {
  listing *l;
  uint32_t *list;
  *out = (listing_window){ 0 };
  if (!listing_now(b, batch, &l, e)) return false;
  size_t fitting = listing_fitting(l, f, a, &list), first = from < (int64_t)fitting ? (size_t)from : fitting;
  out->count = count < (int64_t)(fitting - first) ? (size_t)count : fitting - first;
  out->contracts = arena_array(a, out->count + 1, sizeof *out->contracts);
  for (size_t i = 0; i < out->count; i++) out->contracts[i] = l->rows[list[first + i]].contract;
  return tally_all(l, a, out, e) && tally_fitting(l, list, fitting, a, out, e);
}

bool listing_read(book *b, int64_t batch, const listing_filter *f, int64_t from, int64_t count, arena *a,
                  listing_window *out, error *e) {
  if (!db_begin_read(b->db, e)) return false;
  bool ok = read_window(b, batch, f, from, count, a, out, e);
  db_rollback(b->db);
  return ok;
}

// ---- Chosen

// The boxes of contracts between two of the list, all of which change.
static bool set_boxes(book *b, const batch *batch, int64_t first, int64_t last, bool chosen, error *e) {
  return db_run(b->db, e,
                "UPDATE previews SET chosen = ?1 WHERE batch = ?2 AND contract BETWEEN ?3 AND ?4 AND chosen <> ?1 AND "
                "(?1 = 0 OR state = 'ready')",
                "iiii", (int64_t)chosen, batch->n, first, last);
}

// Contracts in a row are one statement.
static bool set_marked(book *b, batch *batch, const listing *l, const bool *marked, bool chosen, error *e) {
  for (size_t i = 0; i < l->count;) {
    int64_t first = l->rows[l->by_contract[i]].contract, last = first;
    if (!marked[l->by_contract[i++]]) continue;
    did_box(batch, first);
    for (; i < l->count && marked[l->by_contract[i]]; i++) did_box(batch, last = l->rows[l->by_contract[i]].contract);
    if (!set_boxes(b, batch, first, last, chosen, e)) return false;
  }
  return true;
}

bool listing_choose(book *b, batch *batch, const listing_filter *f, bool chosen, arena *a, error *e) {
  listing *l;
  uint32_t *list;
  listing_counts counts = { 0 };
  if (!listing_now(b, batch->n, &l, e)) return false;
  size_t count = listing_fitting(l, f, a, &list);
  bool *marked = arena_array(a, l->count + 1, sizeof *marked);
  for (size_t i = 0; i < count; i++) {
    const listed *row = &l->rows[list[i]];
    count_one(&counts, row);
    marked[list[i]] = row->chosen != chosen && (!chosen || row->ready);
  }
  if (batch->did) {
    batch->did->fitting = counts.contracts;
    batch->did->locked = counts.locked;
  }
  return set_marked(b, batch, l, marked, chosen, e) && batch_details_recount(b, batch, e);
}
