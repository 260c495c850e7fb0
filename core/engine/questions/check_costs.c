// What the items of a plan cost, for checks: only where all of an item is billed by itself and all of its costs are
// known. What a fee or a balance covers is paid by those, not by its own amount.
#include "core/engine/questions/checks_inside.h"
#include <string.h>

// The technician of an entry: plans read it only where a price rule looks at it.
static bool technician_of(checking *k, const plan *p, const plan_entry *entry, arena *a, const char **out, error *e) {
  query *q = db_ask(k->book->db, e, "SELECT technician FROM time_entries WHERE contract = ? AND at = ? AND n = ?",
                    "iii", p->contract->n, entry->at, entry->n);
  int step = q ? query_step(q, e) : -1;
  *out = step == 1 ? arena_text(a, query_column_text(q, 0)) : NULL;
  if (step == 1) query_reset(q);
  return step >= 0;
}

static bool add_entry(checking *k, const plan *p, const plan_entry *entry, arena *a, item_cost *out, error *e) {
  work_done work = {
    .contract = p->contract, .rate = entry->rate, .day = (day)(entry->at / 1440), .minutes = entry->minutes
  };
  int64_t cost;
  bool known;
  if (costs_know_technicians(k->costs) && !technician_of(k, p, entry, a, &work.technician, e)) return false;
  if (!costs_of_work(k->costs, &work, &cost, &known, e)) return false;
  out->known = out->known && known && !__builtin_add_overflow(out->cost, cost, &out->cost);
  return true;
}

static bool add_charge(checking *k, const plan *p, const plan_item *item, item_cost *out, error *e) {
  query *q = db_ask(k->book->db, e, "SELECT quantity, cost FROM charges WHERE contract = ? AND day = ? AND n = ?",
                    "iii", p->contract->n, (int64_t)item->date, item->row);
  int step = q ? query_step(q, e) : -1;
  bool ok = step >= 0, known = false;
  if (step == 1) {
    ok =
        costs_of_charge(query_column_text(q, 0), query_column_text(q, 1), p->contract->exponent, &out->cost, &known, e);
    query_reset(q);
  }
  out->known = out->known && known;
  return ok;
}

static void note_covered(const plan *p, item_cost *costs) {
  for (size_t i = 0; i < p->fragment_count; i++) {
    const plan_fragment *f = &p->fragments[i];
    if (!p->pieces[f->piece].price || f->draw != MONEY_NONE) costs[p->entries[f->entry].item].known = false;
  }
  for (size_t i = 0; i < p->draw_count; i++) {
    const plan_draw *d = &p->draws[i];
    const uint32_t item = d->item != UINT32_MAX || d->entry == UINT32_MAX ? d->item : p->entries[d->entry].item;
    if (item != UINT32_MAX) costs[item].known = false;
  }
}

bool check_costs_read(checking *k, const plan *p, arena *a, item_cost **out, error *e) {
  item_cost *costs = *out = arena_array(a, p->item_count + 1, sizeof *costs);
  if (!k->costs && !(k->costs = costs_open(k->book, e))) return false;
  for (size_t i = 0; i < p->item_count; i++)
    costs[i].known = (p->items[i].kind == ITEM_TICKET || p->items[i].kind == ITEM_CHARGE) && !p->items[i].catch_up;
  note_covered(p, costs);
  bool ok = true;
  for (size_t i = 0; ok && i < p->entry_count; i++) {
    const plan_entry *entry = &p->entries[i];
    if (entry->item != UINT32_MAX && entry->billable && costs[entry->item].known)
      ok = add_entry(k, p, entry, a, &costs[entry->item], e);
  }
  for (size_t i = 0; ok && i < p->item_count; i++)
    if (p->items[i].kind == ITEM_CHARGE && costs[i].known) ok = add_charge(k, p, &p->items[i], &costs[i], e);
  return ok;
}
