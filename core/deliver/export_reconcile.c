// What became of a document, as the target itself says.
#include "core/base/text.h"
#include "core/deliver/export_inside.h"
#include <stdlib.h>
#include <string.h>

static bool is(const item *i, const char *kind) { return strcmp(i->kind, kind) == 0; }

static bool same_total(driver *d, const item *i, const cJSON *facts) {
  delivery r = { .remote_total = fact(facts, "total", d->scratch) };
  return !r.remote_total || !item_difference(d, i, &r);
}

// A document of that number is there; whose it is, its private mark says, else its total.
static bool ours(driver *d, const item *i, const cJSON *facts) {
  const cJSON *mark = cJSON_GetObjectItemCaseSensitive(facts, "ours");
  if (cJSON_IsBool(mark)) return cJSON_IsTrue(mark);
  return i->row.remote_id || is(i, "void") || is(i, "apply") || same_total(d, i, facts);
}

static bool somebody_elses(driver *d, item *i, const cJSON *facts, const judged *j, error *e) {
  const char *total = fact(facts, "total", d->arena), *id = fact(facts, "id", d->arena);
  const char *message =
      arena_format(d->arena,
                   "%s has another document with the number %s (id %s%s%s): give that one another number, or void "
                   "this one and bill it again",
                   d->with->title, i->number, id, total ? ", total " : "", total ? total : "");
  return item_refuse(d, i, message, "taken", j->trace, e);
}

// What voids a document has done so where it is void.
static bool found(driver *d, item *i, const cJSON *facts, const judged *j, bool *absent, error *e) {
  *absent = is(i, "void") && !cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(facts, "voided"));
  if (*absent) return true;
  if (!ours(d, i, facts)) return somebody_elses(d, i, facts, j, e);
  return item_there(d, i, facts, j->trace, e);
}

// A void document may be gone altogether.
static bool void_is_gone(driver *d, item *i, error *e) {
  cJSON *facts = cJSON_Parse("{}");
  bool ok = item_there(d, i, facts, NULL, e);
  cJSON_Delete(facts);
  return ok;
}

static bool surely_absent(driver *d, item *i, error *e) {
  delivery after = i->row;
  after.state = "waiting";
  after.message = NULL;
  after.next_at = 0;
  if (after.attempts >= ATTEMPTS_MAX)
    return item_refuse(
        d, i, arena_format(d->arena, "%s has not taken it, though it was sent %d times", d->with->title, ATTEMPTS_MAX),
        NULL, NULL, e);
  return item_move(d, i, &after, e);
}

// It is not there. The request that was sent last may still be at work: it is sent again only when that is over.
static bool not_there(driver *d, item *i, const judged *j, error *e) {
  delivery after = i->row;
  int64_t now = driver_now(d), since = i->row.sent_at;
  if (strcmp(i->row.state, "unknown") != 0) {  // it was there
    after.state = "gone";
    i->finished = true;
    return item_move(d, i, &after, e);
  }
  if (i->there) return item_refuse(d, i, i->row.message, i->row.code, j->trace, e);
  if (since > now) after.sent_at = since = now;  // somebody has set the clock back
  if (now >= since + d->limit) return surely_absent(d, i, e);
  after.next_at = since + d->limit;
  item_later(d, i, after.next_at);
  return item_move(d, i, &after, e);
}

static bool still_unknown(driver *d, item *i, const judged *j, error *e) {
  delivery after = i->row;
  after.message = j->message;
  after.trace = j->trace;
  item_later(d, i, driver_now(d) + driver_backoff(i->later));
  if (j->as == VERDICT_REFUSED) i->finished = true;
  return item_move(d, i, &after, e);
}

// No request: the plugin cannot ask for it, and what it may have done is waited for.
static bool ask(driver *d, item *i, const value *document, judged *j, error *e) {
  cJSON *request;
  *j = (judged){ .as = VERDICT_REFUSED, .absent = true };
  if (!driver_plugin(d, "find", "", document, NULL, &request, e)) return false;
  (void)i;
  bool ok = !request || driver_ask(d, document, request, j, e);
  cJSON_Delete(request);
  return ok;
}

bool item_reconcile(driver *d, item *i, error *e) {
  judged j;
  cJSON *facts = NULL;
  bool ok = true, absent = false;
  const value *document = item_document(d, i, e);
  if (!document || !ask(d, i, document, &j, e)) return false;
  if (j.as == VERDICT_GOOD && !driver_confirm(d, document, &j, &facts, e)) return false;
  if (facts) ok = found(d, i, facts, &j, &absent, e);
  else if (j.as == VERDICT_GOOD || (j.as == VERDICT_REFUSED && j.absent)) absent = true;
  else if (j.as != VERDICT_ENDED) ok = still_unknown(d, i, &j, e);
  cJSON_Delete(facts);
  if (!ok || !absent) return ok;
  if (is(i, "void") && !facts && j.answer) return void_is_gone(d, i, e);
  return not_there(d, i, &j, e);
}
