// Delivers a batch's documents, or those that are named, to a target.
#include "core/base/text.h"
#include "core/command/answers/deliveries.h"
#include "core/command/commands_inside.h"
#include <string.h>

static const char *documents(arena *a, int64_t count) {
  return arena_format(a, "%lld document%s", (long long)count, text_s(count));
}

// ---- What became of it

// What is not there, part by part; "" where all is.
static const char *rest(arena *a, const delivery_counts *n) {
  const struct {
    int64_t count;
    const char *one, *many;
  } parts[] = { { n->refused, "was refused", "were refused" },
                { n->unknown, "is not known of", "are not known of" },
                { n->different, "is different there", "are different there" },
                { n->waiting, "waits", "wait" } };
  const char *out = "";
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (parts[i].count)
      out = arena_format(a, "%s%s%lld %s", out, *out ? ", " : "", (long long)parts[i].count,
                         parts[i].count == 1 ? parts[i].one : parts[i].many);
  return out;
}

static const char *result(context *c, const delivery_session *s, const delivery_counts *n, int64_t batch,
                          const delivery_report *r) {
  arena *a = c->arena;
  const char *title = s->target.title, *why = "";
  if (n->settled == n->all && batch)
    return arena_format(a, "Batch %lld was exported to %s: %s.", (long long)batch, title, documents(a, n->delivered));
  if (n->settled == n->all)
    return arena_format(a, "%s %s at %s.", documents(a, n->delivered), n->delivered == 1 ? "is" : "are", title);
  if (r->message) why = arena_format(a, " %s%s%s.", r->message, r->hint ? "; " : "", r->hint ? r->hint : "");
  return arena_format(a, "%lld of %s %s at %s: %s.%s", (long long)n->delivered, documents(a, n->all),
                      n->delivered == 1 ? "is" : "are", title, rest(a, n), why);
}

// How the program ends though it answers, and what to do next.
static void tell_end(context *c, const delivery_session *s, const delivery_counts *n, const delivery_report *r) {
  const char *target = s->target.name;
  if (n->settled == n->all) return;
  c->partly = r->end == DELIVERY_SIGN_IN       ? ERROR_SIGN_IN
              : r->end == DELIVERY_INTERRUPTED ? ERROR_INTERRUPTED
                                               : ERROR_EXPORT;
  if (r->end == DELIVERY_SIGN_IN) c->next = arena_format(c->arena, "billet export login %s", target);
  else if (n->different)
    c->next = arena_format(c->arena, "billet export accept|resend|forget %s INVOICE --note TEXT", target);
  else c->next = arena_format(c->arena, "billet export %s", target);
}

static value *report_value(context *c, const delivery_session *s, const int64_t *invoices, size_t count, int64_t batch,
                           const delivery_report *r, delivery_counts *n, error *e) {
  arena *a = c->arena;
  value *out = value_record(a), *list = value_list(a);
  for (size_t i = 0; i < count; i++) {
    value *row = delivery_answer(c, s->connection.n, NULL, invoices[i], n, e);
    if (!row) return NULL;
    value_append(a, list, row);
  }
  put_text(a, out, "target", s->target.name);
  put_text(a, out, "connection", s->connection.name);
  if (batch) put_int(a, out, "batch", batch);
  else put_null(a, out, "batch");
  value_put(a, out, "invoices", list);
  put_delivery_counts(a, out, n);
  put_int(a, out, "requests", r->requests);
  put_text(a, out, "result", result(c, s, n, batch, r));
  tell_end(c, s, n, r);
  return out;
}

// A batch of which nothing is left is exported.
static bool mark(context *c, const delivery_session *s, const delivery_counts *n, batch *b, error *e) {
  if (!b->n || n->settled < n->all || strcmp(b->state, "exported") == 0) return true;
  const char *detail = arena_format(c->arena, "{\"target\":\"%s\"}", s->target.name);
  if (batch_exported(c->book, b, detail, e)) return true;
  const char *why = arena_text(c->arena, e->message);
  error_set(e, ERROR_UNKNOWN_OUTCOME, "all is delivered, but batch %lld is not marked as exported: %s", (long long)b->n,
            why);
  return error_hint(e, "run the export again");
}

static value *deliver(context *c, delivery_session *s, const int64_t *invoices, size_t count, int64_t limit, batch *b,
                      error *e) {
  delivery_report report;
  delivery_counts counts = { 0 };
  if (!deliver_invoices(&s->with, invoices, count, limit, c->arena, &report, e)) return NULL;
  if (report.sent) c->done = arena_format(c->arena, "%s sent to %s", documents(c->arena, report.sent), s->target.title);
  value *out = report_value(c, s, invoices, count, b->n, &report, &counts, e);
  return out && mark(c, s, &counts, b, e) ? out : NULL;
}

// ---- What it would do

static value *look_ahead(context *c, delivery_session *s, const int64_t *invoices, size_t count, batch *b, error *e) {
  arena *a = c->arena;
  value *list, *out = value_record(a);
  int64_t requests = 0, refused = 0;
  if (!deliver_look_ahead(&s->with, invoices, count, a, &list, &requests, e)) return NULL;
  for (size_t i = 0; i < list->as.list.count; i++)
    refused += strcmp(value_get(list->as.list.items[i], "would")->as.text, "refused") == 0;
  put_text(a, out, "target", s->target.name);
  put_text(a, out, "connection", s->connection.name);
  if (b->n) put_int(a, out, "batch", b->n);
  else put_null(a, out, "batch");
  value_put(a, out, "would", list);
  put_int(a, out, "requests", requests);
  const char *unasked = s->with.wire ? "" : "; nobody is signed in, so names were not looked up";
  put_text(a, out, "result",
           arena_format(a, "Nothing was sent. %s would be, %lld would be refused%s.",
                        documents(a, (int64_t)list->as.list.count - refused), (long long)refused, unasked));
  if (refused) c->partly = ERROR_EXPORT;
  return out;
}

value *export_deliver(context *c, const arguments *a, const export_wanted *w, batch *b, error *e) {
  const bool dry = option_flag(a, "dry-run");
  int64_t limit, *invoices = w->invoices;
  size_t count = w->count;
  delivery_session s = { 0 };
  value *out = NULL;
  if (option_text(a, "output")) {
    error_set(e, ERROR_USAGE, "documents are delivered to %s: --output is for targets that write files", a->texts[0]);
    return NULL;
  }
  if (!option_number(a, "limit", 0, &limit, e)) return NULL;
  if (!count && !delivery_invoices(c, b->n, &invoices, &count, e)) return NULL;
  if (delivery_open(c, a->texts[0], true, !dry, &s, e))
    out = dry ? look_ahead(c, &s, invoices, count, b, e) : deliver(c, &s, invoices, count, limit, b, e);
  delivery_close(&s);
  return out;
}
