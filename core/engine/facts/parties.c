// Seller and buyer as an invoice freezes them.
#include "core/engine/facts/parties.h"

static const char *first_text(query *q, arena *a, error *e) {
  if (!q) return NULL;
  int step = query_step(q, e);
  const char *text = step == 1 ? arena_text(a, query_column_text(q, 0)) : NULL;
  query_reset(q);
  if (step == 0) error_set(e, ERROR_CORRUPT, "an invoice has no customer");
  return text;
}

// A column of the account: that of the currency ?1, where it has one. Accounts are never mixed: a bank's number beside
// another bank's IBAN would send money astray.
#define ACCOUNT(name) \
  "'" name "', iif(s.accounts -> ('$.' || ?1) IS NULL, s." name ", s.accounts ->> ('$.' || ?1 || '." name "'))"

const char *parties_seller(book *b, const char *currency, arena *a, error *e) {
  return first_text(
      db_ask(b->db, e,
             "SELECT json_object('name', ifnull(s.name, o.name), 'address1', s.address1, 'address2', "
             "s.address2, 'city', s.city, 'region', s.region, 'postal_code', s.postal_code, 'country', "
             "s.country, 'tax_id', s.tax_id, 'email', s.email, 'phone', s.phone, " ACCOUNT(
                 "bank") ", 'logo', s.logo, "
                         "'footer', s.footer, 'tax_number', s.tax_number, 'registration', s.registration, "
                         "'contact', s.contact, 'endpoint', s.endpoint, " ACCOUNT("iban") ", " ACCOUNT(
                             "bic") ", "
                                    "'x', json(s.x)) FROM settings o LEFT JOIN seller s ON s.n = 1",
             "t", currency),
      a, e);
}

const char *parties_buyer(book *b, int64_t invoice, arena *a, error *e) {
  return first_text(
      db_ask(b->db, e, "SELECT " PARTIES_BUYER " FROM invoices i JOIN customers c ON c.n = i.customer WHERE i.n = ?",
             "i", invoice),
      a, e);
}

const char *parties_customer(book *b, int64_t customer, arena *a, error *e) {
  return first_text(db_ask(b->db, e, "SELECT " PARTIES_BUYER " FROM customers c WHERE c.n = ?", "i", customer), a, e);
}
