// The balances of one contract: begun, and read where the contract has any.
#include "core/engine/prepaid/prepaid_inside.h"

bool prepaid_in_use(book *b, bool *out, error *e) {
  int64_t any = 0;
  bool ok = db_value(b->db, e, &any, 0,
                     "SELECT EXISTS (SELECT 1 FROM movements) OR EXISTS (SELECT 1 FROM grants) "
                     "OR EXISTS (SELECT 1 FROM settled_periods)",
                     "");
  *out = any != 0;
  return ok;
}

prepaid *prepaid_begin(arena *a) {
  prepaid *p = arena_alloc(a, sizeof *p);
  p->arena = a;
  return p;
}

bool prepaid_read_stored(prepaid *p, const basis *b, day from, day horizon, error *e) {
  int64_t any = 0;
  if (!db_value(b->book->db, e, &any, 0,
                "SELECT EXISTS (SELECT 1 FROM movements WHERE contract = ?1 AND lot IS NULL) "
                "OR EXISTS (SELECT 1 FROM grants WHERE contract = ?1) "
                "OR EXISTS (SELECT 1 FROM settled_periods WHERE contract = ?1)",
                "i", b->contract->n))
    return false;
  if (!any) return true;
  return lots_read(p, b, from, e) && grant_rows_read(p, b, horizon, e) && settled_read(p, b, from, e);
}

void prepaid_hand_over(prepaid *p, const plan_lot *lots, size_t count) {
  for (size_t i = 0; i < count; i++) {
    plan_lot *lot = lot_add(p, lots[i]);
    lot->handed = lot->left;
    lot->place = i;
  }
}

const lot_list *prepaid_lots(const prepaid *p) { return &p->lots; }

const plan_grant *prepaid_grants(const prepaid *p, size_t *count) {
  *count = p->grants.count;
  return p->grants.rows;
}
