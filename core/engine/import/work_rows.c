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
  return owner_check(im, r, old, new, e);
}

bool entry_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  const entry_columns *k = columns_of_entries();
  int64_t contract_n = new->fields[ON_CONTRACT].integer;
  if (old->n && old->fields[ON_CONTRACT].integer) mark_contract(im, old->fields[ON_CONTRACT].integer);
  if (!store_unlist(im, TABLE_TIME_ENTRIES, old, e)) return false;
  mark_time(im, contract_n, new->fields[ON_AT].integer);
  ticket_facts ticket;
  if (!ticket_facts_of(im, new->fields[k->ticket].integer, &ticket, e)) return false;
  return (contract_n == ticket.home || ticket_share(im, &ticket, contract_n, e)) && note_entry(im, r, &ticket, new, e);
}

// What of a charge is money: as given, and in the currency that it is billed in, of `decimals` decimals.
typedef struct charge_money {
  const field *currency, *off, *quantity, *price;
  const char *billed_in, *contract_id;  // contract_id NULL: bills nowhere yet
  int decimals;
} charge_money;

// The currency of the contract that it bills on; where there is none, its own, else its customer's.
static bool read_currency(import *im, const record *new, int64_t customer, charge_money *m, error *e) {
  int64_t contract_n = new->fields[ON_CONTRACT].integer;
  query *q = db_ask(im->db, e,
                    "SELECT coalesce(k.currency, p.currency, CASE WHEN k.n IS NULL THEN ?3 END, c.currency, ?4), k.id "
                    "FROM customers c LEFT JOIN contracts k ON k.n = ?1 LEFT JOIN customers p ON p.n = k.customer "
                    "WHERE c.n = ?2",
                    "iitt", contract_n, customer, m->currency->text, im->book->currency);
  if (!q || query_step(q, e) != 1) return false;
  m->billed_in = arena_text(im->scratch, query_column_text(q, 0));
  m->contract_id = contract_n ? arena_text(im->scratch, query_column_text(q, 1)) : NULL;
  m->decimals = currency_exponent(m->billed_in);
  query_reset(q);
  return true;
}

// An amount off turns no line round: below zero it would be a surcharge, above the line a credit that nobody asked for.
static void check_amount_off(import *im, const row *r, const charge_money *m) {
  decimal quantity, price;
  int64_t off, line;
  if (!money_parse(m->off->text, m->off->length, m->decimals, &off)) {
    row_fault(im, r, ERROR_INVALID, "discount", "\"%s\" has more decimals than an amount of %s, which has %d",
              m->off->text, m->billed_in, m->decimals);
    return;
  }
  if (off < 0) row_fault(im, r, ERROR_INVALID, "discount", "\"%s\" is below zero", m->off->text);
  if (off <= 0 || !decimal_parse(m->quantity->text, m->quantity->length, &quantity) ||
      !decimal_parse(m->price->text, m->price->length, &price) ||
      !money_amount(quantity, price, m->decimals, ROUND_HALF_UP, &line))
    return;
  char of[MONEY_TEXT];
  money_format(line < 0 ? -line : line, m->decimals, of);
  if (off > (line < 0 ? -line : line))
    row_fault(im, r, ERROR_INVALID, "discount", "\"%s\" is more than the line comes to, %s", m->off->text, of);
}

// Whether what an amount off depends on is new. What a book of before holds may come again as it is.
static bool money_changed(const row *r, const record *old, const record *new) {
  static const char *const names[] = { "quantity", "unit_price", "discount" };
  bool changed = !old->n;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t at = column_at(r->table, names[i]);
    changed = changed || !field_same(&r->table->columns[at], &old->fields[at], &new->fields[at]);
  }
  return changed;
}

static bool check_money(import *im, const row *r, const record *old, const record *new, int64_t customer, error *e) {
  charge_money m = { .currency = &new->fields[column_at(r->table, "currency")],
                     .off = &new->fields[column_at(r->table, "discount")],
                     .quantity = &new->fields[column_at(r->table, "quantity")],
                     .price = &new->fields[column_at(r->table, "unit_price")] };
  bool amount_off = m.off->type == FIELD_TEXT && !strchr(m.off->text, '%');
  if (m.currency->type != FIELD_TEXT && !amount_off) return true;
  if (!read_currency(im, new, customer, &m, e)) return false;
  if (m.contract_id && m.currency->type == FIELD_TEXT && strcmp(m.billed_in, m.currency->text))
    row_fault(im, r, ERROR_INVALID, "currency", "\"%s\" is not that of its contract %s, %s", m.currency->text,
              m.contract_id, m.billed_in);
  if (amount_off && money_changed(r, old, new)) check_amount_off(im, r, &m);
  return true;
}

bool charge_check(import *im, const row *r, const record *old, record *new, error *e) {
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
  return check_money(im, r, old, new, customer->integer, e) && owner_check(im, r, old, new, e);
}

bool charge_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  const field *ticket = &new->fields[column_at(r->table, "ticket")];
  int64_t contract_n = new->fields[ON_CONTRACT].integer;
  if (old->n && old->fields[ON_CONTRACT].integer) mark_contract(im, old->fields[ON_CONTRACT].integer);
  if (!store_unlist(im, TABLE_CHARGES, old, e)) return false;
  mark_charge(im, contract_n, (day) new->fields[ON_AT].integer);
  if (contract_n && new->fields[column_at(r->table, "tax")].type == FIELD_TEXT) note_charge_tax(im, r, contract_n);
  ticket_facts home;
  if (ticket->type != FIELD_INT) return true;
  if (!ticket_facts_of(im, ticket->integer, &home, e)) return false;
  return contract_n == home.home || ticket_share(im, &home, contract_n, e);
}
