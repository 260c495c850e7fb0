// Cells to stored values, by the descriptors of their columns.
#include "core/base/decimal.h"
#include "core/base/hash.h"
#include "core/base/money.h"
#include "core/base/text.h"
#include "core/engine/import/import_inside.h"
#include <assert.h>
#include <string.h>

static uint64_t hash_of(table_id of, const char *id, size_t length) {
  return hash_add(HASH_BEGIN + (uint64_t)of, id, length);
}

bool reference_find(import *im, table_id of, const char *id, int64_t *n, error *e) {
  static const char *const finds[TABLES] = {
    [TABLE_CUSTOMERS] = "SELECT n FROM customers WHERE id = ?",
    [TABLE_SITES] = "SELECT n FROM sites WHERE id = ?",
    [TABLE_CONTRACTS] = "SELECT n FROM contracts WHERE id = ?",
    [TABLE_TICKETS] = "SELECT n FROM tickets WHERE id = ?",
  };
  size_t length = strlen(id);
  uint64_t hash = hash_of(of, id, length);
  reference_slot *slot = &im->references[hash % REFERENCE_SLOTS];
  if (slot->n && slot->hash == hash && slot->table == of && !strcmp(slot->id, id)) {
    *n = slot->n;
    return true;
  }
  if (!db_value(im->db, e, n, 0, finds[of], "t", id)) return false;
  if (*n && length < sizeof slot->id) {
    *slot = (reference_slot){ .hash = hash, .table = of, .n = *n };
    memcpy(slot->id, id, length + 1);
  }
  return true;
}

static bool read_reference(import *im, const row *r, const column *c, const cell *v, field *out, error *e) {
  int64_t n = 0;
  if (!reference_find(im, c->of, v->text, &n, e)) return false;
  if (!n && v->untrimmed && !reference_find(im, c->of, v->untrimmed, &n, e)) return false;
  *out = n ? field_int(n) : (field){ .type = FIELD_NULL };
  if (n) return true;
  if (c->of == r->id) im->pending_reference = v->text;
  else if (row_was_bad(im, c->of, v->text)) im->faulty = true;
  else
    row_fault(im, r, ERROR_INVALID, c->name, "there is no %s \"%s\"", table_of(c->of)->one,
              shown(im, v->text, v->length));
  return true;
}

static bool read_tax(import *im, const row *r, const column *c, const cell *v, error *e) {
  int64_t found;
  if (!db_value(im->db, e, &found, 0, "SELECT 1 FROM taxes WHERE name = ? LIMIT 1", "t", v->text)) return false;
  if (!found && row_was_bad(im, TABLE_TAXES, v->text)) im->faulty = true;
  else if (!found)
    row_fault(im, r, ERROR_INVALID, c->name, "there is no tax \"%s\" in taxes", shown(im, v->text, v->length));
  return true;
}

static bool read_zone(import *im, const row *r, const column *c, const cell *v) {
  error sub = { 0 };
  if (!book_zone_given(im->book, v->text, &sub))
    row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is not a time zone: %s", shown(im, v->text, v->length),
              sub.message);
  error_clear(&sub);
  return true;
}

static bool parse_bool(const char *text, int64_t *out) {
  static const char *const words[] = { "false", "true", "no", "yes", "0", "1" };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (text_same(text, words[i])) {
      *out = (int64_t)(i % 2);
      return true;
    }
  return false;
}

static bool parse_integer(const char *text, size_t length, int64_t *out) {
  size_t i = length && *text == '-';
  if (i == length || length - i > 15) return false;
  int64_t n = 0;
  for (; i < length; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
    n = n * 10 + (text[i] - '0');
  }
  *out = *text == '-' ? -n : n;
  return true;
}

static void read_integer(import *im, const row *r, const column *c, const cell *v, field *out) {
  int64_t n = 0;
  if (!parse_integer(v->text, v->length, &n))
    row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is not a whole number such as 3", shown(im, v->text, v->length));
  else if (n < c->least || n > c->most)
    row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is not between %lld and %lld", shown(im, v->text, v->length),
              (long long)c->least, (long long)c->most);
  *out = field_int(n);
}

static void read_decimal(import *im, const row *r, const column *c, const cell *v) {
  decimal d;
  if (!decimal_parse(v->text, v->length, &d))
    row_fault(im, r, ERROR_INVALID, c->name,
              "\"%s\" is not a number such as 12.50 (at most 15 digits before the point and 9 after it)",
              shown(im, v->text, v->length));
  else if ((c->flags & COLUMN_NONNEGATIVE) && d < 0)
    row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is below zero", shown(im, v->text, v->length));
}

static void read_discount(import *im, const row *r, const column *c, const cell *v) {
  decimal d;
  bool percent = v->text[v->length - 1] == '%';
  if (percent ? !percent_parse(v->text, v->length, &d) : !decimal_parse(v->text, v->length, &d))
    row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is neither a percentage such as 10%% nor an amount",
              shown(im, v->text, v->length));
  else if (percent && (d < 0 || d > DECIMAL_ONE))
    row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is not between 0%% and 100%%", shown(im, v->text, v->length));
}

static void read_choice(import *im, const row *r, const column *c, const cell *v) {
  const char *word = c->choices;
  while (word) {
    const char *end = strchr(word, ' ');
    size_t length = end ? (size_t)(end - word) : strlen(word);
    if (length == v->length && !memcmp(word, v->text, length)) return;
    word = end ? end + 1 : NULL;
  }
  row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is none of: %s", shown(im, v->text, v->length), c->choices);
}

static void read_id(import *im, const row *r, const column *c, const cell *v) {
  if (v->length > IDS_MAX)
    row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is longer than %d bytes", shown(im, v->text, v->length), IDS_MAX);
}

static void read_date(import *im, const row *r, const column *c, const cell *v, field *out) {
  day d = 0;
  if (!day_parse(v->text, v->length, &d))
    row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is not a date such as 2026-04-07", shown(im, v->text, v->length));
  *out = field_int(d);
}

static void read_bool(import *im, const row *r, const column *c, const cell *v, field *out) {
  int64_t truth = 0;
  if (!parse_bool(v->text, &truth))
    row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is neither true nor false", shown(im, v->text, v->length));
  *out = field_int(truth);
}

static void read_currency(import *im, const row *r, const column *c, const cell *v) {
  if (v->length != 3 || currency_exponent(v->text) < 0)
    row_fault(im, r, ERROR_INVALID, c->name, "\"%s\" is not an ISO 4217 currency such as USD",
              shown(im, v->text, v->length));
}

static bool read_plain(import *im, const row *r, const column *c, const cell *v, field *out, error *e) {
  *out = (field){ .type = FIELD_TEXT, .text = v->text, .length = v->length };
  switch (c->type) {
    case COLUMN_REFERENCE: return read_reference(im, r, c, v, out, e);
    case COLUMN_TAX: return read_tax(im, r, c, v, e);
    case COLUMN_ZONE: return read_zone(im, r, c, v);
    case COLUMN_INTEGER: read_integer(im, r, c, v, out); break;
    case COLUMN_DECIMAL: read_decimal(im, r, c, v); break;
    case COLUMN_DISCOUNT: read_discount(im, r, c, v); break;
    case COLUMN_CHOICE: read_choice(im, r, c, v); break;
    case COLUMN_ID: read_id(im, r, c, v); break;
    case COLUMN_DATE: read_date(im, r, c, v, out); break;
    case COLUMN_BOOL: read_bool(im, r, c, v, out); break;
    case COLUMN_CURRENCY: read_currency(im, r, c, v); break;
    case COLUMN_IBAN:
    case COLUMN_BIC:
    case COLUMN_ENDPOINT:
    case COLUMN_ADDRESSES: party_cell_read(im, r, c, v, out); break;
    default: break;
  }
  return true;
}

bool field_read(import *im, const row *r, size_t where, const cell *v, field *out, error *e) {
  assert(where < r->table->count);
  const struct column *c = &r->table->columns[where];
  *out = (field){ .type = FIELD_NULL };
  if (v->state != CELL_GIVEN) {
    if (c->flags & COLUMN_REQUIRED)
      row_fault(im, r, ERROR_INVALID, c->name, v->state == CELL_EMPTY ? "is empty, but must be given" : "is missing");
    if (!c->standard) return true;
    cell standard = { .state = CELL_GIVEN, .text = c->standard, .length = strlen(c->standard) };
    return read_plain(im, r, c, &standard, out, e);
  }
  if (v->json && c->type != COLUMN_OBJECT && c->type != COLUMN_LIST) {
    row_fault(im, r, ERROR_INVALID, c->name, "must be text, not %s", cJSON_IsArray(v->json) ? "a list" : "an object");
    return true;
  }
  return read_plain(im, r, c, v, out, e);
}
