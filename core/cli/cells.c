// Cells: fields of an answer as people read them.
#include "core/cli/cells.h"
#include "core/base/decimal.h"
#include "core/command/answers/answers.h"
#include <string.h>

bool rows_each(const value *list, row_handler each, void *context, error *e) {
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

static const char *shown(const value *v, bool lines, arena *a) {
  const char *text = v ? value_plain(a, v) : NULL;
  return text ? text_shown(a, text, lines) : "";
}

const char *cell_plain(const value *v, arena *a) { return shown(v, false, a); }

const char *cell_text(const value *record, const char *name, arena *a) {
  return shown(value_get(record, name), false, a);
}

const char *cell_lines(const value *record, const char *name, arena *a) {
  return shown(value_get(record, name), true, a);
}

const char *cell_money(const value *record, const char *name, arena *a) {
  const char *plain = cell_text(record, name, a);
  return *plain ? money_for_people(a, plain) : "";
}

static const char *short_day(day d, arena *a) {
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  int year, month, dom;
  day_to_ymd(d, &year, &month, &dom);
  return arena_format(a, "%s %d", months[month - 1], dom);
}

const char *cell_period(const value *record, arena *a) {
  const value *period = value_get(record, "period"), *start = value_get(period, "start"),
              *end = value_get(period, "end");
  if (!start || start->type != VALUE_DAY) return "";
  return arena_format(a, "%s – %s", short_day(start->as.date, a),
                      end && end->type == VALUE_DAY ? short_day(end->as.date, a) : "");
}

static decimal number_of(const value *v, arena *a) {
  decimal d = { 0 };
  const char *plain = v ? value_plain(a, v) : NULL;
  if (plain) decimal_parse(plain, strlen(plain), &d);
  return d;
}

const char *cell_difference(const value *now, const value *before, const char *name, arena *a) {
  char text[DECIMAL_TEXT];
  const value *v = value_get(now, name);
  decimal difference = number_of(v, a) - number_of(value_get(before, name), a);
  if (!difference) return "";
  decimal_format(difference, v->type == VALUE_MONEY ? v->as.money.exponent : 0, text);
  return arena_format(a, "%s%s", difference > 0 ? "+" : "", money_for_people(a, arena_text(a, text)));
}
