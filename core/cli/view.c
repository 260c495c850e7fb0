// Which view shows which answer.
#include "core/cli/view.h"
#include "core/cli/views.h"
#include <string.h>

typedef bool (*view)(const style *s, const value *v, arena *a, error *e);

// By the name that a command's row gives; an answer that none is named for shows itself by its shape.
static const struct {
  const char *name;
  view show;
} views[] = {
  { "batch", view_batch },       { "drafts", view_drafts },     { "items", view_items },
  { "invoices", view_invoices }, { "balance", view_balance },   { "plugin", view_plugin },
  { "plugins", view_plugins },   { "rules", view_rules },       { "import", view_import },
  { "explain", view_explain },   { "what-if", view_what_if },   { "verify", view_verify },
  { "why", view_why },           { "unbilled", view_unbilled }, { "export", view_export },
  { "source", view_source },     { "texts", view_texts },       { "invoice", view_invoice },
  { "list", view_list },         { "text", view_text },         { "paper", view_paper },
  { "summary", view_summary },   { "edit", view_edit },         { "undo", view_undo },
  { "check", view_check },       { "compare", view_compare },   { "coverage", view_coverage },
  { "raise", view_raise },       { "report", view_report },     { "window", view_window },
};

bool view_answer(const style *s, const char *name, const value *v, arena *a, error *e) {
  for (size_t i = 0; i < sizeof views / sizeof *views; i++)
    if (strcmp(views[i].name, name) == 0) return views[i].show(s, v, a, e);
  return view_any(s, v, a, e);
}

void view_error(const style *s, const error *e) {
  fprintf(s->out, "%sbillet:%s %s\n", style_red(s), style_end(s), e->message);
  bool same = e->row_total == 1 && e->row_count == 1 && strcmp(e->rows[0], e->message) == 0;
  for (size_t i = 0; i < e->row_count && !same; i++) fprintf(s->out, "  %s\n", e->rows[i]);
  if (e->row_total > e->row_count) fprintf(s->out, "  … and %zu more\n", e->row_total - e->row_count);
  if (e->hint[0]) fprintf(s->out, "%shint:%s %s\n", style_dim(s), style_end(s), e->hint);
}
