// Work, charges and late facts that no batch takes.
#pragma once
#include "core/engine/facts/facts.h"

// {"work":[{"ticket","customer","customer_name","contract","hours","entries","first","last","reason"}],
// "charges":[{"charge","customer","customer_name","contract","date","description","reason"}],
// "facts":[{"table","contract","name","rows","date","last","reason"}]}: billable work by ticket, contract and reason,
// that on tickets which are not closed last; charges; and facts that came after what they concern was billed, where
// nothing catches up (late_facts.h). `contract` is null where there is none. Reads only.
bool unbilled(book *b, arena *a, value **answer, error *e);
