// explain: how an invoice, or one line of it, came to its cents.
#include "core/engine/explain/explain.h"
#include "core/command/answers/batches.h"
#include "core/command/commands.h"
#include <stdlib.h>

value *command_explain(context *c, const arguments *a, error *e) {
  int64_t invoice, line = 0;
  value *out = NULL;
  if (a->count == 2) {
    char *end;
    line = strtol(a->texts[1], &end, 10);
    if (*end || end == a->texts[1] || line < 1) {
      error_set(e, ERROR_USAGE, "\"%s\" is no line of an invoice: they count from 1", a->texts[1]);
      return NULL;
    }
  }
  return resolve_invoice(c, a->texts[0], &invoice, e) &&
                 explain(c->book, invoice, line, option_flag(a, "full"), c->arena, &out, e)
             ? out
             : NULL;
}
