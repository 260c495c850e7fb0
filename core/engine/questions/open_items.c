// What a customer owes: final documents, less what took them back and what was paid of them.
#include "core/engine/invoice/invoice.h"
#include "core/engine/questions/questions.h"

// Columns 5 to 8 of an item's row.
static void item_sums(const query *q, bool credit, open_item *out) {
  int64_t paid = query_column(q, 7), gave = query_column(q, 8);
  out->total = query_column(q, 5);
  out->credited = query_column(q, 6);
  out->open = out->total + out->credited - paid + gave;
  out->paid = credit ? -gave : paid;
}

bool open_items_read(book *b, int64_t customer, day as_of, arena *a, open_item **out, size_t *count, error *e) {
  // clang-format off
  query *q = db_ask(b->db, e,
                    "SELECT i.number, i.kind, i.currency, i.date, ifnull(i.due_date, i.date), i.total, "
                    INVOICE_CREDITED("i", "?2") ", " INVOICE_PAID("i", "?2") ", " INVOICE_GAVE("i", "?2") " "
                    "FROM invoices i WHERE i.customer = ?1 AND i.state = 'final' AND i.credits IS NULL "
                    "AND i.date <= ?2 ORDER BY i.currency, ifnull(i.due_date, i.date), i.series, i.seq",
                    "ii", customer, (int64_t)as_of);
  // clang-format on
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    const char *kind = query_column_text(q, 1);
    open_item item = { .date = (day)query_column(q, 3), .due = (day)query_column(q, 4) };
    item_sums(q, kind[0] == 'c', &item);
    item.overdue = (int64_t)as_of - item.due;
    if (!item.open) continue;
    item.number = arena_text(a, query_column_text(q, 0));
    item.kind = arena_text(a, kind);
    item.currency = arena_text(a, query_column_text(q, 2));
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = item;
  }
  return step == 0;
}
