// The floor's bills: lines in order with their taxes and digest, claims, the contract's new frontier.
#pragma once
#include "tests/bench/floor_statement.h"

enum { RULES_VERSION = 2, FORM = 5 };  // as billet writes them

typedef struct bill {
  int64_t contract, customer, amount, tax, tickets, minutes, lines, base,
      taxed;  // base, taxed: what is under the tax and the tax of it
  int64_t period_from, time_from, charge_from;
  int64_t before_period, before_time, before_charge;  // the contract's frontier
  int64_t invoice;
  const char *id, *name, *customer_name, *statement;
  const tax *tax_row;
  bool free;
  char digest[DIGEST_TEXT];
} bill;

typedef struct line {
  const char *kind, *category, *description, *unit, *sku, *discount;
  size_t description_length;
  bool counted;  // the quantity is a count of something
  int64_t ticket, day, amount, tax;
  const price *price;
  int64_t quantity;
  int places;
  bool taxed;
} line;

typedef struct writer {
  floor_run *f;
  const contract *c;
  bill *b;
  int64_t n;
} writer;  // n: the bill's number

static inline void text_write(writer *w, const char *text, size_t length) {
  insert_text(&w->f->lines, text, length);
  hash_text(&w->f->hasher, text, length);
}

static inline void text_of(writer *w, const char *text) { text_write(w, text, text ? strlen(text) : 0); }

static inline void kept_text_write(writer *w, const char *text, size_t length) {
  text_write(w, pool_copy(&w->f->texts, text, length), length);
}

static inline void number_write(writer *w, int64_t number) {
  insert_number(&w->f->lines, number);
  hash_number(&w->f->hasher, number);
}

static inline void number_or_null_write(writer *w, int64_t number) {
  insert_number_or_null(&w->f->lines, number);
  hash_number(&w->f->hasher, number);
}

// The row and the canonical text of a line have the same columns in the same order, but for the row's key.
static inline uint32_t line_write(writer *w, const line *l) {
  char quantity[NUMBER_TEXT];
  size_t length = decimal_write(l->quantity, l->places, 0, quantity);
  insert_number(&w->f->lines, w->n << 20 | ++w->b->lines);
  text_of(w, l->kind);
  insert_number(&w->f->lines, PERIOD_FROM);
  insert_number(&w->f->lines, PERIOD_UNTIL);
  hash_bytes(&w->f->hasher,
             "20574\x1f"
             "20605\x1f",
             12);
  number_or_null_write(w, l->ticket);
  number_write(w, l->day);
  text_of(w, l->sku);
  text_of(w, l->category);
  text_write(w, l->description, l->description_length);
  kept_text_write(w, quantity, length);
  text_of(w, l->unit);
  kept_text_write(w, l->price->text, l->price->length);
  text_of(w, l->discount);
  number_write(w, l->amount);
  number_write(w, l->tax);
  number_or_null_write(w, l->taxed ? w->c->tax->n : 0);
  if (l->counted) kept_text_write(w, quantity, length);
  else text_of(w, NULL);
  hash_bytes(&w->f->hasher,
             "0\x1f"
             "0\x1f",
             4);
  insert_row(&w->f->lines);
  w->b->amount += l->amount;
  w->b->tax += l->tax;
  if (l->taxed) w->b->base += l->amount, w->b->taxed += l->tax;
  return (uint32_t)w->b->lines;
}

static inline int64_t taxed(const contract *c, int64_t amount) {
  return c->tax ? divided(times(amount, c->tax->billionths), 1000000000) : 0;
}

// Parts in the ratio of the weights; odd cents go to the largest remainders, the first of equal ones.
static inline void split(int64_t amount, const int64_t *weights, size_t count, int64_t *parts, int64_t *rests) {
  int64_t sum = 0, left = amount;
  for (size_t i = 0; i < count; i++) sum += weights[i];
  for (size_t i = 0; i < count; i++) {
    int64_t product = sum ? times(amount, weights[i]) : 0;
    parts[i] = sum ? product / sum : i + 1 == count ? amount : 0;
    rests[i] = sum ? product % sum : 0;
    left -= parts[i];
  }
  for (; left > 0; left--) {
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
      if (rests[i] > rests[best]) best = i;
    rests[best] = -1;
    parts[best]++;
  }
}

// The hours of so many minutes to as few places as multiply out to the amount with the price: rounded, or else beside
// where the product is half a cent off.
static inline bool multiplies_out(int64_t quantity, int64_t price, int64_t amount) {
  const __int128 cent = (__int128)10000000 * 1000000000;
  return (int64_t)(((__int128)quantity * price + cent / 2) / cent) == amount;
}

static inline bool beside_edge(int64_t truth, int64_t price, int64_t amount, int64_t step, int64_t *out) {
  __int128 by = (__int128)200 * price * step;
  bool found = false;
  for (int half = -1; half <= 1; half += 2) {
    __int128 edge = ((__int128)amount * 2 + half) * 1000000000 * 1000000000 / by;
    for (__int128 k = edge - 1; k <= edge + 1; k++) {
      int64_t one = (int64_t)k * step;
      if (!multiplies_out(one, price, amount)) continue;
      if (!found || llabs(one - truth) < llabs(*out - truth)) *out = one;
      found = true;
    }
  }
  return found;
}

static inline int64_t quantity_of(int64_t minutes, int64_t price, int64_t amount) {
  int64_t step = 100000, out = 0, scale = 10000;
  for (int places = 4; places <= 9; places++, step /= 10, scale *= 10) {
    out = divided(minutes * scale, 60) * step;
    if (multiplies_out(out, price, amount)) break;
    if (price && beside_edge(divided(minutes * 1000000000, 60), price, amount, step, &out)) break;
  }
  return out;
}

static inline void title_of(floor_run *f, int64_t ticket, line *l) {
  sqlite3_bind_int64(f->title, 1, ticket);
  stepped(f->title);
  l->description = copy_at(f->title, 0, &f->texts);
  l->description_length = strlen(l->description);
  sqlite3_reset(f->title);
}

static inline void entry_line(writer *w, const group *g, entry *e, int64_t amount, int64_t tax) {
  line l = { .kind = "ticket",
             .category = "labor",
             .unit = "hour",
             .ticket = g->ticket,
             .day = e->at / DAY_MINUTES,
             .description = e->note,
             .description_length = e->note_length,
             .amount = amount,
             .tax = tax,
             .price = e->price,
             .quantity = quantity_of(e->billed, e->price->billionths, amount),
             .places = 9,
             .taxed = w->c->tax && e->price->billionths };
  if (!l.description_length) title_of(w->f, g->ticket, &l);
  e->line = line_write(w, &l);
}

// The entries of one price: rounded and taxed as one, then shared out.
static inline void piece_lines(writer *w, group *g, const price *at, const uint32_t *members, size_t count,
                               int64_t minutes) {
  floor_run *f = w->f;
  int64_t amount = divided(times(minutes, at->billionths), 600000000), tax = at->billionths ? taxed(w->c, amount) : 0;
  f->numbers = grown(f->numbers, &f->number_capacity, count * 4, sizeof *f->numbers);
  int64_t *weights = f->numbers, *amounts = weights + count, *taxes = amounts + count, *rests = taxes + count;
  for (size_t i = 0; i < count; i++) weights[i] = f->entries_read[members[i]].billed;
  if (count == 1) {
    amounts[0] = amount;
    taxes[0] = tax;
  } else {
    split(amount, weights, count, amounts, rests);
    split(tax, amounts, count, taxes, rests);
  }
  for (size_t i = 0; i < count; i++) entry_line(w, g, &f->entries_read[members[i]], amounts[i], taxes[i]);
  if (!g->line && count) g->line = f->entries_read[members[0]].line;
}

static inline bool same_price(const entry *a, const entry *b) {
  return a->price == b->price || a->price->billionths == b->price->billionths;
}

static inline void ticket_lines(writer *w, group *g) {
  entry *entries = w->f->entries_read;
  for (uint32_t i = g->first; i; i = entries[i].next) {
    size_t count = 0;
    int64_t minutes = 0;
    if (!entries[i].billable || entries[i].line) continue;
    for (uint32_t k = i; k; k = entries[k].next) {
      if (!entries[k].billable || entries[k].line || !same_price(&entries[i], &entries[k])) continue;
      w->f->order[count++] = k;
      minutes += entries[k].billed;
    }
    piece_lines(w, g, entries[i].price, w->f->order, count, minutes);
  }
}

static inline void fee_line(writer *w, const fee *fee) {
  int64_t amount = divided(times(fee->quantity, fee->price.billionths), 10000000);
  const line l = { .kind = "period",
                   .category = "service",
                   .unit = fee->unit,
                   .description = pool_copy(&w->f->texts, fee->description, strlen(fee->description)),
                   .description_length = strlen(fee->description),
                   .day = PERIOD_UNTIL - 1,
                   .amount = amount,
                   .tax = taxed(w->c, amount),
                   .price = &fee->price,
                   .quantity = fee->quantity,
                   .counted = true,
                   .taxed = w->c->tax != NULL };
  line_write(w, &l);
}

static inline void charge_line(writer *w, charge *c) {
  const line l = { .kind = "charge",
                   .category = c->kind,
                   .description = c->description,
                   .description_length = c->description_length,
                   .sku = c->sku,
                   .discount = c->discount,
                   .ticket = c->ticket,
                   .day = c->day,
                   .amount = c->amount,
                   .tax = taxed(w->c, c->amount),
                   .price = &c->price,
                   .quantity = c->quantity,
                   .places = 9,
                   .taxed = w->c->tax != NULL };
  c->line = line_write(w, &l);
}

// --- Claims, in their own order.
static inline void claim(writer *w, int kind, int64_t at, int64_t row, int64_t until, int64_t number) {
  inserter *i = &w->f->claims;
  insert_number(i, w->c->n);
  insert_number(i, kind);
  insert_number(i, at);
  insert_number(i, row);
  insert_number_or_null(i, until);
  insert_number(i, w->n << 20 | number);
  insert_row(i);
}

static inline void keep_open(writer *w, int kind, bool asleep, int64_t at, int64_t row) {
  inserter *i = &w->f->open_rows;
  insert_number(i, w->c->n);
  insert_number(i, kind);
  insert_number(i, asleep);
  insert_number(i, at);
  insert_number(i, row);
  insert_row(i);
}

static inline void claim_entries(writer *w) {
  for (uint32_t i = 1; i <= w->f->entry_count; i++) {
    const entry *e = &w->f->entries_read[i];
    const group *g = &w->f->groups[e->group];
    if (g->open) {
      keep_open(w, 2, g->asleep, e->at, e->n);
      continue;
    }
    if (e->at < w->b->time_from) w->b->time_from = e->at;
    // of a split one, what is past the block
    const entry *last = e->next == w->f->entry_count + 1 ? e + (e->next - i) : e;
    claim(w, 2, e->at, e->n, 0, last->line ? last->line : g->line);
  }
}

static inline void claim_charges(writer *w) {
  for (size_t i = 0; i < w->f->charge_count; i++) {
    const charge *c = &w->f->charges_read[i];
    if (c->day < w->b->charge_from) w->b->charge_from = c->day;
    claim(w, 3, c->day, c->n, 0, c->line);
  }
}

// --- Movements of the block: what it granted, what each ticket drew; of one that costs something, what each of its
// entries drew.
typedef struct drawn {
  int64_t day, ordinal, quantity, remaining, lot;
  const group *g;
  const entry *e;  // NULL: the whole ticket's
} drawn;

static inline void movement(writer *w, const drawn *d) {
  inserter *i = &w->f->movements;
  int64_t line = w->n << 20 | (d->g ? d->g->line : 0);
  insert_number(i, ++w->f->next_movement);
  insert_number(i, w->c->n);
  insert_number(i, 0);
  insert_text(i, "hours", 5);
  insert_number(i, d->day);
  insert_number(i, PERIOD_FROM);
  insert_number(i, d->ordinal);
  insert_number(i, d->quantity);
  insert_number(i, d->remaining);
  insert_number_or_null(i, d->lot);
  insert_number_or_null(i, d->g ? d->g->ticket : 0);
  insert_number_or_null(i, d->e ? d->e->n : 0);
  insert_number(i, line);
  insert_number_or_null(i, d->e ? line : 0);
  insert_row(i);
}

static inline void ticket_movements(writer *w, const group *g, int64_t lot) {
  const entry *entries = w->f->entries_read;
  bool costs = false;
  for (uint32_t i = g->first; i; i = entries[i].next)
    costs = costs || (entries[i].billable && entries[i].price->billionths);
  if (!costs) movement(w, &(drawn){ .day = g->drawn_on, .quantity = -g->drawn, .lot = lot, .g = g });
  for (uint32_t i = g->first; costs && i; i = entries[i].next) {
    const entry *e = &entries[i];
    if (!e->billable || e->price->billionths) continue;
    movement(w, &(drawn){ .day = e->at / DAY_MINUTES, .quantity = -e->billed, .lot = lot, .g = g, .e = e });
  }
}

static inline void movements_write(writer *w) {
  floor_run *f = w->f;
  int64_t sum = 0, lot = f->next_movement + 1;
  for (size_t i = 0; i < f->group_count; i++) sum += f->groups[i].drawn;
  movement(w, &(drawn){ .day = PERIOD_FROM, .ordinal = 1, .quantity = w->c->block, .remaining = w->c->block - sum });
  for (size_t i = 0; i < f->group_count; i++)
    if (f->groups[i].drawn) ticket_movements(w, &f->groups[i], lot);
  insert_number(&f->settled, ++f->next_settled);
  insert_number(&f->settled, w->c->n);
  insert_number(&f->settled, PERIOD_FROM);
  insert_number(&f->settled, w->n << 20);
  insert_row(&f->settled);
}

// --- The bill.
static inline bool anything_due(const floor_run *f, bool fee) {
  if (fee || (f->charge_count && f->charges_read[0].day < PERIOD_UNTIL)) return true;
  for (size_t i = 0; i < f->group_count; i++)
    if (!f->groups[i].open) return true;
  return false;
}

static inline void lines_write(writer *w, bool fee) {
  floor_run *f = w->f;
  for (int i = 0; fee && i < w->c->fee_count; i++) fee_line(w, &w->c->fees[i]);
  for (size_t i = 0; i < f->group_count; i++) {
    group *g = &f->groups[i];
    if (g->open) continue;
    ticket_lines(w, g);
    w->b->tickets += !g->shared;
    w->b->minutes += g->minutes;
  }
  for (size_t i = 0; i < f->charge_count && f->charges_read[i].day < PERIOD_UNTIL; i++)
    charge_line(w, &f->charges_read[i]);
}

static inline void tax_hash(writer *w) {
  hasher *h = &w->f->hasher;
  hash_text(h, w->c->tax->name, strlen(w->c->tax->name));
  hash_text(h, NULL, 0);
  hash_number(h, w->c->tax->billionths);
  hash_number(h, w->b->base);
  hash_number(h, w->b->taxed);
  hash_number(h, 0);
}

static inline void frontier_move(writer *w) {
  sqlite3_stmt *s = w->f->frontier;
  sqlite3_bind_int64(s, 1, PERIOD_UNTIL);
  sqlite3_bind_int64(s, 2, (int64_t)PERIOD_UNTIL * DAY_MINUTES);
  sqlite3_bind_int64(s, 3, PERIOD_UNTIL);
  sqlite3_bind_int64(s, 4, w->c->n);
  done(s);
}

static inline void bill_write(floor_run *f, const contract *c) {
  bool fee = c->fee_count && c->period_from <= PERIOD_FROM && !fee_claimed(f, c);
  if (!anything_due(f, fee)) return;
  f->bills = grown(f->bills, &f->bill_capacity, f->bill_count + 1, sizeof *f->bills);
  writer w = { f, c, &f->bills[f->bill_count++], ++f->next_bill };
  *w.b = (bill){ .contract = c->n,
                 .customer = c->customer,
                 .id = c->id,
                 .name = c->name,
                 .customer_name = c->customer_name,
                 .period_from = NEVER,
                 .time_from = (int64_t)NEVER * DAY_MINUTES,
                 .charge_from = NEVER,
                 .before_period = c->period_from,
                 .before_time = c->time_from,
                 .before_charge = c->charge_from };
  hash_start(&f->hasher);
  lines_write(&w, fee);
  w.b->free = w.b->lines == 0;
  if (c->tax && w.b->base) w.b->tax_row = c->tax, tax_hash(&w);
  hash_number(&f->hasher, RULES_VERSION);
  hash_end(&f->hasher, w.b->digest);
  if (fee) w.b->period_from = PERIOD_FROM;
  for (int i = 1; fee && i <= c->fee_count; i++) claim(&w, 1, PERIOD_FROM, i, PERIOD_UNTIL, i);
  claim_entries(&w);
  claim_charges(&w);
  if (c->block) movements_write(&w), w.b->statement = statement_of(f, c);
  frontier_move(&w);
}
