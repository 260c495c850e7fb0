// Devices and users that are counted against those that are billed, both ways. Only the files of this room use it.
#pragma once
#include "core/engine/facts/facts.h"

// A contract that counts a meter; NULL: its plan is held, and it may count any. why_not: why it does not bill what is
// there on the day, and what would mend that; NULL: it does. Texts live in the arena.
typedef struct meter_counter {
  int64_t customer, contract;
  const char *id, *meter, *why_not, *mend;
} meter_counter;

typedef struct counting {
  book *book;
  arena *arena;
  day today;
  meter_counter *counters;
  size_t count, capacity;
} counting;

// Asks every contract which meters it counts, in its period that holds the day or its last one: fills `counters`, in
// the order of customers. Appends to a list, by contract, what bills counted above what is there: on the day, where the
// period billed last holds it, else the most that was there in that period. What was waived or credited counts no more.
bool meters_billed_above(counting *k, value *list, error *e);

// Appends to a list, by customer and meter, what is there on the day and no counter bills.
bool meters_not_billed(counting *k, value *list, error *e);
