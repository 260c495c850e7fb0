// Facts that came too late: dated in what was billed, where nothing catches up. Only the files of this room use it.
#pragma once
#include "core/engine/facts/facts.h"

// Appends to a list {"table","contract","name","rows","date","last","reason"}. On contracts that do not prorate:
// changes of params, a row each; readings and devices by contract and meter (`name`), where the contract counts it.
// Where work is not caught up: its prices by contract and rate code (`name`), and changes where it was billed at the
// contract's own rate. `date` and `last` are the first and last day from which they hold. A fact counts where a bill
// that covers its day, or a later one that it reaches, was made before it. Only what the journal has from after the
// first bill is looked at. Reads only.
bool late_facts(book *b, arena *a, value *list, error *e);

// Whether bills took days past the end of a contract (0: of any), which does not prorate and so gives nothing back by
// itself: a row of each is added to the list. What was credited or waived is no more told.
bool ends_within_billed(book *b, arena *a, int64_t contract, value *list, error *e);
