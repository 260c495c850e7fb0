// Import rules, one test each, against real database files.
#include "core/engine/facts/facts.h"
#include "tests/core/import_world.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COOL "\"customers\":[{\"id\":\"cool\",\"name\":\"CoolRealty\"}]"
#define K1                                                                                                                                 \
  "\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"K1\",\"type\":\"hourly\",\"start\":\"2026-04-01\",\"params\":{\"rate\":" \
  "\"120.00\"}}]"
#define BASE COOL "," K1
#define T1 "\"tickets\":[{\"id\":\"T1\",\"customer\":\"cool\",\"status\":\"closed\",\"contract\":\"k1\"}]"
#define ENTRY(rest) "\"time_entries\":[{\"id\":\"T1.1\",\"ticket\":\"T1\"," rest "}]"
#define CONTRACT(rest)                                                                                                             \
  "{\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"K1\",\"type\":\"hourly\",\"start\":\"2026-04-01\",\"params\":{" \
  "\"rate\":\"120.00\"}," rest "}]}"
#define START "\"start\":\"2026-04-10T09:00\""
#define CHARGE(rest)                                                                                                                       \
  "\"charges\":[{\"id\":\"c1\",\"customer\":\"cool\",\"date\":\"2026-04-10\",\"description\":\"Cable\",\"quantity\":\"1\",\"unit_price\":" \
  "\"20.00\"" rest "}]"

#define write_text(w, path, text) write_file(w, path, text, strlen(text))

static void an_unknown_column_is_refused_with_a_suggestion(void **state) {
  refused(
      *state, ERROR_INVALID, "contracts:1: unknown column \"custmer\": did you mean \"customer\"?",
      "{" COOL
      ",\"contracts\":[{\"id\":\"k1\",\"custmer\":\"cool\",\"name\":\"A\",\"type\":\"hourly\",\"start\":\"2026-04-01\"}]}");
  assert_int_equal(number(*state, "SELECT count(*) FROM customers"), 0);
}

static void an_unknown_table_is_refused_with_a_suggestion(void **state) {
  refused(*state, ERROR_INVALID, "there is no table \"custmers\": did you mean \"customers\"?", "{\"custmers\":[]}");
}

static void a_bad_date_is_named_with_its_row_and_nothing_is_taken(void **state) {
  refused(
      *state, ERROR_INVALID, "contracts:2: start: \"2026-02-30\" is not a date",
      "{" COOL
      ",\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"A\",\"type\":\"hourly\",\"start\":\"2026-02-01\","
      "\"params\":{\"rate\":\"1\"}},"
      "{\"id\":\"k2\",\"customer\":\"cool\",\"name\":\"A\",\"type\":\"hourly\",\"start\":\"2026-02-30\",\"params\":{\"rate\":\"1\"}}]}");
  assert_int_equal(number(*state, "SELECT count(*) FROM contracts"), 0);
  assert_int_equal(number(*state, "SELECT count(*) FROM imports"), 0);
}

static void every_faulty_row_is_named_and_those_past_a_thousand_counted(void **state) {
  world *w = *state;
  size_t room = 200000, at = 0;
  char *text = calloc(1, room);
  at += (size_t)snprintf(text, room, "date,currency,rate\n");
  for (int i = 0; i < 1500; i++) at += (size_t)snprintf(text + at, room - at, "2026-13-%02d,USD,1\n", i % 30 + 1);
  write_file(w, "fx.csv", text, at);
  free(text);
  import_file(w, "fx.csv", ERROR_INVALID, "fx.csv:2: date: \"2026-13-01\" is not a date");
  assert_int_equal(w->e.row_count, 1000);
  assert_int_equal(w->e.row_total, 1500);
}

static void the_same_key_twice_names_both_places(void **state) {
  const char *twice =
      "{\"customers\":[{\"id\":\"cool\",\"name\":\"A\"},{\"id\":\"b\",\"name\":\"B\"},{\"id\":\"cool\",\"name\":\"C\"}]}";
  refused(*state, ERROR_DUPLICATE, "customers:3: id \"cool\" is there twice: first at customers:1", twice);
  given(*state, "{" COOL "}");
  refused(*state, ERROR_DUPLICATE, "customers:3: id \"cool\" is there twice: first at customers:1", twice);
}

static void a_reference_to_nothing_is_refused_by_name(void **state) {
  refused(*state, ERROR_INVALID, "contracts:1: customer: there is no customer \"cool\"", "{" K1 "}");
  given(*state, "{" BASE "}");
  refused(*state, ERROR_INVALID, "\"k9\"", "{\"tickets\":[{\"id\":\"T1\",\"customer\":\"cool\",\"contract\":\"k9\"}]}");
}

static void tables_may_come_in_any_order(void **state) {
  given(*state, "{" ENTRY(START ",\"minutes\":60") "," T1 "," K1 "," COOL "}");
  assert_int_equal(number(*state, "SELECT contract FROM time_entries"), 1);
}

static void what_refers_to_a_faulty_row_is_not_a_second_fault(void **state) {
  world *w = *state;
  refused(w, ERROR_INVALID, "customers:1: currency",
          "{\"customers\":[{\"id\":\"cool\",\"name\":\"A\",\"currency\":\"XXQ\"}]," K1 "}");
  assert_int_equal(w->e.row_total, 1);
}

static void a_payer_may_come_after_its_customer(void **state) {
  given(*state, "{\"customers\":[{\"id\":\"a\",\"name\":\"A\",\"bill_to\":\"b\"},{\"id\":\"b\",\"name\":\"B\"}]}");
  assert_int_equal(number(*state, "SELECT bill_to FROM customers WHERE id = 'a'"), 2);
  refused(*state, ERROR_INVALID, "customers:1: bill_to: there is no customer \"nobody\"",
          "{\"customers\":[{\"id\":\"a\",\"name\":\"A\",\"bill_to\":\"nobody\"}]}");
}

static void importing_the_same_again_writes_nothing(void **state) {
  world *w = *state;
  const char *all = "{" BASE "," T1 "," ENTRY(START ",\"minutes\":60,\"x.site\":\"north\"") "," CHARGE(
      "") ",\"rates\":[{\"code\":\"std\",\"unit_price\":\"120.00\"}],\"readings\":[{\"customer\":\"cool\",\"meter\":\"users\",\"at\":"
          "\"2026-04-01\",\"value\":\"3\"}],"
          "\"seller\":[{\"name\":\"Me\"}],\"grants\":[{\"id\":\"g\",\"contract\":\"k1\",\"date\":\"2026-04-02\",\"quantity\":\"5\"}],"
          "\"devices\":[{\"id\":\"d\",\"customer\":\"cool\",\"meter\":\"pc_agents\",\"from\":\"2026-04-02\"}],\"changes\":[{\"contract\":"
          "\"k1\",\"from\":\"2026-05-01\",\"params\":{\"rate\":\"130\"}}],"
          "\"taxes\":[{\"name\":\"VAT\",\"rule\":\"percent\",\"params\":{\"rate\":\"8%\"}}],\"calendars\":[{\"name\":\"us\",\"date\":"
          "\"2026-07-04\"}],"
          "\"fx\":[{\"date\":\"2026-04-01\",\"currency\":\"EUR\",\"rate\":\"1.1\"}],\"maps\":[{\"target\":\"t\",\"kind\":\"k\",\"key\":"
          "\"a\",\"value\":\"b\"}]}";
  given(w, all);
  assert_int_equal(w->report.import, 1);
  int64_t seq = number(w, "SELECT max(seq) FROM journal");
  given(w, all);
  assert_int_equal(w->report.import, 0);
  assert_int_equal(number(w, "SELECT max(seq) FROM journal"), seq);
  assert_int_equal(number(w, "SELECT count(*) FROM imports"), 1);
  for (size_t i = 0; i < w->report.table_count; i++)
    assert_int_equal(w->report.tables[i].same, w->report.tables[i].rows);
}

static void a_decimal_written_otherwise_is_the_same(void **state) {
  given(*state, "{" BASE "," CHARGE("") "}");
  given(*state, "{\"charges\":[{\"id\":\"c1\",\"unit_price\":\"20\"}]}");
  assert_int_equal(((world *)*state)->report.import, 0);
}

static void an_absent_column_keeps_its_value_and_an_empty_one_goes_back_to_the_default(void **state) {
  given(
      *state,
      "{\"customers\":[{\"id\":\"cool\",\"name\":\"A\",\"terms_days\":30,\"email\":\"a@b\",\"x.region\":\"east\",\"x.tier\":\"1\"}]}");
  given(*state, "{\"customers\":[{\"id\":\"cool\",\"name\":\"B\",\"x.tier\":null}]}");
  assert_string_equal(words(*state, "SELECT name || terms_days || email || x FROM customers"),
                      "B30a@b{\"region\":\"east\"}");
  given(*state, "{\"customers\":[{\"id\":\"cool\",\"terms_days\":null,\"email\":\"\",\"x.region\":\"\"}]}");
  assert_int_equal(number(*state, "SELECT terms_days = 0 AND email IS NULL AND x IS NULL FROM customers"), 1);
  refused(*state, ERROR_INVALID, "customers:1: name: is empty", "{\"customers\":[{\"id\":\"cool\",\"name\":null}]}");
}

static void params_replace_and_param_merges(void **state) {
  world *w = *state;
  given(
      w,
      "{" COOL
      ",\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"K\",\"type\":\"retainer\",\"start\":\"2026-04-01\","
      "\"params\":{\"price\":\"5\",\"pool\":3}}]}");
  write_text(w, "contracts.csv", "id,param.quantity,param.pool,param.rollover\nk1,2,4,true\n");
  import_file(w, "contracts.csv", ERROR_NONE, NULL);
  assert_string_equal(words(w, "SELECT params FROM contracts"),
                      "{\"pool\":4,\"price\":\"5\",\"quantity\":\"2\",\"rollover\":true}");
  given(w, "{\"contracts\":[{\"id\":\"k1\",\"param.pool\":null}]}");
  assert_string_equal(words(w, "SELECT params FROM contracts"),
                      "{\"price\":\"5\",\"quantity\":\"2\",\"rollover\":true}");
  given(w, "{\"contracts\":[{\"id\":\"k1\",\"params\":{\"price\":\"6\"}}]}");
  assert_string_equal(words(w, "SELECT params FROM contracts"), "{\"price\":\"6\"}");
}

static void params_are_checked_by_name(void **state) {
  given(*state, "{" COOL "}");
  refused(*state, ERROR_INVALID, "contracts:1: params: unknown param prise", CONTRACT("\"param.prise\":\"1\""));
  refused(*state, ERROR_INVALID, "contracts:1: params: the param rate is missing", CONTRACT("\"param.rate\":null"));
}

static void a_contract_of_an_unknown_type_is_refused_with_a_suggestion(void **state) {
  refused(
      *state, ERROR_INVALID, "contracts:1: type: \"retainr\"",
      "{" COOL
      ",\"contracts\":[{\"id\":\"k\",\"customer\":\"cool\",\"name\":\"K\",\"type\":\"retainr\",\"start\":\"2026-04-01\"}]}");
}

static void rules_of_a_contract_are_checked_one_by_one(void **state) {
  given(*state, "{" COOL "}");
  refused(*state, ERROR_INVALID, "rules[2]: \"rond-time\"",
          CONTRACT("\"rules\":[{\"rule\":\"round-time\",\"increment\":15},{\"rule\":\"rond-time\"}]"));
  refused(*state, ERROR_INVALID, "rules[1]: the param increment is missing",
          CONTRACT("\"rules\":[{\"rule\":\"round-time\"}]"));
  given(*state, CONTRACT("\"rules\":[{\"rule\":\"round-time\",\"increment\":15}]"));
}

static void terms_of_a_contract_must_make_sense(void **state) {
  given(*state, "{" COOL "}");
  refused(*state, ERROR_INVALID, "contracts:1: end: \"2026-03-31\" is before start",
          CONTRACT("\"end\":\"2026-03-31\""));
  refused(*state, ERROR_INVALID, "contracts:1: end: must be given where active is false", CONTRACT("\"active\":false"));
  refused(*state, ERROR_INVALID, "contracts:1: bill_day", CONTRACT("\"period\":\"weekly\",\"bill_day\":1"));
  refused(*state, ERROR_INVALID, "contracts:1: period: \"dayly\" is none of", CONTRACT("\"period\":\"dayly\""));
  refused(*state, ERROR_INVALID, "contracts:1: tax: there is no tax \"VAT\"", CONTRACT("\"tax\":\"VAT\""));
  refused(*state, ERROR_INVALID, "contracts:1: currency: \"usd\" is not an ISO 4217 currency",
          CONTRACT("\"currency\":\"usd\""));
  refused(*state, ERROR_INVALID, "contracts:1: bill_day: \"32\" is not between 1 and 31", CONTRACT("\"bill_day\":32"));
  refused(*state, ERROR_INVALID, "contracts:1: active: \"maybe\" is neither", CONTRACT("\"active\":\"maybe\""));
}

static void a_customer_has_one_default_contract(void **state) {
#define DEFAULTS(a, b)                                                                                                                    \
  "\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"A\",\"type\":\"hourly\",\"start\":\"2026-04-01\",\"params\":{\"rate\":" \
  "\"1\"},\"default\":" a "},"                                                                                                            \
  "{\"id\":\"k2\",\"customer\":\"cool\",\"name\":\"B\",\"type\":\"hourly\",\"start\":\"2026-04-01\",\"params\":{\"rate\":\"1\"},"         \
  "\"default\":" b "}]"
  refused(*state, ERROR_INVALID, "contracts:2: default: the customer of \"k2\" has a default contract already, \"k1\"",
          "{" COOL "," DEFAULTS("true", "\"yes\"") "}");
  given(*state, "{" COOL "," DEFAULTS("false", "true") "}");
  given(*state, "{" DEFAULTS("true", "\"no\"") "}");
  assert_string_equal(words(*state, "SELECT id FROM contracts WHERE \"default\" = 1"), "k1");
}

static void changes_are_checked_as_a_whole_and_list_members_meet_by_name(void **state) {
  given(*state,
        "{" COOL
        ",\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"K\",\"type\":\"retainer\",\"start\":\"2026-04-"
        "01\",\"params\":{\"price\":\"5\"}}]}");
  given(*state, "{\"changes\":[{\"contract\":\"k1\",\"from\":\"2026-05-01\",\"params\":{\"quantity\":\"2\"}}]}");
  refused(*state, ERROR_INVALID, "changes:1: params: unknown param prise",
          "{\"changes\":[{\"contract\":\"k1\",\"from\":\"2026-06-01\",\"params\":{\"prise\":\"2\"}}]}");
}

static void a_skipped_or_repeated_local_time_is_refused_unless_it_has_an_offset(void **state) {
  given(*state, "{" BASE "," T1 "}");
  refused(
      *state, ERROR_INVALID,
      "\"2026-03-08T02:30\" never was: the clock in America/New_York skipped it; give the time with its offset, such as "
      "2026-03-08T02:30-05:00 or 2026-03-08T03:30-04:00",
      "{" ENTRY("\"start\":\"2026-03-08T02:30\",\"minutes\":60") "}");
  refused(*state, ERROR_INVALID,
          "\"2026-11-01T01:30\" came twice: the clock in America/New_York was set back; give the time with its offset, "
          "2026-11-01T01:30-04:00 or 2026-11-01T01:30-05:00",
          "{" ENTRY("\"start\":\"2026-11-01T01:30\",\"minutes\":60") "}");
  given(*state, "{" ENTRY("\"start\":\"2026-11-01T01:30:00-05:00\",\"minutes\":60") "}");
  assert_int_equal(number(*state, "SELECT start_utc - unixepoch('2026-11-01T06:30') FROM time_entries"), 0);
  assert_int_equal(number(*state, "SELECT at - unixepoch('2026-11-01T01:30') / 60 FROM time_entries"), 0);
}

static void elapsed_time_is_real_time_to_the_nearest_minute(void **state) {
  given(*state, "{" BASE "," T1 "," ENTRY("\"start\":\"2026-03-08T01:30\",\"end\":\"2026-03-08T03:30\"") "}");
  assert_int_equal(number(*state, "SELECT minutes FROM time_entries"), 60);
  given(*state, "{" ENTRY("\"start\":\"2026-11-01T00:30\",\"end\":\"2026-11-01T02:30\"") "}");
  assert_int_equal(number(*state, "SELECT minutes FROM time_entries"), 180);
  given(*state, "{" ENTRY("\"start\":\"2026-04-10T09:00:00\",\"end\":\"2026-04-10T09:10:30\"") "}");
  assert_int_equal(number(*state, "SELECT minutes FROM time_entries"), 11);
  given(*state, "{" ENTRY("\"start\":\"2026-04-10T09:00:00\",\"end\":\"2026-04-10T09:10:29\"") "}");
  assert_int_equal(number(*state, "SELECT minutes FROM time_entries"), 10);
}

static void end_and_minutes_must_agree_and_one_is_needed(void **state) {
  given(*state, "{" BASE "," T1 "}");
  refused(*state, ERROR_INVALID, "time_entries:1: minutes: \"60\" does not agree with end",
          "{" ENTRY(START ",\"end\":\"2026-04-10T10:30\",\"minutes\":60") "}");
  refused(*state, ERROR_INVALID, "time_entries:1: give end or minutes", "{" ENTRY(START) "}");
  refused(*state, ERROR_INVALID, "time_entries:1: end: \"2026-04-10T08:00\" is before start",
          "{" ENTRY(START ",\"end\":\"2026-04-10T08:00\"") "}");
  refused(*state, ERROR_INVALID, "time_entries:1: minutes: \"-5\" is not between",
          "{" ENTRY(START ",\"minutes\":-5") "}");
  refused(*state, ERROR_INVALID, "time_entries:1: start: \"tomorrow\" is not a time",
          "{" ENTRY("\"start\":\"tomorrow\",\"minutes\":5") "}");
  given(*state, "{" ENTRY(START ",\"end\":\"2026-04-10T10:00\",\"minutes\":60") "}");
}

static void the_local_date_is_that_of_the_customers_zone(void **state) {
  given(
      *state,
      "{\"customers\":[{\"id\":\"cool\",\"name\":\"A\"},{\"id\":\"thames\",\"name\":\"T\",\"zone\":\"Europe/London\"}],"
      "\"tickets\":[{\"id\":\"T1\",\"customer\":\"cool\"},{\"id\":\"T2\",\"customer\":\"thames\"}],"
      "\"time_entries\":[{\"id\":\"a\",\"ticket\":\"T1\",\"start\":\"2026-05-01T03:30:00Z\",\"minutes\":60},{\"id\":\"b\","
      "\"ticket\":\"T2\",\"start\":\"2026-05-01T03:30:00Z\",\"minutes\":60}]}");
  assert_string_equal(words(*state, "SELECT date(at * 60, 'unixepoch') FROM time_entries WHERE id = 'a'"),
                      "2026-04-30");
  assert_string_equal(words(*state, "SELECT date(at * 60, 'unixepoch') FROM time_entries WHERE id = 'b'"),
                      "2026-05-01");
  given(*state, "{\"customers\":[{\"id\":\"cool\",\"zone\":\"UTC\"}]}");
  assert_string_equal(words(*state, "SELECT date(at * 60, 'unixepoch') FROM time_entries WHERE id = 'a'"),
                      "2026-05-01");
  refused(*state, ERROR_INVALID, "zone: \"../etc/passwd\" is not a time zone",
          "{\"customers\":[{\"id\":\"cool\",\"zone\":\"../etc/passwd\"}]}");
  refused(*state, ERROR_INVALID, "zone: \"/etc/passwd\" is not a time zone",
          "{\"customers\":[{\"id\":\"cool\",\"zone\":\"/etc/passwd\"}]}");
}

static void statuses_that_close_a_ticket_are_told_in_any_letter_case(void **state) {
  world *w = *state;
  given(
      w,
      "{" COOL
      ",\"tickets\":[{\"id\":\"1\",\"customer\":\"cool\",\"status\":\"CLOSED\"},{\"id\":\"2\",\"customer\":\"cool\",\"status\":\"done\"},"
      "{\"id\":\"3\",\"customer\":\"cool\",\"status\":\"Waiting\",\"closed_at\":\"2026-04-10\"},{\"id\":\"4\",\"customer\":\"cool\","
      "\"closed_at\":\"2026-05-01T03:30:00Z\"}]}");
  assert_string_equal(words(w, "SELECT group_concat(id) FROM tickets WHERE closed"), "1,2");
  assert_string_equal(words(w, "SELECT date(closed_on * 86400, 'unixepoch') FROM tickets WHERE id = '4'"),
                      "2026-04-30");
  assert_int_equal(w->report.closed_count, 2);
  assert_string_equal(w->report.statuses_open[0], "Waiting");
}

static void work_bills_on_its_own_contract_else_the_tickets_else_the_default_else_nowhere(void **state) {
  given(
      *state,
      "{" COOL "," DEFAULTS(
          "false",
          "false") ",\"tickets\":[{\"id\":\"T1\",\"customer\":\"cool\",\"contract\":\"k1\"},{\"id\":\"T2\",\"customer\":\"cool\"}],"
                   "\"time_entries\":[{\"id\":\"own\",\"ticket\":\"T1\",\"contract\":\"k2\"," START
                   ",\"minutes\":1},{\"id\":\"ticket\",\"ticket\":\"T1\"," START ",\"minutes\":1},"
                   "{\"id\":\"none\",\"ticket\":\"T2\"," START ",\"minutes\":1}]," CHARGE("") "}");
  assert_string_equal(
      words(*state,
            "SELECT group_concat(id || contract, ' ') FROM (SELECT id, contract FROM time_entries ORDER BY id)"),
      "none0 own2 ticket1");
  assert_int_equal(number(*state, "SELECT contract FROM charges"), 0);
  assert_int_equal(number(*state, "SELECT shared FROM tickets WHERE id = 'T1'"), 1);
  given(*state, "{" DEFAULTS("false", "true") "}");
  assert_int_equal(number(*state, "SELECT contract FROM time_entries WHERE id = 'none'"), 2);
  assert_int_equal(number(*state, "SELECT contract FROM charges"), 2);
  given(*state, "{\"tickets\":[{\"id\":\"T2\",\"contract\":\"k1\"}]}");
  assert_int_equal(number(*state, "SELECT contract FROM time_entries WHERE id = 'none'"), 1);
}

static void billed_work_stays_where_it_was_billed_when_its_ticket_moves(void **state) {
  world *w = *state;
  given(w, "{" COOL "," DEFAULTS("false", "false") "," T1 "," ENTRY(START ",\"minutes\":60") "}");
  bill_row(w, 1, 2, number(w, "SELECT at FROM time_entries"), 1, 0);
  given(w, "{\"time_entries\":[{\"id\":\"new\",\"ticket\":\"T1\"," START
           ",\"minutes\":1}],\"tickets\":[{\"id\":\"T1\",\"contract\":\"k2\"}]}");
  assert_string_equal(
      words(w, "SELECT group_concat(id || contract, ' ') FROM (SELECT id, contract FROM time_entries ORDER BY id)"),
      "T1.11 new2");
  assert_int_equal(number(w, "SELECT shared FROM tickets"), 1);
  given(w, "{" ENTRY(START ",\"minutes\":60") "}");
  assert_int_equal(w->report.import, 0);
}

static void a_billed_row_may_come_again_but_not_change(void **state) {
  world *w = *state;
  const char *same = "{" BASE "," T1 "," ENTRY(START ",\"minutes\":60") "," CHARGE(",\"contract\":\"k1\"") "}";
  given(w, same);
  bill_row(w, 1, 2, number(w, "SELECT at FROM time_entries"), number(w, "SELECT n FROM time_entries"), 0);
  bill_row(w, 1, 3, number(w, "SELECT day FROM charges"), number(w, "SELECT n FROM charges"), 0);
  given(w, same);
  refused(w, ERROR_FROZEN, "time_entries:1: minutes: 60 cannot become 90: the row was billed by invoice 17",
          "{" ENTRY(START ",\"minutes\":90") "}");
  refused(w, ERROR_FROZEN, "charges:1: unit_price: 20.00 cannot become 25.00: the row was billed by invoice 17",
          "{\"charges\":[{\"id\":\"c1\",\"unit_price\":\"25.00\"}]}");
  given(
      w,
      "{\"time_entries\":[{\"id\":\"T1.1\",\"note\":\"Fixed\",\"technician\":\"Ann\",\"x.site\":\"n\"}],\"tickets\":[{\"id\":\"T1\","
      "\"status\":\"open\",\"title\":\"Printer\",\"closed_at\":\"2026-04-11\"}]}");
  assert_string_equal(words(w, "SELECT note FROM time_entries"), "Fixed");
}

static void keep_billed_keeps_the_billed_columns_and_lists_the_differences(void **state) {
  world *w = *state;
  given(w, "{" BASE "," T1 "," ENTRY(START ",\"minutes\":60") "}");
  bill_row(w, 1, 2, number(w, "SELECT at FROM time_entries"), 1, 0);
  w->options.keep_billed = true;
  given(w, "{" ENTRY(START ",\"minutes\":90,\"note\":\"late\"") "}");
  assert_true(kept(w, "time_entries:1: minutes: kept 60, not 90: the row was billed by invoice 17"));
  assert_int_equal(number(w, "SELECT minutes = 60 AND note = 'late' FROM time_entries"), 1);
}

static void the_terms_of_a_billed_contract_are_frozen(void **state) {
  world *w = *state;
  given(w, "{" BASE "}");
  bill_row(w, 1, 1, 20544, 0, 20574);
  refused(w, ERROR_FROZEN, "contracts:1: start: 2026-04-01 cannot become 2026-04-02: the row was billed by invoice 17",
          "{\"contracts\":[{\"id\":\"k1\",\"start\":\"2026-04-02\"}]}");
  refused(w, ERROR_FROZEN, "contracts:1: period", "{\"contracts\":[{\"id\":\"k1\",\"period\":\"yearly\"}]}");
  refused(w, ERROR_FROZEN, "contracts:1: type",
          "{\"contracts\":[{\"id\":\"k1\",\"type\":\"retainer\",\"params\":{\"price\":\"1\"}}]}");
  refused(w, ERROR_FROZEN, "customers:1: currency", "{\"customers\":[{\"id\":\"cool\",\"currency\":\"EUR\"}]}");
  given(w, "{\"contracts\":[{\"id\":\"k1\",\"end\":\"2026-04-20\",\"note\":\"ends\"}]}");
  assert_true(kept(w, "contracts:1: end: 2026-04-21 to 2026-04-30 were billed and lie past the end"));
}

static void a_billed_line_of_an_agreement_cannot_be_renamed(void **state) {
  world *w = *state;
  given(
      w,
      "{" COOL
      ",\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"K\",\"type\":\"agreement\",\"start\":\"2026-04-01\","
      "\"params\":{\"lines\":[{\"id\":\"fee\"},{\"id\":\"pcs\"}]}}]}");
  bill_row(w, 1, 1, 20544, part_code("pcs") << 20, 20574);
  refused(w, ERROR_FROZEN, "lines \"pcs\" cannot be renamed",
          "{\"contracts\":[{\"id\":\"k1\",\"params\":{\"lines\":[{\"id\":\"fee\"},{\"id\":\"macs\"}]}}]}");
  given(w, "{\"contracts\":[{\"id\":\"k1\",\"params\":{\"lines\":[{\"id\":\"charge\"},{\"id\":\"pcs\"}]}}]}");
}

static void a_late_fact_is_listed(void **state) {
  world *w = *state;
  given(w, "{" BASE "}");
  bill_row(w, 1, 1, 20544, 0, 20574);
  run_sql(w, "UPDATE frontiers SET period_from = 20574");
  given(w, "{\"readings\":[{\"customer\":\"cool\",\"meter\":\"users\",\"at\":\"2026-04-15\",\"value\":\"3\"}]}");
  assert_true(kept(w, "readings:1: dated 2026-04-15, in a period of contract k1 that was billed"));
}

static void replace_removes_unbilled_rows_that_the_file_no_longer_has(void **state) {
  world *w = *state;
  given(w, "{" BASE "," T1
           ",\"time_entries\":[{\"id\":\"old\",\"ticket\":\"T1\",\"start\":\"2026-03-10T09:00\",\"minutes\":1},{\"id\":"
           "\"billed\",\"ticket\":\"T1\"," START ",\"minutes\":2},"
           "{\"id\":\"gone\",\"ticket\":\"T1\"," START ",\"minutes\":3},{\"id\":\"stays\",\"ticket\":\"T1\"," START
           ",\"minutes\":4}]}");
  bill_row(w, 1, 2, number(w, "SELECT at FROM time_entries WHERE id = 'billed'"), 2, 0);
  w->options.replace = "time_entries";
  w->options.since = 20544;
  given(w, "{\"time_entries\":[{\"id\":\"stays\",\"ticket\":\"T1\"," START ",\"minutes\":4}]}");
  assert_string_equal(words(w, "SELECT group_concat(id) FROM (SELECT id FROM time_entries ORDER BY id)"),
                      "billed,old,stays");
  assert_true(kept(w, "removed from time_entries: gone"));
  assert_string_equal(words(w, "SELECT source || gone || json_extract(old, '$.id') FROM journal ORDER BY seq DESC"),
                      "time_entries1gone");
  refused(w, ERROR_INVALID, "--replace time_entries", "{" COOL "}");
  w->options.replace = "customers";
  refused(w, ERROR_USAGE, "have no date", "{" COOL "}");
}

static void a_charge_is_in_the_currency_of_its_contract(void **state) {
  refused(*state, ERROR_INVALID, "charges:1: currency: \"EUR\" is not that of its contract k1, USD",
          "{" BASE "," CHARGE(",\"contract\":\"k1\",\"currency\":\"EUR\"") "}");
  refused(
      *state, ERROR_INVALID, "charges:1: quantity: \"ten\" is not a number",
      "{" BASE ","
      "\"charges\":[{\"id\":\"c1\",\"customer\":\"cool\",\"date\":\"2026-04-10\",\"description\":\"Cable\",\"quantity\":\"ten\",\"unit_"
      "price\":\"1\"}]}");
  refused(
      *state, ERROR_INVALID, "charges:1: unit_price: \"1,50\" is not a number",
      "{" BASE ","
      "\"charges\":[{\"id\":\"c1\",\"customer\":\"cool\",\"date\":\"2026-04-10\",\"description\":\"Cable\",\"quantity\":\"1\",\"unit_"
      "price\":\"1,50\"}]}");
  refused(*state, ERROR_INVALID, "charges:1: discount", "{" BASE "," CHARGE(",\"discount\":\"200%\"") "}");
}

static void the_journal_holds_ranges_of_new_rows_and_the_old_form_of_changed_ones(void **state) {
  world *w = *state;
  given(w, "{" BASE "," T1 "," ENTRY(START ",\"minutes\":60") "}");
  assert_string_equal(
      words(w, "SELECT first_n || '-' || last_n || ifnull(old, '') FROM journal WHERE source = 'time_entries'"), "1-1");
  given(w, "{" ENTRY(START ",\"minutes\":90") "}");
  assert_string_equal(
      words(w, "SELECT old FROM journal WHERE old IS NOT NULL"),
      "{\"id\":\"T1.1\",\"ticket\":\"T1\",\"start\":\"2026-04-10T09:00-04:00\",\"minutes\":60,\"billable\":true}");
  assert_int_equal(number(w, "SELECT touched FROM frontiers"), number(w, "SELECT max(seq) FROM journal"));
}

static void frontiers_begin_at_the_first_day_and_go_down_to_earlier_work_but_not_below_bill_from(void **state) {
  world *w = *state;
  given(
      w,
      "{" COOL ","
      "\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"K1\",\"type\":\"hourly\",\"start\":\"2026-04-01\",\"bill_from\":"
      "\"2026-03-20\",\"params\":{\"rate\":\"120.00\"}}]," T1 "}");
  assert_int_equal(
      number(w, "SELECT period_from = 20544 AND time_from = 20544 * 1440 AND charge_from = 20544 FROM frontiers"), 1);
  given(
      w,
      "{" ENTRY(
          "\"start\":\"2026-03-25T09:00\",\"minutes\":60") ","
                                                           "\"charges\":[{\"id\":\"c1\",\"customer\":\"cool\",\"contract\":"
                                                           "\"k1\",\"date\":\"2026-01-10\",\"description\":\"Cable\","
                                                           "\"quantity\":\"1\",\"unit_price\":\"1\"}]}");
  assert_int_equal(number(w, "SELECT time_from - (unixepoch('2026-03-25T09:00') / 60) FROM frontiers"), 0);
  assert_string_equal(words(w, "SELECT date(charge_from * 86400, 'unixepoch') FROM frontiers"), "2026-03-20");
  given(w, "{\"contracts\":[{\"id\":\"k1\",\"start\":\"2026-05-01\",\"bill_from\":null}]}");
  assert_string_equal(
      words(w,
            "SELECT date(period_from * 86400, 'unixepoch') || date(charge_from * 86400, 'unixepoch') FROM frontiers"),
      "2026-05-012026-01-10");
}

static void a_dry_run_writes_nothing(void **state) {
  world *w = *state;
  w->options.dry_run = true;
  given(w, "{" BASE "}");
  assert_int_equal(number(w, "SELECT count(*) FROM customers"), 0);
  assert_int_equal(w->report.import, 0);
  assert_int_equal(w->report.tables[0].added, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(an_unknown_column_is_refused_with_a_suggestion),
    TEST(an_unknown_table_is_refused_with_a_suggestion),
    TEST(a_bad_date_is_named_with_its_row_and_nothing_is_taken),
    TEST(every_faulty_row_is_named_and_those_past_a_thousand_counted),
    TEST(the_same_key_twice_names_both_places),
    TEST(a_reference_to_nothing_is_refused_by_name),
    TEST(tables_may_come_in_any_order),
    TEST(what_refers_to_a_faulty_row_is_not_a_second_fault),
    TEST(a_payer_may_come_after_its_customer),
    TEST(importing_the_same_again_writes_nothing),
    TEST(a_decimal_written_otherwise_is_the_same),
    TEST(an_absent_column_keeps_its_value_and_an_empty_one_goes_back_to_the_default),
    TEST(params_replace_and_param_merges),
    TEST(params_are_checked_by_name),
    TEST(a_contract_of_an_unknown_type_is_refused_with_a_suggestion),
    TEST(rules_of_a_contract_are_checked_one_by_one),
    TEST(terms_of_a_contract_must_make_sense),
    TEST(a_customer_has_one_default_contract),
    TEST(changes_are_checked_as_a_whole_and_list_members_meet_by_name),
    TEST(a_skipped_or_repeated_local_time_is_refused_unless_it_has_an_offset),
    TEST(elapsed_time_is_real_time_to_the_nearest_minute),
    TEST(end_and_minutes_must_agree_and_one_is_needed),
    TEST(the_local_date_is_that_of_the_customers_zone),
    TEST(statuses_that_close_a_ticket_are_told_in_any_letter_case),
    TEST(work_bills_on_its_own_contract_else_the_tickets_else_the_default_else_nowhere),
    TEST(billed_work_stays_where_it_was_billed_when_its_ticket_moves),
    TEST(a_billed_row_may_come_again_but_not_change),
    TEST(keep_billed_keeps_the_billed_columns_and_lists_the_differences),
    TEST(the_terms_of_a_billed_contract_are_frozen),
    TEST(a_billed_line_of_an_agreement_cannot_be_renamed),
    TEST(a_late_fact_is_listed),
    TEST(replace_removes_unbilled_rows_that_the_file_no_longer_has),
    TEST(a_charge_is_in_the_currency_of_its_contract),
    TEST(the_journal_holds_ranges_of_new_rows_and_the_old_form_of_changed_ones),
    TEST(frontiers_begin_at_the_first_day_and_go_down_to_earlier_work_but_not_below_bill_from),
    TEST(a_dry_run_writes_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
