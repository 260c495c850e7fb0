// Completion of data: rows of the book, plugins, files.
#include "core/command/words/words_inside.h"
#include "core/engine/questions/questions.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// Whether a text stands among those before the last comma.
static bool is_named(const char *head, const char *text) {
  size_t length = strlen(text);
  for (const char *at = head; *at; at += strcspn(at, ",") + 1)
    if (strncmp(at, text, length) == 0 && at[length] == ',') return true;
  return false;
}

void completion_add(completing *f, const char *text, const char *note) {
  if (strncmp(text, f->beginning, strlen(f->beginning)) != 0 || is_named(f->head, text)) return;
  if (*f->head) text = arena_format(f->arena, "%s%s", f->head, text);
  for (size_t i = 0; i < f->out->count; i++)
    if (strcmp(f->out->rows[i].text, text) == 0) return;
  f->out->rows = arena_grow(f->arena, f->out->rows, f->out->count, &f->out->capacity, sizeof *f->out->rows);
  f->out->rows[f->out->count++] = (completion){ text, note };
  f->out->all++;
}

void completion_begin(completing *f, const char *text, const char *note) {
  size_t before = f->out->count;
  completion_add(f, text, note);
  f->out->goes_on |= f->out->count > before;
}

size_t completion_typed(const completing *f) { return strlen(f->beginning); }

static const char *amount_text(arena *a, int64_t amount, const char *currency) {
  char text[MONEY_TEXT];
  money_format(amount, currency_exponent(currency), text);
  return arena_format(a, "%s %s", text, currency);
}

// "CoolRealty, 1,500.00 USD, ready"
static const char *note_of(const candidate *row, arena *a) {
  const char *parts[] = { row->name, row->priced ? amount_text(a, row->amount, row->currency) : NULL, row->state };
  const char *note = NULL;
  for (int i = 0; i < 3; i++)
    if (parts[i] && *parts[i]) note = note ? arena_format(a, "%s, %s", note, parts[i]) : parts[i];
  return note;
}

static int64_t batch_of(completing *f, const char *states) {
  batch b;
  error none = { 0 };
  int64_t n = f->batch ? strtoll(f->batch, NULL, 10) : f->context->batch;
  bool found = batch_find(f->context->book, n, states, f->arena, &b, &none);
  error_clear(&none);
  return found ? b.n : 0;
}

void completion_ids(completing *f, int kind, int64_t batch, const char *head, const char *tail) {
  error none = { 0 };
  candidate_list found;
  size_t length = strlen(head);
  if (!f->context->book || strncmp(f->beginning, head, length) != 0) return;
  candidates_find(f->context->book, (candidate_kind)kind, batch, f->beginning + length, COMPLETIONS_LISTED, f->arena,
                  &found, &none);
  error_clear(&none);
  for (size_t i = 0; i < found.count; i++)
    completion_add(f, arena_format(f->arena, "%s%s%s", head, found.rows[i].id, tail),
                   note_of(&found.rows[i], f->arena));
  f->out->all += found.all - found.count;
  f->out->cut |= found.cut;
  f->out->goes_on |= *tail && found.count;
}

static void add_types(completing *f, const char *head) {
  error none = { 0 };
  size_t count;
  const plugin_file *const *files =
      f->context->host ? f->context->host->list(f->context->host->self, PLUGIN_CONTRACT, &count, &none) : NULL;
  error_clear(&none);
  for (size_t i = 0; files && i < count; i++)
    completion_add(f, arena_format(f->arena, "%s%s", head, files[i]->name), files[i]->title);
}

// Whether documents are delivered by it; others write files.
static bool delivers(completing *f, const char *exporter) {
  const plugin_host *host = f->context->host;
  error none = { 0 };
  const value *facts = host->describe(host->self, PLUGIN_EXPORTER, exporter, f->arena, &none);
  const value *how = facts ? value_get(facts, "delivers") : NULL;
  error_clear(&none);
  return how && how->type == VALUE_RECORD;
}

void completion_plugins(completing *f, const char *fits) {
  const plugin_host *host = f->context->host;
  bool target = fits && strcmp(fits, "target") == 0;
  bool template = fits && strcmp(fits, "template") == 0, exporter = fits && strcmp(fits, "exporter") == 0;
  plugin_kind kind = template ? PLUGIN_INVOICE : target || exporter ? PLUGIN_EXPORTER : PLUGIN_KINDS;
  error none = { 0 };
  size_t count;
  const plugin_file *const *files = host ? host->list(host->self, kind, &count, &none) : NULL;
  error_clear(&none);
  for (size_t i = 0; files && i < count; i++)
    if (!target || delivers(f, files[i]->name)) completion_add(f, files[i]->name, files[i]->title);
}

static void add_tables(completing *f) {
  for (int id = 0; id < TABLES; id++) completion_add(f, table_of((table_id)id)->name, NULL);
}

static int by_text(const void *a, const void *b) {
  return strcmp(((const completion *)a)->text, ((const completion *)b)->text);
}

static void add_files(completing *f) {
  const char *slash = strrchr(f->beginning, '/'), *name = slash ? slash + 1 : f->beginning;
  const char *folder = arena_copy(f->arena, f->beginning, (size_t)(name - f->beginning));
  DIR *open = opendir(*folder ? folder : ".");
  struct stat info;
  for (struct dirent *entry; open && (entry = readdir(open));) {
    if (*entry->d_name == '.' && *name != '.') continue;
    const char *path = arena_format(f->arena, "%s%s", folder, entry->d_name);
    bool is_folder = stat(path, &info) == 0 && S_ISDIR(info.st_mode);
    size_t before = f->out->count;
    if (f->out->count < COMPLETIONS_LISTED)
      completion_add(f, is_folder ? arena_format(f->arena, "%s/", path) : path, NULL);
    f->out->goes_on |= is_folder && f->out->count > before;
  }
  if (open) closedir(open);
  if (f->out->count) qsort(f->out->rows, f->out->count, sizeof *f->out->rows, by_text);
}

static const char *item_note(const plan *p, const plan_item *item, arena *a) {
  const char *what = item->title ? item->title : item->piece_count ? p->pieces[item->first_piece].description : NULL;
  const candidate row = {
    .name = what, .priced = !item->held, .amount = item->amount, .currency = p->contract->currency
  };
  return note_of(&row, a);
}

// Items of the contract that the word names already.
static void add_items(completing *f, const char *fits, int64_t batch_n, const contract *k) {
  error none = { 0 };
  batch b;
  const plan *p;
  bool excluded = fits && strcmp(fits, "excluded") == 0;
  planner *planner = batch_find(f->context->book, batch_n, "open", f->arena, &b, &none)
                         ? planner_open(f->context->book, b.as_of, b.n, &none)
                         : NULL;
  if (planner && planner_plan(planner, k, &p, &none))
    for (size_t i = 0; i < p->item_count; i++)
      if (p->items[i].due && p->items[i].excluded == excluded)
        completion_add(f, plan_item_id(p, &p->items[i], f->arena), item_note(p, &p->items[i], f->arena));
  planner_close(planner);
  error_clear(&none);
}

// A contract first, then its items: to list all items would price all contracts.
static void add_items_or_contracts(completing *f, const char *fits) {
  bool excluded = fits && strcmp(fits, "excluded") == 0;
  error none = { 0 };
  int64_t n = 0, batch_n = batch_of(f, "open");
  contract k;
  if (fits && strcmp(fits, "waived") == 0) {
    completion_ids(f, CANDIDATES_WAIVED, 0, "", "");
    return;
  }
  for (const char *colon = strchr(f->beginning, ':'); colon && !n; colon = strchr(colon + 1, ':'))
    db_value(f->context->book->db, &none, &n, 0, "SELECT n FROM contracts WHERE id = ?", "t",
             arena_copy(f->arena, f->beginning, (size_t)(colon - f->beginning)));
  if (n && contract_read(f->context->book->db, f->arena, n, &k, &none)) add_items(f, fits, batch_n, &k);
  else completion_ids(f, excluded ? CANDIDATES_EXCLUDED : CANDIDATES_SHOWN, batch_n, "", ":");
  error_clear(&none);
}

// The words of resolve_selection, and what may stand behind them.
static void add_selections(completing *f) {
  static const char *const words[][2] = { { "customer:", "all of one customer" },
                                          { "type:", "all of one type" },
                                          { "ticket:", "where work of one ticket is due" } };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t typed = strlen(f->beginning);
    if (!typed || typed == strlen(words[i][0]) || strncmp(words[i][0], f->beginning, typed) != 0) continue;
    completion_add(f, words[i][0], words[i][1]);
    f->out->goes_on = true;
  }
  completion_ids(f, CANDIDATES_CUSTOMER, 0, "customer:", "");
  completion_ids(f, CANDIDATES_TICKET, 0, "ticket:", "");
  if (strncmp(f->beginning, "type:", 5) == 0) add_types(f, "type:");
}

static void add_contracts(completing *f, const char *fits) {
  bool ready = fits && strcmp(fits, "ready") == 0, selected = fits && strcmp(fits, "selected") == 0;
  bool shown = fits && strcmp(fits, "shown") == 0;
  candidate_kind kind = ready      ? CANDIDATES_READY
                        : selected ? CANDIDATES_SELECTED
                        : shown    ? CANDIDATES_SHOWN
                                   : CANDIDATES_CONTRACT;
  int64_t batch = shown ? batch_of(f, "open,run,generated,exported") : fits ? batch_of(f, "open") : 0;
  completion_ids(f, kind, batch, "", "");
  if (ready || selected) add_selections(f);
}

void completion_data(completing *f, argument_type type, const char *fits) {
  bool open = f->context->book != NULL, final = fits && strcmp(fits, "final") == 0;
  if (type == ARGUMENT_FILE && !f->context->tell) add_files(f);  // a page knows none of this machine's files
  if (type == ARGUMENT_PLUGIN) completion_plugins(f, fits);
  if (type == ARGUMENT_TABLE) add_tables(f);
  if (type == ARGUMENT_TYPE) add_types(f, "");
  if (!open) return;
  if (type == ARGUMENT_CONTRACT) add_contracts(f, fits);
  if (type == ARGUMENT_ITEM) add_items_or_contracts(f, fits);
  if (type == ARGUMENT_CUSTOMER) completion_ids(f, CANDIDATES_CUSTOMER, 0, "", "");
  if (type == ARGUMENT_TICKET) completion_ids(f, CANDIDATES_TICKET, 0, "", "");
  if (type == ARGUMENT_BATCH) completion_ids(f, CANDIDATES_BATCH, 0, "", "");
  if (type == ARGUMENT_DRAFT || (type == ARGUMENT_INVOICE && !final))
    completion_ids(f, CANDIDATES_DRAFT, batch_of(f, "run"), "", "");
  if (type == ARGUMENT_INVOICE) completion_ids(f, final ? CANDIDATES_FINAL : CANDIDATES_INVOICE, 0, "", "");
}
