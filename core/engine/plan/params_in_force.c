// Params of a contract by date and part, compiled when first needed.
#include "core/engine/plan/plan_inside.h"
#include <assert.h>
#include <string.h>

static dated_params *add(params_in_force *p, arena *a, day from, const char *params) {
  p->dated = arena_grow(a, p->dated, p->count, &p->capacity, sizeof *p->dated);
  p->dated[p->count] = (dated_params){ .from = from, .params = params };
  return &p->dated[p->count++];
}

// clang-format off
static const char changes_then[] =
    "SELECT x.\"from\", x.params FROM changes x WHERE x.contract = ?1 AND " THEN_STAYED("x", "changes", "?3", "?4") " "
    "UNION ALL "
    "SELECT " THEN_OLD_DAY("from") ", " THEN_OLD("params") " " THEN_CHANGED("changes", "?3", "?4") " "
    "AND " THEN_OLD("contract") " = ?2 ORDER BY 1";
// clang-format on

static query *changes_of(const basis *b, int64_t journal, error *e) {
  const contract *c = b->contract;
  const int64_t until = b->book->journal_until;
  if (!journal)
    return db_ask(b->book->db, e, "SELECT \"from\", params FROM changes WHERE contract = ? ORDER BY \"from\"", "i",
                  c->n);
  return db_ask(b->book->db, e, changes_then, "itii", c->n, c->id, journal, until ? until : INT64_MAX);
}

static bool changes_read(params_in_force *p, const basis *b, int64_t journal, error *e) {
  query *q = changes_of(b, journal, e);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    const char *merged = params_merge(b->arena, p->dated[p->count - 1].params, query_column_text(q, 1), e);
    if (!merged) {
      query_reset(q);
      return false;
    }
    add(p, b->arena, (day)query_column(q, 0), merged);
  }
  return step == 0;
}

static int part_named(const plugin_part *parts, size_t count, const char *id) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(parts[i].id, id) == 0) return (int)i;
  return -1;
}

// Parts that no params before had are added to the contract's.
static bool add_parts(params_in_force *p, const contract *c, const plugin_part *parts, size_t count, error *e) {
  for (size_t i = 0; i < count; i++) {
    if (part_named(p->parts, p->part_count, parts[i].id) >= 0) continue;
    if (p->part_count == PLUGIN_PARTS_MAX)
      return error_set(e, ERROR_INVALID, "contract %s: more than %d lines, with those that changes add", c->id,
                       PLUGIN_PARTS_MAX);
    p->parts[p->part_count++] = parts[i];
  }
  return true;
}

// Asks the type for the parts that the params list; where there are none, the contract is its own only part.
static bool parts_read(params_in_force *p, const basis *b, dated_params *d, error *e) {
  const plugin_host *host = b->book->host;
  const contract *c = b->contract;
  plugin_part parts[PLUGIN_PARTS_MAX];
  int handle;
  if (!host->terms_open(host->self, c->type, d->params, c, &handle, e)) return false;
  bool ok = host->parts(host->self, handle, b->arena, parts, &d->part_count, e);
  p->whole = ok && d->part_count == 0;
  if (!p->whole) host->terms_close(host->self, handle);
  if (!ok) return false;
  if (p->whole) {
    parts[d->part_count++] = (plugin_part){ "", c->type, d->params };
    d->handles[0] = handle;
    d->opened[0] = true;
  }
  d->parts = memcpy(arena_array(b->arena, d->part_count, sizeof *parts), parts, d->part_count * sizeof *parts);
  return add_parts(p, c, parts, d->part_count, e);
}

// A contract that is its own only part is so under all its params.
static bool parts_of_changes(params_in_force *p, const basis *b, error *e) {
  for (size_t i = 1; i < p->count; i++) {
    dated_params *d = &p->dated[i];
    if (!p->whole && !parts_read(p, b, d, e)) return false;
    if (!p->whole) continue;
    d->parts = arena_alloc(b->arena, sizeof *d->parts);
    d->parts[d->part_count++] = (plugin_part){ "", b->contract->type, d->params };
  }
  return true;
}

bool params_in_force_read(params_in_force *p, const basis *b, int64_t journal, error *e) {
  assert(p->count == 0);
  p->dated = NULL;
  p->capacity = p->part_count = 0;
  return parts_read(p, b, add(p, b->arena, DAY_MIN, b->contract->params), e) && changes_read(p, b, journal, e) &&
         parts_of_changes(p, b, e);
}

bool params_in_force_find(params_in_force *p, const basis *b, day d, int part, int *handle, error *e) {
  assert(p->count > 0 && part >= 0 && (size_t)part < p->part_count);
  const plugin_host *host = b->book->host;
  dated_params *found = p->dated;
  for (size_t i = 1; i < p->count && p->dated[i].from <= d; i++) found = &p->dated[i];
  *handle = PARAMS_NONE;
  int own = part_named(found->parts, found->part_count, p->parts[part].id);
  if (own < 0) return true;
  if (!found->opened[part]) {
    const plugin_part *named = &found->parts[own];
    if (!host->terms_open(host->self, named->type, named->params, b->contract, &found->handles[part], e)) return false;
    found->opened[part] = true;
  }
  *handle = found->handles[part];
  return true;
}

day params_in_force_until(const params_in_force *p, day from, day until) {
  for (size_t i = 0; i < p->count; i++)
    if (p->dated[i].from > from && p->dated[i].from < until) return p->dated[i].from;
  return until;
}

bool params_in_force_schedule(params_in_force *p, const basis *b, plugin_period **periods, size_t *count, error *e) {
  const plugin_host *host = b->book->host;
  *periods = NULL;
  *count = 0;
  if (!p->whole) return true;
  int handle;
  if (!params_in_force_find(p, b, b->as_of, 0, &handle, e)) return false;
  return host->schedule(host->self, handle, b->arena, b->contract, periods, count, e);
}

void params_in_force_forget(params_in_force *p, const plugin_host *host) {
  for (size_t i = 0; i < p->count; i++)
    for (size_t part = 0; part < p->part_count; part++)
      if (p->dated[i].opened[part]) host->terms_close(host->self, p->dated[i].handles[part]);
  p->count = 0;
}
