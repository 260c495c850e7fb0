// compare, coverage: a batch against another; what became of each day of a contract.
#include "core/command/answers/checks.h"
#include "core/command/commands_inside.h"
#include "core/engine/questions/compare.h"
#include "core/engine/questions/coverage.h"

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

static value *command_coverage(context *c, const arguments *a, error *e) {
  contract k = { 0 };
  day today;
  if (!book_today(c->book, &today, e) || (a->count && !resolve_contract(c, a->texts[0], &k, e))) return NULL;
  return coverage(c->book, today, k.n, c->arena, e);
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
  { .words = "coverage",
    .group = "Billing batches",
    .summary = "each day of a contract's life: billed by which invoice, waived, due, left out, locked",
    .argument = "CONTRACT",
    .type = ARGUMENT_CONTRACT,
    .most = 1,
    .examples = { "billet coverage retainer", "billet coverage" },
    .need = NEED_BOOK,
    .view = "coverage",
    .run = command_coverage },
  { 0 },
};
