// Properties that hold for every plugin: checked on each of its examples, without a word from its author.
#include "core/command/examples/examples_inside.h"
#include "core/base/decimal.h"
#include "core/base/money.h"
#include <string.h>

typedef struct check {
  context *context;
  const cJSON *example;
  const story_options *options;
  const story *first;
} check;

static const char *says(const check *k, const char *property, const char *text) {
  return arena_format(k->context->arena, "%s: %s", property, text);
}

// Tells the example another way; NULL where it went well, else why not.
static const char *tell(const check *k, const char *property, const story_options *options, story *out) {
  error e = { 0 };
  arena *a = k->context->arena;
  bool ok = story_tell(k->context, k->example, options, out, &e);
  const char *why =
      ok ? NULL
         : says(k, property,
                arena_format(a, "%s%s%s", e.message, e.row_count ? ": " : "", e.row_count ? e.rows[0] : ""));
  if (ok && out->held && !k->first->held) why = says(k, property, out->held);
  if (ok && !why && out->fault) why = says(k, property, arena_format(a, "billet verify finds %s", out->fault));
  error_clear(&e);
  return why;
}

// How an author answers a property that has no meaning for the example.
static const char *way_out(const check *k, const char *why, const char *field) {
  arena *a = k->context->arena;
  return why ? arena_format(a, "%s; where that is meant, the example says %s = false, reason = \"…\"", why, field)
             : NULL;
}

static const char *money(int64_t minor, int exponent, arena *a) {
  char text[MONEY_TEXT];
  money_format(minor, exponent, text);
  return arena_text(a, text);
}

// The first total that differs; NULL where none does.
static const char *compare(const check *k, const char *property, const story *one, const char *how, const story *other,
                           const char *otherwise) {
  arena *a = k->context->arena;
  size_t count, others;
  const story_total *x = story_totals(one, a, &count), *y = story_totals(other, a, &others);
  for (size_t i = 0, n = 0; i < count || n < others;) {
    int order = i == count ? 1 : n == others ? -1 : strcmp(x[i].contract, y[n].contract);
    if (!order) order = strcmp(x[i].currency, y[n].currency);
    const story_total *left = order <= 0 ? &x[i++] : NULL, *right = order >= 0 ? &y[n++] : NULL,
                      *any = left ? left : right;
    int64_t amount = left ? left->amount : 0, tax = left ? left->tax : 0, amount2 = right ? right->amount : 0,
            tax2 = right ? right->tax : 0;
    if (amount == amount2 && tax == tax2) continue;
    bool net = amount != amount2;
    return arena_format(a, "%s: %s%s comes to %s %s, %s to %s", property, net ? "" : "tax of ", any->contract,
                        money(net ? amount : tax, any->exponent, a), how, otherwise,
                        money(net ? amount2 : tax2, any->exponent, a));
  }
  return NULL;
}

static int64_t sum(const value *list, const char *name) {
  int64_t out = 0;
  for (size_t i = 0; list && i < list->as.list.count; i++)
    out += value_get(list->as.list.items[i], name)->as.money.minor;
  return out;
}

static const char *differ(const check *k, const value *invoice, const char *what, int64_t got, const char *field,
                          int64_t want) {
  arena *a = k->context->arena;
  int exponent = value_get(invoice, "subtotal")->as.money.exponent;
  return arena_format(a, "sums: invoice %s: %s come to %s, its %s is %s", value_plain(a, value_get(invoice, "invoice")),
                      what, money(got, exponent, a), field, money(want, exponent, a));
}

static const char *add_up(const check *k, const value *invoice) {
  const value *lines = value_get(invoice, "lines"), *taxes = value_get(invoice, "taxes");
  int64_t subtotal = value_get(invoice, "subtotal")->as.money.minor, tax = value_get(invoice, "tax")->as.money.minor,
          total = value_get(invoice, "total")->as.money.minor;
  if (sum(lines, "amount") != subtotal) return differ(k, invoice, "lines", sum(lines, "amount"), "subtotal", subtotal);
  if (sum(lines, "tax") != tax) return differ(k, invoice, "taxes of lines", sum(lines, "tax"), "tax", tax);
  if (sum(taxes, "amount") != tax) return differ(k, invoice, "taxes", sum(taxes, "amount"), "tax", tax);
  return subtotal + tax == total ? NULL : differ(k, invoice, "subtotal and tax", subtotal + tax, "total", total);
}

static const char *all_add_up(const check *k, const story *s) {
  for (size_t i = 0; i < s->batches->as.list.count; i++) {
    const value *list = s->batches->as.list.items[i];
    for (size_t n = 0; n < list->as.list.count; n++) {
      const char *why = add_up(k, list->as.list.items[n]);
      if (why) return why;
    }
  }
  return NULL;
}

static const char *in_order(const check *k, story_order order, const char *how) {
  story_options options = *k->options;
  story other;
  arena *a = k->context->arena;
  options.order = order;
  const char *property = arena_format(a, "rows %s", how), *why = tell(k, property, &options, &other);
  if (!why) why = compare(k, property, k->first, "as written", &other, how);
  if (why || strcmp(story_text(k->first, a), story_text(&other, a)) == 0) return why;
  return says(k, property, "the invoices differ, though their totals do not");
}

static const char *in_steps(const check *k) {
  story_options options = *k->options;
  story other;
  day as_of;
  const cJSON *steps = cJSON_GetObjectItemCaseSensitive(k->example, "steps");
  const char *text = example_text(k->example, "as_of");
  if (steps || !text || !day_parse(text, strlen(text), &as_of)) return NULL;
  options.stops = story_boundaries(k->first, as_of, k->context->arena, &options.stop_count);
  const char *why = options.stop_count ? tell(k, "period by period", &options, &other) : NULL;
  if (why || !options.stop_count) return why;
  return way_out(k, compare(k, "period by period", k->first, "at once", &other, "period by period"), "steps");
}

static const char *consolidated(const check *k) {
  story_options options = *k->options;
  story other;
  options.consolidated = true;
  const char *why = tell(k, "consolidated", &options, &other);
  if (!why) why = all_add_up(k, &other);
  return why;
}

// Stands in for a plugin's closes and rest.
static bool costs_nothing(void *self, int terms, rating *r, error *e) {
  (void)self;
  (void)terms;
  (void)r;
  (void)e;
  return true;
}

static const char *emptied(const check *k) {
  plugin_host silent = *k->options->host;
  story_options options = *k->options, without = *k->options;
  story other, quiet;
  if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(k->example, "empty"))) return NULL;
  silent.closes = silent.rest = costs_nothing;
  without.host = &silent;
  options.emptied = without.emptied = true;
  const char *why = tell(k, "no work", &options, &other);
  if (!why) why = tell(k, "no work", &without, &quiet);
  if (why) return why;
  return way_out(k, compare(k, "no work", &other, "with what closes adds", &quiet, "without it"), "empty");
}

const char *properties_check(context *c, const cJSON *example, const story_options *options, const story *first) {
  const check k = { c, example, options, first };
  arena *a = c->arena;
  if (first->fault) return arena_format(a, "billet verify finds %s", first->fault);
  bool excused = cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(example, "tiles"));
  if (first->untiled && !excused) return way_out(&k, says(&k, "tiles", first->untiled), "tiles");
  const char *why = all_add_up(&k, first);
  if (!why) why = in_order(&k, ORDER_REVERSED, "reversed");
  if (!why) why = in_order(&k, ORDER_SHUFFLED, "shuffled");
  if (!why) why = in_steps(&k);
  if (!why) why = consolidated(&k);
  return why ? why : emptied(&k);
}
