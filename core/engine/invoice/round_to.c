// What the totals of documents are rounded to, as people set it for a currency.
#include "core/engine/invoice/invoice.h"
#include "core/base/money.h"
#include <string.h>

#define KEY "round_to."

static bool is_currency(const char *currency, error *e) {
  if (strlen(currency) == 3 && currency_exponent(currency) >= 0) return true;
  error_set(e, ERROR_INVALID, KEY "%.40s: there is no such currency", currency);
  return error_hint(e, "currencies are three capital letters, such as " KEY "CHF");
}

bool round_to_setting(book *b, const char *currency, arena *a, const char **out, error *e) {
  return is_currency(currency, e) && config_read(b, arena_format(a, KEY "%s", currency), a, out, e);
}

// The text with exactly the decimals of the currency: DOCUMENT_ROUND_TO reads it as minor units.
static bool plain_text(const char *currency, const char *value, char out[MONEY_TEXT], error *e) {
  int exponent = currency_exponent(currency);
  int64_t multiple;
  if (money_parse(value, strlen(value), exponent, &multiple) && multiple > 0) {
    money_format(multiple, exponent, out);
    return true;
  }
  error_set(e, ERROR_INVALID, KEY "%s: \"%.40s\" is no amount of %s above zero", currency, value, currency);
  money_format(exponent ? 5 : 10, exponent, out);
  return error_hint(e, "such as %s: totals are then rounded to the nearest multiple of it", out);
}

static bool set(book *b, const char *currency, const char *value, arena *a, error *e) {
  char text[MONEY_TEXT];
  return (!*value || plain_text(currency, value, text, e)) &&
         config_write(b, arena_format(a, KEY "%s", currency), *value ? text : NULL, e);
}

bool round_to_set(book *b, const char *currency, const char *value, error *e) {
  if (!is_currency(currency, e) || !db_begin(b->db, e)) return false;
  arena *a = arena_new();
  bool ok = set(b, currency, value, a, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  arena_free(a);
  return ok;
}

bool round_to_currencies(book *b, arena *a, const char ***out, size_t *count, error *e) {
  query *q = db_ask(b->db, e, "SELECT substr(key, 10) FROM config WHERE key GLOB '" KEY "*' ORDER BY key", "");
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = arena_text(a, query_column_text(q, 0));
  }
  return step == 0;
}
