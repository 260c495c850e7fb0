// What is kept of sums of final documents, so that nobody adds up history each day: the tables open_less, open_by_due
// and document_sums. Of all that a batch generates at once, of what becomes of one document later as it happens.
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
                "INSERT INTO document_sums SELECT currency, count(*), sum(total), count(*), sum(total) FROM invoices "
                "WHERE batch = ? AND state = 'final' GROUP BY currency" ADD_DOCUMENTS,
                "i", batch);
}

bool sums_exported(book *b, int64_t batch, error *e) {
  return db_run(b->db, e,
                "INSERT INTO document_sums SELECT i.currency, 0, 0, -count(*), -sum(i.total) FROM invoices i JOIN "
                "batches b ON b.n = i.batch WHERE i.batch = ? AND i.state = 'final' AND b.state = 'generated' "
                "GROUP BY i.currency" ADD_DOCUMENTS,
                "i", batch);
}

// Of a document's total `amount` more is open no longer.
static bool open_less(book *b, int64_t invoice, int64_t amount, error *e) {
  return db_run(b->db, e,
                "INSERT INTO open_by_due SELECT currency, due, (open > ?2) - (open > 0), max(open - ?2, 0) - "
                "max(open, 0), min(open - ?2, 0) - min(open, 0) FROM (SELECT i.currency, ifnull(i.due_date, i.date) "
                "AS due, i.total - ifnull(l.amount, 0) AS open FROM invoices i LEFT JOIN open_less l ON l.invoice = "
                "i.n WHERE i.n = ?1) WHERE true" ADD_OPEN,
                "ii", invoice, amount) &&
         db_run(b->db, e,
                "INSERT INTO open_less VALUES (?, ?) ON CONFLICT DO UPDATE SET amount = amount + excluded.amount", "ii",
                invoice, amount);
}

bool sums_given(book *b, const char *payment, const char *invoice, int64_t amount, error *e) {
  int64_t to, note;
  return db_value(b->db, e, &to, 0, "SELECT n FROM invoices WHERE number = ?", "t", invoice) &&
         db_value(b->db, e, &note, 0,
                  "SELECT ifnull(credits, n) FROM invoices WHERE number = ?1 AND kind = 'credit' AND NOT EXISTS "
                  "(SELECT 1 FROM payments WHERE id = ?1)",
                  "t", payment) &&
         (!to || open_less(b, to, amount, e)) && (!note || open_less(b, note, -amount, e));
}

bool sums_one(book *b, int64_t invoice, bool final, error *e) {
  int64_t sign = final ? 1 : -1, of = 0, total = 0;
  return db_run(b->db, e,
                "INSERT INTO document_sums SELECT i.currency, ?2, ?2 * i.total, ?2 * (b.state = 'generated'), "
                "?2 * i.total * (b.state = 'generated') FROM invoices i JOIN batches b ON b.n = i.batch "
                "WHERE i.n = ?1" ADD_DOCUMENTS,
                "ii", invoice, sign) &&
         db_run(b->db, e,
                "INSERT INTO open_by_due SELECT currency, ifnull(due_date, date), ?2 * (total > 0), "
                "?2 * max(total, 0), ?2 * min(total, 0) FROM invoices WHERE n = ?1 AND credits IS NULL" ADD_OPEN,
                "ii", invoice, sign) &&
         db_value(b->db, e, &of, 0, "SELECT credits FROM invoices WHERE n = ?", "i", invoice) &&
         db_value(b->db, e, &total, 0, "SELECT total FROM invoices WHERE n = ?", "i", invoice) &&
         (!of || open_less(b, of, -sign * total, e));
}
