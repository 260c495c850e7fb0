// What batches show of a contract is out of date. Written here, below the batches, because a release knows none of
// them.
#include "core/engine/bill/bill.h"

// With a contract go those that share a block with it. batches.seen and previews.seen are journal positions: -1 is
// before every one.
bool outdate(book *b, int64_t batch, int64_t contract, error *e) {
  return db_run(b->db, e, "UPDATE batches SET seen = -1 WHERE state = 'open' AND n <> ?", "i", batch) &&
         db_run(b->db, e,
                "UPDATE previews SET seen = -1 WHERE batch IN (SELECT n FROM batches WHERE state = 'open' AND n <> ?1) "
                "AND contract IN (WITH these (n) AS (SELECT contract FROM bills WHERE batch = ?1 AND ?2 = 0 UNION ALL "
                "SELECT ?2), blocks (n) AS (SELECT ifnull(k.draws_on, k.n) FROM contracts k WHERE k.n IN these) "
                "SELECT n FROM these UNION ALL SELECT n FROM blocks UNION ALL SELECT n FROM contracts "
                "WHERE draws_on IN blocks)",
                "ii", batch, contract);
}

// What batches saw of plugins is the digest `files`: no files have that of "".
bool outdate_all(book *b, error *e) {
  return db_run(b->db, e, "UPDATE batches SET seen = -1, files = '' WHERE state = 'open'", "");
}

bool outdate_counting(book *b, int64_t invoice, error *e) {
  return db_run(b->db, e, "UPDATE batches SET seen = -1 WHERE state = 'open'", "") &&
         db_run(
             b->db, e,
             "UPDATE previews SET seen = -1 WHERE batch IN (SELECT n FROM batches WHERE state = 'open') AND contract "
             "IN (SELECT o.n FROM bills b JOIN contracts k ON k.n = b.contract JOIN contracts o ON o.customer = "
             "k.customer WHERE b.invoice = ?)",
             "i", invoice);
}
