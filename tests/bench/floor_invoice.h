// The floor's documents: bills and their taxes stored, drafts one per contract, then numbers, frozen parties, digests,
// the chain, postings.
#pragma once
#include "tests/bench/floor_bill.h"

static inline void bill_row(inserter *i, const floor_run *f, const bill *b, int64_t n) {
  insert_number(i, n);
  insert_number(i, f->batch);
  insert_number(i, b->contract);
  insert_text(i, b->free ? "free" : "bill", 4);
  insert_number_or_null(i, b->invoice);
  insert_text(i, "USD", 3);
  insert_number(i, b->amount);
  insert_number(i, b->tax);
  insert_number(i, b->tickets);
  insert_number(i, b->minutes);
  insert_number(i, b->lines);
  insert_number(i, f->journal);
  insert_number(i, b->period_from);
  insert_number(i, b->time_from);
  insert_number(i, b->charge_from);
  insert_number(i, b->before_period);
  insert_number(i, b->before_time);
  insert_number(i, b->before_charge);
  insert_number(i, 0);
  insert_text(i, b->digest, DIGEST_TEXT - 1);
  insert_number(i, RULES_VERSION);
  insert_number(i, FORM);
  insert_row(i);
}

static inline void bills_store(floor_run *f) {
  inserter i = inserter_open(
      f->db,
      "bills (n, batch, contract, kind, invoice, currency, amount, tax, tickets, minutes, lines, journal, "
      "period_from, time_from, charge_from, frontier_period, frontier_time, frontier_charge, show, digest, "
      "rules_version, form)",
      22);
  for (size_t k = 0; k < f->bill_count; k++)
    bill_row(&i, f, &f->bills[k], f->next_bill - (int64_t)f->bill_count + (int64_t)k + 1);
  inserter_close(&i);
}

static inline void bill_taxes_store(floor_run *f) {
  inserter i = inserter_open(f->db, "bill_taxes (bill, ord, tax_row, name, rate, rounding, base, amount)", 8);
  for (size_t k = 0; k < f->bill_count; k++) {
    const bill *b = &f->bills[k];
    if (!b->tax_row) continue;
    insert_number(&i, f->next_bill - (int64_t)f->bill_count + (int64_t)k + 1);
    insert_number(&i, 1);
    insert_number(&i, b->tax_row->n);
    insert_text(&i, b->tax_row->name, strlen(b->tax_row->name));
    insert_text(&i, b->tax_row->rate, strlen(b->tax_row->rate));
    insert_text(&i, "line", 4);
    insert_number(&i, b->base);
    insert_number(&i, b->taxed);
    insert_row(&i);
  }
  inserter_close(&i);
}

// --- Drafts: by customer, then by the contract's key as text, as billet groups them.
static inline int by_draft(const void *a, const void *b) {
  const bill *x = *(bill *const *)a, *y = *(bill *const *)b;
  char left[NUMBER_TEXT] = "", right[NUMBER_TEXT] = "";
  if (x->customer != y->customer) return x->customer < y->customer ? -1 : 1;
  digits_write(x->contract, left);
  digits_write(y->contract, right);
  return strcmp(left, right);
}

static inline int by_number(const void *a, const void *b) {
  const bill *x = *(bill *const *)a, *y = *(bill *const *)b;
  int customer = strcmp(x->customer_name, y->customer_name), contract = customer ? customer : strcmp(x->name, y->name);
  return contract ? contract : x->invoice < y->invoice ? -1 : x->invoice > y->invoice;
}

static inline bill **sorted(floor_run *f, size_t *count, int (*order)(const void *, const void *)) {
  bill **out = must(malloc((f->bill_count + 1) * sizeof *out));
  *count = 0;
  for (size_t i = 0; i < f->bill_count; i++)
    if (!f->bills[i].free) out[(*count)++] = &f->bills[i];
  qsort(out, *count, sizeof *out, order);
  return out;
}

static inline void drafts_store(floor_run *f) {
  size_t count;
  bill **bills = sorted(f, &count, by_draft);
  int64_t next = number_of(f->db, "SELECT seq FROM sqlite_sequence WHERE name = 'invoices'");
  inserter i = inserter_open(f->db, "invoices (n, batch, kind, state, customer, currency, subtotal, tax, total)", 9);
  for (size_t k = 0; k < count; k++) {
    bill *b = bills[k];
    b->invoice = ++next;
    insert_number(&i, b->invoice);
    insert_number(&i, f->batch);
    insert_text(&i, "invoice", 7);
    insert_text(&i, "draft", 5);
    insert_number(&i, b->customer);
    insert_text(&i, "USD", 3);
    insert_number(&i, b->amount);
    insert_number(&i, b->tax);
    insert_number(&i, b->amount + b->tax);
    insert_row(&i);
  }
  inserter_close(&i);
  free(bills);
}

// --- Numbers.
typedef struct numbering {
  floor_run *f;
  sqlite3_stmt *buyer, *final;
  inserter postings, statements;
  text contracts;  // of the invoice at hand
  char *seller;
  char chain[DIGEST_TEXT];
  int64_t seq;
} numbering;

#define PARTY                                                                                                                              \
  "'address1', address1, 'address2', address2, 'city', city, 'region', region, 'postal_code', postal_code, 'country', country, 'tax_id', " \
  "tax_id, 'email', email, 'phone', phone"
#define SELLER                                                                                                                   \
  ", 'bank', bank, 'logo', logo, 'footer', footer, 'tax_number', tax_number, 'registration', registration, 'contact', contact, " \
  "'endpoint', endpoint, 'iban', iban, 'bic', bic, 'x', json(s.x)"
#define BUYER                                                                                                                    \
  ", 'registration', registration, 'endpoint', endpoint, 'buyer_reference', buyer_reference, 'email_to', email_to, 'einvoice', " \
  "einvoice, 'x', json(x)"

static inline char *seller_read(floor_run *f) {
  sqlite3_stmt *s = prepared(f->db, "SELECT json_object('name', ifnull(s.name, o.name), " PARTY SELLER
                                    ") FROM settings o LEFT JOIN seller s ON s.n = 1");
  char *out = stepped(s) ? copy_at(s, 0, &f->kept) : NULL;
  sqlite3_finalize(s);
  return must(out);
}

static inline void posting(inserter *i, int64_t invoice, int ord, const char *account, int64_t amount) {
  insert_number(i, invoice);
  insert_number(i, ord);
  insert_text(i, account, strlen(account));
  insert_number(i, amount);
  insert_row(i);
}

static inline void contracts_of(text *out, const bill *b, int64_t n) {
  out->length = 0;
  text_number(out, "[{\"bill\":", n);
  text_number(out, ",\"lines\":", b->lines);
  text_quoted(out, ",\"contract\":", b->id);
  text_quoted(out, ",\"name\":", b->name);
  text_add(out, "}]", 3);
  out->length--;
}

// How the document looks is left out, as that is a plugin's.
static inline void header_hash(hasher *h, const bill *b, const char *number, const char *customer, int64_t due,
                               const char *seller, const char *buyer, int64_t batch, const text *contracts) {
  hash_start(h);
  hash_text(h, number, strlen(number));
  hash_text(h, "invoice", 7);
  hash_text(h, customer, strlen(customer));
  hash_text(h, "USD", 3);
  hash_number(h, b->amount);
  hash_number(h, b->tax);
  hash_number(h, b->amount + b->tax);
  hash_text(h, NULL, 0);
  hash_number(h, AS_OF);
  hash_number(h, due);
  hash_text(h, seller, strlen(seller));
  hash_text(h, buyer, strlen(buyer));
  hash_text(h, NULL, 0);
  hash_text(h, NULL, 0);
  hash_number(h, batch);
  hash_text(h, contracts->bytes, contracts->length);
  hash_text(h, NULL, 0);
  hash_number(h, 0);
  hash_text(h, NULL, 0);
  hash_text(h, b->statement, b->statement ? strlen(b->statement) : 0);
  hash_text(h, NULL, 0);
  hash_text(h, NULL, 0);
  hash_text(h, b->digest, DIGEST_TEXT - 1);
}

static inline void chain_hash(hasher *h, const char *digest, char chain[DIGEST_TEXT]) {
  hash_start(h);
  hash_bytes(h, chain, strlen(chain));
  hash_bytes(h, digest, DIGEST_TEXT - 1);
  hash_end(h, chain);
}

static inline void invoice_number(numbering *n, const bill *b) {
  hasher *h = &n->f->hasher;
  char number[NUMBER_TEXT] = "", digest[DIGEST_TEXT];
  digits_write(++n->seq, number);
  sqlite3_bind_int64(n->buyer, 1, b->customer);
  if (!stepped(n->buyer)) exit(1);
  int64_t due = AS_OF + number_at(n->buyer, 1);
  const char *buyer = text_at(n->buyer, 2);
  contracts_of(&n->contracts, b, n->f->next_bill - (int64_t)n->f->bill_count + (b - n->f->bills) + 1);
  header_hash(h, b, number, text_at(n->buyer, 0), due, n->seller, buyer, n->f->batch, &n->contracts);
  hash_end(h, digest);
  chain_hash(h, digest, n->chain);
  sqlite3_bind_int64(n->final, 1, n->seq);
  bind_text(n->final, 2, number);
  sqlite3_bind_int64(n->final, 3, AS_OF);
  sqlite3_bind_int64(n->final, 4, due);
  bind_text(n->final, 5, n->seller);
  bind_text(n->final, 6, buyer);
  bind_text(n->final, 7, digest);
  bind_text(n->final, 8, n->chain);
  bind_text(n->final, 9, n->contracts.bytes);
  sqlite3_bind_int64(n->final, 10, b->invoice);
  done(n->final);
  sqlite3_reset(n->buyer);
  if (b->statement) {
    insert_number(&n->statements, b->invoice);
    insert_text(&n->statements, b->statement, strlen(b->statement));
    insert_row(&n->statements);
  }
  posting(&n->postings, b->invoice, 1, "receivable", b->amount + b->tax);
  posting(&n->postings, b->invoice, 2, "revenue", -b->amount);
  posting(&n->postings, b->invoice, 3, "tax", -b->tax);
}

static inline void series_store(numbering *n) {
  sqlite3_stmt *s = prepared(n->f->db, "UPDATE series SET next = ?, last_date = ? WHERE n = 1");
  sqlite3_bind_int64(s, 1, n->seq + 1);
  sqlite3_bind_int64(s, 2, AS_OF);
  done(s);
  sqlite3_finalize(s);
}

static inline size_t invoices_number(floor_run *f) {
  size_t count;
  bill **bills = sorted(f, &count, by_number);
  numbering n = {
    .f = f,
    .buyer = prepared(f->db, "SELECT id, terms_days, json_object('id', id, 'name', name, " PARTY BUYER
                             ") FROM customers WHERE n = ?"),
    .final = prepared(
        f->db, "UPDATE OR ROLLBACK invoices SET state = 'final', series = 1, seq = ?, number = ?, date = ?, "
               "due_date = ?, seller = ?, bill_to = ?, digest = ?, chain = ?, contracts = ?, form = 5 WHERE n = ?"),
    .statements = inserter_open(f->db, "statements (invoice, statements)", 2),
    .postings = inserter_open(f->db, "postings (invoice, ord, account, amount)", 4),
    .seller = seller_read(f),
    .seq = number_of(f->db, "SELECT next - 1 FROM series WHERE n = 1")
  };
  for (size_t i = 0; i < count; i++) invoice_number(&n, bills[i]);
  series_store(&n);
  inserter_close(&n.postings);
  inserter_close(&n.statements);
  free(n.contracts.bytes);
  sqlite3_finalize(n.buyer);
  sqlite3_finalize(n.final);
  free(bills);
  return count;
}
