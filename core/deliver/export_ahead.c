// What a run would do: the same documents, and nothing but questions.
#include "core/base/text.h"
#include "core/deliver/export_inside.h"
#include <stdlib.h>
#include <string.h>

typedef struct ahead {
  driver d;
  value *out, *asked;  // asked: records of needs that were looked up, by KIND:KEY
} ahead;

static const char *dry_id(void *self, const char *kind, const char *key, error *e) {
  ahead *h = self;
  const char *id, *name;
  if (!name_known(h->d.with->book, h->d.with->connection, kind, key, h->d.arena, &id, &name, e)) return NULL;
  return id ? id : "?";
}

static void line(ahead *h, const item *i, const char *would, value *makes, const char *missing) {
  arena *a = h->d.arena;
  value *row = value_record(a);
  put_text(a, row, "invoice", i->number);
  put_text(a, row, "would", missing ? "refused" : would);
  value_put(a, row, "makes", makes ? makes : value_list(a));
  put_text(a, row, "missing", missing);
  value_append(a, h->out, row);
}

static const char *joined(ahead *h, const cJSON *list) {
  const cJSON *text;
  buffer all = { 0 };
  cJSON_ArrayForEach(text, list) buffer_format(&all, "%s%s", all.length ? "; " : "", text->valuestring);
  const char *out = all.length ? arena_copy(h->d.arena, all.text, all.length) : NULL;
  buffer_free(&all);
  return out;
}

// Whether something of that name is there; asked once. Without a wire nobody knows, and it counts as there.
static bool is_there(ahead *h, const cJSON *need, const char *subject, bool *out, error *e) {
  arena *a = h->d.arena;
  const value *before = value_get(h->asked, subject);
  const cJSON *find = cJSON_GetObjectItemCaseSensitive(need, "find");
  judged j;
  cJSON *facts = NULL;
  *out = before ? before->as.truth : !h->d.with->wire;
  if (before || !h->d.with->wire || !find) return true;
  value *document = value_record(a);
  put_text(a, document, "kind", fact(need, "kind", a));
  put_text(a, document, "key", fact(need, "key", a));
  put_text(a, document, "name", fact(need, "name", a));
  if (!driver_ask(&h->d, document, find, &j, e)) return false;
  if (j.as == VERDICT_GOOD && !driver_confirm(&h->d, document, &j, &facts, e)) return false;
  *out = facts != NULL;
  cJSON_Delete(facts);
  put_bool(a, h->asked, subject, *out);
  return true;
}

static bool look_at_need(ahead *h, const cJSON *need, value *makes, const char **missing, error *e) {
  arena *a = h->d.arena;
  const char *kind = fact(need, "kind", a), *key = fact(need, "key", a), *name = fact(need, "name", a), *id, *known;
  const char *subject = arena_format(a, "%s:%s", kind, key);
  bool there;
  if (!name_known(h->d.with->book, h->d.with->connection, kind, key, a, &id, &known, e)) return false;
  if (id && strcmp(known, name) == 0) return true;
  if (!is_there(h, need, subject, &there, e)) return false;
  if (there) return true;
  const char *said = fact(need, "missing", a);
  if (cJSON_GetObjectItemCaseSensitive(need, "make"))
    value_append(a, makes, value_text(a, arena_format(a, "%s \"%s\"", kind, name)));
  else *missing = said ? said : arena_format(a, "%s has no %s \"%s\"", h->d.with->title, kind, name);
  return true;
}

static bool plugin(ahead *h, const char *function, const value *subject, cJSON **out, const char **missing, error *e) {
  if (driver_plugin(&h->d, function, "", subject, NULL, out, e)) return true;
  if (e->code != ERROR_PLUGIN) return false;
  *missing = arena_text(h->d.arena, e->message);
  error_clear(e);
  return true;
}

static bool look_at_document(ahead *h, item *i, error *e) {
  value *makes = value_list(h->d.arena);
  cJSON *list = NULL, *needs = NULL, *request = NULL;
  const cJSON *need;
  const char *missing = NULL;
  if (!item_show(&h->d, i, e)) return false;
  bool ok = plugin(h, "missing", i->shown, &list, &missing, e);
  if (ok && !missing) missing = joined(h, list);
  cJSON_Delete(list);
  if (ok && !missing) ok = plugin(h, "needs", i->shown, &needs, &missing, e);
  cJSON_ArrayForEach(need, needs) if (ok && !missing && !h->d.ended) ok = look_at_need(h, need, makes, &missing, e);
  cJSON_Delete(needs);
  if (ok && !missing) ok = plugin(h, "create", i->shown, &request, &missing, e);
  cJSON_Delete(request);
  if (ok) line(h, i, "send", makes, missing);
  return ok;
}

static bool look(ahead *h, item *i, error *e) {
  static const char *const settled[] = { "delivered", "different", "edited", "gone", "voided", "forgotten", "sending" };
  bool main = strcmp(i->kind, "invoice") == 0 || strcmp(i->kind, "credit") == 0;
  if (h->d.with->connection &&
      !outbox_find(h->d.with->book, h->d.with->connection, i->kind, i->number, h->d.arena, &i->row, e))
    return false;
  for (size_t k = 0; k < sizeof settled / sizeof *settled; k++)
    if (delivery_is(&i->row, settled[k])) return true;
  if (delivery_is(&i->row, "unknown")) line(h, i, "ask", NULL, NULL);
  else if (!main) line(h, i, i->kind, NULL, NULL);
  else return look_at_document(h, i, e);
  return true;
}

// What is void here goes nowhere unless it is there.
static bool is_sent(const driver *d, const item *i, bool *out, error *e) {
  int64_t n = 0;
  *out = true;
  if (strcmp(i->kind, "void") != 0) return true;
  if (!db_value(
          d->with->book->db, e, &n, 0,
          "SELECT count(*) FROM deliveries WHERE connection = ? AND subject = ? AND kind IN ('invoice', 'credit') "
          "AND state IN ('delivered', 'different', 'edited', 'unknown')",
          "it", d->with->connection, i->number))
    return false;
  *out = n > 0;
  return true;
}

bool deliver_look_ahead(const delivering *with, const int64_t *invoices, size_t count, arena *a, value **out,
                        int64_t *requests, error *e) {
  ahead h = { .out = value_list(a), .asked = value_record(a) };
  delivery_report report;
  items list;
  bool sent, ok = driver_open(&h.d, with, a, &report, e) && items_of(&h.d, invoices, count, &list, e);
  for (size_t i = 0; ok && !h.d.ended && i < list.count; i++) {
    h.d.desk.id = dry_id;
    h.d.desk.self = &h;
    arena_reset(h.d.scratch);
    ok = is_sent(&h.d, &list.list[i], &sent, e) && (!sent || look(&h, &list.list[i], e));
    item_done(&list.list[i]);
    book_progress(with->book, "looking", (int64_t)i + 1, (int64_t)list.count);
  }
  driver_close(&h.d);
  *out = h.out;
  *requests = report.requests;
  if (ok && report.end == DELIVERY_SIGN_IN) return error_set(e, ERROR_SIGN_IN, "%s", report.message);
  return ok;
}
