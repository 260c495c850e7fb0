// The changes of the rules in C. A change that can make a recorded bill come to something else gets a row at the end:
// the version that it is first in (changes that are released together share one), and what is otherwise since.
#include "core/engine/bill/rules_versions.h"

static const struct {
  int version;
  const char *what;
} changes[] = {
  { 1, "the rules that bills were made with before versions were kept" },
  { 2, "the base of a compound tax holds the taxes before it" },
  { 2, "a percentage off is rounded once, with its line" },
  { 2, "a line's quantity multiplies out with its price" },
  { 2, "an amount off a charge takes the sign of its line" },
  { 2, "work draws on what expires soonest first, then on the oldest: before, on the oldest first" },
  { 2,
    "a catch-up is what its period costs at the terms of its bill, less what was billed for it: before, at the rules, "
    "taxes and params of its own day, each difference rounded by itself" },
};
enum { CHANGES = sizeof changes / sizeof *changes };

int rules_version(void) { return changes[CHANGES - 1].version; }

value *rules_since(int version, arena *a) {
  value *list = value_list(a);
  for (int i = 0; i < CHANGES; i++)
    if (changes[i].version > version) value_append(a, list, value_text(a, changes[i].what));
  return list;
}
