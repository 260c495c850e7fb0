// The tree of an explanation.
#include "core/engine/explain/node_inside.h"
#include <string.h>

node *node_leaf(arena *a, const char *label, ratio v, int places) {
  node *n = arena_alloc(a, sizeof *n);
  *n = (node){ .op = "value", .label = label, .value = v, .places = places };
  return n;
}

static ratio combine(const char *op, ratio so_far, ratio next, size_t i) {
  if (i == 0) return strcmp(op, "negate") == 0 ? ratio_sub(ratio_make(0, 1), next) : next;
  if (strcmp(op, "sum") == 0) return ratio_add(so_far, next);
  if (strcmp(op, "subtract") == 0) return ratio_sub(so_far, next);
  if (strcmp(op, "multiply") == 0) return ratio_mul(so_far, next);
  return ratio_div(so_far, next);
}

static void push(arena *a, node *n, node *input) {
  n->inputs = arena_grow(a, n->inputs, n->count, &n->capacity, sizeof *n->inputs);
  n->inputs[n->count++] = input;
}

node *node_over(arena *a, const char *op, const char *label, int places, node *const *inputs, size_t count) {
  node *n = node_leaf(a, label, ratio_make(0, 1), places);
  n->op = op;
  for (size_t i = 0; i < count; i++) {
    if (!inputs[i]) continue;
    n->value = combine(op, n->value, inputs[i]->value, n->count);
    push(a, n, inputs[i]);
  }
  return n;
}

node *node_two(arena *a, const char *op, const char *label, int places, node *one, node *other) {
  node *const inputs[] = { one, other };
  return node_over(a, op, label, places, inputs, 2);
}

node *node_round(arena *a, const char *label, int places, node *input) {
  return node_round_in(a, label, places, input, ROUND_HALF_UP);
}

node *node_round_in(arena *a, const char *label, int places, node *input, rounding mode) {
  node *n = node_over(a, "round", label, places, &input, 1);
  n->value = ratio_round(input->value, places, mode);
  put_text(a, node_facts(a, n), "mode", rounding_name(mode));
  put_int(a, n->facts, "places", places);
  put_text(a, n->facts, "remainder", ratio_text(a, ratio_sub(input->value, n->value), 0));
  return n;
}

node *node_sum(arena *a, const char *label, int places) { return node_over(a, "sum", label, places, NULL, 0); }

void node_add(arena *a, node *sum, node *input) {
  sum->value = ratio_add(sum->value, input->value);
  push(a, sum, input);
}

node *node_rule(arena *a, const char *label, int places, node *input, ratio answer) {
  node *n = node_over(a, "rule", label, places, &input, 1);
  n->value = answer;
  return n;
}

node *node_share(arena *a, const char *label, int places, node *total, int64_t index, ratio share) {
  node *n = node_over(a, "share", label, places, &total, 1);
  n->value = share;
  n->index = index;
  put_int(a, node_facts(a, n), "index", index);
  put_int(a, n->facts, "places", places);
  return n;
}

value *node_facts(arena *a, node *n) {
  if (!n->facts) n->facts = value_record(a);
  return n->facts;
}

const node *node_first(const node *n) {
  while (n->count) n = n->inputs[0];
  return n;
}

const char *node_number(arena *a, const node *n) { return ratio_text(a, n->value, n->places); }

value *node_value(arena *a, const node *n) {
  value *v = value_record(a);
  put_text(a, v, "label", n->label);
  put_text(a, v, "op", n->op);
  put_text(a, v, "value", node_number(a, n));
  for (size_t i = 0; n->facts && i < n->facts->as.record.count; i++)
    value_put(a, v, n->facts->as.record.fields[i].name, n->facts->as.record.fields[i].item);
  if (!n->count) return v;
  value *inputs = value_list(a);
  for (size_t i = 0; i < n->count; i++) value_append(a, inputs, node_value(a, n->inputs[i]));
  value_put(a, v, "inputs", inputs);
  return v;
}

// Facts that fit on a line: texts, numbers and days; records with theirs.
static const char *facts_text(arena *a, const value *facts) {
  const char *text = "";
  for (size_t i = 0; facts && i < facts->as.record.count; i++) {
    const value_field *f = &facts->as.record.fields[i];
    const char *plain = f->item->type == VALUE_RECORD ? facts_text(a, f->item) : value_plain(a, f->item);
    if (!plain || !*plain || strcmp(f->name, "mode") == 0 || strcmp(f->name, "places") == 0) continue;
    if (strcmp(f->name, "remainder") == 0 && strcmp(plain, "0") == 0) continue;
    text = f->item->type == VALUE_RECORD ? arena_format(a, "%s%s%s: %s", text, *text ? "; " : "", f->name, plain)
                                         : arena_format(a, "%s%s%s %s", text, *text ? ", " : "", f->name, plain);
  }
  return text;
}

static const char *sign_of(const node *n) {
  static const char *const ops[][2] = { { "sum", "sum of" },          { "subtract", "first less the others" },
                                        { "multiply", "product of" }, { "divide", "first by the second" },
                                        { "round", "rounded" },       { "share", "share of" },
                                        { "rule", "by rule" },        { "negate", "taken back" } };
  for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
    if (strcmp(ops[i][0], n->op) == 0) return ops[i][1];
  return "";
}

void node_text(arena *a, const node *n, int depth, value *lines) {
  const char *facts = facts_text(a, n->facts), *sign = sign_of(n);
  const char *more = *facts && *sign   ? arena_format(a, "  (%s; %s)", sign, facts)
                     : *facts || *sign ? arena_format(a, "  (%s%s)", sign, facts)
                                       : "";
  value_append(a, lines,
               value_text(a, arena_format(a, "%*s%s = %s%s", depth * 2, "", n->label, node_number(a, n), more)));
  for (size_t i = 0; i < n->count; i++) node_text(a, n->inputs[i], depth + 1, lines);
}
