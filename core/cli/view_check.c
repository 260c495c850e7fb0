// The view of checks: findings, the worst first, each with what mends it.
#include "core/cli/cells.h"
#include "core/cli/view.h"
#include "core/cli/views.h"
#include <string.h>

static void put_finding(const style *s, const value *row, arena *a) {
  const char *mend = cell_text(row, "mend", a), *check = cell_text(row, "check", a), *of = cell_text(row, "row", a);
  fprintf(s->out, "%s%-7s%s  %s%s%s", style_bold(s), cell_text(row, "level", a), style_end(s), of, *of ? ": " : "",
          cell_text(row, "text", a));
  if (*check) fprintf(s->out, "  %s(%s)%s", style_dim(s), check, style_end(s));
  fputc('\n', s->out);
  if (*mend) fprintf(s->out, "         %s%s%s\n", style_dim(s), mend, style_end(s));
}

bool view_check(const style *s, const value *v, arena *a, error *e) {
  (void)e;
  const value *findings = value_get(v, "findings");
  static const char *const counts[] = { "errors", "warnings", "notes" };
  for (size_t i = 0; i < findings->as.list.count; i++) put_finding(s, findings->as.list.items[i], a);
  fprintf(s->out, "%sBatch %s:", findings->as.list.count ? "\n" : "", cell_text(v, "batch", a));
  for (size_t i = 0; i < 3; i++) {
    const char *count = cell_text(v, counts[i], a);
    bool one = strcmp(count, "1") == 0;
    fprintf(s->out, "%s %s %.*s", i ? "," : "", count, (int)strlen(counts[i]) - one, counts[i]);
  }
  fprintf(s->out, "; checks asked: %s\n", cell_text(v, "checks", a));
  return true;
}
