// invoice credit and invoice void: corrections of what was generated.
#include "core/base/text.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include <stdlib.h>
#include <string.h>

enum { LINE_DIGITS_MAX = 9 };

static bool bad_lines(const char *text, error *e) {
  error_set(e, ERROR_USAGE, "--lines: \"%s\" is no list of lines", text);
  return error_hint(e, "line numbers, each with an amount or without: --lines 1,3:25.00");
}

// One line of the list: 3, or 3:25.00.
static bool read_line(const char *text, credit_line *out) {
  size_t digits = strspn(text, "0123456789");
  if (!digits || digits > LINE_DIGITS_MAX || (text[digits] && (text[digits] != ':' || !text[digits + 1]))) return false;
  *out = (credit_line){ strtol(text, NULL, 10), text[digits] ? text + digits + 1 : NULL };
  return out->number > 0;
}

static const char *trimmed(const char *text, size_t length, arena *a) {
  while (length && *text == ' ') text++, length--;
  while (length && text[length - 1] == ' ') length--;
  return arena_copy(a, text, length);
}

// An empty list is a mistake, such as a script's empty variable, never the whole invoice.
static bool read_lines(context *c, const char *text, credit_line **out, size_t *count, error *e) {
  size_t capacity = 0;
  *out = NULL;
  *count = 0;
  for (const char *at = text; at;) {
    size_t length = strcspn(at, ",");
    credit_line one;
    if (!read_line(trimmed(at, length, c->arena), &one)) return bad_lines(text, e);
    for (size_t i = 0; i < *count; i++)
      if ((*out)[i].number == one.number)
        return error_set(e, ERROR_USAGE, "--lines: line %lld is named twice", (long long)one.number);
    *out = arena_grow(c->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = one;
    at = at[length] ? at + length + 1 : NULL;
  }
  return true;
}

// Which terms go together.
static bool check_terms(const arguments *a, const credit_terms *t, error *e) {
  bool part = false;
  for (size_t i = 0; t->lines && i < t->count; i++) part = part || t->lines[i].amount;
  if (t->after != DAY_NEVER && !t->count) {
    error_set(e, ERROR_USAGE, "--after credits days of lines that are named");
    return error_hint(e, "billet invoice credit %s --lines 1 --after DATE --note TEXT", a->texts[0]);
  }
  if (t->after != DAY_NEVER && part) return error_set(e, ERROR_USAGE, "a line is credited by --after or by an amount");
  if (!t->rebill || (!part && t->after == DAY_NEVER)) return true;
  error_set(e, ERROR_USAGE, "--rebill takes whole lines only");
  return error_hint(e, "a part is given back for good: leave --rebill away");
}

static bool read_terms(context *c, const arguments *a, credit_terms *t, error *e) {
  credit_line *lines;
  if (!read_lines(c, option_text(a, "lines"), &lines, &t->count, e) ||
      !option_day(a, "after", DAY_NEVER, &t->after, e) || !option_day(a, "date", DAY_MIN, &t->date, e))
    return false;
  t->lines = lines;
  t->rebill = option_flag(a, "rebill");
  t->note = option_text(a, "note");
  return check_terms(a, t, e);
}

static bool has_reason(const arguments *a, const char *what, error *e) {
  const char *note = option_text(a, "note");
  return (note && !text_blank(note)) || error_set(e, ERROR_USAGE, "a %s needs a reason: --note TEXT", what);
}

// The one document of the answer, so that warnings can stand on it.
static value *document(context *c, int64_t invoice, value **record, error *e) {
  const invoice_filter filter = { .invoice = invoice, .from = DAY_MIN, .to = DAY_MAX };
  value *rows = invoices_answer(c, &filter, e), *list = value_list(c->arena);
  *record = rows->as.stream.next(rows->as.stream.context, c->arena, e);
  if (!*record) return NULL;
  value_append(c->arena, list, *record);
  while (rows->as.stream.next(rows->as.stream.context, c->arena, e)) continue;
  return e->code == ERROR_NONE ? list : NULL;
}

static int month_of(day d) {
  int year, month, dom;
  day_to_ymd(d, &year, &month, &dom);
  return year * 12 + month;
}

// A credit note that takes the last date of its series may fall into a month that was closed long ago.
static bool warn_of_date(context *c, value *note, error *e) {
  char text[DAY_TEXT], now[DAY_TEXT];
  const value *date = value_get(note, "date");
  day today;
  if (!book_today(c->book, &today, e)) return false;
  if (date->type != VALUE_DAY || month_of(date->as.date) >= month_of(today)) return true;
  const char *message = arena_format(
      c->arena, "credit note %s is dated %s, the last date of its series; today is %s: --date DATE gives another",
      value_get(note, "invoice")->as.text, day_format(date->as.date, text), day_format(today, now));
  value *list = value_list(c->arena), *warning = value_record(c->arena);
  put_text(c->arena, warning, "code", "credit-date");
  put_text(c->arena, warning, "message", message);
  value_append(c->arena, list, warning);
  value_put(c->arena, note, "warnings", list);
  context_warn(c, "credit-date", "%s", message);
  return true;
}

static value *command_invoice_credit(context *c, const arguments *a, error *e) {
  int64_t n, credit;
  credit_terms terms = { 0 };
  value *note;
  if (!has_reason(a, "credit note", e) || !resolve_invoice(c, a->texts[0], &n, e) || !read_terms(c, a, &terms, e) ||
      !invoice_credit(c->book, n, &terms, &credit, e))
    return NULL;
  value *list = document(c, credit, &note, e);
  return list && (terms.date != DAY_MIN || warn_of_date(c, note, e)) ? list : NULL;
}

static value *command_invoice_void(context *c, const arguments *a, error *e) {
  int64_t n;
  value *invoice;
  if (!has_reason(a, "void", e) || !resolve_invoice(c, a->texts[0], &n, e) ||
      !invoice_void(c->book, n, option_text(a, "note"), e))
    return NULL;
  return document(c, n, &invoice, e);
}

const command credit_commands[] = {
  { .words = "invoice credit",
    .group = "Invoices",
    .summary = "a credit note, with the tax of what it credits",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .fits = "final",
    .least = 1,
    .most = 1,
    .options = { { "lines", "N[:AMOUNT],…", "these lines only, whole or an amount of them, net", ARGUMENT_TEXT },
                 { "after", "DATE", "of each line its period's days past the date", ARGUMENT_DAY },
                 { "rebill", NULL, "what is credited is due again; whole lines", ARGUMENT_TEXT },
                 { "date", "DATE", "the last date of the series without it", ARGUMENT_DAY },
                 { "note", "TEXT", "why (required)", ARGUMENT_TEXT } },
    .examples = { "billet invoice credit 17 --note \"wrong rate\" --rebill",
                  "billet invoice credit 17 --lines 1,3:25.00 --note goodwill",
                  "billet invoice credit 17 --lines 2 --after 2026-04-15 --note \"left in mid-month\"" },
    .need = NEED_BOOK,
    .view = "invoices",
    .next = "billet invoice view NUMBER",
    .run = command_invoice_credit },
  { .words = "invoice void",
    .group = "Invoices",
    .summary = "voids an invoice: the number stays, its items are due again",
    .argument = "INVOICE",
    .type = ARGUMENT_INVOICE,
    .fits = "final",
    .least = 1,
    .most = 1,
    .options = { { "note", "TEXT", "why (required)", ARGUMENT_TEXT } },
    .examples = { "billet invoice void 17 --note duplicate" },
    .need = NEED_BOOK,
    .view = "invoices",
    .next = "billet invoice view NUMBER",
    .run = command_invoice_void },
  { 0 },
};
