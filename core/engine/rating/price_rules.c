// Price rules at work: the one place that runs them, and the splitting of entries at their edges.
#include "core/engine/rating/price_rules.h"
#include "core/engine/rating/steps.h"
#include <string.h>

rule_facts rules_facts(const rating *r, uint32_t entry, int64_t minutes, const char *category) {
  const plan_entry *work = &r->plan.entries[entry];
  rule_facts facts = {
    .at = work->begins, .minutes = minutes, .category = category, .exponent = r->contract->exponent
  };
  if (!r->rules->own) return facts;
  facts.entry_x = work->x;
  facts.ticket_x = work->group != UINT32_MAX ? r->groups[work->group].x : NULL;
  facts.contract_x = r->contract->x;
  facts.customer_x = r->contract->customer_x;
  return facts;
}

bool rules_run(rating *r, const plugin_rule *rule, uint32_t entry, int64_t number, const rule_facts *facts,
               int64_t *out, error *e) {
  const plugin_host *host = r->book->host;
  if (!host->rule_apply(host->self, rule->handle, number, facts, out, e)) return false;
  if (entry != UINT32_MAX) trace_rule(r, rule, entry, number, *out);
  return true;
}

// Minutes from a moment until the clock is set forward or back; `minutes` where it is not within them.
static int64_t clock_change(const zone *z, int64_t utc, int64_t minutes) {
  enum { LOOK = 1440 };  // no two changes lie closer
  int32_t offset = zone_offset(z, utc);
  int64_t same = 0, changed = minutes < LOOK ? minutes : LOOK;
  while (zone_offset(z, utc + changed * 60) == offset) {
    if (changed == minutes) return minutes;
    same = changed;
    changed = minutes - same < LOOK ? minutes : same + LOOK;
  }
  while (changed - same > 1) {
    int64_t middle = same + (changed - same) / 2;
    if (zone_offset(z, utc + middle * 60) == offset) same = middle;
    else changed = middle;
  }
  return changed;
}

// The nearest edge of any rule; `minutes` where none lies within.
static bool next_edge(rating *r, int64_t start, int64_t minutes, int64_t *out, error *e) {
  const plugin_host *host = r->book->host;
  *out = minutes;
  for (size_t i = 0; i < r->rules->count; i++) {
    int64_t edge;
    if (!r->rules->rules[i].splits) continue;
    if (!host->rule_split(host->self, r->rules->rules[i].handle, start, *out, &edge, e)) return false;
    if (edge > 0 && edge < *out) *out = edge;
  }
  return true;
}

typedef struct splitter {
  rating *r;
  const zone *zone;  // of the customer, on whose clock the rules look
  plan_entry *entries;
  size_t count, capacity;
} splitter;

static void add(splitter *s, plan_entry entry) {
  s->entries = arena_grow(s->r->arena, s->entries, s->count, &s->capacity, sizeof entry);
  s->entries[s->count++] = entry;
}

// The minutes to bill follow the real ones.
static bool share_billed(const plan_entry *whole, plan_entry *parts, size_t count, arena *a) {
  if (count == 1 || whole->billed == whole->minutes) {
    for (size_t i = 0; i < count; i++) parts[i].billed = count == 1 ? whole->billed : parts[i].minutes;
    return true;
  }
  int64_t *weights = arena_array(a, count * 2, sizeof *weights), *shares = weights + count;
  for (size_t i = 0; i < count; i++) weights[i] = parts[i].minutes;
  if (!money_split(whole->billed, weights, count, shares)) return false;
  for (size_t i = 0; i < count; i++) parts[i].billed = (int32_t)shares[i];
  return true;
}

// Whether an hour costs the same to the rules that split: then setting the clock between two parts parts nothing.
static bool same_price(const splitter *s, const plan_entry *a, const plan_entry *b, bool *same, error *e) {
  const plugin_host *host = s->r->book->host;
  *same = true;
  for (size_t i = 0; *same && i < s->r->rules->count; i++) {
    const plugin_rule *rule = &s->r->rules->rules[i];
    rule_facts before = {
      .at = a->begins, .minutes = a->minutes, .category = "labor", .exponent = s->r->contract->exponent
    };
    rule_facts after = before;
    int64_t one, other;
    after.at = b->begins;
    if (!rule->splits) continue;
    *same = !rule->own;
    if (rule->own) continue;
    if (!host->rule_apply(host->self, rule->handle, DECIMAL_ONE, &before, &one, e)) return false;
    if (!host->rule_apply(host->self, rule->handle, DECIMAL_ONE, &after, &other, e)) return false;
    *same = one == other;
  }
  return true;
}

// Adds a part, or lengthens the one before it where only the clock was set between them.
static bool add_part(splitter *s, plan_entry part, bool clock_set, error *e) {
  bool same = false;
  if (clock_set && !same_price(s, &s->entries[s->count - 1], &part, &same, e)) return false;
  if (same) s->entries[s->count - 1].minutes += part.minutes;
  else add(s, part);
  return true;
}

static bool split_entry(splitter *s, const plan_entry *whole, error *e) {
  size_t first = s->count;
  int64_t done = 0;
  bool clock_set = false;
  do {
    int64_t utc = whole->utc + done * 60, set = clock_change(s->zone, utc, whole->minutes - done), edge;
    plan_entry part = *whole;
    part.begins = whole->at + done + (zone_offset(s->zone, utc) - zone_offset(s->zone, whole->utc)) / 60;
    if (!next_edge(s->r, part.begins, set, &edge, e)) return false;
    part.minutes = (int32_t)edge;
    part.continued = done > 0;
    if (!add_part(s, part, clock_set, e)) return false;
    clock_set = edge == set;
    done += edge;
  } while (done < whole->minutes);
  return share_billed(whole, s->entries + first, s->count - first, s->r->arena) ||
         error_set(e, ERROR_TOO_BIG, "contract %s: minutes to bill cannot be shared out", s->r->contract->id);
}

static const zone *customer_zone(rating *r, error *e) {
  query *q = db_ask(r->book->db, e, "SELECT zone FROM customers WHERE n = ?", "i", r->contract->customer);
  if (!q || query_step(q, e) != 1) return NULL;
  const char *own = arena_text(r->arena, query_column_text(q, 0));
  query_reset(q);
  return book_zone(r->book, own ? own : r->book->zone, e);
}

bool rules_split(rating *r, error *e) {
  splitter s = { .r = r };
  if (!r->rules->splits || !r->plan.entry_count) return true;
  if (!(s.zone = customer_zone(r, e))) return false;
  for (size_t i = 0; i < r->plan.entry_count; i++) {
    const plan_entry *entry = &r->plan.entries[i];
    if (entry->minutes == 0) add(&s, *entry);
    else if (!split_entry(&s, entry, e)) return false;
  }
  r->plan.entries = s.entries;
  r->plan.entry_count = s.count;
  r->entry_capacity = s.capacity;
  return true;
}
