// Payments that come otherwise than in the MSP's own tables: written as rows of `payments` and `allocations` through
// the same import, so that the same rules hold, the journal has them, and they are told like any other row.
#pragma once
#include "core/engine/facts/facts.h"

// What a payment gives to one document of the book (invoices.n). 0: to one that is not in the book, such as an invoice
// of before: that much of the payment is not the book's and is left out of its amount.
typedef struct payment_part {
  int64_t invoice;
  const char *amount;  // decimal text above zero
} payment_part;

// A payment as a target has it now. customer (customers.n) 0: the one whose invoice it pays first.
typedef struct payment_read {
  const char *id;  // the target's
  bool gone;       // deleted or voided there; what follows is then not looked at
  int64_t customer;
  day date;
  const char *amount, *currency,
      *reference;  // amount: decimal text; currency NULL: the customer's; reference NULL: none
  const payment_part *parts;
  size_t part_count;
} payment_read;

// What became of one; id: as in the book, TARGET:ID.
typedef struct payment_told {
  enum payment_change { PAYMENT_SAME, PAYMENT_ADDED, PAYMENT_CHANGED, PAYMENT_REMOVED, PAYMENT_LEFT } change;
  const char *id;
  const char *message;  // a sentence where it is not in the book as it is there, and why; NULL: nothing to say
} payment_told;

// Takes what a target says of its payments into the book, in a transaction of its own: those that are new, that
// changed, that are gone. Asked again with the same it changes nothing. `all`: the list holds every payment there, so
// that those of the target which it lacks are gone. A part past what is open of its invoice, or in another currency,
// stays on account; one with which the book has nothing to do is left (PAYMENT_LEFT) without a word. *told: one for
// each of the list in its order, then those that `all` removed, in the arena. False: nothing changed.
bool payments_read_back(book *b, const char *target, const payment_read *list, size_t count, bool all, arena *a,
                        payment_told **told, size_t *told_count, error *e);

// ---- Payments that people note.

// A payment of invoices (invoices.n), of each what is open, in that order. amount: decimal text, NULL: what is open of
// all of them; past that it is on account. id NULL: P and a number that none had before; reference NULL: none.
typedef struct payment_terms {
  const int64_t *invoices;
  size_t count;
  const char *amount;
  day date;
  const char *reference, *id;
} payment_terms;

// Notes it; *id in the arena. `state` for drafts, voids and credit notes, `already` where nothing is open of an
// invoice, `invalid` where they are not of one customer and currency or the amount is none, `duplicate` where there is
// the id.
bool invoice_pay(book *b, const payment_terms *terms, arena *a, const char **id, error *e);

// Takes a payment back, with all that it gave. `not-found` where there is none.
bool invoice_unpay(book *b, const char *id, arena *a, error *e);
