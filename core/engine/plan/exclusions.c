// Items left out of a batch, and the public ids by which people name items.
#include "core/engine/plan/plan_inside.h"
#include <stdlib.h>
#include <string.h>

// Texts up to a NULL, one after the other. Ids are made for every item that is looked at: formats would take longer.
static const char *joined(arena *a, const char *const *texts) {
  size_t length = 0;
  for (size_t i = 0; texts[i]; i++) length += strlen(texts[i]);
  char *out = arena_alloc(a, length + 1), *at = out;
  for (size_t i = 0; texts[i]; i++) {
    const size_t own = strlen(texts[i]);
    memcpy(at, texts[i], own);
    at += own;
  }
  *at = '\0';
  return out;
}
#define JOINED(a, ...) joined(a, (const char *const[]){ __VA_ARGS__, NULL })

static const char *fee_id(const plan *p, const plan_item *item, arena *a) {
  char from[DAY_TEXT];
  const char *mark = fee_row_closes(item->row) ? ".u" : item->ordinal > 1 ? "." : "";
  const char *ordinal = *mark ? arena_format(a, "%s%d", mark, item->ordinal) : "";
  const char *when = item->key ? item->key : day_format(item->until ? item->from : item->date, from);
  int catch_up = (int)claim_again(item->row);
  if (catch_up) ordinal = arena_format(a, "%s+%d", ordinal, catch_up);
  return JOINED(a, p->contract->id, ":", item->part, *item->part ? ":" : "", when, ordinal);
}

static const char *repriced_id(const plan *p, const plan_item *item, arena *a) {
  char from[DAY_TEXT];
  return arena_format(a, "%s:%s:%s+%d", p->contract->id, item->ticket_id, day_format(item->from, from),
                      (int)claim_again(item->row));
}

const char *plan_item_id(const plan *p, const plan_item *item, arena *a) {
  char from[DAY_TEXT];
  switch (item->kind) {
    case ITEM_PERIOD: return item->repriced ? repriced_id(p, item, a) : fee_id(p, item, a);
    case ITEM_CHARGE: return JOINED(a, p->contract->id, ":charge:", item->key);
    case ITEM_GRANT: return JOINED(a, p->contract->id, ":grant:", item->key);
    case ITEM_TICKET: break;
  }
  if (!item->until) return JOINED(a, p->contract->id, ":", item->ticket_id);
  return JOINED(a, p->contract->id, ":", item->ticket_id, ":", day_format(item->from, from));
}

// Items that are due, in the order of their ids: a book that has left out much over the years looks each up.
typedef struct named_item {
  const char *id;
  plan_item *item;
} named_item;
typedef struct named_list {
  named_item *items;  // NULL: not listed yet
  size_t count;
} named_list;

static int by_id(const void *a, const void *b) {
  const named_item *x = a, *y = b;
  int order = strcmp(x->id, y->id);
  return order ? order : x->item < y->item ? -1 : x->item > y->item;
}

static void list_due(planner *p, named_list *l) {
  plan *plan = &p->plan;
  l->items = arena_array(p->arena, plan->item_count + 1, sizeof *l->items);
  for (size_t i = 0; i < plan->item_count; i++)
    if (plan->items[i].due)
      l->items[l->count++] = (named_item){ plan_item_id(plan, &plan->items[i], p->arena), &plan->items[i] };
  qsort(l->items, l->count, sizeof *l->items, by_id);
}

// The first item of that id; NULL: none is due.
static plan_item *due_item(const named_list *l, const char *id) {
  size_t low = 0, high = l->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (strcmp(l->items[middle].id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low < l->count && strcmp(l->items[low].id, id) == 0 ? l->items[low].item : NULL;
}

static void mark(planner *p, plan_item *item, const char *note, bool ours) {
  if (ours) {
    item->excluded = true;
    item->note = arena_text(p->arena, note);
  } else {
    item->overdue = true;
  }
}

// What was held in a batch that was generated was left out of it, too.
static const char left_out[] =
    "SELECT x.item, x.note, x.batch = ?2 FROM exclusions x JOIN batches b ON b.n = x.batch WHERE "
    "x.contract = ?1 AND (x.batch = ?2 OR b.state IN ('generated', 'exported')) UNION ALL "
    "SELECT x.item, NULL, 0 FROM held_items x JOIN batches b ON b.n = x.batch WHERE "
    "x.contract = ?1 AND x.batch <> ?2 AND b.state IN ('generated', 'exported')";

bool exclusions_mark(planner *p, error *e) {
  query *q = db_ask(p->book->db, e, left_out, "ii", p->plan.contract->n, p->batch);
  if (!q) return false;
  int step;
  named_list due = { 0 };
  while ((step = query_step(q, e)) == 1) {
    if (!due.items) list_due(p, &due);
    plan_item *item = due_item(&due, query_column_text(q, 0));
    if (item) mark(p, item, query_column_text(q, 1), query_column(q, 2) != 0);
  }
  return step == 0;
}
