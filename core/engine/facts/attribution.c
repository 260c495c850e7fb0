// Which contract a row of work or a charge bills on: what the rule needs to know of customers and tickets.
#include "core/engine/facts/attribution.h"

bool customer_home_read(book *b, int64_t customer, arena *a, customer_home *out, error *e) {
  *out = (customer_home){ 0 };
  query *q =
      db_ask(b->db, e, "SELECT c.zone, " DEFAULT_CONTRACT("c.n") " FROM customers c WHERE c.n = ?", "i", customer);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0 && error_set(e, ERROR_CORRUPT, "customer %lld is gone", (long long)customer);
  out->zone_name = query_column_null(q, 0) ? b->zone : arena_text(a, query_column_text(q, 0));
  out->contract = query_column(q, 1);
  query_reset(q);
  out->zone = book_zone(b, out->zone_name, e);
  return out->zone != NULL;
}

bool ticket_shared_note(book *b, int64_t ticket, int64_t home, error *e) {
  return db_run(b->db, e,
                "UPDATE tickets SET shared = 1 WHERE n = ?1 AND shared = 0 AND "
                "(EXISTS (SELECT 1 FROM time_entries WHERE ticket = ?1 AND contract <> ?2) OR "
                "EXISTS (SELECT 1 FROM charges WHERE ticket = ?1 AND contract <> ?2))",
                "ii", ticket, home);
}
