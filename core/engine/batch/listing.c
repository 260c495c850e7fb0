// The list of a batch as it is kept: read when it is first asked for, and again as far as something changed.
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/engine/batch/listing_inside.h"
#include <stdlib.h>
#include <string.h>

static void close_listing(book_kept *kept) {
  listing *l = (listing *)kept;
  arena_free(l->arena);
  memory_give(l);
}

static int by_n(const void *n, const void *one) {
  int64_t x = *(const int64_t *)n, y = ((const listed_customer *)one)->n;
  return (x > y) - (x < y);
}

static int by_customer_name(const void *one, const void *other) {
  return strcmp((*(listed_customer *const *)one)->name, (*(listed_customer *const *)other)->name);
}

static void rank_customers(listing *l) {
  listed_customer **order = memory_zeroed(l->customer_count + 1, sizeof(listed_customer *));
  for (size_t i = 0; i < l->customer_count; i++) order[i] = &l->customers[i];
  qsort(order, l->customer_count, sizeof *order, by_customer_name);
  for (size_t i = 1; i < l->customer_count; i++)
    order[i]->rank = order[i - 1]->rank + (strcmp(order[i]->name, order[i - 1]->name) != 0);
  memory_give(order);
}

static bool read_customers(book *b, listing *l, error *e) {
  int64_t count;
  if (!db_value(b->db, e, &count, 0, "SELECT rows FROM row_counts WHERE source = 'customers'", "")) return false;
  size_t capacity = (size_t)count;
  l->customers = arena_array(l->arena, capacity + 1, sizeof *l->customers);
  query *q = db_ask(b->db, e, "SELECT n, id, name FROM customers ORDER BY n", "");
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    l->customers = arena_grow(l->arena, l->customers, l->customer_count, &capacity, sizeof *l->customers);
    l->customers[l->customer_count++] =
        (listed_customer){ query_column(q, 0), arena_text(l->arena, query_column_text(q, 1)),
                           arena_text(l->arena, query_column_text(q, 2)), 0 };
  }
  if (step == 0) rank_customers(l);
  return step == 0;
}

static listed row_of(const listing *l, const query *q) {
  int64_t customer = query_column(q, 4);
  return (listed){ .contract = query_column(q, 0),
                   .id = arena_text(l->arena, query_column_text(q, 1)),
                   .name = arena_text(l->arena, query_column_text(q, 2)),
                   .type = arena_text(l->arena, query_column_text(q, 3)),
                   .customer = bsearch(&customer, l->customers, l->customer_count, sizeof *l->customers, by_n),
                   .taxable = query_column(q, 5) != 0 };
}

static int by_page(const void *one, const void *other) {
  const listed *x = one, *y = other;
  if (x->customer->rank != y->customer->rank) return x->customer->rank < y->customer->rank ? -1 : 1;
  int names = strcmp(x->name, y->name);
  return names ? names : strcmp(x->id, y->id);
}

static int by_contract_n(const void *one, const void *other, void *rows) {
  int64_t x = ((listed *)rows)[*(const uint32_t *)one].contract,
          y = ((listed *)rows)[*(const uint32_t *)other].contract;
  return (x > y) - (x < y);
}

static uint32_t *places(const listing *l) {
  uint32_t *list = arena_array(l->arena, l->count + 1, sizeof *list);
  for (size_t i = 0; i < l->count; i++) list[i] = (uint32_t)i;
  return list;
}

static bool read_contracts(book *b, listing *l, error *e) {
  int64_t count;
  if (!db_value(b->db, e, &count, 0, "SELECT rows FROM row_counts WHERE source = 'contracts'", "")) return false;
  size_t capacity = (size_t)count;
  l->rows = arena_array(l->arena, capacity + 1, sizeof *l->rows);
  query *q = db_ask(
      b->db, e, "SELECT n, id, name, type, customer, ifnull(taxable, tax IS NOT NULL) FROM contracts ORDER BY n", "");
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    l->rows = arena_grow(l->arena, l->rows, l->count, &capacity, sizeof *l->rows);
    l->rows[l->count] = row_of(l, q);
    if (l->rows[l->count].customer) l->count++;  // else the book is damaged: `verify` tells
  }
  if (step != 0) return false;
  qsort(l->rows, l->count, sizeof *l->rows, by_page);
  l->by_contract = places(l);
  qsort_r(l->by_contract, l->count, sizeof *l->by_contract, by_contract_n, l->rows);
  return true;
}

static uint32_t currency_of(listing *l, const char *code) {
  size_t i = 0;
  while (i < l->currency_count && strcmp(l->currencies[i], code) != 0) i++;
  if (i < l->currency_count) return (uint32_t)i;
  l->currencies = arena_grow(l->arena, l->currencies, l->currency_count, &l->currency_capacity, sizeof *l->currencies);
  l->currencies[l->currency_count++] = arena_text(l->arena, code);
  return (uint32_t)i;
}

static void read_row(listing *l, listed *row, const query *q) {
  const char *state = query_column_text(q, 2);
  row->there = true;
  row->chosen = query_column(q, 1) != 0;
  row->ready = strcmp(state, "ready") == 0;
  row->locked = strcmp(state, "locked") == 0;
  row->unpriced = row->held = strcmp(state, "held") == 0;
  row->total = query_column(q, 3);
  row->pick = query_column(q, 4);
  row->currency = currency_of(l, query_column_text(q, 5));
}

// Both lists go by the numbers of contracts; of a contract that is gone there is no row.
static bool read_rows(book *b, int64_t batch, listing *l, error *e) {
  size_t at = 0;
  query *q = db_ask(b->db, e,
                    "SELECT contract, chosen, state, total, pick_amount, currency FROM previews WHERE batch = ? ORDER "
                    "BY contract",
                    "i", batch);
  int step = -1;
  for (size_t i = 0; i < l->count; i++) l->rows[i].there = false;
  while (q && (step = query_step(q, e)) == 1) {
    int64_t contract = query_column(q, 0);
    while (at < l->count && l->rows[l->by_contract[at]].contract < contract) at++;
    if (at < l->count && l->rows[l->by_contract[at]].contract == contract) read_row(l, &l->rows[l->by_contract[at]], q);
  }
  return step == 0;
}

static bool read_held(book *b, int64_t batch, listing *l, error *e) {
  size_t at = 0;
  query *q = db_ask(b->db, e, "SELECT DISTINCT contract FROM held_items WHERE batch = ? ORDER BY contract", "i", batch);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    int64_t contract = query_column(q, 0);
    while (at < l->count && l->rows[l->by_contract[at]].contract < contract) at++;
    if (at < l->count && l->rows[l->by_contract[at]].contract == contract) l->rows[l->by_contract[at]].held = true;
  }
  return step == 0;
}

static bool read_book(book *b, int64_t position, listing *l, error *e) {
  arena *a = l->arena;
  arena_reset(a);
  *l = (listing){ .kept = l->kept, .arena = a, .position = -1 };
  if (!read_customers(b, l, e) || !read_contracts(b, l, e)) return false;
  l->position = position;
  return true;
}

static listing *kept_with(book *b) {
  if (b->kept[KEPT_LISTING]) return (listing *)b->kept[KEPT_LISTING];
  listing *made = memory_zeroed(1, sizeof *made);
  *made = (listing){ .kept = { close_listing }, .arena = arena_new(), .position = -1 };
  b->kept[KEPT_LISTING] = &made->kept;
  return made;
}

// What is written in this transaction may be undone, and no number would tell: then it is of this answer alone.
static bool read_again(book *b, int64_t batch, listing *l, error *e) {
  int64_t position, version, changes = db_changes_ever(b->db);
  bool writing = db_writing(b->db);
  if (!db_version_of_data(b->db, &version, e) || !book_position(b, &position, e)) return false;
  if (position != l->position && !read_book(b, writing ? -1 : position, l, e)) return false;
  if (l->batch == batch && l->version == version && l->changes == changes) return true;
  l->batch = 0;
  if (!read_rows(b, batch, l, e) || !read_held(b, batch, l, e)) return false;
  l->batch = writing ? 0 : batch;
  l->version = version;
  l->changes = changes;
  return true;
}

bool listing_now(book *b, int64_t batch, listing **out, error *e) {
  listing *l = *out = kept_with(b);
  if (read_again(b, batch, l, e) && memory_enough(e)) return true;
  l->batch = 0;
  l->position = -1;
  return false;
}

void listing_words(listing *l) {
  buffer b = { 0 };
  for (size_t i = 0; i < l->count && !l->rows[i].words; i++) {
    listed *row = &l->rows[i];
    const char *texts[] = { row->id, row->name, row->type, row->customer->id, row->customer->name };
    buffer_clear(&b);
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
      buffer_folded(&b, texts[t]);
      buffer_text(&b, "\n");  // no word has one: none goes from one text into the next
    }
    row->words = arena_copy(l->arena, b.text, b.length);
  }
  buffer_free(&b);
}

static int by_name_then_page(const void *one, const void *other, void *rows) {
  uint32_t x = *(const uint32_t *)one, y = *(const uint32_t *)other;
  int names = strcmp(((listed *)rows)[x].name, ((listed *)rows)[y].name);
  return names ? names : (x > y) - (x < y);
}

static int by_type_then_page(const void *one, const void *other, void *rows) {
  uint32_t x = *(const uint32_t *)one, y = *(const uint32_t *)other;
  int types = strcmp(((listed *)rows)[x].type, ((listed *)rows)[y].type);
  return types ? types : (x > y) - (x < y);
}

const uint32_t *listing_ordered(listing *l, listing_order order) {
  uint32_t **kept = order == BY_TYPE ? &l->by_type : &l->by_name;
  if (*kept) return *kept;
  *kept = places(l);
  qsort_r(*kept, l->count, sizeof **kept, order == BY_TYPE ? by_type_then_page : by_name_then_page, l->rows);
  return *kept;
}
