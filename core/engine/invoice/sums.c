// What is kept of sums of final documents, as they are numbered and voided: of all that a batch generates at once, for
// a trigger would cost as much as a tenth of numbering them. What is paid and exported later keeps them by triggers.
#include "core/engine/invoice/invoice_inside.h"

#define ADD_OPEN                                                                                                    \
  " ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, owed = owed + excluded.owed, on_account " \
  "= on_account + excluded.on_account"
#define ADD_DOCUMENTS                                                                                          \
  " ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, amount = amount + excluded.amount, " \
  "to_export = to_export + excluded.to_export, export_amount = export_amount + excluded.export_amount"

bool sums_generated(book *b, int64_t batch, error *e) {
  return db_run(b->db, e,
                "INSERT INTO open_by_due SELECT currency, ifnull(due_date, date), sum(total > 0), sum(max(total, 0)), "
                "sum(min(total, 0)) FROM invoices WHERE batch = ? AND state = 'final' GROUP BY 1, 2" ADD_OPEN,
                "i", batch) &&
         db_run(b->db, e,
                "INSERT INTO document_sums SELECT currency, count(*), sum(total), 0, 0 FROM invoices WHERE batch = ? "
                "AND state = 'final' GROUP BY currency" ADD_DOCUMENTS,
                "i", batch);
}

bool sums_one(book *b, int64_t invoice, bool final, error *e) {
  const int64_t sign = final ? 1 : -1;
  return db_run(b->db, e,
                "INSERT INTO document_sums SELECT i.currency, ?2, ?2 * i.total, ?2 * (b.state = 'generated'), "
                "?2 * i.total * (b.state = 'generated') FROM invoices i JOIN batches b ON b.n = i.batch "
                "WHERE i.n = ?1" ADD_DOCUMENTS,
                "ii", invoice, sign) &&
         db_run(b->db, e,
                "INSERT INTO open_less SELECT credits, -?2 * total FROM invoices WHERE n = ?1 AND credits IS NOT NULL "
                "ON CONFLICT DO UPDATE SET amount = amount + excluded.amount",
                "ii", invoice, sign) &&
         db_run(b->db, e,
                "INSERT INTO open_by_due SELECT currency, ifnull(due_date, date), ?2 * (total > 0), "
                "?2 * max(total, 0), ?2 * min(total, 0) FROM invoices WHERE n = ?1 AND credits IS NULL" ADD_OPEN,
                "ii", invoice, sign);
}
