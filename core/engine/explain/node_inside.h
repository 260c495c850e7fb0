// The tree of an explanation: every node's value follows from its inputs. Only the files of this room use it.
#pragma once
#include "core/base/ratio.h"
#include "core/base/value.h"

// op: value (a leaf), sum, subtract, multiply, divide, negate, round (to `places`, in its mode), rule (a price
// rule's answer to its one input), share (inputs: a total, then exact shares; the index-th after giving odd units to
// the largest remainders).
typedef struct node {
  const char *op, *label;
  ratio value;
  int places;  // digits that people want to see; of a round: those that it keeps
  int64_t index;
  const char *shown;  // how formulas write a leaf; NULL: its number
  struct node **inputs;
  size_t count, capacity;
  value *facts;  // more fields, or NULL
} node;

node *node_leaf(arena *a, const char *label, ratio v, int places);

// A node over inputs that exist already; NULL inputs are left out. Its value is computed.
node *node_over(arena *a, const char *op, const char *label, int places, node *const *inputs, size_t count);
node *node_two(arena *a, const char *op, const char *label, int places, node *one, node *other);
node *node_round(arena *a, const char *label, int places, node *input);  // half away from zero
node *node_round_in(arena *a, const char *label, int places, node *input, rounding mode);

// A sum that grows; its value follows.
node *node_sum(arena *a, const char *label, int places);
void node_add(arena *a, node *sum, node *input);

// A price rule's answer, and a share of inputs[0]: their values are given, not computed here.
node *node_rule(arena *a, const char *label, int places, node *input, ratio answer);
node *node_share(arena *a, const char *label, int places, node *total, int64_t index, ratio share);

// The node's facts, made when first asked for.
value *node_facts(arena *a, node *n);

// The leaf that a node's first inputs began with.
const node *node_first(const node *n);

// As a value: {label, op, value, …facts, inputs}.
value *node_value(arena *a, const node *n);

// As lines of text, indented by two blanks a level.
void node_text(arena *a, const node *n, int depth, value *lines);

// The text of a node's value.
const char *node_number(arena *a, const node *n);
