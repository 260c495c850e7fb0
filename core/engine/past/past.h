// The past: what recorded bills come to when they are computed again from the book and the plugins of their time, and
// where that differs from what is recorded.
//
// To ask about the past changes nothing, and disturbs nobody: others may write meanwhile, and a commit of theirs waits
// for one document at the most. Each document is computed from one state of the file; between two of them the file may
// change, and what is gone by then is passed over.
#pragma once
#include "core/engine/bill/bill.h"

// A bill computed again. `held` says why it could not be; `none`: nothing is to be billed. Everything lives in the
// document's arena.
typedef struct replayed_bill {
  int64_t n, contract, ruleset;
  int rules;                                                     // version of the rules in C that made it
  tax_terms terms;                                               // of its taxes
  const char *kind, *contract_id, *contract_name, *held, *item;  // kind: as it is recorded; item: of a waiver
  bool none;
  line *lines;
  size_t count;
  tax_sum *sums;
  size_t sum_count;
  int64_t amount, tax;
} replayed_bill;

// A document computed again, with what is recorded of it. Free bills and waivers have no invoice: n 0, one bill.
typedef struct replayed_document {
  int64_t n, batch, customer;
  const char *number, *state, *customer_id, *customer_name,
      *currency;  // number: D3 for drafts; NULL without an invoice
  int exponent;
  day date, as_of;                                             // DAY_NEVER: none
  int64_t round_to;                                            // what its total is rounded to; 0: to nothing
  int64_t subtotal, tax, rounding;                             // recorded; the subtotal holds the rounding
  int64_t replayed_subtotal, replayed_tax, replayed_rounding;  // computed again
  replayed_bill *bills;
  size_t bill_count;
  book *then;  // the book of its time, while a listener is told
} replayed_document;

// Who is told. `bill` while the bill's plan is there, before taxes that are rounded on the document; may be NULL. Both
// answer false to stop.
typedef struct replay_listener {
  void *context;
  bool (*bill)(void *context, const plan *p, const replayed_bill *b, const replayed_document *d, error *e);
  bool (*document)(void *context, const replayed_document *d, arena *a, error *e);
} replay_listener;

// What is computed again: one invoice (then drafts too), else all that are final or void and dated since a day.
// `edited`: a file put in the place of the one of its kind and name; then only documents that it can concern come.
// `trace`: what the planner notes while it rates.
typedef struct replay_options {
  int64_t invoice;
  day since;
  const plugin_source *edited;
  struct noted_steps *trace;
} replay_options;

// Computes bills again, the newest first. A listener reads the document's book of then and writes nothing.
bool replay_run(book *b, const replay_options *options, const replay_listener *listener, error *e);

// One field that differs from what is recorded.
typedef struct replay_difference {
  const replayed_document *document;
  const replayed_bill *bill;
  int64_t line;       // from 1 within the document; 0: the bill or the document as a whole
  const char *field;  // amount, tax, description and so on
  const char *stored, *replayed;
  // Older rules in C, of version `rules`, made the bill, or one of the document's: those of today make it otherwise.
  // Never where the record itself is not what was written, or cannot be computed again.
  bool older;
  int rules;
} replay_difference;
typedef bool (*replay_teller)(void *context, const replay_difference *difference, error *e);

// Tells every difference between a document and what is recorded of it: lines, taxes, sums, digests and what was
// frozen. Only while a listener is told the document. Documents print their contracts by the names of now, so these
// number the lines.
bool replay_compare(book *now, const replayed_document *d, arena *a, replay_teller tell, void *context, error *e);

// Tells every line of a credit note that does not mirror what it credits, and every digest of one that is not that of
// its lines; counts them in *notes. `since` and `invoice` as above.
bool replay_credits(book *b, const replay_options *options, arena *a, int64_t *notes, replay_teller tell, void *context,
                    error *e);

// A credit note of a document, with what it would come to had it taken back the same lines as they were computed again.
// Lines that are not there again are taken back as they were.
typedef struct replayed_note {
  int64_t n;
  const char *number;
  day date;
  int64_t recorded, replayed;  // with tax
} replayed_note;
bool credit_notes_again(const replayed_document *d, arena *a, replayed_note **out, size_t *count, error *e);
