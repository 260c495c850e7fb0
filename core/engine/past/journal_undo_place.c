// Work placed again after the journal was undone: on the contract of its ticket then, at the local minute of the clock
// then.
#include "core/engine/past/journal_undo_place.h"
#include "core/base/instant.h"
#include <string.h>

void undo_ticket_later(undo *u, int64_t ticket) {
  if (u->ticket_count && u->tickets[u->ticket_count - 1] == ticket) return;
  u->tickets = arena_grow(u->own, u->tickets, u->ticket_count, &u->ticket_capacity, sizeof *u->tickets);
  u->tickets[u->ticket_count++] = ticket;
}

void undo_customer_later(undo *u, int64_t customer) {
  for (size_t i = 0; i < u->customer_count; i++)
    if (u->customers[i] == customer) return;
  u->customers = arena_grow(u->own, u->customers, u->customer_count, &u->customer_capacity, sizeof *u->customers);
  u->customers[u->customer_count++] = customer;
}

void undo_charge_later(undo *u, int64_t contract_n, int64_t day_n, int64_t n) {
  u->charges = arena_grow(u->own, u->charges, u->charge_count, &u->charge_capacity, sizeof *u->charges);
  u->charges[u->charge_count++] = (charge_place){ contract_n, day_n, n };
}

typedef struct placed {
  int64_t contract, at, n, to, to_at;
} placed;
typedef struct placed_list {
  placed *rows;
  size_t count, capacity;
} placed_list;

static void list_add(undo *u, placed_list *list, placed one) {
  if (u->book->rows_until && one.n >= u->book->rows_until) return;
  list->rows = arena_grow(u->scratch, list->rows, list->count, &list->capacity, sizeof *list->rows);
  list->rows[list->count++] = one;
}

// What was billed then stays where it was billed, also where its claim was released since.
static bool billed_then(undo *u, item_kind kind, placed *p, bool *stays, error *e) {
  int64_t line = -1;
  if (!db_value(u->db, e, &line, -1,
                "SELECT line FROM claims WHERE contract = ? AND kind = ? AND at = ? AND row = ? AND line < ?", "iiiii",
                p->contract, (int64_t)kind, p->at, p->n, line_key(u->span->bill, 0)))
    return false;
  *stays = line >= 0;
  if (*stays || !u->span->released) return true;
  query *q = db_ask(u->db, e,
                    "SELECT contract, at FROM released WHERE kind = ? AND row = ? AND line < ? AND action >= ? LIMIT 1",
                    "iiii", (int64_t)kind, p->n, line_key(u->span->bill, 0), u->span->action);
  int got = q ? query_step(q, e) : -1;
  if (got == 1) {
    p->to = query_column(q, 0);
    p->to_at = query_column(q, 1);
    query_reset(q);
  }
  return got >= 0;
}

static bool move(undo *u, item_kind kind, placed *p, error *e) {
  bool stays;
  if (!billed_then(u, kind, p, &stays, e)) return false;
  if (stays || (p->contract == p->to && p->at == p->to_at)) return true;
  if (kind == ITEM_TICKET)
    return db_run(u->db, e, "UPDATE time_entries SET contract = ?, at = ? WHERE contract = ? AND at = ? AND n = ?",
                  "iiiii", p->to, p->to_at, p->contract, p->at, p->n);
  return db_run(u->db, e, "UPDATE charges SET contract = ?, day = ? WHERE contract = ? AND day = ? AND n = ?", "iiiii",
                p->to, p->to_at, p->contract, p->at, p->n);
}

static bool move_all(undo *u, item_kind kind, placed_list *list, error *e) {
  for (size_t i = 0; i < list->count; i++)
    if (!move(u, kind, &list->rows[i], e)) return false;
  return true;
}

static bool place_entries(undo *u, int64_t ticket, const customer_home *of, error *e) {
  placed_list list = { 0 };
  query *q = db_ask(u->db, e, "SELECT contract, at, n, own_contract, start_utc FROM time_entries WHERE ticket = ?", "i",
                    ticket);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1)
    list_add(u, &list,
             (placed){ query_column(q, 0), query_column(q, 1), query_column(q, 2),
                       attribution(query_column(q, 3), of->contract, 0),
                       instant_minute(of->zone, query_column(q, 4)) });
  return got == 0 && move_all(u, ITEM_TICKET, &list, e);
}

static bool place_charges(undo *u, query *q, error *e) {
  placed_list list = { 0 };
  int got = -1;
  while (q && (got = query_step(q, e)) == 1)
    list_add(
        u, &list,
        (placed){ query_column(q, 0), query_column(q, 1), query_column(q, 2), query_column(q, 3), query_column(q, 1) });
  return got == 0 && move_all(u, ITEM_CHARGE, &list, e);
}

static bool place_ticket(undo *u, int64_t ticket, error *e) {
  int64_t customer = 0, own = 0;
  customer_home of;
  arena_reset(u->scratch);
  query *q = db_ask(u->db, e, "SELECT customer, contract FROM tickets WHERE n = ?", "i", ticket);
  int got = q ? query_step(q, e) : -1;
  if (got != 1) return got == 0;
  customer = query_column(q, 0);
  own = query_column(q, 1);
  query_reset(q);
  if (!customer_home_read(u->book, customer, u->scratch, &of, e)) return false;
  of.contract = attribution(0, own, of.contract);
  return place_entries(u, ticket, &of, e) &&
         place_charges(u,
                       db_ask(u->db, e,
                              "SELECT g.contract, g.day, g.n, " CHARGE_CONTRACT(
                                  "g", "t") " FROM charges g "
                                            "JOIN tickets t ON t.n = g.ticket WHERE g.ticket = ?",
                              "i", ticket),
                       e);
}

bool undo_closed_day(const char *closed_at, const customer_home *of, day *out, error *e) {
  instant_outcome found = instant_day(closed_at, strlen(closed_at), of->zone, out);
  return found == INSTANT_READ || found == INSTANT_NO_LEAP ||  // books of before took second 60 in any minute
         error_set(e, ERROR_CORRUPT, "the journal cannot be undone: \"%s\" is no single time in %s", closed_at,
                   of->zone_name);
}

static bool close_again(undo *u, int64_t ticket, const char *closed_at, const customer_home *of, error *e) {
  day d;
  return undo_closed_day(closed_at, of, &d, e) &&
         db_run(u->db, e, "UPDATE tickets SET closed_on = ? WHERE n = ?", "ii", (int64_t)d, ticket);
}

// A customer whose clock or default contract was another: all its tickets, and its charges without one.
static bool place_customer(undo *u, int64_t customer, error *e) {
  customer_home of;
  arena_reset(u->scratch);
  if (!customer_home_read(u->book, customer, u->scratch, &of, e)) return false;
  query *q = db_ask(u->db, e, "SELECT n, closed_at FROM tickets WHERE customer = ?", "i", customer);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    undo_ticket_later(u, query_column(q, 0));
    if (query_column_null(q, 1) || close_again(u, query_column(q, 0), query_column_text(q, 1), &of, e)) continue;
    query_reset(q);
    return false;
  }
  return got == 0 &&
         place_charges(
             u,
             db_ask(u->db, e,
                    "SELECT contract, day, n, ?1 FROM charges WHERE (contract = 0 OR contract IN (SELECT n FROM "
                    "contracts WHERE customer = ?2)) AND customer = ?2 AND own_contract IS NULL AND ticket IS NULL",
                    "ii", of.contract, customer),
             e);
}

static bool place_charge(undo *u, const charge_place *c, error *e) {
  arena_reset(u->scratch);
  return place_charges(
      u,
      db_ask(u->db, e,
             "SELECT g.contract, g.day, g.n, " CHARGE_CONTRACT(
                 "g", "t") " FROM charges g "
                           "LEFT JOIN tickets t ON t.n = g.ticket WHERE g.contract = ? AND g.day = ? AND g.n = ?",
             "iii", c->contract, c->day, c->n),
      e);
}

bool undo_rest(undo *u, error *e) { return db_rest(u->db, &u->left, e); }

bool undo_places(undo *u, error *e) {
  for (size_t i = 0; i < u->customer_count && !u->left; i++)
    if (!place_customer(u, u->customers[i], e) || !undo_rest(u, e)) return false;
  for (size_t i = 0; i < u->ticket_count && !u->left; i++)
    if (!place_ticket(u, u->tickets[i], e) || !undo_rest(u, e)) return false;
  for (size_t i = 0; i < u->charge_count && !u->left; i++)
    if (!place_charge(u, &u->charges[i], e) || !undo_rest(u, e)) return false;
  return true;
}
