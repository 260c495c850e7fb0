// batch rows, select, deselect: the contract list in windows, and what of it is selected.
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include <string.h>

static bool filter_read(context *c, const arguments *a, listing_filter *out, error *e) {
  static const char *const taxable[] = { "", "no", "yes", NULL }, *const chosen[] = { "", "not", "selected", NULL };
  static const char *const periods[] = { "all", "ready", "locked", "held", NULL };
  static const char *const orders[] = { "customer", "contract", "type", "total", "selected", NULL };
  batch_pick pick;
  if (!pick_read(c, a, &pick, e)) return false;
  *out = (listing_filter){ .type = pick.type,
                           .customer = pick.customer,
                           .text = option_text(a, "text"),
                           .taxable = (listing_either)option_choice(a, "taxable", taxable),
                           .chosen = (listing_either)option_choice(a, "chosen", chosen),
                           .periods = (listing_periods)option_choice(a, "periods", periods),
                           .order = (listing_order)option_choice(a, "sort", orders),
                           .descending = option_flag(a, "descending") };
  return true;
}

value *command_batch_rows(context *c, const arguments *a, error *e) {
  batch b;
  listing_filter filter;
  change_list changed = { 0 };
  list_part part;
  if (!part_read(a, &part, e) || !filter_read(c, a, &filter, e) || !batch_look(c, &b, &changed, e)) return NULL;
  return rows_answer(c, &b, &filter, part.from, part.count, &changed, e);
}

static bool choose(context *c, const arguments *a, batch *b, bool chosen, error *e) {
  batch_pick pick;
  if (!pick_one_way(a, "contracts", "name some, or take --customer, --type, --ticket, --matching or --all", e))
    return false;
  if (option_flag(a, "all")) return batch_choose_all(c->book, b, chosen, e);
  if (pick_given(a)) return pick_read(c, a, &pick, e) && batch_choose_fitting(c->book, b, &pick, chosen, e);
  for (size_t i = 0; i < a->count; i++) {
    contract k;
    bool many;
    if (!resolve_selection(c, a->texts[i], &pick, &many, e)) return false;
    if (many ? !batch_choose_fitting(c->book, b, &pick, chosen, e)
             : !resolve_contract(c, a->texts[i], &k, e) || !batch_choose(c->book, b, &k, chosen, e))
      return false;
  }
  return true;
}
static bool select_some(context *c, const arguments *a, batch *b, error *e) { return choose(c, a, b, true, e); }
static bool deselect_some(context *c, const arguments *a, batch *b, error *e) { return choose(c, a, b, false, e); }

// ---- All that a filter lets pass

static bool choose_fitting(context *c, const arguments *a, batch *b, bool chosen, error *e) {
  listing_filter filter;
  c->before = details_answer(c, b, e);
  return c->before && filter_read(c, a, &filter, e) && listing_choose(c->book, b, &filter, chosen, c->arena, e);
}
static bool select_fitting(context *c, const arguments *a, batch *b, error *e) {
  return choose_fitting(c, a, b, true, e);
}
static bool deselect_fitting(context *c, const arguments *a, batch *b, error *e) {
  return choose_fitting(c, a, b, false, e);
}

// `usage` where --matching is given with another way to say which contracts, or its filters without it.
static bool matching_is_alone(const arguments *a, bool matching, error *e) {
  static const char *const filters[] = { "taxable", "periods", "chosen", "text" };
  if (matching && !a->count && !option_flag(a, "all") && !option_text(a, "ticket")) return true;
  if (matching) return error_set(e, ERROR_USAGE, "--matching goes with filters alone: no names, --all or --ticket");
  for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
    if (option_text(a, filters[i])) {
      error_set(e, ERROR_USAGE, "--%s chooses nothing by itself", filters[i]);
      return error_hint(e, "billet %s --matching --%s %s", a->command->words, filters[i], option_text(a, filters[i]));
    }
  return true;
}

static value *change(context *c, const arguments *a, batch_change by_name, batch_change by_filter, error *e) {
  batch b;
  change_list changed = { 0 };
  bool matching = option_flag(a, "matching");
  if (!matching_is_alone(a, matching, e)) return NULL;
  if (!matching)
    return batch_change_open(c, a, by_name, &b, &changed, e) ? batch_answer(c, b.n, NULL, &changed, e) : NULL;
  if (!batch_change_open(c, a, by_filter, &b, &changed, e)) return NULL;
  value *before = c->before;
  c->before = NULL;
  return chosen_answer(c, &b, before, &changed, e);
}

value *command_batch_select(context *c, const arguments *a, error *e) {
  return change(c, a, select_some, select_fitting, e);
}
value *command_batch_deselect(context *c, const arguments *a, error *e) {
  return change(c, a, deselect_some, deselect_fitting, e);
}
