// An invoice as a text document.
#include "core/command/answers/answers.h"
#include "core/base/text.h"
#include <string.h>

enum { WIDTH = 80 };

const char *money_for_people(arena *a, const char *plain) {
  buffer b = { 0 };
  size_t digits = strspn(plain + (*plain == '-'), "0123456789");
  if (*plain == '-') buffer_text(&b, "-"), plain++;
  for (size_t i = 0; i < digits; i++) {
    if (i && (digits - i) % 3 == 0) buffer_text(&b, ",");
    buffer_add(&b, plain + i, 1);
  }
  buffer_text(&b, plain + digits);
  const char *text = arena_text(a, b.text);
  buffer_free(&b);
  return text;
}

static const char *field(const value *v, const char *name, arena *a) {
  const value *item = value_get(v, name);
  const char *text = item ? value_plain(a, item) : NULL;
  return text ? text_shown(a, text, false) : "";
}

static const char *money(const value *v, const char *name, arena *a) { return money_for_people(a, field(v, name, a)); }

// Text on the left, cut to fit, and on the right.
static void two(buffer *b, const char *left, const char *right) {
  size_t right_width = text_width(right), room = WIDTH - right_width - (right_width > 0), fit = text_fit(left, room);
  buffer_add(b, left, fit);
  size_t used = text_width(left) < room ? text_width(left) : room;
  for (size_t i = used; right_width && i + right_width < WIDTH; i++) buffer_text(b, " ");
  buffer_format(b, "%s\n", right);
}

static void rule_off(buffer *b, const char *mark) {
  for (int i = 0; i < WIDTH; i++) buffer_text(b, mark);
  buffer_text(b, "\n");
}

static void add_address(buffer *b, const value *party, arena *a) {
  static const char *const single[] = { "address1", "address2" };
  for (int i = 0; i < 2; i++)
    if (*field(party, single[i], a)) buffer_format(b, "%s\n", field(party, single[i], a));
  const char *city = field(party, "city", a), *region = field(party, "region", a),
             *code = field(party, "postal_code", a);
  if (*city || *region || *code)
    buffer_format(b, "%s%s%s%s%s\n", city, *city && *region ? ", " : "", region, *code ? " " : "", code);
  if (*field(party, "country", a)) buffer_format(b, "%s\n", field(party, "country", a));
  if (*field(party, "tax_id", a)) buffer_format(b, "Tax id %s\n", field(party, "tax_id", a));
}

static void add_head(buffer *b, const value *v, arena *a) {
  const value *seller = value_get(v, "seller");
  bool draft = strcmp(field(v, "state", a), "draft") == 0, credit = strcmp(field(v, "kind", a), "credit") == 0;
  const char *title = arena_format(a, "%s%s %s",
                                   draft                                       ? "DRAFT "
                                   : strcmp(field(v, "state", a), "void") == 0 ? "VOID "
                                                                               : "",
                                   credit ? "CREDIT NOTE" : "INVOICE", field(v, "invoice", a));
  two(b, field(seller, "name", a), title);
  add_address(b, seller, a);
  buffer_text(b, "\n");
  const char *date = field(v, "date", a), *due = field(v, "due_date", a), *po = field(v, "po_number", a),
             *credits = field(v, "credits", a);
  two(b, arena_format(a, "Bill to: %s", field(value_get(v, "bill_to"), "name", a)),
      *date ? arena_format(a, "Date %s", date) : "");
  if (*due) two(b, "", arena_format(a, "Due %s", due));
  if (*po) two(b, "", arena_format(a, "PO %s", po));
  if (*credits) two(b, "", arena_format(a, "Credits invoice %s", credits));
  add_address(b, value_get(v, "bill_to"), a);
  if (*field(v, "note", a)) buffer_format(b, "\n%s\n", field(v, "note", a));
  buffer_text(b, "\n");
}

static const char *line_text(const value *l, arena *a) {
  const char *date = field(l, "date", a), *ticket = field(l, "ticket", a);
  bool period = strcmp(field(l, "kind", a), "period") == 0;
  if (period) return field(l, "description", a);
  return arena_format(a, "%s%s%s%s%s", date, *date ? "  " : "", ticket, *ticket ? "  " : "",
                      field(l, "description", a));
}

static void add_line(buffer *b, const value *l, const char **contract, arena *a) {
  if (strcmp(field(l, "kind", a), "rounding") == 0) {
    two(b, field(l, "description", a), money(l, "amount", a));
    return;
  }
  const char *own = field(l, "contract_name", a), *unit = field(l, "unit", a), *discount = field(l, "discount", a);
  if (!*contract || strcmp(*contract, own) != 0) buffer_format(b, "%s\n", own);
  *contract = own;
  const char *sum = arena_format(a, "%s%s%s x %s%s%s%14s", field(l, "quantity", a), *unit ? " " : "",
                                 strcmp(unit, "hour") == 0 ? "h" : unit, field(l, "unit_price", a),
                                 *discount == '-' ? " plus "
                                 : *discount      ? " less "
                                                  : "",
                                 discount + (*discount == '-'), money(l, "amount", a));
  two(b, arena_format(a, "  %s", line_text(l, a)), sum);
  const value *period = value_get(l, "period");
  if (strcmp(field(l, "kind", a), "period") == 0 && period && period->type == VALUE_RECORD)
    buffer_format(b, "    %s to %s\n", field(period, "start", a), field(period, "end", a));
}

static bool is_rounded(const value *tax, const char *how, arena *a) {
  return strcmp(field(tax, "rate", a), "0%") != 0 && strcmp(field(tax, "rounding", a), how) == 0;
}

// Whether the taxes from `first` to `until` have one with this text in a field, and in the other field what the tax at
// `until` has; other NULL: whatever it has.
static bool has_before(const value *taxes, size_t first, size_t until, const char *name, const char *other, arena *a) {
  const value *at = taxes->as.list.items[until];
  for (size_t i = first; i < until; i++) {
    const value *t = taxes->as.list.items[i];
    if (strcmp(field(t, name, a), field(at, name, a)) == 0 &&
        (!other || strcmp(field(t, other, a), field(at, other, a)) == 0))
      return true;
  }
  return false;
}

// How each tax was rounded, by name where a document holds both ways.
static void rounding_notes(buffer *b, const value *taxes, arena *a) {
  size_t lines = 0, documents = 0;
  for (size_t i = 0; i < taxes->as.list.count; i++) {
    lines += is_rounded(taxes->as.list.items[i], "line", a);
    documents += is_rounded(taxes->as.list.items[i], "document", a);
  }
  if (documents && !lines) buffer_text(b, "Tax is rounded once, on the sum of the document.\n");
  for (size_t i = 0; documents && lines && i < taxes->as.list.count; i++)
    if (is_rounded(taxes->as.list.items[i], "document", a) && !has_before(taxes, 0, i, "name", "rounding", a))
      buffer_format(b, "%s is rounded once, on the sum of the document.\n", field(taxes->as.list.items[i], "name", a));
  if (lines) buffer_format(b, "%s is rounded on each line.\n", documents ? "Other tax" : "Tax");
}

// Why something is not taxed or taxed otherwise, each reason once with the taxes that give it, and how tax was rounded.
static void tax_notes(buffer *b, const value *taxes, arena *a) {
  if (!taxes) return;
  for (size_t i = 0; i < taxes->as.list.count; i++) {
    const char *reason = field(taxes->as.list.items[i], "reason", a);
    if (!*reason || has_before(taxes, 0, i, "reason", NULL, a)) continue;
    const char *names = field(taxes->as.list.items[i], "name", a);
    for (size_t k = i + 1; k < taxes->as.list.count; k++)
      if (strcmp(field(taxes->as.list.items[k], "reason", a), reason) == 0 &&
          !has_before(taxes, i, k, "name", "reason", a))
        names = arena_format(a, "%s, %s", names, field(taxes->as.list.items[k], "name", a));
    buffer_format(b, "%s: %s\n", names, reason);
  }
  rounding_notes(b, taxes, a);
}

static void add_totals(buffer *b, const value *v, arena *a) {
  const value *taxes = value_get(v, "taxes");
  rule_off(b, "-");
  two(b, "", arena_format(a, "Subtotal %16s", money(v, "subtotal", a)));
  for (size_t i = 0; taxes && i < taxes->as.list.count; i++) {
    const value *t = taxes->as.list.items[i];
    const char *category = field(t, "category", a);
    two(b, "",
        arena_format(a, "%s%s%s %s of %s %16s", field(t, "name", a), *category ? " " : "", category,
                     field(t, "rate", a), money(t, "base", a), money(t, "amount", a)));
  }
  two(b, "", arena_format(a, "Total %s %16s", field(v, "currency", a), money(v, "total", a)));
  tax_notes(b, taxes, a);
}

static void add_movement(buffer *b, const value *m, arena *a) {
  const char *what = field(m, "what", a), *kind = field(m, "kind", a), *by = strcmp(kind, "used") == 0 ? " by " : ": ";
  two(b, arena_format(a, "  %s  %s%s%s", field(m, "date", a), kind, *what ? by : "", what), money(m, "quantity", a));
}

// What moved in a prepaid balance since the invoice before.
static void add_statement(buffer *b, const value *s, const char *currency, arena *a) {
  const value *moved = value_get(s, "movements");
  const char *part = field(s, "line", a), *unit = field(s, "unit", a);
  if (moved->as.list.count == 0 && strspn(field(s, "opening", a), "0.") == strlen(field(s, "opening", a))) return;
  rule_off(b, "-");
  buffer_format(b, "Statement of %s%s%s, in %s\n", field(s, "contract_name", a), *part ? ": " : "", part,
                strcmp(unit, "money") == 0 ? currency : unit);
  two(b, "  Opening", money(s, "opening", a));
  for (size_t i = 0; i < moved->as.list.count; i++) add_movement(b, moved->as.list.items[i], a);
  two(b, "  Closing", money(s, "closing", a));
}

const char *invoice_text(const value *v, arena *a) {
  buffer b = { 0 };
  const value *lines = value_get(v, "lines"), *seller = value_get(v, "seller");
  const char *contract = NULL;
  add_head(&b, v, a);
  rule_off(&b, "-");
  for (size_t i = 0; lines && i < lines->as.list.count; i++) add_line(&b, lines->as.list.items[i], &contract, a);
  add_totals(&b, v, a);
  const value *statements = value_get(v, "statements");
  for (size_t i = 0; statements && i < statements->as.list.count; i++)
    add_statement(&b, statements->as.list.items[i], field(v, "currency", a), a);
  if (*field(seller, "bank", a)) buffer_format(&b, "\nPay to %s\n", field(seller, "bank", a));
  if (*field(seller, "footer", a)) buffer_format(&b, "\n%s\n", field(seller, "footer", a));
  const char *text = arena_copy(a, b.text, b.length);
  buffer_free(&b);
  return text;
}
