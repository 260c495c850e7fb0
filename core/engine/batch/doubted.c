// A contract that comes out otherwise than it was shown, though nothing of it has changed: some plugin keeps something
// from one call to the next, and no one can say which of its amounts is meant.
#include "core/engine/batch/batch_inside.h"

// What could make a difference since the row was written: its rows and what concerns all, some plugin file, what was
// held of it, or of what shares a block with it, for a reason that lies elsewhere, and whatever else was done to the
// book since the batch was made.
static bool explained(book *b, const batch *batch, const contract *c, bool *out, error *e) {
  char files[65];
  int64_t changed = 1;
  if (!b->host->state(b->host->self, files, e) ||
      // clang-format off
      !db_value(b->db, e, &changed, 1,
                "SELECT p.seen < max(?3, (SELECT touched FROM settings)) OR EXISTS (SELECT 1 FROM held_items h WHERE "
                "h.batch = ?1 AND (h.contract = ?2 OR h.contract IN (SELECT m.n FROM contracts k JOIN contracts m ON "
                "" SHARES_BLOCK " WHERE k.n = ?2))) OR EXISTS (SELECT 1 FROM actions WHERE seq > (SELECT max(seq) FROM "
                "actions WHERE command = 'batch new' AND batch = ?1) AND command NOT IN ("
                LOGGED_IMPORTS ", 'batch select', 'batch deselect', 'batch consolidate', 'batch exclude', "
                "'batch include', 'plugin aside', 'plugin allow', 'contract doubted')) FROM previews p "
                "WHERE p.batch = ?1 AND p.contract = ?2",
                "iii", batch->n, c->n, c->touched))
    // clang-format on
    return false;
  *out = changed || strcmp(files, batch->files) != 0;
  return true;
}

static const char *reason(book *b, const contract *c, arena *a) {
  error ignored = { 0 };
  const plugin_file *file = b->host->find(b->host->self, PLUGIN_CONTRACT, c->type, &ignored);
  const char *slash = file ? strrchr(file->path, '/') : NULL;
  error_clear(&ignored);
  return arena_format(a,
                      "%s: two derivations of the contract differ though nothing changed: plugin %s%s keeps something "
                      "from one call to the next (`billet plugin test %s`)",
                      slash ? slash + 1 : c->type, c->type, c->rules ? ", or a rule of the contract," : "", c->type);
}

bool batch_doubted(book *b, const batch *batch, const contract *c, const plan *p, arena *a, const char **why,
                   error *e) {
  int64_t shown = 0;
  bool known = true;
  *why = NULL;
  if (p->state == PLAN_HELD) return true;
  if (!db_value(b->db, e, &shown, (int64_t)p->shown, "SELECT shown FROM previews WHERE batch = ? AND contract = ?",
                "ii", batch->n, c->n))
    return false;
  if (shown == (int64_t)p->shown) return true;
  if (!explained(b, batch, c, &known, e)) return false;
  *why = known ? NULL : reason(b, c, a);
  return true;
}

bool batch_doubt(book *b, batch *batch, const contract *c, const char *why, error *e) {
  bool differs;
  if (!doubt_write(b, c, why, e)) return false;
  planner *p = planner_open(b, batch->as_of, batch->n, e);
  bool done = p && contract_row_refresh(b, batch, p, c, &differs, e);
  planner_close(p);
  return done;
}
