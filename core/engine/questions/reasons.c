// Reasons in words: where rows went, and what keeps those that are not billed.
#include "core/engine/questions/reasons_inside.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// A time entry or a charge, and what became of it.
typedef struct fact {
  item_kind kind;  // ITEM_TICKET, ITEM_CHARGE
  const char *id;
  int64_t contract, n, line;  // line -1: not claimed
  day date;
  int64_t minutes;
  bool billable;
  const char *reason;
} fact;

typedef struct ticket {
  const char *id, *status, *customer;
  bool closed;
  day closed_on;
} ticket;

void why_say(asking *w, const char *format, ...) {
  va_list values;
  va_start(values, format);
  int length = vsnprintf(NULL, 0, format, values);
  va_end(values);
  char *text = arena_alloc(w->arena, (size_t)length + 1);
  va_start(values, format);
  vsnprintf(text, (size_t)length + 1, format, values);
  va_end(values);
  value_append(w->arena, w->reasons, value_text(w->arena, text));
}

const char *why_date(asking *w, day d) {
  char text[DAY_TEXT];
  return arena_text(w->arena, day_format(d, text));
}

const char *why_period(asking *w, day from, day until) {
  char text[DAY_TEXT];
  return arena_format(w->arena, "%s – %s", why_date(w, from), until == DAY_NEVER ? "" : day_format(until - 1, text));
}

const char *why_money(asking *w, int64_t amount) {
  char text[MONEY_TEXT];
  money_format(amount, w->contract.exponent, text);
  return arena_format(w->arena, "%s %s", text, w->contract.currency);
}

static const char *hours_number(arena *a, int64_t minutes) {
  char text[DECIMAL_TEXT];
  size_t length = decimal_format(decimal_ratio(minutes, 60, 4), 0, text);
  return arena_copy(a, text, length);
}

static const char *hours(asking *w, int64_t minutes) {
  return arena_format(w->arena, "%s %s", hours_number(w->arena, minutes), minutes == 60 ? "hour" : "hours");
}

bool why_plan(asking *w, int64_t n) {
  assert(n > 0);  // 0 stands for no contract, and would pass for the one that was planned before
  if (w->plan && w->contract.n == n) return true;
  if (!w->planner && !(w->planner = planner_open(w->book, w->as_of, w->batch, w->e))) return false;
  w->plan = NULL;
  return contract_read(w->book->db, w->arena, n, &w->contract, w->e) &&
         planner_plan(w->planner, &w->contract, &w->plan, w->e);
}

static bool selected(asking *w, bool *out) {
  int64_t chosen = 0;
  if (!db_value(w->book->db, w->e, &chosen, 0, "SELECT chosen FROM previews WHERE batch = ? AND contract = ?", "ii",
                w->batch, w->contract.n))
    return false;
  *out = chosen != 0;
  return true;
}

static bool due_state(asking *w, const plan_item *item, const char **out) {
  const char *amount = why_money(w, item->amount), *overdue = item->overdue ? " and overdue" : "";
  bool chosen = false;
  if (!w->batch) *out = arena_format(w->arena, "due%s, %s: no batch was made yet", overdue, amount);
  else if (!w->open)
    *out = arena_format(w->arena, "due%s, %s: batch %lld did not take it, the next one can", overdue, amount,
                        (long long)w->batch);
  else if (!selected(w, &chosen)) return false;
  else
    *out = arena_format(w->arena, "due%s, %s, and %s in batch %lld", overdue, amount,
                        chosen ? "selected" : "not selected", (long long)w->batch);
  return true;
}

bool why_item_state(asking *w, const plan_item *item, const char **out) {
  if (item->held && item->due) *out = arena_format(w->arena, "held, it cannot be priced: %s", item->held);
  else if (item->excluded)
    *out = arena_format(w->arena, "left out of batch %lld%s%s", (long long)w->batch, item->note ? ": " : "",
                        item->note ? item->note : "");
  else if (item->due) return due_state(w, item, out);
  else if (item->waits)
    *out = arena_format(w->arena, "locked%s%s: %s", item->ready_on == DAY_NEVER ? "" : " until ",
                        item->ready_on == DAY_NEVER ? "" : why_date(w, item->ready_on), item->waits);
  else if (item->until && item->ready_on == item->until)
    *out = arena_format(w->arena, "locked until %s: its period %s is still open", why_date(w, item->ready_on),
                        why_period(w, item->from, item->until));
  else *out = arena_format(w->arena, "locked until %s", why_date(w, item->ready_on));
  if (item->held && !item->due) *out = arena_format(w->arena, "%s; it cannot be priced: %s", *out, item->held);
  return true;
}

static const char *billed(asking *w, const query *q) {
  const char *kind = query_column_text(q, 0), *note = query_column_text(q, 2), *number = query_column_text(q, 4),
             *credit = query_column_text(q, 6);
  long long batch = query_column(q, 1);
  if (strcmp(kind, "waiver") == 0) return arena_format(w->arena, "waived in batch %lld: %s", batch, note ? note : "");
  if (strcmp(kind, "free") == 0)
    return arena_format(w->arena, "covered by batch %lld at no charge: it needs no invoice", batch);
  if (!number) return arena_format(w->arena, "on draft D%lld of batch %lld", (long long)query_column(q, 3), batch);
  const char *where = arena_format(w->arena, "billed on invoice %s (%s)", number, why_date(w, (day)query_column(q, 5)));
  return credit ? arena_format(w->arena, "%s, and credited on %s (%s)", where, credit,
                               why_date(w, (day)query_column(q, 7)))
                : where;
}

bool why_claim(asking *w, int64_t line, const char **out) {
  // clang-format off
  query *q = db_ask(w->book->db, w->e,
                    "SELECT b.kind, b.batch, b.note, i.n, i.number, i.date, n.number, n.date FROM bills b "
                    "LEFT JOIN invoices i ON i.n = b.invoice LEFT JOIN credits c ON c.credited = ?2 "
                    "LEFT JOIN bills r ON r.n = " BILL_OF("c.line") " LEFT JOIN invoices n ON n.n = r.invoice "
                    "WHERE b.n = ?1",
                    "ii", line_bill(line), line);
  // clang-format on
  int step = q ? query_step(q, w->e) : -1;
  *out = step == 1 ? billed(w, q) : "claimed by a bill that is gone: run billet verify";
  if (q) query_reset(q);
  return step >= 0;
}

// Outside the dates between which the contract bills; NULL where it is inside.
static const char *outside(asking *w, day date) {
  const contract *c = &w->contract;
  if (date < c->start)
    return arena_format(w->arena, "outside contract %s, which starts on %s", c->id, why_date(w, c->start));
  if (date >= c->until)
    return arena_format(w->arena, "outside contract %s, which ended on %s", c->id, why_date(w, c->until - 1));
  if (date < c->bill_from)
    return arena_format(w->arena, "before %s, from which contract %s bills", why_date(w, c->bill_from), c->id);
  return NULL;
}

static const char *waits_for_ticket(asking *w, const ticket *t) {
  if (!t || w->contract.any_work) return NULL;
  if (!t->closed)
    return arena_format(w->arena, "ticket %s is open%s%s%s: work bills when its ticket is closed", t->id,
                        t->status ? " (" : "", t->status ? t->status : "", t->status ? ")" : "");
  if (t->closed_on > w->as_of)
    return arena_format(w->arena, "ticket %s was closed on %s: it counts as open on %s", t->id,
                        why_date(w, t->closed_on), why_date(w, w->as_of));
  return NULL;
}

static const plan_item *item_of(const asking *w, const fact *f) {
  const plan *p = w->plan;
  for (size_t i = 0; f->kind == ITEM_CHARGE && i < p->item_count; i++)
    if (p->items[i].kind == ITEM_CHARGE && p->items[i].row == f->n) return &p->items[i];
  for (size_t i = 0; f->kind == ITEM_TICKET && i < p->entry_count; i++)
    if (p->entries[i].n == f->n && p->entries[i].item != UINT32_MAX) return &p->items[p->entries[i].item];
  return NULL;
}

// Work on a contract that bills once, and has; NULL for others.
static const char *billed_once(asking *w, const fact *f) {
  // clang-format off
  query *q = db_ask(w->book->db, w->e,
                    "SELECT i.number, i.date, i.n FROM settled_periods s JOIN bills b ON b.n = " BILL_OF("s.line") " "
                    "LEFT JOIN invoices i ON i.n = b.invoice WHERE s.contract = ?1 AND s.key IS NOT NULL "
                    "AND s.released IS NULL AND s.from_day <= ?2 ORDER BY s.from_day DESC LIMIT 1",
                    "ii", f->contract, (int64_t)f->date);
  // clang-format on
  const char *out = NULL;
  if (q && query_step(q, w->e) == 1) {
    const char *number = query_column_text(q, 0);
    out = number ? arena_format(w->arena, "contract %s bills its work once, and has on invoice %s (%s)", w->contract.id,
                                number, why_date(w, (day)query_column(q, 1)))
                 : arena_format(w->arena, "contract %s bills its work once, and has on draft D%lld", w->contract.id,
                                (long long)query_column(q, 2));
  }
  if (q) query_reset(q);
  return out;
}

static bool keeps(asking *w, const ticket *t, const fact *f, const char **out) {
  if (!f->contract) {
    *out = arena_format(w->arena, "it names no contract and customer %s has no default contract", t->customer);
    return true;
  }
  if (!why_plan(w, f->contract)) return false;
  *out = outside(w, f->date);
  if (!*out && f->kind == ITEM_TICKET) *out = waits_for_ticket(w, t);
  if (!*out && plan_fails(w->plan))
    *out = arena_format(w->arena, "contract %s is held: %s", w->contract.id, w->plan->reason);
  const plan_item *item = *out ? NULL : item_of(w, f);
  if (item) return why_item_state(w, item, out);
  if (!*out) *out = billed_once(w, f);
  if (!*out) *out = arena_format(w->arena, "after %s, for which is asked", why_date(w, w->as_of));
  return true;
}

static bool facts_read(asking *w, query *q, fact **facts, size_t *count) {
  size_t capacity = 0;
  int step = -1;
  *facts = NULL;
  *count = 0;
  while (q && (step = query_step(q, w->e)) == 1) {
    *facts = arena_grow(w->arena, *facts, *count, &capacity, sizeof **facts);
    (*facts)[(*count)++] = (fact){ .kind = (item_kind)query_column(q, 0),
                                   .id = arena_text(w->arena, query_column_text(q, 1)),
                                   .contract = query_column(q, 2),
                                   .n = query_column(q, 3),
                                   .date = (day)query_column(q, 4),
                                   .minutes = query_column(q, 5),
                                   .billable = query_column(q, 6) != 0,
                                   .line = query_column_null(q, 7) ? -1 : query_column(q, 7) };
  }
  return step == 0;
}

// Rows that share a reason are told together.
static void say_facts(asking *w, const fact *facts, size_t count, size_t at) {
  const fact *first = &facts[at];
  day from = first->date, last = from;
  int64_t minutes = 0, alike = 0;
  for (size_t i = at; i < count; i++) {
    const fact *f = &facts[i];
    if (f->kind != first->kind || f->billable != first->billable || strcmp(f->reason, first->reason) != 0) continue;
    from = f->date < from ? f->date : from;
    last = f->date > last ? f->date : last;
    minutes += f->minutes;
    alike++;
  }
  const char *when = from == last ? why_date(w, from) : why_period(w, from, last + 1);
  if (first->kind == ITEM_CHARGE && alike == 1) why_say(w, "charge %s of %s: %s", first->id, when, first->reason);
  else if (first->kind == ITEM_CHARGE) why_say(w, "%lld charges of %s: %s", (long long)alike, when, first->reason);
  else
    why_say(w, "%s of work on %s%s: %s", hours(w, minutes), when, first->billable ? "" : ", not billable",
            first->reason);
}

static bool told(const fact *facts, size_t at) {
  for (size_t i = 0; i < at; i++)
    if (facts[i].kind == facts[at].kind && facts[i].billable == facts[at].billable &&
        strcmp(facts[i].reason, facts[at].reason) == 0)
      return true;
  return false;
}

// With what became of each.
static bool facts_told(asking *w, const ticket *t, query *q, fact **out, size_t *count) {
  if (!facts_read(w, q, out, count)) return false;
  for (size_t i = 0; i < *count; i++) {
    fact *f = &(*out)[i];
    if (!(f->line < 0 ? keeps(w, t, f, &f->reason) : why_claim(w, f->line, &f->reason))) return false;
  }
  return true;
}

static bool tell_facts(asking *w, const ticket *t, query *q) {
  fact *facts;
  size_t count;
  if (!facts_told(w, t, q, &facts, &count)) return false;
  for (size_t i = 0; i < count; i++)
    if (!told(facts, i)) say_facts(w, facts, count, i);
  return true;
}

static bool ticket_read(asking *w, int64_t n, ticket *out) {
  query *q = db_ask(w->book->db, w->e,
                    "SELECT t.id, t.status, c.id, t.closed, t.closed_on FROM tickets t JOIN customers c ON c.n = "
                    "t.customer WHERE t.n = ?",
                    "i", n);
  if (!q || query_step(q, w->e) != 1) return false;
  *out = (ticket){ arena_text(w->arena, query_column_text(q, 0)), arena_text(w->arena, query_column_text(q, 1)),
                   arena_text(w->arena, query_column_text(q, 2)), query_column(q, 3) != 0,
                   query_column_null(q, 4) ? DAY_MIN : (day)query_column(q, 4) };
  query_reset(q);
  return true;
}

// clang-format off
// The line that claims row x, and the columns of a fact. Its kind is bound at `kind`.
#define CLAIMING_LINE(kind, at) \
  "(SELECT c.line FROM claims c WHERE c.contract = x.contract AND c." kind " AND c.at = " at " AND c.row = x.n)"
#define WORK_FACTS(kind) \
  "SELECT " kind ", x.id, x.contract, x.n, x.at / 1440, x.minutes, x.billable, " \
  CLAIMING_LINE(CLAIM_OF_WORK, "x.at") " FROM time_entries x "
#define CHARGE_FACTS(kind) \
  "SELECT " kind ", x.id, x.contract, x.n, x.day, 0, 1, " CLAIMING_LINE(CLAIM_OF_CHARGE, "x.day") " FROM charges x "
#define TICKET_FACTS \
  WORK_FACTS("?2") "WHERE x.ticket = ?1 UNION ALL " CHARGE_FACTS("?3") "WHERE x.ticket = ?1 ORDER BY 3, 1, 5, 4"
// clang-format on

bool why_ticket(asking *w, int64_t n) {
  ticket t;
  if (!ticket_read(w, n, &t)) return false;
  query *q = db_ask(w->book->db, w->e, TICKET_FACTS, "iii", n, (int64_t)ITEM_TICKET, (int64_t)ITEM_CHARGE);
  if (!tell_facts(w, &t, q)) return false;
  if (w->reasons->as.list.count == 0) why_say(w, "ticket %s has no work and no charges", t.id);
  return true;
}

bool why_ticket_rows(asking *w, int64_t n, value *list) {
  arena *a = w->arena;
  ticket t;
  fact *facts;
  size_t count;
  if (!ticket_read(w, n, &t) ||
      !facts_told(w, &t, db_ask(w->book->db, w->e, TICKET_FACTS, "iii", n, (int64_t)ITEM_TICKET, (int64_t)ITEM_CHARGE),
                  &facts, &count))
    return false;
  for (size_t i = 0; i < count; i++) {
    const fact *f = &facts[i];
    bool work = f->kind == ITEM_TICKET;
    value *v = value_record(a);
    put_text(a, v, "entry", work ? f->id : NULL);
    put_text(a, v, "charge", work ? NULL : f->id);
    put_day(a, v, "date", f->date);
    put_text(a, v, "hours", work ? hours_number(a, f->minutes) : NULL);
    put_bool(a, v, "billable", f->billable);
    put_text(a, v, "what", f->reason);
    value_append(a, list, v);
  }
  return true;
}

// A tax of its own that an unbilled charge will not bear.
static bool tell_untaxed(asking *w, const char *id) {
  query *q = db_ask(w->book->db, w->e,
                    "SELECT x.tax, k.id FROM charges x JOIN contracts k ON k.n = x.contract JOIN customers c ON c.n = "
                    "k.customer WHERE x.id = ? AND x.tax IS NOT NULL AND c.tax_exempt = 0 AND ifnull(k.taxable, k.tax "
                    "IS NOT NULL) = 0 AND " CLAIMING_LINE(CLAIM_OF_CHARGE, "x.day") " IS NULL",
                    "t", id);
  int step = q ? query_step(q, w->e) : -1;
  if (step == 1)
    why_say(w, "it names the tax %s and bills none: contract %s is not taxable", query_column_text(q, 0),
            query_column_text(q, 1));
  if (q) query_reset(q);
  return step >= 0;
}

bool why_charge(asking *w, const char *id) {
  ticket t = { 0 };
  query *q = db_ask(w->book->db, w->e,
                    "SELECT c.id FROM charges x LEFT JOIN tickets t ON t.n = x.ticket JOIN customers c ON c.n = "
                    "ifnull(t.customer, x.customer) WHERE x.id = ?",
                    "t", id);
  if (!q || query_step(q, w->e) != 1) return false;
  t.customer = arena_text(w->arena, query_column_text(q, 0));
  query_reset(q);
  return tell_facts(w, &t,
                    db_ask(w->book->db, w->e, CHARGE_FACTS("?2") "WHERE x.id = ?1", "ti", id, (int64_t)ITEM_CHARGE)) &&
         tell_untaxed(w, id);
}
