// Prices of work by rate code: read once per code and scope, kept for the command.
#include "core/engine/facts/rates.h"
#include "core/base/hash.h"
#include "core/engine/facts/rows_then.h"
#include <string.h>

typedef struct rate_list {
  const char *code;
  int64_t contract, customer;  // 0, 0: for all
  rate_row *rows;              // by day
  size_t count;
  bool specific;  // of the list for all: whether rows for contracts or customers exist
  struct rate_list *next;
} rate_list;

enum { BUCKETS = 256 };

struct rate_book {
  book *book;
  int64_t journal;
  arena *arena;
  rate_list *buckets[BUCKETS];
};

rate_book *rates_open(book *b, int64_t journal) {
  arena *a = arena_new();
  rate_book *r = arena_alloc(a, sizeof *r);
  r->book = b;
  r->journal = journal;
  r->arena = a;
  return r;
}

void rates_close(rate_book *r) {
  if (r) arena_free(r->arena);
}

static size_t bucket_of(const char *code, int64_t contract, int64_t customer) {
  uint64_t begin = HASH_BEGIN ^ (uint64_t)contract * 31 ^ (uint64_t)customer * 17;
  return (size_t)(hash_add(begin, code, strlen(code)) >> 32) % BUCKETS;
}

static bool row_read(rate_book *r, rate_list *list, size_t *capacity, const query *q, error *e) {
  const char *price = query_column_text(q, 1), *cost = query_column_text(q, 6);
  list->rows = arena_grow(r->arena, list->rows, list->count, capacity, sizeof(rate_row));
  rate_row *row = &list->rows[list->count];
  *row = (rate_row){ .from = query_column_null(q, 0) ? DAY_MIN : (day)query_column(q, 0),
                     .category = arena_text(r->arena, query_column_text(q, 2)),
                     .sku = arena_text(r->arena, query_column_text(q, 3)),
                     .description = arena_text(r->arena, query_column_text(q, 4)),
                     .scope = list->contract   ? "contract"
                              : list->customer ? "customer"
                                               : "all" };
  row->costs = cost && decimal_parse(cost, strlen(cost), &row->cost);
  if (!decimal_parse(price, strlen(price), &row->price))
    return error_set(e, ERROR_CORRUPT, "rate %s: \"%s\" is not a price", list->code, price);
  list->count++;
  return true;
}

// clang-format off
#define ROWS_STAYED \
  "SELECT \"from\", unit_price, category, sku, description, currency, cost FROM rates x WHERE code = ?1 AND " \
  "ifnull(contract, 0) = ?2 AND ifnull(customer, 0) = ?3 AND " THEN_STAYED("x", "rates", "?6", "?7")
#define ROWS_CHANGED \
  "SELECT " THEN_OLD_DAY("from") ", old ->> 'unit_price', old ->> 'category', old ->> 'sku', old ->> 'description', " \
  "old ->> 'currency', old ->> 'cost' " THEN_CHANGED("rates", "?6", "?7") " AND old ->> 'code' = ?1 AND " \
  "ifnull(" THEN_OLD_KEY("contract", "contracts") ", 0) = ?2 AND " \
  "ifnull(" THEN_OLD_KEY("customer", "customers") ", 0) = ?3"
// clang-format on

// A row without a currency is in that of what it is for: the contract, the customer, the database.
static bool list_read(rate_book *r, rate_list *list, const contract *c, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT * FROM (" ROWS_STAYED " UNION ALL " ROWS_CHANGED ") WHERE coalesce(currency, CASE WHEN ?2 "
                    "<> 0 THEN ?4 END, (SELECT currency FROM customers WHERE n = ?3), ?5) = ?4 ORDER BY "
                    "ifnull(\"from\", -1000000)",  // rates_key
                    "tiittii", list->code, list->contract, list->customer, c->currency, r->book->currency,
                    r->journal ? r->journal : INT64_MAX, r->book->journal_until ? r->book->journal_until : INT64_MAX);
  if (!q) return false;
  size_t capacity = 0;
  int step;
  while ((step = query_step(q, e)) == 1) {
    if (!row_read(r, list, &capacity, q, e)) {
      query_reset(q);
      return false;
    }
  }
  return step == 0;
}

static bool specific_read(rate_book *r, rate_list *list, error *e) {
  int64_t found = r->journal != 0;  // rows of then may be gone by now
  if (!found && !db_value(r->book->db, e, &found, 0,
                          "SELECT EXISTS (SELECT 1 FROM rates WHERE code = ? AND "
                          "(contract IS NOT NULL OR customer IS NOT NULL))",
                          "t", list->code))
    return false;
  list->specific = found != 0;
  return true;
}

// Lists for all are kept apart by currency: `customer` then holds the currency's letters, negated.
static rate_list *list_of(rate_book *r, const contract *c, const char *code, int64_t contract, int64_t customer,
                          error *e) {
  int64_t tag =
      contract || customer ? customer : -(((int64_t)c->currency[0] << 16) | (c->currency[1] << 8) | c->currency[2]);
  rate_list **head = &r->buckets[bucket_of(code, contract, tag)];
  for (rate_list *l = *head; l; l = l->next)
    if (l->contract == contract && l->customer == tag && strcmp(l->code, code) == 0) return l;
  rate_list *list = arena_alloc(r->arena, sizeof *list);
  list->code = arena_text(r->arena, code);
  list->contract = contract;
  list->customer = customer;
  if (!list_read(r, list, c, e) || (!contract && !customer && !specific_read(r, list, e))) return NULL;
  list->customer = tag;
  list->next = *head;
  *head = list;
  return list;
}

typedef const rate_row *row_in_force(const rate_list *list, day d);
static const rate_row *in_force_costing(const rate_list *list, day d) {
  const rate_row *found = NULL;
  for (size_t i = 0; i < list->count && list->rows[i].from <= d; i++)
    if (list->rows[i].costs) found = &list->rows[i];
  return found;
}
static const rate_row *in_force(const rate_list *list, day d) {
  const rate_row *found = NULL;
  for (size_t i = 0; i < list->count && list->rows[i].from <= d; i++) found = &list->rows[i];
  return found;
}

static const rate_row *missing(const contract *c, const char *code, day d, error *e) {
  char text[DAY_TEXT];
  error_set(e, ERROR_HELD, "no rate \"%s\" in %s is in force on %s", code, c->currency, day_format(d, text));
  error_hint(e, "import a row of rates with code %s", code);
  return NULL;
}

// The nearest row: for the contract, else for its customer, else for all. False on a database error.
static bool nearest(rate_book *r, const contract *c, const char *code, day d, row_in_force *find, const rate_row **row,
                    error *e) {
  rate_list *all = list_of(r, c, code, 0, 0, e);
  *row = NULL;
  if (!all) return false;
  if (all->specific) {
    const int64_t scopes[][2] = { { c->n, 0 }, { c->n, c->customer }, { 0, c->customer } };
    for (size_t i = 0; i < 3 && !*row; i++) {
      rate_list *list = list_of(r, c, code, scopes[i][0], scopes[i][1], e);
      if (!list) return false;
      *row = find(list, d);
    }
  }
  if (!*row) *row = find(all, d);
  return true;
}

const rate_row *rates_find(rate_book *r, const contract *c, const char *code, day d, error *e) {
  const rate_row *row;
  if (!nearest(r, c, code, d, in_force, &row, e)) return NULL;
  return row ? row : missing(c, code, d, e);
}

bool rates_cost(rate_book *r, const contract *c, const char *code, day d, decimal *cost, bool *known, error *e) {
  const rate_row *row;
  if (!nearest(r, c, code, d, in_force_costing, &row, e)) return false;
  *known = row != NULL;
  if (row) *cost = row->cost;
  return true;
}
