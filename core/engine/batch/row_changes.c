// Which rows of the Billing page a change changes: temporary triggers keep what they were before it, so that nobody has
// to compare whole pages.
#include "core/engine/batch/batch.h"

// What was noted first stays; OR IGNORE would give way to the conflict clause of the statement that fires the trigger.
#define NOTE(row, values)                                                                              \
  "BEGIN INSERT INTO rows_before SELECT " row ".batch, " row ".contract, " values                      \
  " WHERE NOT EXISTS (SELECT 1 FROM rows_before r WHERE r.batch = " row ".batch AND r.contract = " row \
  ".contract); END"
#define TRIGGER "CREATE TEMP TRIGGER IF NOT EXISTS "
#define NOTE_OLD NOTE("old", "old.chosen, old.state, old.total, old.pick_amount, old.pick_tax")

// Rows are replaced where they are rated again: what goes comes back with other values, or with the same.
static const char *const noting[] = {
  "CREATE TEMP TABLE IF NOT EXISTS rows_before (batch INTEGER NOT NULL, contract INTEGER NOT NULL, chosen INTEGER, "
  "state TEXT, total INTEGER, amount INTEGER, tax INTEGER, PRIMARY KEY (batch, contract)) WITHOUT ROWID",
  TRIGGER "note_choice AFTER UPDATE OF chosen ON main.previews WHEN old.chosen <> new.chosen " NOTE_OLD,
  TRIGGER "note_going AFTER DELETE ON main.previews " NOTE_OLD,
  TRIGGER "note_coming AFTER INSERT ON main.previews " NOTE("new", "NULL, NULL, NULL, NULL, NULL"),
  "DELETE FROM rows_before",
};

#define CHANGED                                                                                                     \
  "FROM rows_before r JOIN previews p ON p.batch = r.batch AND p.contract = r.contract JOIN contracts k ON k.n = "  \
  "p.contract JOIN customers c ON c.n = k.customer WHERE p.batch = ?1 AND (r.chosen IS NOT p.chosen OR r.state IS " \
  "NOT p.state OR r.total IS NOT p.total OR r.amount IS NOT p.pick_amount OR r.tax IS NOT p.pick_tax)"

bool batch_note_changes(book *b, error *e) {
  for (size_t i = 0; i < sizeof noting / sizeof *noting; i++)
    if (!db_run(b->db, e, noting[i], "")) return false;
  return true;
}

bool batch_changed_rows(book *b, int64_t batch, int64_t most, arena *a, int64_t **out, size_t *count, int64_t *all,
                        error *e) {
  size_t capacity = 0;
  *out = NULL;
  *count = 0;
  if (!db_value(b->db, e, all, 0, "SELECT count(*) " CHANGED, "i", batch)) return false;
  query *q =
      db_ask(b->db, e, "SELECT p.contract " CHANGED " ORDER BY c.name, k.name, k.id LIMIT ?2", "ii", batch, most);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}
