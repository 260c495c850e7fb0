// Views of answers that are not batches: lists, records, documents, reports.
#include "core/cli/view.h"
#include "core/cli/grid.h"
#include "core/command/answers/answer_json.h"
#include "core/command/answers/invoice_text.h"
#include <string.h>

bool view_each(const value *list, view_row each, void *context, error *e) {
  if (!list) return true;
  arena *a = arena_new();
  bool ok = true;
  if (list->type == VALUE_LIST) {
    for (size_t i = 0; ok && i < list->as.list.count; i++) ok = each(context, list->as.list.items[i], a, e);
  } else if (list->type == VALUE_STREAM) {
    value *row;
    while (ok && (arena_reset(a), row = list->as.stream.next(list->as.stream.context, a, e)) != NULL)
      ok = each(context, row, a, e);
    ok = ok && e->code == ERROR_NONE;
  }
  arena_free(a);
  return ok;
}

const char *view_text(const value *record, const char *name, arena *a) {
  const value *v = value_get(record, name);
  const char *text = v ? value_plain(a, v) : NULL;
  return text ? text : "";
}

const char *view_money(const value *record, const char *name, arena *a) {
  const char *plain = view_text(record, name, a);
  return *plain ? money_for_people(a, plain) : "";
}

int64_t view_number(const value *record, const char *name) {
  const value *v = value_get(record, name);
  return v && v->type == VALUE_INT ? v->as.integer : 0;
}

static const char *short_day(day d, arena *a) {
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  int year, month, dom;
  day_to_ymd(d, &year, &month, &dom);
  return arena_format(a, "%s %d", months[month - 1], dom);
}

const char *view_period(const value *record, arena *a) {
  const value *period = value_get(record, "period"), *start = value_get(period, "start"),
              *end = value_get(period, "end");
  if (!start || start->type != VALUE_DAY) return "";
  return arena_format(a, "%s – %s", short_day(start->as.date, a),
                      end && end->type == VALUE_DAY ? short_day(end->as.date, a) : "");
}

// --- Lists of records: a column per field of the first row.
typedef struct listing {
  const style *style;
  grid_view *grid;
  const char *names[GRID_COLUMNS];
  size_t count;
} listing;

static void open_listing(listing *l, const value *row) {
  grid_column columns[GRID_COLUMNS];
  for (size_t i = 0; i < row->as.record.count && l->count < GRID_COLUMNS; i++) {
    const value_field *f = &row->as.record.fields[i];
    bool number = f->item->type == VALUE_INT || f->item->type == VALUE_MONEY;
    if (f->item->type == VALUE_LIST || f->item->type == VALUE_RECORD || f->item->type == VALUE_STREAM) continue;
    columns[l->count] = (grid_column){ f->name, number, !number };
    l->names[l->count++] = f->name;
  }
  l->grid = grid_open(l->style, columns, l->count);
}

static bool list_row(void *context, const value *row, arena *a, error *e) {
  listing *l = context;
  const char *cells[GRID_COLUMNS];
  (void)e;
  if (row->type != VALUE_RECORD) {
    fprintf(l->style->out, "%s\n", style_safe(a, row->type == VALUE_LIST ? "…" : value_plain(a, row)));
    return true;
  }
  if (!l->grid) open_listing(l, row);
  for (size_t i = 0; i < l->count; i++) {
    const value *v = value_get(row, l->names[i]);
    cells[i] = v && v->type == VALUE_MONEY ? view_money(row, l->names[i], a) : view_text(row, l->names[i], a);
  }
  grid_row(l->grid, cells);
  return true;
}

static bool view_list(const style *s, const value *v, const char *empty, error *e) {
  listing l = { .style = s };
  bool ok = view_each(v, list_row, &l, e);
  if (l.grid) grid_close(l.grid, NULL);
  else if (empty && (v->type != VALUE_LIST || v->as.list.count == 0)) fprintf(s->out, "%s\n", empty);
  return ok;
}

static bool view_any(const style *s, const value *v, arena *a, error *e);

static bool view_record(const style *s, const value *v, arena *a, error *e) {
  bool ok = true;
  size_t width = 0;
  for (size_t i = 0; i < v->as.record.count; i++)
    width = strlen(v->as.record.fields[i].name) > width ? strlen(v->as.record.fields[i].name) : width;
  for (size_t i = 0; ok && i < v->as.record.count; i++) {
    const value_field *f = &v->as.record.fields[i];
    const char *plain = value_plain(a, f->item);
    if (plain && *plain) fprintf(s->out, "%-*s  %s\n", (int)width, f->name, style_safe(a, plain));
    if (plain || (f->item->type == VALUE_LIST && f->item->as.list.count == 0)) continue;
    fprintf(s->out, "%s%s%s\n", style_bold(s), f->name, style_end(s));
    ok = view_any(s, f->item, a, e);
  }
  return ok;
}

static bool view_any(const style *s, const value *v, arena *a, error *e) {
  if (v->type == VALUE_RECORD) return view_record(s, v, a, e);
  if (v->type == VALUE_LIST || v->type == VALUE_STREAM) return view_list(s, v, NULL, e);
  if (v->type != VALUE_NULL) fprintf(s->out, "%s\n", value_plain(a, v));
  return true;
}

static bool text_row(void *context, const value *row, arena *a, error *e) {
  (void)e;
  fputs(view_text(row, "text", a), ((const style *)context)->out);
  fputc('\n', ((const style *)context)->out);
  return true;
}

static bool document_row(void *context, const value *row, arena *a, error *e) {
  (void)e;
  fputs(document_text(row, a), ((const style *)context)->out);
  return true;
}

static bool view_import(const style *s, const value *v, arena *a, error *e) {
  const value *closed = value_get(v, "statuses_closed"), *open = value_get(v, "statuses_open"),
              *notes = value_get(v, "notes");
  if (!view_list(s, value_get(v, "tables"), "Nothing to do.", e)) return false;
  const struct {
    const char *title;
    const value *list;
  } lists[] = { { "Tickets count as closed:", closed }, { "Tickets count as open:  ", open } };
  for (int k = 0; k < 2; k++) {
    if (!lists[k].list || !lists[k].list->as.list.count) continue;
    fprintf(s->out, "%s%s", k ? "" : "\n", lists[k].title);
    for (size_t i = 0; i < lists[k].list->as.list.count; i++)
      fprintf(s->out, "%s %s", i ? "," : "", style_safe(a, lists[k].list->as.list.items[i]->as.text));
    fputc('\n', s->out);
  }
  for (size_t i = 0; notes && i < notes->as.list.count; i++)
    fprintf(s->out, "note: %s\n", style_safe(a, notes->as.list.items[i]->as.text));
  return true;
}

static bool view_verify(const style *s, const value *v, arena *a, error *e) {
  const value *checks = value_get(v, "checks");
  if (!view_list(s, checks, NULL, e)) return false;
  fprintf(s->out, "\nAll %zu checks passed.", checks ? checks->as.list.count : 0);
  if (*view_text(v, "head", a)) fprintf(s->out, " Head of the audit chain: %s", view_text(v, "head", a));
  fputc('\n', s->out);
  return true;
}

static bool view_why(const style *s, const value *v, arena *a) {
  const value *reasons = value_get(v, "reasons");
  fprintf(s->out, "%s%s%s\n", style_bold(s), style_safe(a, view_text(v, "what", a)), style_end(s));
  for (size_t i = 0; reasons && i < reasons->as.list.count; i++)
    fprintf(s->out, "  %s\n", style_safe(a, value_plain(a, reasons->as.list.items[i])));
  return true;
}

static bool view_unbilled(const style *s, const value *v, arena *a, error *e) {
  size_t rows = 0;
  for (size_t i = 0; i < v->as.record.count; i++) rows += v->as.record.fields[i].item->as.list.count;
  if (rows) return view_any(s, v, a, e);
  fputs("Nothing: all work and charges are billed, or wait for a batch.\n", s->out);
  return true;
}

static bool view_export(const style *s, const value *v, arena *a) {
  const char *text = view_text(v, "text", a);
  if (*text) fputs(text, s->out);
  else
    fprintf(s->out, "invoices of batch %s written to %s: %s\n", view_text(v, "batch", a), view_text(v, "file", a),
            view_text(v, "invoices", a));
  return true;
}

static bool view_source(const style *s, const value *v, arena *a, error *e) {
  for (size_t i = 0; i < v->as.list.count; i++)
    fprintf(s->out, "%s\n", style_safe(a, view_text(v->as.list.items[i], "command", a)));
  (void)e;
  return true;
}

bool view_answer(const style *s, const command *c, const value *v, arena *a, error *e) {
  const char *view = c->view;
  if (strcmp(view, "batch") == 0) return view_batch(s, c, v, a, e);
  if (strcmp(view, "drafts") == 0) return view_drafts(s, c, v, a, e);
  if (strcmp(view, "items") == 0) return view_items(s, c, v, a, e);
  if (strcmp(view, "invoices") == 0) return view_invoices(s, c, v, a, e);
  if (strcmp(view, "balance") == 0) return view_balance(s, v, a, e);
  if (strcmp(view, "plugin") == 0) return view_plugin(s, v, a);
  if (strcmp(view, "plugins") == 0) return view_plugins(s, v, a, e);
  if (strcmp(view, "import") == 0) return view_import(s, v, a, e);
  if (strcmp(view, "explain") == 0) return view_explain(s, v, e);
  if (strcmp(view, "what-if") == 0) return view_what_if(s, v, a, e);
  if (strcmp(view, "verify") == 0) return view_verify(s, v, a, e);
  if (strcmp(view, "why") == 0) return view_why(s, v, a);
  if (strcmp(view, "unbilled") == 0) return view_unbilled(s, v, a, e);
  if (strcmp(view, "export") == 0) return view_export(s, v, a);
  if (strcmp(view, "source") == 0) return view_source(s, v, a, e);
  if (strcmp(view, "texts") == 0 && v->type != VALUE_RECORD) return view_each(v, text_row, (void *)(size_t)s, e);
  if (strcmp(view, "documents") == 0) return view_each(v, document_row, (void *)(size_t)s, e);
  if (strcmp(view, "list") == 0) return view_list(s, v, "Nothing.", e);
  if (strcmp(view, "text") == 0 || strcmp(view, "summary") == 0) {
    fputs(view_text(v, *view == 't' ? "text" : "summary", a), s->out);
    if (*view == 's') fputc('\n', s->out);
    return true;
  }
  return view_any(s, v, a, e);
}

void view_error(const style *s, const error *e) {
  fprintf(s->out, "%sbillet:%s %s\n", style_red(s), style_end(s), e->message);
  bool same = e->row_total == 1 && e->row_count == 1 && strcmp(e->rows[0], e->message) == 0;
  for (size_t i = 0; i < e->row_count && !same; i++) fprintf(s->out, "  %s\n", e->rows[i]);
  if (e->row_total > e->row_count) fprintf(s->out, "  … and %zu more\n", e->row_total - e->row_count);
  if (e->hint[0]) fprintf(s->out, "%shint:%s %s\n", style_dim(s), style_end(s), e->hint);
}
