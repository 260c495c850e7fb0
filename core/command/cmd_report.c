// report: figures about many documents, as a table, bars or CSV.
#include "core/base/csv.h"
#include "core/command/commands_inside.h"
#include "core/engine/reports/reports.h"
#include <string.h>

// The rows as CSV under their names: amounts plain, each in the currency that its row names.
static value *as_csv(context *c, const value *report) {
  const value *columns = value_get(report, "columns"), *rows = value_get(report, "rows");
  buffer out = { 0 };
  for (size_t i = 0; i < columns->as.list.count; i++)
    csv_add(&out, value_get(columns->as.list.items[i], "name")->as.text, i == 0, true);
  csv_end(&out);
  for (size_t r = 0; r < rows->as.list.count; r++) {
    for (size_t i = 0; i < columns->as.list.count; i++) {
      const value *cell = value_get(rows->as.list.items[r], value_get(columns->as.list.items[i], "name")->as.text);
      bool words = strcmp(value_get(columns->as.list.items[i], "kind")->as.text, "text") == 0;
      csv_add(&out, cell->type == VALUE_NULL ? "" : value_plain(c->arena, cell), i == 0, words);
    }
    csv_end(&out);
  }
  value *v = value_record(c->arena);
  put_text(c->arena, v, "text", arena_copy(c->arena, out.text, out.length));
  buffer_free(&out);
  return v;
}

static value *command_report(context *c, const arguments *a, error *e) {
  report_wish w = { .name = a->texts[0], .by = option_text(a, "by"), .chart = option_flag(a, "chart") };
  if (!option_day(a, "from", DAY_MIN, &w.from, e) || !option_day(a, "to", DAY_MAX, &w.to, e)) return NULL;
  if (w.from > w.to) {
    error_set(e, ERROR_USAGE, "--from is after --to");
    return NULL;
  }
  value *report = report_read(c->book, &w, c->arena, e);
  return report && option_flag(a, "csv") ? as_csv(c, report) : report;
}

const command report_commands[] = {
  { .words = "report",
    .group = "Questions",
    .summary = "revenue, what is owed by age, taxes, what is unbilled, what flat fees bring an hour, blocks, margins",
    .argument = "revenue|aging|unbilled|rates|tax|blocks|margin",
    .type = ARGUMENT_CHOICE,
    .least = 1,
    .most = 1,
    .options = { { "from", "DATE", "documents from this date on", ARGUMENT_DAY },
                 { "to", "DATE", "documents up to this date; of what is owed or left the day, today without it",
                   ARGUMENT_DAY },
                 { "by", "customer|contract|type|technician|month|jurisdiction|document", "how rows are grouped",
                   ARGUMENT_CHOICE },
                 { "chart", NULL, "bars instead of a table", ARGUMENT_TEXT },
                 { "csv", NULL, "as CSV", ARGUMENT_TEXT } },
    .examples = { "billet report revenue --by month --chart", "billet report aging --to 2026-06-30",
                  "billet report tax --from 2026-04-01 --to 2026-06-30 --by document",
                  "billet report margin --by technician --csv" },
    .need = NEED_BOOK,
    .view = "report",
    .run = command_report },
  { 0 },
};
