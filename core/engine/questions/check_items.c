// The items that checks are shown: those that are due while a batch is open, planned as it shows them.
#include "core/engine/questions/checks_inside.h"
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

static bool wants(const checking *k, int column) { return (k->wanted & (1u << column)) != 0; }

// In the order of check_forms[CHECK_ITEM]; texts are copied only where somebody asks for them.
static void fill_item(checking *k, const plan *p, const plan_item *item, check_cell *cells) {
  static const char *const kinds[] = {
    [ITEM_PERIOD] = "period", [ITEM_TICKET] = "ticket", [ITEM_CHARGE] = "charge", [ITEM_GRANT] = "grant"
  };
  const contract *c = p->contract;
  const char *const texts[] = { plan_item_id(p, item, k->scratch),
                                c->currency,
                                c->id,
                                c->type,
                                c->customer_id,
                                kinds[item->kind],
                                item->ticket_id,
                                description_of(p, item) };
  const int64_t numbers[] = { item->minutes, item->amount, item->tax, item->excluded };
  enum { TEXTS = sizeof texts / sizeof *texts, FROM = TEXTS, TO, TIMING, NUMBERS };
  for (int i = 0; i < TEXTS; i++)
    if (wants(k, i)) cells[i] = text_cell(k, texts[i]);
  if (item->until) cells[FROM] = number_cell(item->from);
  if (item->until) cells[TO] = number_cell(item->until - 1);
  cells[TIMING] = (check_cell){ .there = true, .text = c->advance ? "advance" : "arrears" };
  for (int i = 0; i < 4; i++) cells[NUMBERS + i] = number_cell(numbers[i]);
}

enum { TAX_CHANGES = 15, COST = 16 };

static bool take_item(checking *k, const plan *p, const plan_item *item, const item_cost *cost, error *e) {
  const size_t count = check_forms[CHECK_ITEM].count;
  k->make_room(k);
  check_cell *cells = arena_array(k->scratch, count, sizeof *cells);
  fill_item(k, p, item, cells);
  if (wants(k, TAX_CHANGES) && !tax_changes(k, p->contract, item, &cells[TAX_CHANGES], e)) return false;
  if (cost && cost->known) cells[COST] = number_cell(cost->cost);
  checking_take(k, (check_row){ .cells = cells, .exponent = p->contract->exponent });
  return true;
}

// A meter that the contract counts in what is due, or in the period at hand, and of which nothing was read. The names
// are one, or several with a newline after each; the silence says them too, before what is known.
static void note_meters(checking *k, const contract *c, const meter_memory *m) {
  if (!m) return;
  note_meters(k, c, m->next);
  if (!m->silence || m->from > k->request->batch->as_of) return;
  const char *known = strstr(m->silence, ": ");
  size_t names = known ? (size_t)(known - m->silence) : strlen(m->silence);
  k->meters = arena_grow(k->arena, k->meters, k->meter_count, &k->meter_capacity, sizeof *k->meters);
  k->meters[k->meter_count++] = (unread_meter){ .contract = arena_text(k->arena, c->id),
                                                .customer = arena_text(k->arena, c->customer_id),
                                                .meter = arena_copy(k->arena, m->silence, names),
                                                .reason = known ? arena_text(k->arena, known + 2) : NULL,
                                                .first = m->from,
                                                .last = m->until - 1 };
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
  item_cost *costs = NULL;
  arena_reset(a);
  if (!contract_read(k->book->db, a, n, &c, e) || !planner_plan(planner, &c, &p, e)) return false;
  note_meters(k, &c, planner_meters(planner));
  if (k->subject == CHECK_ITEM && wants(k, COST) && !check_costs_read(k, p, a, &costs, e)) return false;
  for (size_t i = 0; k->subject == CHECK_ITEM && i < p->item_count; i++)
    if (p->items[i].due && !p->items[i].held && !take_item(k, p, &p->items[i], costs ? &costs[i] : NULL, e))
      return false;
  return true;
}

bool check_items_read(checking *k, error *e) {
  const batch *b = k->request->batch;
  int64_t *contracts = NULL;
  size_t count = 0;
  if (k->planned || strcmp(b->state, "open") != 0) return true;
  k->planned = true;
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
