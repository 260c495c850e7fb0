// price raise: prices of many contracts, from a day on.
#include "core/command/commands_inside.h"
#include "core/engine/import/raise.h"
#include <stdlib.h>
#include <string.h>

static bool read_amount(const char *text, price_raise *out, error *e) {
  size_t length = strlen(text);
  out->by = text;
  out->is_percent = percent_parse(text, length, &out->amount);
  if (!out->is_percent && !decimal_parse(text, length, &out->amount)) {
    error_set(e, ERROR_USAGE, "\"%s\" is neither a percentage nor an amount", text);
    return error_hint(e, "3.5%% raises each price by that part of it, 5.00 by that much");
  }
  if (out->is_percent && out->amount > 10 * DECIMAL_ONE)
    return error_set(e, ERROR_USAGE, "prices go up by 1000%% at most, not by %s", text);
  return out->amount > 0 || error_set(e, ERROR_USAGE, "prices go up by more than nothing, not by %s", text);
}

static bool read_round(const arguments *a, price_raise *out, error *e) {
  const char *text = option_text(a, "round");
  if (!text || (decimal_parse(text, strlen(text), &out->multiple) && out->multiple > 0)) return true;
  return error_set(e, ERROR_USAGE, "--round is an amount that prices are to be multiples of, such as 0.50, not \"%s\"",
                   text);
}

// FROM..TO
static bool read_within(const char *text, price_raise *out, error *e) {
  const char *dots = text ? strstr(text, "..") : NULL;
  if (!dots || !day_parse(text, (size_t)(dots - text), &out->first) ||
      !day_parse(dots + 2, strlen(dots + 2), &out->last) || out->last < out->first) {
    error_set(e, ERROR_USAGE, "--on anniversary needs the days within which it lies");
    return error_hint(e, "--within 2027-01-01..2027-12-31");
  }
  return true;
}

static bool read_day(const arguments *a, price_raise *out, error *e) {
  const char *on = option_text(a, "on"), *within = option_text(a, "within");
  if (!option_day(a, "from", DAY_NEVER, &out->from, e)) return false;
  if ((out->from == DAY_NEVER) == !on)
    return error_set(e, ERROR_USAGE, "from which day on? --from DATE, or --on anniversary --within FROM..TO");
  if (on) return read_within(within, out, e);
  return !within || error_set(e, ERROR_USAGE, "--within goes with --on anniversary");
}

// Months: 12m, or years: 1y.
static bool read_age(const arguments *a, price_raise *out, error *e) {
  const char *text = option_text(a, "min-age");
  size_t digits = text ? strspn(text, "0123456789") : 0;
  if (!text) return true;
  if (!digits || digits > 4 || (strcmp(text + digits, "m") && strcmp(text + digits, "y")))
    return error_set(e, ERROR_USAGE,
                     "--min-age is months or years that a contract has run, such as 12m or 2y, not \"%s\"", text);
  out->min_age = strtoll(text, NULL, 10) * (text[digits] == 'y' ? 12 : 1);
  return true;
}

// Ids, separated by commas.
static bool read_except(context *c, const arguments *a, price_raise *out, error *e) {
  const char *text = option_text(a, "except");
  size_t capacity = 0;
  while (text && *text) {
    size_t length = strcspn(text, ",");
    contract k;
    if (!resolve_contract(c, arena_copy(c->arena, text, length), &k, e)) return false;
    out->except = arena_grow(c->arena, out->except, out->except_count, &capacity, sizeof *out->except);
    out->except[out->except_count++] = k.id;
    text += length + (text[length] == ',');
  }
  return true;
}

static bool read_chosen(context *c, const arguments *a, price_raise *out, error *e) {
  const char *customer = option_text(a, "customer"), *type = option_text(a, "type");
  return (!type || resolve_type(c, type, &out->type, e)) &&
         (!customer || resolve_customer(c, customer, &out->customer, e)) && read_except(c, a, out, e);
}

static bool read_raise(context *c, const arguments *a, price_raise *out, error *e) {
  *out = (price_raise){ .note = option_text(a, "note"), .dry_run = option_flag(a, "dry-run") };
  return read_amount(a->texts[0], out, e) && read_round(a, out, e) && read_day(a, out, e) && read_age(a, out, e) &&
         read_chosen(c, a, out, e);
}

static void put_price(arena *a, value *list, const raised_price *p) {
  value *row = value_record(a);
  put_text(a, row, "contract", p->contract);
  put_text(a, row, "customer", p->customer);
  put_text(a, row, "kind", p->is_rate ? "rate" : "param");
  put_text(a, row, "param", p->param);
  put_text(a, row, "before", p->before);
  put_text(a, row, "after", p->after);
  put_day(a, row, "from", p->from);
  put_text(a, row, "difference", p->difference);
  value_append(a, list, row);
}

static value *answer(arena *a, const price_raise *how, const raised *done) {
  value *out = value_record(a), *rows = value_list(a), *notes = value_list(a);
  put_text(a, out, "raise", how->by);
  put_bool(a, out, "dry_run", how->dry_run);
  for (size_t i = 0; i < done->count; i++) put_price(a, rows, &done->prices[i]);
  value_put(a, out, "rows", rows);
  for (size_t i = 0; i < done->report.kept_count; i++) value_append(a, notes, value_text(a, done->report.kept[i]));
  value_put(a, out, "notes", notes);
  return out;
}

static value *command_raise(context *c, const arguments *a, error *e) {
  price_raise how;
  raised done;
  if (!read_raise(c, a, &how, e)) return NULL;
  if (how.dry_run) c->next = "the same without --dry-run";
  return price_raise_run(c->book, &how, c->arena, &done, e) ? answer(c->arena, &how, &done) : NULL;
}

const command price_commands[] = {
  { .words = "price raise",
    .group = "The book",
    .summary = "raises prices of contracts, and rates, from a day on",
    .argument = "PERCENT|AMOUNT",
    .type = ARGUMENT_TEXT,
    .least = 1,
    .most = 1,
    .options = { { "from", "DATE", "from this day on", ARGUMENT_DAY },
                 { "on", "anniversary", "from each contract's own anniversary on", ARGUMENT_CHOICE },
                 { "within", "FROM..TO", "the days within which that one lies", ARGUMENT_TEXT },
                 { "round", "AMOUNT", "to the nearest multiple of it, such as 0.50", ARGUMENT_TEXT },
                 { "min-age", "12m|2y", "only contracts that have run that long by then", ARGUMENT_TEXT },
                 { "type", "T", "only contracts of this type, by name or title", ARGUMENT_TYPE },
                 { "customer", "CUSTOMER", "only this customer's", ARGUMENT_CUSTOMER },
                 { "except", "CONTRACT,…", "these contracts stay", ARGUMENT_CONTRACT },
                 { "note", "TEXT", "why, for the log", ARGUMENT_TEXT },
                 { "dry-run", NULL, "show before and after, change nothing", ARGUMENT_TEXT } },
    .examples = { "billet price raise 3.5% --from 2027-01-01 --round 0.50 --dry-run",
                  "billet price raise 3% --on anniversary --within 2027-01-01..2027-12-31 --min-age 12m",
                  "billet price raise 5.00 --from 2027-01-01 --type hourly --except cool-help --note \"announced\"" },
    .need = NEED_BOOK,
    .view = "raise",
    .next = "billet undo takes it back",
    .run = command_raise },
  { 0 },
};
