// The list of a batch as it is kept. Private to the room.
#pragma once
#include "core/engine/batch/listing.h"

typedef struct listed_customer {
  int64_t n;
  const char *id, *name;
  uint32_t rank;  // by name: the same for the same one
} listed_customer;

// A contract of the book; where it stands in the order of the page is its place.
typedef struct listed {
  int64_t contract, total, pick;
  const listed_customer *customer;
  const char *id, *name, *type, *words;  // words: what a text is looked for in, folded; NULL: nobody asked yet
  uint32_t currency;
  bool taxable;
  bool there, chosen, ready, locked, held, unpriced;  // of the batch; held: something of it, unpriced: all of it
} listed;

typedef struct listing {
  book_kept kept;
  arena *arena;                               // of what it holds
  int64_t position, batch, version, changes;  // of what it was read; position -1: of nothing, batch 0: of none
  listed_customer *customers;                 // by n
  listed *rows;
  uint32_t *by_contract;        // places, by contracts.n
  uint32_t *by_name, *by_type;  // places in these orders; NULL: nobody asked yet
  size_t customer_count, count;
  const char **currencies;
  size_t currency_count, currency_capacity;
} listing;

// The list of a batch as it is now, the book's own.
bool listing_now(book *b, int64_t batch, listing **out, error *e);

// Makes what a text is looked for in, and the orders by name and by type, where they are not there yet.
void listing_words(listing *l);
const uint32_t *listing_ordered(listing *l, listing_order order);

// The places of what fits, in the order of the filter; in the arena.
size_t listing_fitting(listing *l, const listing_filter *f, arena *a, uint32_t **out);
