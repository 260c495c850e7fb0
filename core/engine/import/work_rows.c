// Import rules of time entries and charges: their time, their contract.
#include "core/base/money.h"
#include "core/engine/facts/facts.h"
#include "core/engine/import/import_inside.h"
#include <inttypes.h>
#include <string.h>

enum { ON_CONTRACT, ON_AT };  // the first two columns of both tables: the resolved contract, the local minute or day

typedef struct entry_columns {
  size_t ticket, start, end, minutes, contract;
} entry_columns;

static const entry_columns *columns_of_entries(void) {
  static entry_columns c;
  const table *t = table_of(TABLE_TIME_ENTRIES);
  if (!c.ticket)
    c = (entry_columns){ column_at(t, "ticket"), column_at(t, "start"), column_at(t, "end"), column_at(t, "minutes"),
                         column_at(t, "contract") };
  return &c;
}

static bool read_start(import *im, const row *r, const customer_facts *who, const record *old, field *start) {
  const entry_columns *k = columns_of_entries();
  const cell *c = &r->cells[k->start];
  if (c->state == CELL_ABSENT && old->n) return true;
  *start = (field){ .type = FIELD_NULL };
  if (c->state != CELL_GIVEN)
    return row_fault(im, r, ERROR_INVALID, "start",
                     c->state == CELL_EMPTY ? "is empty, but must be given" : "is missing");
  int64_t utc;
  if (!instant_read(im, r, "start", c->text, c->length, who->zone, who->zone_name, &utc)) return false;
  *start = field_int(utc);
  return true;
}

// Elapsed real time to the nearest minute, half up.
static void read_minutes(import *im, const row *r, const customer_facts *who, int64_t start, field *minutes) {
  const entry_columns *k = columns_of_entries();
  const cell *c = &r->cells[k->end];
  if (c->state != CELL_GIVEN) {
    if (minutes->type != FIELD_INT) row_fault(im, r, ERROR_INVALID, NULL, "give end or minutes");
    return;
  }
  int64_t end;
  if (!instant_read(im, r, "end", c->text, c->length, who->zone, who->zone_name, &end)) return;
  const column *limits = &r->table->columns[k->minutes];
  int64_t elapsed = (end - start + 30) / 60;
  if (end < start) row_fault(im, r, ERROR_INVALID, "end", "\"%s\" is before start", shown(im, c->text, c->length));
  else if (elapsed > limits->most)
    row_fault(im, r, ERROR_INVALID, "end", "\"%s\" is more than ten years after start", shown(im, c->text, c->length));
  else if (r->cells[k->minutes].state == CELL_GIVEN && minutes->integer != elapsed)
    row_fault(im, r, ERROR_INVALID, "minutes",
              "\"%" PRId64 "\" does not agree with end: from start to end are %" PRId64, minutes->integer, elapsed);
  else *minutes = field_int(elapsed);
}

bool entry_check(import *im, const row *r, const record *old, record *new, error *e) {
  const entry_columns *k = columns_of_entries();
  if (new->fields[k->ticket].type != FIELD_INT) return true;
  ticket_facts ticket;
  customer_facts who;
  if (!ticket_facts_of(im, new->fields[k->ticket].integer, &ticket, e) ||
      !customer_facts_of(im, ticket.customer, &who, e))
    return false;
  field *start = &new->fields[k->start];
  if (!read_start(im, r, &who, old, start)) return true;
  read_minutes(im, r, &who, start->integer, &new->fields[k->minutes]);
  const field *own = &new->fields[k->contract];
  new->fields[ON_CONTRACT] = field_int(attribution(own->type == FIELD_INT ? own->integer : 0, ticket.home, 0));
  new->fields[ON_AT] = field_int(instant_minute(who.zone, start->integer));
  return true;
}

bool entry_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  (void)r;
  const entry_columns *k = columns_of_entries();
  int64_t contract_n = new->fields[ON_CONTRACT].integer;
  if (old->n && old->fields[ON_CONTRACT].integer) mark_contract(im, old->fields[ON_CONTRACT].integer);
  mark_time(im, contract_n, new->fields[ON_AT].integer);
  ticket_facts ticket;
  if (!ticket_facts_of(im, new->fields[k->ticket].integer, &ticket, e)) return false;
  return contract_n == ticket.home || ticket_share(im, &ticket, contract_n, e);
}

// A charge is in its contract's currency, and an amount off it has no more decimals than that.
static bool check_currency(import *im, const row *r, const record *new, error *e) {
  const field *currency = &new->fields[column_at(r->table, "currency")],
              *off = &new->fields[column_at(r->table, "discount")];
  int64_t contract_n = new->fields[ON_CONTRACT].integer, minor;
  if (!contract_n || (currency->type != FIELD_TEXT && off->type != FIELD_TEXT)) return true;
  query *q = db_ask(im->db, e,
                    "SELECT ifnull(k.currency, ifnull(c.currency, ?)), k.id FROM contracts k JOIN customers c ON c.n "
                    "= k.customer WHERE k.n = ?",
                    "ti", im->book->currency, contract_n);
  if (!q || query_step(q, e) != 1) return false;
  const char *its = query_column_text(q, 0), *id = query_column_text(q, 1);
  int decimals = currency_exponent(its);
  if (currency->type == FIELD_TEXT && strcmp(its, currency->text))
    row_fault(im, r, ERROR_INVALID, "currency", "\"%s\" is not that of its contract %s, %s", currency->text, id, its);
  if (off->type == FIELD_TEXT && !strchr(off->text, '%') &&
      !money_parse(off->text, strlen(off->text), decimals, &minor))
    row_fault(im, r, ERROR_INVALID, "discount", "\"%s\" has more decimals than an amount of %s, which has %d",
              off->text, its, decimals);
  query_reset(q);
  return true;
}

bool charge_check(import *im, const row *r, const record *old, record *new, error *e) {
  (void)old;
  const field *own = &new->fields[column_at(r->table, "contract")],
              *ticket = &new->fields[column_at(r->table, "ticket")];
  const field *customer = &new->fields[column_at(r->table, "customer")];
  if (im->faulty || customer->type != FIELD_INT) return true;
  bool named = own->type == FIELD_INT, ticketed = ticket->type == FIELD_INT;
  ticket_facts of = { 0 };
  customer_facts who = { 0 };
  if (!named &&
      !(ticketed ? ticket_facts_of(im, ticket->integer, &of, e) : customer_facts_of(im, customer->integer, &who, e)))
    return false;
  new->fields[ON_CONTRACT] = field_int(attribution(named ? own->integer : 0, of.home, who.default_contract));
  return check_currency(im, r, new, e);
}

bool charge_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  const field *ticket = &new->fields[column_at(r->table, "ticket")];
  int64_t contract_n = new->fields[ON_CONTRACT].integer;
  if (old->n && old->fields[ON_CONTRACT].integer) mark_contract(im, old->fields[ON_CONTRACT].integer);
  mark_charge(im, contract_n, (day) new->fields[ON_AT].integer);
  ticket_facts home;
  if (ticket->type != FIELD_INT) return true;
  if (!ticket_facts_of(im, ticket->integer, &home, e)) return false;
  return contract_n == home.home || ticket_share(im, &home, contract_n, e);
}
