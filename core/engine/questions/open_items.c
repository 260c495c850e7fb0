// What a customer owes: final documents, less what took them back.
#include "core/engine/questions/questions.h"

bool open_items_read(book *b, int64_t customer, day as_of, arena *a, open_item **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT i.number, i.kind, i.currency, i.date, ifnull(i.due_date, i.date), i.total, (SELECT "
                    "ifnull(sum(n.total), 0) FROM invoices n WHERE n.credits = i.n AND n.state = 'final' AND n.date <= "
                    "?2) FROM invoices i WHERE i.customer = ?1 AND i.state = 'final' AND i.credits IS NULL AND i.date "
                    "<= ?2 ORDER BY i.currency, ifnull(i.due_date, i.date), i.series, i.seq",
                    "ii", customer, (int64_t)as_of);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    open_item item = { .date = (day)query_column(q, 3),
                       .due = (day)query_column(q, 4),
                       .total = query_column(q, 5),
                       .credited = query_column(q, 6) };
    item.open = item.total + item.credited;
    item.overdue = (int64_t)as_of - item.due;
    if (!item.open) continue;
    item.number = arena_text(a, query_column_text(q, 0));
    item.kind = arena_text(a, query_column_text(q, 1));
    item.currency = arena_text(a, query_column_text(q, 2));
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = item;
  }
  return step == 0;
}
