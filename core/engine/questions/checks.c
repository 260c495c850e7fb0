// Checks of a batch: which are asked, what they are shown, what they found.
#include "core/engine/questions/checks_inside.h"
#include <stdlib.h>
#include <string.h>

static void add(checking *k, check_found one) {
  check_list *l = k->out;
  l->rows = arena_grow(k->arena, l->rows, l->count, &l->capacity, sizeof one);
  l->rows[l->count++] = one;
}

// A check that fails says nothing of what it was to look at, which is as bad as it gets.
static void add_failure(checking *k, const char *check, const char *row, const char *why) {
  arena *a = k->arena;
  add(k,
      (check_found){ .level = CHECK_ERROR,
                     .check = check,
                     .row = arena_text(a, row),
                     .text = arena_format(a, "the check failed: %s", why),
                     .mend = check ? arena_format(a, "billet config set check.%s off", check) : "billet plugin list" });
}

// ---- Which are asked

static void add_asked(checking *k, asked_check one) {
  k->checks = arena_grow(k->arena, k->checks, k->count, &k->capacity, sizeof one);
  k->checks[k->count++] = one;
  k->out->checks++;
}

// One alone is what is tested: where it fails, so does whoever asked.
static bool ask_only(checking *k, error *e) {
  const plugin_host *host = k->book->host;
  const char *name = k->request->only;
  asked_check one = { .file = host->find(host->self, PLUGIN_CHECK, name, e) };
  if (!one.file || !host->check_open(host->self, name, k->request->params, &one.asking, e)) return false;
  one.level = one.asking.level;
  add_asked(k, one);
  return true;
}

// What cannot be asked is a finding; the others are asked.
static bool ask_one(checking *k, const char *name, error *e) {
  const plugin_host *host = k->book->host;
  asked_check one = { 0 };
  const char *params;
  error cause = { 0 };
  if (!check_level_set(k->book, name, CHECK_WARNING, &one.level, e)) return false;
  if (one.level == CHECK_OFF) return true;
  if (!check_params_set(k->book, name, k->arena, &params, e)) return false;
  one.file = host->find(host->self, PLUGIN_CHECK, name, &cause);
  bool good = one.file && host->check_open(host->self, name, params, &one.asking, &cause);
  if (!good) add_failure(k, name, NULL, cause.message);
  error_clear(&cause);
  if (!good || !check_level_set(k->book, name, one.asking.level, &one.level, e)) return !good;
  add_asked(k, one);
  return true;
}

// Those that a run has to pass are named by the book, so that no other is loaded for it.
static bool ask_stopping(checking *k, error *e) {
  const char **names;
  size_t count;
  bool ok = check_errors_set(k->book, k->arena, &names, &count, e);
  for (size_t i = 0; ok && i < count; i++) ok = ask_one(k, names[i], e);
  return ok;
}

static bool ask_listed(checking *k, error *e) {
  const plugin_host *host = k->book->host;
  error broken = { 0 };
  size_t count = 0;
  const plugin_file *const *listed = host->list(host->self, PLUGIN_CHECK, &count, &broken);
  const char **names = arena_array(k->arena, count + 1, sizeof *names);
  for (size_t i = 0; i < count; i++) names[i] = listed[i]->name;
  for (size_t i = 0; i < broken.row_count; i++) add_failure(k, NULL, NULL, broken.rows[i]);
  error_clear(&broken);
  bool ok = true;
  for (size_t i = 0; ok && i < count; i++) ok = ask_one(k, names[i], e);
  return ok;
}

static bool ask_all(checking *k, error *e) {
  if (k->request->only) return ask_only(k, e);
  if (!k->book->host->check_open) return true;
  return k->request->stops ? ask_stopping(k, e) : ask_listed(k, e);
}

// ---- What they are shown

static const char *mend_of(checking *k, const check_row *row) {
  const check_form *f = &check_forms[k->subject];
  if (!f->mend_column) return f->mend;
  const char *text = k->subject == CHECK_ENTRY ? check_entry_ticket(k, row->cells[0].text)
                                               : row->cells[check_column_find(f, f->mend_column)].text;
  return arena_format(k->arena, "%s %s", f->mend, text ? text : "");
}

// No finding is worse than its check may be.
static void take_findings(checking *k, const asked_check *c, const check_look *look) {
  for (size_t i = 0; i < look->count; i++) {
    const check_finding *f = &look->findings[i];
    const check_row *row = &k->rows[f->row];
    const check_level level = f->level && f->level < c->level ? f->level : c->level;
    if (k->request->stops && level != CHECK_ERROR) continue;
    add(k, (check_found){ .level = level,
                          .check = c->file->name,
                          .of = check_forms[k->subject].name,
                          .row = arena_text(k->arena, row->cells[0].text),
                          .text = arena_text(k->arena, f->text),
                          .mend = f->mend ? arena_text(k->arena, f->mend) : mend_of(k, row) });
  }
}

static void look(checking *k, asked_check *c) {
  const plugin_host *host = k->book->host;
  error cause = { 0 };
  check_look look = { .handle = c->asking.handle,
                      .rows = k->rows,
                      .row_count = k->row_count,
                      .as_of = k->request->batch->as_of,
                      .today = k->request->today,
                      .currency = k->book->currency,
                      .arena = k->scratch };
  c->failed = !host->check_look(host->self, &look, &cause);
  take_findings(k, c, &look);
  if (c->failed)
    add_failure(k, c->file->name, look.at < k->row_count ? k->rows[look.at].cells[0].text : NULL, cause.message);
  error_clear(&cause);
}

static void show(checking *k) {
  for (size_t i = 0; k->row_count && i < k->count; i++)
    if (k->checks[i].asking.subject == k->subject && !k->checks[i].failed) look(k, &k->checks[i]);
  k->out->rows_seen += k->row_count;
  k->row_count = 0;
  arena_reset(k->scratch);
}

static void make_room(checking *k) {
  if (k->row_count == CHECK_ROWS) show(k);
}

static void list_columns(checking *k) {
  const check_form *f = &check_forms[k->subject];
  k->currency = check_column_find(f, "currency");
  k->column_count = 0;
  for (size_t i = 0; i < f->count; i++)
    if (k->wanted & (1u << i)) k->columns[k->column_count++] = (int)i;
}

// Which columns of the subject are asked for; false: nobody asks.
static bool wanted(checking *k) {
  const char *mend = k->subject == CHECK_ENTRY ? NULL : check_forms[k->subject].mend_column;
  k->wanted = 0;
  for (size_t i = 0; i < k->count; i++) {
    const check_asking *asking = &k->checks[i].asking;
    if (asking->subject != k->subject) continue;
    k->wanted |= asking->before ? 1 | CHECK_BEFORE : 1;
    for (size_t c = 0; c < asking->read_count; c++) k->wanted |= 1u << asking->reads[c];
  }
  if (k->wanted && mend) k->wanted |= 1u << check_column_find(&check_forms[k->subject], mend);
  list_columns(k);
  return k->wanted != 0;
}

static bool read_rows(checking *k, error *e) {
  if (k->subject == CHECK_ENTRY) return check_entries_read(k, e);
  if (k->subject == CHECK_ITEM) return check_items_read(k, e);
  return (k->subject != CHECK_METER || check_items_read(k, e)) && check_rows_read(k, e);
}

static bool show_all(checking *k, error *e) {
  for (int i = 0; i < CHECK_SUBJECTS; i++) {
    k->subject = (check_subject)i;
    if (wanted(k) && !read_rows(k, e)) return false;
    show(k);
  }
  return true;
}

// ---- What they found

static int compare(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : ""); }

static int by_level(const void *left, const void *right) {
  const check_found *a = left, *b = right;
  if (a->level != b->level) return a->level > b->level ? -1 : 1;
  int order = compare(a->check, b->check);
  if (!order) order = compare(a->row, b->row);
  return order ? order : strcmp(a->text, b->text);
}

bool checks_run(book *b, const check_request *request, arena *a, check_list *out, error *e) {
  checking *k = arena_alloc(a, sizeof *k);
  *out = (check_list){ 0 };
  *k = (checking){
    .book = b, .make_room = make_room, .request = request, .arena = a, .scratch = arena_new(), .out = out
  };
  bool ok = db_begin_read(b->db, e);
  if (ok) {
    ok = ask_all(k, e) && show_all(k, e);
    db_rollback(b->db);
  }
  costs_close(k->costs);
  arena_free(k->scratch);
  if (out->count) qsort(out->rows, out->count, sizeof *out->rows, by_level);
  return ok;
}
