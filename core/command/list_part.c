// Parts of long lists: which rows are asked for, and how they are answered.
#include "core/command/commands_inside.h"

bool part_read(const arguments *a, list_part *out, error *e) {
  *out = (list_part){ .asked = option_text(a, "from") || option_text(a, "count") };
  return option_number(a, "from", 0, &out->from, e) && option_number(a, "count", ROWS_SHOWN, &out->count, e);
}

value *part_value(arena *a, const list_part *part, value *rows, int64_t matching) {
  if (!rows) return NULL;
  value *out = value_record(a);
  for (size_t i = 0; i < rows->as.list.count; i++) put_int(a, rows->as.list.items[i], "n", part->from + (int64_t)i);
  value_put(a, out, "rows", rows);
  put_int(a, out, "from", part->from);
  put_int(a, out, "count", (int64_t)rows->as.list.count);
  put_int(a, out, "matching", matching);
  return out;
}
