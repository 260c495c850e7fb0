// Verify: runs the checks one after another on one state of the database.
#include "core/engine/verify/checks.h"
#include <stdarg.h>
#include <stdio.h>

enum { FAULTS_TOLD = 50 };  // of one check

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
  if (!db_value(p->book->db, p->e, &p->checked, 0, c->count, "")) return false;
  query *q = db_query(p->book->db, c->faults, p->e);
  int step = -1;
  while (q && (step = query_step(q, p->e)) == 1)
    proof_fault(p, "%s", query_column_null(q, 0) ? "a row without a name" : query_column_text(q, 0));
  return step == 0;
}

static bool prove_file(proof *p, const check *c) {
  error found = { 0 };
  (void)c;
  p->checked = 1;
  if (db_check(p->book->db, &found)) return true;
  if (found.code != ERROR_CORRUPT) {
    *p->e = found;
    return false;
  }
  for (size_t i = 0; i < found.row_count; i++) proof_fault(p, "%s", found.rows[i]);
  if (!found.row_count) proof_fault(p, "%s", found.message);
  error_clear(&found);
  return true;
}

static const check file[] = { { "the file is sound", prove_file, NULL, NULL } };

// A table that cannot be read because it is damaged breaks its own check and no other.
static bool prove(proof *p, const check *c) {
  if (c->prove(p, c)) return true;
  if (p->e->code != ERROR_CORRUPT) return false;
  proof_fault(p, "%s", p->e->message);
  error_clear(p->e);
  return true;
}

static bool prove_one(proof *p, value *list, const check *c) {
  p->name = c->name;
  p->checked = p->failed = 0;
  if (!prove(p, c)) return false;
  value *row = value_record(p->arena);
  put_text(p->arena, row, "name", c->name);
  put_int(p->arena, row, "checked", p->checked);
  put_int(p->arena, row, "failed", p->failed);
  value_append(p->arena, list, row);
  if (p->failed > FAULTS_TOLD)
    value_append(
        p->arena, p->failures,
        value_text(p->arena, arena_format(p->arena, "%s: and %lld more", c->name, (long long)p->failed - FAULTS_TOLD)));
  return true;
}

static bool prove_all(proof *p, value *list) {
  const check_list files = { file, 1 }, *const groups[] = { &files,         &claim_checks,    &sum_checks,
                                                            &ledger_checks, &document_checks, &kept_checks };
  int64_t total = 0, done = 0;
  for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) total += (int64_t)groups[g]->count;
  for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
    for (size_t i = 0; i < groups[g]->count; i++) {
      book_progress(p->book, "Verifying", done++, total);
      if (!prove_one(p, list, &groups[g]->checks[i])) return false;
    }
  }
  return true;
}

bool verify(book *b, arena *a, value **report, error *e) {
  proof p = { .book = b, .arena = a, .e = e, .failures = value_list(a) };
  value *list = value_list(a);
  if (!db_begin_read(b->db, e)) return false;
  bool ok = prove_all(&p, list);
  db_rollback(b->db);
  if (!ok) return false;
  *report = value_record(a);
  value_put(a, *report, "checks", list);
  value_put(a, *report, "failures", p.failures);
  put_text(a, *report, "head", p.head);
  return true;
}
