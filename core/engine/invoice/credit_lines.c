// Which lines a credit note takes back, and how much of each: a line whole, an amount of it, or the days of its period
// past a date. Several notes may take parts of a line; what is left of it, net and tax, bounds each, and the last part
// takes all of it, so that the parts come to the line to the minor unit. What rounded the total is taken back whole.
#include "core/engine/invoice/invoice_inside.h"
#include "core/base/money.h"
#include <stdlib.h>
#include <string.h>

typedef struct choosing {
  book *book;
  arena *arena;
  const credit_terms *terms;
  const invoice_line *lines;  // of the invoice, as it prints them
  size_t line_count;
  int exponent;
  credit_part *out;
  size_t count;
  int64_t before;             // lines.n: notes from it on are not there
  int64_t invoice, rounding;  // rounding: what is taken back of it
} choosing;

// What of an amount is in the part num/den of its line: in proportion, never past what is left.
static bool share(int64_t whole, int64_t left, int64_t num, int64_t den, int64_t *out) {
  if (!money_muldiv(whole, num, den, ROUND_HALF_UP, out)) return false;
  if ((whole >= 0 && *out > left) || (whole < 0 && *out < left)) *out = left;
  return true;
}

static bool left_read(choosing *c, const line *l, line_part *part, int64_t *notes, error *e) {
  query *q = db_ask(c->book->db, e,
                    "SELECT count(*), ifnull(sum(l.amount), 0), ifnull(sum(l.tax), 0) FROM credits r JOIN lines l ON "
                    "l.n = r.line WHERE r.credited = ? AND r.line < ?",
                    "ii", l->n, c->before);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return false;
  *notes = query_column(q, 0);
  part->amount = l->amount + query_column(q, 1);
  part->tax = l->tax + query_column(q, 2);
  query_reset(q);
  return true;
}

// The components of the line's tax: what is left of each, in the order of the line.
static bool components_read(choosing *c, const line *l, line_part *part, int64_t whole[TAX_COMPONENTS_MAX], error *e) {
  query *q =
      db_ask(c->book->db, e,
             "SELECT t.amount, t.amount + ifnull((SELECT sum(p.amount) FROM credits r JOIN line_taxes p ON "
             "p.line = r.line AND p.ord = t.ord WHERE r.credited = t.line AND r.line < ?2), 0) FROM line_taxes t "
             "WHERE t.line = ?1 ORDER BY t.ord",
             "ii", l->n, c->before);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    whole[part->component_count] = query_column(q, 0);
    part->components[part->component_count++] = query_column(q, 1);
    if (part->component_count == TAX_COMPONENTS_MAX) break;
  }
  if (q) query_reset(q);
  return step >= 0;
}

static const char *amount_text(const choosing *c, int64_t minor) {
  char text[MONEY_TEXT];
  size_t length = money_format(minor, c->exponent, text);
  return arena_copy(c->arena, text, length);
}

// From what is left of the line to its part num/den, `amount` of it net.
static bool take_part(choosing *c, const line *l, int64_t amount, int64_t num, int64_t den, line_part *part, error *e) {
  int64_t whole[TAX_COMPONENTS_MAX] = { 0 };
  bool ok = components_read(c, l, part, whole, e);
  part->price = amount_text(c, amount);
  if (!ok || amount == part->amount) return ok;
  part->amount = amount;
  if (!part->component_count) ok = share(l->tax, part->tax, num, den, &part->tax);
  else part->tax = 0;
  for (size_t i = 0; ok && i < part->component_count; i++) {
    ok = share(whole[i], part->components[i], num, den, &part->components[i]);
    part->tax += part->components[i];
  }
  return ok || error_set(e, ERROR_TOO_BIG, "a part of a line is past the largest amount");
}

static bool wanted_amount(choosing *c, const credit_line *wanted, const line *l, int64_t left, int64_t *out, error *e) {
  const char *text = wanted->amount;
  long long number = (long long)wanted->number;
  if (!text) {
    *out = left;
    return true;
  }
  if (!money_parse(text, strlen(text), c->exponent, out) || *out == 0)
    return error_set(e, ERROR_USAGE, "--lines: \"%s\" is no amount of line %lld, such as %s", text, number,
                     amount_text(c, left));
  if ((*out < 0) != (l->amount < 0)) {
    error_set(e, ERROR_INVALID, "line %lld is %s: %s of it cannot be taken back", number, amount_text(c, l->amount),
              text);
    return error_hint(e, "the amount has the sign of its line");
  }
  if (llabs(*out) <= llabs(left)) return true;
  error_set(e, ERROR_INVALID, "%s is more than what is left of line %lld, %s", text, number, amount_text(c, left));
  return error_hint(e, "amounts are net: without the tax, which follows them");
}

// The days of the line's period past the date, of all its days.
static bool days_past(const choosing *c, const invoice_line *one, int64_t *days, int64_t *all, error *e) {
  const line *l = &one->line;
  char text[DAY_TEXT], last[DAY_TEXT];
  day from = c->terms->after + 1;
  if (l->until == 0 || l->until == DAY_NEVER)
    return error_set(e, ERROR_INVALID, "line %lld has no period, so no days past %s", (long long)one->number,
                     day_format(c->terms->after, text));
  *all = l->until - l->from;
  *days = l->until - (from > l->from ? from : l->from);
  if (*days > 0) return true;
  return error_set(e, ERROR_INVALID, "the period of line %lld ends on %s: nothing of it is past %s",
                   (long long)one->number, day_format(l->until - 1, last), day_format(c->terms->after, text));
}

static bool take_days(choosing *c, const invoice_line *one, line_part *part, error *e) {
  const line *l = &one->line;
  int64_t days = 0, all = 1, amount, left = part->amount;
  char text[DAY_TEXT];
  if (!days_past(c, one, &days, &all, e)) return false;
  if (!money_muldiv(l->amount, days, all, ROUND_HALF_UP, &amount))
    return error_set(e, ERROR_TOO_BIG, "a part of a line is past the largest amount");
  if (llabs(amount) > llabs(left))
    return error_set(e, ERROR_INVALID, "%s of %s days of line %lld is more than what is left of it, %s",
                     amount_text(c, amount), arena_format(c->arena, "%lld", (long long)all), (long long)one->number,
                     amount_text(c, left));
  if (amount == 0) return error_set(e, ERROR_INVALID, "the days of line %lld come to nothing", (long long)one->number);
  part->whole = part->whole && days == all;
  part->from = l->until - (day)days;
  part->description = arena_format(c->arena, "%s (%lld of %lld days, after %s)", l->description, (long long)days,
                                   (long long)all, day_format(c->terms->after, text));
  return part->whole || take_part(c, l, amount, days, all, part, e);
}

static bool take_amount(choosing *c, const credit_line *wanted, const line *l, line_part *part, error *e) {
  int64_t amount;
  if (!wanted_amount(c, wanted, l, part->amount, &amount, e)) return false;
  part->whole = part->whole && amount == l->amount;
  part->description =
      arena_format(c->arena, "%s (%s of %s)", l->description, amount_text(c, amount), amount_text(c, l->amount));
  return part->whole || take_part(c, l, amount, amount, l->amount, part, e);
}

// The rounding of the invoice's total: all of it, unless a note before took it.
static bool take_rounding(choosing *c, const credit_line *wanted, const invoice_line *one, bool *taken, error *e) {
  int64_t before = 0, amount;
  if (!db_value(c->book->db, e, &before, 0, "SELECT ifnull(sum(rounding), 0) FROM invoices WHERE credits = ?", "i",
                c->invoice))
    return false;
  *taken = before == 0;
  if (!*taken) return true;
  if (c->terms->after != DAY_NEVER) return days_past(c, one, &amount, &amount, e);
  if (!wanted_amount(c, wanted, &one->line, one->line.amount, &amount, e)) return false;
  if (amount != one->line.amount)
    return error_set(e, ERROR_INVALID, "line %lld rounds the total: it is taken back whole, %s", (long long)one->number,
                     amount_text(c, one->line.amount));
  c->rounding = -amount;
  return true;
}

// Takes what is wanted of a line; *taken is false where nothing is left of it.
static bool take(choosing *c, const credit_line *wanted, bool *taken, error *e) {
  const invoice_line *one = &c->lines[wanted->number - 1];
  const line *l = &one->line;
  line_part *part = &c->out[c->count].part;
  int64_t notes;
  if (line_rounds_total(l)) return take_rounding(c, wanted, one, taken, e);
  c->out[c->count] = (credit_part){ .of = one, .part = { .line = l->n, .from = l->from } };
  if (!left_read(c, l, part, &notes, e)) return false;
  *taken = notes == 0 || part->amount != 0;
  if (!*taken) return true;
  if (notes && c->terms->rebill) {
    error_set(e, ERROR_ALREADY, "line %lld was credited in part: --rebill takes whole lines", (long long)one->number);
    return error_hint(e, "credit what is left of it without --rebill");
  }
  part->whole = notes == 0;
  if (!(c->terms->after == DAY_NEVER ? take_amount(c, wanted, l, part, e) : take_days(c, one, part, e))) return false;
  c->count++;
  return true;
}

// What is left of a line is read from the book, which does not know yet what this note takes.
static bool is_taken(const choosing *c, int64_t number) {
  for (size_t i = 0; i < c->count; i++)
    if (c->out[i].of->number == number) return true;
  return c->rounding && line_rounds_total(&c->lines[number - 1].line);
}

static bool take_wanted(choosing *c, error *e) {
  for (size_t i = 0; i < c->terms->count; i++) {
    const credit_line *wanted = &c->terms->lines[i];
    bool taken = false;
    if (wanted->number < 1 || (size_t)wanted->number > c->line_count)
      return error_set(e, ERROR_NOT_FOUND, "the invoice has no line %lld", (long long)wanted->number);
    if (!is_taken(c, wanted->number) && !take(c, wanted, &taken, e)) return false;
    if (!taken) return error_set(e, ERROR_ALREADY, "line %lld is credited already", (long long)wanted->number);
  }
  return true;
}

static bool take_all(choosing *c, error *e) {
  for (size_t i = 0; i < c->line_count; i++) {
    bool taken;
    if (!take(c, &(credit_line){ .number = (int64_t)i + 1 }, &taken, e)) return false;
  }
  return c->count > 0 || c->rounding || error_set(e, ERROR_ALREADY, "every line of the invoice is credited already");
}

bool credit_parts(book *b, int64_t invoice, const credit_terms *terms, const invoice_line *lines, size_t line_count,
                  int exponent, arena *a, credit_part **out, size_t *count, int64_t *rounding, error *e) {
  choosing c = { .book = b,
                 .arena = a,
                 .terms = terms,
                 .lines = lines,
                 .line_count = line_count,
                 .exponent = exponent,
                 .before = INT64_MAX,
                 .invoice = invoice };
  c.out = arena_array(a, line_count + terms->count + 1, sizeof *c.out);
  if (!(terms->count ? take_wanted(&c, e) : take_all(&c, e))) return false;
  *out = c.out;
  *count = c.count;
  *rounding = c.rounding;
  return true;
}

bool credit_part_again(book *b, const line *note, const line *credited, int exponent, arena *a, line_part *out,
                       error *e) {
  const bool by_days = note->from != credited->from && credited->until;
  const credit_terms terms = { .after = by_days ? note->from - 1 : DAY_NEVER };
  const invoice_line one = { .number = 1, .line = *credited };
  choosing c = {
    .book = b, .arena = a, .terms = &terms, .lines = &one, .line_count = 1, .exponent = exponent, .before = note->n
  };
  int64_t notes;
  *out = (line_part){ .line = credited->n, .from = credited->from };
  if (!left_read(&c, credited, out, &notes, e)) return false;
  out->whole = notes == 0;
  if (by_days) return take_days(&c, &one, out, e);
  char text[MONEY_TEXT];
  money_format(-note->amount, exponent, text);
  const credit_line wanted = { 1, notes || note->amount != -credited->amount ? text : NULL };
  return take_amount(&c, &wanted, credited, out, e);
}
