// replay, what-if: recorded invoices computed again, as they were or with an edited file.
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/command/examples/examples.h"
#include "core/engine/bill/bill.h"
#include "core/engine/bill/rules_versions.h"
#include "core/engine/past/past.h"
#include <stdlib.h>
#include <string.h>

static bool read_options(context *c, const arguments *a, replay_options *out, error *e) {
  const char *invoice = option_text(a, "invoice");
  *out = (replay_options){ 0 };
  return option_day(a, "since", DAY_MIN, &out->since, e) && (!invoice || resolve_invoice(c, invoice, &out->invoice, e));
}

typedef struct counting {
  context *context;
  error differences;  // a row for each
  int64_t invoices, drafts, free, waivers, bills, lines, differ;
  int64_t credit;  // the credit note at hand
  bool told;
  int64_t older_rules;  // bills that differ by a listed change of the rules in C only
  int oldest;           // version that made the oldest of them
  int64_t older_bill;   // the last one of the document at hand that was counted; 0: none
  value *older;         // how they differ, a text each
  arena *arena;
} counting;

// Of one without an invoice: by its only bill.
static const char *document_name(const replayed_document *d, arena *a) {
  if (d->number) return arena_format(a, "invoice %s", d->number);
  const replayed_bill *b = &d->bills[0];
  return arena_format(a, "%s of contract %s, batch %lld", strcmp(b->kind, "waiver") == 0 ? "waiver" : "free bill",
                      b->contract_id, (long long)d->batch);
}

static const char *difference_text(const replay_difference *d, arena *a) {
  const char *line = d->line ? arena_format(a, " line %lld", (long long)d->line) : "";
  const char *contract = d->document->number && d->bill ? arena_format(a, " (contract %s)", d->bill->contract_id) : "";
  return arena_format(a, "%s%s%s: %s: stored %s, recomputed %s", document_name(d->document, a), line, contract,
                      d->field, d->stored, d->replayed);
}

enum { OLDER_TOLD = 1000 };
static void tell_older(counting *n, const replay_difference *d) {
  int64_t bill = d->bill ? d->bill->n : d->document->bills[0].n;  // as a whole: after its bills, so one of them is told
  if (d->bill ? bill != n->older_bill : !n->older_bill) n->older_rules++;
  n->older_bill = bill;
  if (d->rules < n->oldest) n->oldest = d->rules;
  if (n->older->as.list.count < OLDER_TOLD)
    value_append(n->context->arena, n->older, value_text(n->context->arena, difference_text(d, n->context->arena)));
}

static bool tell(void *context, const replay_difference *d, error *e) {
  counting *n = context;
  (void)e;
  if (d->older) {
    tell_older(n, d);
    return true;
  }
  if (!d->document->bill_count && d->document->n != n->credit) n->told = false;
  if (!d->document->bill_count) n->credit = d->document->n;
  n->differ += !n->told;
  n->told = true;
  error_row(&n->differences, "%s", difference_text(d, n->arena));
  return true;
}

static bool count_document(void *context, const replayed_document *d, arena *a, error *e) {
  counting *n = context;
  n->arena = a;
  n->told = false;
  n->older_bill = 0;
  n->bills += (int64_t)d->bill_count;
  for (size_t i = 0; i < d->bill_count; i++) n->lines += (int64_t)d->bills[i].count;
  if (!d->n) *(strcmp(d->bills[0].kind, "waiver") == 0 ? &n->waivers : &n->free) += 1;
  else *(strcmp(d->state, "draft") == 0 ? &n->drafts : &n->invoices) += 1;
  return replay_compare(n->context->book, d, a, tell, n, e);
}

static value *counts_value(context *c, const counting *n, int64_t notes) {
  arena *a = c->arena;
  value *out = value_record(a);
  put_int(a, out, "invoices", n->invoices);
  if (n->drafts) put_int(a, out, "drafts", n->drafts);
  put_int(a, out, "credit_notes", notes);
  put_int(a, out, "free_bills", n->free);
  put_int(a, out, "waivers", n->waivers);
  put_int(a, out, "lines", n->lines);
  put_int(a, out, "differ", n->differ);
  put_int(a, out, "older_rules", n->older_rules);
  if (n->older_rules) {
    value_put(a, out, "older", n->older);
    value_put(a, out, "changes", rules_since(n->oldest, a));
  }
  put_text(a, out, "result",
           n->older_rules ? "what differs was made with older rules: 0 differ otherwise"
                          : "everything recorded was computed again to the same bytes: 0 differ");
  return out;
}

static value *command_replay(context *c, const arguments *a, error *e) {
  replay_options options;
  counting n = { .context = c, .older = value_list(c->arena), .oldest = rules_version() };
  int64_t notes = 0;
  if (!read_options(c, a, &options, e)) return NULL;
  const replay_listener listener = { &n, NULL, count_document };
  arena *scratch = arena_new();
  bool ok = replay_run(c->book, &options, &listener, e);
  n.arena = scratch;
  n.told = false;
  ok = ok && replay_credits(c->book, &options, scratch, &notes, tell, &n, e);
  arena_free(scratch);
  if (ok && n.differ) {
    int64_t all = n.invoices + n.drafts + n.free + n.waivers + notes;
    *e = n.differences;
    error_set(e, ERROR_CORRUPT, "%lld of %lld document%s differ%s from what was recorded", (long long)n.differ,
              (long long)all, text_s(all), n.differ == 1 ? "s" : "");
    error_hint(e, "billet explain INVOICE shows how an amount came about; billet verify checks the rest of the book");
    return NULL;
  }
  error_clear(&n.differences);
  return ok ? counts_value(c, &n, notes) : NULL;
}

const command replay_commands[] = {
  { .words = "replay",
    .group = "Questions",
    .summary = "computes recorded invoices again and compares every byte",
    .options = { { "invoice", "INVOICE", "this invoice only", ARGUMENT_INVOICE },
                 { "since", "DATE", "invoices dated from this day on", ARGUMENT_DAY } },
    .examples = { "billet replay", "billet replay --invoice 17", "billet replay --since 2026-01-01" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_replay },
  { 0 },
};
