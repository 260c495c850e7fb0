// Values that several answers hold: periods, hours, amounts.
#include "core/command/answers/answers_inside.h"
#include "core/base/text.h"
#include <string.h>

value *period_value(arena *a, day from, day until) {
  if (until == 0) return value_null(a);
  value *period = value_record(a);
  put_day(a, period, "start", from);
  if (until == DAY_NEVER) put_null(a, period, "end");
  else put_day(a, period, "end", until - 1);
  return period;
}

void lock_says_why(arena *a, value *row) {
  value *reason = value_get(row, "reason");
  if (strcmp(value_get(row, "state")->as.text, "locked") == 0 && reason->type == VALUE_NULL)
    *reason = *value_text(a, "it is still in an open contract period");
}

const char *hours_text(arena *a, int64_t minutes) {
  char text[DECIMAL_TEXT];
  size_t length = decimal_format(decimal_ratio(minutes, 60, 4), 0, text);
  return arena_copy(a, text, length);
}

const char *money_for_people(arena *a, const char *plain) {
  buffer b = { 0 };
  size_t digits = strspn(plain + (*plain == '-'), "0123456789");
  if (*plain == '-') buffer_text(&b, "-"), plain++;
  for (size_t i = 0; i < digits; i++) {
    if (i && (digits - i) % 3 == 0) buffer_text(&b, ",");
    buffer_add(&b, plain + i, 1);
  }
  buffer_text(&b, plain + digits);
  const char *text = arena_text(a, b.text);
  buffer_free(&b);
  return text;
}
