// Sending what is frozen, alone or several in one request, and what its answer means for each.
#include "core/base/text.h"
#include "core/deliver/export_inside.h"
#include <stdlib.h>
#include <string.h>

typedef struct parcel {
  item *const *list;
  size_t count;
  const char *key;  // of the request
} parcel;

// The key of a request that several share is a new one: their own go with requests of their own. One that was sent to
// nobody's knowledge, and with all of them again, keeps it.
static const char *shared_key(driver *d, item *const *list, size_t count) {
  char key[KEY_TEXT];
  if (count == 1) return list[0]->row.key;
  const char *first = list[0]->row.sent_key;
  bool same = first != NULL;
  for (size_t i = 1; same && i < count; i++) same = text_equal(first, list[i]->row.sent_key);
  if (same) return first;
  delivery_key(key);
  return arena_text(d->arena, key);
}

static bool claim_one(driver *d, item *i, const char *sent_key, bool *done, error *e) {
  delivery after = i->row;
  after.state = "sending";
  after.attempts++;
  after.sent_key = sent_key;
  after.sent_at = driver_now(d);
  after.next_at = 0;
  after.message = after.code = NULL;
  after.claimed_by = d->owner;
  after.claimed_until = after.sent_at + d->limit + LEASE_MORE;
  if (!outbox_move(d->with->book, &i->row, &after, done, e)) return false;
  if (*done) i->row = after;
  else item_later(d, i, driver_now(d) + 1);
  return true;
}

// All of them, or none: on the disk before the first byte leaves.
static bool claim(driver *d, const parcel *p, bool *done, error *e) {
  db *own = d->with->book->db;
  delivery *before = arena_array(d->arena, p->count, sizeof *before);
  bool ok = true;
  *done = true;
  if (!db_begin(own, e)) return false;
  for (size_t i = 0; ok && *done && i < p->count; i++) {
    before[i] = p->list[i]->row;
    ok = claim_one(d, p->list[i], p->count > 1 ? p->key : NULL, done, e);
  }
  if (ok && *done && db_commit(own, e)) return true;
  db_rollback(own);
  for (size_t i = 0; i < p->count; i++)
    if (before[i].n) p->list[i]->row = before[i];
  return ok && !*done;
}

// ---- What an answer means for one

static bool back_to(driver *d, item *i, const char *state, const judged *j, error *e) {
  delivery after = i->row;
  after.state = state;
  after.claimed_by = NULL;
  after.claimed_until = 0;
  after.message = j->message;
  after.code = j->code;
  after.trace = j->trace;
  if (strcmp(state, "waiting") == 0) after.attempts--;
  return item_move(d, i, &after, e);
}

static bool take_good(driver *d, item *i, const value *document, judged *j, error *e) {
  cJSON *facts;
  if (!driver_confirm(d, document, j, &facts, e)) return false;
  if (!facts) return back_to(d, i, "unknown", j, e);
  bool ok = item_there(d, i, facts, j->trace, e);
  cJSON_Delete(facts);
  return ok;
}

// A whole request was refused: which of them it was for, each says alone.
static bool refuse_whole(driver *d, item *i, const judged *j, error *e) {
  delivery after = i->row;
  i->alone = true;
  after.state = "waiting";
  after.attempts--;
  after.sent_key = after.claimed_by = NULL;
  after.claimed_until = 0;
  after.message = j->message;
  return item_move(d, i, &after, e);
}

static bool take(driver *d, const parcel *p, item *i, const wire_answer *answer, error *e) {
  judged j;
  const value *document = item_document(d, i, e);
  if (!document || !driver_judge(d, document, answer, &j, e)) return false;
  switch (j.as) {
    case VERDICT_GOOD: return take_good(d, i, document, &j, e);
    case VERDICT_REFUSED:
      if (p->count > 1 && answer->status >= 400) return refuse_whole(d, i, &j, e);
      return item_refuse(d, i, j.message, j.code, j.trace, e);
    case VERDICT_THERE: i->there = true; return back_to(d, i, "unknown", &j, e);
    case VERDICT_UNKNOWN: return back_to(d, i, "unknown", &j, e);
    case VERDICT_WAIT:
    case VERDICT_NOT_SENT:
    case VERDICT_ENDED: break;
  }
  item_later(d, i, driver_now(d));
  return back_to(d, i, "waiting", &j, e);
}

// The run ended before anything was sent.
static bool give_back(driver *d, const parcel *p, error *e) {
  const judged j = { .as = VERDICT_ENDED };
  for (size_t i = 0; i < p->count; i++)
    if (!back_to(d, p->list[i], "waiting", &j, e)) return false;
  return true;
}

static bool carry(driver *d, const parcel *p, error *e) {
  const char **frozen = arena_array(d->scratch, p->count, sizeof *frozen),
             **keys = arena_array(d->scratch, p->count, sizeof *keys);
  wire_answer answer = { .status = -1 };
  for (size_t i = 0; i < p->count; i++) {
    frozen[i] = p->list[i]->row.request;
    keys[i] = p->list[i]->row.key;
  }
  const wire_request request = request_thaw(frozen, keys, p->count, p->key, d->list, d->scratch);
  if (!driver_send(d, &request, &answer, e)) return false;
  if (answer.status == -1) return give_back(d, p, e);
  for (size_t i = 0; i < p->count; i++)
    if (!take(d, p, p->list[i], &answer, e)) return false;
  return true;
}

bool items_send(driver *d, item *const *list, size_t count, error *e) {
  const parcel p = { list, count, shared_key(d, list, count) };
  bool done;
  if (!claim(d, &p, &done, e)) return false;
  return !done || carry(d, &p, e);
}
