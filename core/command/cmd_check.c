// check: what is odd or overlooked in a batch, by rules that are plugins.
#include "core/base/text.h"
#include "core/command/answers/checks.h"
#include "core/command/commands_inside.h"
#include <string.h>

static value *command_check(context *c, const arguments *a, error *e) {
  batch b;
  check_list found;
  (void)a;
  if (!resolve_batch(c, "open,run,generated,exported", &b, e) || !checks_refresh(c, &b, e) ||
      !checks_find(c, &b, false, &found, e))
    return NULL;
  if (checks_worst(&found) == CHECK_ERROR) c->partly = ERROR_INVALID;
  return checks_answer(c, &b, &found);
}

const command check_commands[] = {
  { .words = "check",
    .group = "Billing batches",
    .summary = "what is odd or overlooked in a batch, by rules; exit 1 where one is an error",
    .options = { BATCH_OPTION },
    .examples = { "billet check", "billet check --batch 3" },
    .need = NEED_BOOK,
    .view = "check",
    .next = "billet config set check.NAME off|note|warning|error, or what mends a row",
    .run = command_check },
  { 0 },
};
