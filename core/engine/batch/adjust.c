// The amount of an item set by hand in a batch, and left to its rules again.
#include "core/base/text.h"
#include "core/engine/batch/batch_inside.h"

// Where later bills compare with what a period owes as a whole, an amount of somebody's own would be charged after all.
static bool can_be(const contract *c, const plan *p, const plan_item *item, const char *id, const adjustment *by,
                   error *e) {
  const char *why = item->settled || item->repriced ? "it corrects what was billed" : NULL;
  if (item->kind == ITEM_PERIOD && c->daily) why = "what a period costs is settled by days in this contract";
  for (size_t i = 0; p->rules && i < p->rules->count; i++)
    if (p->rules->rules[i].stage == STAGE_AMOUNT && p->rules->rules[i].scope == SCOPE_PERIOD)
      why = "a rule of the whole period counts it";
  if (by->hours && (item->kind != ITEM_TICKET || !item->minutes)) why = "it has no hours";
  if (item->held)
    return error_set(e, ERROR_HELD, "item %s cannot be adjusted before it has a price: %s", id, item->held);
  if (!why) return true;
  error_set(e, ERROR_INVALID, "item %s cannot be adjusted: %s", id, why);
  return error_hint(e, "billet invoice credit NUMBER --lines N:AMOUNT takes a part back once it is billed");
}

#define HOURS_MAX (100000 * DECIMAL_ONE)

static bool terms_read(const contract *c, const adjustment *by, error *e) {
  int64_t minor;
  decimal percent;
  if (!by->note || text_blank(by->note)) {
    error_set(e, ERROR_USAGE, "an amount that is set by hand needs a reason");
    return error_hint(e, "--note \"as agreed on the phone\"");
  }
  if (!!by->amount + !!by->percent + !!by->hours != 1)
    return error_set(e, ERROR_USAGE, "to what? --amount A, --percent P or --hours H");
  if (by->amount && !money_parse(by->amount, strlen(by->amount), c->exponent, &minor))
    return error_set(e, ERROR_USAGE, "--amount %s is no amount in %s", by->amount, c->currency);
  if (by->hours && (!decimal_parse(by->hours, strlen(by->hours), &percent) || percent < 0 || percent > HOURS_MAX))
    return error_set(e, ERROR_USAGE, "--hours %s is no number of hours", by->hours);
  bool good = !by->percent || (decimal_parse(by->percent, strlen(by->percent), &percent) &&
                               percent >= -100 * DECIMAL_ONE && percent <= 1000 * DECIMAL_ONE);
  return good || error_set(e, ERROR_USAGE, "--percent %s is no percentage from -100 to 1000", by->percent);
}

static bool refresh_row(book *b, batch *batch, const contract *c, const char *item, const plan_item **out, planner *p,
                        error *e) {
  bool differs;
  const plan *plan;
  return contract_row_refresh(b, batch, p, c, &differs, e) && batch_item(p, c, item, &plan, out, e);
}

static bool set(book *b, batch *batch, const contract *c, const char *item, const adjustment *by, error *e) {
  planner *p = planner_open(b, batch->as_of, batch->n, e);
  const plan *plan;
  const plan_item *found;
  bool ok = p && batch_item(p, c, item, &plan, &found, e) && can_be(c, plan, found, item, by, e);
  planner_close(p);
  if (!ok ||
      !db_run(b->db, e,
              "INSERT INTO adjustments (batch, contract, item, amount, percent, hours, note) VALUES (?, ?, ?, ?, "
              "?, ?, ?)",
              "iittttt", batch->n, c->n, item, by->amount, by->percent, by->hours, by->note))
    return false;
  p = planner_open(b, batch->as_of, batch->n, e);
  ok = p && refresh_row(b, batch, c, item, &found, p, e) &&
       (!found->held || error_set(e, ERROR_INVALID, "item %s cannot be adjusted: %s", item, found->held));
  planner_close(p);
  return ok;
}

static void note(batch_did *did, const contract *c, const char *item, const adjustment *by) {
  cJSON *one = did_item(did, c->n, item, by->note);
  if (one && by->amount) cJSON_AddStringToObject(one, "amount", by->amount);
  if (one && by->percent) cJSON_AddStringToObject(one, "percent", by->percent);
  if (one && by->hours) cJSON_AddStringToObject(one, "hours", by->hours);
}

bool batch_adjust(book *b, batch *batch, const contract *c, const char *item, const adjustment *by, error *e) {
  int64_t there;
  if (!terms_read(c, by, e) ||
      !db_value(b->db, e, &there, 0, "SELECT 1 FROM adjustments WHERE batch = ? AND contract = ? AND item = ?", "iit",
                batch->n, c->n, item))
    return false;
  if (there) {
    error_set(e, ERROR_ALREADY, "item %s is adjusted already in batch %lld", item, (long long)batch->n);
    return error_hint(e, "billet batch adjust %s --none takes that back", item);
  }
  if (!set(b, batch, c, item, by, e)) return false;
  note(batch->did, c, item, by);
  return true;
}

static bool note_old(book *b, batch *batch, const contract *c, const char *item, bool *there, error *e) {
  query *q = db_ask(
      b->db, e, "SELECT amount, percent, note, hours FROM adjustments WHERE batch = ? AND contract = ? AND item = ?",
      "iit", batch->n, c->n, item);
  int step = q ? query_step(q, e) : -1;
  *there = step == 1;
  if (step == 1) {
    const adjustment old = { query_column_text(q, 0), query_column_text(q, 1), query_column_text(q, 2),
                             query_column_text(q, 3) };
    note(batch->did, c, item, &old);
  }
  if (q) query_reset(q);
  return step >= 0;
}

bool batch_unadjust(book *b, batch *batch, const contract *c, const char *item, error *e) {
  bool there, differs;
  if (!note_old(b, batch, c, item, &there, e)) return false;
  if (!there) return error_set(e, ERROR_NOT_FOUND, "item %s is not adjusted in batch %lld", item, (long long)batch->n);
  if (!db_run(b->db, e, "DELETE FROM adjustments WHERE batch = ? AND contract = ? AND item = ?", "iit", batch->n, c->n,
              item))
    return false;
  planner *p = planner_open(b, batch->as_of, batch->n, e);
  bool ok = p && contract_row_refresh(b, batch, p, c, &differs, e);
  planner_close(p);
  return ok;
}
