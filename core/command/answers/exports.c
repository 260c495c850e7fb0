// What an exporter asks while it makes its text, answered from the book.
#include "core/command/answers/answers.h"
#include "core/base/memory.h"
#include "core/engine/facts/facts.h"
#include <stdlib.h>

static const char *map(void *self, const char *kind, const char *key, error *e) {
  exports *x = self;
  query *q = db_ask(x->context->book->db, e, "SELECT value FROM maps WHERE target = ? AND kind = ? AND key = ?", "ttt",
                    x->target, kind, key);
  arena_reset(x->scratch);
  int step = q ? query_step(q, e) : -1;
  const char *out = step == 1 ? arena_text(x->scratch, query_column_text(q, 0)) : NULL;
  query_reset(q);
  return out;
}

static const char *json(void *self, const value *invoice, error *e) {
  exports *x = self;
  char *text = NULL;
  size_t length;
  FILE *file = memory_stream(&text, &length);
  bool ok = answer_json(invoice, file, false, e);
  memory_stream_end(file, &text, &length);
  arena_reset(x->scratch);
  const char *out = ok ? arena_copy(x->scratch, text, length ? length - 1 : 0) : NULL;  // without the line feed
  memory_give(text);
  return out;
}

static void warn(void *self, const char *text) {
  exports *x = self;
  context_warn(x->context, "export", "%s", text);
}

void exports_open(exports *x, context *c, const char *target) {
  *x = (exports){ .context = c, .target = target, .scratch = arena_new() };
  x->desk = (export_desk){ .self = x, .currency = c->book->currency, .map = map, .json = json, .warn = warn };
}

void exports_close(exports *x) { arena_free(x->scratch); }

bool exports_text(exports *x, const char *phase, const value *invoice, buffer *out, error *e) {
  const plugin_host *host = x->context->host;
  const export_call call = { .name = x->target, .phase = phase, .invoice = invoice, .desk = &x->desk };
  return host->export(host->self, &call, out, e);
}
