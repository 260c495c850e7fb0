// unbilled, balance: what is left over, of work and of prepaid balances.
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/engine/plan/planner.h"
#include "core/engine/questions/questions.h"
#include <string.h>

typedef struct balances {
  context *context;
  day as_of;
  bool statement, limited;
  decimal below;  // a fraction
  value *list;
} balances;

static void put_quantity(balances *b, value *v, const char *name, const contract *c, const char *unit,
                         int64_t quantity) {
  put_text(b->context->arena, v, name, prepaid_text(c->exponent, unit, quantity, b->context->arena));
}

// Shares of what was available, to a tenth of a percent.
static const char *percent_of(arena *a, int64_t left, int64_t available) {
  char text[DECIMAL_TEXT];
  if (available <= 0) return "0%";
  percent_format(decimal_ratio(left, available, 3), text);
  return arena_text(a, text);
}

static value *balance_value(balances *b, const contract *c, const prepaid *p) {
  arena *a = b->context->arena;
  value *v = value_record(a), *period = value_record(a);
  put_text(a, v, "contract", arena_text(a, c->id));
  put_text(a, v, "contract_name", arena_text(a, c->name));
  put_text(a, v, "customer_name", arena_text(a, c->customer_name));
  put_text(a, v, "line", *p->part ? p->part : NULL);
  put_text(a, v, "unit", p->unit);
  put_day(a, v, "as_of", b->as_of);
  put_day(a, period, "start", p->from);
  if (p->until == DAY_NEVER) put_null(a, period, "end");
  else put_day(a, period, "end", p->until - 1);
  value_put(a, v, "period", period);
  put_quantity(b, v, "opening", c, p->unit, p->opening);
  put_quantity(b, v, "granted", c, p->unit, p->granted);
  put_quantity(b, v, "used", c, p->unit, p->used);
  put_quantity(b, v, "lapsed", c, p->unit, p->lapsed);
  put_quantity(b, v, "left", c, p->unit, p->left);
  put_text(a, v, "left_percent", percent_of(a, p->left, p->available));
  put_quantity(b, v, "pending", c, p->unit, p->pending);
  if (p->expires == DAY_NEVER) put_null(a, v, "expires");
  else put_day(a, v, "expires", p->expires);
  if (b->statement) value_put(a, v, "movements", movements_value(a, c->exponent, p));
  return v;
}

static bool is_below(const balances *b, const prepaid *p) {
  return !b->limited || p->available <= 0 || (int128)p->left * DECIMAL_ONE < b->below * p->available;
}

static bool add_contract(void *context, const contract *c, error *e) {
  balances *b = context;
  prepaid *all;
  size_t count;
  if (b->as_of < c->start) return true;
  if (!prepaid_read(b->context->book, c, b->as_of, b->context->arena, &all, &count, e)) {
    if (e->code != ERROR_HELD) return false;
    error_clear(e);
    return true;
  }
  for (size_t i = 0; i < count; i++)
    if (is_below(b, &all[i])) value_append(b->context->arena, b->list, balance_value(b, c, &all[i]));
  return true;
}

static bool read_options(balances *b, const arguments *a, error *e) {
  const char *below = option_text(a, "below");
  day today;
  if (!book_today(b->context->book, &today, e) || !option_day(a, "as-of", today, &b->as_of, e)) return false;
  b->statement = option_flag(a, "statement");
  b->limited = below != NULL;
  if (!below) return true;
  const char *text = strchr(below, '%') ? below : arena_format(b->context->arena, "%s%%", below);
  if (percent_parse(text, strlen(text), &b->below) && b->below >= 0) return true;
  error_set(e, ERROR_USAGE, "--below: \"%s\" is not a percentage", below);
  return error_hint(e, "such as --below 20%%: blocks of which less than a fifth is left");
}

static bool one_contract(balances *b, const char *word, error *e) {
  contract c;
  if (!resolve_contract(b->context, word, &c, e)) return false;
  prepaid *all;
  size_t count;
  if (!prepaid_read(b->context->book, &c, b->as_of, b->context->arena, &all, &count, e)) return false;
  if (!count) {
    error_set(e, ERROR_NOT_FOUND, "contract %s has no prepaid balance", c.id);
    return error_hint(e, "block-hours, block-money and per-ticket contracts have one; billet balance lists them");
  }
  for (size_t i = 0; i < count; i++)
    if (is_below(b, &all[i])) value_append(b->context->arena, b->list, balance_value(b, &c, &all[i]));
  return true;
}

static value *command_balance(context *c, const arguments *a, error *e) {
  balances b = { .context = c, .list = value_list(c->arena) };
  if (!read_options(&b, a, e)) return NULL;
  if (!db_begin_read(c->book->db, e)) return NULL;
  bool ok = a->count ? one_contract(&b, a->texts[0], e) : contract_each(c->book->db, add_contract, &b, e);
  db_rollback(c->book->db);
  return ok ? b.list : NULL;
}

static value *command_unbilled(context *c, const arguments *a, error *e) {
  value *answer = NULL, *held;
  if (option_flag(a, "meters")) return unbilled_meters(c->book, c->arena, &answer, e) ? answer : NULL;
  held = held_answer(c, true, e);
  if (!held || !unbilled(c->book, c->arena, &answer, e)) return NULL;
  value_put(c->arena, answer, "held", held);
  return answer;
}

const command balance_commands[] = {
  { .words = "unbilled",
    .group = "Questions",
    .summary = "work, charges and late facts that no batch takes, what is held, meters that nobody reads or counts",
    .options = { { "meters", NULL,
                   "devices and users counted that no contract bills, and billed counts above what is there",
                   ARGUMENT_TEXT } },
    .examples = { "billet unbilled", "billet unbilled --meters" },
    .need = NEED_BOOK,
    .view = "unbilled",
    .run = command_unbilled },
  { .words = "balance",
    .group = "Questions",
    .summary = "what is left of prepaid hours, money and tickets",
    .argument = "CONTRACT",
    .type = ARGUMENT_CONTRACT,
    .most = 1,
    .options = { { "as-of", "DATE", "as of this day; today without it", ARGUMENT_DAY },
                 { "below", "P%", "only balances of which less than this share is left", ARGUMENT_TEXT },
                 { "statement", NULL, "every movement of the period: granted, used by which ticket, lapsed",
                   ARGUMENT_TEXT } },
    .examples = { "billet balance", "billet balance --below 20%",
                  "billet balance cool-block --as-of 2026-05-31 --statement" },
    .need = NEED_BOOK,
    .view = "balance",
    .run = command_balance },
  { 0 },
};
