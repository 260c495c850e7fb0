// Items left out of a batch, and the public ids by which people name items.
#include "core/engine/plan/plan_inside.h"
#include <string.h>

static const char *fee_id(const plan *p, const plan_item *item, arena *a) {
  char from[DAY_TEXT];
  const char *mark = fee_row_closes(item->row) ? ".u" : item->ordinal > 1 ? "." : "";
  const char *ordinal = *mark ? arena_format(a, "%s%d", mark, item->ordinal) : "";
  const char *part = *item->part ? arena_format(a, "%s:", item->part) : "";
  const char *when = item->key ? item->key : day_format(item->until ? item->from : item->date, from);
  int catch_up = (int)claim_again(item->row);
  if (catch_up) ordinal = arena_format(a, "%s+%d", ordinal, catch_up);
  return arena_format(a, "%s:%s%s%s", p->contract->id, part, when, ordinal);
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
    case ITEM_CHARGE: return arena_format(a, "%s:charge:%s", p->contract->id, item->key);
    case ITEM_GRANT: return arena_format(a, "%s:grant:%s", p->contract->id, item->key);
    case ITEM_TICKET: break;
  }
  if (!item->until) return arena_format(a, "%s:%s", p->contract->id, item->ticket_id);
  return arena_format(a, "%s:%s:%s", p->contract->id, item->ticket_id, day_format(item->from, from));
}

static void mark(planner *p, const char *id, const char *note, bool ours) {
  plan *plan = &p->plan;
  for (size_t i = 0; i < plan->item_count; i++) {
    plan_item *item = &plan->items[i];
    if (!item->due || strcmp(plan_item_id(plan, item, p->arena), id) != 0) continue;
    if (ours) {
      item->excluded = true;
      item->note = arena_text(p->arena, note);
    } else {
      item->overdue = true;
    }
    return;
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
  while ((step = query_step(q, e)) == 1)
    mark(p, query_column_text(q, 0), query_column_text(q, 1), query_column(q, 2) != 0);
  return step == 0;
}
