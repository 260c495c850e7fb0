// Lines that a period itself costs, as a contract type gives them phase by phase.
#include "core/engine/rating/note_steps.h"
#include "core/base/text.h"
#include <assert.h>
#include <string.h>

// Lines of one text are one line, whatever days of the period each covers; several of one text at once are told apart
// by their order.
static int ordinal_of(const fee_list *list, fee *f) {
  int last = 0, found = 0;
  for (size_t i = 0; i + 1 < list->count; i++) {
    const fee *other = &list->fees[i];
    bool alike = strcmp(other->terms.description, f->terms.description) == 0;
    if (other->ordinal > last) last = other->ordinal;
    if (alike && other->from == f->from) f->turn++;
  }
  for (size_t i = 0; i + 1 < list->count && !found; i++)
    if (list->fees[i].turn == f->turn && strcmp(list->fees[i].terms.description, f->terms.description) == 0)
      found = list->fees[i].ordinal;
  return found ? found : last + 1;
}

static void note_counted(rating *r, const fee *f) {
  if (!f->terms.counts || !r->counted_by) return;
  counted_line *line = arena_alloc(r->basis.arena, sizeof *line);
  *line = (counted_line){ .description = f->terms.description,
                          .meters = r->counted_by,
                          .from = f->from,
                          .until = f->until,
                          .count = f->terms.count,
                          .over = f->terms.over,
                          .next = r->counted };
  r->counted = line;
}

fee *fee_add(rating *r, const rating_fee *terms, day from, day until) {
  arena *a = r->basis.arena;
  fee_list *list = &r->fees;
  list->fees = arena_grow(a, list->fees, list->count, &list->capacity, sizeof(fee));
  fee *f = &list->fees[list->count++];
  *f = (fee){ .terms = *terms, .from = from, .until = until, .place = r->place };
  steps_counted(r->basis.steps, f);
  f->silence = r->silence;
  r->counting = false;
  f->terms.description = arena_text(a, terms->description);
  f->terms.unit = arena_text(a, terms->unit);
  f->terms.category = arena_text(a, terms->category);
  f->terms.sku = arena_text(a, terms->sku);
  if (f->terms.over < 1) f->terms.over = 1;
  f->ordinal = ordinal_of(list, f);
  note_counted(r, f);
  return f;
}

// Whether an earlier stretch of the period gave the line.
static bool given_before(const rating *r, const char *description) {
  for (size_t i = 0; i < r->fees.count; i++)
    if (r->fees.fees[i].from < r->now.stretch.from && strcmp(r->fees.fees[i].terms.description, description) == 0)
      return true;
  return false;
}

bool rating_line(rating *r, const rating_fee *terms, error *e) {
  enum { FEES_MAX = 10000, DESCRIPTION_MAX = 4000 };
  const rating_period *stretch = &r->now.stretch;
  const contract *c = r->basis.contract;
  day from = terms->until ? terms->from : stretch->from, until = terms->until ? terms->until : stretch->until;
  if (r->now.phase != PHASE_OPENS && r->now.phase != PHASE_CLOSES)
    return error_set(e, ERROR_PLUGIN, "a line was added outside opens and closes");
  if (!terms->description || !*terms->description) return error_set(e, ERROR_PLUGIN, "a line needs a description");
  if (strlen(terms->description) > DESCRIPTION_MAX)
    return error_set(e, ERROR_TOO_BIG, "a line's description has more than %d bytes", DESCRIPTION_MAX);
  if (r->fees.count == FEES_MAX) return error_set(e, ERROR_TOO_BIG, "a period has more than %d lines", FEES_MAX);
  if (from >= until || from < stretch->from || until > stretch->until)
    return error_set(e, ERROR_PLUGIN, "the line \"%s\" covers days outside its period", terms->description);
  if (c->kind == GRID_ON_DEMAND && !terms->once) {
    error_set(e, ERROR_HELD, "contract %s: its type bills a price for each period, and the contract has none", c->id);
    return error_hint(e, "give it a period such as monthly instead of on-demand");
  }
  if (!terms->once || !given_before(r, terms->description)) fee_add(r, terms, from, until);
  return true;
}

static bool same_fee(const fee *a, const fee *b) {
  const rating_fee *x = &a->terms, *y = &b->terms;
  return x->quantity == y->quantity && x->price == y->price && x->over == y->over && x->whole == y->whole &&
         x->counts == y->counts && x->count == y->count && !x->days && !y->days &&
         text_equal(x->description, y->description) && text_equal(x->unit, y->unit) &&
         text_equal(x->category, y->category) && text_equal(x->sku, y->sku);
}

void fees_join(fee_list *list, size_t before, size_t from) {
  assert(before <= from && from <= list->count);
  size_t size = list->count - from;
  if (from - before != size) return;
  for (size_t i = 0; i < size; i++)
    if (!same_fee(&list->fees[before + i], &list->fees[from + i]) ||
        list->fees[before + i].until != list->fees[from + i].from)
      return;
  for (size_t i = 0; i < size; i++) list->fees[before + i].until = list->fees[from + i].until;
  list->count = from;
}

// Of a fee by days those of the whole anchored period, of one that is never prorated those for which it was given. What
// counts work is not shared: nobody could say later of which days the work was.
static int days_of(const basis *b, const at_hand *now, const fee *f, bool saw_work) {
  if (f->terms.once || b->contract->kind == GRID_ON_DEMAND || now->stretch.key) return 0;
  if (f->terms.whole) return saw_work ? 0 : f->until - f->from;
  return b->contract->daily ? now->stretch.whole_until - now->stretch.whole_from : 0;
}

void fees_end(const basis *b, const at_hand *now, fee_list *list) {
  for (size_t i = 0; i < list->count; i++) list->fees[i].days = days_of(b, now, &list->fees[i], list->saw_work);
}
