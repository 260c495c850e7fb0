// Batches and items as values.
#include "core/command/answers/answers_inside.h"
#include <string.h>

static const char *decimal_text(arena *a, decimal number, int places) {
  char text[DECIMAL_TEXT];
  size_t length = decimal_format(number, places, text);
  return arena_copy(a, text, length);
}

value *details_answer(context *c, const batch *batch, error *e) {
  arena *a = c->arena;
  batch_details d;
  if (!batch_details_read(c->book, batch, a, &d, e)) return NULL;
  value *out = value_record(a), *totals = value_list(a);
  put_int(a, out, "bills_to_create", d.bills);
  put_int(a, out, "unbilled_tickets", d.tickets);
  put_text(a, out, "hours_worked", hours_text(a, d.minutes));
  put_int(a, out, "held", d.held);
  for (size_t i = 0; i < d.count; i++) {
    const batch_sum *s = &d.sums[i];
    value *row = value_record(a);
    put_text(a, row, "currency", s->currency);
    put_money(a, row, "billable_amount", s->amount, s->exponent);
    put_money(a, row, "tax", s->tax, s->exponent);
    put_money(a, row, "total", s->amount + s->tax, s->exponent);
    value_append(a, totals, row);
  }
  value_put(a, out, "totals", totals);
  return out;
}

// The contract list of a batch as a stream: which ones they are is read with the first of them, each when it is asked
// for, so that nobody waits for who prints them.
typedef struct contract_rows {
  db *db;
  arena *arena;
  int64_t batch;
  batch_filter filter;
  bool listed;
  int64_t *list;
  size_t count, at;
} contract_rows;

#define CONTRACT_FILTER                                                                                  \
  "(?2 IS NULL OR k.type = ?2) AND (?3 IS NULL OR (?3 = 'yes') = ifnull(k.taxable, k.tax IS NOT NULL)) " \
  "AND (?4 IS NULL OR c.n = ?4) AND (?5 IS NULL OR ?5 <> 'ready' OR p.state = 'ready')"

static bool list_contracts(contract_rows *r, error *e) {
  query *q = db_ask(r->db, e,
                    "SELECT k.n FROM previews p JOIN contracts k ON k.n = p.contract JOIN customers c ON c.n = "
                    "k.customer WHERE p.batch = ?1 AND " CONTRACT_FILTER " ORDER BY c.name, k.name, k.id",
                    "ittkt", r->batch, r->filter.type, r->filter.taxable, r->filter.customer, r->filter.periods);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    r->list = arena_grow(r->arena, r->list, r->count, &capacity, sizeof *r->list);
    r->list[r->count++] = query_column(q, 0);
  }
  return r->listed = step == 0;
}

static value *contract_value(const query *q, arena *a) {
  value *v = value_record(a);
  const char *state = query_column_text(q, 7), *currency = arena_text(a, query_column_text(q, 5));
  bool chosen = query_column(q, 8) != 0, held = strcmp(state, "held") == 0;
  int exponent = currency_exponent(currency);
  put_text(a, v, "contract", arena_text(a, query_column_text(q, 0)));
  put_text(a, v, "contract_name", arena_text(a, query_column_text(q, 1)));
  put_text(a, v, "contract_type", arena_text(a, query_column_text(q, 2)));
  put_text(a, v, "customer", arena_text(a, query_column_text(q, 3)));
  put_text(a, v, "customer_name", arena_text(a, query_column_text(q, 4)));
  put_text(a, v, "currency", currency);
  put_bool(a, v, "taxable", query_column(q, 6) != 0);
  put_text(a, v, "state", chosen && !held ? "selected" : arena_text(a, state));
  if (query_column_null(q, 9) || strcmp(state, "locked") != 0) put_null(a, v, "ready_on");
  else put_day(a, v, "ready_on", (day)query_column(q, 9));
  put_text(a, v, "reason", arena_text(a, query_column_text(q, 10)));
  put_int(a, v, "held", query_column(q, 13));
  if (held) put_null(a, v, "total_balance");
  else put_money(a, v, "total_balance", query_column(q, 11), exponent);
  if (held) put_null(a, v, "selected_balance");
  else put_money(a, v, "selected_balance", chosen ? query_column(q, 12) : 0, exponent);
  return v;
}

value *contract_answer(db *d, int64_t batch, int64_t contract, arena *a, error *e) {
  query *q = db_ask(d, e,
                    "SELECT k.id, k.name, k.type, c.id, c.name, p.currency, ifnull(k.taxable, k.tax IS NOT NULL), "
                    "p.state, p.chosen, p.ready_on, p.reason, p.total, p.pick_amount, (SELECT count(*) FROM held_items "
                    "h WHERE h.contract = p.contract AND h.batch = p.batch) FROM previews p JOIN contracts k "
                    "ON k.n = p.contract JOIN customers c ON c.n = k.customer WHERE p.batch = ? AND p.contract = ?",
                    "ii", batch, contract);
  value *v = q && query_step(q, e) == 1 ? contract_value(q, a) : NULL;
  if (q) query_reset(q);
  return v;
}

static value *contract_next(void *context, arena *a, error *e) {
  contract_rows *r = context;
  value *v = NULL;
  if (!r->listed && !list_contracts(r, e)) return NULL;
  while (!v && e->code == ERROR_NONE && r->at < r->count)  // some may have left the batch meanwhile
    v = contract_answer(r->db, r->batch, r->list[r->at++], a, e);
  return v;
}

enum { CHANGES_SHOWN = 20 };

bool change_begins(context *c, const batch *b, error *e) {
  c->before = NULL;
  if (!c->changes) return true;
  c->before = details_answer(c, b, e);
  return c->before && batch_note_changes(c->book, e);
}

// The rows that a change changed, in place of the page.
static bool put_changes(context *c, value *out, contract_rows *rows, error *e) {
  int64_t all;
  if (!batch_changed_rows(c->book, rows->batch, CHANGES_SHOWN, c->arena, &rows->list, &rows->count, &all, e))
    return false;
  rows->listed = true;
  value_put(c->arena, out, "before", c->before);
  put_int(c->arena, out, "rows_changed", all);
  c->before = NULL;
  return true;
}

static bool put_outside(context *c, value *out, const batch_filter *f, int64_t batch, error *e) {
  int64_t outside = 0;
  if (!f || (!f->type && !f->taxable && !f->customer && !f->periods)) return true;
  if (!db_value(c->book->db, e, &outside, 0,
                "SELECT count(*) FROM previews p JOIN contracts k ON k.n = p.contract JOIN customers c ON c.n = "
                "k.customer WHERE p.batch = ?1 AND p.chosen = 1 AND NOT (" CONTRACT_FILTER ")",
                "ittkt", batch, f->type, f->taxable, f->customer, f->periods))
    return false;
  put_int(c->arena, out, "selected_outside_filter", outside);
  return true;
}

value *held_value(arena *a, const held_list *held) {
  value *list = value_list(a);
  for (size_t i = 0; i < held->count; i++) {
    const held_row *row = &held->rows[i];
    value *v = value_record(a);
    put_text(a, v, "contract", row->contract);
    put_text(a, v, "item", row->item);
    put_text(a, v, "ticket", row->ticket);
    put_text(a, v, "reason", row->reason);
    value_append(a, list, v);
  }
  return list;
}

value *held_answer(context *c, bool all, error *e) {
  held_list held = { 0 };
  day today;
  if (!db_begin_read(c->book->db, e)) return NULL;
  bool ok = book_today(c->book, &today, e) && held_find(c->book, today, all, c->arena, &held, e);
  db_rollback(c->book->db);
  return ok ? held_value(c->arena, &held) : NULL;
}

enum { FAR_DAYS = 31 };

// A year that was mistyped bills for ever too much: told while it can still be taken back.
static bool warn_of_far(context *c, const batch *b, error *e) {
  char text[DAY_TEXT], now[DAY_TEXT];
  day today;
  if (strcmp(b->state, "open") != 0 && strcmp(b->state, "run") != 0) return true;
  if (!book_today(c->book, &today, e)) return false;
  if (b->as_of > today + FAR_DAYS)
    context_warn(c, "far-date", "batch %lld bills everything due on %s, %d days after today, %s", (long long)b->n,
                 day_format(b->as_of, text), (int)(b->as_of - today), day_format(today, now));
  return true;
}

value *batch_answer(context *c, int64_t n, const batch_filter *filter, const change_list *changed, error *e) {
  arena *a = c->arena;
  batch b;
  if (!batch_find(c->book, n, "open,run,generated,exported,deleted", a, &b, e)) return NULL;
  value *out = value_record(a), *details = details_answer(c, &b, e), *list = value_list(a);
  if (!details) return NULL;
  put_int(a, out, "batch", b.n);
  put_text(a, out, "name", b.name);
  put_text(a, out, "state", b.state);
  put_day(a, out, "as_of", b.as_of);
  put_bool(a, out, "consolidated", b.consolidated == 1);
  value_put(a, out, "details", details);
  for (size_t i = 0; changed && i < changed->count; i++) value_append(a, list, value_text(a, changed->ids[i]));
  value_put(a, out, "changed", list);
  if (!put_outside(c, out, filter, b.n, e) || !warn_of_far(c, &b, e)) return NULL;
  contract_rows *rows = arena_alloc(a, sizeof *rows);
  *rows = (contract_rows){ .db = c->book->db, .arena = a, .batch = b.n };
  if (filter) rows->filter = *filter;
  if (c->before && !put_changes(c, out, rows, e)) return NULL;
  if (!c->brief) value_put(a, out, "contracts", value_stream(a, contract_next, rows));
  return out;
}

static const char *item_state(const plan_item *item, bool chosen) {
  if (!item->due) return "locked";
  if (item->held) return "held";
  return item->excluded ? "excluded" : chosen ? "selected" : "due";
}

static void put_piece(arena *a, value *v, const plan *p, const plan_item *item) {
  const plan_piece *piece = &p->pieces[item->first_piece];
  if (item->piece_count == 1 && !item->held) {
    put_text(a, v, "quantity", decimal_text(a, piece->quantity, 0));
    put_text(a, v, "unit_price", decimal_text(a, piece->price, p->contract->exponent));
  } else {
    put_null(a, v, "quantity");
    put_null(a, v, "unit_price");
  }
}

static const char *const kinds[] = {
  [ITEM_PERIOD] = "period", [ITEM_TICKET] = "ticket", [ITEM_CHARGE] = "charge", [ITEM_GRANT] = "grant"
};

static const char *item_text(const plan *p, const plan_item *item) {
  if (item->kind == ITEM_TICKET) return item->title ? item->title : item->ticket_id;
  return item->piece_count ? p->pieces[item->first_piece].description : kinds[item->kind];
}

static value *item_value(arena *a, const plan *p, const plan_item *item, bool chosen) {
  int exponent = p->contract->exponent;
  value *v = value_record(a);
  put_text(a, v, "item", plan_item_id(p, item, a));
  put_text(a, v, "kind", kinds[item->kind]);
  value_put(a, v, "period", period_value(a, item->from, item->until));
  put_text(a, v, "ticket", item->ticket_id);
  put_text(a, v, "title", item->title);
  if (item->kind == ITEM_PERIOD) put_null(a, v, "date");
  else put_day(a, v, "date", item->date);
  put_text(a, v, "hours", item->kind == ITEM_TICKET ? hours_text(a, item->minutes) : NULL);
  put_text(a, v, "description", item_text(p, item));
  put_piece(a, v, p, item);
  if (item->held) put_null(a, v, "amount");
  else put_money(a, v, "amount", item->amount, exponent);
  if (item->held) put_null(a, v, "tax");
  else put_money(a, v, "tax", item->tax, exponent);
  put_text(a, v, "state", item_state(item, chosen));
  put_bool(a, v, "overdue", item->overdue);
  if (item->due || item->ready_on == DAY_NEVER) put_null(a, v, "ready_on");
  else put_day(a, v, "ready_on", item->ready_on);
  put_text(a, v, "reason", item->held ? item->held : !item->due && item->waits ? item->waits : item->silence);
  put_text(a, v, "note", item->note);
  return v;
}

// An item that a batch gave away: a waiver, the first of its lines, and its ticket.
typedef struct waived {
  int64_t n, minutes, amount, tax;
  const char *item, *note, *ticket_id;
  line *lines;
  size_t count;
} waived;

// It stays in sight, so that it can be taken back.
static value *waived_value(arena *a, const waived *w, int exponent) {
  value *v = value_record(a);
  const line *l = w->count ? w->lines : NULL;
  put_text(a, v, "item", w->item);
  put_text(a, v, "kind", l ? l->kind : "ticket");
  value_put(a, v, "period", l && l->until ? period_value(a, l->from, l->until) : value_null(a));
  put_text(a, v, "ticket", w->ticket_id);
  put_null(a, v, "title");
  if (!l || l->date == DAY_NEVER) put_null(a, v, "date");
  else put_day(a, v, "date", l->date);
  put_text(a, v, "hours", w->minutes ? hours_text(a, w->minutes) : NULL);
  put_text(a, v, "description", l ? l->description : NULL);
  put_text(a, v, "quantity", l ? l->quantity : NULL);
  put_text(a, v, "unit_price", l ? l->price : NULL);
  put_money(a, v, "amount", w->amount, exponent);
  put_money(a, v, "tax", w->tax, exponent);
  put_text(a, v, "state", "waived");
  put_bool(a, v, "overdue", false);
  put_null(a, v, "ready_on");
  put_null(a, v, "reason");
  put_text(a, v, "note", w->note);
  return v;
}

static bool waived_read(context *c, const batch *batch, const contract *k, waived **out, size_t *count, error *e) {
  arena *a = c->arena;
  query *q = db_ask(c->book->db, e,
                    "SELECT n, item, minutes, amount, tax, note FROM bills WHERE batch = ? AND contract = ? AND "
                    "kind = 'waiver' ORDER BY n",
                    "ii", batch->n, k->n);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (waived){ .n = query_column(q, 0),
                                   .item = arena_text(a, query_column_text(q, 1)),
                                   .minutes = query_column(q, 2),
                                   .amount = query_column(q, 3),
                                   .tax = query_column(q, 4),
                                   .note = arena_text(a, query_column_text(q, 5)) };
  }
  return step == 0;
}

static bool ticket_id_read(context *c, int64_t ticket, const char **out, error *e) {
  query *q = db_ask(c->book->db, e, "SELECT id FROM tickets WHERE n = ?", "i", ticket);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) *out = arena_text(c->arena, query_column_text(q, 0));
  if (q) query_reset(q);
  return step >= 0;
}

// The items of an answer: all, or those of a window; each that comes is counted.
typedef struct item_list {
  arena *arena;
  const item_window *window;  // NULL: all
  value *items;
  int64_t count;
} item_list;

// Whether the next one is of the answer.
static bool item_wanted(item_list *list) {
  int64_t n = list->count++;
  return !list->window || (n >= list->window->from && n - list->window->from < list->window->count);
}

// In a window each has its place, and a lock says why it is one.
static void add_item(item_list *list, value *v) {
  value_append(list->arena, list->items, v);
  if (!list->window) return;
  put_int(list->arena, v, "n", list->count - 1);
  lock_says_why(list->arena, v);
}

static bool add_waived(context *c, const batch *batch, const contract *k, item_list *out, error *e) {
  waived *list;
  size_t count;
  if (!waived_read(c, batch, k, &list, &count, e)) return false;
  for (size_t i = 0; i < count; i++) {
    waived *w = &list[i];
    if (!item_wanted(out)) continue;
    if (!bill_lines_read(c->book, w->n, c->arena, &w->lines, &w->count, e)) return false;
    if (w->count && w->lines->ticket && !ticket_id_read(c, w->lines->ticket, &w->ticket_id, e)) return false;
    add_item(out, waived_value(c->arena, w, k->exponent));
  }
  return true;
}

static void add_planned(item_list *out, const plan *p, bool chosen) {
  arena *a = out->arena;
  for (size_t i = 0; i < p->item_count; i++) {
    if (!item_wanted(out)) continue;
    value *v = item_value(a, p, &p->items[i], chosen);
    for (size_t f = 0; f < v->as.record.count; f++)  // the plan's texts go with the planner
      if (v->as.record.fields[f].item->type == VALUE_TEXT)
        v->as.record.fields[f].item->as.text = arena_text(a, v->as.record.fields[f].item->as.text);
    add_item(out, v);
  }
}

// Holds a contract of which an open batch shows something else, though nothing changed; *held: it was.
static bool hold_doubted(context *c, const batch *of, const contract *k, const plan *p, bool *held, error *e) {
  const char *why = NULL;
  batch b = *of;
  *held = false;
  if (strcmp(of->state, "open") != 0) return true;
  if (!batch_doubted(c->book, of, k, p, c->arena, &why, e)) return false;
  if (!why) return true;
  *held = db_begin(c->book->db, e) && batch_doubt(c->book, &b, k, why, e) && db_commit(c->book->db, e);
  if (!*held) db_rollback(c->book->db);
  return *held;
}

static value *contract_head(arena *a, const batch *batch, const contract *k, const plan *p) {
  value *out = value_record(a);
  put_int(a, out, "batch", batch->n);
  put_text(a, out, "contract", arena_text(a, k->id));
  put_text(a, out, "contract_name", arena_text(a, k->name));
  put_text(a, out, "customer_name", arena_text(a, k->customer_name));
  put_text(a, out, "currency", arena_text(a, k->currency));
  put_text(a, out, "reason", plan_fails(p) ? arena_text(a, p->reason) : NULL);
  return out;
}

// Planned anew; *held: the contract was held by that, and is to be looked at again.
static value *planned_answer(context *c, const batch *batch, const contract *k, item_list *items, bool *held,
                             error *e) {
  const plan *p;
  int64_t chosen = 0;
  value *out = NULL;
  planner *planner = planner_open(c->book, batch->as_of, batch->n, e);
  if (planner && planner_plan(planner, k, &p, e) &&
      db_value(c->book->db, e, &chosen, 0, "SELECT chosen FROM previews WHERE batch = ? AND contract = ?", "ii",
               batch->n, k->n) &&
      hold_doubted(c, batch, k, p, held, e) && !*held) {
    out = contract_head(c->arena, batch, k, p);
    add_planned(items, p, chosen != 0);
  }
  planner_close(planner);
  return out;
}

value *items_answer(context *c, const batch *batch, const contract *k, const item_window *window, error *e) {
  arena *a = c->arena;
  bool held = false;
  item_list items = { a, window, value_list(a), 0 };
  value *out = planned_answer(c, batch, k, &items, &held, e);
  if (held) return items_answer(c, batch, k, window, e);
  if (!out || !add_waived(c, batch, k, &items, e)) return NULL;
  value_put(a, out, "items", items.items);
  if (!window) return out;
  put_int(a, out, "from", window->from);
  put_int(a, out, "count", (int64_t)items.items->as.list.count);
  put_int(a, out, "all", items.count);
  return out;
}
