// Taxes that are rounded on a document's sum.
#include "core/engine/bill/bill.h"
#include <stdlib.h>
#include <string.h>

typedef struct share {
  size_t index;
  int64_t whole;
  int128 rest;
} share;

static int by_rest(const void *a, const void *b) {
  const share *x = a, *y = b;
  if (x->rest != y->rest) return x->rest > y->rest ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

// Each exact tax amount × num / den rounded down, then one more for the largest rests until they sum to the total; of a
// negative total the mirror.
static bool share_out(int64_t total, const int64_t *amounts, size_t count, int64_t num, int64_t den, arena *a,
                      int64_t *shares) {
  share *parts = arena_array(a, count, sizeof *parts);
  const int sign = total < 0 ? -1 : 1;
  int64_t left = total * sign;
  for (size_t i = 0; i < count; i++) {
    int128 product = (int128)amounts[i] * num * sign;
    if (!money_round(product, den, ROUND_FLOOR, &parts[i].whole)) return false;
    parts[i].index = i;
    parts[i].rest = product - (int128)parts[i].whole * den;
    left -= parts[i].whole;
  }
  qsort(parts, count, sizeof *parts, by_rest);
  for (size_t i = 0; left != 0 && count > 0; i = (i + 1) % count) {
    parts[i].whole += left > 0 ? 1 : -1;
    left += left > 0 ? -1 : 1;
  }
  for (size_t i = 0; i < count; i++) shares[parts[i].index] = parts[i].whole * sign;
  return true;
}

bool document_round(const tax_answer *answer, const int64_t *gross, size_t count, arena *a, int64_t *net, int64_t *tax,
                    int64_t *parts) {
  int64_t sum = 0, total, sum_net;
  for (size_t i = 0; i < count; i++)
    if (__builtin_add_overflow(sum, gross[i], &sum)) return false;
  if (!tax_compute(answer, sum, &sum_net, &total, parts)) return false;
  // The exact share of a line is in proportion to its amount: the sum's tax, before rounding, over the sum.
  decimal rate = 0;
  for (size_t i = 0; i < answer->count; i++) {
    decimal part;
    if (!decimal_mul(answer->components[i].rate, answer->components[i].compound ? DECIMAL_ONE + rate : DECIMAL_ONE,
                     &part))
      return false;
    rate += part;
  }
  int64_t den = (int64_t)(answer->inclusive ? DECIMAL_ONE + rate : DECIMAL_ONE);
  if (!share_out(total, gross, count, (int64_t)rate, den, a, tax)) return false;
  for (size_t i = 0; i < count; i++) net[i] = answer->inclusive ? gross[i] - tax[i] : gross[i];
  return true;
}

bool document_round_component(const tax_answer *answer, size_t which, const int64_t *gross, size_t count, arena *a,
                              int64_t *tax) {
  int64_t parts[TAX_COMPONENTS_MAX], sum = 0, sum_net, total;
  decimal rate = 0, part, own = 0;
  for (size_t i = 0; i < count; i++)
    if (__builtin_add_overflow(sum, gross[i], &sum)) return false;
  if (!tax_compute(answer, sum, &sum_net, &total, parts)) return false;
  for (size_t i = 0; i < answer->count; i++) {
    if (!decimal_mul(answer->components[i].rate, answer->components[i].compound ? DECIMAL_ONE + rate : DECIMAL_ONE,
                     &part))
      return false;
    if (i == which) own = part;
    rate += part;
  }
  return share_out(parts[which], gross, count, (int64_t)own,
                   (int64_t)(answer->inclusive ? DECIMAL_ONE + rate : DECIMAL_ONE), a, tax);
}
