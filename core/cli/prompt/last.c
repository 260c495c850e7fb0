// What Lua calls `_`: the answer that was shown last. Nothing is done for who never asks but to keep the rows, which
// would be gone once they are printed.
#include "core/cli/prompt/prompt_inside.h"
#include "lua/trusted/cmd_eval.h"

enum { ROWS_KEPT = 2000 };

// Rows that were read already, and the stream that goes on behind them.
typedef struct kept_rows {
  value *rows;
  size_t at;
  value stream;
  error_code failed;  // where the rows ended, and why: told again where they are printed
  const char *why;
} kept_rows;

static value *next_row(void *context, arena *a, error *e) {
  kept_rows *k = context;
  if (k->at < k->rows->as.list.count) return k->rows->as.list.items[k->at++];
  if (k->failed) error_set(e, k->failed, "%s", k->why);
  if (k->failed) return NULL;
  return k->stream.as.stream.next(k->stream.as.stream.context, a, e);
}

// The stream becomes the list of its rows; false where it is longer than what is kept, or fails.
static bool keep_stream(value *v, arena *a) {
  kept_rows *k = arena_alloc(a, sizeof *k);
  *k = (kept_rows){ .rows = value_list(a), .stream = *v };
  error failed = { 0 };
  value *row = NULL;
  while (k->rows->as.list.count < ROWS_KEPT && (row = next_row(k, a, &failed)) != NULL) {
    value_append(a, k->rows, row);
    k->at++;
  }
  k->at = 0;
  k->failed = failed.code;
  k->why = arena_text(a, failed.message);
  bool whole = !row && !failed.code;
  *v = whole ? *k->rows : *value_stream(a, next_row, k);
  error_clear(&failed);
  return whole;
}

static bool keep_fields(value *v, arena *a) {
  bool whole = true;
  if (v->type == VALUE_STREAM) return keep_stream(v, a);
  for (size_t i = 0; v->type == VALUE_RECORD && i < v->as.record.count; i++)
    whole = keep_fields(v->as.record.fields[i].item, a) && whole;
  return whole;
}

value *last_keep(prompt *p, value *answer) {
  error none = { 0 };
  context *c = session_context(p->session, &none);
  error_clear(&none);
  if (!c) return NULL;
  return keep_fields(answer, c->arena) ? answer : value_null(c->arena);
}

void last_hand(prompt *p) {
  error none = { 0 };
  context *c = session_context(p->session, &none);
  if (c && p->last) lua_keep(c, p->last, &none);
  error_clear(&none);
  p->last = NULL;
}
