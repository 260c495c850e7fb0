// Checks of a batch as an answer.
#include "core/command/answers/checks.h"
#include "core/base/text.h"
#include "core/deliver/connection.h"
#include <string.h>

bool checks_refresh(context *c, batch *b, error *e) {
  change_list changed = { 0 };
  if (strcmp(b->state, "open") != 0) return true;
  if (!db_begin(c->book->db, e)) return false;
  bool ok = batch_refresh(c->book, b, c->arena, &changed, e) && db_commit(c->book->db, e);
  if (!ok) db_rollback(c->book->db);
  return ok;
}

// Whose files cannot be read is no reason to check nothing: their days are not known.
static bool read_sign_ins(context *c, check_request *r, error *e) {
  connection *list;
  size_t count;
  if (!connections_used(c->book, c->arena, &list, &count, e)) return false;
  check_sign_in *out = arena_array(c->arena, count + 1, sizeof *out);
  for (size_t i = 0; i < count; i++) {
    error cause = { 0 };
    int days = -1;
    connection_days(&list[i], &days, &cause);
    error_clear(&cause);
    out[i] = (check_sign_in){ list[i].target, list[i].name, days };
  }
  r->sign_ins = out;
  r->sign_in_count = count;
  return true;
}

bool checks_find(context *c, const batch *b, bool stops, check_list *out, error *e) {
  check_request request = { .batch = b, .stops = stops };
  return book_today(c->book, &request.today, e) && read_sign_ins(c, &request, e) &&
         checks_run(c->book, &request, c->arena, out, e);
}

bool checks_let_run(const check_list *found, error *e) {
  if (!found->count) return true;
  error_set(e, ERROR_INVALID, "%zu finding%s of checks %s errors", found->count, text_s(found->count),
            found->count == 1 ? "is an" : "are");
  for (size_t i = 0; i < found->count; i++) {
    const check_found *f = &found->rows[i];
    error_row(e, "%s: %s%s%s", f->check, f->row ? f->row : "", f->row ? ": " : "", f->text);
  }
  return error_hint(e, "billet check tells what mends them; billet batch run --force --note TEXT goes on without");
}

check_level checks_worst(const check_list *found) { return found->count ? found->rows[0].level : CHECK_OFF; }

value *finding_value(arena *a, const check_found *f) {
  value *v = value_record(a);
  put_text(a, v, "level", check_level_name(f->level));
  put_text(a, v, "check", f->check);
  put_text(a, v, "of", f->of);
  put_text(a, v, "row", f->row);
  put_text(a, v, "text", f->text);
  put_text(a, v, "mend", f->mend);
  return v;
}

value *checks_answer(context *c, const batch *b, const check_list *found) {
  arena *a = c->arena;
  value *out = value_record(a), *list = value_list(a);
  int64_t counts[CHECK_ERROR + 1] = { 0 };
  for (size_t i = 0; i < found->count; i++) {
    counts[found->rows[i].level]++;
    value_append(a, list, finding_value(a, &found->rows[i]));
  }
  put_int(a, out, "batch", b->n);
  put_text(a, out, "state", b->state);
  put_day(a, out, "as_of", b->as_of);
  put_int(a, out, "checks", (int64_t)found->checks);
  put_int(a, out, "rows", (int64_t)found->rows_seen);
  put_int(a, out, "errors", counts[CHECK_ERROR]);
  put_int(a, out, "warnings", counts[CHECK_WARNING]);
  put_int(a, out, "notes", counts[CHECK_NOTE]);
  value_put(a, out, "findings", list);
  return out;
}
