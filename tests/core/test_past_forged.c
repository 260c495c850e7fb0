// The past, at the room's door: what somebody changed in recorded bills is told, by document, line and field.
#include "core/engine/invoice/invoice.h"
#include "core/engine/past/past.h"
#include "tests/core/past_world.h"
#include <stdio.h>
#include <string.h>

static void a_forged_line_is_told_by_field(void **state) {
  static const char *const forged[][2] = {
    { "lines SET amount = amount + 1 WHERE kind = 'ticket'", "1/2 amount: 100.01, not 100.00" },
    { "lines SET tax = tax + 1 WHERE kind = 'ticket'", "1/2 tax: 10.01, not 10.00" },
    { "lines SET quantity = '2' WHERE kind = 'ticket'", "1/2 quantity: 2, not 1" },
    { "lines SET unit_price = '99.00' WHERE kind = 'ticket'", "1/2 unit_price: 99.00, not 100.00" },
    { "lines SET description = 'X' WHERE kind = 'ticket'", "1/2 description: X, not Ticket T" },
    { "lines SET category = 'X' WHERE kind = 'period'", "1/1 category: X, not service" },
    { "lines SET unit = 'day' WHERE kind = 'ticket'", "1/2 unit: day, not hour" },
    { "lines SET discount = '1.00' WHERE kind = 'period'", "1/1 discount: 1.00, not nothing" },
    { "lines SET sku = 'S' WHERE kind = 'period'", "1/1 sku: S, not nothing" },
    { "lines SET day = day + 1 WHERE kind = 'ticket'", "1/2 date: 2026-04-11, not 2026-04-10" },
    { "lines SET until_day = until_day + 1 WHERE kind = 'period'", "1/1 period end: 2026-05-08, not 2026-05-07" },
    { "lines SET from_day = from_day + 1 WHERE kind = 'period'", "1/1 line: Fee 300.00, not Fee 300.00" },
    { "lines SET count = '3' WHERE kind = 'period'", "1/1 count: 3, not nothing" },
    { "lines SET days = 3, days_of = 30 WHERE kind = 'period'", "1/1 days: 3, not 0" },
    { "bill_taxes SET base = base + 1", "1/0 tax base: 400.01, not 400.00" },
    { "bill_taxes SET amount = amount + 1", "1/0 tax amount: 40.01, not 40.00" },
    { "bill_taxes SET rate = '11%'", "1/0 tax rate: 11%, not 10%" },
    { "bills SET amount = amount + 1", "1/0 bill amount: 400.01, not 400.00" },
    { "bills SET lines = 3", "1/0 lines: 3, not 2" },
    { "invoices SET subtotal = subtotal + 1, total = total + 1", "1/0 subtotal: 400.01, not 400.00" },
    { "invoices SET due_date = due_date + 1", "1/0 digest of the stored document: " },
    { "bills SET digest = 'x'", "1/0 digest of the stored lines: x, not " },
  };
  static const char *const tables[] = { "lines", "bill_taxes", "bills", "invoices" };
  world *w = *state;
  first_bill(w);
  for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
    for (size_t k = 0; k < sizeof tables / sizeof *tables; k++)
      run_sql(w, arena_format(w->arena, "CREATE TEMP TABLE kept_%s AS SELECT * FROM %s", tables[k], tables[k]));
    run_sql(w, arena_format(w->arena, "UPDATE %s", forged[i][0]));
    const char *told = replayed(w).differences;
    if (!strstr(told, forged[i][1])) fail_msg("%s: %s", forged[i][0], *told ? told : "nothing is told");
    run_sql(w, "REPLACE INTO lines SELECT * FROM kept_lines");
    run_sql(w, "REPLACE INTO bill_taxes SELECT * FROM kept_bill_taxes");
    run_sql(w, "UPDATE bills SET (amount, lines, digest) = (SELECT amount, lines, digest FROM kept_bills)");
    run_sql(w,
            "UPDATE invoices SET (subtotal, total, due_date) = (SELECT subtotal, total, due_date FROM kept_invoices)");
    for (size_t k = 0; k < sizeof tables / sizeof *tables; k++)
      run_sql(w, arena_format(w->arena, "DROP TABLE kept_%s", tables[k]));
  }
  replays_as_recorded(w, "1 40000+4000");
}

static void a_line_too_many_and_one_too_few_are_told(void **state) {
  world *w = *state;
  first_bill(w);
  run_sql(w,
          "INSERT INTO lines SELECT n + 5, kind, from_day, until_day, ticket, day, sku, category, 'Extra', quantity, "
          "unit, unit_price, discount, 1, 0, NULL, NULL, NULL, NULL FROM lines WHERE kind = 'ticket'");
  assert_non_null(strstr(replayed(w).differences, "1/3 line: Extra 0.01, not no such line"));
  run_sql(w, "DELETE FROM lines WHERE description <> 'Fee'");
  assert_non_null(strstr(replayed(w).differences, "1/2 line: no such line, not Ticket T 100.00"));
}

static void a_forged_credit_note_is_told(void **state) {
  world *w = *state;
  first_bill(w);
  MUST(credited(w, 1, "2", false));
  replays_as_recorded(w, "1 40000+4000");
  run_sql(w, "UPDATE lines SET amount = amount - 100 WHERE amount < 0");
  assert_string_equal(replayed(w).differences, "2/1 amount: -101.00, not -100.00");
  run_sql(w, "UPDATE lines SET amount = amount + 100, tax = 0 WHERE amount < 0");
  assert_string_equal(replayed(w).differences, "2/1 tax: 0.00, not -10.00");
}

// Two contracts on one invoice; the one that was billed second is printed first.
static void lines_of_a_forged_credit_note_are_told_by_their_printed_numbers(void **state) {
  world *w = *state;
  plugins.opens = past_fee;
  facts(w, "{'customers':[{'id':'cool','invoice_per':'customer'}]}");
  contract_is(w, ",'params':{'price':'1.00'}");
  facts(w, "{'contracts':[{'id':'l','customer':'cool','name':'A','type':'plain','start':'2026-04-07',"
           "'params':{'price':'2.00'}}]}");
  billed(w, "2026-05-07", "k l");
  MUST(credited(w, 1, "", false));
  replays_as_recorded(w, "1 300+0");
  run_sql(w, "UPDATE lines SET category = 'X' WHERE amount = -100");
  assert_string_equal(replayed(w).differences, "2/2 category: X, not service");
  run_sql(w, "DELETE FROM credits WHERE line = (SELECT n FROM lines WHERE amount = -200)");
  assert_non_null(strstr(replayed(w).differences, "2/1 line: Fee -2.00, not no line of the invoice; 2/2"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_forged_line_is_told_by_field),
    TEST(a_line_too_many_and_one_too_few_are_told),
    TEST(a_forged_credit_note_is_told),
    TEST(lines_of_a_forged_credit_note_are_told_by_their_printed_numbers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
