// What is said where memory ran out; apart from memory itself, which errors need.
#include "core/base/memory.h"

bool memory_enough(error *e) {
  if (!memory_short()) return true;
  error_set(e, ERROR_MEMORY, "the machine has no memory left for this");
  return error_hint(e, "nothing was changed; end other programs, or raise the limit (ulimit -v)");
}
