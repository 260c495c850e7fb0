// Work explained: minutes of entries through their rules, prices through theirs, and the one rounding.
#include "core/engine/explain/explain_inside.h"
#include <assert.h>
#include <string.h>

static const char *start_text(arena *a, int64_t at) {
  char date[DAY_TEXT];
  return arena_format(a, "%s %02d:%02d", day_format((day)(at / 1440), date), (int)(at % 1440 / 60), (int)(at % 60));
}

// What was recorded of an entry: its real minutes, or those that stand for them.
static node *entry_recorded(explainer *x, int64_t at, int64_t entry, error *e) {
  arena *a = x->arena;
  query *q = db_ask(x->book->db, e,
                    "SELECT id, minutes, bill_minutes FROM time_entries WHERE contract = ? AND at = ? AND n = ?", "iii",
                    x->plan->contract->n, at, entry);
  if (!q || query_step(q, e) != 1) {
    error_set(e, ERROR_CORRUPT, "a time entry of contract %s is gone", x->plan->contract->id);
    return NULL;
  }
  bool instead = !query_column_null(q, 2);
  node *n = node_leaf(a,
                      arena_format(a, "entry %s, %s, %s", query_column_text(q, 0), start_text(a, at),
                                   instead ? "minutes to bill" : "minutes"),
                      ratio_make(query_column(q, instead ? 2 : 1), 1), 0);
  put_text(a, node_facts(a, n), "entry", arena_text(a, query_column_text(q, 0)));
  if (instead) put_int(a, n->facts, "real_minutes", query_column(q, 1));
  query_reset(q);
  return n;
}

const char *explain_entry(explainer *x, int64_t at, int64_t n, error *e) {
  const node *recorded = entry_recorded(x, at, n, e);
  return recorded ? arena_format(x->arena, "%s: %s", recorded->label, node_number(x->arena, recorded)) : NULL;
}

// Minutes are rounded by whole entries: the first of the sections into which one was split stands for all of them.
static uint32_t whole_entry(const explainer *x, uint32_t entry) {
  while (x->plan->entries[entry].continued) entry--;
  return entry;
}

static node *minutes_at(explainer *x, uint32_t entry, size_t limit, error *e);

// The sum of a ticket's minutes, or of its day's, up to the entry that takes what the rule adds.
static node *minutes_together(explainer *x, const step_rule *use, size_t limit, error *e) {
  const plan_entry *entries = x->plan->entries, *last = &entries[use->entry];
  bool day_only = use->rule->scope == SCOPE_DAY;
  node *sum =
      node_sum(x->arena, day_only ? "minutes of the ticket on that day" : "minutes of the ticket in the period", 0);
  for (uint32_t i = 0; i <= use->entry; i++) {
    if (entries[i].continued || entries[i].item != last->item || !entries[i].billable ||
        (day_only && entries[i].at / 1440 != last->at / 1440))
      continue;
    node *one = minutes_at(x, i, limit, e);
    if (!one) return NULL;
    if (one->value.num > 0) node_add(x->arena, sum, one);
  }
  return sum;
}

// Minutes of a whole entry after the rules before `limit`.
static node *minutes_at(explainer *x, uint32_t entry, size_t limit, error *e) {
  arena *a = x->arena;
  node *n = entry_recorded(x, x->plan->entries[entry].at, x->plan->entries[entry].n, e);
  for (size_t i = 0; n && i < limit; i++) {
    const step_rule *use = &x->steps->rules[i];
    if (use->rule->stage != STAGE_MINUTES || whole_entry(x, use->entry) != entry) continue;
    bool alone = use->rule->scope == SCOPE_ENTRY;
    node *before = alone ? n : minutes_together(x, use, i, e);
    if (!before) return NULL;
    node *after =
        explain_ruled(x, use->rule, arena_format(a, "%s%s", n->label, alone ? ", by rule" : ": all of them by rule"), 0,
                      before, ratio_make(use->after, 1));
    if (alone) n = after;
    else n = node_two(a, "sum", n->label, 0, n, node_two(a, "subtract", "what the rule adds", 0, after, before));
  }
  return n;
}

node *explain_entry_minutes(explainer *x, uint32_t fragment, error *e) {
  return minutes_at(x, whole_entry(x, x->plan->fragments[fragment].entry), x->steps->rule_count, e);
}

static node *minutes_of(explainer *x, uint32_t fragment, error *e) {
  const plan_fragment *f = &x->plan->fragments[fragment];
  node *n = explain_entry_minutes(x, fragment, e);
  if (!n || ratio_same(n->value, ratio_make(f->minutes, 1))) return n;
  node *some =
      node_leaf(x->arena, arena_format(x->arena, "%s: a part of them", n->label), ratio_make(f->minutes, 1), 0);
  put_text(x->arena, node_facts(x->arena, some), "entry", value_get(node_first(n)->facts, "entry")->as.text);
  put_bool(x->arena, some->facts, "part", true);
  return some;
}

static void put_place(arena *a, node *n, const step_place *place) {
  if (place->file) put_text(a, node_facts(a, n), "at", arena_format(a, "%s:%d", place->file, place->line));
}

static node *price_start(explainer *x, uint32_t fragment) {
  arena *a = x->arena;
  const step_price *price = &x->steps->prices[fragment];
  const char *code = x->plan->entries[x->plan->fragments[fragment].entry].rate;
  node *n =
      node_leaf(a, price->rate ? arena_format(a, "price an hour, rate %s", code) : "price an hour, the contract's own",
                ratio_decimal(price->price), x->exponent);
  put_place(a, n, &price->place);
  if (!price->rate) return n;
  value *v = value_record(a);
  put_text(a, v, "code", arena_text(a, code));
  put_text(a, v, "for", price->rate->scope);
  if (price->rate->from > DAY_MIN) put_day(a, v, "from", price->rate->from);
  value_put(a, node_facts(a, n), "rate", v);
  return n;
}

// The first fragment of the pieces from `first` to `last`.
static uint32_t fragment_of(const explainer *x, uint32_t first, uint32_t last) {
  uint32_t i = 0;
  while (i < x->plan->fragment_count && (x->plan->fragments[i].piece < first || x->plan->fragments[i].piece > last))
    i++;
  assert(i < x->plan->fragment_count);  // a piece of work is made of its fragments
  return i;
}

node *explain_price(explainer *x, uint32_t piece) {
  uint32_t fragment = fragment_of(x, piece, piece), entry = x->plan->fragments[fragment].entry;
  node *n = price_start(x, fragment);
  const plugin_rule *last = NULL;  // they run in the order of the list, and once more for each price of the entry
  for (size_t i = 0; i < x->steps->rule_count; i++) {
    const step_rule *use = &x->steps->rules[i];
    if (use->entry != entry || use->rule->stage != STAGE_PRICE || !ratio_same(n->value, ratio_decimal(use->before)) ||
        (last && use->rule <= last))
      continue;
    last = use->rule;
    n = explain_ruled(x, use->rule, "price by rule", x->exponent, n, ratio_decimal(use->after));
    put_text(x->arena, n->facts, "start", start_text(x->arena, x->plan->entries[entry].begins));
  }
  return n;
}

static node *piece_alone(explainer *x, uint32_t piece, error *e) {
  arena *a = x->arena;
  node *minutes = node_sum(a, "minutes at this price", 0);
  for (uint32_t i = 0; i < x->plan->fragment_count; i++) {
    if (x->plan->fragments[i].piece != piece) continue;
    node *one = minutes_of(x, i, e);
    if (!one) return NULL;
    node_add(a, minutes, one);
  }
  node *product = node_two(a, "multiply", "minutes × price an hour", 0, minutes, explain_price(x, piece));
  node *exact =
      node_two(a, "divide", "by 60 minutes", 0, product, node_leaf(a, "minutes of an hour", ratio_make(60, 1), 0));
  return node_round(a, "work", x->exponent, exact);
}

// A ticket at a price of its own, set by the call that also took its work.
static node *counted(explainer *x, uint32_t piece) {
  arena *a = x->arena;
  const plan_piece *p = &x->plan->pieces[piece];
  const plan_item *item = explain_item(x, piece);
  node *tickets = node_leaf(a, "tickets", ratio_decimal(p->quantity), 0),
       *price = node_leaf(a, "price of a ticket", ratio_decimal(p->price), x->exponent);
  put_text(a, node_facts(a, tickets), "ticket", arena_text(a, item->ticket_id));
  put_place(a, price, &x->steps->prices[fragment_of(x, item->first_piece, piece)].place);
  return node_round(a, "ticket", x->exponent, node_two(a, "multiply", "quantity × price", 0, tickets, price));
}

node *explain_work(explainer *x, uint32_t piece, error *e) {
  return x->plan->pieces[piece].counted ? counted(x, piece) : piece_alone(x, piece, e);
}
