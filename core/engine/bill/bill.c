// A plan's items written as a bill: lines, taxes, claims and postings.
#include "core/engine/bill/bill_inside.h"
#include "core/base/memory.h"
#include "core/engine/bill/rules_versions.h"
#include "core/engine/facts/facts.h"
#include <stdlib.h>
#include <string.h>

struct bill_writer {
  book *book;
  int64_t batch, next, journal;
  bulk *bills, *lines, *claims, *taxes, *parts;
  digester digester;
  digest_text text;
  plugin_texts *plugins;
  posting_writer *postings;                                 // opened by the first bill that needs it
  arena *bill_texts, *line_texts, *tax_texts, *part_texts;  // of rows that wait to be written
};

// The bill at hand.
typedef struct draft {
  bill_writer *writer;
  const plan *plan;
  const bill_terms *terms;
  arena *arena;
  int64_t n;
  line *lines;
  size_t line_count;
  uint32_t *entry_lines, *item_lines;
  bool *taken;    // items
  int64_t *seen;  // tickets of items taken, by hash; 0: free
  size_t seen_size;
  int64_t amount, tax, tickets, minutes;
  bool nonzero;
  int64_t period_from, time_from, charge_from;  // least claimed
  int64_t next_period, next_time, next_charge;  // the new frontier
  int64_t behind_time, behind_charge;           // least that was open behind the old one; INT64_MAX: nothing was
} draft;

#define BILL_COLUMNS                                                                                         \
  "bills(n, batch, contract, kind, currency, amount, tax, tickets, minutes, lines, ruleset, journal, "       \
  "period_from, time_from, charge_from, frontier_period, frontier_time, frontier_charge, item, show, note, " \
  "digest, rules_version, form, behind_time, behind_charge)"
#define LINE_ROW_COLUMNS                                                                                      \
  "lines(n, kind, from_day, until_day, ticket, day, sku, category, description, quantity, unit, unit_price, " \
  "discount, amount, tax, tax_row, count, days, days_of)"
#define TAX_COLUMNS                                                                                           \
  "bill_taxes(bill, ord, tax_row, name, rate, category, rounding, base, amount, code, reason, jurisdiction, " \
  "compound)"

static bool rows_open(bill_writer *w, error *e) {
  db *d = w->book->db;
  return (w->bills = bulk_open(d, BILL_COLUMNS, 26, e)) && (w->lines = bulk_open(d, LINE_ROW_COLUMNS, 19, e)) &&
         (w->claims = bulk_open(d, "claims(contract, kind, at, row, until, line)", 6, e)) &&
         (w->taxes = bulk_open(d, TAX_COLUMNS, 13, e)) &&
         (w->parts = bulk_open(d, "line_taxes(line, ord, name, rate, amount, base)", 6, e));
}

bill_writer *bills_open(book *b, int64_t batch, error *e) {
  bill_writer *w = memory_zeroed(1, sizeof *w);
  *w = (bill_writer){ .book = b,
                      .batch = batch,
                      .plugins = plugin_texts_open(b),
                      .bill_texts = arena_new(),
                      .line_texts = arena_new(),
                      .tax_texts = arena_new(),
                      .part_texts = arena_new() };
  digest_text_open(&w->text, &w->digester, w->line_texts);
  if (db_value(b->db, e, &w->next, 0, "SELECT seq FROM sqlite_sequence WHERE name = 'bills'", "") &&
      book_position(b, &w->journal, e) && rows_open(w, e))
    return w;
  bills_close(w);
  return NULL;
}

bool bills_flush(bill_writer *w, error *e) {
  return bulk_flush(w->bills, e) && bulk_flush(w->lines, e) && bulk_flush(w->claims, e) && bulk_flush(w->taxes, e) &&
         bulk_flush(w->parts, e) && (!w->postings || postings_flush(w->postings, e));
}

void bills_close(bill_writer *w) {
  if (!w) return;
  bulk_close(w->bills);
  bulk_close(w->lines);
  bulk_close(w->claims);
  bulk_close(w->taxes);
  bulk_close(w->parts);
  plugin_texts_close(w->plugins);
  postings_close(w->postings);
  arena_free(w->bill_texts);
  arena_free(w->line_texts);
  arena_free(w->tax_texts);
  arena_free(w->part_texts);
  memory_give(w);
}

static void int_or_null(bulk *rows, int64_t value, bool null) {
  if (null) bulk_null(rows);
  else bulk_int(rows, value);
}

// The tax of a line by component.
static bool write_parts(draft *d, const line *l, error *e) {
  bulk *rows = d->writer->parts;
  for (size_t i = 0; i < l->part_count; i++) {
    const tax_component *component = &l->tax_answer->components[i];
    char rate[DECIMAL_TEXT];
    if (bulk_full(rows)) arena_reset(d->writer->part_texts);
    percent_format(component->rate, rate);
    bulk_int(rows, l->n);
    bulk_int(rows, (int64_t)i + 1);
    bulk_text(rows, arena_text(d->writer->part_texts, component->name));
    bulk_text(rows, arena_text(d->writer->part_texts, rate));
    bulk_int(rows, l->parts[i]);
    if (component->partly) bulk_int(rows, line_tax_base(l, i, 0));
    else bulk_null(rows);
    if (!bulk_row(rows, e)) return false;
  }
  return true;
}

// A tax that a balance has drawn with the amount stays inside of what is left to pay.
static bool write_within(draft *d, const line *l, error *e) {
  if (!l->tax_answer || !l->tax_answer->within) return true;
  return db_run(d->writer->book->db, e, "INSERT INTO lines_within (line) VALUES (?)", "i", l->n);
}

// At the terms of an earlier bill it stays, whatever its tax becomes.
static bool write_then(draft *d, const line *l, error *e) {
  return !l->terms ||
         db_run(d->writer->book->db, e, "INSERT INTO lines_then (line, journal) VALUES (?, ?)", "ii", l->n, l->terms);
}

static bool write_lines(draft *d, error *e) {
  for (size_t i = 0; i < d->line_count; i++) {
    line *l = &d->lines[i];
    l->n = line_key(d->n, (int64_t)i + 1);
    if (!line_write(&d->writer->text, l, d->writer->lines, e) || !write_parts(d, l, e) || !write_within(d, l, e) ||
        !write_then(d, l, e))
      return false;
  }
  return true;
}

static bool write_taxes(draft *d, error *e) {
  tax_sum *sums;
  size_t count;
  const tax_terms terms = tax_terms_of(d->plan->contract, FORM_LAST);
  if (!lines_taxes(d->lines, d->line_count, &terms, d->arena, &sums, &count))
    return error_set(e, ERROR_TOO_BIG, "contract %s: a tax is past the largest amount", d->plan->contract->id);
  for (size_t i = 0; i < count; i++) {
    bulk *rows = d->writer->taxes;
    char rate[DECIMAL_TEXT];
    if (bulk_full(rows)) arena_reset(d->writer->tax_texts);
    percent_format(sums[i].rate, rate);
    bulk_int(rows, d->n);
    bulk_int(rows, (int64_t)i + 1);
    bulk_int(rows, sums[i].tax_row);
    bulk_text(rows, arena_text(d->writer->tax_texts, sums[i].name));
    bulk_text(rows, arena_text(d->writer->tax_texts, rate));
    bulk_text(rows, arena_text(d->writer->tax_texts, sums[i].category));
    bulk_text(rows, sums[i].document ? "document" : "line");
    bulk_int(rows, sums[i].base);
    bulk_int(rows, sums[i].amount);
    bulk_text(rows, arena_text(d->writer->tax_texts, sums[i].code));
    bulk_text(rows, arena_text(d->writer->tax_texts, sums[i].reason));
    bulk_text(rows, arena_text(d->writer->tax_texts, sums[i].jurisdiction));
    bulk_int(rows, sums[i].compound);
    tax_digest(&d->writer->text, &sums[i]);
    if (!bulk_row(rows, e)) return false;
  }
  return true;
}

static bool claim(draft *d, item_kind kind, int64_t at, int64_t row, int64_t until, uint32_t number, error *e) {
  bulk *rows = d->writer->claims;
  bulk_int(rows, d->plan->contract->n);
  bulk_int(rows, (int64_t)kind);
  bulk_int(rows, at);
  bulk_int(rows, row);
  int_or_null(rows, until, kind != ITEM_PERIOD);
  bulk_int(rows, line_key(d->n, number));
  return bulk_row(rows, e);
}

static day claim_from(const plan_item *item) { return item->claim_until ? item->claim_from : item->from; }

static int by_fee(const void *a, const void *b) {
  const plan_item *x = *(const plan_item *const *)a, *y = *(const plan_item *const *)b;
  if (claim_from(x) != claim_from(y)) return claim_from(x) < claim_from(y) ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static uint32_t number_of(const draft *d, const plan_item *item) {
  return d->nonzero ? d->item_lines[item - d->plan->items] : 0;
}

static void least(int64_t *of, int64_t one) {
  if (one < *of) *of = one;
}

static bool claim_fees(draft *d, error *e) {
  const plan *p = d->plan;
  const plan_item **fees = arena_array(d->arena, p->item_count + 1, sizeof *fees);
  size_t count = 0;
  for (size_t i = 0; i < p->item_count; i++) {
    if (p->items[i].kind != ITEM_PERIOD) continue;
    if (d->taken[i] && !p->items[i].repriced) fees[count++] = &p->items[i];
    least(d->taken[i] ? &d->period_from : &d->next_period, p->items[i].period);
  }
  qsort(fees, count, sizeof *fees, by_fee);
  for (size_t i = 0; i < count; i++) {
    const plan_item *fee = fees[i];
    least(&d->period_from, claim_from(fee));
    if (!claim(d, ITEM_PERIOD, claim_from(fee), fee->row, fee->claim_until ? fee->claim_until : fee->until,
               number_of(d, fee), e))
      return false;
  }
  return true;
}

// What the bill takes is open behind the frontier no more; what it leaves is, where the frontier passes it. A row of
// work on a ticket, or a charge.
static bool pass_row(draft *d, item_kind kind, int64_t at, int64_t row, int64_t ticket, bool taken, error *e) {
  const contract *c = d->plan->contract;
  db *to = d->writer->book->db;
  bool work = kind == ITEM_TICKET;
  if (at < (work ? c->time_from : c->charge_from)) {
    least(work ? &d->behind_time : &d->behind_charge, at);
    return !taken || open_rows_drop(to, kind, c->n, at, row, e);
  }
  return taken || at >= (work ? d->next_time : d->next_charge) || open_rows_keep(to, kind, c->n, at, row, ticket, e);
}

// Entries in their order; what bills for nothing goes with its ticket's first line.
static bool claim_time(draft *d, error *e) {
  const plan *p = d->plan;
  for (size_t i = 0; i < p->entry_count; i++) {
    const plan_entry *entry = &p->entries[i];
    if (entry->continued) continue;
    bool taken = entry->item != UINT32_MAX && d->taken[entry->item];
    if (!pass_row(d, ITEM_TICKET, entry->at, entry->n, entry->ticket, taken, e)) return false;
    if (!taken) continue;
    if (entry->at < d->time_from) d->time_from = entry->at;
    uint32_t number = !d->nonzero ? 0 : d->entry_lines[i] ? d->entry_lines[i] : d->item_lines[entry->item];
    if (!claim(d, ITEM_TICKET, entry->at, entry->n, 0, number, e)) return false;
  }
  return true;
}

// Entries whose price was corrected, beside the claims of the entries themselves.
static bool claim_repriced(draft *d, error *e) {
  const plan *p = d->plan;
  for (size_t i = 0; i < p->repriced_count; i++) {
    const plan_repriced *one = &p->repriced[i];
    if (!d->taken[one->item]) continue;
    least(&d->time_from, one->at);
    if (!claim(d, ITEM_TICKET, one->at, one->row, 0, number_of(d, &p->items[one->item]), e)) return false;
  }
  return true;
}

static bool claim_charges(draft *d, error *e) {
  const plan *p = d->plan;
  for (size_t i = 0; i < p->charge_count; i++) {
    const plan_charge *charge = &p->charges[i];
    bool taken = charge->item != UINT32_MAX && d->taken[charge->item];
    if (!pass_row(d, ITEM_CHARGE, charge->date, charge->n, 0, taken, e)) return false;
  }
  for (size_t i = 0; i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    if (item->kind != ITEM_CHARGE || !d->taken[i]) continue;
    if (item->date < d->charge_from) d->charge_from = item->date;
    if (!claim(d, ITEM_CHARGE, item->date, item->row, 0, number_of(d, item), e)) return false;
  }
  return true;
}

static bool claim_grants(draft *d, error *e) {
  const plan *p = d->plan;
  for (size_t i = 0; i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    if (item->kind != ITEM_GRANT || !d->taken[i]) continue;
    if (item->date < d->charge_from) d->charge_from = item->date;
    if (!claim(d, ITEM_GRANT, item->date, item->row, 0, number_of(d, item), e)) return false;
  }
  return true;
}

static bool is_bill(const draft *d) { return strcmp(d->terms->kind, "bill") == 0; }

// A waiver settles no period: what else was done in it is still to be billed with it, and the frontier stays.
static bool write_claims(draft *d, error *e) {
  d->period_from = d->charge_from = DAY_NEVER;
  d->time_from = (int64_t)DAY_NEVER * 1440;
  d->next_period = is_bill(d) ? d->plan->open_from : d->plan->contract->period_from;
  d->next_charge = is_bill(d) ? d->plan->seen_until : d->plan->contract->charge_from;
  d->next_time = is_bill(d) ? (int64_t)d->plan->seen_until * 1440 : d->plan->contract->time_from;
  d->behind_time = d->behind_charge = INT64_MAX;
  return claim_fees(d, e) && claim_time(d, e) && claim_repriced(d, e) && claim_charges(d, e) && claim_grants(d, e);
}

// Whether a ticket is new to the bill: an open-addressed table of those that it has.
static bool first_seen(draft *d, int64_t ticket) {
  size_t mask = d->seen_size - 1, at = (size_t)((uint64_t)ticket * UINT64_C(0x9e3779b97f4a7c15) >> 32) & mask;
  while (d->seen[at] && d->seen[at] != ticket) at = (at + 1) & mask;
  bool first = d->seen[at] == 0;
  d->seen[at] = ticket;
  return first;
}

static bool take(draft *d, error *e) {
  const plan *p = d->plan;
  size_t count = 0;
  for (d->seen_size = 16; d->seen_size < p->item_count * 2;) d->seen_size *= 2;
  d->seen = arena_alloc(d->arena, d->seen_size * sizeof *d->seen);
  for (size_t i = 0; i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    d->taken[i] = d->terms->filter(item, d->terms->context);
    if (!d->taken[i]) continue;
    count++;
    d->minutes += item->minutes;
    d->nonzero = d->nonzero || item->nonzero;
    d->tickets += item->ticket && !item->shared && first_seen(d, item->ticket);
  }
  if (!count || !d->nonzero) return true;
  if (!bill_lines(p, d->terms, d->arena, &d->lines, &d->line_count, d->entry_lines, d->item_lines, e)) return false;
  if (!lines_round_documents(d->lines, d->line_count, d->arena))
    return error_set(e, ERROR_TOO_BIG, "contract %s: a tax is past the largest amount", p->contract->id);
  for (size_t i = 0; i < d->line_count; i++) {
    d->amount += d->lines[i].amount;
    d->tax += d->lines[i].tax;
  }
  return true;
}

static void bulk_bounds(bulk *rows, int64_t period, int64_t time, int64_t charge) {
  bulk_int(rows, period);
  bulk_int(rows, time);
  bulk_int(rows, charge);
}

static bool write_row(draft *d, int64_t ruleset, const digest *sum, error *e) {
  bill_writer *w = d->writer;
  const contract *c = d->plan->contract;
  bulk *rows = w->bills;
  char hex[DIGEST_TEXT];
  if (bulk_full(rows)) arena_reset(w->bill_texts);
  bulk_int(rows, d->n);
  bulk_int(rows, w->batch);
  bulk_int(rows, c->n);
  bulk_text(rows, is_bill(d) && !d->nonzero ? "free" : d->terms->kind);
  bulk_text(rows, arena_text(w->bill_texts, c->currency));
  bulk_int(rows, d->amount);
  bulk_int(rows, d->tax);
  bulk_int(rows, d->tickets);
  bulk_int(rows, d->minutes);
  bulk_int(rows, (int64_t)d->line_count);
  bulk_int(rows, ruleset);
  bulk_int(rows, w->journal);
  bulk_bounds(rows, d->period_from, d->time_from, d->charge_from);
  bulk_bounds(rows, c->period_from, c->time_from, c->charge_from);
  bulk_text(rows, arena_text(w->bill_texts, d->terms->item));
  bulk_int(rows, d->terms->show);
  bulk_text(rows, arena_text(w->bill_texts, d->terms->note));
  bulk_text(rows, arena_text(w->bill_texts, digest_hex(sum, hex)));
  bulk_int(rows, rules_version());
  bulk_int(rows, FORM_LAST);
  int_or_null(rows, d->behind_time, d->behind_time == INT64_MAX);
  int_or_null(rows, d->behind_charge, d->behind_charge == INT64_MAX);
  return bulk_row(rows, e);
}

static bool write_bill(draft *d, error *e) {
  bill_writer *w = d->writer;
  digest sum;
  int64_t ruleset;
  digest_text_begin(&w->text, FORM_LAST);
  if (!plugin_texts_of(w->plugins, d->plan, &ruleset, e) || !write_lines(d, e) || !write_taxes(d, e) ||
      !write_claims(d, e))
    return false;
  rules_digest(&w->text, rules_version());
  digest_text_end(&w->text, &sum);
  return write_row(d, ruleset, &sum, e);
}

// The periods that the bill settles; a schedule that bills once is settled when nothing of it is left out.
static size_t settled_of(const draft *d, plan_settled *out) {
  const plan *p = d->plan;
  size_t count = 0;
  for (size_t i = 0; i < p->settled_count; i++) {
    bool left_out = false;
    for (size_t k = 0; p->settled[i].once && k < p->item_count; k++)
      left_out = left_out || (!d->taken[k] && p->items[k].due && p->items[k].period == p->settled[i].from);
    if (!left_out) out[count++] = p->settled[i];
  }
  return count;
}

static bool post_balances(draft *d, error *e) {
  const plan *p = d->plan;
  if (!p->lot_count && !p->settled_count) return true;
  plan_settled *settled = arena_array(d->arena, p->settled_count + 1, sizeof *settled);
  // What costs nothing has no lines: its postings stand on line 0.
  if (!d->nonzero) memset(d->item_lines, 0, (p->item_count + 1) * sizeof *d->item_lines);
  const bill_draws draws = { .plan = p,
                             .bill = d->n,
                             .settles = is_bill(d),
                             .settled = settled,
                             .settled_count = is_bill(d) ? settled_of(d, settled) : 0,
                             .taken = d->taken,
                             .item_lines = d->item_lines };
  bill_writer *w = d->writer;
  if (!w->postings && !(w->postings = postings_open(w->book, e))) return false;
  return post_draws(w->postings, &draws, d->arena, e);
}

static bool post_charges(draft *d, error *e) {
  const plan *p = d->plan;
  for (size_t i = 0; i < p->once_count; i++) {
    const plan_item *item = &p->items[p->once[i].item];
    const once_charge charge = { p->contract->n, item->ticket, line_key(d->n, number_of(d, item)), p->once[i].rule };
    if (d->taken[p->once[i].item] && !post_once(d->writer->book, &charge, e)) return false;
  }
  return true;
}

bool bill_write(bill_writer *w, const plan *p, arena *a, const bill_terms *terms, int64_t *n, error *e) {
  draft d = { .writer = w, .plan = p, .terms = terms, .arena = a, .n = w->next + 1 };
  d.taken = arena_alloc(a, (p->item_count + 1) * sizeof *d.taken);
  d.entry_lines = arena_alloc(a, (p->entry_count + 1) * sizeof *d.entry_lines);
  d.item_lines = arena_alloc(a, (p->item_count + 1) * sizeof *d.item_lines);
  *n = 0;
  if (!take(&d, e)) return false;
  bool any = false;
  for (size_t i = 0; i < p->item_count; i++) any = any || d.taken[i];
  if (!any) return true;
  if (!write_bill(&d, e) || !frontier_move(w->book->db, p->contract->n, d.next_period, d.next_time, d.next_charge, e) ||
      !post_balances(&d, e) || !post_charges(&d, e))
    return false;
  *n = w->next = d.n;
  return true;
}
