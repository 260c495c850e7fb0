// why, explain: the reasons for what is in a batch, and for the cents of an invoice.
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/engine/explain/explain.h"
#include "core/engine/questions/questions.h"
#include <stdlib.h>

static value *command_why(context *c, const arguments *a, error *e) {
  value *answer = NULL;
  day today;
  if (!book_today(c->book, &today, e)) return NULL;
  if (why(c->book, today, a->texts[0], c->arena, &answer, e)) return answer;
  // Nothing has that id: a contract's name may stand for one.
  error unnamed = { 0 };
  contract k;
  bool named = e->code == ERROR_NOT_FOUND && resolve_contract(c, a->texts[0], &k, &unnamed);
  if (named) error_clear(e);
  bool ambiguous = unnamed.code == ERROR_AMBIGUOUS;
  if (ambiguous) error_set(e, ERROR_AMBIGUOUS, "%s", unnamed.message);
  if (ambiguous) error_hint(e, "%s", unnamed.hint);
  error_clear(&unnamed);
  return named && why(c->book, today, k.id, c->arena, &answer, e) ? answer : NULL;
}

static value *command_explain(context *c, const arguments *a, error *e) {
  int64_t invoice, line = 0;
  value *out = NULL;
  if (a->count == 2) {
    char *end;
    line = strtol(a->texts[1], &end, 10);
    if (*end || end == a->texts[1] || line < 1) {
      error_set(e, ERROR_USAGE, "\"%s\" is no line of an invoice: they count from 1", a->texts[1]);
      return NULL;
    }
  }
  return resolve_invoice(c, a->texts[0], &invoice, e) &&
                 explain(c->book, invoice, line, option_flag(a, "full"), c->arena, &out, e)
             ? out
             : NULL;
}

const command explain_commands[] = {
  { .words = "why",
    .group = "Questions",
    .summary = "why something is or is not in the batch",
    .argument = "CONTRACT|TICKET|ITEM",
    .type = ARGUMENT_CONTRACT,
    .least = 1,
    .most = 1,
    .examples = { "billet why cool-retainer", "billet why T1042" },
    .need = NEED_BOOK,
    .view = "why",
    .run = command_why },
  { .words = "explain",
    .group = "Questions",
    .summary = "how an invoice, or one line of it, came to its cents",
    .argument = "INVOICE [LINE]",
    .type = ARGUMENT_INVOICE,
    .least = 1,
    .most = 2,
    .options = { { "full", NULL, "every entry, rule and source row", ARGUMENT_TEXT } },
    .examples = { "billet explain 17", "billet explain 17 2", "billet explain D3 1 --full",
                  "billet --json explain 17 2" },
    .need = NEED_BOOK,
    .view = "explain",
    .run = command_explain },
  { 0 },
};
