// What a target has of a document.
#include "core/deliver/export_inside.h"
#include <string.h>

// A row that comes after the document's own, and is not done, speaks for it.
static bool speaks(const delivery *after) {
  return after->n && !delivery_is(after, "delivered") && !delivery_is(after, "forgotten");
}

// Who is at work on it, as HOST:PROCESS:… says; one that ended left it to be asked for.
static const char *sender(const delivery *r, arena *a) {
  size_t host = strcspn(r->claimed_by, ":");
  const char *process = r->claimed_by[host] ? r->claimed_by + host + 1 : "";
  if (!delivery_owner_lives(r->claimed_by)) return "the program that sent it ended; the next export asks for it";
  return arena_format(a, "process %.*s on %.*s is sending it", (int)strcspn(process, ":"), process, (int)host,
                      r->claimed_by);
}

static void take(const delivery *r, arena *a, delivery_state *out) {
  out->state = r->n ? r->state : "waiting";
  out->attempts = r->attempts;
  out->difference = r->difference;
  out->message = delivery_is(r, "sending") && r->claimed_by ? sender(r, a) : r->message;
  out->note = r->note;
}

static bool settled(const delivery *main, bool is_void) {
  if (is_void)
    return !main->n || delivery_is(main, "waiting") || delivery_is(main, "refused") || delivery_is(main, "gone") ||
           delivery_is(main, "voided") || delivery_is(main, "forgotten");
  return delivery_is(main, "delivered") || delivery_is(main, "forgotten");
}

bool delivery_state_of(book *b, int64_t connection, int64_t invoice, arena *a, delivery_state *out, error *e) {
  query *q = db_ask(b->db, e, "SELECT number, kind, state FROM invoices WHERE n = ? AND number NOT NULL", "i", invoice);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0 ? error_set(e, ERROR_NOT_FOUND, "there is no such document") : false;
  const char *number = arena_text(a, query_column_text(q, 0)), *kind = arena_text(a, query_column_text(q, 1));
  bool is_void = strcmp(query_column_text(q, 2), "void") == 0;
  query_reset(q);
  delivery main, apply, voided;
  if (!outbox_find(b, connection, kind, number, a, &main, e) ||
      !outbox_find(b, connection, "apply", number, a, &apply, e) ||
      !outbox_find(b, connection, "void", number, a, &voided, e))
    return false;
  *out = (delivery_state){ .number = number, .remote_id = main.remote_id, .remote_number = main.remote_number };
  out->settled = settled(&main, is_void);
  take(&main, a, out);
  if (is_void && speaks(&voided) && !out->settled) take(&voided, a, out);
  if (!is_void && out->settled && speaks(&apply)) {
    out->settled = false;
    take(&apply, a, out);
  }
  if (is_void && !main.n) out->state = "voided";
  return true;
}
