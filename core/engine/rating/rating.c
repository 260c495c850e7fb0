// The rating as a plugin's handles see it: its contract, its period, and which of their lines calls.
#include "core/engine/rating/rating_for_plans.h"

const contract *rating_contract(const rating *r) { return r->basis.contract; }
const rating_period *rating_current(const rating *r) { return &r->now.stretch; }
bool rating_notes_steps(const rating *r) { return r->basis.steps != NULL; }

void rating_place(rating *r, const char *file, int line) {
  r->place = (step_place){ arena_text(r->basis.steps->arena, file), line };
}
