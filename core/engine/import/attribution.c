// Which contract work bills on, and moving unbilled work where that changes.
#include "core/engine/facts/facts.h"
#include "core/base/memory.h"
#include "core/engine/import/import_inside.h"
#include <stdlib.h>
#include <string.h>

static bool read_customer(import *im, int64_t n, customer_facts *out, error *e) {
  customer_home home;
  if (!customer_home_read(im->book, n, im->own, &home, e)) return false;
  *out = (customer_facts){ true, home.zone, home.zone_name, home.contract };
  return true;
}

bool customer_facts_of(import *im, int64_t n, customer_facts *out, error *e) {
  if ((size_t)n >= im->customer_capacity) {
    size_t capacity = im->customer_capacity ? im->customer_capacity : 256;
    while (capacity <= (size_t)n) capacity *= 2;
    const size_t one = sizeof *im->customers;
    im->customers = memory_grow(im->customers, im->customer_capacity * one, capacity * one);
    memset(im->customers + im->customer_capacity, 0, (capacity - im->customer_capacity) * sizeof *im->customers);
    im->customer_capacity = capacity;
  }
  if (!im->customers[n].known && !read_customer(im, n, &im->customers[n], e)) return false;
  *out = im->customers[n];
  return true;
}

void customer_forget(import *im, int64_t customer) {
  if ((size_t)customer < im->customer_capacity) im->customers[customer].known = false;
}

void tickets_forget(import *im) { memset(im->tickets, 0, TICKET_SLOTS * sizeof *im->tickets); }

void ticket_forget(import *im, int64_t ticket) { im->tickets[ticket % TICKET_SLOTS].n = 0; }

bool ticket_facts_of(import *im, int64_t n, ticket_facts *out, error *e) {
  ticket_facts *slot = &im->tickets[n % TICKET_SLOTS];
  if (slot->n == n) {
    *out = *slot;
    return true;
  }
  query *q = db_ask(im->db, e, "SELECT customer, contract, shared FROM tickets WHERE n = ?", "i", n);
  if (!q || query_step(q, e) != 1) return false;
  ticket_facts t = { .n = n, .customer = query_column(q, 0), .shared = query_column(q, 2) != 0 };
  int64_t named = query_column(q, 1);
  query_reset(q);
  customer_facts who = { 0 };
  if (!named && !customer_facts_of(im, t.customer, &who, e)) return false;
  t.home = attribution(0, named, who.default_contract);
  *slot = *out = t;
  return true;
}

bool ticket_share(import *im, ticket_facts *t, int64_t contract_n, error *e) {
  if (t->shared || contract_n == t->home) return true;
  t->shared = true;
  if (im->tickets[t->n % TICKET_SLOTS].n == t->n) im->tickets[t->n % TICKET_SLOTS].shared = true;
  return db_run(im->db, e, "UPDATE tickets SET shared = 1 WHERE n = ?", "i", t->n);
}

// One row of work and where it is to go.
typedef struct move {
  int64_t contract, at, n, to, to_at;
} move;
typedef struct moves {
  move *list;
  size_t count, capacity;
} moves;

static void plan(moves *m, move one) {
  if (one.contract == one.to && one.at == one.to_at) return;
  if (m->count == m->capacity) {
    m->capacity = m->capacity ? m->capacity * 2 : 16;
    m->list = memory_grow(m->list, m->count * sizeof *m->list, m->capacity * sizeof *m->list);
  }
  m->list[m->count++] = one;
}

static bool move_entry(import *im, const move *m, error *e) {
  int64_t billed;
  if (!db_value(im->db, e, &billed, 0,
                "SELECT 1 FROM claims c WHERE c.contract = ? AND c." CLAIM_OF_WORK " AND c.at = ? AND "
                "" CLAIM_ENTRY("c") " = ? LIMIT 1",
                "iii", m->contract, m->at, m->n))
    return false;
  if (billed) return true;
  if (m->contract) mark_contract(im, m->contract);
  mark_time(im, m->to, m->to_at);
  return open_rows_drop(im->db, ITEM_TICKET, m->contract, m->at, m->n, e) &&
         db_run(im->db, e, "UPDATE time_entries SET contract = ?, at = ? WHERE contract = ? AND at = ? AND n = ?",
                "iiiii", m->to, m->to_at, m->contract, m->at, m->n);
}

static bool move_charge(import *im, const move *m, error *e) {
  int64_t billed;
  if (!db_value(im->db, e, &billed, 0,
                "SELECT 1 FROM claims WHERE contract = ? AND " CLAIM_OF_CHARGE " AND at = ? AND row = ?", "iii",
                m->contract, m->at, m->n))
    return false;
  if (billed) return true;
  if (m->contract) mark_contract(im, m->contract);
  mark_charge(im, m->to, (day)m->to_at);
  return open_rows_drop(im->db, ITEM_CHARGE, m->contract, m->at, m->n, e) &&
         db_run(im->db, e, "UPDATE charges SET contract = ? WHERE contract = ? AND day = ? AND n = ?", "iiii", m->to,
                m->contract, m->at, m->n);
}

typedef bool (*mover)(import *im, const move *m, error *e);

static bool move_all(import *im, moves *m, mover how, int got, error *e) {
  bool done = got == 0;
  for (size_t i = 0; done && i < m->count; i++) done = how(im, &m->list[i], e);
  memory_give(m->list);
  return done;
}

static bool move_entries(import *im, const ticket_facts *t, const zone *z, error *e) {
  query *q = db_ask(im->db, e, "SELECT contract, at, n, own_contract, start_utc FROM time_entries WHERE ticket = ?",
                    "i", t->n);
  moves m = { 0 };
  int got = -1;
  while (q && (got = query_step(q, e)) == 1)
    plan(&m, (move){ query_column(q, 0), query_column(q, 1), query_column(q, 2),
                     attribution(query_column(q, 3), t->home, 0), instant_minute(z, query_column(q, 4)) });
  return move_all(im, &m, move_entry, got, e);
}

static bool move_charges(import *im, const ticket_facts *t, error *e) {
  query *q = db_ask(im->db, e, "SELECT contract, day, n, own_contract FROM charges WHERE ticket = ?", "i", t->n);
  moves m = { 0 };
  int got = -1;
  while (q && (got = query_step(q, e)) == 1)
    plan(&m, (move){ query_column(q, 0), query_column(q, 1), query_column(q, 2),
                     attribution(query_column(q, 3), t->home, 0), query_column(q, 1) });
  return move_all(im, &m, move_charge, got, e);
}

// What stays behind because it was billed makes the ticket a shared one.
bool attribute_ticket(import *im, int64_t ticket, error *e) {
  ticket_facts t;
  customer_facts who;
  ticket_forget(im, ticket);
  if (!ticket_facts_of(im, ticket, &t, e) || !customer_facts_of(im, t.customer, &who, e)) return false;
  if (!move_entries(im, &t, who.zone, e) || !move_charges(im, &t, e)) return false;
  return ticket_shared_note(im->book, ticket, t.home, e);
}

// Attributes every ticket that the query names.
static bool attribute_tickets(import *im, query *q, error *e) {
  moves m = { 0 };
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) plan(&m, (move){ .n = query_column(q, 0), .to = -1 });
  bool done = got == 0;
  for (size_t i = 0; done && i < m.count; i++) done = attribute_ticket(im, m.list[i].n, e);
  memory_give(m.list);
  return done;
}

bool attribute_default(import *im, int64_t customer, int64_t before, error *e) {
  customer_facts who;
  if (!customer_facts_of(im, customer, &who, e)) return false;
  if (who.default_contract == before) return true;
  query *q = db_ask(im->db, e,
                    "SELECT DISTINCT t.n FROM (SELECT ticket FROM time_entries WHERE contract = ?1 UNION SELECT "
                    "ticket FROM charges WHERE contract = ?1) w JOIN tickets t ON t.n = w.ticket WHERE t.customer = "
                    "?2 AND t.contract IS NULL",
                    "ii", before, customer);
  if (!attribute_tickets(im, q, e)) return false;
  q = db_ask(im->db, e,
             "SELECT contract, day, n FROM charges WHERE contract = ? AND customer = ? AND own_contract IS "
             "NULL AND ticket IS NULL",
             "ii", before, customer);
  moves m = { 0 };
  int got = -1;
  while (q && (got = query_step(q, e)) == 1)
    plan(&m, (move){ query_column(q, 0), query_column(q, 1), query_column(q, 2), who.default_contract,
                     query_column(q, 1) });
  return move_all(im, &m, move_charge, got, e);
}

// The local day on which each ticket of a customer was closed, on its new clock.
static bool close_again(import *im, int64_t customer, const customer_facts *who, error *e) {
  query *q =
      db_ask(im->db, e, "SELECT n, closed_at FROM tickets WHERE customer = ? AND closed_at IS NOT NULL", "i", customer);
  moves m = { 0 };
  row r = { .name = "customers", .place = 0 };
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    day d;
    if (moment_day(im, &r, "zone", query_column_text(q, 1), who->zone, who->zone_name, &d))
      plan(&m, (move){ .n = query_column(q, 0), .at = d, .to = -1 });
  }
  bool done = got == 0;
  for (size_t i = 0; done && i < m.count; i++)
    done = db_run(im->db, e, "UPDATE tickets SET closed_on = ? WHERE n = ?", "ii", m.list[i].at, m.list[i].n);
  memory_give(m.list);
  return done;
}

bool attribute_customer(import *im, int64_t customer, error *e) {
  customer_facts who;
  if (!customer_facts_of(im, customer, &who, e) || !close_again(im, customer, &who, e)) return false;
  return attribute_tickets(im, db_ask(im->db, e, "SELECT n FROM tickets WHERE customer = ?", "i", customer), e);
}
