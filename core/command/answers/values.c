// Values that several answers hold: periods, hours.
#include "core/command/answers/answers_inside.h"

value *period_value(arena *a, day from, day until) {
  if (until == 0) return value_null(a);
  value *period = value_record(a);
  put_day(a, period, "start", from);
  if (until == DAY_NEVER) put_null(a, period, "end");
  else put_day(a, period, "end", until - 1);
  return period;
}

const char *hours_text(arena *a, int64_t minutes) {
  char text[DECIMAL_TEXT];
  size_t length = decimal_format(decimal_ratio(minutes, 60, 4), 0, text);
  return arena_copy(a, text, length);
}
