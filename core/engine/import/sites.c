// Import rules of sites: the contracts that are served there are looked at again.
#include "core/engine/import/import_inside.h"

static bool same(const record *a, const record *b, const row *r, const char *name) {
  size_t i = column_at(r->table, name);
  return field_same(&r->table->columns[i], &a->fields[i], &b->fields[i]);
}

bool site_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  if (!old->n) return true;  // nothing names it yet
  bool taxed = same(old, new, r, "tax");
  owner_moved(im, r, old, new);
  query *q = db_ask(im->db, e, "SELECT n FROM contracts WHERE site = ?", "i", new->n);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    mark_contract(im, query_column(q, 0));
    if (!taxed) note_tax(im, r, query_column(q, 0), 0);
  }
  return got == 0;
}
