// The rating as a plugin's handles see it: its contract, its period, and which of their lines calls.
#include "core/engine/rating/rating_for_plans.h"
#include <string.h>

const contract *rating_contract(const rating *r) { return r->basis.contract; }
const rating_period *rating_current(const rating *r) { return &r->now.stretch; }
bool rating_notes_steps(const rating *r) { return r->basis.steps != NULL; }

size_t rating_memory(const rating *r) {
  const noted_steps *steps = r->basis.steps;
  return arena_taken(r->basis.arena) + (steps ? arena_taken(steps->arena) : 0);
}

void rating_place(rating *r, const char *file, int line) {
  bool same = r->place.file && strcmp(r->place.file, file) == 0;
  r->place = (step_place){ same ? r->place.file : arena_text(r->basis.steps->arena, file), line };
}
