// price raise: prices of many contracts, from a day on.
#include "core/command/answers/documents.h"
#include "core/command/commands_inside.h"
#include "core/engine/questions/price_letters.h"
#include "core/store/output.h"
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

// ---- Letters

typedef struct letter_file {
  const char *path, *bytes;
  size_t length;
} letter_file;

typedef struct letters {
  const char *folder, *form;  // folder NULL: nobody asks for any
  letter_file *files;
  size_t count;
} letters;

static bool read_letters(const arguments *a, letters *out, error *e) {
  const char *format = option_text(a, "format");
  *out = (letters){ .folder = option_text(a, "letters"), .form = format ? format : "html" };
  if (format && !out->folder) return error_set(e, ERROR_USAGE, "--format is of letters: --letters DIR");
  return !document_extension(out->form) ? error_set(e, ERROR_USAGE, "--format is text, html or pdf, not \"%s\"", format)
                                        : true;
}

static bool make_letter(context *c, document_maker *m, const price_letter *l, letter_file *out, error *e) {
  document d;
  return document_of_customer(c, l->customer, TEMPLATE_PRICES, l->told, c->arena, &d, e) &&
         document_form(m, &d, c->arena, &out->bytes, &out->length, e);
}

// Ids that a folder could mistake are written otherwise, and may then be the same: the later one is counted.
static const char *free_path(const letters *l, const char *id, arena *a) {
  const char *path = document_path(l->folder, id, document_extension(l->form), a);
  for (size_t i = 0, n = 2; i < l->count; i++) {
    if (strcmp(l->files[i].path, path) != 0) continue;
    path = document_path(l->folder, arena_format(a, "%s-%zu", id, n++), document_extension(l->form), a);
    i = (size_t)-1;  // from the beginning again
  }
  return path;
}

// All of them before any price is raised: a template that fails then keeps the book as it is.
static bool make_letters(context *c, const price_raise *how, const raised *prices, letters *out, error *e) {
  const document_wish wish = { .form = out->form };
  price_letter *list;
  size_t count;
  day today;
  if (!book_today(c->book, &today, e) || !price_letters(c->book, how->by, prices, today, c->arena, &list, &count, e))
    return false;
  document_maker *m = document_maker_open(c, &wish, e);
  out->files = arena_array(c->arena, count + 1, sizeof *out->files);
  bool ok = m != NULL;
  for (; ok && out->count < count; out->count += ok) {
    letter_file *file = &out->files[out->count];
    file->path = free_path(out, list[out->count].id, c->arena);
    ok = make_letter(c, m, &list[out->count], file, e);
  }
  document_maker_close(m);
  return ok;
}

static bool write_letters(context *c, const letters *l, value *out, error *e) {
  value *files = value_list(c->arena);
  int64_t replaced = 0;
  if (!l->folder) return true;
  if (!folder_make(l->folder, e)) return false;
  for (size_t i = 0; i < l->count; i++) {
    bool before = false;
    if (!output_write(l->files[i].path, l->files[i].bytes, l->files[i].length, &before, e)) return false;
    replaced += before;
    value_append(c->arena, files, value_text(c->arena, l->files[i].path));
  }
  warn_replaced(c, replaced, l->count ? l->files[0].path : "");
  value_put(c->arena, out, "letters", files);
  return true;
}

// With letters it is tried first: what would be refused, or has no letter, changes nothing.
static value *command_raise(context *c, const arguments *a, error *e) {
  price_raise how;
  raised done;
  letters l;
  if (!read_raise(c, a, &how, e) || !read_letters(a, &l, e)) return NULL;
  price_raise tried = how;
  tried.dry_run = true;
  if (l.folder && (!price_raise_run(c->book, &tried, c->arena, &done, e) || !make_letters(c, &how, &done, &l, e)))
    return NULL;
  if (how.dry_run) c->next = "the same without --dry-run";
  if ((!l.folder || !how.dry_run) && !price_raise_run(c->book, &how, c->arena, &done, e)) return NULL;
  if (!how.dry_run) c->done = "`price raise`";
  value *out = answer(c->arena, &how, &done);
  return write_letters(c, &l, out, e) ? out : NULL;
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
                 { "letters", "DIR", "a letter to each customer about its prices, into this folder", ARGUMENT_FILE },
                 { "format", "text|html|pdf", "of letters: the form; html without it", ARGUMENT_CHOICE },
                 { "dry-run", NULL, "show before and after, change nothing", ARGUMENT_TEXT } },
    .examples = { "billet price raise 3.5% --from 2027-01-01 --round 0.50 --dry-run",
                  "billet price raise 3.5% --from 2027-01-01 --dry-run --letters letters --format pdf",
                  "billet price raise 3% --on anniversary --within 2027-01-01..2027-12-31 --min-age 12m",
                  "billet price raise 5.00 --from 2027-01-01 --type hourly --except cool-help --note \"announced\"" },
    .need = NEED_BOOK,
    .view = "raise",
    .next = "billet undo takes it back",
    .run = command_raise },
  { 0 },
};
