// A check under way: what it counts, and how its faults are told.
#include "core/base/checked_row.h"
#include "core/engine/verify/verify_inside.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

void proof_fault(proof *p, const char *format, ...) {
  char what[512];
  va_list values;
  if (p->failed++ >= FAULTS_TOLD) return;
  va_start(values, format);
  vsnprintf(what, sizeof what, format, values);
  va_end(values);
  value_append(p->arena, p->failures, value_text(p->arena, arena_format(p->arena, "%s: %s", p->name, what)));
}

bool proof_by_query(proof *p, const check *c) {
  assert(c->count && c->faults);
  if (!db_value(p->book->db, p->e, &p->checked, 0, c->count, "")) return false;
  query *q = db_query(p->book->db, c->faults, p->e);
  int step = -1;
  while (q && (step = query_step(q, p->e)) == 1)
    proof_fault(p, "%s", query_column_null(q, 0) ? "a row without a name" : query_column_text(q, 0));
  return step == 0;
}

// A table that cannot be read because it is damaged is itself the fault.
static bool prove(proof *p, const check *c) {
  if (c->prove(p, c)) return true;
  if (p->e->code != ERROR_CORRUPT && p->e->code != ERROR_NONE) return false;
  proof_fault(p, "%s", p->e->code ? p->e->message : "what it says cannot be read");
  error_clear(p->e);
  return true;
}

bool proof_run(proof *p, const check *c, value *list) {
  p->name = c->name;
  p->checked = p->failed = 0;
  if (!prove(p, c)) return false;
  checked_row_put(p->arena, list, p->failures, c->name, p->checked, p->failed);
  return true;
}
