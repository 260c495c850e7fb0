// The amounts of a document add up, and its explanation comes to them.
#include "core/base/decimal.h"
#include "core/base/money.h"
#include "core/engine/prove/check_inside.h"
#include <inttypes.h>
#include <string.h>

typedef struct sums {
  int64_t amount, tax;
} sums;

static bool add(checking *c, int64_t *sum, int64_t amount) {
  return !__builtin_add_overflow(*sum, amount, sum) || check_fault(c, "the sum is past every amount");
}

static decimal number_of(const cJSON *line, const char *name) {
  const char *text = check_text(line, name);
  decimal out;
  return decimal_parse(text, strlen(text), &out) ? out : 0;
}

// Prices without a tax inside of them have 9 decimals, which may leave a unit. Documents of before said quantities to 4
// decimals alone, which multiply out to what is near.
static bool multiplies_out(checking *c, const cJSON *line, int64_t amount) {
  int64_t gross, discount;
  if (check_int(c->record, "form") < FORM_TARGETS) return true;
  if (!check_money(c, line, "discount_amount", &discount)) return true;  // that was told
  if (!money_amount(number_of(line, "quantity"), number_of(line, "unit_price_net"), c->exponent, ROUND_HALF_UP, &gross))
    return false;
  const int64_t off = gross - discount - amount;
  return off >= -1 && off <= 1;
}

static void check_line(checking *c, const cJSON *line, sums *all) {
  const int64_t number = check_int(line, "line");
  int64_t amount, tax, part, parts = 0;
  if (!check_money(c, line, "amount", &amount) || !check_money(c, line, "tax", &tax)) return;
  for (const cJSON *t = check_list(line, "taxes"); t; t = t->next)
    if (check_money(c, t, "amount", &part)) (void)add(c, &parts, part);
  if (parts != tax) check_fault(c, "line %" PRId64 ": its taxes do not sum to its tax", number);
  if (!multiplies_out(c, line, amount)) check_fault(c, "line %" PRId64 ": quantity × price is not its amount", number);
  (void)add(c, &all->amount, amount);
  (void)add(c, &all->tax, tax);
  c->checked++;
}

void check_sums(checking *c) {
  sums all = { 0 };
  int64_t subtotal, tax, total, of_taxes = 0, one, both;
  for (const cJSON *l = check_list(c->invoice, "lines"); l; l = l->next) check_line(c, l, &all);
  if (!c->invoice || !check_money(c, c->invoice, "subtotal", &subtotal) || !check_money(c, c->invoice, "tax", &tax) ||
      !check_money(c, c->invoice, "total", &total))
    return;
  for (const cJSON *t = check_list(c->invoice, "taxes"); t; t = t->next)
    if (check_money(c, t, "amount", &one)) (void)add(c, &of_taxes, one);
  if (all.amount != subtotal) check_fault(c, "its lines do not sum to its subtotal");
  if (all.tax != tax) check_fault(c, "the taxes of its lines do not sum to its tax");
  if (of_taxes != tax) check_fault(c, "its taxes do not sum to its tax");
  if (__builtin_add_overflow(subtotal, tax, &both) || both != total)
    check_fault(c, "subtotal and tax are not its total");
}

// ---- The explanation

// Whether a node says the amount.
static bool says(checking *c, const cJSON *node, int64_t minor) {
  char text[MONEY_TEXT];
  decimal amount;
  const size_t length = money_format(minor, c->exponent, text);
  return check_text(node, "value")[0] && decimal_parse(text, length, &amount) && number_of(node, "value") == amount;
}

static void check_node(checking *c, const cJSON *node, const cJSON *of, const char *name) {
  int64_t minor;
  if (check_money(c, of, name, &minor) && !says(c, node, minor))
    check_fault(c, "it does not come to the document's %s", name);
}

// The amounts of all lines, or their taxes, in the order of lines.
static void check_branch(checking *c, const cJSON *branch, const char *name) {
  const cJSON *node = check_list(branch, "inputs"), *line = check_list(c->invoice, "lines");
  int64_t minor;
  for (; node && line; node = node->next, line = line->next, c->checked++)
    if (check_money(c, line, name, &minor) && !says(c, node, minor))
      check_fault(c, "it does not come to the %s of line %" PRId64, name, check_int(line, "line"));
  if (node || line) check_fault(c, "it has not as many lines as the document");
}

// What was made by older rules is told by those of today, which it says: it comes to another amount then.
void check_explanation(checking *c) {
  const cJSON *tree = cJSON_GetObjectItemCaseSensitive(c->explanation, "tree"), *net = check_list(tree, "inputs"),
              *tax = net ? net->next : NULL;
  if (!c->explanation || c->exponent < 0 || check_list(c->explanation, "older_rules")) return;
  if (strcmp(check_text(c->explanation, "invoice"), check_text(c->invoice, "invoice")) != 0)
    check_fault(c, "it is of another invoice");
  check_node(c, tree, c->invoice, "total");
  check_node(c, net, c->invoice, "subtotal");
  check_node(c, tax, c->invoice, "tax");
  check_branch(c, net, "amount");
  check_branch(c, tax, "tax");
}
