// The check of the database as a file.
#include "core/engine/verify/verify_inside.h"

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

static const check checks[] = { { "the file is sound", prove_file, NULL, NULL } };

const check_list file_checks = { checks, sizeof checks / sizeof *checks };
