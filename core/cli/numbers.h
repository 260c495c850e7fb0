// Row numbers of lists that a person has seen, so that a number can be typed instead of an id.
#pragma once
#include "core/base/arena.h"
#include "core/command/words/words.h"

// The list of each kind that was shown last, in the order of its rows. Zeroed is none.
typedef struct row_list {
  arena *arena;
  const char **ids;
  size_t count, capacity;
} row_list;
typedef struct row_numbers {
  row_list contracts, items, invoices, customers, tickets;
} row_numbers;

// The list whose rows words of that type may mean; NULL where none is.
row_list *numbers_of(row_numbers *n, argument_type type);

// The list of rows that begin with a field of that name, such as "contract"; NULL where none is kept.
row_list *numbers_named(row_numbers *n, const char *field);

// A list begins: what was shown before is forgotten. NULL is allowed, here and below.
void numbers_begin(row_list *l);

// The number of a row as text in `a`, "" where there is no list: the next one, or the one that it has already.
const char *numbers_next(row_list *l, const char *id, arena *a);
const char *numbers_find(row_list *l, const char *id, arena *a);

// Frees all lists.
void numbers_free(row_numbers *n);
