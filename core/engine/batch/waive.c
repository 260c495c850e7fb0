// Waivers: items given away for good, and taken back.
#include "core/engine/batch/batch_inside.h"
#include "core/base/text.h"
#include "core/engine/bill/bill.h"

static bool is_item(const plan_item *item, const void *context) { return item == context; }

static bool write_waiver(book *b, batch *batch, planner *p, const contract *c, const bill_terms *given, error *e) {
  const plan *plan;
  const plan_item *item;
  if (!batch_item(p, c, given->item, &plan, &item, e)) return false;
  if (item->held) {
    error_set(e, ERROR_HELD, "item %s cannot be given away before it has a price: %s", given->item, item->held);
    return error_hint(e, "billet batch exclude leaves it out until it has one");
  }
  bill_terms terms = *given;
  terms.filter = is_item;
  terms.context = item;
  int64_t n;
  bool differs;
  bill_writer *w = bills_open(b, batch->n, e);
  bool ok = w && bill_write(w, plan, planner_arena(p), &terms, &n, e) && bills_flush(w, e);
  bills_close(w);
  return ok && outdate(b, batch->n, c->n, e) && contract_row_refresh(b, batch, p, c, &differs, e);
}

bool batch_waive(book *b, batch *batch, const contract *c, const char *item, const char *note, bool show, error *e) {
  if (!note || text_blank(note)) {
    error_set(e, ERROR_USAGE, "a waiver needs a reason");
    return error_hint(e, "--note \"gesture of goodwill\"");
  }
  const bill_terms terms = { .kind = "waiver", .item = item, .note = note, .show = show };
  planner *p = planner_open(b, batch->as_of, batch->n, e);
  bool ok = p && write_waiver(b, batch, p, c, &terms, e);
  cJSON *did = ok ? did_item(batch->did, c->n, item, note) : NULL;
  if (did && show) cJSON_AddTrueToObject(did, "show");
  planner_close(p);
  return ok;
}

// The waiver as it is, so that it can be given again.
static bool note_waiver(book *b, batch_did *did, int64_t bill, const char *item, error *e) {
  if (!did) return true;
  query *q = db_ask(b->db, e, "SELECT contract, note, show FROM bills WHERE n = ?", "i", bill);
  if (!q || query_step(q, e) != 1) return false;
  cJSON *one = did_item(did, query_column(q, 0), item, query_column_text(q, 1));
  if (query_column(q, 2)) cJSON_AddTrueToObject(one, "show");
  query_reset(q);
  return true;
}

bool batch_unwaive(book *b, batch_did *did, const char *item, error *e) {
  int64_t bill = 0, contract = 0;
  if (!db_value(b->db, e, &bill, 0, "SELECT max(n) FROM bills WHERE kind = 'waiver' AND item = ?", "t", item))
    return false;
  if (!bill) {
    error_set(e, ERROR_NOT_FOUND, "item %s is not waived", item);
    return error_hint(e, "billet waived lists what was given away");
  }
  return db_value(b->db, e, &contract, 0, "SELECT contract FROM bills WHERE n = ?", "i", bill) &&
         note_waiver(b, did, bill, item, e) && bill_delete(b, bill, e) && outdate(b, 0, contract, e);
}
