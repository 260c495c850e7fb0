// A book to import into: a real database file, and a host that knows a few plugins by heart.
#include "tests/core/import_world.h"
#include "core/base/json.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct fake {
  plugin_kind kind;
  const char *name, *required, *others;
} fake;

// Params: text, but `pool` (a whole number), `rollover` (true or false), `lines` and `milestones` (lists).
static const fake fakes[] = {
  { PLUGIN_CONTRACT, "hourly", "rate", "" },
  { PLUGIN_CONTRACT, "retainer", "price", "quantity,rollover,pool,lines,milestones" },
  { PLUGIN_CONTRACT, "agreement", "lines", "" },
  { PLUGIN_PRICE_RULE, "round-time", "increment", "per" },
  { PLUGIN_TAX_RULE, "percent", "rate", "inclusive" },
};

static const fake *fake_find(plugin_kind kind, const char *name) {
  for (size_t i = 0; i < sizeof fakes / sizeof *fakes; i++)
    if (fakes[i].kind == kind && !strcmp(fakes[i].name, name)) return &fakes[i];
  return NULL;
}

static const plugin_file *host_find(void *self, plugin_kind kind, const char *name, error *e) {
  static const plugin_file file;
  (void)self;
  if (fake_find(kind, name)) return &file;
  error_set(e, ERROR_NOT_FOUND, "there is no plugin of this name");
  error_hint(e, "did you mean \"retainer\"?");
  return NULL;
}

static bool in_list(const char *list, const char *name) {
  size_t length = strlen(name);
  for (const char *p = strstr(list, name); p; p = strstr(p + 1, name))
    if ((p == list || p[-1] == ',') && (p[length] == ',' || !p[length])) return true;
  return false;
}

static bool fits(const cJSON *item) {
  if (!strcmp(item->string, "pool") || !strcmp(item->string, "increment")) return cJSON_IsNumber(item);
  if (!strcmp(item->string, "rollover") || !strcmp(item->string, "inclusive")) return cJSON_IsBool(item);
  if (!strcmp(item->string, "lines") || !strcmp(item->string, "milestones")) return cJSON_IsArray(item);
  return cJSON_IsString(item);
}

static bool host_check(void *self, plugin_kind kind, const char *name, const char *params, bool complete, error *e) {
  const fake *f = fake_find(kind, name);
  cJSON *all = cJSON_Parse(params);
  bool good = true;
  (void)self;
  for (const cJSON *item = all ? all->child : NULL; good && item; item = item->next) {
    if (!in_list(f->required, item->string) && !in_list(f->others, item->string))
      good = error_set(e, ERROR_INVALID, "unknown param %s", item->string);
    else if (!fits(item)) good = error_set(e, ERROR_INVALID, "param %s is of the wrong type", item->string);
  }
  if (good && complete && !cJSON_GetObjectItemCaseSensitive(all, f->required))
    good = error_set(e, ERROR_INVALID, "the param %s is missing", f->required);
  cJSON_Delete(all);
  return good;
}

static const plugin_host host = { .find = host_find, .check = host_check };

int world_open(void **state) {
  world *w = calloc(1, sizeof *w);
  strcpy(w->directory, "/tmp/billet-import-XXXXXX");
  if (!mkdtemp(w->directory)) return -1;
  w->arena = arena_new();
  if (!db_create(path_of(w, "book.db"), &w->db, &w->e) ||
      !book_init(w->db, &(book_settings){ .currency = "USD", .zone = "America/New_York", .closed_statuses = "Done" },
                 &w->e) ||
      !book_open(&w->book, w->db, &host, &w->e)) {
    print_error("%s\n", w->e.message);
    return -1;
  }
  *state = w;
  return 0;
}

static void remove_tree(const char *path) {
  DIR *folder = opendir(path);
  for (struct dirent *entry; folder && (entry = readdir(folder));) {
    char inner[600];
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
    if (unlink(inner)) remove_tree(inner);
  }
  if (folder) closedir(folder);
  rmdir(path);
}

int world_close(void **state) {
  world *w = *state;
  book_close(&w->book);
  db_close(w->db);
  error_clear(&w->e);
  arena_free(w->arena);
  remove_tree(w->directory);
  free(w);
  return 0;
}

const char *path_of(world *w, const char *path) { return arena_format(w->arena, "%s/%s", w->directory, path); }

void given(world *w, const char *json) {
  error_clear(&w->e);
  if (!import_json(&w->book, "data.json", json, strlen(json), &w->options, w->arena, &w->report, &w->e))
    fail_msg("refused: %s; %s", w->e.message, w->e.row_count ? w->e.rows[0] : w->e.hint);
}

static bool said(const error *e, const char *text) {
  bool found = strstr(e->message, text) || strstr(e->hint, text);
  for (size_t i = 0; !found && i < e->row_count; i++) found = strstr(e->rows[i], text) != NULL;
  return found;
}

static void hold(world *w, bool done, error_code code, const char *text) {
  if (done) fail_msg("was taken in, must be refused with %s", text);
  if (w->e.code != code || !said(&w->e, text))
    fail_msg("wanted %s with \"%s\", got %s: %s; %s", error_code_name(code), text, error_code_name(w->e.code),
             w->e.message, w->e.row_count ? w->e.rows[0] : w->e.hint);
}

void refused(world *w, error_code code, const char *text, const char *json) {
  error_clear(&w->e);
  hold(w, import_json(&w->book, "data.json", json, strlen(json), &w->options, w->arena, &w->report, &w->e), code, text);
}

void import_file(world *w, const char *path, error_code code, const char *text) {
  error_clear(&w->e);
  bool done = import_path(&w->book, path_of(w, path), &w->options, w->arena, &w->report, &w->e);
  if (code != ERROR_NONE) hold(w, done, code, text);
  else if (!done) fail_msg("refused: %s; %s", w->e.message, w->e.row_count ? w->e.rows[0] : w->e.hint);
}

void write_file(world *w, const char *path, const char *text, size_t length) {
  char *full = arena_text(w->arena, path_of(w, path)), *slash = strrchr(full, '/');
  *slash = '\0';
  mkdir(full, 0777);
  *slash = '/';
  FILE *file = fopen(full, "w");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, length, file), length);
  fclose(file);
}

bool kept(const world *w, const char *text) {
  for (size_t i = 0; i < w->report.kept_count; i++)
    if (strstr(w->report.kept[i], text)) return true;
  return false;
}

int64_t number(world *w, const char *sql) {
  error e = { 0 };
  int64_t n = -1;
  if (!db_value(w->db, &e, &n, -1, sql, "")) fail_msg("%s", e.message);
  return n;
}

const char *words(world *w, const char *sql) {
  error e = { 0 };
  query *q = db_ask(w->db, &e, sql, "");
  if (!q) fail_msg("%s", e.message);
  const char *text =
      query_step(q, &e) == 1 && !query_column_null(q, 0) ? arena_text(w->arena, query_column_text(q, 0)) : "";
  query_reset(q);
  return text;
}

void run_sql(world *w, const char *sql) {
  error e = { 0 };
  if (!db_run(w->db, &e, sql, "")) fail_msg("%s", e.message);
}

void bill_row(world *w, int64_t contract_n, int kind, int64_t at, int64_t row, int64_t until) {
  error e = { 0 };
  run_sql(w, "INSERT OR IGNORE INTO batches (n, state, as_of) VALUES (1, 'generated', 20600)");
  run_sql(
      w,
      "INSERT OR IGNORE INTO invoices (n, batch, kind, state, customer, currency, subtotal, tax, total, number) VALUES (1, 1, "
      "'invoice', 'final', 1, 'USD', 0, 0, 0, '17')");
  bool done =
      db_run(
          w->db, &e,
          "INSERT OR IGNORE INTO bills (n, batch, contract, kind, invoice, currency, amount, tax, tickets, minutes, lines, "
          "journal, period_from, time_from, charge_from) "
          "VALUES (1, 1, ?, 'bill', 1, 'USD', 0, 0, 0, 0, 0, 0, 0, 0, 0)",
          "i", contract_n) &&
      db_run(w->db, &e, "INSERT INTO claims (contract, kind, at, row, until, line) VALUES (?, ?, ?, ?, ?, 1048577)",
             "iiiik", contract_n, (int64_t)kind, at, row, until);
  if (!done) fail_msg("%s", e.message);
}
