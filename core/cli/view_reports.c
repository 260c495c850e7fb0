// Views of answers that say what was found or done: texts, imports, checks, reasons.
#include "core/base/base64.h"
#include "core/cli/cells.h"
#include "core/cli/view.h"
#include "core/cli/views.h"
#include <string.h>

// A terminal would obey bytes, not show them.
static bool put_bytes(const style *s, const value *bytes, error *e) {
  buffer b = { 0 };
  if (s->terminal) {
    error_set(e, ERROR_USAGE, "this form is no text, so a terminal cannot show it");
    return error_hint(e, "end the command with > FILE or with --output FILE");
  }
  bool good = base64_read(&b, bytes->as.text) || error_set(e, ERROR_CORRUPT, "the bytes of the answer are odd");
  if (good) fwrite(b.text, 1, b.length, s->out);
  buffer_free(&b);
  return good;
}

static bool text_row(void *context, const value *row, arena *a, error *e) {
  const style *s = context;
  const value *bytes = value_get(row, "base64");
  if (bytes) return put_bytes(s, bytes, e);
  if (value_get(row, "text")) fprintf(s->out, "%s\n", cell_lines(row, "text", a));
  return true;
}

bool view_texts(const style *s, const value *v, arena *a, error *e) {
  return v->type == VALUE_RECORD ? view_any(s, v, a, e) : rows_each(v, text_row, (void *)s, e);
}

static bool invoice_row(void *context, const value *row, arena *a, error *e) { return view_any(context, row, a, e); }

bool view_invoice(const style *s, const value *v, arena *a, error *e) {
  (void)a;
  return rows_each(v, invoice_row, (void *)s, e);
}

// A document: its text, or the file that it went to.
bool view_paper(const style *s, const value *v, arena *a, error *e) {
  const char *file = cell_text(v, "file", a);
  if (!*file) return view_text(s, v, a, e);
  fprintf(s->out, "%s\n", file);
  return true;
}

bool view_text(const style *s, const value *v, arena *a, error *e) {
  (void)e;
  fputs(cell_lines(v, "text", a), s->out);
  return true;
}

bool view_summary(const style *s, const value *v, arena *a, error *e) {
  (void)e;
  fprintf(s->out, "%s\n", cell_lines(v, "summary", a));
  return true;
}

bool view_import(const style *s, const value *v, arena *a, error *e) {
  const value *closed = value_get(v, "statuses_closed"), *open = value_get(v, "statuses_open"),
              *notes = value_get(v, "notes");
  if (!view_rows(s, value_get(v, "tables"), "Nothing to do.", e)) return false;
  const struct {
    const char *title;
    const value *list;
  } lists[] = { { "Tickets count as closed:", closed }, { "Tickets count as open:  ", open } };
  for (int k = 0; k < 2; k++) {
    if (!lists[k].list || !lists[k].list->as.list.count) continue;
    fprintf(s->out, "%s%s", k ? "" : "\n", lists[k].title);
    for (size_t i = 0; i < lists[k].list->as.list.count; i++)
      fprintf(s->out, "%s %s", i ? "," : "", cell_plain(lists[k].list->as.list.items[i], a));
    fputc('\n', s->out);
  }
  for (size_t i = 0; notes && i < notes->as.list.count; i++)
    fprintf(s->out, "note: %s\n", cell_plain(notes->as.list.items[i], a));
  return true;
}

// One row that was changed by hand: its columns before and after.
bool view_edit(const style *s, const value *v, arena *a, error *e) {
  const value *notes = value_get(v, "notes");
  const char *from = cell_text(v, "effective", a);
  bool dry = value_get(v, "dry_run")->as.truth;
  fprintf(s->out, "%s%s %s%s: %s%s%s%s\n", style_bold(s), cell_text(v, "table", a), cell_text(v, "id", a), style_end(s),
          cell_text(v, "change", a), *from ? " from " : "", from, dry ? " (tried only: nothing was written)" : "");
  if (!view_rows(s, value_get(v, "columns"), NULL, e)) return false;
  for (size_t i = 0; notes && i < notes->as.list.count; i++)
    fprintf(s->out, "note: %s\n", cell_plain(notes->as.list.items[i], a));
  return true;
}

bool view_undo(const style *s, const value *v, arena *a, error *e) {
  const value *now = value_get(v, "now");
  const char *only = value_get(v, "tried")->as.truth ? " (tried only: nothing was done)" : " (nothing was done)";
  fprintf(s->out, "%s%s\n", cell_text(v, "text", a), value_get(v, "dry_run")->as.truth ? only : "");
  if (!now || now->type != VALUE_RECORD) return true;
  fputc('\n', s->out);
  return view_batch(s, now, a, e);
}

bool view_verify(const style *s, const value *v, arena *a, error *e) {
  const value *checks = value_get(v, "checks");
  if (!view_rows(s, checks, NULL, e)) return false;
  fprintf(s->out, "\nAll %zu checks passed.", checks ? checks->as.list.count : 0);
  if (*cell_text(v, "head", a)) fprintf(s->out, " Head of the audit chain: %s", cell_text(v, "head", a));
  fputc('\n', s->out);
  return true;
}

bool view_why(const style *s, const value *v, arena *a, error *e) {
  (void)e;
  const value *reasons = value_get(v, "reasons");
  fprintf(s->out, "%s%s%s\n", style_bold(s), cell_text(v, "what", a), style_end(s));
  for (size_t i = 0; reasons && i < reasons->as.list.count; i++)
    fprintf(s->out, "  %s\n", cell_plain(reasons->as.list.items[i], a));
  return true;
}

// An amount that is not known is no empty cell: it would look like nothing.
static value *with_unknowns(const value *row, arena *a) {
  value *out = value_record(a);
  for (size_t i = 0; i < row->as.record.count; i++) {
    const value_field *f = &row->as.record.fields[i];
    bool unknown = f->item->type == VALUE_NULL && strcmp(f->name, "amount") == 0;
    value_put(a, out, f->name, unknown ? value_text(a, "unknown") : f->item);
  }
  return out;
}

bool view_unbilled(const style *s, const value *v, arena *a, error *e) {
  size_t rows = 0;
  value *shown = value_record(a);
  for (size_t i = 0; i < v->as.record.count; i++) {
    const value_field *f = &v->as.record.fields[i];
    value *list = value_list(a);
    for (size_t k = 0; k < f->item->as.list.count; k++)
      value_append(a, list, with_unknowns(f->item->as.list.items[k], a));
    value_put(a, shown, f->name, list);
    rows += f->item->as.list.count;
  }
  if (rows) return view_any(s, shown, a, e);
  fputs(value_get(v, "billed_above") ? "Nothing: what is counted is billed, and no more than is there.\n"
                                     : "Nothing: all work and charges are billed, or wait for a batch.\n",
        s->out);
  return true;
}

bool view_export(const style *s, const value *v, arena *a, error *e) {
  if (value_get(v, "result")) return view_delivered(s, v, a, e);
  // Into a file or another program it goes byte by byte, as --output writes it.
  const value *own = value_get(v, "text");
  const char *text = own && own->type == VALUE_TEXT && !s->terminal ? own->as.text : cell_lines(v, "text", a);
  const value *files = value_get(v, "files");
  if (*text) fputs(text, s->out);
  else if (files)
    for (size_t i = 0; i < files->as.list.count; i++) fprintf(s->out, "%s\n", files->as.list.items[i]->as.text);
  else
    fprintf(s->out, "invoices of batch %s written to %s: %s\n", cell_text(v, "batch", a), cell_text(v, "file", a),
            cell_text(v, "invoices", a));
  return true;
}

// What `source --expect` found: a line for each difference, as compilers tell faults.
static bool view_expected(const style *s, const value *v, arena *a) {
  const value *differences = value_get(v, "differences");
  size_t count = differences->as.list.count;
  for (size_t i = 0; i < count; i++) {
    const value *row = differences->as.list.items[i], *got = value_get(row, "got");
    fprintf(s->out, "%s:%s: expected %s, got %s\n  %s\n", cell_text(v, "file", a), cell_text(row, "line", a),
            cell_text(row, "expected", a), got->type == VALUE_NULL ? "no such amount" : cell_text(row, "got", a),
            cell_text(row, "command", a));
  }
  int64_t amounts = value_get(v, "amounts")->as.integer;
  if (count) fprintf(s->out, "%zu of %lld amount%s differ\n", count, (long long)amounts, text_s(amounts));
  else fprintf(s->out, "%lld amount%s as expected\n", (long long)amounts, text_s(amounts));
  return true;
}

bool view_source(const style *s, const value *v, arena *a, error *e) {
  (void)e;
  if (v->type == VALUE_RECORD) return view_expected(s, v, a);
  for (size_t i = 0; i < v->as.list.count; i++) {
    const value *row = v->as.list.items[i], *answer = value_get(row, "answer");
    fprintf(s->out, "%s\n", cell_text(row, "command", a));
    view_warnings(s, answer && answer->type == VALUE_RECORD ? value_get(answer, "warnings") : NULL);
  }
  return true;
}

void view_warnings(const style *s, const value *warnings) {
  arena *a = arena_new();
  for (size_t i = 0; warnings && i < warnings->as.list.count; i++)
    fprintf(s->out, "%snote:%s %s\n", style_dim(s), style_end(s), cell_text(warnings->as.list.items[i], "message", a));
  arena_free(a);
}
