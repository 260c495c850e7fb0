// compare: a batch against another.
#include "core/command/answers/checks.h"
#include "core/command/commands_inside.h"
#include "core/engine/questions/compare.h"

static value *command_compare(context *c, const arguments *a, error *e) {
  static const char states[] = "open,run,generated,exported";
  batch now, with;
  int64_t n;
  if (!option_number(a, "with", 0, &n, e) || !resolve_batch(c, states, &now, e) || !checks_refresh(c, &now, e))
    return NULL;
  if (n ? !batch_find(c->book, n, states, c->arena, &with, e) : !batch_before(c->book, &now, c->arena, &with, e))
    return NULL;
  if (n && !checks_refresh(c, &with, e)) return NULL;
  if (!db_begin_read(c->book->db, e)) return NULL;
  value *answer = batches_compared(c->book, &now, &with, c->arena, e);
  db_rollback(c->book->db);
  return answer;
}

const command compare_commands[] = {
  { .words = "compare",
    .group = "Billing batches",
    .summary = "what is new, gone or changed in a batch against the one before, by customer and contract",
    .options = { BATCH_OPTION,
                 { "with", "M", "the batch that it is compared with; without it the last before that was run",
                   ARGUMENT_BATCH } },
    .examples = { "billet compare", "billet compare --batch 3 --with 1" },
    .need = NEED_BOOK,
    .view = "compare",
    .run = command_compare },
  { 0 },
};
