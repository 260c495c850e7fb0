// The floor's reading and rating: one contract's unclaimed entries and charges in clustered order, its tickets by
// primary key, lines.
#pragma once
#include "tests/bench/floor_store.h"

// May 2026 is closed on 2026-06-01: rows are read until its end, and what is left open by then has a table of its own.
enum {
  PERIOD_FROM = 20574,
  PERIOD_UNTIL = 20605,
  AS_OF = 20605,
  NEVER = 2932897,
  DAY_MINUTES = 1440,
  COVERS_MAX = 16,
  FEES_MAX = 8
};

typedef struct price {
  int64_t billionths;
  char text[NUMBER_TEXT];
  size_t length;
} price;
typedef struct rate {
  const char *code;
  price price;
} rate;
typedef struct tax {
  int64_t n, billionths;
  const char *name, *rate;
} tax;

// What the period itself costs: quantity × price.
typedef struct fee {
  char description[48];
  const char *unit;
  int64_t quantity;
  price price;
} fee;

typedef enum contract_kind { HOURLY, RETAINER, BLOCK_HOURS, MONITORING } contract_kind;

typedef struct contract {
  int64_t n, customer, period_from, time_from, charge_from;
  const char *id, *name, *customer_name, *currency;
  contract_kind kind;
  price price;  // of an hour; past a block
  fee fees[FEES_MAX];
  int fee_count;
  int64_t block;      // minutes of a block of hours
  int64_t increment;  // minutes of a step, 0: time is not rounded
  const char *covers[COVERS_MAX];
  int cover_count;
  const tax *tax;  // NULL: not taxed
} contract;

typedef struct entry {
  int64_t at, n;
  int32_t minutes, billed;
  uint32_t group, next;  // its ticket; the ticket's next entry, 0: none
  uint32_t line;         // from 1, 0: none
  bool billable;
  const price *price;
  const char *note;
  size_t note_length;
} entry;

typedef struct group {
  int64_t ticket;
  uint32_t first, last, line;
  int64_t minutes, drawn, drawn_on;  // drawn: minutes of the block, from the entry of a day on
  bool open, asleep, shared;
} group;

typedef struct charge {
  int64_t day, n, ticket, quantity, amount;
  size_t description_length;
  price price;
  const char *description, *kind, *sku, *discount;
  uint32_t line;
} charge;

typedef struct floor {
  sqlite3 *db;
  sqlite3_stmt *contracts, *open_entries, *open_charges, *entries, *entry_claims, *charges, *charge_claims, *fee_claims,
      *tickets, *title, *frontier, *devices;
  inserter lines, claims, movements, settled, open_rows;
  pool texts, kept;  // of rows on their way; of the whole run
  hasher hasher;
  rate *rates;
  tax *taxes;
  size_t rate_count, tax_count;
  struct entry *entries_read;
  struct group *groups;
  struct charge *charges_read;
  uint32_t *table, *order;  // groups by ticket; entries of a piece
  int64_t *numbers;         // of a split
  size_t entry_count, entry_capacity, group_count, group_capacity, charge_count, charge_capacity, table_size,
      number_capacity;
  struct bill *bills;
  size_t bill_count, bill_capacity;
  int64_t batch, next_bill, next_movement, next_settled, journal;
} floor_run;

static inline price price_of(int64_t billionths) {
  price out = { .billionths = billionths };
  out.length = decimal_write(billionths, 9, 2, out.text);
  return out;
}

// --- What all contracts share.
static inline void rates_read(floor_run *f) {
  sqlite3_stmt *s = prepared(
      f->db,
      "SELECT code, unit_price FROM rates WHERE contract IS NULL AND customer IS NULL AND \"from\" IS NULL ORDER BY code");
  size_t capacity = 0;
  while (stepped(s)) {
    f->rates = grown(f->rates, &capacity, f->rate_count + 1, sizeof *f->rates);
    f->rates[f->rate_count++] = (rate){ copy_at(s, 0, &f->kept), price_of(decimal_read(text_at(s, 1))) };
  }
  sqlite3_finalize(s);
}

static inline void taxes_read(floor_run *f) {
  sqlite3_stmt *s = prepared(f->db, "SELECT n, name, json_extract(params, '$.rate') FROM taxes ORDER BY n");
  size_t capacity = 0;
  char text[NUMBER_TEXT];
  while (stepped(s)) {
    f->taxes = grown(f->taxes, &capacity, f->tax_count + 1, sizeof *f->taxes);
    int64_t rate = decimal_read(text_at(s, 2)) / 100;
    size_t length = decimal_write(rate, 7, 0, text);
    text[length++] = '%';
    f->taxes[f->tax_count++] =
        (tax){ number_at(s, 0), rate, copy_at(s, 1, &f->kept), pool_copy(&f->kept, text, length) };
  }
  sqlite3_finalize(s);
}

static inline const price *price_of_code(const floor_run *f, const char *code) {
  for (size_t i = 0; i < f->rate_count; i++)
    if (strcmp(f->rates[i].code, code) == 0) return &f->rates[i].price;
  fprintf(stderr, "floor: no rate %s\n", code);
  exit(1);
}

// --- The contract.
static inline const char *value_of(const char *params, const char *key) {
  const char *at = params ? strstr(params, key) : NULL;
  return at ? at + strlen(key) : NULL;
}

static inline void covers_read(floor_run *f, contract *c, const char *params) {
  const char *at = value_of(params, "\"covers\":[");
  while (at && *at == '"' && c->cover_count < COVERS_MAX) {
    const char *end = strchr(at + 1, '"');
    c->covers[c->cover_count++] = pool_copy(&f->texts, at + 1, (size_t)(end - at - 1));
    at = end + (end[1] == ',') + 1;
  }
}

static inline const tax *tax_named(const floor_run *f, const char *name) {
  for (size_t i = 0; name && i < f->tax_count; i++)
    if (strcmp(f->taxes[i].name, name) == 0) return &f->taxes[i];
  return NULL;
}

static inline contract_kind kind_of(const char *type) {
  if (strcmp(type, "retainer") == 0) return RETAINER;
  if (strcmp(type, "block-hours") == 0) return BLOCK_HOURS;
  return strcmp(type, "remote-monitoring") == 0 ? MONITORING : HOURLY;
}

static inline price price_at(const char *params, const char *key) {
  return price_of(decimal_read(value_of(params, key)));
}

static inline fee *fee_add(contract *c, const char *unit, int64_t quantity, price price) {
  fee *out = &c->fees[c->fee_count++];
  out->unit = unit;
  out->quantity = quantity;
  out->price = price;
  return out;
}

static inline void block_read(contract *c, const char *params) {
  int64_t hours = decimal_read(value_of(params, "\"hours\":\"")) / 1000000000;
  strcpy(fee_add(c, "hour", hours, price_at(params, "\"rate\":\""))->description, "Block of hours");
  c->block = hours * 60;
  c->price = price_at(params, "\"overage_rate\":\"");
}

// Devices on the period's last day.
static inline int64_t devices_count(floor_run *f, const contract *c) {
  int64_t count = 0;
  sqlite3_bind_int64(f->devices, 1, c->customer);
  sqlite3_bind_int64(f->devices, 2, c->n);
  while (stepped(f->devices)) count += null_at(f->devices, 0) || number_at(f->devices, 0) >= PERIOD_UNTIL - 1;
  sqlite3_reset(f->devices);
  return count;
}

// Graduated: each tier prices the part of the count that lies in it.
static inline void tiers_read(floor_run *f, contract *c, const char *params) {
  int64_t count = devices_count(f, c), before = 0, upto = 0;
  const char *at = value_of(params, "\"tiers\":[");
  for (; at && c->fee_count < FEES_MAX && before < count; before = upto) {
    const char *end = strchr(at, '}'), *limit = value_of(at, "\"up_to\":\"");
    bool last = !limit || limit > end;
    int64_t most = last ? count : decimal_read(limit) / 1000000000;
    upto = most < count ? most : count;
    fee *tier = fee_add(c, NULL, upto - before, price_at(at, "\"unit_price\":\""));
    sprintf(tier->description, last ? "PCs, past %d" : "PCs, up to %d", (int)(last ? before : most));
    at = end + 1;
  }
}

static inline void params_read(floor_run *f, contract *c, const char *params) {
  if (c->kind == BLOCK_HOURS) block_read(c, params);
  else if (c->kind == MONITORING) tiers_read(f, c, params);
  else if (c->kind == HOURLY) c->price = price_at(params, "\"rate\":\"");
  else {
    strcpy(fee_add(c, NULL, 1, price_at(params, "\"price\":\""))->description, "Retainer fee");
    covers_read(f, c, params);
  }
}

static inline void contract_read(floor_run *f, contract *c) {
  sqlite3_stmt *s = f->contracts;
  const char *params = text_at(s, 6), *increment = value_of(text_at(s, 7), "\"increment\":");
  *c = (contract){ .n = number_at(s, 0),
                   .customer = number_at(s, 1),
                   .name = copy_at(s, 2, &f->kept),
                   .customer_name = copy_at(s, 3, &f->kept),
                   .currency = "USD" };
  c->kind = kind_of(text_at(s, 4));
  c->increment = increment ? strtoll(increment, NULL, 10) : 0;
  c->tax = number_at(s, 5) ? tax_named(f, text_at(s, 8)) : NULL;
  c->period_from = number_at(s, 9);
  c->time_from = number_at(s, 10);
  c->charge_from = number_at(s, 11);
  c->id = copy_at(s, 12, &f->kept);
  params_read(f, c, params);
}

// --- Its rows: those that no claim holds. Claims come in the same order.
static inline bool claimed(sqlite3_stmt *claims, bool *more, int64_t at, int64_t n) {
  while (*more && (number_at(claims, 0) < at || (number_at(claims, 0) == at && number_at(claims, 1) < n)))
    *more = stepped(claims);
  return *more && number_at(claims, 0) == at && number_at(claims, 1) == n;
}

static inline void range_bind(sqlite3_stmt *s, const contract *c, int64_t from, int64_t until) {
  sqlite3_bind_int64(s, 1, c->n);
  sqlite3_bind_int64(s, 2, from);
  if (until) sqlite3_bind_int64(s, 3, until);
}

static inline bool covered(const contract *c, const char *type) {
  for (int i = 0; i < c->cover_count; i++)
    if (type && strcmp(c->covers[i], type) == 0) return true;
  return c->kind == RETAINER && c->cover_count == 0;
}

static const price nothing = { 0, "0.00", 4 };

static inline void entry_read(floor_run *f, sqlite3_stmt *s, const contract *c) {
  f->entries_read = grown(f->entries_read, &f->entry_capacity, f->entry_count + 2, sizeof *f->entries_read);
  entry *e = &f->entries_read[++f->entry_count];
  *e = (entry){ .at = number_at(s, 0),
                .n = number_at(s, 1),
                .group = (uint32_t)number_at(s, 2),
                .minutes = (int32_t)number_at(s, 3),
                .billable = number_at(s, 5) != 0 };
  e->billed = null_at(s, 4) ? e->minutes : (int32_t)number_at(s, 4);
  if (c->increment && e->billable) e->billed = (int32_t)((e->billed + c->increment - 1) / c->increment * c->increment);
  const char *code = text_at(s, 6);
  e->price = covered(c, text_at(s, 7)) ? &nothing : code && c->kind != BLOCK_HOURS ? price_of_code(f, code) : &c->price;
  e->note = copy_at(s, 8, &f->texts);
  e->note_length = e->note ? strlen(e->note) : 0;
}

static inline void entries_read(floor_run *f, const contract *c) {
  f->entry_count = 0;
  range_bind(f->open_entries, c, INT64_MIN, c->time_from);
  while (stepped(f->open_entries)) entry_read(f, f->open_entries, c);
  sqlite3_reset(f->open_entries);
  range_bind(f->entry_claims, c, c->time_from, (int64_t)PERIOD_UNTIL * DAY_MINUTES);
  range_bind(f->entries, c, c->time_from, (int64_t)PERIOD_UNTIL * DAY_MINUTES);
  bool more = stepped(f->entry_claims);
  while (stepped(f->entries))
    if (!claimed(f->entry_claims, &more, number_at(f->entries, 0), number_at(f->entries, 1)))
      entry_read(f, f->entries, c);
  sqlite3_reset(f->entries);
  sqlite3_reset(f->entry_claims);
}

static inline void ticket_read(floor_run *f, group *g) {
  sqlite3_bind_int64(f->tickets, 1, g->ticket);
  if (!stepped(f->tickets)) exit(1);
  g->asleep = number_at(f->tickets, 0) == 0;
  g->open = g->asleep || number_at(f->tickets, 1) > AS_OF;
  g->shared = number_at(f->tickets, 2) != 0;
  sqlite3_reset(f->tickets);
}

static inline uint32_t group_of(floor_run *f, int64_t ticket, uint32_t first) {
  uint32_t slot = (uint32_t)ticket * 2654435761u & (uint32_t)(f->table_size - 1);
  while (f->table[slot] && f->groups[f->table[slot] - 1].ticket != ticket)
    slot = (slot + 1) & (uint32_t)(f->table_size - 1);
  if (f->table[slot]) return f->table[slot] - 1;
  f->groups = grown(f->groups, &f->group_capacity, f->group_count + 1, sizeof *f->groups);
  group *g = &f->groups[f->group_count];
  *g = (group){ .ticket = ticket, .first = first };
  ticket_read(f, g);
  f->table[slot] = (uint32_t)++f->group_count;
  return f->table[slot] - 1;
}

// Tickets in the order of their first entry, each with the chain of its entries.
static inline void entries_group(floor_run *f) {
  size_t size = 64;
  while (size < f->entry_count * 2) size *= 2;
  if (size > f->table_size || !f->table) {
    f->table = must(realloc(f->table, size * sizeof *f->table));
    f->order = must(realloc(f->order, size * sizeof *f->order));
  }
  f->table_size = size;
  memset(f->table, 0, size * sizeof *f->table);
  f->group_count = 0;
  for (uint32_t i = 1; i <= f->entry_count && f->entries_read[i].at < (int64_t)PERIOD_UNTIL * DAY_MINUTES; i++) {
    entry *e = &f->entries_read[i];
    e->group = group_of(f, e->group, i);
    group *g = &f->groups[e->group];
    if (g->last) f->entries_read[g->last].next = i;
    g->last = i;
    g->minutes += e->minutes;
  }
}

// The part of an entry that the block covers, and the rest as an entry of its own behind it.
static inline void entry_split(floor_run *f, entry *e, int32_t covered) {
  entry *rest = &f->entries_read[f->entry_count + 1];
  *rest = *e;
  rest->billed = e->billed - covered;
  e->billed = covered;
  e->next = (uint32_t)f->entry_count + 1;
}

// Work draws on the block in order; what it covers costs nothing.
static inline void block_draw(floor_run *f, const contract *c) {
  int64_t left = c->block;
  for (uint32_t i = 1; left && i <= f->entry_count && f->entries_read[i].at < (int64_t)PERIOD_UNTIL * DAY_MINUTES;
       i++) {
    entry *e = &f->entries_read[i];
    group *g = &f->groups[e->group];
    if (!e->billable || g->open || !e->billed) continue;
    int64_t covered = e->billed < left ? e->billed : left;
    if (covered < e->billed) entry_split(f, e, (int32_t)covered);
    if (!g->drawn) g->drawn_on = e->at / DAY_MINUTES;
    g->drawn += covered;
    e->price = &nothing;
    left -= covered;
  }
}

// quantity × price less a discount: a percentage, or an amount.
static inline int64_t charge_amount(const charge *c) {
  int64_t hundred = 100000000000, off = c->discount ? decimal_read(c->discount) : 0;
  bool percent = c->discount && strchr(c->discount, '%');
  __int128 gross = (__int128)c->quantity * c->price.billionths * (percent ? hundred - off : hundred),
           cent = (__int128)10000000 * 1000000000 * hundred;
  return (int64_t)((gross + cent / 2) / cent) - (percent ? 0 : off / 10000000);
}

static inline void charge_read(floor_run *f, sqlite3_stmt *s) {
  f->charges_read = grown(f->charges_read, &f->charge_capacity, f->charge_count + 1, sizeof *f->charges_read);
  charge *c = &f->charges_read[f->charge_count++];
  *c = (charge){
    .day = number_at(s, 0), .n = number_at(s, 1), .ticket = number_at(s, 2), .quantity = decimal_read(text_at(s, 4))
  };
  c->price = price_of(decimal_read(text_at(s, 5)));
  c->description = copy_at(s, 3, &f->texts);
  c->description_length = (size_t)sqlite3_column_bytes(s, 3);
  c->kind = copy_at(s, 6, &f->texts);
  c->sku = copy_at(s, 7, &f->texts);
  c->discount = copy_at(s, 8, &f->texts);
  c->amount = charge_amount(c);
}

static inline void charges_read(floor_run *f, const contract *c) {
  f->charge_count = 0;
  range_bind(f->open_charges, c, INT64_MIN, c->charge_from);
  while (stepped(f->open_charges)) charge_read(f, f->open_charges);
  sqlite3_reset(f->open_charges);
  range_bind(f->charge_claims, c, c->charge_from, PERIOD_UNTIL);
  range_bind(f->charges, c, c->charge_from, PERIOD_UNTIL);
  bool more = stepped(f->charge_claims);
  while (stepped(f->charges))
    if (!claimed(f->charge_claims, &more, number_at(f->charges, 0), number_at(f->charges, 1)))
      charge_read(f, f->charges);
  sqlite3_reset(f->charges);
  sqlite3_reset(f->charge_claims);
}

// Whether the period's fee is claimed already.
static inline bool fee_claimed(floor_run *f, const contract *c) {
  bool found = false;
  range_bind(f->fee_claims, c, c->period_from, 0);
  while (stepped(f->fee_claims)) found = found || number_at(f->fee_claims, 0) == PERIOD_FROM;
  sqlite3_reset(f->fee_claims);
  return found;
}
