// Taxes of a bill's lines: rounded on the document where their rule says so, summed up as the invoice prints them.
#include "core/engine/bill/bill.h"
#include "core/base/text.h"
#include <string.h>

static bool same_document(const line *a, const line *b) {
  return b->tax_answer && b->tax_answer->document && a->tax_row == b->tax_row &&
         text_equal(a->tax_answer->category, b->tax_answer->category);
}

// Each component is rounded on the sum, and shared to the lines by itself; of a tax inside prices, the last takes the
// rest of the line's.
static bool round_components(const tax_answer *answer, const int64_t *gross, size_t n, arena *a, line *lines,
                             const size_t *members, int64_t *tax) {
  int64_t *share = arena_array(a, n, sizeof *share), *rest = arena_array(a, n, sizeof *rest);
  memcpy(rest, tax, n * sizeof *rest);
  if (!answer->inclusive) memset(tax, 0, n * sizeof *tax);
  for (size_t i = 0; i < n; i++) {
    lines[members[i]].parts = arena_array(a, answer->count, sizeof(int64_t));
    lines[members[i]].part_count = answer->count;
  }
  for (size_t k = 0; k < answer->count; k++) {
    if (answer->inclusive && k + 1 == answer->count) memcpy(share, rest, n * sizeof *share);
    else if (!document_round_component(answer, k, gross, n, a, share)) return false;
    for (size_t i = 0; i < n; i++) {
      lines[members[i]].parts[k] = share[i];
      rest[i] -= share[i];
      if (!answer->inclusive) tax[i] += share[i];
    }
  }
  return true;
}

// The lines from `first` on that share its tax and category, taxed as one sum.
static bool round_from(line *lines, size_t first, size_t count, bool *done, arena *a) {
  size_t *members = arena_array(a, count, sizeof *members), n = 0;
  for (size_t i = first; i < count; i++) {
    if (!same_document(&lines[first], &lines[i])) continue;
    done[i] = true;
    members[n++] = i;
  }
  int64_t *gross = arena_array(a, n * 3, sizeof *gross), *net = gross + n, *tax = net + n;
  for (size_t i = 0; i < n; i++)
    gross[i] = lines[members[i]].tax_answer->inclusive ? lines[members[i]].amount + lines[members[i]].tax
                                                       : lines[members[i]].amount;
  const tax_answer *answer = lines[first].tax_answer;
  if (!document_round(answer, gross, n, a, net, tax, NULL)) return false;
  if (answer->count > 1 && !round_components(answer, gross, n, a, lines, members, tax)) return false;
  for (size_t i = 0; i < n; i++) {
    line *l = &lines[members[i]];
    l->amount = net[i];
    l->tax = tax[i];
    // Parts were noted before the rounding: an only component is all of the tax.
    if (answer->count == 1 && l->part_count == 1) l->parts[0] = tax[i];
  }
  return true;
}

bool tax_parts(const tax_answer *answer, int64_t amount, int64_t booked, int64_t *parts) {
  int64_t net, tax, gross = answer->inclusive ? amount + booked : amount;
  if (answer->count == 1) {
    parts[0] = booked;
    return true;
  }
  if (!tax_compute(answer, gross, &net, &tax, parts)) return false;
  if (answer->count) parts[answer->count - 1] += booked - tax;
  return true;
}

// A line's tax by component: as it was shared out to the line, or of the line alone.
static bool line_parts(const line *l, int64_t *parts) {
  if (!l->part_count || l->part_count != l->tax_answer->count)
    return tax_parts(l->tax_answer, l->amount, l->tax, parts);
  memcpy(parts, l->parts, l->part_count * sizeof *parts);
  return true;
}

// Whether the rate of a line cannot be told from its tax alone: another line of the bill bears the same one, with the
// rate of an earlier bill.
static bool is_mixed(const line *lines, size_t count, const line *l, bool any_then) {
  for (size_t i = 0; any_then && i < count; i++) {
    const tax_answer *other = lines[i].tax_answer;
    if (other && other != l->tax_answer && lines[i].tax_row == l->tax_row && other->count &&
        (other->count != l->tax_answer->count || other->components[0].rate != l->tax_answer->components[0].rate))
      return true;
  }
  return false;
}

static bool part_bill(line *lines, size_t count, arena *a) {
  bool any_then = false;
  for (size_t i = 0; i < count; i++) any_then = any_then || lines[i].terms;
  for (size_t i = 0; i < count; i++) {
    const tax_answer *answer = lines[i].tax_answer;
    if (!answer || !answer->count ||
        (answer->count < 2 && !answer->of_sale && !is_mixed(lines, count, &lines[i], any_then)))
      continue;
    int64_t *parts = arena_array(a, answer->count, sizeof *parts);
    if (!line_parts(&lines[i], parts)) return false;
    lines[i].parts = parts;
    lines[i].part_count = answer->count;
  }
  return true;
}

// Bill by bill, whichever share the document: a bill is told apart by its own lines, as it was when it was written.
static bool part_taxes(line *lines, size_t count, arena *a) {
  for (size_t first = 0, end; first < count; first = end) {
    for (end = first + 1; end < count && line_bill(lines[end].n) == line_bill(lines[first].n);) end++;
    if (!part_bill(lines + first, end - first, a)) return false;
  }
  return true;
}

bool lines_round_documents(line *lines, size_t count, arena *a) {
  bool *done = NULL;
  if (!part_taxes(lines, count, a)) return false;
  for (size_t i = 0; i < count; i++) {
    if (!lines[i].tax_answer || !lines[i].tax_answer->document) continue;
    if (!done) done = arena_alloc(a, count * sizeof *done);
    if (!done[i] && !round_from(lines, i, count, done, a)) return false;
  }
  return true;
}

static tax_sum *sum_of(tax_sum *sums, size_t *count, const line *l, const tax_component *component) {
  const tax_answer *answer = l->tax_answer;
  const char *name = component->name ? component->name : l->tax_name;
  for (size_t i = 0; i < *count; i++)
    if (sums[i].tax_row == l->tax_row && text_equal(sums[i].category, answer->category) &&
        text_equal(sums[i].name, name) && sums[i].rate == component->rate)
      return &sums[i];
  sums[*count] = (tax_sum){ .tax_row = l->tax_row,
                            .name = name,
                            .category = answer->category,
                            .code = answer->code,
                            .reason = answer->reason,
                            .jurisdiction = component->jurisdiction,
                            .rate = component->rate,
                            .document = answer->document,
                            .compound = component->compound };
  return &sums[(*count)++];
}

// What is not taxed stands among the taxes at a rate of nothing.
static const tax_component untaxed = { 0 };

// Whether another line of the bill bears the tax, for one of the two is billed at the terms of an earlier bill: nothing
// would tell which of two rows is a line's.
static bool taxed_beside(const line *lines, size_t count, const line *l) {
  bool then = false, taxed = false;
  for (size_t i = 0; i < count; i++) {
    const tax_answer *other = lines[i].tax_answer;
    then = then || lines[i].terms;
    taxed = taxed || (other && other->count && lines[i].tax_row == l->tax_row &&
                      text_equal(other->category, l->tax_answer->category));
  }
  return then && taxed;
}

static size_t shown_components(const line *lines, size_t count, size_t at, const tax_terms *terms) {
  const tax_answer *answer = lines[at].tax_answer;
  if (answer->count || answer->code || answer->reason || answer->category) return answer->count ? answer->count : 1;
  return terms->form >= FORM_TARGETS && !taxed_beside(lines, count, &lines[at]);
}

int64_t line_tax_base(const line *l, size_t which, int64_t before) {
  const tax_component *component = &l->tax_answer->components[which];
  if (component->compound) return l->amount + before;
  if (l->bases) return l->bases[which];
  return component->partly ? component->base : l->amount;
}

// A line's taxes, added to the sums. False on overflow.
static bool add_taxes(tax_sum *sums, size_t *sum_count, const line *l, size_t shown) {
  int64_t parts[TAX_COMPONENTS_MAX], before = 0;
  if (!line_parts(l, parts)) return false;
  for (size_t k = 0; k < shown; k++) {
    bool taxed = l->tax_answer->count > 0;
    tax_sum *sum = sum_of(sums, sum_count, l, taxed ? &l->tax_answer->components[k] : &untaxed);
    sum->base += taxed ? line_tax_base(l, k, before) : l->amount;
    sum->document = sum->document || l->tax_answer->document;
    if (!taxed) continue;
    sum->amount += parts[k];
    before += parts[k];
  }
  return true;
}

tax_terms tax_terms_of(const contract *c, int form) {
  const bool exempt = c->taxable && c->tax_exempt && form >= FORM_TARGETS;
  return (tax_terms){ form, exempt ? c->tax : NULL, c->exempt_reason ? c->exempt_reason : "Exempt" };
}

// What the customer's exemption frees, as one row: its lines bear no tax, of whichever name.
static void add_exempt(tax_sum *sums, size_t *sum_count, const line *lines, size_t count, const tax_terms *terms) {
  tax_sum *sum = NULL;
  for (size_t i = 0; i < count && terms->exempt; i++) {
    if (lines[i].tax_row) continue;
    if (!sum) {
      sum = &sums[(*sum_count)++];
      *sum = (tax_sum){ .name = terms->exempt, .reason = terms->reason };
    }
    sum->base += lines[i].amount;
  }
}

// How many rows there can be at the most: lines of one answer follow each other.
static size_t room_for(const line *lines, size_t count) {
  size_t room = 1;
  for (size_t i = 0; i < count; i++) {
    bool known = false;
    for (size_t k = i > 8 ? i - 8 : 0; k < i && lines[i].tax_answer; k++)
      known = known || lines[k].tax_answer == lines[i].tax_answer;
    if (lines[i].tax_answer && !known) room += lines[i].tax_answer->count + 1;
  }
  return room;
}

bool lines_taxes(const line *lines, size_t count, const tax_terms *terms, arena *a, tax_sum **sums, size_t *sum_count) {
  *sums = arena_array(a, room_for(lines, count), sizeof **sums);
  *sum_count = 0;
  size_t shown = 0;
  for (size_t i = 0; i < count; i++) {
    const tax_answer *answer = lines[i].tax_answer;
    if (!i || answer != lines[i - 1].tax_answer) shown = answer ? shown_components(lines, count, i, terms) : 0;
    if (answer && !add_taxes(*sums, sum_count, &lines[i], shown)) return false;
  }
  add_exempt(*sums, sum_count, lines, count, terms);
  return true;
}
