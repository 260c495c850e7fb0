// What a filter picks out of an open batch: contracts to select, items to leave out; whether anything is selected.
#include "core/engine/batch/batch.h"
#include "core/engine/batch/batch_inside.h"
#include <string.h>

// Of the contracts of a batch: those of a type, of a customer, with work or charges of a ticket.
#define FITS                                                                                                        \
  "batch = ?1 AND contract IN (SELECT n FROM contracts WHERE (?2 IS NULL OR type = ?2) AND (?3 IS NULL OR "         \
  "customer = ?3)) AND (?4 IS NULL OR EXISTS (SELECT 1 FROM tickets t JOIN time_entries w ON w.ticket = t.n WHERE " \
  "t.id = ?4 AND w.contract = previews.contract) OR EXISTS (SELECT 1 FROM tickets t JOIN charges x ON x.ticket = "  \
  "t.n WHERE t.id = ?4 AND x.contract = previews.contract))"
#define READY FITS " AND state = 'ready'"
#define CHANGES FITS " AND chosen <> ?5 AND (?5 = 0 OR state = 'ready')"

static bool nothing_fits(const batch *b, const char *what, error *e) {
  error_set(e, ERROR_NOTHING_SELECTED, "nothing that is %s in batch %lld fits", what, (long long)b->n);
  return error_hint(e, "billet batch show --batch %lld lists what is there", (long long)b->n);
}

bool batch_choose_fitting(book *b, batch *batch, const batch_pick *pick, bool chosen, error *e) {
  int64_t fits;
  if (!db_value(b->db, e, &fits, 0,
                chosen ? "SELECT count(*) FROM previews WHERE " READY
                       : "SELECT count(*) FROM previews WHERE " FITS " AND chosen = 1",
                "itkt", batch->n, pick->type, pick->customer, pick->ticket))
    return false;
  if (!fits) return nothing_fits(batch, chosen ? "due" : "selected", e);
  return did_boxes(batch,
                   db_ask(b->db, e, "SELECT contract FROM previews WHERE " CHANGES, "itkti", batch->n, pick->type,
                          pick->customer, pick->ticket, (int64_t)chosen),
                   e) &&
         db_run(b->db, e, "UPDATE previews SET chosen = ?5 WHERE " CHANGES, "itkti", batch->n, pick->type,
                pick->customer, pick->ticket, (int64_t)chosen) &&
         batch_details_recount(b, batch, e);
}

bool batch_any_chosen(book *b, const batch *batch, error *e) {
  int64_t any = 0;
  return db_value(b->db, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM batch_totals WHERE batch = ? AND contracts > 0)",
                  "i", batch->n) &&
         any;
}

typedef struct finding {
  planner *planner;
  const batch_pick *pick;
  bool left_out;
  arena *arena;
  batch_found *out;
  size_t count, capacity;
} finding;

static bool find_in(finding *f, book *b, int64_t contract_n, error *e) {
  const plan *p;
  contract c;
  if (!contract_read(b->db, f->arena, contract_n, &c, e) || !planner_plan(f->planner, &c, &p, e)) return false;
  for (size_t i = 0; i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    bool fits = !f->pick->ticket || (item->ticket_id && strcmp(item->ticket_id, f->pick->ticket) == 0);
    if (!item->due || item->excluded != f->left_out || !fits) continue;
    f->out = arena_grow(f->arena, f->out, f->count, &f->capacity, sizeof *f->out);
    f->out[f->count++] = (batch_found){ c, plan_item_id(p, item, f->arena) };
  }
  return true;
}

bool batch_find_items(book *b, const batch *batch, const batch_pick *pick, bool left_out, arena *a, batch_found **out,
                      size_t *count, error *e) {
  query *q = db_ask(b->db, e, "SELECT contract FROM previews WHERE " READY " ORDER BY contract", "itkt", batch->n,
                    pick->type, pick->customer, pick->ticket);
  finding f = { .planner = planner_open(b, batch->as_of, batch->n, e), .pick = pick, .left_out = left_out, .arena = a };
  int64_t *contracts = NULL;
  size_t found = 0, room = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    contracts = arena_grow(a, contracts, found, &room, sizeof *contracts);
    contracts[found++] = query_column(q, 0);
  }
  bool ok = step == 0 && f.planner;
  for (size_t i = 0; ok && i < found; i++) ok = find_in(&f, b, contracts[i], e);
  planner_close(f.planner);
  *out = f.out;
  *count = f.count;
  return ok && (f.count || nothing_fits(batch, left_out ? "left out" : "due", e));
}
