// What is held now, whatever batches showed: found by planning the contracts of which something may be.
#include "core/engine/batch/batch_inside.h"
#include <stdlib.h>
#include <string.h>

// The plan's texts go with the planner.
static void add_plan(held_list *list, arena *a, const plan *p) {
  const char *contract = p->contract->id;
  if (plan_fails(p)) held_add(list, a, (held_row){ contract, NULL, NULL, arena_text(a, p->reason) });
  for (size_t i = 0; i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    if (!item->due || !item->held) continue;
    held_add(
        list, a,
        (held_row){ contract, plan_item_id(p, item, a), arena_text(a, item->ticket_id), arena_text(a, item->held) });
  }
}

// By which batch it is asked, and which contracts may hold something.
typedef struct looking {
  book *book;
  batch batch;  // n 0: there is none
  day as_of;
  bool all;
  int64_t *numbers;
  contract *contracts;
  size_t count;
} looking;

static bool newest(looking *l, day today, arena *a, error *e) {
  query *q = db_query(l->book->db,
                      "SELECT n, as_of, files, state = 'open', state FROM batches WHERE n = ifnull((SELECT max(n) FROM "
                      "batches WHERE state = 'open'), (SELECT max(n) FROM batches WHERE state <> 'deleted'))",
                      e);
  int step = q ? query_step(q, e) : -1;
  l->as_of = today;
  if (step == 1) {
    l->batch.n = query_column(q, 0);
    l->batch.files = arena_text(a, query_column_text(q, 2));
    l->batch.state = arena_text(a, query_column_text(q, 4));
    day as_of = (day)query_column(q, 1);
    if (query_column(q, 3) || as_of > today) l->as_of = as_of;
    l->all = l->all && !query_column(q, 3);
  }
  if (q) query_reset(q);
  return step >= 0;
}

// Those that changed since they were shown, and those that held something then.
static bool find_contracts(looking *l, arena *a, error *e) {
  char files[65];
  if (!l->book->host->state(l->book->host->self, files, e)) return false;
  bool all = l->all || !l->batch.n || strcmp(files, l->batch.files) != 0;
  return contracts_outdated(l->book, &l->batch, all, a, &l->numbers, &l->count, e);
}

static int by_name(const void *a, const void *b) {
  const contract *x = a, *y = b;
  int order = strcmp(x->customer_name, y->customer_name);
  if (!order) order = strcmp(x->name, y->name);
  return order ? order : strcmp(x->id, y->id);
}

static bool read_contracts(looking *l, arena *a, error *e) {
  l->contracts = arena_array(a, l->count + 1, sizeof *l->contracts);
  for (size_t i = 0; i < l->count; i++)
    if (!contract_read(l->book->db, a, l->numbers[i], &l->contracts[i], e)) return false;
  if (l->count) qsort(l->contracts, l->count, sizeof *l->contracts, by_name);
  return true;
}

static bool look(looking *l, arena *a, held_list *out, error *e) {
  planner *p = planner_open(l->book, l->as_of, l->batch.n, e);
  bool ok = p != NULL;
  for (size_t i = 0; ok && i < l->count; i++) {
    contract *now = &l->contracts[i];  // as it is after the rest
    const plan *plan;
    ok = contract_read(l->book->db, a, now->n, now, e) && planner_plan(p, now, &plan, e);
    if (ok && plan->state != PLAN_EMPTY) add_plan(out, a, plan);
    ok = ok && db_rest(l->book->db, NULL, e);
  }
  planner_close(p);
  return ok;
}

bool held_find(book *b, day today, bool all, arena *a, held_list *out, error *e) {
  looking l = { .book = b, .all = all };
  return newest(&l, today, a, e) && find_contracts(&l, a, e) && read_contracts(&l, a, e) && look(&l, a, out, e);
}
