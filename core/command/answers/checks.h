// Checks of a batch as an answer: what is found, with who is signed in.
#pragma once
#include "core/command/words/words.h"
#include "core/engine/questions/checks.h"

// An open batch as it is now: what changed since it was shown is rated again.
bool checks_refresh(context *c, batch *b, error *e);

// What checks find of a batch; `stops`: those alone whose findings are errors.
bool checks_find(context *c, const batch *b, bool stops, check_list *out, error *e);

// Whether what stops a run was not found; `invalid` with a row for each finding.
bool checks_let_run(const check_list *found, error *e);

// The worst of all findings; CHECK_OFF: there is none.
check_level checks_worst(const check_list *found);

// A finding as a record, as it stands in the answer.
value *finding_value(arena *a, const check_found *f);

// {"batch","state","as_of","checks","rows","errors","warnings","notes",
// "findings":[{"level","check","of","row","text","mend"}]}
value *checks_answer(context *c, const batch *b, const check_list *found);
