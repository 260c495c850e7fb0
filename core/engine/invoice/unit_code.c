// Units by their codes in UN/ECE Recommendation 20 (Codes for Units of Measure Used in International Trade), as
// EN 16931 asks for them (BT-130). What is in no unit of the list is counted in ones, C62.
#include "core/engine/invoice/invoice.h"
#include <string.h>
#include <strings.h>

static const struct {
  const char *unit, *code;
} units[] = {
  { "minute", "MIN" },   { "min", "MIN" },       { "hour", "HUR" }, { "h", "HUR" },        { "day", "DAY" },
  { "week", "WEE" },     { "month", "MON" },     { "year", "ANN" }, { "kB", "2P" },        { "kilobyte", "2P" },
  { "MB", "4L" },        { "megabyte", "4L" },   { "GB", "E34" },   { "gigabyte", "E34" }, { "TB", "E35" },
  { "terabyte", "E35" }, { "kilometre", "KMT" }, { "km", "KMT" },
};

// One or several: hour, hours.
static bool names(const char *text, const char *unit) {
  size_t length = strlen(unit);
  if (strncasecmp(text, unit, length) != 0) return false;
  return !text[length] || (strcasecmp(text + length, "s") == 0 && length > 2);
}

const char *unit_code(const char *unit) {
  for (size_t i = 0; unit && i < sizeof units / sizeof *units; i++)
    if (names(unit, units[i].unit)) return units[i].code;
  return "C62";
}
