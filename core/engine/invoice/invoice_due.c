// What is open of a final document.
#include "core/engine/invoice/invoice.h"

bool invoice_due_read(book *b, int64_t invoice, day as_of, invoice_due *out, error *e) {
  // clang-format off
  query *q = db_ask(b->db, e,
                    "SELECT i.total, " INVOICE_CREDITED("i", "?2") ", " INVOICE_PAID("i", "?2") ", "
                    INVOICE_GAVE("i", "?2") ", i.kind = 'credit' FROM invoices i WHERE i.n = ?1",
                    "ii", invoice, (int64_t)as_of);
  // clang-format on
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0 && error_set(e, ERROR_NOT_FOUND, "there is no such invoice");
  *out = (invoice_due){ query_column(q, 0), query_column(q, 1), query_column(q, 2), query_column(q, 3), 0 };
  bool credit = query_column(q, 4) != 0;
  query_reset(q);
  out->open = out->total + out->credited - out->paid + out->gave;
  if (credit) out->paid = -out->gave;
  return true;
}
