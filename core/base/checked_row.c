// The same words for both, and the same number of faults.
#include "core/base/checked_row.h"

void checked_row_put(arena *a, value *list, value *failures, const char *name, int64_t checked, int64_t failed) {
  value *row = value_record(a);
  put_text(a, row, "name", name);
  put_int(a, row, "checked", checked);
  put_int(a, row, "failed", failed);
  value_append(a, list, row);
  if (failed > FAULTS_TOLD)
    value_append(a, failures,
                 value_text(a, arena_format(a, "%s: and %lld more", name, (long long)(failed - FAULTS_TOLD))));
}
