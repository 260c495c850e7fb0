// Minutes to bill of a period's work: price rules of the minutes stage, which round them by entry, ticket or day.
#include "core/engine/rating/rating_inside.h"
#include <assert.h>

enum { MINUTES_MAX = 100000000 };  // what a rule may answer

static bool in_range(const basis *b, int64_t minutes, error *e) {
  return (minutes >= 0 && minutes <= MINUTES_MAX) ||
         error_set(e, ERROR_PLUGIN, "contract %s: a price rule answered %lld minutes", b->contract->id,
                   (long long)minutes);
}

static bool set_minutes(const basis *b, plan_entry *entry, int64_t minutes, error *e) {
  if (!in_range(b, minutes, e)) return false;
  entry->billed = (int32_t)minutes;
  return true;
}

// `entry`: the one whose minutes they are, or the last of those that were summed. Where the rule fails it is held, with
// the minutes that it has.
static bool run(const basis *b, const plugin_rule *rule, work *w, uint32_t entry, int64_t minutes, int64_t *out,
                error *e) {
  rule_facts facts = rules_facts(b, w, entry, w->entries[entry].minutes, b->contract->category);
  if (rules_run(b, rule, entry, minutes, &facts, out, e) && in_range(b, *out, e)) return true;
  *out = minutes;
  return hold_alone(b, &w->entries[entry].held, e);
}

static bool bills(const plan_entry *entry) { return entry->billable && entry->billed > 0; }

// What a rule adds goes to the last entry; what it takes away comes off the last ones.
static bool spread(const basis *b, work *w, uint32_t group, uint32_t from, uint32_t last, int64_t change, error *e) {
  for (uint32_t i = last + 1; i-- > from && change;) {
    plan_entry *entry = &w->entries[i];
    if (entry->group != group || !bills(entry)) continue;
    int64_t minutes = entry->billed + change > 0 ? entry->billed + change : 0;
    change -= minutes - entry->billed;
    if (!set_minutes(b, entry, minutes, e)) return false;
  }
  return true;
}

// The entries [from, last] of a group are rounded as a sum: those of a ticket or a day, or what a rule has split.
static bool round_sum(const basis *b, const plugin_rule *rule, work *w, uint32_t group, uint32_t from, uint32_t last,
                      error *e) {
  int64_t sum = 0, rounded;
  uint32_t final = UINT32_MAX;
  for (uint32_t i = from; i <= last; i++) {
    const plan_entry *entry = &w->entries[i];
    if (entry->group != group || !bills(entry)) continue;
    sum += entry->billed;
    final = i;
  }
  if (final == UINT32_MAX) return true;
  return run(b, rule, w, final, sum, &rounded, e) && spread(b, w, group, from, last, rounded - sum, e);
}

static bool round_days(const basis *b, const plugin_rule *rule, work *w, uint32_t group, error *e) {
  const uint32_t end = w->groups[group].last;
  for (uint32_t i = w->groups[group].first; i <= end;) {
    uint32_t last = i;
    while (last < end && w->entries[last + 1].at / 1440 == w->entries[i].at / 1440) last++;
    if (!round_sum(b, rule, w, group, i, last, e)) return false;
    i = last + 1;
  }
  return true;
}

static bool round_entries(const basis *b, const plugin_rule *rule, work *w, error *e) {
  for (uint32_t i = w->period_first, last; i < w->period_end; i = last + 1) {
    plan_entry *entry = &w->entries[i];
    int64_t rounded;
    for (last = i; last + 1 < w->period_end && w->entries[last + 1].continued;) last++;
    if (entry->group == UINT32_MAX || entry->item != UINT32_MAX || w->groups[entry->group].open) continue;
    if (last > i && !round_sum(b, rule, w, entry->group, i, last, e)) return false;
    if (last > i || !bills(entry)) continue;
    if (!run(b, rule, w, i, entry->billed, &rounded, e) || !set_minutes(b, entry, rounded, e)) return false;
  }
  return true;
}

// Late groups that were kept have been rounded with their own period.
static bool round_groups(const basis *b, const plugin_rule *rule, work *w, error *e) {
  for (uint32_t i = (uint32_t)w->kept_groups; i < w->group_count; i++) {
    const work_group *g = &w->groups[i];
    if (g->open) continue;
    bool ok = rule->scope == SCOPE_DAY ? round_days(b, rule, w, i, e) : round_sum(b, rule, w, i, g->first, g->last, e);
    if (!ok) return false;
  }
  return true;
}

bool rules_minutes(const basis *b, work *w, error *e) {
  for (size_t i = 0; i < b->rules->count; i++) {
    const plugin_rule *rule = &b->rules->rules[i];
    if (rule->stage != STAGE_MINUTES) continue;
    if (rule->scope == SCOPE_PERIOD)
      return error_set(e, ERROR_PLUGIN, "price rule %s: minutes are rounded per entry, ticket or day",
                       rule->file->name);
    if (rule->scope == SCOPE_ENTRY ? !round_entries(b, rule, w, e) : !round_groups(b, rule, w, e)) return false;
  }
  return true;
}
