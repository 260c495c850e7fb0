// What changed at the target since documents were delivered there.
#include "core/base/decimal.h"
#include "core/deliver/export_inside.h"
#include <stdlib.h>
#include <string.h>

enum { TOGETHER = 500, PAGES_MAX = 1000 };  // documents that one question may be about; requests of one question

// A document that is known to be there.
typedef struct known {
  delivery row;
  bool met;  // the target spoke of it
} known;

typedef struct refresh {
  driver d;
  known *list;
  size_t count, capacity;
  value *payments;
  int64_t changed;
} refresh;

static bool read_known(refresh *r, error *e) {
  static const char sql[] =
      "SELECT kind, subject FROM deliveries WHERE connection = ? AND kind IN ('invoice', 'credit') "
      "AND remote_id NOT NULL AND state IN ('delivered', 'different', 'edited', 'gone', 'voided') "
      "ORDER BY n";
  const delivering *w = r->d.with;
  query *q = db_ask(w->book->db, e, sql, "i", w->connection);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    r->list = arena_grow(r->d.arena, r->list, r->count, &r->capacity, sizeof *r->list);
    r->list[r->count++] = (known){ .row = { .kind = arena_text(r->d.arena, query_column_text(q, 0)),
                                            .subject = arena_text(r->d.arena, query_column_text(q, 1)) } };
  }
  for (size_t i = 0; step == 0 && i < r->count; i++) {
    const delivery row = r->list[i].row;
    if (!outbox_find(w->book, w->connection, row.kind, row.subject, r->d.arena, &r->list[i].row, e)) return false;
  }
  return step == 0;
}

static value *documents_of(refresh *r, size_t from, size_t until) {
  arena *a = r->d.arena;
  value *out = value_list(a);
  for (size_t i = from; i < until; i++) {
    const delivery *row = &r->list[i].row;
    value *one = value_record(a);
    put_text(a, one, "kind", row->kind);
    put_text(a, one, "number", row->subject);
    put_text(a, one, "id", row->remote_id);
    put_text(a, one, "version", row->remote_version);
    put_text(a, one, "key", row->key);
    put_text(a, one, "total", row->remote_total);
    put_text(a, one, "tax", row->remote_tax);
    value_append(a, out, one);
  }
  return out;
}

static known *by_id(refresh *r, const char *id) {
  for (size_t i = 0; i < r->count; i++)
    if (strcmp(r->list[i].row.remote_id, id) == 0) return &r->list[i];
  return NULL;
}

static bool same(const char *one, const char *other) {
  decimal a, b;
  if (!one || !other) return true;  // what is not told says nothing
  return decimal_parse(one, strlen(one), &a) && decimal_parse(other, strlen(other), &b) && a == b;
}

static bool put_state(refresh *r, known *k, const char *state, const delivery *facts, error *e) {
  delivery after = facts ? *facts : k->row;
  bool done;
  if (strcmp(state, k->row.state) == 0 && !facts) return true;
  after.state = state;
  if (!outbox_move(r->d.with->book, &k->row, &after, &done, e)) return false;
  if (done) k->row = after;
  r->changed += done;
  return true;
}

// It is kept as it is there now, and stays `edited` until somebody has looked at it.
static bool put_edited(refresh *r, known *k, const char *total, const char *tax, error *e) {
  delivery after = k->row;
  const char *before = k->row.remote_total ? k->row.remote_total : "not known";
  if (total) after.remote_total = total;
  if (tax) after.remote_tax = tax;
  after.difference =
      same(total, k->row.remote_total)
          ? "it was edited there"
          : arena_format(r->d.arena, "total is %s there and was %s when it was delivered", total, before);
  return put_state(r, k, "edited", &after, e);
}

static bool take_document(refresh *r, const cJSON *facts, error *e) {
  arena *a = r->d.arena;
  known *k = by_id(r, fact(facts, "id", a));
  const char *state = fact(facts, "state", a), *total = fact(facts, "total", a), *tax = fact(facts, "tax", a);
  if (!k) return true;
  k->met = true;
  if (state && (strcmp(state, "voided") == 0 || strcmp(state, "gone") == 0)) return put_state(r, k, state, NULL, e);
  if ((state && strcmp(state, "edited") == 0) || !same(total, k->row.remote_total) || !same(tax, k->row.remote_tax))
    return put_edited(r, k, total, tax, e);
  bool back = delivery_is(&k->row, "gone") || delivery_is(&k->row, "voided");
  return !back || put_state(r, k, k->row.difference ? "different" : "delivered", NULL, e);
}

// A payment with the documents of this book that it pays, by their numbers.
static void take_payment(refresh *r, const cJSON *facts) {
  arena *a = r->d.arena;
  static const char *const names[] = { "id", "date", "amount", "currency", "reference", "customer" };
  value *out = value_record(a), *pays = value_list(a);
  const cJSON *part;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) put_text(a, out, names[i], fact(facts, names[i], a));
  cJSON_ArrayForEach(part, cJSON_GetObjectItemCaseSensitive(facts, "pays")) {
    const known *k = by_id(r, fact(part, "id", a));
    value *one = value_record(a);
    if (k) put_int(a, one, "invoice", k->row.invoice);
    else put_int(a, one, "invoice", 0);
    put_text(a, one, "amount", fact(part, "amount", a));
    value_append(a, pays, one);
  }
  value_put(a, out, "pays", pays);
  value_append(a, r->payments, out);
}

static bool ask_all(refresh *r, const cJSON *requests, int *pages, bool *whole, error *e);

static bool ask_one(refresh *r, const cJSON *request, int *pages, bool *whole, error *e) {
  arena *a = r->d.arena;
  value *document = value_record(a);
  judged j;
  cJSON *facts = NULL;
  const cJSON *of = cJSON_GetObjectItemCaseSensitive(request, "of"), *item;
  put_text(a, document, "kind", "changes");
  if (of) value_put(a, document, "of", value_of_cjson(a, of));
  if (!driver_ask(&r->d, document, request, &j, e)) return false;
  if (j.as == VERDICT_GOOD && !driver_confirm(&r->d, document, &j, &facts, e)) return false;
  if (!facts) {
    *whole = false;
    driver_end(&r->d, DELIVERY_STOPPED, j.message ? j.message : "the answer says nothing of what changed", NULL);
    return true;
  }
  bool ok = true;
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(facts, "documents")) ok = ok && take_document(r, item, e);
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(facts, "payments")) take_payment(r, item);
  ok = ok && ask_all(r, cJSON_GetObjectItemCaseSensitive(facts, "more"), pages, whole, e);
  cJSON_Delete(facts);
  return ok;
}

static bool ask_all(refresh *r, const cJSON *requests, int *pages, bool *whole, error *e) {
  const cJSON *request;
  cJSON_ArrayForEach(request, requests) {
    if (r->d.ended || ++*pages > PAGES_MAX) return *whole = false, true;
    if (!ask_one(r, request, pages, whole, e)) return false;
  }
  return true;
}

static bool ask_part(refresh *r, size_t from, size_t until, error *e) {
  cJSON *requests;
  int pages = 0;
  bool whole = true;
  if (!driver_plugin(&r->d, "changed", "", documents_of(r, from, until), NULL, &requests, e)) return false;
  bool ok = ask_all(r, requests, &pages, &whole, e);
  cJSON_Delete(requests);
  for (size_t i = from; ok && whole && requests && !r->d.ended && i < until; i++)
    if (!r->list[i].met && strcmp(r->list[i].row.state, "voided") != 0) ok = put_state(r, &r->list[i], "gone", NULL, e);
  return ok;
}

bool deliver_refresh(const delivering *with, arena *a, value **payments, int64_t *changed, delivery_report *out,
                     error *e) {
  refresh r = { .payments = value_list(a) };
  bool ok = driver_open(&r.d, with, a, out, e) && read_known(&r, e);
  for (size_t from = 0; ok && !r.d.ended && from < r.count; from += TOGETHER) {
    size_t until = from + TOGETHER < r.count ? from + TOGETHER : r.count;
    book_progress(with->book, "asking", (int64_t)from, (int64_t)r.count);
    ok = ask_part(&r, from, until, e);
  }
  driver_close(&r.d);
  *payments = r.payments;
  *changed = r.changed;
  return ok;
}
