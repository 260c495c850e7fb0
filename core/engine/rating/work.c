// The work of a contract: reading what no bill has taken, and gathering it period by period and ticket by ticket.
#include "core/engine/rating/rating_inside.h"
#include <assert.h>
#include <string.h>

// Texts that repeat from row to row are kept once.
static const char *same_text(arena *a, const char *last, const char *text) {
  if (!text) return NULL;
  return last && strcmp(last, text) == 0 ? last : arena_text(a, text);
}

static void entry_read(const basis *b, work *w, const query *q) {
  arena *a = b->arena;
  w->entries = arena_grow(a, w->entries, w->entry_count, &w->entry_capacity, sizeof(plan_entry));
  plan_entry *entry = &w->entries[w->entry_count];
  const plan_entry *last = w->entry_count ? entry - 1 : NULL;
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
  entry->rate = same_text(a, last ? last->rate : NULL, query_column_text(q, 6));
  entry->type = same_text(a, last ? last->type : NULL, query_column_text(q, 7));
  if (b->contract->detail == DETAIL_ENTRY) entry->note = arena_text(a, query_column_text(q, 8));
  if (b->rules->work) entry->technician = same_text(a, last ? last->technician : NULL, query_column_text(q, 11));
  if (b->rules->own) entry->x = same_text(a, last ? last->x : NULL, query_column_text(q, 9));
  w->entry_count++;
}

#define ENTRY                                                                                                   \
  "x.at, x.n, x.ticket, x.minutes, x.bill_minutes, x.billable, x.rate, x.work_type, x.note, x.x, x.start_utc, " \
  "x.technician"

// clang-format off
#define OPEN_WORK(which) \
  "SELECT " ENTRY " FROM open_rows o CROSS JOIN time_entries x ON " ROW_OF_OPEN("at") " WHERE o.contract = ? " \
  "AND o." CLAIM_OF_WORK " AND o." which " AND o.at >= ? AND o.at < ? ORDER BY o.at, o.row" // primary keys
// clang-format on

bool work_read_open(const basis *b, work *w, int64_t from, int64_t until, error *e) {
  static const char awake[] = OPEN_WORK(OPEN_AWAKE), all[] = OPEN_WORK(OPEN_ALL);
  bool count_open = b->contract->any_work || b->count_open;
  query *q = db_ask(b->book->db, e, count_open ? all : awake, "iii", b->contract->n, from, until);
  int step = q ? 0 : -1;
  while (q && (step = query_step(q, e)) == 1) entry_read(b, w, q);
  return step == 0;
}

// Both are read in the order of (at, n), so that one pass tells which entries are claimed.
bool work_read(const basis *b, work *w, int64_t from, int64_t until, error *e) {
  const int64_t contract = b->contract->n, later = b->book->rows_until;
  query *rows = db_ask(b->book->db, e,
                       "SELECT " ENTRY " FROM time_entries x WHERE x.contract = ? AND x.at >= ? AND x.at < ? "
                       "ORDER BY x.at, x.n",  // primary key
                       "iii", contract, from, until);
  query *claims = db_ask(b->book->db, e,
                         "SELECT at, row FROM claims WHERE contract = ? AND " CLAIM_OF_WORK " AND at >= ? AND at < ? "
                         "ORDER BY at, row",
                         "iii", contract, from, until);
  if (!rows || !claims) return false;
  int claim = query_step(claims, e), row = 0;
  while (claim >= 0 && (row = query_step(rows, e)) == 1) {
    int64_t at = query_column(rows, 0), n = query_column(rows, 1);
    while (claim == 1 &&
           (query_column(claims, 0) < at || (query_column(claims, 0) == at && query_column(claims, 1) < n)))
      claim = query_step(claims, e);
    if (claim == 1 && query_column(claims, 0) == at && query_column(claims, 1) == n) continue;
    if (later && n >= later) continue;
    entry_read(b, w, rows);
  }
  query_reset(rows);
  query_reset(claims);
  return claim >= 0 && row == 0 && rules_split(b, w, e);
}

// clang-format off
static const char entries_of_bill[] =
    "SELECT " ENTRY " FROM (SELECT DISTINCT c.at, " CLAIM_ENTRY("c") " AS n FROM claims c "
    "WHERE c.contract = ?1 AND c." CLAIM_OF_WORK " AND c.at >= ?2 AND c.at < ?3 AND "
    "CASE WHEN ?4 THEN " BILL_OF("c.line") " = ?4 AND NOT " CLAIM_IS_AGAIN("c") " "
    "ELSE NOT EXISTS (SELECT 1 FROM claims o WHERE o.contract = ?1 AND o." CLAIM_OF_WORK " "
    "AND o.at = c.at AND o.row = " CLAIM_ENTRY("c") ") END) m "
    "CROSS JOIN time_entries x ON x.contract = ?1 AND x.at = m.at AND x.n = m.n "
    "ORDER BY x.at, x.n"; // primary keys
// clang-format on

bool work_read_billed(const basis *b, work *w, int64_t bill, int64_t from, int64_t until, error *e) {
  query *q = db_ask(b->book->db, e, entries_of_bill, "iiii", b->contract->n, from, until, bill);
  int step = q ? 0 : -1;
  while (q && (step = query_step(q, e)) == 1) entry_read(b, w, q);
  return step == 0 && rules_split(b, w, e);
}

static void ticket_read(const basis *b, work_group *g, const query *q) {
  g->id = arena_text(b->arena, query_column_text(q, 1));
  g->title = arena_text(b->arena, query_column_text(q, 2));
  g->closed_on = query_column_null(q, 4) ? DAY_MIN : (day)query_column(q, 4);
  g->shared = query_column(q, 5) != 0;
  if (b->rules->own) g->x = arena_text(b->arena, query_column_text(q, 6));
  g->open = !b->contract->any_work && !b->count_open && (query_column(q, 3) == 0 || g->closed_on > b->as_of);
}

enum { TICKETS_AT_ONCE = 24 };
#define ONE "(?)"
#define SIX ONE ", " ONE ", " ONE ", " ONE ", " ONE ", " ONE

// The tickets of the groups [first, group_count), some at a time: a statement of its own for each costs as much again.
static bool tickets_read(const basis *b, work *w, size_t first, error *e) {
  for (size_t at = first; at < w->group_count;) {
    size_t last = at + TICKETS_AT_ONCE < w->group_count ? at + TICKETS_AT_ONCE : w->group_count;
    query *q = db_query(b->book->db,
                        "SELECT t.n, id, title, closed, closed_on, shared, x "
                        "FROM (VALUES " SIX ", " SIX ", " SIX ", " SIX ") "
                        "CROSS JOIN tickets t ON t.n = column1",  // primary key, in the order of the values
                        e);
    if (!q) return false;
    for (size_t i = at; i < last; i++) query_int(q, (int)(i - at) + 1, w->groups[i].ticket);
    int step = 0;
    for (; at < last && (step = query_step(q, e)) == 1; at++) {
      if (query_column(q, 0) != w->groups[at].ticket) break;
      ticket_read(b, &w->groups[at], q);
    }
    query_reset(q);
    if (step < 0) return false;
    if (at < last) return error_set(e, ERROR_CORRUPT, "contract %s has work on a ticket that is gone", b->contract->id);
  }
  return true;
}

static bool read_own(const basis *b, plan_entry *entry, work_group *g, error *e) {
  query *q = db_ask(b->book->db, e,
                    "SELECT e.x, t.x FROM time_entries e JOIN tickets t ON t.n = e.ticket "
                    "WHERE e.contract = ? AND e.at = ? AND e.n = ?",
                    "iii", b->contract->n, entry->at, entry->n);  // primary key
  if (!q || query_step(q, e) != 1)
    return error_set(e, ERROR_CORRUPT, "contract %s has work on a ticket that is gone", b->contract->id);
  entry->x = same_text(b->arena, entry->x, query_column_text(q, 0));
  g->x = same_text(b->arena, g->x, query_column_text(q, 1));
  query_reset(q);
  return true;
}

bool work_entry_own(rating *r, uint32_t entry, const char **entry_x, const char **ticket_x, error *e) {
  plan_entry *at = &r->work.entries[entry];
  work_group *g = &r->work.groups[at->group];
  if (!r->basis.rules->own && !read_own(&r->basis, at, g, e)) return false;
  *entry_x = at->x;
  *ticket_x = g->x;
  return true;
}

// The place of a ticket's group in a table of open addressing, whose slots hold indexes plus one.
static uint32_t slot_of(const work *w, const uint32_t *table, uint32_t size, int64_t ticket) {
  uint32_t slot = (uint32_t)ticket * 2654435761u & (size - 1);
  while (table[slot] && w->groups[table[slot] - 1].ticket != ticket) slot = (slot + 1) & (size - 1);
  return slot;
}

static void group_add(const basis *b, const at_hand *now, work *w, int64_t ticket, uint32_t first) {
  w->groups = arena_grow(b->arena, w->groups, w->group_count, &w->group_capacity, sizeof(work_group));
  w->groups[w->group_count++] =
      (work_group){ .ticket = ticket, .first = first, .from = now->from, .until = now->until };
}

// Groups stand in the order of their first entry.
static bool gather(const basis *b, const at_hand *now, work *w, error *e) {
  uint32_t count = w->period_end - w->period_first, size = 16;
  while (size < count * 2) size *= 2;
  uint32_t *table = arena_alloc(b->arena, size * sizeof *table);
  size_t first = w->group_count;
  for (uint32_t i = w->period_first; i < w->period_end; i++) {
    plan_entry *entry = &w->entries[i];
    if (entry->item != UINT32_MAX) continue;  // an earlier period of a schedule has it
    uint32_t slot = slot_of(w, table, size, entry->ticket);
    if (!table[slot]) {
      group_add(b, now, w, entry->ticket, i);
      table[slot] = (uint32_t)w->group_count;
    }
    entry->group = table[slot] - 1;
    work_group *g = &w->groups[entry->group];
    g->last = i;
    g->count++;
    g->minutes += entry->minutes;
  }
  return tickets_read(b, w, first, e);
}

// The first entry on or after a day.
static uint32_t first_on(const work *w, day d) {
  uint32_t low = 0, high = (uint32_t)w->entry_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (w->entries[middle].at < (int64_t)d * 1440) low = middle + 1;
    else high = middle;
  }
  return low;
}

static void keep_prices(work *w) {
  size_t kept = 0;
  for (size_t i = 0; i < w->price_count; i++)
    if (w->entries[w->prices[i].entry].group != UINT32_MAX) w->prices[kept++] = w->prices[i];
  w->price_count = kept;
}

// Late work that waits goes on to this period, with the prices that it has, and is no longer late where no bill has
// settled this one; the rest of the period before is done.
static void keep_late(const at_hand *now, work *w) {
  size_t kept = 0;
  bool any = false;
  for (size_t g = 0; g < w->group_count; g++) any = any || w->groups[g].late;
  if (!any) w->group_count = w->price_count = 0;
  for (uint32_t g = 0; g < w->group_count; g++) {
    uint32_t to = w->groups[g].late ? (uint32_t)kept : UINT32_MAX;
    for (uint32_t i = w->groups[g].first; i <= w->groups[g].last; i++)
      if (w->entries[i].group == g) w->entries[i].group = to;
    if (!w->groups[g].late) continue;
    w->groups[g].late = now->billed;
    w->groups[kept++] = w->groups[g];
  }
  keep_prices(w);
  w->group_count = w->kept_groups = kept;
}

bool work_begin(const basis *b, const at_hand *now, work *w, error *e) {
  keep_late(now, w);
  w->period_first = first_on(w, now->from);
  w->period_end = first_on(w, now->until);
  return w->period_first == w->period_end || (gather(b, now, w, e) && rules_minutes(b, w, e));
}

void work_stretch(const at_hand *now, work *w) {
  assert(now->from <= now->stretch.from && now->stretch.until <= now->until);
  uint32_t i = w->period_first;
  while (i < w->period_end && w->entries[i].at < (int64_t)now->stretch.from * 1440) i++;
  w->stretch_first = i;
  while (i < w->period_end && w->entries[i].at < (int64_t)now->stretch.until * 1440) i++;
  w->stretch_end = i;
}
