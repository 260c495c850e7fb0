// Lines of invoices, at the room's door: their taxes by component, their prices without a tax inside, what they counted
// the last time; and lines of before, which say less, for ever.
#include "core/engine/invoice/invoice.h"
#include <string.h>
#include "core/engine/past/past.h"
#include "tests/core/billed_world.h"
#include "tests/core/engine_world.h"

// ---- Units and prices.

static void a_unit_has_its_code_whichever_way_it_is_written_and_pieces_have_theirs(void **state) {
  (void)state;
  static const char *const codes[][2] = { { "hour", "HUR" },   { "Hours", "HUR" }, { "h", "HUR" },     { "hs", "C62" },
                                          { "minute", "MIN" }, { "day", "DAY" },   { "month", "MON" }, { "GB", "E34" },
                                          { "user", "C62" },   { "hourly", "C62" } };
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) assert_string_equal(unit_code(codes[i][0]), codes[i][1]);
  assert_string_equal(unit_code(NULL), "C62");
}

// "NET PRICE OF ONE less DISCOUNT" of a line at a quantity, a price and a discount; `note`: of a credit note.
static const char *priced(world *w, const char *kind, const char *terms[3], int64_t amount, int64_t tax, bool note) {
  const invoice_line of = { .line = { .kind = kind,
                                      .quantity = terms[0],
                                      .price = terms[1],
                                      .discount = terms[2],
                                      .amount = amount,
                                      .tax = tax },
                            .credits = note };
  line_prices prices;
  char price[DECIMAL_TEXT];
  line_prices_of(&of, 2, &prices);
  decimal_format(prices.unit_net, 2, price);
  return arena_format(w->arena, "%s less %lld", price, (long long)prices.discount);
}
#define PRICED(kind, quantity, price, discount, amount, tax, note) \
  priced(w, kind, (const char *[]){ quantity, price, discount }, amount, tax, note)

static void a_price_is_net_where_the_line_multiplies_out_with_its_tax(void **state) {
  world *w = *state;
  assert_string_equal(PRICED("charge", "3", "40.00", NULL, 12000, 2400, false), "40.00 less 0");
  assert_string_equal(PRICED("charge", "3", "40.00", NULL, 10000, 2000, false), "33.333333333 less 0");
  assert_string_equal(PRICED("charge", "1", "120.00", "10%", 9000, 1800, false), "100.00 less 1000");
  assert_string_equal(PRICED("charge", "1", "100.00", "10%", 9000, 1800, false), "100.00 less 1000");
  assert_string_equal(PRICED("charge", "0", "40.00", NULL, 0, 0, false), "40.00 less 0");
}

// A tax of a fifth makes 88.00 and 110.00 out of what is off 99.00, whichever sign the line has.
static void a_discount_has_the_sign_of_what_it_is_off(void **state) {
  world *w = *state;
  assert_string_equal(PRICED("charge", "-1", "20.00", "5.00", -1500, 0, false), "20.00 less -500");
  assert_string_equal(PRICED("charge", "1", "20.00", "5.00", 1500, 0, true), "20.00 less 500");
  assert_string_equal(PRICED("charge", "-1", "20.00", "-2.00", -1800, -180, false), "20.00 less -200");
  assert_string_equal(PRICED("period", "1", "100.00", "10.00", 9000, 2000, false), "100.00 less 1000");
  assert_string_equal(PRICED("period", "-1", "100.00", "10.00", -9000, -2000, true), "100.00 less -1000");
  assert_string_equal(PRICED("period", "1", "100.00", "100%", 0, 0, false), "100.00 less 10000");
}

// ---- Counts.

static bool counted(rating *r, error *e) {
  rating_fee terms = fee_at("PCs", param("price"));
  terms.counts = true;
  terms.quantity = terms.count = param("count");
  return rating_line(r, &terms, e);
}

// Contract k, whose days share its price from April 7 on.
static void counting(world *w) {
  plugins.opens = counted;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%'}}]}");
  contract_is(w, ",'bill_day':1,'tax':'GST','params':{'price':'10.00','count':'20'}");
}

static void counts_now(world *w, const char *count, const char *from) {
  facts(w, arena_format(w->arena, "{'changes':[{'contract':'k','from':'%s','params':{'count':'%s'}}]}", from, count));
}

// "COUNT DAYS/OF, before COUNT DATE" of each line of an invoice.
static const char *counts_of(world *w, int64_t invoice) {
  invoice_line *lines;
  size_t count;
  const char *list = "";
  MUST(invoice_lines_read(&w->book, invoice, w->arena, &lines, &count, &w->e));
  for (size_t i = 0; i < count; i++) {
    const invoice_line *at = &lines[i];
    char text[DAY_TEXT];
    list = arena_format(w->arena, "%s%s%s %d/%d", list, i ? "; " : "", at->line.count ? at->line.count : "none",
                        at->line.days, at->line.days_of);
    if (at->count_before)
      list = arena_format(w->arena, "%s, before %s %s", list, at->count_before, day_format(at->month_before, text));
  }
  return list;
}

static void a_share_of_a_period_says_its_days_and_the_next_line_what_it_counted(void **state) {
  world *w = *state;
  counting(w);
  counts_now(w, "22", "2026-05-01");
  billed(w, "2026-05-01", "k");
  billed(w, "2026-06-01", "k");
  assert_string_equal(counts_of(w, 1), "20 24/30");
  assert_string_equal(counts_of(w, 2), "22 0/0, before 20 2026-04-07");
}

static void what_was_counted_before_stays_as_it_was_numbered(void **state) {
  world *w = *state;
  counting(w);
  counts_now(w, "22", "2026-05-01");
  counts_now(w, "25", "2026-06-01");
  billed(w, "2026-05-01", "k");
  billed(w, "2026-06-01", "k");
  drafted(w, "2026-07-01", "k");
  assert_string_equal(counts_of(w, 3), "25 0/0, before 22 2026-05-01");
  MUST(invoice_void(&w->book, 2, "not theirs", &w->e));
  assert_string_equal(counts_of(w, 2), "22 0/0, before 20 2026-04-07");
  assert_string_equal(counts_of(w, 3), "25 0/0, before 20 2026-04-07");  // a draft yet
}

static void a_credit_note_counts_back_and_compares_nothing(void **state) {
  world *w = *state;
  counting(w);
  billed(w, "2026-05-01", "k");
  billed(w, "2026-06-01", "k");
  assert_string_equal(counts_of(w, credited(w, 2, "", false)), "-20 0/0");
  assert_string_equal(counts_of(w, credited(w, 1, "", false)), "-20 24/30");
}

// ---- Lines of before.

static bool differs(void *context, const replay_difference *d, error *e) {
  const char **told = context;
  (void)e;
  *told = d->field;
  return true;
}

static bool compare(void *context, const replayed_document *d, arena *a, error *e) {
  return replay_compare(d->then, d, a, differs, context, e);
}

// The first field that a bill does not come to any more; "" where all come to what is recorded.
static const char *replayed(world *w) {
  const char *told = "";
  const replay_options all = { .since = DAY_MIN };
  const replay_listener listener = { .context = &told, .document = compare };
  MUST(replay_run(&w->book, &all, &listener, &w->e));
  return told;
}

static void digests_follow(world *w, int64_t bill) {
  digest d;
  char hex[DIGEST_TEXT];
  MUST(bill_sum(&w->book, bill, &w->e) && invoice_digest(&w->book, bill, &d, &w->e));
  run_sql(w, arena_format(w->arena, "UPDATE invoices SET digest = '%s' WHERE n = %lld", digest_hex(&d, hex),
                          (long long)bill));
}

static tax_answer nothing(const char *category) {
  (void)category;
  return (tax_answer){ .count = 0 };
}

static void bills_of_before_come_to_what_they_were_beside_those_of_now(void **state) {
  world *w = *state;
  plugins.tax = nothing;
  counting(w);
  billed(w, "2026-05-01", "k");
  billed(w, "2026-06-01", "k");
  assert_string_equal(replayed(w), "");
  run_sql(w, "UPDATE lines SET count = NULL, days = NULL, days_of = NULL WHERE n >> 20 = 1");
  assert_string_equal(replayed(w), "digest of the stored lines");
  run_sql(w, "UPDATE bills SET form = 4 WHERE n = 1");
  run_sql(w, "DELETE FROM bill_taxes WHERE bill = 1");
  digests_follow(w, 1);
  assert_string_equal(replayed(w), "");
  assert_string_equal(counts_of(w, 1), "none 0/0");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_unit_has_its_code_whichever_way_it_is_written_and_pieces_have_theirs),
    TEST(a_price_is_net_where_the_line_multiplies_out_with_its_tax),
    TEST(a_discount_has_the_sign_of_what_it_is_off),
    TEST(a_share_of_a_period_says_its_days_and_the_next_line_what_it_counted),
    TEST(what_was_counted_before_stays_as_it_was_numbered),
    TEST(a_credit_note_counts_back_and_compares_nothing),
    TEST(bills_of_before_come_to_what_they_were_beside_those_of_now),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
