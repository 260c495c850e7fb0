// Params of the current contract by date and part, compiled when first needed.
#include "core/engine/facts/facts.h"
#include "core/engine/plan/plan_inside.h"
#include <string.h>

static terms *terms_add(planner *p, day from, const char *params) {
  p->terms = arena_grow(p->arena, p->terms, p->term_count, &p->term_capacity, sizeof(terms));
  p->terms[p->term_count] = (terms){ .from = from, .params = params };
  return &p->terms[p->term_count++];
}

// clang-format off
static const char changes_then[] =
    "SELECT x.\"from\", x.params FROM changes x WHERE x.contract = ?1 AND " THEN_STAYED("x", "changes", "?3", "?4") " "
    "UNION ALL "
    "SELECT " THEN_OLD_DAY("from") ", " THEN_OLD("params") " " THEN_CHANGED("changes", "?3", "?4") " "
    "AND " THEN_OLD("contract") " = ?2 ORDER BY 1";
// clang-format on

static query *changes_of(planner *p, error *e) {
  const contract *c = p->rating.contract;
  if (!p->journal)
    return db_ask(p->book->db, e, "SELECT \"from\", params FROM changes WHERE contract = ? ORDER BY \"from\"", "i",
                  c->n);
  return db_ask(p->book->db, e, changes_then, "itii", c->n, c->id, p->journal,
                p->book->journal_until ? p->book->journal_until : INT64_MAX);
}

static bool changes_read(planner *p, error *e) {
  query *q = changes_of(p, e);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    const char *merged = params_merge(p->arena, p->terms[p->term_count - 1].params, query_column_text(q, 1), e);
    if (!merged) {
      query_reset(q);
      return false;
    }
    terms_add(p, (day)query_column(q, 0), merged);
  }
  return step == 0;
}

static int part_named(const plugin_part *parts, size_t count, const char *id) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(parts[i].id, id) == 0) return (int)i;
  return -1;
}

// Asks the type for the parts that the params list; a part that no terms before had is added to the contract's.
static bool parts_read(planner *p, terms *t, error *e) {
  const plugin_host *host = p->book->host;
  const contract *c = p->rating.contract;
  plugin_part parts[PLUGIN_PARTS_MAX];
  int handle;
  if (!host->terms_open(host->self, c->type, t->params, c, &handle, e)) return false;
  bool ok = host->parts(host->self, handle, p->arena, parts, &t->part_count, e);
  p->whole = ok && t->part_count == 0;
  if (!p->whole) host->terms_close(host->self, handle);
  if (!ok) return false;
  if (p->whole) {
    parts[t->part_count++] = (plugin_part){ "", c->type, t->params };
    t->handles[0] = handle;
    t->opened[0] = true;
  }
  t->parts = memcpy(arena_array(p->arena, t->part_count, sizeof *parts), parts, t->part_count * sizeof *parts);
  for (size_t i = 0; i < t->part_count; i++) {
    if (part_named(p->parts, p->part_count, parts[i].id) >= 0) continue;
    if (p->part_count == PLUGIN_PARTS_MAX)
      return error_set(e, ERROR_INVALID, "contract %s: more than %d lines, with those that changes add", c->id,
                       PLUGIN_PARTS_MAX);
    p->parts[p->part_count++] = parts[i];
  }
  return true;
}

// A contract that is its own only part is so under all its terms.
static bool parts_of_changes(planner *p, error *e) {
  for (size_t i = 1; i < p->term_count; i++) {
    terms *t = &p->terms[i];
    if (!p->whole && !parts_read(p, t, e)) return false;
    if (!p->whole) continue;
    t->parts = arena_alloc(p->arena, sizeof *t->parts);
    t->parts[t->part_count++] = (plugin_part){ "", p->rating.contract->type, t->params };
  }
  return true;
}

bool terms_read(planner *p, error *e) {
  p->terms = NULL;
  p->term_count = p->term_capacity = p->part_count = 0;
  return parts_read(p, terms_add(p, DAY_MIN, p->rating.contract->params), e) && changes_read(p, e) &&
         parts_of_changes(p, e);
}

bool terms_find(planner *p, day d, int part, int *handle, error *e) {
  const plugin_host *host = p->book->host;
  terms *found = p->terms;
  for (size_t i = 1; i < p->term_count && p->terms[i].from <= d; i++) found = &p->terms[i];
  *handle = TERMS_NONE;
  int own = part_named(found->parts, found->part_count, p->parts[part].id);
  if (own < 0) return true;
  if (!found->opened[part]) {
    const plugin_part *named = &found->parts[own];
    if (!host->terms_open(host->self, named->type, named->params, p->rating.contract, &found->handles[part], e))
      return false;
    found->opened[part] = true;
  }
  *handle = found->handles[part];
  return true;
}

bool terms_periods(planner *p, plugin_period **periods, size_t *count, error *e) {
  const plugin_host *host = p->book->host;
  *periods = NULL;
  *count = 0;
  if (!p->whole) return true;
  int handle;
  if (!terms_find(p, p->as_of, 0, &handle, e)) return false;
  return host->schedule(host->self, handle, p->arena, p->rating.contract, periods, count, e);
}

void terms_forget(planner *p) {
  const plugin_host *host = p->book->host;
  for (size_t i = 0; i < p->term_count; i++)
    for (size_t part = 0; part < p->part_count; part++)
      if (p->terms[i].opened[part]) host->terms_close(host->self, p->terms[i].handles[part]);
  p->term_count = 0;
}
