// Taxes: which row is in force, what its rule answers, and the arithmetic of it.
#pragma once
#include "core/engine/facts/facts.h"

typedef struct tax_book tax_book;
// With the rows as they were after a journal entry; 0: as they are.
tax_book *taxes_open(book *b, int64_t journal);
void taxes_close(tax_book *t);

// The tax of something supplied on a day: `row` 0 and `answer` NULL where it is not taxed. Lives as long as the tax
// book.
typedef struct tax_use {
  int64_t row;              // taxes.n
  const char *name, *rule;  // of the tax; of its rule plugin
  const tax_answer *answer;
  day date;  // by which it is in force; DAY_NEVER: not asked by date
} tax_use;

// The days that a row of taxes may go by: of the supply; the last one of the service; of the invoice, which is that of
// the batch until it has one.
typedef struct tax_dates {
  day supply, end, invoice;
} tax_dates;

// `own` is a charge's tax, or NULL for the contract's, else the customer's. Where the contract is not taxable or the
// customer exempt, nothing is taxed. `held` where no row of that name is in force.
bool taxes_find(tax_book *t, const contract *c, const char *own, tax_dates dates, const char *category, tax_use *out,
                error *e);

// The answer of a row whose rule looks at the sale (of_sale of what taxes_find answered) for `net` minor units, sold on
// a day to the contract's customer; where the contract serves a site, its region and country go before the customer's.
// Lives as long as the tax book; `a` is for what goes with the question.
bool taxes_of_sale(tax_book *t, const contract *c, const tax_use *use, const char *category, int64_t net, arena *a,
                   const tax_answer **out, error *e);

// The answer of a tax row for a category, whatever its dates: for documents that are rounded again.
bool taxes_answer(tax_book *t, int64_t row, const char *category, tax_use *out, error *e);

// The answer where a balance was drawn with the tax on top: the tax lies in what is left to pay, and belongs to its
// line alone. Lives as long as the tax book.
const tax_answer *taxes_within(tax_book *t, const tax_answer *answer);

// The answer rounded on its own line, whatever the rule says of documents: for what is billed later at the terms of an
// earlier bill, whose document is out. Lives as long as the tax book.
const tax_answer *taxes_on_line(tax_book *t, const tax_answer *answer);
static inline bool tax_is_within(const tax_answer *answer) { return answer && answer->within; }

// The tax of an amount, each component rounded in its mode; `by_component` takes answer->count of them (may be
// NULL). Inclusive tax lies in the amount: *net is what remains without it. False on overflow.
bool tax_compute(const tax_answer *answer, int64_t gross, int64_t *net, int64_t *tax, int64_t *by_component);
