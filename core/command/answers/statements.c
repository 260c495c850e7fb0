// Movements and statements of prepaid balances as values.
#include "core/command/answers/answers_inside.h"
#include "core/base/memory.h"
#include "core/engine/plan/planner.h"
#include "core/engine/questions/questions.h"
#include <stdlib.h>

value *movements_value(arena *a, int exponent, const prepaid *p) {
  static const char *const kinds[] = { "granted", "used", "lapsed", "refunded" };
  value *list = value_list(a);
  for (size_t i = 0; i < p->event_count; i++) {
    const prepaid_event *event = &p->events[i];
    value *v = value_record(a);
    put_day(a, v, "date", event->date);
    put_text(a, v, "kind", kinds[event->kind]);
    put_text(a, v, "what", event->what);
    if (event->contract) put_text(a, v, "contract", event->contract);
    put_text(a, v, "quantity", prepaid_text(exponent, p->unit, event->quantity, a));
    put_bool(a, v, "billed", event->billed);
    value_append(a, list, v);
  }
  return list;
}

static value *statement_value(arena *a, const statement *s) {
  const prepaid *p = &s->balance;
  const struct {
    const char *name;
    int64_t quantity;
  } sums[] = { { "opening", p->opening },
               { "granted", p->granted },
               { "used", p->used },
               { "lapsed", p->lapsed },
               { "closing", p->left } };
  value *v = value_record(a);
  put_text(a, v, "contract", s->contract);
  put_text(a, v, "contract_name", s->contract_name);
  put_text(a, v, "line", *p->part ? p->part : NULL);
  put_text(a, v, "unit", p->unit);
  for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
    put_text(a, v, sums[i].name, prepaid_text(s->exponent, p->unit, sums[i].quantity, a));
  value_put(a, v, "movements", movements_value(a, s->exponent, p));
  return v;
}

static value *derived(context *c, int64_t invoice, arena *a, error *e) {
  statement *all;
  size_t count;
  if (!statements_read(c->book, invoice, a, &all, &count, e)) return NULL;
  value *list = value_list(a);
  for (size_t i = 0; i < count; i++) value_append(a, list, statement_value(a, &all[i]));
  return list;
}

value *statements_value(context *c, int64_t invoice, bool derive, arena *a, error *e) {
  query *q = db_ask(c->book->db, e,
                    "SELECT " STATEMENTS_KEPT ", i.look IS NOT NULL, i.state = 'draft' FROM invoices i WHERE i.n = ?",
                    "i", invoice);
  int step = q ? query_step(q, e) : -1;
  if (step < 0) return NULL;
  const char *text = step ? arena_text(a, query_column_text(q, 0)) : NULL;
  bool kept = step && query_column(q, 1), draft = step && query_column(q, 2);
  query_reset(q);
  if (text) return value_of_json(a, text);
  return !kept && (derive || draft) ? derived(c, invoice, a, e) : value_list(a);
}

static bool keep(context *c, int64_t invoice, arena *a, error *e) {
  char *text = NULL;
  size_t length = 0;
  const value *list = derived(c, invoice, a, e);
  if (!list || list->as.list.count == 0) return list != NULL;
  FILE *file = memory_stream(&text, &length);
  bool ok = answer_json(list, file, false, e);
  memory_stream_end(file, &text, &length);
  ok = ok && db_run(c->book->db, e, "INSERT OR REPLACE INTO statements (invoice, statements) VALUES (?, ?)", "it",
                    invoice, text);
  memory_give(text);
  return ok;
}

// What a balance moved is told by rows that may be edited later: the words of today are kept with the number. Only a
// contract that was ever granted something has a balance.
static bool keep_all(context *c, int64_t batch, error *e) {
  query *q = db_ask(c->book->db, e,
                    "SELECT n FROM invoices i WHERE batch = ? AND state = 'draft' AND EXISTS (SELECT 1 FROM bills b "
                    "JOIN movements o ON o.contract = b.contract AND o.lot IS NULL WHERE b.invoice = i.n) ORDER BY n",
                    "i", batch);
  arena *a = arena_new(), *scratch = arena_new();
  int64_t *drafts = NULL;
  size_t count = 0, capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    drafts = arena_grow(a, drafts, count, &capacity, sizeof *drafts);
    drafts[count++] = query_column(q, 0);
  }
  bool ok = step == 0;
  for (size_t i = 0; ok && i < count; i++) {
    ok = keep(c, drafts[i], scratch, e);
    arena_reset(scratch);
  }
  arena_free(scratch);
  arena_free(a);
  return ok;
}

bool batch_number(context *c, batch *b, day date, bool future, error *e) {
  if (!db_begin(c->book->db, e)) return false;
  int64_t lots = 0;
  bool ok = db_value(c->book->db, e, &lots, 0, "SELECT EXISTS (SELECT 1 FROM movements)", "") &&
            (!lots || keep_all(c, b->n, e)) && batch_generate(c->book, b, date, future, e) && db_commit(c->book->db, e);
  if (!ok) db_rollback(c->book->db);
  return ok;
}
