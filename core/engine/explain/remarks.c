// What people want to know about a line besides its numbers: its period, its entries, its price, its plugin.
#include "core/engine/explain/explain_inside.h"
#include <string.h>

enum { ENTRIES_TOLD = 4 };

static const char *cadence_text(const contract *c, arena *a) {
  static const struct {
    period_unit unit;
    int count;
    const char *name;
  } names[] = { { UNIT_DAY, 7, "weekly" },      { UNIT_DAY, 14, "biweekly" },     { UNIT_MONTH, 1, "monthly" },
                { UNIT_MONTH, 3, "quarterly" }, { UNIT_MONTH, 6, "half-yearly" }, { UNIT_MONTH, 12, "yearly" } };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (names[i].unit == c->grid.every.unit && names[i].count == c->grid.every.count) return names[i].name;
  return arena_format(a, "every %d %s", c->grid.every.count, c->grid.every.unit == UNIT_DAY ? "days" : "months");
}

static const char *days_text(arena *a, day from, day until) {
  char first[DAY_TEXT], last[DAY_TEXT];
  if (until >= DAY_NEVER) return arena_format(a, "from %s", day_format(from, first));
  return arena_format(a, "%s to %s", day_format(from, first), day_format(until - 1, last));
}

static void put_span(arena *a, value *v, day from, day until) {
  put_day(a, v, "start", from);
  if (until < DAY_NEVER) put_day(a, v, "end", until - 1);
  else put_null(a, v, "end");
}

// The period with its number on the grid.
static void tell_period(explainer *x, explained *l) {
  arena *a = x->arena;
  const contract *c = x->plan->contract;
  const line *line = l->line;
  char anchor[DAY_TEXT];
  int64_t n;
  day from, until;
  if (!line->until) return;
  value *v = value_record(a);
  put_span(a, v, line->from, line->until);
  value_put(a, node_facts(a, l->amount), "period", v);
  const char *text = arena_format(a, "period %s", days_text(a, line->from, line->until));
  const plan_item *item = line->item ? &x->plan->items[line->item - 1] : NULL;
  if (item && item->key && item->kind == ITEM_PERIOD)
    text = arena_format(a, "%s, %s of the contract's own schedule", text, item->key);
  else if (c->kind == GRID_PERIODS && period_index(&c->grid, line->from, &n) && period_boundary(&c->grid, n, &from) &&
           period_boundary(&c->grid, n + 1, &until) && line->until <= until) {
    put_int(a, v, "index", n);
    put_day(a, v, "anchor", c->grid.anchor);
    put_text(a, v, "cadence", cadence_text(c, a));
    put_day(a, v, "whole_start", from);
    put_day(a, v, "whole_end", until - 1);
    text = arena_format(a, "%s, number %lld, %s from %s", text, (long long)n, cadence_text(c, a),
                        day_format(c->grid.anchor, anchor));
    if (from != line->from || until != line->until)
      text = arena_format(a, "%s, a part of %s", text, days_text(a, from, until));
  }
  explain_say(x, l, text);
}

// The minutes of an entry, what rules made of them, and how many of those lie in the fragment.
static const char *entry_minutes(explainer *x, uint32_t fragment, error *e) {
  arena *a = x->arena;
  const node *all = explain_entry_minutes(x, fragment, e);
  if (!all) return NULL;
  const node *first = node_first(all);
  const ratio here = ratio_make(x->plan->fragments[fragment].minutes, 1);
  const char *change = explain_by_rules(a, all), *here_text = "";
  if (!ratio_same(all->value, here))
    here_text = arena_format(a, ", %lld of them here", (long long)x->plan->fragments[fragment].minutes);
  return arena_format(a, "%s: %s%s%s", first->label, node_number(a, first), change, here_text);
}

static bool tell_entries(explainer *x, explained *l, error *e) {
  arena *a = x->arena;
  const plan *p = x->plan;
  size_t told = 0, more = 0;
  for (uint32_t i = 0; i < p->fragment_count; i++) {
    bool ours = false;
    for (uint32_t k = explain_piece(x, l->line, 0); k != UINT32_MAX && !ours; k = explain_piece(x, l->line, k + 1))
      ours = p->fragments[i].piece == k;
    if (!ours || (l->line->fragment && i != l->line->fragment - 1)) continue;
    more += told == ENTRIES_TOLD;
    if (told == ENTRIES_TOLD) continue;
    told++;
    const char *told_minutes = entry_minutes(x, i, e);
    if (!told_minutes) return false;
    explain_say(x, l, told_minutes);
  }
  if (more) explain_say(x, l, arena_format(a, "… and %zu %s more", more, more == 1 ? "entry" : "entries"));
  return true;
}

// Tickets that are priced as one, their work included.
static void tell_tickets(explainer *x, explained *l) {
  arena *a = x->arena;
  size_t told = 0;
  char date[DAY_TEXT];
  for (uint32_t k = explain_piece(x, l->line, 0); k != UINT32_MAX; k = explain_piece(x, l->line, k + 1), told++) {
    const plan_item *item = explain_item(x, k);
    if (told < ENTRIES_TOLD)
      explain_say(x, l,
                  arena_format(a, "ticket %s, first worked on %s: its %lld minute%s in the price", item->ticket_id,
                               day_format(item->date, date), (long long)item->minutes,
                               item->minutes == 1 ? " is" : "s are"));
  }
  const size_t more = told > ENTRIES_TOLD ? told - ENTRIES_TOLD : 0;
  if (more) explain_say(x, l, arena_format(a, "… and %zu ticket%s more", more, text_s((int64_t)more)));
}

// Work that was billed at another price: the entries, and both prices.
static bool tell_repriced(explainer *x, explained *l, error *e) {
  arena *a = x->arena;
  const plan *p = x->plan;
  const step_fee *fee = steps_fee_of(x->steps, l->line->item - 1);
  size_t told = 0;
  for (size_t i = 0; i < p->repriced_count; i++) {
    const plan_repriced *one = &p->repriced[i];
    if (one->item != l->line->item - 1 || told++ >= ENTRIES_TOLD) continue;
    const char *text = explain_entry(x, one->at, work_row_entry(one->row), e);
    if (!text) return false;
    explain_say(x, l, text);
  }
  const size_t more = told > ENTRIES_TOLD ? told - ENTRIES_TOLD : 0;
  if (more) explain_say(x, l, arena_format(a, "… and %zu %s more", more, more == 1 ? "entry" : "entries"));
  const node *billed = node_leaf(a, "", ratio_decimal(fee->billed), x->exponent),
             *now = node_leaf(a, "", ratio_decimal(fee->terms.price + fee->billed), x->exponent);
  explain_say(x, l,
              arena_format(a, "price an hour: %s was billed, %s now", node_number(a, billed), node_number(a, now)));
  return true;
}

// Why work costs nothing: its ticket has a price of its own, or the contract covers it.
static const char *why_free(const explainer *x, const explained *l) {
  const plan_item *item = explain_item(x, l->line->piece - 1);
  for (uint32_t i = 0; i < item->piece_count; i++)
    if (x->plan->pieces[item->first_piece + i].counted) return "the ticket has a price of its own, this work included";
  return "the contract covers this work";
}

static void tell_price(explainer *x, explained *l) {
  arena *a = x->arena;
  const node *price = explain_price(x, l->line->piece - 1), *first = node_first(price);
  const value *rate = value_get(first->facts, "rate"), *at = value_get(first->facts, "at");
  const value *from = rate ? value_get(rate, "from") : NULL;
  const char *scope = rate ? value_get(rate, "for")->as.text : "";
  const char *which = !rate                            ? "the contract's own"
                      : strcmp(scope, "all") == 0      ? "for all"
                      : strcmp(scope, "contract") == 0 ? "of the contract"
                                                       : "of the customer";
  const char *text = arena_format(a, "%s: %s", first->label, node_number(a, first));
  if (rate)
    text = arena_format(a, "%s (%s%s%s)", text, which, from ? ", since " : "", from ? value_plain(a, from) : "");
  text = arena_format(a, "%s%s", text, explain_by_rules(a, price));
  explain_say(x, l, at && !price->value.num ? why_free(x, l) : text);
}

// Since when the params are in force; the contract's own where no change came before.
static bool params_since(explainer *x, day d, day *out, error *e) {
  int64_t since;
  if (!db_value(x->book->db, e, &since, DAY_MIN,
                "SELECT ifnull(max(\"from\"), -719162) FROM changes WHERE contract = ? AND \"from\" <= ?", "ii",
                x->plan->contract->n, (int64_t)d))
    return false;
  *out = (day)since;
  return true;
}

static const char *place_of(const node *n) {
  const value *at = n->facts ? value_get(n->facts, "at") : NULL;
  for (size_t i = 0; !at && i < n->count; i++) {
    const char *found = place_of(n->inputs[i]);
    if (found) return found;
  }
  return at ? at->as.text : NULL;
}

// The line of an agreement that priced an item: a fee's own, of work the one that took it. NULL: the contract itself.
static const plugin_part *part_of(const explainer *x, const explained *l, const plan_item *item) {
  const plan *p = x->plan;
  int64_t code = part_code(item->part);
  for (uint32_t i = 0; item->kind == ITEM_TICKET && i < p->fragment_count; i++)
    if (p->fragments[i].piece == l->line->piece - 1) code = p->fragments[i].part;
  for (size_t i = 0; i < p->part_count; i++)
    if (*p->parts[i].id && part_code(p->parts[i].id) == code) return &p->parts[i];
  return NULL;
}

static bool tell_plugin(explainer *x, explained *l, error *e) {
  arena *a = x->arena;
  const contract *c = x->plan->contract;
  const plugin_host *host = x->book->host;
  const plan_item *item = &x->plan->items[l->line->item - 1];
  const char *type = c->type, *place = place_of(l->amount);
  char date[DAY_TEXT];
  day since;
  const plugin_part *part = part_of(x, l, item);
  if (part) type = part->type;
  const plugin_file *f = host->find(host->self, PLUGIN_CONTRACT, type, e);
  if (!f || !params_since(x, item->from && !item->repriced ? item->from : item->date, &since, e)) return false;
  value *v = value_record(a);
  put_text(a, v, "name", arena_text(a, f->name));
  put_text(a, v, "version", arena_text(a, f->version));
  put_text(a, v, "digest", arena_copy(a, f->digest, 8));
  put_text(a, v, "at", place);
  if (since == DAY_MIN) put_null(a, v, "params_since");
  else put_day(a, v, "params_since", since);
  value_put(a, node_facts(a, l->amount), "plugin", v);
  const char *params =
      since == DAY_MIN ? "the contract's params" : arena_format(a, "params in force since %s", day_format(since, date));
  if (item->kind != ITEM_CHARGE)
    explain_say(x, l,
                arena_format(a, "priced by %s %s (%.8s)%s%s%s%s, %s", f->name, f->version, f->digest, place ? ", " : "",
                             place ? place : "", part ? ", line " : "", part ? part->id : "", params));
  return true;
}

bool explain_remarks(explainer *x, explained *l, error *e) {
  l->remarks = value_list(x->arena);
  if (!l->line->item) {
    explain_say(x, l, "given away: printed with a discount of 100 %");
    return true;
  }
  tell_period(x, l);
  if (strcmp(l->line->kind, "ticket") == 0) {
    if (x->plan->pieces[l->line->piece - 1].counted) tell_tickets(x, l);
    else if (tell_entries(x, l, e)) tell_price(x, l);
    else return false;
  }
  if (x->plan->items[l->line->item - 1].repriced && !tell_repriced(x, l, e)) return false;
  if (!explain_tell_settled(x, l, e)) return false;
  explain_sources(x, l);
  return tell_plugin(x, l, e);
}
