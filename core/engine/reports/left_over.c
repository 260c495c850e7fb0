// What is left of prepaid balances on a day, and what no batch takes.
#include "core/engine/prepaid/prepaid.h"
#include "core/engine/questions/questions.h"
#include "core/engine/reports/reports_inside.h"

typedef struct blocks {
  book *book;
  arena *arena;
  day as_of;
  value *rows;
} blocks;

static value *block_row(const blocks *b, const contract *c, const prepaid *p) {
  arena *a = b->arena;
  value *row = value_record(a);
  put_text(a, row, "contract", arena_text(a, c->id));
  put_text(a, row, "contract_name", arena_text(a, c->name));
  put_text(a, row, "customer_name", arena_text(a, c->customer_name));
  put_text(a, row, "line", *p->part ? p->part : NULL);
  put_text(a, row, "unit", p->unit);
  const struct {
    const char *name;
    int64_t quantity;
  } quantities[] = { { "opening", p->opening }, { "granted", p->granted }, { "used", p->used },
                     { "lapsed", p->lapsed },   { "left", p->left },       { "pending", p->pending } };
  for (size_t i = 0; i < sizeof quantities / sizeof *quantities; i++)
    put_text(a, row, quantities[i].name, prepaid_text(c->exponent, p->unit, quantities[i].quantity, a));
  if (p->expires == DAY_NEVER) put_null(a, row, "expires");
  else put_day(a, row, "expires", p->expires);
  return row;
}

// A contract that cannot be priced is told of by the batch, not here.
static bool add_blocks(void *context, const contract *c, error *e) {
  blocks *b = context;
  prepaid *all;
  size_t count;
  if (b->as_of < c->start) return true;
  if (!prepaid_read(b->book, c, b->as_of, b->arena, &all, &count, e)) {
    if (e->code != ERROR_HELD) return false;
    error_clear(e);
    return true;
  }
  for (size_t i = 0; i < count; i++) value_append(b->arena, b->rows, block_row(b, c, &all[i]));
  return true;
}

static bool blocks_read(book *b, const report_form *f, day from, day to, arena *a, value *rows, error *e) {
  (void)f;
  blocks read = { b, a, to, rows };
  (void)from;
  if (!db_begin_read(b->db, e)) return false;
  bool ok = contract_each(b->db, add_blocks, &read, e);
  db_rollback(b->db);
  return ok;
}

static bool unbilled_read(book *b, const report_form *f, day from, day to, arena *a, value *rows, error *e) {
  (void)f;
  (void)from;
  (void)to;
  value *answer;
  if (!unbilled(b, a, &answer, e)) return false;
  const value *totals = value_get(answer, "totals");
  for (size_t i = 0; i < totals->as.list.count; i++) value_append(a, rows, totals->as.list.items[i]);
  return true;
}

// clang-format off
const report_form left_over_forms[] = {
  { .name = "blocks", .bars = "left", .span = REPORT_ONE_DAY, .read = blocks_read,
    .columns = { { "contract", REPORT_TEXT }, { "contract_name", REPORT_TEXT }, { "customer_name", REPORT_TEXT },
                 { "line", REPORT_TEXT }, { "unit", REPORT_TEXT }, { "opening", REPORT_QUANTITY },
                 { "granted", REPORT_QUANTITY }, { "used", REPORT_QUANTITY }, { "lapsed", REPORT_QUANTITY },
                 { "left", REPORT_QUANTITY }, { "pending", REPORT_QUANTITY }, { "expires", REPORT_DATE } } },
  { .name = "unbilled", .bars = "age", .span = REPORT_NOW, .read = unbilled_read,
    .columns = { { "customer", REPORT_TEXT }, { "customer_name", REPORT_TEXT }, { "currency", REPORT_TEXT },
                 { "hours", REPORT_QUANTITY }, { "entries", REPORT_COUNT }, { "charges", REPORT_COUNT },
                 { "first", REPORT_DATE }, { "age", REPORT_COUNT }, { "amount", REPORT_MONEY },
                 { "unknown", REPORT_COUNT } } },
  { 0 },
};
// clang-format on
