// Amounts explained: fees by days, charges less their discount, work; then a tax that is part of them taken out.
#include "core/engine/explain/explain_inside.h"
#include "core/base/text.h"
#include <string.h>

// Checks that the steps lead to what the engine came to.
static node *proven(explainer *x, node *n, int64_t minor, error *e) {
  if (!n || ratio_same(n->value, ratio_money(minor, x->exponent))) return n;
  error_set(e, n->value.den ? ERROR_CORRUPT : ERROR_TOO_BIG, "the steps of contract %s do not lead to its amount",
            x->plan->contract->id);
  return NULL;
}

static node *fee_days(explainer *x, const step_fee *fee) {
  arena *a = x->arena;
  if (!fee->prorated) return NULL;
  return node_two(a, "divide", "share of the period", 0, node_leaf(a, "days billed", ratio_make(fee->days, 1), 0),
                  node_leaf(a, "days of the whole period", ratio_make(fee->all, 1), 0));
}

// Of work priced anew: what an hour costs now, less what bills took for it.
static node *fee_price(explainer *x, const step_fee *fee) {
  arena *a = x->arena;
  if (!fee->repriced) return node_leaf(a, "price", ratio_decimal(fee->terms.price), x->exponent);
  return node_two(a, "subtract", "price an hour, changed", x->exponent,
                  node_leaf(a, "price an hour now", ratio_decimal(fee->terms.price + fee->billed), x->exponent),
                  node_leaf(a, "price an hour that was billed", ratio_decimal(fee->billed), x->exponent));
}

static node *fee_node(explainer *x, uint32_t item, const plan_piece *piece, error *e) {
  arena *a = x->arena;
  const step_fee *fee = steps_fee_of(x->steps, item);
  if (fee && fee->owed_until > fee->owed_from) return explain_settled(x, fee, piece, e);
  if (!fee || fee->days == 0)
    return node_leaf(a, "billed with another part of its period", ratio_make(0, 1), x->exponent);
  node *quantity = node_leaf(a, "quantity", ratio_decimal(fee->terms.quantity), 0),
       *over = fee->terms.over > 1 ? node_leaf(a, "over", ratio_make(fee->terms.over, 1), 0) : NULL,
       *price = fee_price(x, fee);
  if (fee->place.file)
    put_text(a, node_facts(a, price), "at", arena_format(a, "%s:%d", fee->place.file, fee->place.line));
  if (over) quantity = node_two(a, "divide", "quantity", 0, quantity, over);
  node *const inputs[] = { quantity, price, fee_days(x, fee) };
  node *product =
      node_over(a, "multiply", fee->prorated ? "quantity × price × days / days" : "quantity × price", 0, inputs, 3);
  return node_round(a, arena_text(a, piece->description), x->exponent, product);
}

static node *charge_node(explainer *x, const plan_piece *piece) {
  arena *a = x->arena;
  decimal off = 0;
  int64_t minor = 0;
  const char *discount = piece->discount;
  bool percent = discount && strchr(discount, '%');
  if (percent) percent_parse(discount, strlen(discount), &off);
  else if (discount) money_parse(discount, strlen(discount), x->exponent, &minor);
  node *left = percent ? node_two(a, "subtract", arena_format(a, "less %s", discount), 0,
                                  node_leaf(a, "the whole", ratio_make(1, 1), 0),
                                  node_leaf(a, "discount", ratio_decimal(off), 0))
                       : NULL;
  node *const inputs[] = { node_leaf(a, "quantity", ratio_decimal(piece->quantity), 0),
                           node_leaf(a, "price", ratio_decimal(piece->price), x->exponent), left };
  node *n =
      node_round(a, arena_text(a, piece->description), x->exponent,
                 node_over(a, "multiply", left ? "quantity × price × what is left" : "quantity × price", 0, inputs, 3));
  if (!minor) return n;
  if (n->value.num < 0) minor = -minor;
  return node_two(a, "subtract", "less the discount", x->exponent, n,
                  node_leaf(a, "discount", ratio_money(minor, x->exponent), x->exponent));
}

static node *gross_of(explainer *x, uint32_t piece, error *e) {
  const plan_piece *p = &x->plan->pieces[piece];
  const plan_item *item = explain_item(x, piece);
  node *n = item->kind == ITEM_TICKET   ? explain_work(x, piece, e)
            : item->kind == ITEM_PERIOD ? fee_node(x, (uint32_t)(item - x->plan->items), p, e)
                                        : charge_node(x, p);
  return proven(x, explain_changes(x, piece, n), p->gross, e);
}

// Whether a piece went into the one line of its period and price.
static bool is_merged(const line *l, const plan_piece *first, const plan_item *item, const plan_piece *p) {
  return item->kind == ITEM_TICKET && item_picked(item, NULL) && (p->minutes || p->amount) && item->from == l->from &&
         p->tax_row == l->tax_row && p->price == first->price && p->counted == first->counted &&
         tax_is_within(p->tax_answer) == tax_is_within(l->tax_answer) && strcmp(p->category, first->category) == 0 &&
         text_equal(p->sku, first->sku);
}

uint32_t explain_piece(const explainer *x, const line *l, uint32_t next) {
  const plan *p = x->plan;
  if (!l->piece) return UINT32_MAX;
  bool merged = strcmp(l->kind, "ticket") == 0 && p->contract->detail == DETAIL_CONTRACT;
  if (!merged || (l->tax_answer && l->tax_answer->of_sale)) return next < l->piece ? l->piece - 1 : UINT32_MAX;
  for (uint32_t i = next; i < p->piece_count; i++)
    if (is_merged(l, &p->pieces[l->piece - 1], explain_item(x, i), &p->pieces[i])) return i;
  return UINT32_MAX;
}

// A piece's amount net of an inclusive tax; the whole document's is taken out of lines later, but for those of entries,
// which share out both.
static node *piece_net(explainer *x, uint32_t piece, bool entry, error *e) {
  const plan_piece *p = &x->plan->pieces[piece];
  node *gross = gross_of(x, piece, e);
  if (!gross || !p->tax_answer || !p->tax_answer->inclusive || (p->tax_answer->document && !entry)) return gross;
  node *tax = explain_piece_tax(x, p, gross);
  return proven(x, node_two(x->arena, "subtract", "without the tax in it", x->exponent, gross, tax), p->amount, e);
}

// Where a line's fragment stands among its piece's, and all their minutes.
static size_t weights_of(explainer *x, const line *l, int64_t **weights, size_t *index) {
  const plan *p = x->plan;
  size_t count = 0;
  *weights = arena_array(x->arena, p->fragment_count + 1, sizeof **weights);
  for (uint32_t i = 0; i < p->fragment_count; i++) {
    if (p->fragments[i].piece != l->piece - 1) continue;
    if (i == l->fragment - 1) *index = count;
    (*weights)[count++] = p->fragments[i].minutes;
  }
  return count;
}

// Splits as the lines of entries do; answers the exact shares too.
static bool split(explainer *x, int64_t total, const int64_t *weights, size_t count, int64_t *shares, ratio *exact) {
  int64_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += weights[i];
  for (size_t i = 0; i < count; i++) {
    exact[i] = sum ? ratio_mul(ratio_money(total, x->exponent), ratio_make(weights[i], sum))
                   : ratio_money(i + 1 == count ? total : 0, x->exponent);
    shares[i] = sum || i + 1 < count ? 0 : total;
  }
  return !sum || money_split(total, weights, count, shares);
}

// The line of one entry: its share of the piece's amount by minutes, of its tax by amounts.
static node *entry_share(explainer *x, const line *l, node *whole, bool tax) {
  int64_t *weights, *shares;
  size_t index = 0, count = weights_of(x, l, &weights, &index);
  ratio *exact = arena_array(x->arena, count, sizeof *exact);
  const plan_piece *p = &x->plan->pieces[l->piece - 1];
  shares = arena_array(x->arena, count, sizeof *shares);
  if (count == 1) return whole;
  if (!split(x, p->amount, weights, count, shares, exact)) return whole;
  if (tax) {
    for (size_t i = 0; i < count; i++) weights[i] = shares[i] < 0 ? -shares[i] : shares[i];
    split(x, p->tax, weights, count, shares, exact);
  }
  return explain_share(x, tax ? "the entry's share of the tax, by amounts" : "the entry's share, by minutes", whole,
                       exact, count, index, shares[index]);
}

node *explain_amount(explainer *x, const line *l, error *e) {
  arena *a = x->arena;
  uint32_t first = explain_piece(x, l, 0), next = first == UINT32_MAX ? first : explain_piece(x, l, first + 1);
  if (first == UINT32_MAX) return node_leaf(a, "given away", ratio_make(0, 1), x->exponent);
  node *n = piece_net(x, first, l->fragment != 0, e);
  if (n && l->fragment) return entry_share(x, l, n, false);
  if (!n || next == UINT32_MAX) return n;
  node *sum = node_sum(a, "work at this price", x->exponent);
  for (; n; next = explain_piece(x, l, next + 1)) {
    n->shown = node_number(a, n);  // what rules changed is no term of this sum
    node_add(a, sum, n);
    if (next == UINT32_MAX) return sum;
    n = piece_net(x, next, false, e);
  }
  return NULL;
}

static node *piece_tax(explainer *x, uint32_t piece, error *e) {
  const plan_piece *p = &x->plan->pieces[piece];
  node *gross = gross_of(x, piece, e);
  return gross ? proven(x, explain_piece_tax(x, p, gross), p->tax, e) : NULL;
}

node *explain_tax(explainer *x, const line *l, error *e) {
  arena *a = x->arena;
  if (!l->tax_answer || !l->piece) return node_leaf(a, "no tax", ratio_make(0, 1), x->exponent);
  uint32_t first = explain_piece(x, l, 0), next = explain_piece(x, l, first + 1);
  node *n = piece_tax(x, first, e);
  if (n && l->fragment) return entry_share(x, l, n, true);
  if (!n || next == UINT32_MAX) return n;
  node *sum = node_sum(a, "tax of the work at this price", x->exponent);
  node_add(a, sum, n);
  for (; next != UINT32_MAX; next = explain_piece(x, l, next + 1)) {
    if (!(n = piece_tax(x, next, e))) return NULL;
    node_add(a, sum, n);
  }
  return sum;
}
