// Replay: bills computed again, the newest first, in the book of their time.
#include "core/base/money.h"
#include "core/engine/past/book_then.h"
#include "core/engine/past/past.h"
#include "core/engine/past/plugins_then.h"
#include "core/engine/rating/rating.h"
#include <string.h>

// What was made in one go: the bills of a batch's run, or one waiver.
typedef struct group {
  int64_t batch, bill, last, journal, action;
  day as_of;
  bool waiver;
} group;

// A document by its invoice, or a bill that has none.
typedef struct target {
  int64_t invoice, bill;
} target;

typedef struct replaying {
  book *now, *then;
  const replay_options *options;
  const replay_listener *listener;
  plugins_then *plugins;
  book_then *past;
  planner *planner;  // of the group, over the book of then; NULL: the book does not stand at the group
  const group *group;
  arena *arena;  // of the document
  int64_t done, total;
} replaying;

// Claims that a run or a waiver met were released after it, or not at all.
#define GROUP_ACTION                                                                                       \
  "ifnull((SELECT max(a.seq) FROM actions a WHERE a.batch = x.batch AND a.command = CASE x.kind WHEN "     \
  "'waiver' THEN 'batch waive' ELSE 'batch run' END AND (x.kind <> 'waiver' OR instr(a.detail, x.item) > " \
  "0)), 0)"
#define GROUP_COLUMNS "x.batch, min(x.n), max(x.n) AS top, max(x.journal), b.as_of, x.kind = 'waiver', " GROUP_ACTION
#define GROUP_KEY "CASE x.kind WHEN 'waiver' THEN -x.n ELSE x.batch END"

static query *ask_groups(const replaying *r, error *e) {
  const replay_options *o = r->options;
  if (o->invoice)
    return db_ask(r->now->db, e,
                  "SELECT " GROUP_COLUMNS " FROM bills x JOIN batches b ON b.n = x.batch WHERE x.invoice = ? AND "
                  "x.kind = 'bill' GROUP BY x.batch",
                  "i", o->invoice);
  return db_ask(r->now->db, e,
                "SELECT " GROUP_COLUMNS " FROM bills x JOIN batches b ON b.n = x.batch WHERE x.kind <> 'credit' "
                "AND b.state IN ('generated', 'exported') AND (x.kind <> 'waiver' OR ?2 = 0) AND (?1 = -719162 OR "
                "EXISTS (SELECT 1 FROM invoices i WHERE i.batch = x.batch AND i.date >= ?1)) GROUP BY " GROUP_KEY
                " ORDER "
                "BY top DESC",
                "ii", (int64_t)o->since, (int64_t)(o->edited != NULL));
}

static bool groups_read(const replaying *r, arena *a, group **out, size_t *count, error *e) {
  query *q = ask_groups(r, e);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] =
        (group){ query_column(q, 0), query_column(q, 1),      query_column(q, 2),     query_column(q, 3),
                 query_column(q, 6), (day)query_column(q, 4), query_column(q, 5) != 0 };
  }
  return step == 0;
}

static bool is_item(const plan_item *item, const void *context) {
  const struct {
    const plan *plan;
    arena *arena;
    const char *id;
  } *wanted = context;
  return item->due && strcmp(plan_item_id(wanted->plan, item, wanted->arena), wanted->id) == 0;
}

static line *lines_keep(arena *a, const line *lines, size_t count) {
  line *out = arena_array(a, count + 1, sizeof *out);
  for (size_t i = 0; i < count; i++) {
    out[i] = lines[i];
    const char **const texts[] = { &out[i].sku,   &out[i].category, &out[i].description, &out[i].quantity, &out[i].unit,
                                   &out[i].price, &out[i].discount, &out[i].tax_name,    &out[i].count };
    for (int k = 0; k < 9; k++) *texts[k] = arena_text(a, *texts[k]);
    if (!lines[i].part_count) continue;
    out[i].parts = memcpy(arena_array(a, lines[i].part_count, sizeof(int64_t)), lines[i].parts,
                          lines[i].part_count * sizeof(int64_t));
  }
  return out;
}

// As a run does it: lines of what is taken, where any of it costs something.
static bool lines_of(replaying *r, const plan *p, replayed_bill *b, error *e) {
  arena *own = planner_arena(r->planner);
  const struct {
    const plan *plan;
    arena *arena;
    const char *id;
  } wanted = { p, own, b->item };
  const bill_terms terms = { .kind = b->kind,
                             .filter = b->item ? is_item : item_picked,
                             .context = b->item ? (const void *)&wanted : NULL };
  uint32_t *entry_lines = arena_alloc(own, (p->entry_count + 1) * sizeof *entry_lines);
  uint32_t *item_lines = arena_alloc(own, (p->item_count + 1) * sizeof *item_lines);
  bool nonzero = false;
  line *lines = NULL;
  size_t count = 0;
  b->none = true;
  for (size_t i = 0; i < p->item_count; i++) {
    if (!terms.filter(&p->items[i], terms.context)) continue;
    b->none = false;
    nonzero = nonzero || p->items[i].nonzero;
  }
  if (!nonzero) return true;
  if (!bill_lines(p, &terms, own, &lines, &count, entry_lines, item_lines, e)) return false;
  if (!lines_round_documents(lines, count, own))
    return error_set(e, ERROR_TOO_BIG, "contract %s: a tax is past the largest amount", p->contract->id);
  b->lines = lines_keep(r->arena, lines, count);
  b->count = count;
  for (size_t i = 0; i < count; i++) b->lines[i].n = line_key(b->n, (int64_t)i + 1);
  return true;
}

// The waivers of a contract that the run printed.
static bool waivers_shown(const replaying *r, int64_t contract_n, int64_t **out, size_t *count, error *e) {
  query *q =
      db_ask(r->then->db, e,
             "SELECT n FROM bills WHERE batch = ?1 AND contract = ?2 AND kind = 'waiver' AND show = 1 ORDER BY n", "ii",
             r->group->batch, contract_n);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(r->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}

// A line of nothing with a discount of 100 %: as the waiver's own says, or as it stands where the waiver was taken
// back.
static line line_shown(const line *of, int64_t n) {
  return (line){ .n = n,
                 .kind = of->kind,
                 .from = of->from,
                 .until = of->until,
                 .ticket = of->ticket,
                 .date = of->date,
                 .sku = of->sku,
                 .category = of->category,
                 .description = of->description,
                 .quantity = of->quantity,
                 .unit = of->unit,
                 .price = of->price,
                 .discount = "100%",
                 .count = of->count,
                 .days = of->days,
                 .days_of = of->days_of };
}

static bool lines_shown(replaying *r, replayed_bill *b, error *e) {
  int64_t *waivers;
  size_t waiver_count, capacity = b->count;
  if (!waivers_shown(r, b->contract, &waivers, &waiver_count, e)) return false;
  for (size_t i = 0; i < waiver_count; i++) {
    line *lines;
    size_t count;
    if (!bill_lines_read(r->then, waivers[i], r->arena, &lines, &count, e)) return false;
    for (size_t k = 0; k < count; k++) {
      b->lines = arena_grow(r->arena, b->lines, b->count, &capacity, sizeof *b->lines);
      b->lines[b->count] = line_shown(&lines[k], line_key(b->n, (int64_t)b->count + 1));
      b->count++;
    }
  }
  return true;
}

// Why the bill cannot be computed again: what it took cannot be priced any more. What was held then was not in it.
static bool held_now(const replaying *r, const plan *p, replayed_bill *b, error *e) {
  arena *own = planner_arena(r->planner);
  if (p->state == PLAN_HELD) b->held = arena_text(r->arena, p->reason);
  for (size_t i = 0; i < p->item_count && !b->held; i++) {
    const plan_item *item = &p->items[i];
    const char *id = item->held && item->due && !item->excluded ? plan_item_id(p, item, own) : NULL;
    int64_t then = 0;
    if (!id || (b->item && strcmp(id, b->item) != 0)) continue;
    if (!db_value(r->then->db, e, &then, 0, "SELECT 1 FROM held_items WHERE contract = ? AND item = ? AND batch = ?",
                  "iti", b->contract, id, r->group->batch))
      return false;
    if (!then || b->item) b->held = arena_text(r->arena, item->held);
  }
  return true;
}

static bool replay_bill(replaying *r, const replayed_document *d, replayed_bill *b, error *e) {
  contract c;
  const plan *p;
  if (r->options->trace) steps_clear(r->options->trace);
  if (!book_then_contract(r->past, b->contract, b->n, r->group->action, r->arena, &c, e) ||
      !planner_plan(r->planner, &c, &p, e))
    return false;
  b->contract_id = c.id;
  b->contract_name = c.name;
  b->terms = tax_terms_of(&c, b->terms.form);
  if (!held_now(r, p, b, e)) return false;
  if (!b->held && (!lines_of(r, p, b, e) || (strcmp(b->kind, "bill") == 0 && !lines_shown(r, b, e)))) return false;
  return !r->listener->bill || r->listener->bill(r->listener->context, p, b, d, e);
}

static bool any_document_tax(const replayed_document *d) {
  for (size_t i = 0; i < d->bill_count; i++)
    for (size_t k = 0; k < d->bills[i].count; k++)
      if (d->bills[i].lines[k].tax_answer && d->bills[i].lines[k].tax_answer->document) return true;
  return false;
}

// Taxes that are rounded on the document, over all its bills.
static bool round_all(replaying *r, replayed_document *d, error *e) {
  size_t count = 0, at = 0;
  for (size_t i = 0; i < d->bill_count; i++) count += d->bills[i].count;
  line *all = arena_array(r->arena, count + 1, sizeof *all);
  for (size_t i = 0; i < d->bill_count; at += d->bills[i++].count)
    if (d->bills[i].count) memcpy(all + at, d->bills[i].lines, d->bills[i].count * sizeof *all);
  if (!lines_round_documents(all, count, r->arena))
    return error_set(e, ERROR_TOO_BIG, "a tax is past the largest amount");
  at = 0;
  for (size_t i = 0; i < d->bill_count; at += d->bills[i++].count) d->bills[i].lines = all + at;
  return true;
}

static bool sum_bill(replaying *r, replayed_document *d, replayed_bill *b, error *e) {
  if (!lines_taxes(b->lines, b->count, &b->terms, r->arena, &b->sums, &b->sum_count))
    return error_set(e, ERROR_TOO_BIG, "contract %s: a tax is past the largest amount", b->contract_id);
  for (size_t i = 0; i < b->count; i++) {
    b->amount += b->lines[i].amount;
    b->tax += b->lines[i].tax;
  }
  d->replayed_subtotal += b->amount;
  d->replayed_tax += b->tax;
  return true;
}

static bool finish(replaying *r, replayed_document *d, error *e) {
  if (d->n && any_document_tax(d) && !round_all(r, d, e)) return false;
  for (size_t i = 0; i < d->bill_count; i++)
    if (!sum_bill(r, d, &d->bills[i], e)) return false;
  if (d->round_to) d->replayed_rounding = money_to_multiple(d->replayed_subtotal + d->replayed_tax, d->round_to);
  d->replayed_subtotal += d->replayed_rounding;
  return r->listener->document(r->listener->context, d, r->arena, e);
}

static bool bills_read(replaying *r, const target *t, replayed_document *d, bool *concerned, error *e) {
#define BILL "SELECT n, contract, kind, ruleset, item, rules_version, form FROM bills "
  query *q = t->invoice ? db_ask(r->then->db, e, BILL "WHERE invoice = ? ORDER BY n", "i", t->invoice)
                        : db_ask(r->then->db, e, BILL "WHERE n = ?", "i", t->bill);
#undef BILL
  size_t capacity = 0;
  int step = -1;
  *concerned = false;
  while (q && (step = query_step(q, e)) == 1) {
    d->bills = arena_grow(r->arena, d->bills, d->bill_count, &capacity, sizeof *d->bills);
    replayed_bill *b = &d->bills[d->bill_count++];
    *b = (replayed_bill){ .n = query_column(q, 0),
                          .contract = query_column(q, 1),
                          .ruleset = query_column(q, 3),
                          .rules = (int)query_column(q, 5),
                          .terms = { .form = (int)query_column(q, 6) },
                          .kind = arena_text(r->arena, query_column_text(q, 2)),
                          .item = arena_text(r->arena, query_column_text(q, 4)) };
  }
  if (step != 0) return false;
  for (size_t i = 0; i < d->bill_count && !*concerned; i++)
    if (!plugins_then_concern(r->plugins, d->bills[i].ruleset, concerned, e)) return false;
  return true;
}

static replayed_document document_of(replaying *r, const query *q) {
  replayed_document d = { .n = query_column(q, 0),
                          .batch = r->group->batch,
                          .then = r->then,
                          .as_of = r->group->as_of,
                          .number = arena_text(r->arena, query_column_text(q, 1)),
                          .state = arena_text(r->arena, query_column_text(q, 2)),
                          .date = query_column_null(q, 3) ? DAY_NEVER : (day)query_column(q, 3),
                          .currency = arena_text(r->arena, query_column_text(q, 4)),
                          .subtotal = query_column(q, 5),
                          .tax = query_column(q, 6),
                          .customer = query_column(q, 7),
                          .customer_id = arena_text(r->arena, query_column_text(q, 8)),
                          .customer_name = arena_text(r->arena, query_column_text(q, 9)),
                          .rounding = query_column(q, 10),
                          .round_to = query_column(q, 11) };
  d.exponent = currency_exponent(d.currency);
  return d;
}

// What is recorded of a document; *there: it still is.
static bool document_read(replaying *r, const target *t, replayed_document *d, bool *there, error *e) {
  query *q =
      t->invoice
          ? db_ask(r->then->db, e,
                   "SELECT i.n, ifnull(i.number, 'D' || i.n), i.state, i.date, i.currency, i.subtotal, i.tax, "
                   "c.n, c.id, c.name, i.rounding, i.round_to FROM invoices i JOIN customers c ON c.n = i.customer "
                   "WHERE i.n = ?",
                   "i", t->invoice)
          : db_ask(
                r->then->db, e,
                "SELECT 0, NULL, x.kind, NULL, x.currency, x.amount, x.tax, c.n, c.id, c.name, 0, NULL "
                "FROM bills x JOIN contracts k ON k.n = x.contract JOIN customers c ON c.n = k.customer WHERE x.n = ?",
                "i", t->bill);
  int step = q ? query_step(q, e) : -1;
  *there = step == 1;
  if (*there) *d = document_of(r, q);
  if (q) query_reset(q);
  return step >= 0;
}

// Takes the book to the group where it is not there yet, or no longer because somebody else has committed since.
static bool stand(replaying *r, error *e) {
  const group *g = r->group;
  const then_point to = { g->bill, g->last, g->journal, g->action };
  bool left;
  if (r->planner && !book_then_rest(r->past, &left, e)) return false;
  if (r->planner && !left) return true;
  planner_close(r->planner);
  r->planner = NULL;
  if (!book_then_rows(r->past, &to, e) || !(r->planner = planner_open(r->then, g->as_of, g->batch, e))) return false;
  planner_note_steps(r->planner, r->options->trace);
  return true;
}

static bool replay_document(replaying *r, const target *t, error *e) {
  replayed_document d;
  bool there, concerned;
  arena_reset(r->arena);
  if (!stand(r, e) || !document_read(r, t, &d, &there, e)) return false;
  if (!there) return true;
  if (!bills_read(r, t, &d, &concerned, e)) return false;
  r->done += (int64_t)d.bill_count;
  book_progress(r->now, "Replaying", r->done, r->total);
  if (!concerned) return true;
  for (size_t i = 0; i < d.bill_count; i++)
    if (!replay_bill(r, &d, &d.bills[i], e)) return false;
  return finish(r, &d, e);
}

typedef struct target_list {
  target *items;
  size_t count, capacity;
} target_list;

static bool list(target_list *l, arena *a, query *q, bool invoices, error *e) {
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    l->items = arena_grow(a, l->items, l->count, &l->capacity, sizeof *l->items);
    l->items[l->count++] =
        invoices ? (target){ .invoice = query_column(q, 0) } : (target){ .bill = query_column(q, 0) };
  }
  return step == 0;
}

// The group's documents, then its bills without one: where nothing was to pay, and waivers.
static bool list_targets(replaying *r, arena *a, target_list *l, error *e) {
  const group *g = r->group;
  const replay_options *o = r->options;
  return (g->waiver ||
          list(l, a,
               db_ask(r->now->db, e,
                      "SELECT n FROM invoices WHERE batch = ?1 AND credits IS NULL AND ((?2 = 0 AND state <> 'draft' "
                      "AND date >= ?3) OR n = ?2) ORDER BY n",
                      "iii", g->batch, o->invoice, (int64_t)o->since),
               true, e)) &&
         (o->invoice || list(l, a,
                             db_ask(r->now->db, e,
                                    "SELECT n FROM bills WHERE batch = ?1 AND n BETWEEN ?2 AND ?3 AND kind = ?4 ORDER "
                                    "BY n DESC",
                                    "iiit", g->batch, g->bill, g->last, g->waiver ? "waiver" : "free"),
                             false, e));
}

static bool replay_group(replaying *r, const group *g, error *e) {
  target_list documents = { 0 };
  arena *a = arena_new();
  r->group = g;
  r->then->host = plugins_then_host(r->plugins, g->waiver ? 0 : g->batch, g->waiver ? g->bill : 0, e);
  bool ok = r->then->host && list_targets(r, a, &documents, e);
  for (size_t i = 0; ok && i < documents.count; i++) ok = replay_document(r, &documents.items[i], e);
  planner_close(r->planner);
  r->planner = NULL;
  arena_free(a);
  return ok;
}

static bool replay_groups(replaying *r, error *e) {
  arena *a = arena_new();
  group *groups;
  size_t count;
  bool ok = groups_read(r, a, &groups, &count, e);
  ok = ok && db_value(r->now->db, e, &r->total, 0, "SELECT count(*) FROM bills WHERE kind <> 'credit'", "");
  for (size_t i = 0; ok && i < count; i++) ok = replay_group(r, &groups[i], e);
  arena_free(a);
  return ok;
}

bool replay_run(book *b, const replay_options *options, const replay_listener *listener, error *e) {
  book_then *past = book_then_open(b, options->invoice, e);
  if (!past) return false;
  replaying r = { .now = b,
                  .then = book_then_book(past),
                  .options = options,
                  .listener = listener,
                  .plugins = plugins_then_open(b, options->edited),
                  .past = past,
                  .arena = arena_new() };
  own_names_hush(b);
  bool ok = replay_groups(&r, e);
  if (b->own_names) own_names_tell(b);
  plugins_then_close(r.plugins);
  book_then_close(past);
  arena_free(r.arena);
  return ok;
}
