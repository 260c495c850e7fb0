// Work of a contract: reading what no bill has taken, gathering it by ticket, minutes to bill.
#include "core/engine/rating/price_rules.h"
#include <string.h>

// Texts that repeat from row to row are kept once.
static const char *same_text(rating *r, const char *last, const char *text) {
  if (!text) return NULL;
  return last && strcmp(last, text) == 0 ? last : arena_text(r->arena, text);
}

static void entry_read(rating *r, const query *q) {
  plan *p = &r->plan;
  p->entries = arena_grow(r->arena, p->entries, p->entry_count, &r->entry_capacity, sizeof(plan_entry));
  plan_entry *entry = &p->entries[p->entry_count];
  const plan_entry *last = p->entry_count ? entry - 1 : NULL;
  *entry = (plan_entry){ .at = query_column(q, 0),
                         .begins = query_column(q, 0),
                         .utc = query_column(q, 10),
                         .n = query_column(q, 1),
                         .minutes = (int32_t)query_column(q, 3),
                         .item = UINT32_MAX };
  entry->ticket = query_column(q, 2);
  entry->group = UINT32_MAX;
  entry->billed = query_column_null(q, 4) ? entry->minutes : (int32_t)query_column(q, 4);
  entry->billable = query_column(q, 5) != 0;
  entry->rate = same_text(r, last ? last->rate : NULL, query_column_text(q, 6));
  entry->type = same_text(r, last ? last->type : NULL, query_column_text(q, 7));
  if (r->contract->detail == DETAIL_ENTRY) entry->note = arena_text(r->arena, query_column_text(q, 8));
  if (r->rules->own) entry->x = same_text(r, last ? last->x : NULL, query_column_text(q, 9));
  p->entry_count++;
}

#define ENTRY                                                                                      \
  "x.at, x.n, x.ticket, x.minutes, x.bill_minutes, x.billable, x.rate, x.work_type, x.note, x.x, " \
  "x.start_utc"

// Both are read in the order of (at, n), so that one pass tells which entries are claimed.
bool work_read(rating *r, int64_t from, int64_t until, error *e) {
  query *rows = db_ask(r->book->db, e,
                       "SELECT " ENTRY " FROM time_entries x WHERE x.contract = ? AND x.at >= ? AND x.at < ? ORDER BY "
                       "x.at, x.n",  // primary key
                       "iii", r->contract->n, from, until);
  query *claims =
      db_ask(r->book->db, e,
             "SELECT at, row FROM claims WHERE contract = ? AND kind = 2 AND at >= ? AND at < ? ORDER BY at, "
             "row",
             "iii", r->contract->n, from, until);
  if (!rows || !claims) return false;
  int claim = query_step(claims, e), row = 0;
  const int64_t later = r->book->rows_until;
  while (claim >= 0 && (row = query_step(rows, e)) == 1) {
    int64_t at = query_column(rows, 0), n = query_column(rows, 1);
    while (claim == 1 &&
           (query_column(claims, 0) < at || (query_column(claims, 0) == at && query_column(claims, 1) < n)))
      claim = query_step(claims, e);
    if (claim == 1 && query_column(claims, 0) == at && query_column(claims, 1) == n) continue;
    if (later && n >= later) continue;
    entry_read(r, rows);
  }
  query_reset(rows);
  query_reset(claims);
  return claim >= 0 && row == 0 && rules_split(r, e);
}

bool work_read_again(rating *r, int64_t bill, int64_t from, int64_t until, error *e) {
  query *q = db_ask(
      r->book->db, e,
      "SELECT " ENTRY " FROM (SELECT DISTINCT c.at, " CLAIM_ENTRY(
          "c") " AS n FROM claims c WHERE "
               "c.contract = ?1 AND c.kind = 2 AND c.at >= ?2 AND c.at < ?3 AND CASE WHEN ?4 THEN c.line >> 20 = "
               "?4 AND NOT " CLAIM_IS_AGAIN(
                   "c") " ELSE NOT EXISTS (SELECT 1 FROM claims o WHERE o.contract = "
                        "?1 AND o.kind = 2 AND o.at = c.at AND o.row = " CLAIM_ENTRY(
                            "c") ") END) m CROSS JOIN "
                                 "time_entries x ON x.contract = ?1 AND x.at = m.at AND x.n = m.n ORDER BY x.at, x.n",  // primary keys
      "iiii", r->contract->n, from, until, bill);
  int step = q ? 0 : -1;
  while (q && (step = query_step(q, e)) == 1) entry_read(r, q);
  return step == 0 && rules_split(r, e);
}

static void ticket_read(rating *r, work_group *g, const query *q) {
  g->id = arena_text(r->arena, query_column_text(q, 1));
  g->title = arena_text(r->arena, query_column_text(q, 2));
  g->closed_on = query_column_null(q, 4) ? DAY_MIN : (day)query_column(q, 4);
  g->shared = query_column(q, 5) != 0;
  if (r->rules->own) g->x = arena_text(r->arena, query_column_text(q, 6));
  g->open = !r->contract->any_work && !r->count_open && (query_column(q, 3) == 0 || g->closed_on > r->as_of);
}

enum { TICKETS_AT_ONCE = 24 };
#define ONE "(?)"
#define SIX ONE ", " ONE ", " ONE ", " ONE ", " ONE ", " ONE

// The tickets of the groups [first, group_count), some at a time: a statement of its own for each costs as much again.
static bool tickets_read(rating *r, size_t first, error *e) {
  for (size_t at = first; at < r->group_count;) {
    size_t last = at + TICKETS_AT_ONCE < r->group_count ? at + TICKETS_AT_ONCE : r->group_count;
    query *q =
        db_query(r->book->db,
                 "SELECT t.n, id, title, closed, closed_on, shared, x FROM (VALUES " SIX ", " SIX ", " SIX ", " SIX ") "
                 "CROSS JOIN tickets t ON t.n = column1",  // primary key, in the order of the values
                 e);
    if (!q) return false;
    for (size_t i = at; i < last; i++) query_int(q, (int)(i - at) + 1, r->groups[i].ticket);
    int step = 0;
    for (; at < last && (step = query_step(q, e)) == 1; at++) {
      if (query_column(q, 0) != r->groups[at].ticket) break;
      ticket_read(r, &r->groups[at], q);
    }
    query_reset(q);
    if (step < 0) return false;
    if (at < last) return error_set(e, ERROR_CORRUPT, "contract %s has work on a ticket that is gone", r->contract->id);
  }
  return true;
}

static bool read_own(rating *r, plan_entry *entry, work_group *g, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT e.x, t.x FROM time_entries e JOIN tickets t ON t.n = e.ticket WHERE e.contract = ? AND "
                    "e.at = ? AND e.n = ?",
                    "iii", r->contract->n, entry->at, entry->n);  // primary key
  if (!q || query_step(q, e) != 1)
    return error_set(e, ERROR_CORRUPT, "contract %s has work on a ticket that is gone", r->contract->id);
  entry->x = same_text(r, entry->x, query_column_text(q, 0));
  g->x = same_text(r, g->x, query_column_text(q, 1));
  query_reset(q);
  return true;
}

bool work_entry_own(rating *r, uint32_t entry, const char **entry_x, const char **ticket_x, error *e) {
  plan_entry *at = &r->plan.entries[entry];
  work_group *g = &r->groups[at->group];
  if (!r->rules->own && !read_own(r, at, g, e)) return false;
  *entry_x = at->x;
  *ticket_x = g->x;
  return true;
}

// Gathers by ticket with a table of open addressing: groups stand in the order of their first entry.
static bool gather(rating *r, error *e) {
  uint32_t count = r->period_end - r->period_first, size = 16;
  while (size < count * 2) size *= 2;
  uint32_t *table = arena_alloc(r->arena, size * sizeof *table);
  size_t first = r->group_count;
  for (uint32_t i = r->period_first; i < r->period_end; i++) {
    plan_entry *entry = &r->plan.entries[i];
    int64_t ticket = entry->ticket;
    uint32_t slot = (uint32_t)ticket * 2654435761u & (size - 1);
    if (entry->item != UINT32_MAX) continue;  // an earlier period of a schedule has it
    while (table[slot] && r->groups[table[slot] - 1].ticket != ticket) slot = (slot + 1) & (size - 1);
    if (!table[slot]) {
      r->groups = arena_grow(r->arena, r->groups, r->group_count, &r->group_capacity, sizeof(work_group));
      r->groups[r->group_count] =
          (work_group){ .ticket = ticket, .first = i, .from = r->period_from, .until = r->period_until };
      table[slot] = (uint32_t)++r->group_count;
    }
    entry->group = table[slot] - 1;
    work_group *g = &r->groups[entry->group];
    g->last = i;
    g->count++;
    g->minutes += entry->minutes;
  }
  return tickets_read(r, first, e);
}

int64_t work_tickets(rating *r, work_set set) {
  bool *seen = arena_alloc(r->arena, r->group_count + 1);
  int64_t count = 0;
  for (size_t i = 0; i < set.count; i++) {
    bool *mark = &seen[r->plan.entries[set.entries[i]].group];
    count += !*mark;
    *mark = true;
  }
  return count;
}

static bool set_minutes(rating *r, plan_entry *entry, int64_t minutes, error *e) {
  if (minutes < 0 || minutes > 100000000)
    return error_set(e, ERROR_PLUGIN, "contract %s: a price rule answered %lld minutes", r->contract->id,
                     (long long)minutes);
  entry->billed = (int32_t)minutes;
  return true;
}

static bool rule_minutes(rating *r, const plugin_rule *rule, const plan_entry *entry, int64_t minutes, int64_t *out,
                         error *e) {
  uint32_t index = (uint32_t)(entry - r->plan.entries);
  rule_facts facts = rules_facts(r, index, entry->minutes, r->contract->category);
  return rules_run(r, rule, index, minutes, &facts, out, e);
}

static bool bills(const plan_entry *entry) { return entry->billable && entry->billed > 0; }

// What a rule adds goes to the last entry; what it takes away comes off the last ones.
static bool settle_change(rating *r, uint32_t group, uint32_t from, uint32_t last, int64_t change, error *e) {
  for (uint32_t i = last + 1; i-- > from && change;) {
    plan_entry *entry = &r->plan.entries[i];
    if (entry->group != group || !bills(entry)) continue;
    int64_t minutes = entry->billed + change > 0 ? entry->billed + change : 0;
    change -= minutes - entry->billed;
    if (!set_minutes(r, entry, minutes, e)) return false;
  }
  return true;
}

// Per ticket and per day the sum is rounded, and the parts of an entry that was split.
static bool round_sum(rating *r, const plugin_rule *rule, uint32_t group, uint32_t from, uint32_t last, error *e) {
  int64_t sum = 0, rounded;
  const plan_entry *final = NULL;
  for (uint32_t i = from; i <= last; i++) {
    const plan_entry *entry = &r->plan.entries[i];
    if (entry->group != group || !bills(entry)) continue;
    sum += entry->billed;
    final = entry;
  }
  if (!final) return true;
  return rule_minutes(r, rule, final, sum, &rounded, e) && settle_change(r, group, from, last, rounded - sum, e);
}

static bool round_days(rating *r, const plugin_rule *rule, const work_group *g, uint32_t group, error *e) {
  for (uint32_t i = g->first; i <= g->last;) {
    uint32_t last = i;
    while (last < g->last && r->plan.entries[last + 1].at / 1440 == r->plan.entries[i].at / 1440) last++;
    if (!round_sum(r, rule, group, i, last, e)) return false;
    i = last + 1;
  }
  return true;
}

static bool round_entries(rating *r, const plugin_rule *rule, error *e) {
  for (uint32_t i = r->period_first, last; i < r->period_end; i = last + 1) {
    plan_entry *entry = &r->plan.entries[i];
    int64_t rounded;
    for (last = i; last + 1 < r->period_end && r->plan.entries[last + 1].continued;) last++;
    if (entry->group == UINT32_MAX || entry->item != UINT32_MAX || r->groups[entry->group].open) continue;
    if (last > i && !round_sum(r, rule, entry->group, i, last, e)) return false;
    if (last > i || !bills(entry)) continue;
    if (!rule_minutes(r, rule, entry, entry->billed, &rounded, e) || !set_minutes(r, entry, rounded, e)) return false;
  }
  return true;
}

static bool apply_minutes(rating *r, const plugin_rule *rule, error *e) {
  if (rule->scope == SCOPE_ENTRY) return round_entries(r, rule, e);
  if (rule->scope == SCOPE_PERIOD)
    return error_set(e, ERROR_PLUGIN, "price rule %s: minutes are rounded per entry, ticket or day", rule->file->name);
  for (uint32_t i = (uint32_t)r->kept_groups; i < r->group_count; i++) {
    const work_group *g = &r->groups[i];
    if (g->open) continue;
    bool ok = rule->scope == SCOPE_DAY ? round_days(r, rule, g, i, e) : round_sum(r, rule, i, g->first, g->last, e);
    if (!ok) return false;
  }
  return true;
}

static uint32_t first_at(const rating *r, int64_t at) {
  uint32_t low = 0, high = (uint32_t)r->plan.entry_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (r->plan.entries[middle].at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Late work that waits goes on to this period, with the prices that it has; the rest of the period before is done.
static void keep_late(rating *r) {
  size_t kept = 0, prices = 0;
  bool any = false;
  for (size_t g = 0; g < r->group_count; g++) any = any || r->groups[g].late;
  if (!any) r->group_count = r->price_count = 0;
  for (uint32_t g = 0; g < r->group_count; g++) {
    uint32_t to = r->groups[g].late ? (uint32_t)kept : UINT32_MAX;
    for (uint32_t i = r->groups[g].first; i <= r->groups[g].last; i++)
      if (r->plan.entries[i].group == g) r->plan.entries[i].group = to;
    if (!r->groups[g].late) continue;
    if (!r->billed) r->groups[g].late = false;
    r->groups[kept++] = r->groups[g];
  }
  for (size_t i = 0; i < r->price_count; i++)
    if (r->plan.entries[r->prices[i].entry].group != UINT32_MAX) r->prices[prices++] = r->prices[i];
  r->group_count = r->kept_groups = kept;
  r->price_count = prices;
}

bool work_begin(rating *r, error *e) {
  keep_late(r);
  r->period_first = first_at(r, (int64_t)r->period_from * 1440);
  r->period_end = first_at(r, (int64_t)r->period_until * 1440);
  if (r->period_first == r->period_end) return true;
  if (!gather(r, e)) return false;
  for (size_t i = 0; i < r->rules->count; i++)
    if (r->rules->rules[i].stage == STAGE_MINUTES && !apply_minutes(r, &r->rules->rules[i], e)) return false;
  return true;
}
