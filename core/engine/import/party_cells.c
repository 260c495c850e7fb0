// Cells by which a party is paid and reached: numbers of banks, addresses for e-mail and for e-invoices; and the
// accounts of a seller by currency.
#include "core/base/bank.h"
#include "core/base/money.h"
#include "core/engine/import/import_inside.h"
#include "core/mail/mail.h"
#include <string.h>

static field copied(import *im, const char *text) { return field_text(arena_text(im->scratch, text)); }

static void read_iban(import *im, const row *r, const char *where, const cell *v, field *out) {
  char iban[IBAN_TEXT];
  if (iban_parse(v->text, v->length, iban)) *out = copied(im, iban);
  else
    row_fault(im, r, ERROR_INVALID, where, "\"%s\" is not an IBAN: its check digits do not fit, or it is cut short",
              shown(im, v->text, v->length));
}

static void read_bic(import *im, const row *r, const char *where, const cell *v, field *out) {
  char bic[BIC_TEXT];
  if (bic_parse(v->text, v->length, bic)) *out = copied(im, bic);
  else
    row_fault(im, r, ERROR_INVALID, where, "\"%s\" is not a BIC: 8 or 11 letters and digits such as DEUTDEFF",
              shown(im, v->text, v->length));
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// Schemes of the list of electronic addresses (EAS): four digits, or two letters.
static bool is_endpoint(const char *text) {
  const char *colon = strchr(text, ':');
  size_t scheme = colon ? (size_t)(colon - text) : 0, i = 0;
  if (scheme == 4)
    while (i < 4 && is_digit(text[i])) i++;
  else if (scheme == 2)
    while (i < 2 && is_capital(text[i])) i++;
  return scheme && i == scheme && colon[1] && !strpbrk(colon + 1, " \t\r\n");
}

static void read_endpoint(import *im, const row *r, const char *where, const cell *v) {
  if (!is_endpoint(v->text))
    row_fault(im, r, ERROR_INVALID, where,
              "\"%s\" is not SCHEME:ID, such as 0088:7300010000001 or EM:billing@acme.example",
              shown(im, v->text, v->length));
}

static void read_addresses(import *im, const row *r, const char *where, const cell *v) {
  mail_address *list;
  size_t count;
  error why = { 0 };
  if (!mail_addresses_read(v->text, im->scratch, &list, &count, &why))
    row_fault(im, r, ERROR_INVALID, where, "%s; several are parted by \";\"", why.message);
  error_clear(&why);
}

void party_cell_read(import *im, const row *r, const column *c, const cell *v, field *out) {
  switch (c->type) {
    case COLUMN_IBAN: read_iban(im, r, c->name, v, out); break;
    case COLUMN_BIC: read_bic(im, r, c->name, v, out); break;
    case COLUMN_ENDPOINT: read_endpoint(im, r, c->name, v); break;
    default: read_addresses(im, r, c->name, v); break;
  }
}

// The column whose form a heading such as `iban.CHF` has, and the currency that it ends with, in capitals.
static const column *account_column(const row *r, const char *heading, char currency[4]) {
  const char *dot = strchr(heading, '.');
  size_t length = strlen(dot + 1);
  char name[8];
  snprintf(name, sizeof name, "%.*s", (int)(dot - heading), heading);
  for (size_t i = 0; i < 3; i++) {
    char c = i < length ? dot[1 + i] : '\0';
    currency[i] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
  }
  currency[3] = '\0';
  return length == 3 && currency_exponent(currency) >= 0 ? &r->table->columns[column_find(r->table, name)] : NULL;
}

static void set_account(cJSON *accounts, const char *currency, const char *name, const char *text) {
  cJSON *own = cJSON_GetObjectItemCaseSensitive(accounts, currency);
  if (!own) own = cJSON_AddObjectToObject(accounts, currency);
  cJSON_DeleteItemFromObjectCaseSensitive(own, name);
  if (text) cJSON_AddStringToObject(own, name, text);
  if (!own->child) cJSON_DeleteItemFromObjectCaseSensitive(accounts, currency);
}

static void read_account(import *im, const row *r, const extra *x, cJSON *accounts) {
  char currency[4];
  const column *c = account_column(r, x->name, currency);
  field value = field_text(x->value.state == CELL_GIVEN ? x->value.text : NULL);
  if (!c)
    row_fault(im, r, ERROR_INVALID, shown(im, x->name, strlen(x->name)),
              "ends with no ISO 4217 currency, as iban.CHF does");
  else if (x->value.json) row_fault(im, r, ERROR_INVALID, x->name, "must be text");
  else {
    column own = *c;
    own.name = arena_format(im->scratch, "%s.%s", c->name, currency);
    if (value.text && c->type != COLUMN_TEXT) party_cell_read(im, r, &own, &x->value, &value);
    set_account(accounts, currency, c->name, value.text);
  }
}

bool seller_check(import *im, const row *r, const record *old, record *new, error *e) {
  (void)e;
  size_t at = column_at(r->table, "accounts");
  if (!r->account_count) return true;
  const char *before = old->n ? old->fields[at].text : NULL;
  cJSON *accounts = before ? cJSON_Parse(before) : cJSON_CreateObject();
  for (size_t i = 0; i < r->account_count; i++)
    if (r->accounts[i].value.state != CELL_ABSENT) read_account(im, r, &r->accounts[i], accounts);
  new->fields[at] = accounts->child ? json_field(im, accounts) : (field){ .type = FIELD_NULL };
  cJSON_Delete(accounts);
  return true;
}
