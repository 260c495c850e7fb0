// What documents have billed of days, before the bill that is being rated: for types that count it without taking it.
#include "core/engine/rating/rating_for_plans.h"
#include "core/base/text.h"

// ?6: actions from this one on were not done yet; 0: the book is not rewound.
// Numbered documents alone: a draft can still be deleted, and nobody owes it. In a rewound book those count that were
// numbered, and not yet void, when the bill was rated. Nothing is billed before its day, so batches of before the span
// hold no line of it; what a credit note takes back bears the days of what it takes back.
// clang-format off
#define DONE_THEN(command, of) \
    "EXISTS (SELECT 1 FROM actions a WHERE a.seq < ?6 AND a.command = '" command "' AND " of ")"
static const char billed_before[] =
    "SELECT k.id, l.category, sum(l.amount) FROM contracts k JOIN bills b ON b.contract = k.n "
    "JOIN invoices i ON i.n = b.invoice JOIN batches w ON w.n = b.batch "
    "JOIN lines l ON " LINE_IN("l.n", "b.n") " "
    "WHERE k.customer = ?1 AND k.n <> ?2 AND b.currency = ?3 AND b.n < ?7 AND i.number IS NOT NULL "
    "AND (w.as_of >= ?4 OR b.kind = 'credit') AND ifnull(l.day, l.from_day) >= ?4 AND ifnull(l.day, l.from_day) < ?5 "
    "AND (?6 = 0 OR b.kind = 'credit' OR " DONE_THEN("batch generate", "a.batch = b.batch") ") "
    "AND (i.state <> 'void' OR (?6 <> 0 AND NOT "
    DONE_THEN("invoice void", "a.detail ->> 'invoice' = i.n") ")) GROUP BY k.id, l.category";
// clang-format on

static query *ask(const rating *r, error *e) {
  const contract *c = r->basis.contract;
  const book *b = r->basis.book;
  return db_ask(b->db, e, billed_before, "iitiiii", c->customer, c->n, c->currency, (int64_t)r->now.stretch.from,
                (int64_t)r->now.stretch.until, b->bills_until ? b->actions_until : 0, book_bills_until(b));
}

bool rating_billed(rating *r, const billed_of *of, int64_t *out, error *e) {
  if (r->now.phase != PHASE_CLOSES)
    return error_set(e, ERROR_PLUGIN, "what was billed of a period is known once it has closed: ask in closes");
  query *q = ask(r, e);
  int step = -1;
  *out = 0;
  r->fees.saw_work = true;  // documents come after, as work does: a period that was billed is not restated for them
  while (q && (step = query_step(q, e)) == 1)
    if ((!of->contract_count || text_listed(query_column_text(q, 0), of->contracts, of->contract_count)) &&
        (!of->category_count || text_listed(query_column_text(q, 1), of->categories, of->category_count)))
      *out += query_column(q, 2);
  return step == 0;
}
