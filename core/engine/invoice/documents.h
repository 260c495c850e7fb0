// Documents for whoever looks at a part of them: which fit a filter, in which order, what they come to. What was asked
// for last is kept with the open book until something is written, so that the next part of it costs nothing.
#pragma once
#include "core/engine/invoice/invoice.h"

// Final ones are open (also overdue), paid or credit notes.
typedef enum documents_state {
  DOCUMENTS_ALL,
  DOCUMENTS_DRAFT,
  DOCUMENTS_FINAL,
  DOCUMENTS_OPEN,
  DOCUMENTS_OVERDUE,
  DOCUMENTS_PAID,
  DOCUMENTS_VOID,
  DOCUMENTS_CREDIT
} documents_state;
typedef enum documents_order {
  DOCUMENTS_BY_NUMBER,  // drafts behind them, by customer
  DOCUMENTS_BY_DATE,    // of drafts: none, the last
  DOCUMENTS_BY_CUSTOMER,
  DOCUMENTS_BY_TOTAL,  // in its currency
  DOCUMENTS_BY_OPEN    // likewise
} documents_order;

typedef struct documents_filter {
  int64_t batch, customer;  // 0: any
  day since, until;         // DAY_MIN, DAY_MAX: any, and those without a date; both days in it
  day today;                // overdue: due before it
  documents_state state;
  const char *text;  // each of its words is in the number, the PO number, the id or a name of the customer; NULL: any
  documents_order order;  // ties by number
  bool descending;        // the whole order turned round
} documents_filter;

typedef struct documents_sum {
  const char *currency;
  int exponent;
  int64_t total, open;  // void ones come to nothing; open: credit notes of their own below zero
} documents_sum;

typedef struct documents_window {
  int64_t matching, all;  // all: of the batch, or of the book
  documents_sum *sums;    // of what fits, by currency code
  size_t sum_count;
  int64_t *list;  // invoices.n of the window
  size_t count;
} documents_window;

// The window of `count` documents from `from` on. In the arena. `too-big` where a sum leaves what can be shown.
bool documents_read(book *b, const documents_filter *f, int64_t from, int64_t count, arena *a, documents_window *out,
                    error *e);
