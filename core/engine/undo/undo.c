// The log walked from its end: which change is in force, which was taken back.
#include "core/engine/undo/undo.h"
#include "core/engine/batch/batch.h"
#include "core/engine/import/import.h"
#include "core/engine/invoice/invoice.h"
#include <assert.h>
#include <string.h>

static const action_kind *const lists[] = { batch_actions, import_actions, invoice_actions };

static const action_kind *kind_of(const char *command) {
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
    for (const action_kind *k = lists[i]; k->command; k++)
      if (strcmp(k->command, command) == 0) return k;
  return NULL;
}

// An action of which a later entry says what became of it.
typedef struct fate {
  int64_t seq, import;
  bool taken_back;
} fate;

typedef struct walk {
  book *book;
  arena *arena;
  fate *fates;
  size_t count, capacity;
  cJSON *detail;  // of what was found
  action found;   // seq 0: nothing
  const action_kind *kind;
} walk;

static const fate *fate_of(const walk *w, int64_t seq) {
  for (size_t i = 0; i < w->count; i++)
    if (w->fates[i].seq == seq) return &w->fates[i];
  return NULL;
}

static int64_t names(const cJSON *detail, const char *what) {
  const cJSON *seq = cJSON_GetObjectItemCaseSensitive(detail, what);
  return cJSON_IsNumber(seq) ? (int64_t)seq->valuedouble : 0;
}

// The last word on an action counts.
static void note_fate(walk *w, const cJSON *detail) {
  int64_t undo_of = names(detail, "undo_of"), seq = undo_of ? undo_of : names(detail, "redo_of");
  if (!seq || fate_of(w, seq)) return;
  w->fates = arena_grow(w->arena, w->fates, w->count, &w->capacity, sizeof *w->fates);
  w->fates[w->count++] = (fate){ seq, names(detail, "import"), undo_of != 0 };
}

static void take(walk *w, const query *q, cJSON *detail) {
  arena *a = w->arena;
  const fate *f = fate_of(w, query_column(q, 0));
  w->found = (action){ query_column(q, 0),
                       query_column(q, 3),
                       arena_text(a, query_column_text(q, 1)),
                       arena_text(a, query_column_text(q, 2)),
                       detail,
                       f ? f->import : names(detail, "import") };
  w->detail = detail;
  w->kind = kind_of(w->found.command);
}

static query *entries(book *b, int64_t only, error *e) {
  return db_ask(b->db, e,
                "SELECT seq, at, command, batch, detail FROM actions WHERE ?1 = 0 OR seq = ?1 ORDER BY seq DESC", "i",
                only);
}

// Whether an entry is a change of its own, which no other one took back or did again.
static bool is_change(const query *q, const cJSON *detail) {
  return !names(detail, "undo_of") && !names(detail, "redo_of") && kind_of(query_column_text(q, 2));
}

// Finds the newest change in force.
static bool find_undo(walk *w, error *e) {
  query *q = entries(w->book, 0, e);
  int step = -1;
  while (q && !w->found.seq && (step = query_step(q, e)) == 1) {
    cJSON *detail = cJSON_Parse(query_column_text(q, 4));
    const fate *f = fate_of(w, query_column(q, 0));
    note_fate(w, detail);
    if (is_change(q, detail) && !(f && f->taken_back)) take(w, q, detail);
    else cJSON_Delete(detail);
  }
  if (step == 1) query_reset(q);
  return step >= 0;
}

// Finds the change that was taken back last and is not done again yet; *of 0: none, or another one came since.
static bool find_taken_back(walk *w, int64_t *of, error *e) {
  query *q = entries(w->book, 0, e);
  int step = -1;
  bool stop = false;
  *of = 0;
  while (q && !stop && (step = query_step(q, e)) == 1) {
    cJSON *detail = cJSON_Parse(query_column_text(q, 4));
    int64_t undo_of = names(detail, "undo_of");
    const fate *before = fate_of(w, undo_of);
    note_fate(w, detail);
    if (undo_of && !before) *of = undo_of;
    stop = *of || is_change(q, detail);
    cJSON_Delete(detail);
  }
  if (step == 1) query_reset(q);
  return step >= 0;
}

static bool find_redo(walk *w, error *e) {
  int64_t of;
  if (!find_taken_back(w, &of, e)) return false;
  if (!of) return true;
  query *q = entries(w->book, of, e);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) {
    take(w, q, cJSON_Parse(query_column_text(q, 4)));
    query_reset(q);
  }
  return step >= 0;
}

static bool refuse(const walk *w, error *e) {
  error_set(e, ERROR_STATE, "`%s`%s of %s stays as it is", w->found.command,
            w->found.batch ? arena_format(w->arena, " of batch %lld", (long long)w->found.batch) : "", w->found.at);
  return error_hint(e, "%s", w->kind->stays);
}

static const char *in_words(const walk *w, bool again) {
  const action *done = &w->found;
  const char *of = done->batch ? arena_format(w->arena, " of batch %lld", (long long)done->batch) : "";
  return again ? arena_format(w->arena, "`%s`%s is done again", done->command, of)
               : arena_format(w->arena, "`%s`%s is taken back: %s", done->command, of, w->kind->says(done, w->arena));
}

static bool find(walk *w, bool again, undone *out, error *e) {
  int64_t meant = out->seq;
  if (again ? !find_redo(w, e) : !find_undo(w, e)) return false;
  if (!w->found.seq)
    return error_set(e, ERROR_STATE,
                     again ? "nothing was taken back, or something was done since"
                           : "there is nothing that could be taken back");
  if (!w->kind->undo) return refuse(w, e);
  if (meant && meant != w->found.seq)
    return error_set(e, ERROR_CHANGED, "the last change is now entry %lld of the log, `%s`", (long long)w->found.seq,
                     w->found.command);
  *out = (undone){ w->found.seq, w->found.batch,   w->kind->rows ? w->kind->rows(&w->found) : -1,
                   w->found.at,  w->found.command, in_words(w, again) };
  return true;
}

static bool work(walk *w, bool again, undone *out, error *e) {
  if (!find(w, again, out, e)) return false;
  assert(w->kind);  // of what was found
  if (again) w->book->redoes = w->found.seq;
  else w->book->undoes = w->found.seq;
  bool ok = (again ? w->kind->redo : w->kind->undo)(w->book, &w->found, w->arena, e);
  w->book->undoes = w->book->redoes = 0;
  return ok;
}

static bool last(book *b, bool again, bool dry_run, arena *a, undone *out, error *e) {
  walk w = { .book = b, .arena = a };
  if (!db_begin(b->db, e)) return false;
  bool ok = work(&w, again, out, e);
  cJSON_Delete(w.detail);
  if (ok && !dry_run) ok = db_commit(b->db, e);
  else db_rollback(b->db);
  return ok;
}

bool undo_look(book *b, bool again, arena *a, undone *out, error *e) {
  walk w = { .book = b, .arena = a };
  bool ok = find(&w, again, out, e);
  cJSON_Delete(w.detail);
  return ok;
}

bool undo_last(book *b, bool dry_run, arena *a, undone *out, error *e) { return last(b, false, dry_run, a, out, e); }
bool redo_last(book *b, bool dry_run, arena *a, undone *out, error *e) { return last(b, true, dry_run, a, out, e); }
