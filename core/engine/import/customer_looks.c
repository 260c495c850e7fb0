// How a customer wants its documents: a language and a template that are there, and params that the template takes.
#include "core/engine/import/import_inside.h"
#include "core/engine/invoice/invoice.h"
#include <string.h>

static const char *text(const record *of, const row *r, const char *name) {
  return of->fields[column_at(r->table, name)].text;
}

static bool same(const record *a, const record *b, const row *r, const char *name) {
  size_t i = column_at(r->table, name);
  return field_same(&r->table->columns[i], &a->fields[i], &b->fields[i]);
}

static void read_params(import *im, const row *r, record *new) {
  size_t at = column_at(r->table, "template_params");
  const cell *c = &r->cells[at];
  if (c->state == CELL_ABSENT) return;
  new->fields[at] = (field){ .type = FIELD_NULL };
  if (c->state == CELL_EMPTY) return;
  cJSON *params = json_cell(im, r, "template_params", c, false);
  if (params) new->fields[at] = json_field(im, params);
  cJSON_Delete(params);
}

// Asked of the template itself: it knows what its params are together with the seller's.
bool customer_look(import *im, const row *r, const record *old, record *new, error *e) {
  static const char *const columns[] = { "template_params", "language", "template" };
  read_params(im, r, new);
  const look_wish wish = { text(new, r, "template"), text(new, r, "template_params"), text(new, r, "language") };
  bool kept = old->n != 0;
  for (int i = 0; i < 3; i++) kept = kept && same(old, new, r, columns[i]);
  if (kept || (!wish.template && !wish.params && !wish.language)) return true;
  if (wish.template && !plugin_known(im, r, "template", PLUGIN_INVOICE, wish.template)) return true;
  look unused;
  error sub = { 0 };
  bool good = look_now(im->book, &wish, im->scratch, &unused, &sub);
  if (!good && sub.code != ERROR_INVALID && sub.code != ERROR_NOT_FOUND && sub.code != ERROR_PLUGIN) {
    error_clear(e);
    *e = sub;
    return false;
  }
  if (!good)
    row_fault(im, r, ERROR_INVALID, sub.code == ERROR_NOT_FOUND ? "language" : "template_params", "%s%s%s", sub.message,
              sub.hint[0] ? "; " : "", sub.hint);
  error_clear(&sub);
  return true;
}
