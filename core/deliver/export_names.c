// What documents need at the target: found there by name, or made there once, and remembered.
#include "core/base/text.h"
#include "core/base/memory.h"
#include "core/deliver/export_inside.h"
#include <string.h>

enum { OTHERS = 5 };  // seconds, until one looks again whether somebody else has made it

// A need on its way, and how it ends.
typedef struct need {
  const char *kind, *key, *name, *missing;
  const cJSON *find, *make;
  value *document;
  delivery row;
  bool known;  // before anybody looked
  name_end end;
  int64_t next;
  const char *message;
} need;

static bool later(need *n, int64_t at, const char *message) {
  n->end = NAME_LATER;
  n->next = at;
  n->message = message;
  return true;
}

static bool refused(need *n, const char *message) {
  n->end = NAME_REFUSED;
  n->message = message;
  return true;
}

// The name and the end of its row, if it has one, in one transaction.
static bool found(driver *d, need *n, const cJSON *facts, error *e) {
  db *own = d->with->book->db;
  const char *id = fact(facts, "id", d->arena);
  delivery after = n->row;
  bool done = true;
  after.state = "delivered";
  after.claimed_by = NULL;
  after.claimed_until = after.next_at = 0;
  after.remote_id = id;
  after.message = after.code = NULL;
  if (!db_begin(own, e)) return false;
  bool ok = name_remember(d->with->book, d->with->connection, n->kind, n->key, n->name, id, e) &&
            (!n->row.n || outbox_move(d->with->book, &n->row, &after, &done, e));
  if (ok && done && db_commit(own, e)) {
    n->end = NAME_READY;
    return true;
  }
  db_rollback(own);
  return ok && !done ? later(n, driver_now(d) + OTHERS, "another program is at work on it") : false;
}

static bool move(driver *d, need *n, const delivery *after, bool *done, error *e) {
  if (!outbox_move(d->with->book, &n->row, after, done, e)) return false;
  if (*done) n->row = *after;
  else later(n, driver_now(d) + OTHERS, "another program is at work on it");
  return true;
}

// Whether it is there. *there NULL and the end set: nobody knows, or nobody may ask.
static bool look(driver *d, need *n, bool *absent, error *e) {
  judged j;
  cJSON *facts = NULL;
  *absent = false;
  if (!n->find) return *absent = true;
  if (!driver_ask(d, n->document, n->find, &j, e)) return false;
  if (j.as == VERDICT_GOOD && !driver_confirm(d, n->document, &j, &facts, e)) return false;
  bool ok = true;
  if (facts) ok = found(d, n, facts, e);
  else if (j.as == VERDICT_GOOD || (j.as == VERDICT_REFUSED && j.absent)) *absent = true;
  else if (j.as == VERDICT_REFUSED) refused(n, arena_format(d->arena, "%s \"%s\": %s", n->kind, n->name, j.message));
  else later(n, driver_now(d) + driver_backoff(1), j.message);
  cJSON_Delete(facts);
  return ok;
}

// A row for its making: the one that there is where it may have been sent, else a new key.
static bool prepare(driver *d, need *n, const char *key, bool *done, error *e) {
  bool kept = delivery_is(&n->row, "waiting") && *n->row.request;
  if (kept) return *done = true;
  char own[KEY_TEXT], *frozen = request_freeze(n->make, NULL);
  delivery_key(own);
  delivery row = { .n = n->row.n,
                   .connection = d->with->connection,
                   .kind = "name",
                   .subject = n->row.subject,
                   .state = "waiting",
                   .key = arena_text(d->arena, own),
                   .request = *key ? request_with_key(frozen, key, own, d->arena) : arena_text(d->arena, frozen) };
  memory_give(frozen);
  if (n->row.n) return move(d, n, &row, done, e);
  if (!outbox_add(d->with->book, &row, done, e)) return false;
  if (*done) n->row = row;
  else later(n, driver_now(d) + OTHERS, "another program is at work on it");
  return true;
}

static bool claim(driver *d, need *n, bool *done, error *e) {
  delivery after = n->row;
  after.state = "sending";
  after.attempts++;
  after.sent_at = driver_now(d);
  after.claimed_by = d->owner;
  after.claimed_until = after.sent_at + d->limit + LEASE_MORE;
  return move(d, n, &after, done, e);
}

// What became of its making.
static bool made(driver *d, need *n, judged *j, error *e) {
  delivery after = n->row;
  cJSON *facts = NULL;
  bool done, ok = true;
  if (j->as == VERDICT_GOOD && !driver_confirm(d, n->document, j, &facts, e)) return false;
  after.claimed_by = NULL;
  after.claimed_until = 0;
  after.message = j->message;
  after.code = j->code;
  after.trace = j->trace;
  bool nothing = j->as == VERDICT_WAIT || j->as == VERDICT_NOT_SENT || j->as == VERDICT_ENDED;
  after.state = j->as == VERDICT_REFUSED || j->as == VERDICT_THERE ? "refused" : nothing ? "waiting" : "unknown";
  if (nothing) after.attempts--;
  if (facts) ok = found(d, n, facts, e);
  else if (!move(d, n, &after, &done, e)) return false;
  else if (done && strcmp(after.state, "refused") == 0)
    refused(n, arena_format(d->arena, "%s \"%s\" cannot be made: %s", n->kind, n->name, j->message));
  else if (done) later(n, driver_now(d) + (nothing ? 0 : 1), j->message);
  cJSON_Delete(facts);
  return ok;
}

// It surely is not there: the next export makes it under a new key.
static bool give_up(driver *d, need *n, error *e) {
  delivery after = n->row;
  bool done;
  after.state = "refused";
  refused(n, arena_format(d->arena, "%s \"%s\" was not made, though that was asked %d times", n->kind, n->name,
                          ATTEMPTS_MAX));
  return move(d, n, &after, &done, e);
}

static bool make(driver *d, need *n, const char *key, error *e) {
  bool done;
  judged j;
  wire_answer answer = { .status = -1 };
  if (!n->make) {
    const char *title = d->with->title;
    return refused(n, n->missing ? n->missing : arena_format(d->arena, "%s has no %s \"%s\"", title, n->kind, n->name));
  }
  if (!prepare(d, n, key, &done, e)) return false;
  if (!done) return true;
  if (n->row.attempts >= ATTEMPTS_MAX) return give_up(d, n, e);
  if (!claim(d, n, &done, e)) return false;
  if (!done) return true;
  const wire_request r = request_thaw(&n->row.request, &n->row.key, 1, n->row.key, NULL, d->scratch);
  if (!driver_send(d, &r, &answer, e)) return false;
  j = (judged){ .as = VERDICT_ENDED };
  if (answer.status == -1) return made(d, n, &j, e);
  return driver_judge(d, n->document, &answer, &j, e) && made(d, n, &j, e);
}

// A row that was on its way: *settled, where nothing more can be done now.
static bool pick_up(driver *d, need *n, bool *settled, error *e) {
  bool cut = delivery_is(&n->row, "sending"), done = true;
  *settled = false;
  if (cut && n->row.claimed_by && n->row.claimed_until > driver_now(d) && delivery_owner_lives(n->row.claimed_by))
    return *settled = later(n, driver_now(d) + OTHERS, "another program is at work on it");
  if (!cut) return true;
  delivery after = n->row;
  after.state = "unknown";
  after.claimed_by = NULL;
  after.claimed_until = 0;
  if (!move(d, n, &after, &done, e)) return false;
  *settled = !done;
  return true;
}

// It is not there: what was sent may still be at work, and is then waited for.
static bool absent_yet(driver *d, need *n, bool *settled, error *e) {
  delivery after = n->row;
  int64_t now = driver_now(d), since = n->row.sent_at;
  bool done;
  *settled = false;
  if (!delivery_is(&n->row, "unknown")) return true;
  if (since > now) after.sent_at = since = now;  // somebody has set the clock back
  if (now < since + d->limit) later(n, since + d->limit, "it is not known whether it was made");
  else after.state = "waiting";
  if (!move(d, n, &after, &done, e)) return false;
  *settled = !done || strcmp(after.state, "unknown") == 0;
  if (done && *settled) later(n, since + d->limit, "it is not known whether it was made");
  return true;
}

// What was refused in this run would be again, for each document that needs it.
static bool lacks(const driver *d, need *n, const char *subject) {
  const value *why = value_get(d->lacking, subject);
  return why && refused(n, why->as.text);
}

static bool resolve(driver *d, need *n, const char *key, error *e) {
  bool settled, absent;
  const char *id, *name, *subject = arena_format(d->arena, "%s:%s", n->kind, n->key);
  if (!name_known(d->with->book, d->with->connection, n->kind, n->key, d->arena, &id, &name, e)) return false;
  n->end = NAME_READY;
  if (id && strcmp(name, n->name) == 0) return n->known = true;
  if (lacks(d, n, subject)) return true;
  if (!outbox_find(d->with->book, d->with->connection, "name", subject, d->arena, &n->row, e)) return false;
  if (!pick_up(d, n, &settled, e)) return false;
  if (settled || d->ended) return true;
  if (!look(d, n, &absent, e)) return false;
  if (!absent || d->ended) return true;
  if (!absent_yet(d, n, &settled, e)) return false;
  return settled || make(d, n, key, e);
}

static value *document_of_need(driver *d, const need *n) {
  value *out = value_record(d->arena);
  put_text(d->arena, out, "kind", n->kind);
  put_text(d->arena, out, "key", n->key);
  put_text(d->arena, out, "name", n->name);
  return out;
}

bool names_forget(driver *d, const cJSON *needs, error *e) {
  const cJSON *item;
  cJSON_ArrayForEach(item, needs) {
    const char *kind = fact(item, "kind", d->arena), *key = fact(item, "key", d->arena);
    const char *subject = arena_format(d->arena, "%s:%s", kind, key);
    if (value_get(d->anew, subject)) continue;
    if (!name_forget(d->with->book, d->with->connection, kind, key, e)) return false;
    put_int(d->arena, d->anew, subject, 1);
  }
  return true;
}

bool names_resolve(driver *d, const cJSON *needs, const char *key, bool *fresh, name_end *out, int64_t *next,
                   const char **message, error *e) {
  const cJSON *item;
  *fresh = false;
  *out = NAME_READY;
  cJSON_ArrayForEach(item, needs) {
    need n = { .kind = fact(item, "kind", d->arena),
               .key = fact(item, "key", d->arena),
               .name = fact(item, "name", d->arena),
               .missing = fact(item, "missing", d->arena),
               .find = cJSON_GetObjectItemCaseSensitive(item, "find"),
               .make = cJSON_GetObjectItemCaseSensitive(item, "make") };
    n.document = document_of_need(d, &n);
    if (!resolve(d, &n, key, e)) return false;
    *fresh = *fresh || !n.known;
    const char *subject = arena_format(d->arena, "%s:%s", n.kind, n.key);
    if (n.end == NAME_REFUSED && !value_get(d->lacking, subject)) put_text(d->arena, d->lacking, subject, n.message);
    *out = n.end;
    *next = n.next;
    *message = n.message;
    if (n.end != NAME_READY || d->ended) return true;
  }
  return true;
}
