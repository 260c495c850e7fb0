// What a target has of a document.
#include "core/deliver/export_inside.h"
#include <string.h>

static bool is(const delivery *r, const char *state) { return r->n && strcmp(r->state, state) == 0; }

// A row that comes after the document's own, and is not done, speaks for it.
static bool speaks(const delivery *after) { return after->n && !is(after, "delivered") && !is(after, "forgotten"); }

static void take(const delivery *r, delivery_state *out) {
  out->state = r->n ? r->state : "waiting";
  out->attempts = r->attempts;
  out->difference = r->difference;
  out->message = r->message;
  out->note = r->note;
}

static bool settled(const delivery *main, bool is_void) {
  if (is_void)
    return !main->n || is(main, "waiting") || is(main, "refused") || is(main, "gone") || is(main, "voided") ||
           is(main, "forgotten");
  return is(main, "delivered") || is(main, "forgotten");
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
  take(&main, out);
  if (is_void && speaks(&voided) && !out->settled) take(&voided, out);
  if (!is_void && out->settled && speaks(&apply)) {
    out->settled = false;
    take(&apply, out);
  }
  if (is_void && !main.n) out->state = "voided";
  return true;
}
