// Whose rows are whose: work of one customer never lands on another one's bill without a word. A row may name a
// contract or a ticket of its own customer, of the customer that pays for it (bill_to), and of one that it pays for.
#include "core/engine/facts/facts.h"
#include "core/engine/import/import_inside.h"
#include <inttypes.h>
#include <string.h>

static int64_t reference(const record *x, const table *t, const char *name) {
  if (column_find(t, name) < 0) return 0;
  const field *f = &x->fields[column_at(t, name)];
  return f->type == FIELD_INT ? f->integer : 0;
}

// The customer of a contract; entries come in runs of one.
static bool contract_owner(import *im, int64_t contract_n, int64_t *out, error *e) {
  if (im->owned != contract_n) {
    if (!db_value(im->db, e, &im->owner, 0, "SELECT customer FROM contracts WHERE n = ?", "i", contract_n))
      return false;
    im->owned = contract_n;
  }
  *out = im->owner;
  return true;
}

static bool named_owner(import *im, const record *x, const row *r, const char *where, int64_t *out, error *e) {
  int64_t n = reference(x, r->table, where);
  ticket_facts t;
  *out = 0;
  if (!n) return true;
  if (!strcmp(where, "contract")) return contract_owner(im, n, out, e);
  if (!ticket_facts_of(im, n, &t, e)) return false;
  *out = t.customer;
  return true;
}

static const char *customer_id(import *im, int64_t n, error *e) {
  query *q = db_ask(im->db, e, "SELECT id FROM customers WHERE n = ?", "i", n);
  const char *id = q && query_step(q, e) == 1 ? shown(im, query_column_text(q, 0), query_column_length(q, 0)) : "?";
  if (q) query_reset(q);
  return id;
}

static bool refuse_stranger(import *im, const row *r, int64_t customer, int64_t owner, const char *where, error *e) {
  int64_t strange = 0;
  if (!owner || owner == customer) return true;
  if (!db_value(im->db, e, &strange, 0, "SELECT " STRANGERS("?1", "?2"), "ii", customer, owner)) return false;
  if (strange)
    row_fault(im, r, ERROR_INVALID, where, "bills on customer %s, and the row is of %s: neither is the other's bill_to",
              customer_id(im, owner, e), customer_id(im, customer, e));
  return true;
}

static bool check_named(import *im, const row *r, const record *new, int64_t customer, const char *where, error *e) {
  int64_t owner;
  return named_owner(im, new, r, where, &owner, e) && refuse_stranger(im, r, customer, owner, where, e);
}

static bool check_owner(import *im, const row *r, int64_t contract_n, int64_t customer, const char *where, error *e) {
  int64_t owner = 0;
  return (!contract_n || contract_owner(im, contract_n, &owner, e)) &&
         refuse_stranger(im, r, customer, owner, where, e);
}

bool owner_check(import *im, const row *r, const record *old, record *new, error *e) {
  static const char *const names[] = { "customer", "contract", "ticket" };
  const table *t = r->table;
  int64_t customer = reference(new, t, "customer");
  bool asked = !old->n;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    asked |= reference(old, t, names[i]) != reference(new, t, names[i]);
  if (im->faulty || !asked) return true;
  if (r->id == TABLE_TIME_ENTRIES) {
    if (!reference(new, t, "contract")) return true;
    if (!named_owner(im, new, r, "ticket", &customer, e)) return false;
  }
  if (!customer) return true;
  if (!check_named(im, r, new, customer, "contract", e)) return false;
  if (r->id != TABLE_CHARGES || im->faulty || !reference(new, t, "ticket")) return true;
  if (!check_named(im, r, new, customer, "ticket", e)) return false;
  // A ticket's contract may be that of the payer's payer.
  return im->faulty || check_owner(im, r, new->fields[0].integer, customer, "ticket", e);
}

bool site_owner_check(import *im, const row *r, const record *new, error *e) {
  int64_t site = reference(new, r->table, "site"), customer = reference(new, r->table, "customer"), owner = 0;
  if (im->faulty || !site) return true;
  if (!db_value(im->db, e, &owner, 0, "SELECT customer FROM sites WHERE n = ?", "i", site)) return false;
  if (owner != customer)
    row_fault(im, r, ERROR_INVALID, "site", "is a place of customer %s, and the contract is of %s",
              customer_id(im, owner, e), customer_id(im, customer, e));
  return true;
}

static void remember(import *im, const row *r, table_id of, int64_t n, int64_t other, const char *where) {
  im->owners = arena_grow(im->own, im->owners, im->owner_count, &im->owner_capacity, sizeof *im->owners);
  im->owners[im->owner_count++] = (owner_change){ { n, where, r->name, r->place }, of, other };
}

void owner_moved(import *im, const row *r, const record *old, const record *new) {
  const char *where = r->id == TABLE_CUSTOMERS ? "bill_to" : "customer";
  int64_t was = old->n ? reference(old, r->table, where) : 0;
  bool moved = was != reference(new, r->table, where);
  if (!moved && r->id == TABLE_TICKETS) {
    where = "contract";
    moved = reference(old, r->table, where) != reference(new, r->table, where);
  }
  if (old->n && moved) remember(im, r, r->id, new->n, was, where);
  if (r->id == TABLE_CONTRACTS && im->owned == new->n) im->owned = 0;
}

// Rows that name a contract, a ticket's first, and their customers' ids. What was billed stays where it was billed.
// clang-format off
#define UNBILLED_WORK "NOT EXISTS (SELECT 1 FROM claims c WHERE c.contract = x.contract AND c." CLAIM_OF_WORK " " \
  "AND c.at = x.at AND c.row = x.n)"
#define UNBILLED_CHARGE "NOT EXISTS (SELECT 1 FROM claims c WHERE c.contract = x.contract AND c." CLAIM_OF_CHARGE " " \
  "AND c.at = x.day AND c.row = x.n)"
#define NAMING(what, source, key) \
  "UNION ALL SELECT '" what " ' || " key " FROM " source " x JOIN contracts k ON k.n = x.contract " \
  "WHERE x.contract = ?1 AND " STRANGERS("x.customer", "k.customer") " "
static const char on_contract[] =
  "SELECT 'ticket ' || x.id FROM tickets x JOIN contracts k ON k.n = x.contract WHERE x.contract = ?1 "
  "AND " STRANGERS("x.customer", "k.customer") " "
  "AND NOT EXISTS (SELECT 1 FROM time_entries t JOIN claims c ON c.contract = t.contract AND c." CLAIM_OF_WORK " "
  "AND c.at = t.at AND c.row = t.n WHERE t.ticket = x.n) "
  "UNION ALL SELECT 'time entry ' || x.id FROM time_entries x JOIN tickets t ON t.n = x.ticket "
  "JOIN contracts k ON k.n = x.contract WHERE x.contract = ?1 AND x.own_contract = ?1 "
  "AND " STRANGERS("t.customer", "k.customer") " AND " UNBILLED_WORK " "
  "UNION ALL SELECT 'charge ' || x.id FROM charges x JOIN contracts k ON k.n = x.contract WHERE x.contract = ?1 "
  "AND x.own_contract = ?1 AND " STRANGERS("x.customer", "k.customer") " AND " UNBILLED_CHARGE " "
  NAMING("reading of", "readings", "x.meter") NAMING("device", "devices", "x.id") NAMING("rate", "rates", "x.code")
  "LIMIT 1";
static const char on_ticket[] =
  "SELECT 'time entry ' || x.id FROM time_entries x JOIN tickets t ON t.n = x.ticket "
  "JOIN contracts k ON k.n = x.own_contract WHERE x.ticket = ?1 AND " STRANGERS("t.customer", "k.customer") " "
  "UNION ALL SELECT 'charge ' || x.id FROM charges x JOIN tickets t ON t.n = x.ticket WHERE x.ticket = ?1 "
  "AND " STRANGERS("x.customer", "t.customer") " AND " UNBILLED_CHARGE " "
  "UNION ALL SELECT 'charge ' || x.id FROM charges x JOIN contracts k ON k.n = x.contract WHERE x.ticket = ?1 "
  "AND " STRANGERS("x.customer", "k.customer") " AND " UNBILLED_CHARGE " LIMIT 1";
static const char on_site[] =
  "SELECT 'contract ' || k.id FROM contracts k JOIN sites s ON s.n = k.site WHERE s.n = ?1 "
  "AND k.customer <> s.customer LIMIT 1";
// clang-format on

static bool check_rows(import *im, const owner_change *o, const char *sql, int64_t n, error *e) {
  query *q = db_ask(im->db, e, sql, "i", n);
  int got = q ? query_step(q, e) : -1;
  if (got == 1)
    pending_fault(im, &o->row, o->row.id,
                  o->table == TABLE_SITES ? "would leave %s at a place of another customer"
                                          : "would leave %s on another customer: neither would be the other's bill_to",
                  shown(im, query_column_text(q, 0), query_column_length(q, 0)));
  if (q) query_reset(q);
  return got >= 0;
}

// The contracts of both sides of a bill_to that is no more.
static bool check_contracts(import *im, const owner_change *o, error *e) {
  query *q = db_ask(im->db, e, "SELECT n FROM contracts WHERE customer IN (?, ?)", "ii", o->row.n, o->before);
  int64_t *contracts = NULL;
  size_t count = 0, capacity = 0, faults = im->invalid;
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    contracts = arena_grow(im->own, contracts, count, &capacity, sizeof *contracts);
    contracts[count++] = query_column(q, 0);
  }
  for (size_t i = 0; !got && i < count && im->invalid == faults; i++)
    if (!check_rows(im, o, on_contract, contracts[i], e)) return false;
  return got == 0;
}

static const char *naming(table_id id) {
  return id == TABLE_TICKETS ? on_ticket : id == TABLE_SITES ? on_site : on_contract;
}

bool owners_end(import *im, error *e) {
  for (size_t i = 0; i < im->owner_count; i++) {
    const owner_change *o = &im->owners[i];
    arena_reset(im->scratch);
    if (o->table == TABLE_CUSTOMERS ? !check_contracts(im, o, e) : !check_rows(im, o, naming(o->table), o->row.n, e))
      return false;
  }
  return true;
}
