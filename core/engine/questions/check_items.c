// The items that checks are shown: those that are due while a batch is open, planned as it shows them.
#include "core/engine/questions/checks_inside.h"
#include "core/engine/plan/planner.h"
#include <string.h>

static check_cell text_cell(checking *k, const char *text) {
  return (check_cell){ .there = text != NULL, .text = arena_text(k->scratch, text) };
}

static check_cell number_cell(int64_t number) { return (check_cell){ .there = true, .number = number }; }

static const char *description_of(const plan *p, const plan_item *item) {
  if (item->kind == ITEM_TICKET) return item->title ? item->title : item->ticket_id;
  return item->piece_count ? p->pieces[item->first_piece].description : NULL;
}

// The first day within the item's period on which another row of its contract's tax holds.
static bool tax_changes(checking *k, const contract *c, const plan_item *item, check_cell *out, error *e) {
  int64_t from = DAY_NEVER;
  if (item->kind != ITEM_PERIOD || !item->until || !c->taxable || c->tax_exempt || !c->tax) return true;
  if (!db_value(k->book->db, e, &from, DAY_NEVER,
                "SELECT min(\"from\") FROM taxes WHERE name = ?1 AND \"from\" > ?2 AND \"from\" < ?3", "tii", c->tax,
                (int64_t)item->from, (int64_t)item->until))
    return false;
  if (from && from != DAY_NEVER) *out = number_cell(from);
  return true;
}

static bool take_item(checking *k, const plan *p, const plan_item *item, error *e) {
  static const char *const kinds[] = {
    [ITEM_PERIOD] = "period", [ITEM_TICKET] = "ticket", [ITEM_CHARGE] = "charge", [ITEM_GRANT] = "grant"
  };
  const contract *c = p->contract;
  check_cell changes = { 0 };
  if (!tax_changes(k, c, item, &changes, e)) return false;
  const bool period = item->until != 0;
  const check_cell all[] = { text_cell(k, plan_item_id(p, item, k->scratch)),
                             text_cell(k, c->currency),
                             text_cell(k, c->id),
                             text_cell(k, c->type),
                             text_cell(k, c->customer_id),
                             text_cell(k, kinds[item->kind]),
                             text_cell(k, item->ticket_id),
                             text_cell(k, description_of(p, item)),
                             period ? number_cell(item->from) : (check_cell){ 0 },
                             period ? number_cell(item->until - 1) : (check_cell){ 0 },
                             text_cell(k, c->advance ? "advance" : "arrears"),
                             number_cell(item->minutes),
                             number_cell(item->amount),
                             number_cell(item->tax),
                             number_cell(item->excluded),
                             changes };
  check_cell *cells = arena_array(k->scratch, sizeof all / sizeof *all, sizeof *cells);
  memcpy(cells, all, sizeof all);
  k->take(k, (check_row){ .cells = cells, .exponent = c->exponent });
  return true;
}

static bool contracts_due(checking *k, int64_t **out, size_t *count, error *e) {
  query *q = db_ask(k->book->db, e,
                    "SELECT contract FROM previews WHERE batch = ? AND (state = 'ready' OR state = 'held') ORDER BY "
                    "contract",
                    "i", k->request->batch->n);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(k->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}

// What is held has no amount, and is a subject of its own.
static bool items_of(checking *k, planner *planner, int64_t n, arena *a, error *e) {
  contract c;
  const plan *p;
  arena_reset(a);
  if (!contract_read(k->book->db, a, n, &c, e) || !planner_plan(planner, &c, &p, e)) return false;
  for (size_t i = 0; i < p->item_count; i++)
    if (p->items[i].due && !p->items[i].held && !take_item(k, p, &p->items[i], e)) return false;
  return true;
}

bool check_items_read(checking *k, error *e) {
  const batch *b = k->request->batch;
  int64_t *contracts = NULL;
  size_t count = 0;
  if (strcmp(b->state, "open") != 0) return true;
  planner *planner = planner_open(k->book, b->as_of, b->n, e);
  arena *a = arena_new();
  bool ok = planner && contracts_due(k, &contracts, &count, e);
  for (size_t i = 0; ok && i < count; i++) {
    if (i % 100 == 0) book_progress(k->book, "Checking", (int64_t)i, (int64_t)count);
    ok = items_of(k, planner, contracts[i], a, e);
  }
  arena_free(a);
  planner_close(planner);
  return ok;
}
