// Documents at other programs: what is not there with what to do, and how it ended. Of those that are there, and of
// those that merely wait, `export status` has the rows.
#include "core/base/text.h"
#include "core/cli/cells.h"
#include "core/cli/views.h"
#include <string.h>

static bool is_one_of(const value *row, const char *name, const char *one, const char *other) {
  const value *v = value_get(row, name);
  return v && v->type == VALUE_TEXT && (strcmp(v->as.text, one) == 0 || strcmp(v->as.text, other) == 0);
}

static bool is_told(const value *row, const char *name) {
  const value *v = value_get(row, name);
  return v && v->type == VALUE_TEXT && *v->as.text;
}

// Whether a row says more than that all goes well.
static bool is_worth_a_look(const value *row) {
  bool usual = value_get(row, "would") ? is_one_of(row, "would", "send", "send")
                                       : is_one_of(row, "state", "delivered", "waiting");
  return !usual || is_told(row, "message") || is_told(row, "difference") || is_told(row, "missing");
}

static const value *worth_a_look(const value *list, arena *a) {
  value *out = value_list(a);
  for (size_t i = 0; i < list->as.list.count; i++)
    if (is_worth_a_look(list->as.list.items[i])) value_append(a, out, list->as.list.items[i]);
  return out;
}

// What a run would make there, each once.
static void say_makes(const style *s, const value *would, arena *a) {
  value *all = value_record(a);
  for (size_t i = 0; i < would->as.list.count; i++) {
    const value *makes = value_get(would->as.list.items[i], "makes");
    for (size_t k = 0; makes && k < makes->as.list.count; k++)
      if (!value_get(all, makes->as.list.items[k]->as.text)) put_null(a, all, makes->as.list.items[k]->as.text);
  }
  if (all->as.record.count) fputs("Would be made there:\n", s->out);
  for (size_t i = 0; i < all->as.record.count; i++)
    fprintf(s->out, "  %s\n", text_shown(a, all->as.record.fields[i].name, true));
}

static void say_end(const style *s, const value *v, arena *a) {
  for (size_t i = 0; i < v->as.record.count; i++) {
    const value_field *f = &v->as.record.fields[i];
    if (strncmp(f->name, "payments", 8) == 0 && f->item->as.integer)
      fprintf(s->out, "%s: %s\n", f->name, cell_text(v, f->name, a));
  }
  fprintf(s->out, "%s\n", cell_text(v, "result", a));
}

bool view_delivered(const style *s, const value *v, arena *a, error *e) {
  const value *would = value_get(v, "would"), *list = would ? would : value_get(v, "invoices");
  if (list && !view_rows(s, worth_a_look(list, a), NULL, e)) return false;
  if (would) say_makes(s, would, a);
  say_end(s, v, a);
  return true;
}

bool view_deliveries(const style *s, const value *v, arena *a, error *e) {
  const value *list = value_get(v, "invoices");
  if (list && !view_rows(s, list, NULL, e)) return false;
  say_end(s, v, a);
  return true;
}
