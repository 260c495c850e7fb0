// The lines and taxes of invoice.json are those that the digests of its bills are over.
#include "core/base/decimal.h"
#include "core/base/text.h"
#include "core/engine/prove/check_inside.h"
#include "core/engine/prove/cursor_inside.h"

typedef struct comparing {
  checking *check;
  const cJSON *bill, *line;  // at hand
  cursor at;
  int64_t form;
} comparing;

static bool differs(comparing *w, const char *name) {
  return check_fault(w->check, "line %" PRId64 ": %s is not that of its bill", check_int(w->line, "line"), name);
}

static bool take_text(comparing *w, const char *name) {
  return cursor_takes(&w->at, check_text(w->line, name)) || differs(w, name);
}

static bool take_money(comparing *w, const char *name) {
  int64_t minor;
  return check_money(w->check, w->line, name, &minor) && (cursor_takes_int(&w->at, minor) || differs(w, name));
}

static bool take_int(comparing *w, const char *name) {
  return cursor_takes_int(&w->at, check_int(w->line, name)) || differs(w, name);
}

static bool day_of(const cJSON *of, const char *name, day *out) {
  const char *text = check_text(of, name);
  return day_parse(text, strlen(text), out);
}

// From, and until before a line has no period: 0 and 0. One that has no end goes on for ever.
static bool take_period(comparing *w) {
  const cJSON *period = cJSON_GetObjectItemCaseSensitive(w->line, "period");
  day from = 0, last, until = 0;
  if (day_of(period, "start", &from)) until = day_of(period, "end", &last) ? last + 1 : DAY_NEVER;
  return (cursor_takes_int(&w->at, from) && cursor_takes_int(&w->at, until)) || differs(w, "period");
}

static bool take_date(comparing *w) {
  day d = DAY_NEVER;
  (void)day_of(w->line, "date", &d);
  return cursor_takes_int(&w->at, d) || differs(w, "date");
}

// Of a line with several taxes what each of them is.
static bool take_parts(comparing *w, int64_t parts) {
  const cJSON *tax = check_list(w->line, "taxes");
  for (int64_t i = 0; i < parts; i++, tax = tax ? tax->next : NULL) {
    int64_t minor;
    if (!tax || !check_money(w->check, tax, "amount", &minor) || !cursor_takes_int(&w->at, minor))
      return differs(w, "taxes");
  }
  return true;
}

// Tickets and taxes are named by the numbers of their rows: what the line says of them is compared elsewhere.
static bool take_line(comparing *w, int64_t parts) {
  static const char *const texts[] = { "sku", "category", "description", "quantity", "unit", "unit_price", "discount" };
  bool ok = take_text(w, "kind") && take_period(w) && (cursor_skip(&w->at) || differs(w, "ticket")) && take_date(w);
  for (size_t i = 0; ok && i < sizeof texts / sizeof *texts; i++) ok = take_text(w, texts[i]);
  ok = ok && take_money(w, "amount") && take_money(w, "tax") && (cursor_skip(&w->at) || differs(w, "tax"));
  if (ok && w->form >= FORM_TARGETS) ok = take_text(w, "count") && take_int(w, "days") && take_int(w, "days_of");
  w->check->checked++;
  return ok && take_parts(w, parts);
}

// ---- Taxes

// Minor units as they stand in proof.json.
static int64_t minor_of(const cJSON *tax, const char *name) { return strtoll(check_text(tax, name), NULL, 10); }

static decimal rate_of(const cJSON *tax) {
  const char *text = check_text(tax, "rate");
  decimal rate;
  return percent_parse(text, strlen(text), &rate) ? rate : -DECIMAL_ONE * 1000;
}

static bool take_tax(comparing *w, const cJSON *tax) {
  const char *code = check_text(tax, "code"), *reason = check_text(tax, "reason"),
             *jurisdiction = check_text(tax, "jurisdiction");
  bool ok = cursor_takes(&w->at, check_text(tax, "name")) && cursor_takes(&w->at, check_text(tax, "category")) &&
            cursor_takes_int(&w->at, (int64_t)rate_of(tax)) && cursor_takes_int(&w->at, minor_of(tax, "base")) &&
            cursor_takes_int(&w->at, minor_of(tax, "amount"));
  if (ok && w->form >= FORM_FROZEN)
    ok = cursor_takes_int(&w->at, cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(tax, "document")));
  if (ok && (*code || *reason || *jurisdiction)) ok = cursor_takes(&w->at, code) && cursor_takes(&w->at, reason);
  return ok && (!*jurisdiction || cursor_takes(&w->at, jurisdiction));
}

static bool same_tax(const cJSON *said, const cJSON *of_bill) {
  static const char *const names[] = { "name", "category", "code", "reason", "jurisdiction" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(check_text(said, names[i]), check_text(of_bill, names[i])) != 0) return false;
  const bool document = strcmp(check_text(said, "rounding"), "document") == 0;
  return rate_of(said) == rate_of(of_bill) &&
         document == (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(of_bill, "document")) != 0);
}

// What the document says of a tax is the sum of what its bills say; *met counts those.
static void check_tax(checking *c, const cJSON *said, size_t *met) {
  int64_t base, amount;
  if (!check_money(c, said, "base", &base) || !check_money(c, said, "amount", &amount)) return;
  for (const cJSON *b = check_list(c->record, "bills"); b; b = b->next)
    for (const cJSON *t = check_list(b, "taxes"); t; t = t->next)
      if (same_tax(said, t) && !__builtin_sub_overflow(base, minor_of(t, "base"), &base) &&
          !__builtin_sub_overflow(amount, minor_of(t, "amount"), &amount))
        (*met)++;
  if (base || amount) check_fault(c, "the tax %s is not the sum of those of the bills", check_text(said, "name"));
}

static void check_taxes(checking *c) {
  size_t met = 0, all = 0;
  for (const cJSON *t = check_list(c->invoice, "taxes"); t; t = t->next) check_tax(c, t, &met);
  for (const cJSON *b = check_list(c->record, "bills"); b; b = b->next)
    for (const cJSON *t = check_list(b, "taxes"); t; t = t->next) all++;
  if (met != all) check_fault(c, "its bills have taxes that it does not say, or it says them twice");
}

// ---- Bills, in the order in which the document prints them

static const cJSON *bill_of(const checking *c, int64_t n) {
  for (const cJSON *b = check_list(c->record, "bills"); b; b = b->next)
    if (check_int(b, "bill") == n) return b;
  return NULL;
}

static bool open_bill(comparing *w, int64_t n) {
  const archive_file *file = check_file(w->check, arena_format(w->check->arena, "digests/bill-%" PRId64, n));
  w->bill = bill_of(w->check, n);
  if (!w->bill || !file) return check_fault(w->check, "bill %" PRId64 " is not told", n);
  w->at = (cursor){ file->bytes, (const char *)file->bytes + file->length };
  w->form = check_int(w->bill, "form");
  return true;
}

static bool take_bill(comparing *w, int64_t n) {
  if (!open_bill(w, n)) return false;
  for (const cJSON *p = check_list(w->bill, "parts"); p; p = p->next, w->line = w->line->next) {
    int64_t parts = 0;
    if (!w->line) return check_fault(w->check, "bill %" PRId64 " has more lines than the document", n);
    if (!json_integer(p, &parts) || !take_line(w, parts)) return false;
  }
  for (const cJSON *t = check_list(w->bill, "taxes"); t; t = t->next)
    if (!take_tax(w, t)) return check_fault(w->check, "bill %" PRId64 ": a tax is not that of its text", n);
  if (w->form >= FORM_FROZEN && !cursor_takes_int(&w->at, check_int(w->bill, "rules")))
    return check_fault(w->check, "bill %" PRId64 ": its rules are not those of its text", n);
  return w->at.at == w->at.end || check_fault(w->check, "bill %" PRId64 " says more than the document", n);
}

void check_lines(checking *c) {
  comparing w = { .check = c, .line = check_list(c->invoice, "lines") };
  size_t met = 0, all = 0;
  for (const cJSON *b = check_list(c->record, "contracts"); b; b = b->next, met++)
    if (!take_bill(&w, check_int(b, "bill"))) return;
  for (const cJSON *b = check_list(c->record, "bills"); b; b = b->next) all++;
  if (met != all) check_fault(c, "it has %zu bills, and says of %zu in which order", all, met);
  if (w.line && strcmp(check_text(w.line, "kind"), LINE_ROUNDING) == 0) w.line = w.line->next;
  if (w.line) check_fault(c, "line %" PRId64 " is of no bill", check_int(w.line, "line"));
  check_taxes(c);
}
