// Reasons in words: what `why` knows while it answers, and the sentences about rows and items. Only the files of this
// room use it.
#pragma once
#include "core/engine/plan/planner.h"
#include "core/engine/questions/questions.h"

typedef struct asking {
  book *book;
  arena *arena;
  error *e;
  value *reasons;
  int64_t batch;  // whose date and exclusions count; 0: none
  bool open;      // it is still open
  day as_of;
  planner *planner;   // opened when first needed
  contract contract;  // the one that `plan` is of; n 0: none yet
  const plan *plan;
} asking;

// Which batch is asked about, and its date (why.c).
bool why_begin(asking *w, day today);

// Adds a sentence; printf.
void why_say(asking *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Texts in the arena: a date, an interval shown inclusive, an amount in the current contract's currency.
const char *why_date(asking *w, day d);
const char *why_period(asking *w, day from, day until);
const char *why_money(asking *w, int64_t amount);

// Makes contract n the current one and plans it.
bool why_plan(asking *w, int64_t n);

// What keeps an item of the current plan, or takes it: "due in batch 2, selected", "locked until …". False where the
// database fails.
bool why_item_state(asking *w, const plan_item *item, const char **out);

// Where a claim went: "billed on invoice 17 (2026-05-07)"; `line` as in the table claims.
bool why_claim(asking *w, int64_t line, const char **out);

// Sentences on a ticket's work and charges, on one charge.
bool why_ticket(asking *w, int64_t ticket);
bool why_charge(asking *w, const char *id);

// Each row of work and each charge of a ticket, and what became of it, added to a list: {"entry", "charge", "date",
// "hours", "billable", "what"}.
bool why_ticket_rows(asking *w, int64_t ticket, value *list);

// Sentences on a contract (contract_reasons.c).
bool why_contract(asking *w, int64_t contract);
