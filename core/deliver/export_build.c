// Building a request: what the document misses, what it needs there, and the request itself, frozen with its key.
#include "core/base/text.h"
#include "core/base/memory.h"
#include "core/deliver/export_inside.h"
#include <string.h>

static bool is(const item *i, const char *kind) { return strcmp(i->kind, kind) == 0; }

// A plugin that fails on one document says so of that document; the others go on.
static bool failed(driver *d, item *i, error *e) {
  if (e->code != ERROR_PLUGIN) return false;
  const char *message = arena_text(d->arena, e->message);
  error_clear(e);
  return item_refuse(d, i, message, "plugin", NULL, e);
}

static bool check_missing(driver *d, item *i, error *e) {
  cJSON *list;
  const cJSON *line;
  buffer all = { 0 };
  if (!driver_plugin(d, "missing", "", i->shown, NULL, &list, e)) return failed(d, i, e);
  cJSON_ArrayForEach(line, list) buffer_format(&all, "%s%s", all.length ? "; " : "", line->valuestring);
  cJSON_Delete(list);
  const char *message = all.length ? arena_copy(d->arena, all.text, all.length) : NULL;
  buffer_free(&all);
  return !message || item_refuse(d, i, message, "missing", NULL, e);
}

// Keeps, where there is no row that could, why it waits.
static bool put_off(driver *d, item *i, int64_t at, const char *message, error *e) {
  char key[KEY_TEXT];
  bool done;
  delivery after = i->row;
  delivery_key(key);
  item_later(d, i, at);
  after.state = "waiting";
  after.request = "";
  after.key = arena_text(d->arena, key);
  after.message = message;
  after.attempts = 0;
  if (i->row.n) return item_move(d, i, &after, e);
  after.invoice = i->invoice;
  return outbox_add(d->with->book, &after, &done, e) && item_read(d, i, e);
}

// What refers to something that was merged or deleted there is refused: whatever the target refused is built of names
// that are looked for again.
static bool forget_needs(driver *d, item *i, error *e) {
  cJSON *needs;
  const bool anew = delivery_is(&i->row, "waiting") && text_equal(i->row.code, DELIVERY_ANEW);
  if (!anew && (!delivery_is(&i->row, "refused") || i->row.attempts == 0)) return true;
  if (!driver_plugin(d, "needs", "", i->shown, NULL, &needs, e)) return failed(d, i, e);
  bool ok = names_forget(d, needs, e);
  cJSON_Delete(needs);
  return ok;
}

// One may need another: they are asked for anew until none is new.
static bool find_needs(driver *d, item *i, error *e) {
  enum { ROUNDS = 4 };
  char key[KEY_TEXT];
  cJSON *needs;
  bool ok = true, fresh = true;
  name_end end = NAME_READY;
  int64_t next = 0;
  const char *message = NULL;
  delivery_key(key);
  if (!forget_needs(d, i, e)) return false;
  for (int round = 0; ok && fresh && end == NAME_READY && !d->ended && round < ROUNDS; round++) {
    if (!driver_plugin(d, "needs", key, i->shown, NULL, &needs, e)) return failed(d, i, e);
    fresh = needs != NULL;
    ok = !needs || names_resolve(d, needs, key, &fresh, &end, &next, &message, e);
    cJSON_Delete(needs);
  }
  if (!ok) return false;
  if (d->ended) return put_off(d, i, 0, message, e);
  if (end == NAME_LATER) return put_off(d, i, next, message, e);
  return end == NAME_READY || item_refuse(d, i, message, "needs", NULL, e);
}

// Frozen under a new key, in the place of what was refused before.
static bool freeze(driver *d, item *i, const char *key, const cJSON *request, error *e) {
  char *text = request_freeze(request, d->list);
  bool done;
  delivery after = { .n = i->row.n,
                     .connection = d->with->connection,
                     .invoice = i->invoice,
                     .kind = i->kind,
                     .subject = i->number,
                     .state = "waiting",
                     .key = key,
                     .request = arena_text(i->own, text),
                     .remote_id = i->row.remote_id,
                     .remote_version = i->row.remote_version,
                     .note = i->row.note };
  memory_give(text);
  if (i->row.n) return item_move(d, i, &after, e);
  if (!outbox_add(d->with->book, &after, &done, e)) return false;
  if (done) i->row = after;
  else item_later(d, i, driver_now(d) + 1);
  return true;
}

static bool build_request(driver *d, item *i, error *e) {
  char key[KEY_TEXT];
  cJSON *request;
  delivery_key(key);
  const char *function = is(i, "void") || is(i, "apply") ? i->kind : "create", *own = arena_text(d->arena, key);
  const value *subject = strcmp(function, "create") == 0 ? i->shown : item_document(d, i, e);
  if (!subject) return false;
  if (!driver_plugin(d, function, own, subject, NULL, &request, e)) return failed(d, i, e);
  if (!request)
    return item_refuse(d, i, arena_format(d->arena, "the exporter %s makes no request of it", d->with->target), NULL,
                       NULL, e);
  bool ok = freeze(d, i, own, request, e);
  cJSON_Delete(request);
  return ok;
}

// ---- What goes after documents

static bool state_of(driver *d, const char *kind, const char *number, delivery *out, error *e) {
  return outbox_find(d->with->book, d->with->connection, kind, number, d->arena, out, e);
}

static bool is_there(const delivery *r) {
  static const char *const states[] = { "delivered", "different", "edited" };
  for (size_t i = 0; r->remote_id && i < 3; i++)
    if (delivery_is(r, states[i])) return true;
  return false;
}

// Once both are there, and only then: it is looked at anew by the next export.
static bool build_application(driver *d, item *i, error *e) {
  delivery credit, to;
  const value *number = value_get(i->shown, "credits");
  if (!state_of(d, "credit", i->number, &credit, e) || !state_of(d, "invoice", number->as.text, &to, e)) return false;
  if (is_there(&credit) && is_there(&to)) return build_request(d, i, e);
  const char *missing = is_there(&credit) ? number->as.text : i->number;
  i->finished = true;
  return put_off(d, i, 0, arena_format(d->arena, "%s is not there yet", missing), e);
}

// The document as it is there now, for what voids it names its version. *there false: it is not, or nobody knows yet.
static bool look_at_main(driver *d, item *i, bool *there, error *e) {
  item main = { .invoice = i->invoice, .kind = value_get(i->shown, "kind")->as.text, .number = i->number };
  main.shown = i->shown;
  main.own = i->own;  // which is as old as what it shows
  *there = false;
  if (!item_read(d, &main, e)) return false;
  bool unknown = delivery_is(&main.row, "unknown");
  if (!main.row.n || main.finished || (!unknown && !is_there(&main.row))) return true;
  if (!item_reconcile(d, &main, e)) return false;
  if (!main.finished && delivery_is(&main.row, "unknown")) item_later(d, i, main.next_at);
  *there = is_there(&main.row);
  return true;
}

static bool build_void(driver *d, item *i, error *e) {
  bool there;
  int before = i->later;
  if (!look_at_main(d, i, &there, e)) return false;
  if (there && !d->ended) return build_request(d, i, e);
  i->finished = i->finished || i->later == before;
  return true;
}

bool item_build(driver *d, item *i, error *e) {
  if (!item_show(d, i, e)) return false;
  if (is(i, "apply")) return build_application(d, i, e);
  if (is(i, "void")) return build_void(d, i, e);
  if (!check_missing(d, i, e)) return false;
  if (i->finished || d->ended) return true;
  int before = i->later;
  if (!find_needs(d, i, e)) return false;
  return i->finished || d->ended || i->later > before || build_request(d, i, e);
}
