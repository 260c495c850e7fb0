// What somebody decides of a document that is not as it should be.
#include "core/deliver/export_inside.h"
#include <string.h>

// A choice, the states in which it makes sense, and what becomes of a row in them.
typedef struct rule {
  const char *word, *states[8], *hint;
} rule;
static const rule rules[] = {
  [DELIVERY_RESEND] = { "sent anew",
                        { "refused", "gone", "voided", "forgotten" },
                        "what is there is not sent once more: delete it there, then billet export refresh TARGET" },
  [DELIVERY_ACCEPT] = { "accepted",
                        { "different", "edited", "gone", "voided" },
                        "only what differs there, or is not there any more, can be taken as it is" },
  [DELIVERY_FORGET] = { "forgotten",
                        { "waiting", "refused", "unknown", "gone", "voided", "different", "edited" },
                        "what is there as it should be, or is being sent, is not forgotten" },
};

static bool makes_sense(const rule *r, const delivery *row) {
  for (size_t i = 0; i < 8 && r->states[i]; i++)
    if (delivery_is(row, r->states[i])) return true;
  return false;
}

// What is not there any more can only be taken as that.
static const char *state_after(delivery_choice choice, const delivery *row) {
  if (choice == DELIVERY_RESEND) return "waiting";
  bool there = delivery_is(row, "different") || delivery_is(row, "edited");
  return choice == DELIVERY_ACCEPT && there ? "delivered" : "forgotten";
}

static bool settle(book *b, const delivery *row, delivery_choice choice, const char *note, error *e) {
  delivery after = *row;
  bool done;
  after.state = state_after(choice, row);
  after.note = note;
  after.message = after.code = NULL;
  if (choice == DELIVERY_RESEND) {
    after.code = row->attempts && !row->remote_id ? DELIVERY_ANEW : NULL;
    after.request = "";
    after.remote_id = after.remote_number = after.remote_total = after.remote_tax = after.remote_version = NULL;
    after.sent_key = after.difference = NULL;
    after.attempts = after.sent_at = after.next_at = 0;
  }
  if (!outbox_move(b, row, &after, &done, e)) return false;
  return done || error_set(e, ERROR_CHANGED, "another program is at work on it");
}

// The row that is not as it should be: the document's own, or one that comes after it.
static bool find(book *b, int64_t connection, const char *kind, const char *number, const rule *r, arena *a,
                 delivery *out, error *e) {
  const char *const kinds[] = { kind, "apply", "void" };
  delivery main;
  for (size_t i = 0; i < 3; i++) {
    if (!outbox_find(b, connection, kinds[i], number, a, out, e)) return false;
    if (makes_sense(r, out)) return true;
    if (i == 0) main = *out;
  }
  *out = main;
  return true;
}

bool delivery_settle(book *b, int64_t connection, int64_t invoice, delivery_choice choice, const char *note, arena *a,
                     error *e) {
  const rule *r = &rules[choice];
  delivery row;
  query *q = db_ask(b->db, e, "SELECT number, kind FROM invoices WHERE n = ? AND number NOT NULL", "i", invoice);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0 ? error_set(e, ERROR_STATE, "a draft goes nowhere") : false;
  const char *number = arena_text(a, query_column_text(q, 0)), *kind = arena_text(a, query_column_text(q, 1));
  query_reset(q);
  if (!find(b, connection, kind, number, r, a, &row, e)) return false;
  if (makes_sense(r, &row)) return settle(b, &row, choice, note, e);
  error_set(e, ERROR_STATE, "%s is %s there: it cannot be %s", number, row.n ? row.state : "not known", r->word);
  return error_hint(e, "%s", r->hint);
}
