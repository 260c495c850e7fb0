// A replayed document held against what is recorded of it, field by field.
#include "core/base/money.h"
#include "core/engine/bill/rules_versions.h"
#include "core/engine/invoice/invoice.h"
#include "core/engine/past/past.h"
#include <inttypes.h>
#include <string.h>

typedef struct comparing {
  book *book;
  const replayed_document *document;
  const replayed_bill *bill;
  arena *arena;
  replay_teller tell;
  void *context;
  int64_t line;
  int exponent;
  bool told;  // of the bill at hand
} comparing;

// The version of the rules that made the bill; of a document as a whole the least among its bills.
static int rules_of(const comparing *c) {
  int least = c->bill ? c->bill->rules : rules_version();
  for (size_t i = 0; !c->bill && i < c->document->bill_count; i++)
    if (c->document->bills[i].rules < least) least = c->document->bills[i].rules;
  return least;
}

static bool tell(comparing *c, const char *field, const char *stored, const char *replayed, bool older, error *e) {
  const replay_difference d = { c->document, c->bill, c->line, field, stored, replayed, older, rules_of(c) };
  c->told = true;
  return c->tell(c->context, &d, e);
}

// What is recorded is not what was written, or cannot be computed again: no rule of today explains that.
static bool broken(comparing *c, const char *field, const char *stored, const char *replayed, error *e) {
  return tell(c, field, stored, replayed, false, e);
}

static bool differ(comparing *c, const char *field, const char *stored, const char *replayed, error *e) {
  return tell(c, field, stored, replayed, rules_of(c) < rules_version(), e);
}

static bool digests(comparing *c, const char *field, const char *stored, const char *now, error *e) {
  return (stored && strcmp(stored, now) == 0) || broken(c, field, stored ? stored : "nothing", now, e);
}

static bool text(comparing *c, const char *field, const char *stored, const char *replayed, error *e) {
  if (stored == replayed || (stored && replayed && strcmp(stored, replayed) == 0)) return true;
  return differ(c, field, stored ? stored : "nothing", replayed ? replayed : "nothing", e);
}

static bool money(comparing *c, const char *field, int64_t stored, int64_t replayed, error *e) {
  char a[MONEY_TEXT], b[MONEY_TEXT];
  if (stored == replayed) return true;
  money_format(stored, c->exponent, a);
  money_format(replayed, c->exponent, b);
  return differ(c, field, arena_text(c->arena, a), arena_text(c->arena, b), e);
}

static const char *day_text(comparing *c, day d) {
  char out[DAY_TEXT];
  return d >= DAY_NEVER || d < DAY_MIN ? "nothing" : arena_text(c->arena, day_format(d, out));
}

static bool date(comparing *c, const char *field, day stored, day replayed, error *e) {
  return stored == replayed || differ(c, field, day_text(c, stored), day_text(c, replayed), e);
}

static bool number(comparing *c, const char *field, int64_t stored, int64_t replayed, error *e) {
  return stored == replayed ||
         differ(c, field, arena_format(c->arena, "%" PRId64, stored), arena_format(c->arena, "%" PRId64, replayed), e);
}

// Bills of before do not say what their lines count.
static bool compare_count(comparing *c, const line *s, const line *r, error *e) {
  if (c->bill->terms.form < FORM_TARGETS) return true;
  return text(c, "count", s->count, r->count, e) && number(c, "days", s->days, r->days, e) &&
         number(c, "days_of", s->days_of, r->days_of, e);
}

static bool compare_line(comparing *c, const line *s, const line *r, error *e) {
  return text(c, "kind", s->kind, r->kind, e) && date(c, "period start", s->from, r->from, e) &&
         date(c, "period end", s->until, r->until, e) && number(c, "ticket", s->ticket, r->ticket, e) &&
         date(c, "date", s->date, r->date, e) && text(c, "sku", s->sku, r->sku, e) &&
         text(c, "category", s->category, r->category, e) &&
         text(c, "description", s->description, r->description, e) &&
         text(c, "quantity", s->quantity, r->quantity, e) && text(c, "unit", s->unit, r->unit, e) &&
         text(c, "unit_price", s->price, r->price, e) && text(c, "discount", s->discount, r->discount, e) &&
         money(c, "amount", s->amount, r->amount, e) && money(c, "tax", s->tax, r->tax, e) &&
         number(c, "tax_row", s->tax_row, r->tax_row, e) && compare_count(c, s, r, e);
}

// A line that one side lacks is told by its text and amount.
static const char *line_text(comparing *c, const line *l) {
  char amount[MONEY_TEXT];
  if (!l) return "no such line";
  money_format(l->amount, c->exponent, amount);
  return arena_format(c->arena, "%s %s", l->description, amount);
}

// Whether two lines are about the same: what else differs is told field by field.
static bool alike(const line *a, const line *b) {
  return strcmp(a->kind, b->kind) == 0 && a->ticket == b->ticket && a->from == b->from;
}

// Lines of waivers that were taken back after the run stay printed, though nothing says so any more.
static bool is_shown(const line *l) {
  return l->discount && strcmp(l->discount, "100%") == 0 && !l->amount && !l->tax && !l->tax_row;
}

static bool compare_lines(comparing *c, const line *stored, size_t count, int64_t first, error *e) {
  const replayed_bill *b = c->bill;
  for (size_t i = 0; i < count || i < b->count; i++) {
    c->line = first + (int64_t)i;
    const line *s = i < count ? &stored[i] : NULL, *r = i < b->count ? &b->lines[i] : NULL;
    if (!r && s && is_shown(s)) continue;
    if (s && r && alike(s, r) ? !compare_line(c, s, r, e) : !differ(c, "line", line_text(c, s), line_text(c, r), e))
      return false;
  }
  c->line = 0;
  return true;
}

static bool compare_tax(comparing *c, const query *q, const tax_sum *sum, error *e) {
  char rate[DECIMAL_TEXT];
  percent_format(sum->rate, rate);
  return text(c, "tax name", arena_text(c->arena, query_column_text(q, 0)), sum->name, e) &&
         text(c, "tax rate", arena_text(c->arena, query_column_text(q, 1)), rate, e) &&
         text(c, "tax category", arena_text(c->arena, query_column_text(q, 2)), sum->category, e) &&
         text(c, "tax rounding", arena_text(c->arena, query_column_text(q, 3)), sum->document ? "document" : "line",
              e) &&
         money(c, "tax base", query_column(q, 4), sum->base, e) &&
         money(c, "tax amount", query_column(q, 5), sum->amount, e) &&
         text(c, "tax code", arena_text(c->arena, query_column_text(q, 6)), sum->code, e) &&
         text(c, "tax reason", arena_text(c->arena, query_column_text(q, 7)), sum->reason, e) &&
         text(c, "tax jurisdiction", arena_text(c->arena, query_column_text(q, 8)), sum->jurisdiction, e);
}

static bool compare_taxes(comparing *c, error *e) {
  const replayed_bill *b = c->bill;
  query *q = db_ask(c->book->db, e,
                    "SELECT name, rate, category, rounding, base, amount, code, reason, jurisdiction "
                    "FROM bill_taxes WHERE bill = ? ORDER BY ord",
                    "i", b->n);
  size_t i = 0;
  int step = -1;
  bool ok = true;
  while (ok && q && (step = query_step(q, e)) == 1) {
    if (i < b->sum_count) ok = compare_tax(c, q, &b->sums[i], e);
    i++;
  }
  if (!ok && q) query_reset(q);
  return ok && step == 0 && number(c, "taxes", (int64_t)i, (int64_t)b->sum_count, e);
}

// What is recorded has its digest; what was computed again has the same one.
static bool compare_digest(comparing *c, const char *recorded, int form, const line *stored, size_t count, error *e) {
  digest of_lines, again;
  char now[DIGEST_TEXT], replayed[DIGEST_TEXT];
  const replayed_bill *b = c->bill;
  line *lines = arena_array(c->arena, b->count + count + 1, sizeof *lines);
  size_t shown = b->count;
  for (size_t i = 0; i < b->count; i++) lines[i] = b->lines[i];
  for (; shown < count && is_shown(&stored[shown]); shown++) lines[shown] = stored[shown];
  bill_digest_of(lines, shown, b->sums, b->sum_count, form, b->rules, &again);
  if (!bill_digest(c->book, b->n, &of_lines, e)) return false;
  digest_hex(&of_lines, now);
  digest_hex(&again, replayed);
  return digests(c, "digest of the stored lines", recorded, arena_text(c->arena, now), e) &&
         (c->told || text(c, "digest", recorded, arena_text(c->arena, replayed), e));
}

// One bill; *count becomes how many lines are recorded of it.
static bool compare_bill(comparing *c, int64_t first, size_t *count, error *e) {
  const replayed_bill *b = c->bill;
  line *stored;
  c->told = false;
  c->line = 0;
  query *q = db_ask(c->book->db, e, "SELECT kind, amount, tax, lines, digest, form FROM bills WHERE n = ?", "i", b->n);
  if (!q || query_step(q, e) != 1) return error_set(e, ERROR_CORRUPT, "bill %" PRId64 " is gone", b->n);
  const char *kind = arena_text(c->arena, query_column_text(q, 0)),
             *recorded = arena_text(c->arena, query_column_text(q, 4));
  int64_t amount = query_column(q, 1), tax = query_column(q, 2), lines = query_column(q, 3);
  int form = (int)query_column(q, 5);
  query_reset(q);
  if (!bill_lines_read(c->book, b->n, c->arena, &stored, count, e)) return false;
  if (b->held) return broken(c, "contract", kind, arena_format(c->arena, "held: %s", b->held), e);
  if (b->none) return differ(c, "bill", kind, "nothing is due", e);
  return compare_lines(c, stored, *count, first, e) && compare_taxes(c, e) &&
         money(c, "bill amount", amount, b->amount, e) && money(c, "bill tax", tax, b->tax, e) &&
         number(c, "lines", lines, (int64_t)*count, e) && compare_digest(c, recorded, form, stored, *count, e);
}

// The document itself: number, dates, parties and sums, as they were frozen.
static bool compare_frozen(comparing *c, int64_t invoice, error *e) {
  digest d;
  char now[DIGEST_TEXT];
  query *q = db_ask(c->book->db, e, "SELECT digest FROM invoices WHERE n = ? AND state <> 'draft'", "i", invoice);
  int step = q ? query_step(q, e) : -1;
  const char *recorded = step == 1 ? arena_text(c->arena, query_column_text(q, 0)) : NULL;
  if (q) query_reset(q);
  if (step != 1) return step == 0;
  return invoice_digest(c->book, invoice, &d, e) &&
         digests(c, "digest of the stored document", recorded, arena_text(c->arena, digest_hex(&d, now)), e);
}

// How many lines the document prints before those of the bill.
static int64_t lines_before(const comparing *c, const invoice_bill *printed, size_t count) {
  int64_t before = 0;
  for (size_t i = 0; i < count && printed[i].n != c->bill->n; i++) before += printed[i].lines;
  return before;
}

bool replay_compare(book *now, const replayed_document *d, arena *a, replay_teller tell, void *context, error *e) {
  comparing c = {
    .book = d->then, .document = d, .arena = a, .tell = tell, .context = context, .exponent = d->exponent
  };
  invoice_bill *printed = NULL;
  size_t count = 0;
  if (d->n && !invoice_bills_read(now, d->n, a, &printed, &count, e)) return false;
  for (size_t i = 0; i < d->bill_count; i++) {
    size_t lines;
    c.bill = &d->bills[i];
    if (!compare_bill(&c, lines_before(&c, printed, count) + 1, &lines, e)) return false;
  }
  c.bill = NULL;
  c.line = 0;
  return money(&c, "rounding", d->rounding, d->replayed_rounding, e) &&
         money(&c, "subtotal", d->subtotal, d->replayed_subtotal, e) &&
         money(&c, "invoice tax", d->tax, d->replayed_tax, e) && (!d->n || compare_frozen(&c, d->n, e));
}

static const char *negated(comparing *c, const char *quantity) {
  if (strcmp(quantity, "0") == 0) return quantity;
  return *quantity == '-' ? quantity + 1 : arena_format(c->arena, "-%s", quantity);
}

// A line of a credit note is the credited one with its sign turned, or one part of it.
static bool compare_credit(comparing *c, const line *l, const line *o, error *e) {
  line_part part;
  if (!credit_part_again(c->book, l, o, c->exponent, c->arena, &part, e)) {
    if (e->code != ERROR_INVALID) return false;
    const char *why = arena_text(c->arena, e->message);
    error_clear(e);
    if (l->amount == -part.amount) return broken(c, "amount", "a part of the line", why, e);
    return money(c, "amount", l->amount, -part.amount, e);
  }
  const struct {
    const char *field, *stored, *again;
  } texts[] = { { "kind", l->kind, o->kind },
                { "description", l->description, part.whole ? o->description : part.description },
                { "quantity", l->quantity, part.whole ? negated(c, o->quantity) : "-1" },
                { "unit_price", l->price, part.whole ? o->price : part.price },
                { "count", l->count, part.whole && o->count ? negated(c, o->count) : NULL },
                { "category", l->category, o->category } };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (!text(c, texts[i].field, texts[i].stored, texts[i].again, e)) return false;
  return number(c, "days", l->days, part.whole ? o->days : 0, e) &&
         number(c, "days_of", l->days_of, part.whole ? o->days_of : 0, e) &&
         money(c, "amount", l->amount, part.whole ? -o->amount : -part.amount, e) &&
         money(c, "tax", l->tax, part.whole ? -o->tax : -part.tax, e);
}

typedef struct note {
  int64_t n, credits;
  const char *number;
  int exponent;
  int64_t rounding, of;  // what it takes back of a rounding, which it takes whole or leaves
} note;

// The invoice that a note credits: often that of the note before it, too.
typedef struct credited {
  arena *arena;
  int64_t invoice;
  invoice_line *lines;
  size_t count, at;
} credited;

static bool credited_read(credited *of, book *b, int64_t invoice, error *e) {
  if (of->invoice == invoice) return true;
  arena_reset(of->arena);
  *of = (credited){ .arena = of->arena, .invoice = invoice };
  return invoice_lines_read(b, invoice, of->arena, &of->lines, &of->count, e);
}

// A line of it; NULL: it has none such. They are asked for in about the order in which they are: the search goes on
// from where the last one ended.
static const line *credited_line(credited *of, int64_t n) {
  for (size_t i = 0; i < of->count; i++) {
    size_t k = (of->at + i) % of->count;
    if (of->lines[k].line.n != n) continue;
    of->at = k;
    return &of->lines[k].line;
  }
  return NULL;
}

// *any: it has lines, or takes back a rounding.
static bool compare_note(comparing *c, const note *n, credited *of, bool *any, error *e) {
  invoice_line *lines;
  size_t count;
  if (!credited_read(of, c->book, n->credits, e) || !invoice_lines_read(c->book, n->n, c->arena, &lines, &count, e))
    return false;
  *any = count > 0;
  for (size_t i = 0; i < count; i++) {
    const line *l = &lines[i].line;
    if (line_rounds_total(l)) continue;
    const line *o = credited_line(of, lines[i].credits);
    c->line = lines[i].number;
    if (o ? !compare_credit(c, l, o, e) : !broken(c, "line", line_text(c, l), "no line of the invoice", e))
      return false;
  }
  c->line = 0;
  return money(c, "rounding", n->rounding, n->rounding ? -n->of : 0, e) && (!*any || compare_frozen(c, n->n, e));
}

static bool list_notes(const book *b, const replay_options *o, arena *a, note **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT i.n, o.n, i.number, i.currency, i.rounding, o.rounding FROM invoices i JOIN invoices o ON "
                    "o.n = i.credits WHERE i.date >= ?1 AND (?2 = 0 OR i.n = ?2) ORDER BY i.n",
                    "ii", (int64_t)o->since, o->invoice);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (note){ query_column(q, 0),
                                 query_column(q, 1),
                                 arena_text(a, query_column_text(q, 2)),
                                 currency_exponent(query_column_text(q, 3)),
                                 query_column(q, 4),
                                 query_column(q, 5) };
  }
  return step == 0;
}

bool replay_credits(book *b, const replay_options *o, arena *a, int64_t *notes, replay_teller tell, void *context,
                    error *e) {
  arena *own = arena_new();
  credited of = { .arena = arena_new() };
  note *list;
  size_t count;
  bool ok = list_notes(b, o, own, &list, &count, e);
  *notes = 0;
  for (size_t i = 0; ok && i < count; i++) {
    bool any = false;
    const replayed_document d = { .n = list[i].n, .number = list[i].number };
    comparing c = {
      .book = b, .document = &d, .arena = a, .tell = tell, .context = context, .exponent = list[i].exponent
    };
    arena_reset(a);
    ok = compare_note(&c, &list[i], &of, &any, e);
    *notes += any;
  }
  arena_free(of.arena);
  arena_free(own);
  return ok;
}
