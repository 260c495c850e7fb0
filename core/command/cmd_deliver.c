// export status, refresh, resend, accept, forget: what targets have of documents, and what is to become of it.
#include "core/base/decimal.h"
#include "core/base/text.h"
#include "core/command/answers/deliveries.h"
#include "core/command/commands_inside.h"
#include "core/engine/import/payments.h"
#include <string.h>

// ---- export status

// Connections in use, of one target or of all.
static bool connections(context *c, const char *target, value **out, error *e) {
  query *q = db_ask(c->book->db, e,
                    "SELECT n, target FROM connections WHERE used AND (?1 IS NULL OR target = ?1) ORDER BY target", "t",
                    target);
  int step = -1;
  *out = value_list(c->arena);
  while (q && (step = query_step(q, e)) == 1) {
    value *one = value_record(c->arena);
    put_int(c->arena, one, "n", query_column(q, 0));
    put_text(c->arena, one, "target", arena_text(c->arena, query_column_text(q, 1)));
    value_append(c->arena, *out, one);
  }
  return step == 0;
}

static bool add_status(context *c, const value *at, const int64_t *invoices, size_t count, value *list,
                       delivery_counts *counts, error *e) {
  for (size_t i = 0; i < count; i++) {
    value *row =
        delivery_answer(c, value_get(at, "n")->as.integer, value_get(at, "target")->as.text, invoices[i], counts, e);
    if (!row) return false;
    value_append(c->arena, list, row);
  }
  return true;
}

static value *command_status(context *c, const arguments *a, error *e) {
  const char *target = option_text(a, "target");
  delivery_counts counts = { 0 };
  value *all, *out = value_record(c->arena), *list = value_list(c->arena);
  int64_t *invoices;
  size_t count;
  batch b = { .n = c->batch };
  struct target known;
  if (target && !target_read(c->book, target, c->arena, &known, e)) return NULL;
  if (!resolve_batch(c, "generated,exported", &b, e)) return NULL;
  if (!connections(c, target, &all, e) || !delivery_invoices(c, b.n, &invoices, &count, e)) return NULL;
  for (size_t i = 0; i < all->as.list.count; i++)
    if (!add_status(c, all->as.list.items[i], invoices, count, list, &counts, e)) return NULL;
  put_text(c->arena, out, "target", target);
  put_int(c->arena, out, "batch", b.n);
  value_put(c->arena, out, "invoices", list);
  put_delivery_counts(c->arena, out, &counts);
  put_text(c->arena, out, "result",
           all->as.list.count ? arena_format(c->arena, "Batch %lld: %lld of %lld delivered.", (long long)b.n,
                                             (long long)counts.delivered, (long long)counts.all)
                              : "Nobody is signed in anywhere, so nothing was delivered.");
  if (counts.settled < counts.all) c->partly = ERROR_EXPORT;
  return out;
}

// ---- export resend, accept, forget

static value *settle(context *c, const arguments *a, delivery_choice choice, error *e) {
  delivery_session s = { 0 };
  delivery_counts counts = { 0 };
  int64_t n;
  const char *note = option_text(a, "note");
  value *out = NULL;
  if (!note || text_blank(note)) {
    error_set(e, ERROR_USAGE, "--note TEXT says why");
    return NULL;
  }
  if (resolve_invoice(c, a->texts[1], &n, e) && delivery_open(c, a->texts[0], false, true, &s, e) &&
      delivery_settle(c->book, s.connection.n, n, choice, note, c->arena, e))
    out = delivery_answer(c, s.connection.n, s.target.name, n, &counts, e);
  if (out && choice == DELIVERY_RESEND) c->next = arena_format(c->arena, "billet export %s", s.target.name);
  delivery_close(&s);
  return out;
}

static value *command_resend(context *c, const arguments *a, error *e) { return settle(c, a, DELIVERY_RESEND, e); }
static value *command_accept(context *c, const arguments *a, error *e) { return settle(c, a, DELIVERY_ACCEPT, e); }
static value *command_forget(context *c, const arguments *a, error *e) { return settle(c, a, DELIVERY_FORGET, e); }

// ---- export refresh

// The customer that the target calls so; 0: nobody knows.
static bool customer_of(context *c, int64_t connection, const char *id, int64_t *out, error *e) {
  return db_value(c->book->db, e, out, 0,
                  "SELECT c.n FROM remote_names r JOIN customers c ON c.id = r.key WHERE r.connection = ? AND r.kind = "
                  "'customer' AND r.id = ?",
                  "it", connection, id);
}

static const char *text_of(const value *v, const char *name) {
  const value *item = value_get(v, name);
  return item && item->type == VALUE_TEXT ? item->as.text : NULL;
}

// False: it has no day, or pays nothing.
static bool payment_of(context *c, int64_t connection, const value *v, payment_read *out, error *e) {
  arena *a = c->arena;
  const value *pays = value_get(v, "pays");
  const char *date = text_of(v, "date");
  payment_part *parts = arena_array(a, pays->as.list.count + 1, sizeof *parts);
  decimal amount;
  *out = (payment_read){ .id = text_of(v, "id"),
                         .amount = text_of(v, "amount"),
                         .currency = text_of(v, "currency"),
                         .reference = text_of(v, "reference"),
                         .parts = parts,
                         .part_count = pays->as.list.count };
  for (size_t i = 0; i < pays->as.list.count; i++)
    parts[i] = (payment_part){ value_get(pays->as.list.items[i], "invoice")->as.integer,
                               text_of(pays->as.list.items[i], "amount") };
  if (!out->amount || !date || !day_parse(date, strlen(date), &out->date)) return false;
  out->gone = !decimal_parse(out->amount, strlen(out->amount), &amount) || amount <= 0;
  const char *customer = text_of(v, "customer");
  return !customer || customer_of(c, connection, customer, &out->customer, e);
}

static bool take_payments(context *c, const delivery_session *s, const value *list, value *out, error *e) {
  size_t count = 0, told_count;
  payment_told *told;
  payment_read *all = arena_array(c->arena, list->as.list.count + 1, sizeof *all);
  int64_t changes[PAYMENT_LEFT + 1] = { 0 };
  for (size_t i = 0; i < list->as.list.count; i++) {
    if (payment_of(c, s->connection.n, list->as.list.items[i], &all[count], e)) count++;
    else if (e->code) return false;
  }
  if (!payments_read_back(c->book, s->target.name, all, count, false, c->arena, &told, &told_count, e)) return false;
  for (size_t i = 0; i < told_count; i++) {
    changes[told[i].change]++;
    if (told[i].message) context_warn(c, "payment", "%s: %s", told[i].id, told[i].message);
  }
  put_int(c->arena, out, "payments", (int64_t)count);
  put_int(c->arena, out, "payments_added", changes[PAYMENT_ADDED]);
  put_int(c->arena, out, "payments_changed", changes[PAYMENT_CHANGED]);
  put_int(c->arena, out, "payments_removed", changes[PAYMENT_REMOVED]);
  return true;
}

// Documents that are not as they should be.
static bool put_changed(context *c, const delivery_session *s, value *out, error *e) {
  int64_t *invoices;
  size_t count;
  delivery_counts counts = { 0 };
  value *list = value_list(c->arena);
  if (!delivery_invoices(c, 0, &invoices, &count, e)) return false;
  for (size_t i = 0; i < count; i++) {
    int64_t before = counts.different;
    value *row = delivery_answer(c, s->connection.n, NULL, invoices[i], &counts, e);
    if (!row) return false;
    if (counts.different > before) value_append(c->arena, list, row);
  }
  value_put(c->arena, out, "invoices", list);
  if (list->as.list.count)
    c->next = arena_format(c->arena, "billet export accept|resend|forget %s INVOICE --note TEXT", s->target.name);
  return true;
}

static value *refresh(context *c, delivery_session *s, error *e) {
  arena *a = c->arena;
  value *payments, *out = value_record(a);
  int64_t changed;
  delivery_report report;
  if (!deliver_refresh(&s->with, a, &payments, &changed, &report, e)) return NULL;
  put_text(a, out, "target", s->target.name);
  put_text(a, out, "connection", s->connection.name);
  put_int(a, out, "changed", changed);
  if (!take_payments(c, s, payments, out, e) || !put_changed(c, s, out, e)) return NULL;
  put_int(a, out, "requests", report.requests);
  put_text(a, out, "result",
           report.message ? arena_format(a, "%s; what was read until then is kept.", report.message)
                          : arena_format(a, "%lld document%s at %s changed state.", (long long)changed, text_s(changed),
                                         s->target.title));
  if (report.end == DELIVERY_SIGN_IN) c->partly = ERROR_SIGN_IN;
  else if (report.end != DELIVERY_ENDED)
    c->partly = report.end == DELIVERY_INTERRUPTED ? ERROR_INTERRUPTED : ERROR_EXPORT;
  return out;
}

static value *command_refresh(context *c, const arguments *a, error *e) {
  delivery_session s = { 0 };
  value *out = delivery_open(c, a->texts[0], true, true, &s, e) ? refresh(c, &s, e) : NULL;
  delivery_close(&s);
  return out;
}

#define NOTE_OPTION \
  { "note", "TEXT", "why; it is kept", ARGUMENT_TEXT }
#define ROW(verb, text, example, function)                                                        \
  {                                                                                               \
    .words = "export " verb, .group = "Invoices", .summary = text, .argument = "TARGET INVOICE",  \
    .type = ARGUMENT_PLUGIN, .fits = "target", .least = 2, .most = 2, .options = { NOTE_OPTION }, \
    .examples = { example }, .need = NEED_BOOK, .view = "record", .run = function                 \
  }

const command delivery_commands[] = {
  { .words = "export status",
    .group = "Invoices",
    .summary = "what each target has of a batch's documents, and what is to be done",
    .options = { BATCH_OPTION, { "target", "TARGET", "of one target only", ARGUMENT_PLUGIN } },
    .examples = { "billet export status", "billet export status --batch 3 --target quickbooks-online" },
    .need = NEED_BOOK,
    .view = "export",
    .run = command_status },
  ROW("resend", "a document that was refused or is gone is sent anew by the next export",
      "billet export resend quickbooks-online 17 --note \"deleted there by mistake\"", command_resend),
  ROW("accept", "a document that is different there, or is not there any more, is taken as it is",
      "billet export accept quickbooks-online 17 --note \"rounded by QuickBooks\"", command_accept),
  ROW("forget", "a document is never sent, and counts as settled",
      "billet export forget quickbooks-online 17 --note \"booked by hand\"", command_forget),
  { .words = "export refresh",
    .group = "Invoices",
    .summary = "reads what changed at a target: documents edited, voided and deleted, and payments",
    .argument = "TARGET",
    .type = ARGUMENT_PLUGIN,
    .fits = "target",
    .least = 1,
    .most = 1,
    .examples = { "billet export refresh quickbooks-online" },
    .need = NEED_BOOK,
    .view = "export",
    .run = command_refresh },
  { 0 },
};
