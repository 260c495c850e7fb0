// Why something is or is not in the batch.
#include "core/engine/why.h"
#include "core/engine/plan.h"
#include <string.h>

typedef struct answer { book *book; arena *arena; value *reasons; int64_t batch; day as_of; error *e; } answer;

static const char *date(answer *w, day d) {
  char text[DAY_TEXT];
  return arena_text(w->arena, day_format(d, text));
}

static void say(answer *w, const char *text) { value_append(w->arena, w->reasons, value_text(w->arena, text)); }

static const char *money(answer *w, int64_t amount, const contract *c) {
  char text[MONEY_TEXT];
  money_format(amount, c->exponent, text);
  return arena_format(w->arena, "%s %s", text, c->currency);
}

static bool newest_batch(answer *w, day today) {
  query *q = db_query(w->book->db, "SELECT n, as_of FROM batches WHERE state <> 'deleted' ORDER BY state = 'open' DESC, n DESC LIMIT 1", w->e);
  int step = q ? query_step(q, w->e) : -1;
  w->as_of = step == 1 ? (day)query_column(q, 1) : today;
  w->batch = step == 1 ? query_column(q, 0) : 0;
  if (q) query_reset(q);
  return step >= 0;
}

static const char *item_sentence(answer *w, const plan *p, const plan_item *item) {
  const char *id = plan_item_id(p, item, w->arena), *amount = money(w, item->amount, p->contract);
  if (item->excluded) return arena_format(w->arena, "%s, %s, is left out of batch %lld%s%s", id, amount, (long long)w->batch, item->note ? ": " : "", item->note ? item->note : "");
  if (item->due) return arena_format(w->arena, "%s, %s, is due%s", id, amount, item->overdue ? " and overdue" : "");
  if (item->ready_on == DAY_NEVER) return arena_format(w->arena, "%s, %s, is locked: its contract has no end yet", id, amount);
  return arena_format(w->arena, "%s, %s, is locked until %s: its contract period is still open", id, amount, date(w, item->ready_on));
}

static void contract_sentence(answer *w, const plan *p) {
  const contract *c = p->contract;
  if (p->state == PLAN_HELD) say(w, arena_format(w->arena, "contract %s is held: %s", c->id, p->reason));
  else if (p->state == PLAN_READY) say(w, arena_format(w->arena, "contract %s has %s due on %s", c->id, money(w, p->total, c), date(w, w->as_of)));
  else if (p->state == PLAN_LOCKED && p->ready_on == DAY_NEVER) say(w, arena_format(w->arena, "contract %s is locked: it bills when it has ended, and it has no end", c->id));
  else if (p->state == PLAN_LOCKED) say(w, arena_format(w->arena, "contract %s is locked until %s: it is still in an open contract period", c->id, date(w, p->ready_on)));
  else if (c->until <= w->as_of) say(w, arena_format(w->arena, "contract %s is empty: it ended on %s and nothing is unbilled", c->id, date(w, c->until - 1)));
  else say(w, arena_format(w->arena, "contract %s is empty: nothing is due", c->id));
}

// What the plan says of the contract as a whole, of one ticket (n), or of the items whose ids begin with `item`.
static bool ask_plan(answer *w, int64_t contract_n, int64_t ticket, const char *item) {
  contract c;
  const plan *p;
  planner *planner = planner_open(w->book, w->as_of, w->batch, w->e);
  bool ok = planner && contract_read(w->book->db, w->arena, contract_n, &c, w->e) && planner_plan(planner, &c, &p, w->e);
  if (ok && (p->state == PLAN_HELD || (!ticket && !item))) contract_sentence(w, p);
  for (size_t i = 0; ok && i < p->item_count; i++) {
    if (ticket ? p->items[i].ticket == ticket : !item || strncmp(plan_item_id(p, &p->items[i], w->arena), item, strlen(item)) == 0) say(w, item_sentence(w, p, &p->items[i]));
  }
  planner_close(planner);
  return ok;
}

// Bills that took rows of the query (contract, kind, at, row), each once.
static bool say_bills(answer *w, query *q) {
  int step = -1;
  while (q && (step = query_step(q, w->e)) == 1) {
    const char *kind = query_column_text(q, 0), *number = query_column_text(q, 1), *note = query_column_text(q, 4);
    int64_t batch = query_column(q, 3);
    if (strcmp(kind, "waiver") == 0) say(w, arena_format(w->arena, "given away in batch %lld: %s", (long long)batch, note ? note : ""));
    else if (strcmp(kind, "free") == 0) say(w, arena_format(w->arena, "taken by batch %lld at no charge: no invoice", (long long)batch));
    else if (number) say(w, arena_format(w->arena, "billed on invoice %s of %s", number, date(w, (day)query_column(q, 2))));
    else say(w, arena_format(w->arena, "on a draft invoice of batch %lld", (long long)batch));
  }
  return step == 0;
}

#define BILL_OF_CLAIM "SELECT DISTINCT b.kind, i.number, i.date, b.batch, b.note FROM claims m JOIN bills b ON b.n = m.line >> 20 LEFT JOIN invoices i ON i.n = b.invoice "

// Entries that no plan shows: of an open ticket, outside the contract's dates, without a contract.
static bool say_entries(answer *w, int64_t ticket) {
  query *q = db_ask(w->book->db, w->e,
                    "SELECT x.id, x.at / 1440, x.contract, k.id, k.start, k.\"end\", k.bill_from, k.work FROM time_entries x LEFT JOIN contracts k ON k.n = x.contract WHERE x.ticket = ? "
                    "AND NOT EXISTS (SELECT 1 FROM claims m WHERE m.contract = x.contract AND m.kind = 2 AND m.at = x.at AND m.row = x.n) ORDER BY x.at",
                    "i", ticket);
  int step = -1;
  while (q && (step = query_step(q, w->e)) == 1) {
    const char *entry = arena_format(w->arena, "its work %s of %s", query_column_text(q, 0), date(w, (day)query_column(q, 1))), *k = query_column_text(q, 3);
    day d = (day)query_column(q, 1);
    if (!k) say(w, arena_format(w->arena, "%s bills nowhere: it names no contract, and the customer has no default contract", entry));
    else if (d < query_column(q, 4)) say(w, arena_format(w->arena, "%s is not billable: contract %s starts on %s", entry, k, date(w, (day)query_column(q, 4))));
    else if (!query_column_null(q, 5) && d > query_column(q, 5)) say(w, arena_format(w->arena, "%s is not billable: contract %s ended on %s", entry, k, date(w, (day)query_column(q, 5))));
    else if (!query_column_null(q, 6) && d < query_column(q, 6)) say(w, arena_format(w->arena, "%s is not billable: contract %s bills from %s on", entry, k, date(w, (day)query_column(q, 6))));
    else if (d > w->as_of) say(w, arena_format(w->arena, "%s lies after %s, for which the batch asks", entry, date(w, w->as_of)));
  }
  return step == 0;
}

static bool say_status(answer *w, int64_t ticket) {
  query *q = db_ask(w->book->db, w->e, "SELECT status, closed, closed_on, (SELECT count(*) FROM time_entries x WHERE x.ticket = tickets.n) FROM tickets WHERE n = ?", "i", ticket);
  if (!q || query_step(q, w->e) != 1) return false;
  const char *status = query_column_text(q, 0);
  bool later = !query_column_null(q, 2) && query_column(q, 2) > w->as_of;
  if (!query_column(q, 1)) say(w, arena_format(w->arena, "the ticket is open (%s): work bills when its ticket is closed", status ? status : "no status"));
  else if (later) say(w, arena_format(w->arena, "the ticket counts as open: it was closed on %s, after %s", date(w, (day)query_column(q, 2)), date(w, w->as_of)));
  if (!query_column(q, 3)) say(w, "the ticket has no time entries");
  query_reset(q);
  return true;
}

static bool contracts_of(answer *w, int64_t ticket, int64_t **out, size_t *count) {
  query *q = db_ask(w->book->db, w->e, "SELECT contract FROM time_entries WHERE ticket = ?1 AND contract <> 0 UNION SELECT contract FROM charges WHERE ticket = ?1 AND contract <> 0", "i", ticket);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, w->e)) == 1) {
    *out = arena_grow(w->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}

static bool why_ticket(answer *w, int64_t ticket) {
  int64_t *contracts;
  size_t count;
  if (!say_status(w, ticket) || !contracts_of(w, ticket, &contracts, &count)) return false;
  for (size_t i = 0; i < count; i++)
    if (!ask_plan(w, contracts[i], ticket, NULL)) return false;
  return say_entries(w, ticket) && say_bills(w, db_ask(w->book->db, w->e, BILL_OF_CLAIM "JOIN time_entries x ON x.contract = m.contract AND x.at = m.at AND x.n = m.row WHERE m.kind = 2 AND x.ticket = ?", "i", ticket));
}

static bool why_charge(answer *w, const char *id) {
  int64_t contract = 0;
  if (!db_value(w->book->db, w->e, &contract, 0, "SELECT contract FROM charges WHERE id = ?", "t", id)) return false;
  if (!contract) say(w, "it bills nowhere: it names no contract, and the customer has no default contract");
  query *q = contract ? db_ask(w->book->db, w->e, "SELECT id FROM contracts WHERE n = ?", "i", contract) : NULL;
  const char *prefix = NULL;
  if (q && query_step(q, w->e) == 1) prefix = arena_format(w->arena, "%s:charge:%s", query_column_text(q, 0), id);
  if (q) query_reset(q);
  if (prefix && !ask_plan(w, contract, 0, prefix)) return false;
  return say_bills(w, db_ask(w->book->db, w->e, BILL_OF_CLAIM "JOIN charges x ON x.contract = m.contract AND x.day = m.at AND x.n = m.row WHERE m.kind = 3 AND x.id = ?", "t", id));
}

// An item's id begins with its contract's. What is billed is told by the contract's claims of periods.
static bool why_item(answer *w, const char *what, bool *found) {
  for (const char *colon = strchr(what, ':'); colon && !*found; colon = strchr(colon + 1, ':')) {
    int64_t contract = 0;
    day from;
    const char *id = arena_copy(w->arena, what, (size_t)(colon - what));
    if (!db_value(w->book->db, w->e, &contract, 0, "SELECT n FROM contracts WHERE id = ?", "t", id)) return false;
    if (!contract) continue;
    *found = true;
    if (!ask_plan(w, contract, 0, what)) return false;
    if (day_parse(colon + 1, strcspn(colon + 1, "."), &from) && !say_bills(w, db_ask(w->book->db, w->e, BILL_OF_CLAIM "WHERE m.contract = ? AND m.kind = 1 AND m.at = ?", "ii", contract, (int64_t)from))) return false;
  }
  return true;
}

static bool find(answer *w, const char *what, const char **kind) {
  int64_t contract = 0, ticket = 0, charge = 0;
  bool item = false;
  *kind = NULL;
  if (!db_value(w->book->db, w->e, &contract, 0, "SELECT n FROM contracts WHERE id = ?1 OR (id >= ?1 AND id < ?1 || char(1114111)) ORDER BY id <> ?1, id", "t", what)) return false;
  if (!db_value(w->book->db, w->e, &ticket, 0, "SELECT n FROM tickets WHERE id = ?", "t", what)) return false;
  if (!db_value(w->book->db, w->e, &charge, 0, "SELECT n FROM charges WHERE id = ?", "t", what)) return false;
  if (ticket) return (*kind = "ticket"), why_ticket(w, ticket);
  if (charge) return (*kind = "charge"), why_charge(w, what);
  if (contract) return (*kind = "contract"), ask_plan(w, contract, 0, NULL);
  if (!why_item(w, what, &item)) return false;
  if (item) *kind = "item";
  return item || error_set(w->e, ERROR_NOT_FOUND, "there is no contract, ticket, charge or item \"%s\"", what);
}

bool why(book *b, day today, const char *what, arena *a, value **out, error *e) {
  answer w = {.book = b, .arena = a, .reasons = value_list(a), .e = e};
  const char *kind;
  if (!newest_batch(&w, today) || !find(&w, what, &kind)) return false;
  if (w.reasons->as.list.count == 0) say(&w, arena_format(a, "nothing of it is unbilled on %s", date(&w, w.as_of)));
  *out = value_record(a);
  put_text(a, *out, "what", what);
  put_text(a, *out, "kind", kind);
  put_day(a, *out, "as_of", w.as_of);
  value_put(a, *out, "reasons", w.reasons);
  return true;
}
