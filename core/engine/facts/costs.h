// What work and goods cost the MSP. Nothing here touches what is billed, and what nobody told is not known, never zero.
#pragma once
#include "core/engine/facts/rates.h"

typedef struct cost_book cost_book;

// Costs as they are told now, read once per technician and rate code. NULL with the error set.
cost_book *costs_open(book *b, error *e);
void costs_close(cost_book *c);  // NULL is allowed

// Whether the cost of any technician is known: else nobody needs to ask who worked.
bool costs_know_technicians(const cost_book *c);

// Work of a contract: who worked, at which rate code (both may be NULL), on which day, how long.
typedef struct work_done {
  const contract *contract;  // n, customer, currency and exponent are looked at
  const char *technician, *rate;
  day day;
  int64_t minutes;
} work_done;

// What it costs, in minor units of the contract's currency, rounded once: by the technician's cost an hour, which is in
// the database's currency and exchanged at the rate of the work's day, else by that of the rate code. *known false: by
// neither. False with the error set: `too_big`, or the database.
bool costs_of_work(cost_book *c, const work_done *work, int64_t *cost, bool *known, error *e);

// Likewise of a charge, by the text of its quantity and of its cost (NULL: not known).
bool costs_of_charge(const char *quantity, const char *each, int exponent, int64_t *cost, bool *known, error *e);
