// One run of delivering: what is due next, and waiting for what is not.
#include "core/base/text.h"
#include "core/deliver/export_inside.h"
#include <stdlib.h>
#include <string.h>

typedef struct run {
  driver d;
  items items;
  int64_t most;  // documents that may be sent
} run;

static bool in(const item *i, const char *state) { return delivery_is(&i->row, state); }

static bool is_main(const item *i) { return strcmp(i->kind, "invoice") == 0 || strcmp(i->kind, "credit") == 0; }

static bool to_build(const item *i) { return !i->row.n || in(i, "refused") || (in(i, "waiting") && !*i->row.request); }

// What goes after documents waits until each of them has come to an end in this run.
static bool waits_for_others(const run *r, const item *i) {
  for (size_t k = 0; !is_main(i) && k < r->items.count && is_main(&r->items.list[k]); k++)
    if (!r->items.list[k].finished) return true;
  return false;
}

static bool is_due(const run *r, const item *i) {
  return !i->finished && i->next_at <= driver_now(&r->d) && !waits_for_others(r, i);
}

// Reads its row, and builds its request where it has none. What is settled, and what a limit keeps, is finished.
static bool ready(run *r, item *i, error *e) {
  if (!item_read(&r->d, i, e)) return false;
  if (i->finished) return true;
  if (to_build(i) && r->d.report->sent >= r->most) i->finished = true;
  else if (to_build(i)) return item_build(&r->d, i, e);
  else if (!in(i, "waiting") && !in(i, "unknown")) i->finished = true;
  return true;
}

// Those that go with the first: all that shared its last request where it had one, else those that may be joined.
static bool goes_with(const run *r, const item *first, const item *i) {
  if (i->finished || i->alone || !in(i, "waiting") || !*i->row.request) return false;
  if (first->row.sent_key || i->row.sent_key) return text_equal(first->row.sent_key, i->row.sent_key);
  return request_joins(first->row.request, first->row.key, i->row.request, i->row.key, r->d.scratch);
}

// Requests that were joined go again as they went, or each in a new one.
static bool still_whole(run *r, item *first, item **list, size_t count, error *e) {
  int64_t all = 0;
  if (!first->row.sent_key) return true;
  if (!db_value(r->d.with->book->db, e, &all, 0, "SELECT count(*) FROM deliveries WHERE sent_key = ?", "t",
                first->row.sent_key))
    return false;
  for (size_t k = 0; k < count && all != (int64_t)count; k++) {
    delivery after = list[k]->row;
    after.sent_key = NULL;
    if (!item_move(&r->d, list[k], &after, e)) return false;
  }
  return true;
}

static bool gather(run *r, size_t first, item **list, size_t *count, error *e) {
  item *one = &r->items.list[first];
  size_t room = (size_t)r->d.together;
  *count = 0;
  list[(*count)++] = one;
  if ((int64_t)room > r->most - r->d.report->sent) room = (size_t)(r->most - r->d.report->sent);
  for (size_t k = first + 1; k < r->items.count && *count < room && !one->alone && is_main(one); k++) {
    item *i = &r->items.list[k];
    if (!is_main(i) || !is_due(r, i)) continue;
    if (!ready(r, i, e)) return false;
    if (r->d.ended) return true;
    if (goes_with(r, one, i)) list[(*count)++] = i;
  }
  return still_whole(r, one, list, *count, e);
}

static bool send(run *r, size_t first, error *e) {
  item **list = arena_array(r->d.arena, (size_t)r->d.together + 1, sizeof *list);
  size_t count;
  if (r->d.report->sent >= r->most) return r->items.list[first].finished = true;
  if (!gather(r, first, list, &count, e)) return false;
  if (r->d.ended) return true;
  if (is_main(list[0])) r->d.report->sent += (int64_t)count;
  return items_send(&r->d, list, count, e);
}

static bool act(run *r, size_t at, error *e) {
  item *i = &r->items.list[at];
  arena_reset(r->d.scratch);
  if (!ready(r, i, e)) return false;
  if (i->finished || r->d.ended || !is_due(r, i)) return true;
  if (in(i, "unknown")) return item_reconcile(&r->d, i, e);
  if (in(i, "waiting") && *i->row.request) return send(r, at, e);
  return true;
}

// The seconds until something is due again; -1: nothing will be.
static int64_t until_due(const run *r) {
  int64_t out = -1;
  for (size_t k = 0; k < r->items.count; k++) {
    const item *i = &r->items.list[k];
    int64_t left = i->next_at - driver_now(&r->d);
    if (!i->finished && (out < 0 || left < out) && !waits_for_others(r, i)) out = left > 0 ? left : 0;
  }
  return out;
}

static void tell(const run *r) {
  int64_t done = 0;
  for (size_t k = 0; k < r->items.count; k++) done += r->items.list[k].finished;
  book_progress(r->d.with->book, "exporting", done, (int64_t)r->items.count);
}

// One step may finish several: those that go together.
static void forget_finished(run *r, size_t from) {
  for (size_t k = from; k < r->items.count && k <= from + (size_t)r->d.together; k++)
    if (r->items.list[k].finished) item_done(&r->items.list[k]);
}

static bool drive(run *r, error *e) {
  for (int64_t left; !r->d.ended && (left = until_due(r)) >= 0;) {
    driver_rest(&r->d, left);
    for (size_t k = 0; k < r->items.count && !r->d.ended; k++) {
      if (!is_due(r, &r->items.list[k])) continue;
      if (!act(r, k, e)) return false;
      forget_finished(r, k);
      tell(r);
    }
  }
  return true;
}

bool deliver_invoices(const delivering *with, const int64_t *invoices, size_t count, int64_t limit, arena *a,
                      delivery_report *out, error *e) {
  run r = { .most = limit > 0 ? limit : INT64_MAX };
  bool ok = driver_open(&r.d, with, a, out, e) && items_of(&r.d, invoices, count, &r.items, e) && drive(&r, e);
  for (size_t k = 0; k < r.items.count; k++) item_done(&r.items.list[k]);
  driver_close(&r.d);
  return ok;
}
