// Documents on their way in one run, and how each ends.
#include "core/base/decimal.h"
#include "core/base/text.h"
#include "core/deliver/export_inside.h"
#include <stdlib.h>
#include <string.h>

enum { OTHERS = 5 };

// ---- Which there are

static void add(driver *d, items *out, item one) {
  out->list = arena_grow(d->arena, out->list, out->count, &out->capacity, sizeof one);
  out->list[out->count++] = one;
}

// What is void here and was never sent is left out.
static bool add_of(driver *d, int64_t invoice, items *mains, items *applies, items *voids, error *e) {
  query *q =
      db_ask(d->with->book->db, e, "SELECT number, kind, state, credits FROM invoices WHERE n = ?", "i", invoice);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0;
  const item main = { .invoice = invoice,
                      .kind = strcmp(query_column_text(q, 1), "credit") == 0 ? "credit" : "invoice",
                      .number = arena_text(d->arena, query_column_text(q, 0)) };
  bool is_void = strcmp(query_column_text(q, 2), "void") == 0, draft = strcmp(query_column_text(q, 2), "draft") == 0;
  item apply = main, voided = main;
  apply.credited = query_column(q, 3);
  query_reset(q);
  apply.kind = "apply";
  voided.kind = "void";
  if (draft) return true;
  if (is_void) add(d, voids, voided);
  else add(d, mains, main);
  if (!is_void && apply.credited) add(d, applies, apply);
  return true;
}

static bool has(const driver *d, const char *function) {
  const value *list = value_get(d->with->delivers, "functions");
  for (size_t i = 0; i < list->as.list.count; i++)
    if (strcmp(list->as.list.items[i]->as.text, function) == 0) return true;
  return false;
}

bool items_of(driver *d, const int64_t *invoices, size_t count, items *out, error *e) {
  items applies = { 0 }, voids = { 0 };
  *out = (items){ 0 };
  for (size_t i = 0; i < count; i++)
    if (!add_of(d, invoices[i], out, &applies, &voids, e)) return false;
  for (size_t i = 0; i < applies.count && has(d, "apply"); i++) add(d, out, applies.list[i]);
  for (size_t i = 0; i < voids.count; i++) add(d, out, voids.list[i]);
  return true;
}

// ---- Its row

bool item_move(driver *d, item *i, const delivery *after, error *e) {
  bool done;
  if (!outbox_move(d->with->book, &i->row, after, &done, e)) return false;
  if (done) i->row = *after;
  else item_later(d, i, driver_now(d) + OTHERS);
  return true;
}

static bool somebody_sends(const driver *d, const delivery *r) {
  return r->claimed_by && r->claimed_until > driver_now(d) && delivery_owner_lives(r->claimed_by);
}

static arena *own_arena(item *i) {
  if (!i->own) i->own = arena_new();
  return i->own;
}

bool item_show(driver *d, item *i, error *e) {
  if (!i->shown) i->shown = d->with->invoice(d->with->self, i->invoice, own_arena(i), e);
  return i->shown != NULL;
}

void item_done(item *i) {
  arena_free(i->own);
  i->own = NULL;
  i->shown = NULL;
  i->row = (delivery){ 0 };
}

bool item_read(driver *d, item *i, error *e) {
  if (!outbox_find(d->with->book, d->with->connection, i->kind, i->number, own_arena(i), &i->row, e)) return false;
  if (!delivery_is(&i->row, "sending")) return true;
  if (somebody_sends(d, &i->row)) {
    i->finished = true;
    return true;
  }
  delivery after = i->row;
  after.state = "unknown";
  after.claimed_by = NULL;
  after.claimed_until = 0;
  after.message = "it was cut off while it was sent";
  return item_move(d, i, &after, e);
}

void item_later(driver *d, item *i, int64_t at) {
  i->next_at = at;
  if (++i->later >= LATER_MAX || at - driver_now(d) > PATIENCE) i->finished = true;
}

// ---- The document as plugins see it

static value *reference(driver *d, const char *kind, const char *number, error *e) {
  arena *a = d->scratch;
  delivery r;
  if (!outbox_find(d->with->book, d->with->connection, kind, number, a, &r, e)) return NULL;
  value *out = value_record(a);
  put_text(a, out, "number", number);
  put_text(a, out, "id", r.remote_id);
  put_text(a, out, "version", r.remote_version);
  return out;
}

static const char *absolute(const char *amount) { return *amount == '-' ? amount + 1 : amount; }

// What is applied is what the target has of the credit note: where it computes the tax, that is not what is here.
static bool put_application(driver *d, item *i, value *out, error *e) {
  arena *a = d->scratch;
  delivery there;
  if (!outbox_find(d->with->book, d->with->connection, "credit", i->number, a, &there, e)) return false;
  value *credit = reference(d, "credit", i->number, e),
        *to = credit ? reference(d, "invoice", value_get(i->shown, "credits")->as.text, e) : NULL;
  if (!to) return false;
  value_put(a, out, "credit", credit);
  value_put(a, out, "to", to);
  const char *here = value_plain(a, value_get(i->shown, "total"));
  put_text(a, out, "amount", absolute(there.remote_total ? there.remote_total : here));
  put_text(a, out, "date", value_plain(a, value_get(i->shown, "date")));
  return true;
}

value *item_document(driver *d, item *i, error *e) {
  arena *a = d->scratch;
  if (!item_show(d, i, e)) return NULL;
  bool own = strcmp(i->kind, "invoice") == 0 || strcmp(i->kind, "credit") == 0;
  value *out = value_record(a), *main = NULL;
  if (!own && !(main = reference(d, value_get(i->shown, "kind")->as.text, i->number, e))) return NULL;
  put_text(a, out, "kind", i->kind);
  put_text(a, out, "number", i->number);
  value_put(a, out, "invoice", i->shown);
  put_text(a, out, "key", i->row.key);
  put_text(a, out, "id", own ? i->row.remote_id : value_plain(a, value_get(main, "id")));
  put_text(a, out, "version", own ? i->row.remote_version : value_plain(a, value_get(main, "version")));
  return strcmp(i->kind, "apply") != 0 || put_application(d, i, out, e) ? out : NULL;
}

// ---- How it ends

static void count_refused(driver *d, const char *message) {
  d->equal = d->equal_message && message && strcmp(d->equal_message, message) == 0 ? d->equal + 1 : 1;
  d->equal_message = arena_text(d->arena, message);
  if (d->equal < EQUAL_MAX) return;
  driver_end(d, DELIVERY_STOPPED,
             arena_format(d->arena, "%d documents in a row were refused for the same reason: %s", EQUAL_MAX, message),
             "put that right, then run the export again");
}

bool item_refuse(driver *d, item *i, const char *message, const char *code, const char *trace, error *e) {
  delivery after = i->row;
  bool done = true;
  char key[KEY_TEXT];
  delivery_key(key);
  i->finished = true;
  count_refused(d, message);
  after.state = "refused";
  after.message = message;
  after.code = code;
  after.trace = trace;
  after.claimed_by = NULL;
  after.claimed_until = after.next_at = 0;
  if (i->row.n) return item_move(d, i, &after, e);
  after.invoice = i->invoice;
  after.key = arena_text(d->arena, key);
  after.request = "";
  return outbox_add(d->with->book, &after, &done, e);
}

static bool same_amount(const char *one, const char *other) {
  decimal a, b;
  return decimal_parse(one, strlen(one), &a) && decimal_parse(other, strlen(other), &b) &&
         (a < 0 ? -a : a) == (b < 0 ? -b : b);
}

const char *item_difference(driver *d, const item *i, const delivery *r) {
  static const char *const names[] = { "total", "tax" };
  const char *there[] = { r->remote_total, r->remote_tax }, *out = NULL;
  for (size_t k = 0; k < 2; k++) {
    const char *here = value_plain(d->scratch, value_get(i->shown, names[k]));
    if (!there[k] || same_amount(there[k], here)) continue;
    out = arena_format(d->arena, "%s%s%s is %s there and %s here", out ? out : "", out ? ", " : "", names[k], there[k],
                       here);
  }
  return out;
}

static bool taken(const cJSON *facts, const char *name) {
  return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(facts, name));
}

// What is void there, as somebody here wants it, or not.
static const char *state_there(const driver *d, const item *i, const delivery *r, const cJSON *facts) {
  (void)d;
  bool main = strcmp(i->kind, "invoice") == 0 || strcmp(i->kind, "credit") == 0;
  if (main && taken(facts, "voided")) return "voided";
  return r->difference && !taken(facts, "theirs") ? "different" : "delivered";
}

// The document that was voided is void there too, in one transaction with the row that voids it.
static bool void_main(driver *d, const item *i, error *e) {
  delivery main;
  bool done;
  const char *kind = value_get(i->shown, "kind")->as.text;
  if (!outbox_find(d->with->book, d->with->connection, kind, i->number, d->scratch, &main, e)) return false;
  delivery after = main;
  after.state = "voided";
  return !main.n || outbox_move(d->with->book, &main, &after, &done, e);
}

bool item_there(driver *d, item *i, const cJSON *facts, const char *trace, error *e) {
  db *own = d->with->book->db;
  arena *a = d->arena;
  delivery after = i->row;
  const bool is_void = strcmp(i->kind, "void") == 0, apply = strcmp(i->kind, "apply") == 0;
  after.claimed_by = after.message = after.code = NULL;
  after.claimed_until = after.next_at = 0;
  after.trace = trace;
  after.remote_id = fact(facts, "id", a);
  after.remote_number = fact(facts, "number", a);
  after.remote_total = fact(facts, "total", a);
  after.remote_tax = fact(facts, "tax", a);
  after.remote_version = fact(facts, "version", a);
  after.difference = is_void || apply ? NULL : item_difference(d, i, &after);
  after.state = state_there(d, i, &after, facts);
  if (after.difference && taken(facts, "theirs"))
    d->desk.warn(d, arena_format(d->scratch, "%s: %s", i->number, after.difference));
  i->finished = true;
  d->equal = 0;
  if (!db_begin(own, e)) return false;
  if (item_move(d, i, &after, e) && (!is_void || void_main(d, i, e)) && db_commit(own, e)) return true;
  db_rollback(own);
  return false;
}
