// Ids as people type them: exact, or shortened as far as they are unique.
#include "core/base/text.h"
#include "core/command/words/words.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The number of the row with this id, or the only one whose id begins with it. The two statements take (text) and
// answer (n, id).
static bool resolve(context *c, const char *what, const char *text, const char *exact, const char *prefixed, int64_t *n,
                    error *e) {
  query *q = db_ask(c->book->db, e, exact, "t", text);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) *n = query_column(q, 0);
  if (q) query_reset(q);
  if (step != 0) return step == 1;
  q = db_ask(c->book->db, e, prefixed, "t", text);
  buffer found = { 0 };
  int count = 0;
  while (q && *text && (step = query_step(q, e)) == 1) {
    *n = query_column(q, 0);
    if (count++ < 5) buffer_format(&found, "%s%s", count > 1 ? ", " : "", query_column_text(q, 1));
  }
  if (q) query_reset(q);
  bool ok = q && step == 0 && count == 1;
  if (step == 0 && count > 1) {
    error_set(e, ERROR_AMBIGUOUS, "%s \"%s\" fits several", what, text);
    error_hint(e, "%s%s", found.text, count > 5 ? ", …" : "");
  } else if (step == 0 && count == 0) {
    error_set(e, ERROR_NOT_FOUND, "there is no %s \"%s\"", what, text);
  }
  buffer_free(&found);
  return ok;
}

bool resolve_contract(context *c, const char *text, contract *out, error *e) {
  int64_t n;
  return resolve(c, "contract", text, "SELECT n, id FROM contracts WHERE id = ?",
                 "SELECT n, id FROM contracts WHERE id >= ?1 AND id < ?1 || char(1114111) LIMIT 6", &n, e) &&
         contract_read(c->book->db, c->arena, n, out, e);
}

bool resolve_customer(context *c, const char *text, int64_t *n, error *e) {
  return resolve(c, "customer", text, "SELECT n, id FROM customers WHERE id = ?",
                 "SELECT n, id FROM customers WHERE id >= ?1 AND id < ?1 || char(1114111) LIMIT 6", n, e);
}

bool resolve_invoice(context *c, const char *text, int64_t *n, error *e) {
  if (resolve(c, "invoice", text,
              "SELECT n, number FROM invoices WHERE number = ?1 OR (state = 'draft' AND 'D' || n = upper(?1))",
              "SELECT n, number FROM invoices WHERE number >= ?1 AND number < ?1 || char(1114111) LIMIT 6", n, e))
    return true;
  return e->code != ERROR_NOT_FOUND ? false
                                    : error_hint(e, "billet invoice list shows them; drafts are called D1, D2, …");
}

static bool pick_item(context *c, const batch *batch, const contract *k, const char *text, const char **item,
                      error *e) {
  const plan *p;
  planner *planner = planner_open(c->book, batch->as_of, batch->n, e);
  bool ok = planner && planner_plan(planner, k, &p, e);
  size_t hits = 0;
  *item = arena_text(c->arena, text);
  for (size_t i = 0; ok && i < p->item_count; i++) {
    const char *id = plan_item_id(p, &p->items[i], c->arena);
    if (strncmp(id, text, strlen(text)) != 0) continue;
    hits++;
    *item = id;
    if (strcmp(id, text) != 0) continue;
    hits = 1;
    break;
  }
  planner_close(planner);
  if (ok && hits > 1) {
    ok = error_set(e, ERROR_AMBIGUOUS, "item \"%s\" fits %zu items", text, hits);
    error_hint(e, "billet batch expand %s lists them", k->id);
  }
  return ok;
}

bool resolve_item(context *c, const batch *batch, const char *text, contract *out, const char **item, error *e) {
  for (const char *colon = strrchr(text, ':'); colon;) {
    int64_t n = 0;
    const char *id = arena_copy(c->arena, text, (size_t)(colon - text));
    if (!db_value(c->book->db, e, &n, 0, "SELECT n FROM contracts WHERE id = ?", "t", id)) return false;
    if (n) return contract_read(c->book->db, c->arena, n, out, e) && pick_item(c, batch, out, text, item, e);
    while (colon > text && *--colon != ':') continue;
    if (colon == text) break;
  }
  error_set(e, ERROR_NOT_FOUND, "there is no item \"%s\"", text);
  return error_hint(e, "billet batch expand CONTRACT lists items");
}
