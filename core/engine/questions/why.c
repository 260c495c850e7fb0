// Why something is or is not in the batch: what an id names, and its reasons.
#include "core/base/text.h"
#include "core/engine/questions/reasons_inside.h"
#include <stdlib.h>
#include <string.h>

enum { CANDIDATES_TOLD = 20, SUGGESTED_FROM = 20000 };

typedef struct named {
  const char *kind, *id;
  int64_t n;
} named;

bool why_begin(asking *w, day today) {
  query *q = db_query(w->book->db,
                      "SELECT n, as_of, state = 'open' FROM batches WHERE state <> 'deleted' "
                      "ORDER BY state = 'open' DESC, n DESC LIMIT 1",
                      w->e);
  int step = q ? query_step(q, w->e) : -1;
  w->as_of = step == 1 ? (day)query_column(q, 1) : today;
  w->batch = step == 1 ? query_column(q, 0) : 0;
  w->open = step == 1 && query_column(q, 2) != 0;
  if (q) query_reset(q);
  return step >= 0;
}

#define FEE_CLAIM \
  "SELECT line FROM claims c WHERE contract = ? AND " CLAIM_OF_FEE " AND at = ? AND " CLAIM_FEE_LINE("c") " = ?"

// An item that is not in any plan: given away, or billed as part of a period.
static bool settled_item(asking *w, const char *id, const char *rest, bool *found) {
  int64_t bill = 0, line = -1;
  const char *state, *last = strrchr(rest, ':'), *at = last ? last + 1 : rest;
  day from;
  if (!db_value(w->book->db, w->e, &bill, 0, "SELECT n FROM bills WHERE contract = ? AND kind = 'waiver' AND item = ?",
                "it", w->contract.n, id))
    return false;
  if (!bill && day_parse(at, strcspn(at, "."), &from)) {
    const char *dot = strchr(at, '.');
    bool closes = dot && dot[1] == 'u';
    int64_t ordinal = dot ? strtol(dot + 1 + closes, NULL, 10) : 1;
    if (!db_value(w->book->db, w->e, &line, -1, FEE_CLAIM, "iii", w->contract.n, (int64_t)from,
                  fee_row(0, closes, 0) | ordinal))
      return false;
  }
  *found = bill || line >= 0;
  if (!*found) return true;
  if (!why_claim(w, bill ? line_key(bill, 0) : line, &state)) return false;
  why_say(w, "%s: %s", id, state);
  return true;
}

// An item of a charge or a ticket, by what it is an item of: all of that is told.
static bool row_item(asking *w, const char *rest, bool *found) {
  int64_t ticket = 0, charge = 0;
  if (strncmp(rest, "charge:", 7) == 0 &&
      !db_value(w->book->db, w->e, &charge, 0, "SELECT 1 FROM charges WHERE contract = ? AND id = ?", "it",
                w->contract.n, rest + 7))
    return false;
  *found = charge != 0;
  if (charge) return why_charge(w, rest + 7);
  const char *colon = strrchr(rest, ':');
  if (!db_value(w->book->db, w->e, &ticket, 0, "SELECT n FROM tickets WHERE id = ?1 OR id = ?2 ORDER BY id = ?1 DESC",
                "tt", rest, colon ? arena_copy(w->arena, rest, (size_t)(colon - rest)) : rest))
    return false;
  *found = ticket != 0;
  return !ticket || why_ticket(w, ticket);
}

// The items of the current plan that the text begins, or is: 0, 1 or more.
static size_t planned_items(asking *w, const char *what, error *candidates, const plan_item **item) {
  const plan *p = w->plan;
  size_t count = 0;
  for (size_t i = 0; i < p->item_count; i++) {
    const char *id = plan_item_id(p, &p->items[i], w->arena);
    if (strncmp(id, what, strlen(what)) != 0) continue;
    *item = &p->items[i];
    if (strcmp(id, what) == 0) return 1;
    if (count++ < CANDIDATES_TOLD) error_row(candidates, "item %s", id);
  }
  return count;
}

static bool ambiguous(const char *what, size_t count, error *candidates, error *e) {
  *e = *candidates;
  *candidates = (error){ 0 };
  error_set(e, ERROR_AMBIGUOUS, "\"%s\" fits %zu ids", what, count);
  return error_hint(e, "%s%s%s%s", e->rows[0], ", ", e->rows[1], count > 2 ? ", …" : "");
}

static bool say_item(asking *w, const plan_item *item, const char **id) {
  const char *state;
  *id = plan_item_id(w->plan, item, w->arena);
  if (!why_item_state(w, item, &state)) return false;
  if (item->held || (item->due && !item->excluded)) why_say(w, "%s: %s", *id, state);
  else why_say(w, "%s, %s: %s", *id, why_money(w, item->amount), state);
  if (item->silence) why_say(w, "%s", item->silence);
  return true;
}

static bool item_of_contract(asking *w, int64_t n, const char **what, const char *rest, bool *found) {
  error candidates = { 0 };
  const plan_item *item = NULL;
  if (!why_plan(w, n)) return false;
  size_t count = planned_items(w, *what, &candidates, &item);
  *found = count > 0;
  if (count > 1) return ambiguous(*what, count, &candidates, w->e);
  error_clear(&candidates);
  if (count == 1) return say_item(w, item, what);
  if (!settled_item(w, *what, rest, found)) return false;
  if (!*found && !row_item(w, rest, found)) return false;
  if (*found || !plan_fails(w->plan)) return true;
  why_say(w, "contract %s is held: %s", w->contract.id, w->plan->reason);
  return *found = true;
}

// An item's id begins with its contract's, which may hold colons of its own.
static bool find_item(asking *w, const char **what, bool *found) {
  const char *text = *what;
  for (const char *colon = strrchr(text, ':'); colon && !*found; colon = memrchr(text, ':', (size_t)(colon - text))) {
    int64_t n = 0;
    if (!db_value(w->book->db, w->e, &n, 0, "SELECT n FROM contracts WHERE id = ?", "t",
                  arena_copy(w->arena, text, (size_t)(colon - text))))
      return false;
    if (n && !item_of_contract(w, n, what, colon + 1, found)) return false;
  }
  return true;
}

#define NAMED(condition)                                                                               \
  "SELECT 'contract', id, n FROM contracts WHERE " condition " UNION ALL SELECT 'ticket', id, n FROM " \
  "tickets WHERE " condition " UNION ALL SELECT 'charge', id, n FROM charges WHERE " condition

// The row that the query names, where it names exactly one; its count in any case.
static bool find_rows(asking *w, query *q, named *out, error *candidates, size_t *count) {
  int step = -1;
  *count = 0;
  while (q && (step = query_step(q, w->e)) == 1) {
    if ((*count)++ >= CANDIDATES_TOLD) continue;
    if (*count == 1)
      *out = (named){ arena_text(w->arena, query_column_text(q, 0)), arena_text(w->arena, query_column_text(q, 1)),
                      query_column(q, 2) };
    error_row(candidates, "%s %s", query_column_text(q, 0), query_column_text(q, 1));
  }
  return step == 0;
}

static bool nothing(asking *w, const char *what) {
  query *q = db_ask(w->book->db, w->e,
                    "SELECT id FROM contracts "
                    "UNION ALL SELECT id FROM (SELECT id FROM tickets ORDER BY n DESC LIMIT ?)",
                    "i", (int64_t)SUGGESTED_FROM);
  const char **ids = NULL;
  size_t count = 0, capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, w->e)) == 1) {
    ids = arena_grow(w->arena, ids, count, &capacity, sizeof *ids);
    ids[count++] = arena_text(w->arena, query_column_text(q, 0));
  }
  if (step != 0) return false;
  const char *near = text_nearest(what, ids, count);
  error_set(w->e, ERROR_NOT_FOUND, "there is no contract, ticket, charge or item \"%s\"", what);
  if (near) return error_hint(w->e, "did you mean \"%s\"?", near);
  return error_hint(w->e, "billet batch show lists contracts, billet batch expand CONTRACT its items");
}

static bool tell(asking *w, const named *row) {
  if (strcmp(row->kind, "contract") == 0) return why_contract(w, row->n);
  return strcmp(row->kind, "ticket") == 0 ? why_ticket(w, row->n) : why_charge(w, row->id);
}

static bool answer(asking *w, const char *what, named *out) {
  error candidates = { 0 };
  size_t count;
  bool item = false;
  if (!find_rows(w, db_ask(w->book->db, w->e, NAMED("id = ?1"), "t", what), out, &candidates, &count)) return false;
  error_clear(&candidates);
  if (count) return tell(w, out);
  *out = (named){ "item", what, 0 };
  if (!find_item(w, &out->id, &item)) return false;
  if (item) return true;
  if (*what && !find_rows(w, db_ask(w->book->db, w->e, NAMED("id >= ?1 AND id < ?1 || char(1114111)"), "t", what), out,
                          &candidates, &count))
    return false;
  if (count > 1) return ambiguous(what, count, &candidates, w->e);
  error_clear(&candidates);
  return count ? tell(w, out) : nothing(w, what);
}

bool why(book *b, day today, const char *what, arena *a, value **out, error *e) {
  asking w = { .book = b, .arena = a, .e = e, .reasons = value_list(a) };
  named found = { 0 };
  if (!db_begin_read(b->db, e)) return false;
  bool ok = why_begin(&w, today) && answer(&w, what, &found);
  planner_close(w.planner);
  db_rollback(b->db);
  if (!ok) return false;
  *out = value_record(a);
  put_text(a, *out, "what", found.id);
  put_text(a, *out, "kind", found.kind);
  put_day(a, *out, "as_of", w.as_of);
  value_put(a, *out, "reasons", w.reasons);
  return true;
}
