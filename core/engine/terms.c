// Params of the current contract by date and part, compiled when first needed.
#include "core/engine/params.h"
#include "core/engine/planner_state.h"
#include <string.h>

static terms *terms_add(planner *p, day from, const char *params) {
  p->terms = arena_grow(p->arena, p->terms, p->term_count, &p->term_capacity, sizeof(terms));
  p->terms[p->term_count] = (terms){ .from = from, .params = params };
  return &p->terms[p->term_count++];
}

static bool changes_read(planner *p, error *e) {
  query *q =
      db_ask(p->book->db, e, "SELECT \"from\", params FROM changes WHERE contract = ? ORDER BY \"from\"", "i", p->rating.contract->n);
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

// The parts as some params of the whole have them.
static bool parts_of(planner *p, const terms *t, plugin_part *parts, size_t *count, error *e) {
  const plugin_host *host = p->book->host;
  const contract *c = p->rating.contract;
  int handle;
  *count = 0;
  if (!host->terms_open(host->self, c->type, t->params, c, &handle, e)) return false;
  bool ok = host->parts(host->self, handle, p->arena, parts, count, e);
  host->terms_close(host->self, handle);
  return ok;
}

static const plugin_part *part_named(const plugin_part *parts, size_t count, const char *id) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(parts[i].id, id) == 0) return &parts[i];
  return NULL;
}

// The part's params within the params of the whole. A line that a change adds is not there before it.
static bool part_open(planner *p, terms *t, int part, error *e) {
  const plugin_host *host = p->book->host;
  const contract *c = p->rating.contract;
  plugin_part parts[PLUGIN_PARTS_MAX], whole = { "", c->type, t->params };
  const plugin_part *found = &whole;
  size_t count;
  if (!p->whole) {
    if (!parts_of(p, t, parts, &count, e)) return false;
    found = part_named(parts, count, p->parts[part].id);
  }
  t->absent[part] = !found;
  if (!found) return true;
  t->opened[part] = host->terms_open(host->self, found->type, found->params, c, &t->handles[part], e);
  return t->opened[part];
}

static bool parts_add(planner *p, const plugin_part *parts, size_t count, error *e) {
  for (size_t i = 0; i < count; i++) {
    if (part_named(p->parts, p->part_count, parts[i].id)) continue;
    if (p->part_count == PLUGIN_PARTS_MAX)
      return error_set(e, ERROR_INVALID, "contract %s: it has more than %d lines", p->rating.contract->id, PLUGIN_PARTS_MAX);
    p->parts[p->part_count++] = parts[i];
  }
  return true;
}

// The lines of an agreement: those that it begins with, then those that changes add.
static bool parts_read(planner *p, error *e) {
  const plugin_host *host = p->book->host;
  const contract *c = p->rating.contract;
  terms *base = p->terms;
  plugin_part parts[PLUGIN_PARTS_MAX];
  size_t count;
  if (!host->terms_open(host->self, c->type, c->params, c, &base->handles[0], e)) return false;
  base->opened[0] = true;
  if (!host->parts(host->self, base->handles[0], p->arena, p->parts, &p->part_count, e)) return false;
  p->whole = p->part_count == 0;
  if (p->whole) {
    p->parts[p->part_count++] = (plugin_part){ "", c->type, c->params };
    return true;
  }
  host->terms_close(host->self, base->handles[0]);
  base->opened[0] = false;
  for (size_t t = 1; t < p->term_count; t++)
    if (!parts_of(p, &p->terms[t], parts, &count, e) || !parts_add(p, parts, count, e)) return false;
  return true;
}

bool terms_read(planner *p, error *e) {
  p->terms = NULL;
  p->term_count = p->term_capacity = p->part_count = 0;
  terms_add(p, DAY_MIN, p->rating.contract->params);
  return changes_read(p, e) && parts_read(p, e);
}

bool terms_find(planner *p, day d, int part, int *handle, error *e) {
  terms *found = p->terms;
  for (size_t i = 1; i < p->term_count && p->terms[i].from <= d; i++) found = &p->terms[i];
  if (!found->opened[part] && !found->absent[part] && !part_open(p, found, part, e)) return false;
  *handle = found->absent[part] ? TERMS_ABSENT : found->handles[part];
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
    for (size_t part = 0; part < p->part_count || part == 0; part++)
      if (p->terms[i].opened[part]) host->terms_close(host->self, p->terms[i].handles[part]);
  p->term_count = 0;
}
