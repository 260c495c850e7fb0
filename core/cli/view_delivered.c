// What a target has of documents, or would get: a line for each that wants something of somebody.
#include "core/base/text.h"
#include "core/cli/cells.h"
#include "core/cli/grid.h"
#include "core/cli/views.h"
#include <string.h>

// What there is to do about a document that says nothing itself.
static const char *advice(const char *state) {
  static const struct {
    const char *state, *text;
  } all[] = { { "waiting", "the next export sends it" },
              { "unknown", "the next export asks what became of it" },
              { "gone", "it was deleted there: resend, accept or forget it" },
              { "voided", "it was voided there: resend, accept or forget it" },
              { "edited", "accept it as it is there, or change it back" },
              { "different", "accept it as it is there, or delete it there and resend it" } };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strcmp(all[i].state, state) == 0) return all[i].text;
  return "";
}

// The difference, the message, the note, and what to do where none of them says so.
static const char *remark(const value *row, arena *a) {
  static const char *const names[] = { "difference", "message", "note" };
  const char *out = "", *state = cell_text(row, "state", a);
  for (size_t i = 0; i < 3; i++) {
    const char *text = cell_text(row, names[i], a);
    if (*text) out = arena_format(a, "%s%s%s", out, *out ? "; " : "", text);
  }
  const char *more = strcmp(state, "refused") == 0 || (*out && strcmp(state, "waiting") == 0) ? "" : advice(state);
  return *out && *more ? arena_format(a, "%s; %s", out, more) : *out ? out : more;
}

// Whether it goes without saying: it is there, or waits for its turn and has nothing to say.
static bool is_silent(const char *state, const char *message) {
  return strcmp(state, "delivered") == 0 || strcmp(state, "forgotten") == 0 ||
         (strcmp(state, "waiting") == 0 && !*message);
}

static void list_states(const style *s, const value *list, arena *a) {
  const bool all = list->as.list.count && value_get(list->as.list.items[0], "target");
  static const grid_column columns[] = { { "target", false, false },
                                         { "invoice", false, false },
                                         { "state", false, false },
                                         { "id there", false, false },
                                         { "what", false, true } };
  grid_view *grid = grid_open(s, columns + !all, all ? 5 : 4);
  for (size_t i = 0; i < list->as.list.count; i++) {
    const value *row = list->as.list.items[i];
    const char *state = cell_text(row, "state", a);
    if (!all && is_silent(state, cell_text(row, "message", a))) continue;
    const char *cells[] = { cell_text(row, "target", a), cell_text(row, "invoice", a), state,
                            cell_text(row, "remote_id", a), strcmp(state, "delivered") ? remark(row, a) : "" };
    grid_row(grid, cells + !all);
  }
  grid_close(grid, NULL);
}

// What a run would make there, each once.
static void list_makes(const style *s, const value *list, arena *a) {
  value *all = value_record(a);
  for (size_t i = 0; i < list->as.list.count; i++) {
    const value *makes = value_get(list->as.list.items[i], "makes");
    for (size_t k = 0; k < makes->as.list.count; k++)
      if (!value_get(all, makes->as.list.items[k]->as.text)) put_null(a, all, makes->as.list.items[k]->as.text);
  }
  if (all->as.record.count) fputs("Would be made there:\n", s->out);
  for (size_t i = 0; i < all->as.record.count; i++)
    fprintf(s->out, "  %s\n", text_shown(a, all->as.record.fields[i].name, false));
}

// That one would simply be sent goes without saying.
static void list_would(const style *s, const value *list, arena *a) {
  const grid_column columns[] = { { "invoice", false, false }, { "would", false, false }, { "what", false, true } };
  grid_view *grid = grid_open(s, columns, 3);
  for (size_t i = 0; i < list->as.list.count; i++) {
    const value *row = list->as.list.items[i];
    const char *cells[] = { cell_text(row, "invoice", a), cell_text(row, "would", a), cell_text(row, "missing", a) };
    if (*cells[2] || strcmp(cells[1], "send") != 0) grid_row(grid, cells);
  }
  grid_close(grid, NULL);
  list_makes(s, list, a);
}

bool view_delivered(const style *s, const value *v, arena *a, error *e) {
  const value *invoices = value_get(v, "invoices"), *would = value_get(v, "would");
  (void)e;
  if (invoices) list_states(s, invoices, a);
  if (would && would->as.list.count) list_would(s, would, a);
  static const char *const counts[] = { "payments_added", "payments_changed", "payments_removed" };
  for (size_t i = 0; i < 3; i++) {
    const char *count = cell_text(v, counts[i], a);
    if (*count && strcmp(count, "0") != 0) fprintf(s->out, "payments %s: %s\n", counts[i] + 9, count);
  }
  fprintf(s->out, "%s\n", cell_text(v, "result", a));
  return true;
}
