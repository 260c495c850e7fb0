// Verify: runs the checks one after another on one state of the database.
#include "core/engine/verify/verify_inside.h"

// In the order of the report. The file comes first: where it is damaged, no other check means much.
static const check_list *const all[] = { &file_checks,     &claim_checks, &sum_checks,     &prepaid_checks,
                                         &document_checks, &log_checks,   &payment_checks, &kept_checks };
enum { LISTS = sizeof all / sizeof *all };

static bool prove_all(proof *p, value *list) {
  int64_t total = 0, done = 0;
  for (size_t l = 0; l < LISTS; l++) total += (int64_t)all[l]->count;
  for (size_t l = 0; l < LISTS; l++) {
    for (size_t i = 0; i < all[l]->count; i++) {
      book_progress(p->book, "Verifying", done++, total);
      if (!proof_run(p, &all[l]->checks[i], list)) return false;
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
