// Price rules at work: the one place that runs them, and the splitting of entries at their edges.
#include "core/engine/rating/note_steps.h"
#include "core/engine/rating/rating_inside.h"

rule_facts rules_facts(const basis *b, const work *w, uint32_t entry, int64_t minutes, const char *category) {
  const plan_entry *at = &w->entries[entry];
  rule_facts facts = { .at = at->begins, .minutes = minutes, .category = category, .exponent = b->contract->exponent };
  const work_group *ticket = at->group != UINT32_MAX ? &w->groups[at->group] : NULL;
  if (b->rules->work) {
    facts.technician = at->technician;
    facts.work_type = at->type;
    facts.rate = at->rate;
    facts.ticket = ticket ? ticket->id : NULL;
    facts.title = ticket ? ticket->title : NULL;
  }
  if (!b->rules->own) return facts;
  facts.entry_x = at->x;
  facts.ticket_x = ticket ? ticket->x : NULL;
  facts.contract_x = b->contract->x;
  facts.customer_x = b->contract->customer_x;
  return facts;
}

bool rules_run(const basis *b, const plugin_rule *rule, uint32_t entry, int64_t number, const rule_facts *facts,
               int64_t *out, error *e) {
  const plugin_host *host = b->book->host;
  if (!host->rule_apply(host->self, rule->handle, number, facts, out, e)) return false;
  if (entry != UINT32_MAX) steps_rule(b->steps, rule, entry, number, *out);
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
static bool next_edge(const basis *b, int64_t start, int64_t minutes, int64_t *out, error *e) {
  const plugin_host *host = b->book->host;
  *out = minutes;
  for (size_t i = 0; i < b->rules->count; i++) {
    int64_t edge;
    if (!b->rules->rules[i].splits) continue;
    if (!host->rule_split(host->self, b->rules->rules[i].handle, start, *out, &edge, e)) return false;
    if (edge > 0 && edge < *out) *out = edge;
  }
  return true;
}

typedef struct splitter {
  const basis *basis;
  const zone *zone;  // of the customer, on whose clock the rules look
  plan_entry *entries;
  size_t count, capacity;
} splitter;

static void add(splitter *s, plan_entry entry) {
  s->entries = arena_grow(s->basis->arena, s->entries, s->count, &s->capacity, sizeof entry);
  s->entries[s->count++] = entry;
}

// The minutes to bill follow the real ones.
static bool share_billed(const plan_entry *whole, plan_entry *sections, size_t count, arena *a) {
  if (count == 1 || whole->billed == whole->minutes) {
    for (size_t i = 0; i < count; i++) sections[i].billed = count == 1 ? whole->billed : sections[i].minutes;
    return true;
  }
  int64_t *weights = arena_array(a, count * 2, sizeof *weights), *shares = weights + count;
  for (size_t i = 0; i < count; i++) weights[i] = sections[i].minutes;
  if (!money_split(whole->billed, weights, count, shares)) return false;
  for (size_t i = 0; i < count; i++) sections[i].billed = (int32_t)shares[i];
  return true;
}

// Whether an hour costs the same to the rules that split: then setting the clock between two sections divides nothing.
static bool same_price(const splitter *s, const plan_entry *a, const plan_entry *b, bool *same, error *e) {
  const plugin_host *host = s->basis->book->host;
  *same = true;
  for (size_t i = 0; *same && i < s->basis->rules->count; i++) {
    const plugin_rule *rule = &s->basis->rules->rules[i];
    rule_facts before = {
      .at = a->begins, .minutes = a->minutes, .category = "labor", .exponent = s->basis->contract->exponent
    };
    rule_facts after = before;
    int64_t one, other;
    after.at = b->begins;
    if (!rule->splits) continue;
    *same = !rule->own && !rule->work;
    if (!*same) continue;
    if (!host->rule_apply(host->self, rule->handle, DECIMAL_ONE, &before, &one, e)) return false;
    if (!host->rule_apply(host->self, rule->handle, DECIMAL_ONE, &after, &other, e)) return false;
    *same = one == other;
  }
  return true;
}

// Adds a section, or lengthens the one before it where only the clock was set between them.
static bool add_section(splitter *s, plan_entry section, bool clock_set, error *e) {
  bool same = false;
  if (clock_set && !same_price(s, &s->entries[s->count - 1], &section, &same, e)) return false;
  if (same) s->entries[s->count - 1].minutes += section.minutes;
  else add(s, section);
  return true;
}

static bool cut_entry(splitter *s, const plan_entry *whole, error *e) {
  size_t first = s->count;
  int64_t done = 0;
  bool clock_set = false;
  do {
    int64_t utc = whole->utc + done * 60, set = clock_change(s->zone, utc, whole->minutes - done), edge;
    plan_entry section = *whole;
    section.begins = whole->at + done + (zone_offset(s->zone, utc) - zone_offset(s->zone, whole->utc)) / 60;
    if (!next_edge(s->basis, section.begins, set, &edge, e)) return false;
    section.minutes = (int32_t)edge;
    section.continued = done > 0;
    if (!add_section(s, section, clock_set, e)) return false;
    clock_set = edge == set;
    done += edge;
  } while (done < whole->minutes);
  return share_billed(whole, s->entries + first, s->count - first, s->basis->arena) ||
         error_set(e, ERROR_TOO_BIG, "contract %s: minutes to bill cannot be shared out", s->basis->contract->id);
}

// Where a rule fails to say where an entry is cut, it stays whole and is held.
static bool split_entry(splitter *s, const plan_entry *whole, error *e) {
  const size_t first = s->count;
  plan_entry entry = *whole;
  if (cut_entry(s, whole, e)) return true;
  if (!hold_alone(s->basis, &entry.held, e)) return false;
  s->count = first;
  add(s, entry);
  return true;
}

static const zone *customer_zone(const basis *b, error *e) {
  query *q = db_ask(b->book->db, e, "SELECT zone FROM customers WHERE n = ?", "i", b->contract->customer);
  if (!q || query_step(q, e) != 1) return NULL;
  const char *own = arena_text(b->arena, query_column_text(q, 0));
  query_reset(q);
  return book_zone(b->book, own ? own : b->book->zone, e);
}

bool rules_split(const basis *b, work *w, error *e) {
  splitter s = { .basis = b };
  if (!b->rules->splits || !w->entry_count) return true;
  if (!(s.zone = customer_zone(b, e))) return false;
  for (size_t i = 0; i < w->entry_count; i++) {
    const plan_entry *entry = &w->entries[i];
    if (entry->minutes == 0) add(&s, *entry);
    else if (!split_entry(&s, entry, e)) return false;
  }
  w->entries = s.entries;
  w->entry_count = s.count;
  w->entry_capacity = s.capacity;
  return true;
}
