// What the steps of an explanation are made of: the lines that are explained, shares, answers of rules, remarks.
#include "core/engine/explain/explain_inside.h"
#include "core/base/memory.h"
#include "core/base/json.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

explained *explain_line(const explainer *x, int64_t n) {
  for (size_t i = 0; i < x->count; i++)
    if (x->lines[i].n == n) return &x->lines[i];
  return NULL;
}

const plan_item *explain_item(const explainer *x, uint32_t piece) {
  const plan_item *item = x->plan->items;
  assert(piece < x->plan->piece_count);  // every piece is an item's: else the search runs off the end
  while (piece < item->first_piece || piece >= item->first_piece + item->piece_count) item++;
  return item;
}

node *explain_share(explainer *x, const char *label, node *total, const ratio *exact, size_t count, size_t index,
                    int64_t share) {
  assert(index < count);
  node *n = node_share(x->arena, label, x->exponent, total, (int64_t)index, ratio_money(share, x->exponent));
  for (size_t i = 0; i < count; i++) {
    n->inputs = arena_grow(x->arena, n->inputs, n->count, &n->capacity, sizeof *n->inputs);
    n->inputs[n->count++] = node_leaf(x->arena, arena_format(x->arena, "exact share %zu", i + 1), exact[i], 0);
  }
  return n;
}

// What a contract's own rule was given; NULL for the site's.
static const char *params_of(explainer *x, const plugin_rule *rule) {
  const char *list = x->plan->contract->rules;
  cJSON *rules = list ? cJSON_Parse(list) : NULL, *one = cJSON_GetArrayItem(rules, (int)(rule - x->plan->rules->rules));
  cJSON_DeleteItemFromObjectCaseSensitive(one, "rule");
  char *text = one ? json_canonical(one) : NULL;
  const char *out = text ? arena_text(x->arena, text) : NULL;
  memory_give(text);
  cJSON_Delete(rules);
  return out;
}

static value *rule_facts_of(explainer *x, const plugin_rule *rule) {
  static const char *const stages[] = { "minutes", "price", "amount" };
  static const char *const scopes[] = { "entry", "ticket", "day", "period" };
  arena *a = x->arena;
  value *v = value_record(a);
  put_text(a, v, "name", arena_text(a, rule->file->name));
  put_text(a, v, "version", arena_text(a, rule->file->version));
  put_text(a, v, "digest", arena_copy(a, rule->file->digest, 8));
  const char *params = params_of(x, rule);
  if (params) put_text(a, v, "params", params);
  else put_text(a, v, "of", "the site");
  put_text(a, v, "stage", stages[rule->stage]);
  put_text(a, v, "per", scopes[rule->scope]);
  return v;
}

void explain_put_rule(explainer *x, node *n, const plugin_rule *rule) {
  value_put(x->arena, node_facts(x->arena, n), "rule", rule_facts_of(x, rule));
}

node *explain_ruled(explainer *x, const plugin_rule *rule, const char *label, int places, node *input, ratio answer) {
  node *n = node_rule(x->arena, label, places, input, answer);
  explain_put_rule(x, n, rule);
  return n;
}

void explain_put_by_hand(explainer *x, node *n, const adjustment *by) {
  arena *a = x->arena;
  value *v = value_record(a);
  put_text(a, v, "name", "batch adjust");
  const char *name = by->amount ? "amount" : by->percent ? "percent" : "hours";
  const char *to = by->amount ? by->amount : by->percent ? by->percent : by->hours;
  put_text(a, v, "params", arena_format(a, "{\"%s\":\"%s\"}", name, to));
  put_text(a, v, "note", arena_text(a, by->note));
  put_text(a, v, "stage", "amount");
  put_text(a, v, "per", "item");
  value_put(a, node_facts(a, n), "rule", v);
}

node *explain_by_hand(explainer *x, const adjustment *by, node *input, ratio answer) {
  node *n = node_rule(x->arena, "by hand", x->exponent, input, answer);
  explain_put_by_hand(x, n, by);
  return n;
}

// The rule that made a step. First inputs lead there; further ones lead to what the step worked on, and to the rules
// of that.
static const value *rule_of(const node **n) {
  for (; *n; *n = (*n)->count ? (*n)->inputs[0] : NULL) {
    const value *facts = (*n)->facts ? value_get((*n)->facts, "rule") : NULL;
    if (facts) return facts;
  }
  return NULL;
}

const char *explain_by_rule(arena *a, const node *n) {
  const value *facts = rule_of(&n);
  if (!facts) return "";
  const value *by_hand = value_get(facts, "note");
  if (by_hand) return arena_format(a, " by hand: %s", by_hand->as.text);
  const node *sum = n->inputs[0], *last = sum->count ? sum->inputs[sum->count - 1] : sum;
  const char *more =
      strcmp(last->label, EXPLAIN_BILLED) ? "" : arena_format(a, ", with %s %s", node_number(a, last), last->label);
  const value *of = value_get(facts, "of");
  const char *once = value_get(facts, "first") ? ", once per ticket" : "";
  return arena_format(a, " by %s %s%s%s%s%s", value_plain(a, value_get(facts, "name")),
                      value_plain(a, value_get(facts, "version")), of ? " of " : "", of ? of->as.text : "", once, more);
}

const char *explain_by_rules(arena *a, const node *n) {
  if (!n->count) return "";
  const node *before = n->inputs[0], *made = n->count > 1 ? n->inputs[1] : n;
  const char *first = explain_by_rules(a, before);
  if (ratio_same(n->value, before->value)) return first;
  return arena_format(a, "%s → %s%s", first, node_number(a, n), explain_by_rule(a, made));
}

void explain_say(explainer *x, explained *l, const char *text) {
  value_append(x->arena, l->remarks, value_text(x->arena, text));
}
