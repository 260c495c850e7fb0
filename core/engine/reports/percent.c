// What a margin is of its revenue, of rows and of totals alike.
#include "core/base/decimal.h"
#include "core/engine/reports/reports_inside.h"

void report_put_percent(arena *a, value *record) {
  const value *margin = value_get(record, "margin"), *revenue = value_get(record, "revenue");
  char text[DECIMAL_TEXT];
  if (margin->type != VALUE_MONEY || revenue->as.money.minor <= 0) {
    put_null(a, record, "percent");
    return;
  }
  percent_format(decimal_ratio(margin->as.money.minor, revenue->as.money.minor, 3), text);
  put_text(a, record, "percent", arena_text(a, text));
}
