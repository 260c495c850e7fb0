// Targets that documents are delivered to, and what they have of documents.
#include "core/command/answers/deliveries.h"
#include "core/base/value_json.h"
#include "core/net/net_module.h"
#include <string.h>

static value *invoice_of(void *self, int64_t n, arena *a, error *e) {
  const invoice_filter filter = { .invoice = n, .from = DAY_MIN, .to = DAY_MAX };
  context own = *(context *)self;
  own.arena = a;
  value *rows = invoices_answer(&own, &filter, e);
  return rows ? rows->as.stream.next(rows->as.stream.context, a, e) : NULL;
}

static bool open_wire(context *c, delivery_session *s, error *e) {
  const net_module *net = net_module_open(e);
  if (!net || !connection_wire(c->book, &s->connection, net, c->interrupted, c->arena, &s->wire, e)) return false;
  s->with.wire = &s->wire;
  return true;
}

bool delivery_open(context *c, const char *name, bool wire, bool must, delivery_session *s, error *e) {
  *s = (delivery_session){ 0 };
  if (!target_read(c->book, name, c->arena, &s->target, e)) return false;
  if (!connection_used(c->book, name, c->arena, &s->connection, e)) return false;
  exports_open(&s->desk, c, s->target.name);
  const target *t = &s->target;
  s->with = (delivering){ .book = c->book,
                          .target = t->name,
                          .title = t->title,
                          .connection = s->connection.n,
                          .company = value_of_json(c->arena, s->connection.n ? s->connection.facts : "{}"),
                          .delivers = t->delivers,
                          .settings = t->values,
                          .limit = t->limit,
                          .clock = &delivery_clock_real,
                          .stop = c->interrupted,
                          .desk = &s->desk.desk,
                          .invoice = invoice_of,
                          .self = c };
  if (s->connection.n) return !wire || open_wire(c, s, e);
  if (!must) return true;
  error_set(e, ERROR_SIGN_IN, "nobody is signed in to %s", t->title);
  return error_hint(e, "billet export login %s", t->name);
}

void delivery_close(delivery_session *s) {
  connection_wire_close(&s->wire);
  if (s->desk.scratch) exports_close(&s->desk);
  *s = (delivery_session){ 0 };
}

static void count(const delivery_state *s, delivery_counts *out) {
  static const char *const different[] = { "different", "edited", "gone", "voided" };
  out->all++;
  out->settled += s->settled;
  if (strcmp(s->state, "delivered") == 0 || (s->settled && strcmp(s->state, "forgotten") != 0)) out->delivered++;
  else if (strcmp(s->state, "waiting") == 0 || strcmp(s->state, "sending") == 0) out->waiting++;
  else if (strcmp(s->state, "refused") == 0) out->refused++;
  else if (strcmp(s->state, "unknown") == 0) out->unknown++;
  else if (strcmp(s->state, "forgotten") == 0) out->forgotten++;
  for (size_t i = 0; i < 4 && !s->settled; i++) out->different += strcmp(s->state, different[i]) == 0;
}

value *delivery_answer(context *c, int64_t connection, const char *target, int64_t invoice, delivery_counts *counts,
                       error *e) {
  arena *a = c->arena;
  delivery_state s;
  if (!delivery_state_of(c->book, connection, invoice, a, &s, e)) return NULL;
  value *out = value_record(a);
  count(&s, counts);
  put_text(a, out, "invoice", s.number);
  if (target) put_text(a, out, "target", target);
  put_text(a, out, "state", s.state);
  put_text(a, out, "remote_id", s.remote_id);
  put_text(a, out, "remote_number", s.remote_number);
  put_int(a, out, "attempts", s.attempts);
  put_text(a, out, "difference", s.difference);
  put_text(a, out, "message", s.message);
  put_text(a, out, "note", s.note);
  return out;
}

void put_delivery_counts(arena *a, value *v, const delivery_counts *counts) {
  put_int(a, v, "delivered", counts->delivered);
  put_int(a, v, "waiting", counts->waiting);
  put_int(a, v, "refused", counts->refused);
  put_int(a, v, "unknown", counts->unknown);
  put_int(a, v, "different", counts->different);
  put_int(a, v, "forgotten", counts->forgotten);
}

bool delivery_invoices(context *c, int64_t batch, int64_t **out, size_t *count, error *e) {
  size_t capacity = 0;
  query *q = db_ask(c->book->db, e,
                    "SELECT n FROM invoices WHERE number NOT NULL AND (?1 = 0 OR batch = ?1) ORDER BY series, seq", "i",
                    batch);
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(c->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}
