// The past, at the room's door: what recorded bills come to when they are computed again from the book of their time.
#include "core/engine/invoice/invoice.h"
#include "core/engine/past/past.h"
#include "tests/core/past_world.h"
#include <stdio.h>
#include <string.h>

// ---- The book as of then.

static void a_bill_comes_to_what_is_recorded(void **state) {
  world *w = *state;
  first_bill(w);
  replays_as_recorded(w, "1 40000+4000");
}

static void titles_and_states_of_tickets_are_those_of_then(void **state) {
  world *w = *state;
  first_bill(w);
  facts(w, "{'tickets':[{'id':'T','title':'Printer','status':'waiting','closed_at':'2026-09-01T10:00'}]}");
  replays_as_recorded(w, "1 40000+4000");
}

static void prices_and_taxes_that_were_edited_since_are_those_of_then(void **state) {
  world *w = *state;
  first_bill(w);
  facts(w, "{'contracts':[{'id':'k','params':{'price':'900.00','rate':'200.00'}}],"
           "'taxes':[{'name':'GST','rule':'percent','params':{'rate':'20%'}}],"
           "'customers':[{'id':'cool','tax_exempt':true}],"
           "'changes':[{'contract':'k','from':'2026-04-07','params':{'rate':'300.00'}}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:2026-05-07 900.00 from 2026-06-07");
  replays_as_recorded(w, "1 40000+4000");
}

static bool parties_then(void *context, const replayed_document *d, arena *a, error *e) {
  (void)a;
  return db_value(d->then->db, e, context, 0,
                  "SELECT (s.iban, s.accounts) = ('DE89370400440532013000', "
                  "'{\"CHF\":{\"bank\":\"B\",\"iban\":\"CH9300762011623852957\"},\"USD\":{\"bank\":\"C\"}}') "
                  "AND (p.name, p.tax) = ('North', 'GST') AND k.site = p.n AND p.x ->> 'floor' = '3' "
                  "FROM seller s JOIN contracts k JOIN sites p",
                  "");
}

static void sites_and_accounts_are_those_of_then(void **state) {
  world *w = *state;
  facts(w, "{'seller':[{'name':'S','iban':'DE89370400440532013000','iban.CHF':'CH9300762011623852957',"
           "'bank.CHF':'B','bank.USD':'C'}],'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%'}}],"
           "'sites':[{'id':'n','customer':'cool','name':'North','tax':'GST','x.floor':'3'}]}");
  plugins.opens = past_fee;
  contract_is(w, ",'site':'n','taxable':true,'params':{'price':'300.00'}");
  billed(w, "2026-05-07", "k");
  facts(w, "{'seller':[{'name':'S','iban':null,'iban.CHF':null,'bank.USD':'D'}],"
           "'sites':[{'id':'n','name':'South','tax':null,'x.floor':null}],'contracts':[{'id':'k','site':null}]}");
  int64_t same = 0;
  const replay_options options = { .since = DAY_MIN };
  const replay_listener listener = { .context = &same, .document = parties_then };
  MUST(replay_run(&w->book, &options, &listener, &w->e));
  assert_int_equal(same, 1);
  replays_as_recorded(w, "1 30000+3000");
}

static void rates_are_those_of_then(void **state) {
  world *w = *state;
  plugins.closes = past_work;
  facts(w, "{'rates':[{'code':'night','unit_price':'150.00'}]}");
  contract_is(w, ",'params':{'rate':'100.00'}");
  worked(w, "T", "2026-04-10T09:00", 60);
  facts(w, "{'time_entries':[{'id':'T','ticket':'T','start':'2026-04-10T09:00','minutes':60,'rate':'night'}]}");
  billed(w, "2026-05-07", "k");
  facts(w, "{'rates':[{'code':'night','unit_price':'180.00'},"
           "{'code':'night','unit_price':'190.00','from':'2026-04-08'}]}");
  replays_as_recorded(w, "1 15000+0");
}

static void rows_that_came_since_were_not_there(void **state) {
  world *w = *state;
  first_bill(w);
  worked(w, "U", "2026-04-11T09:00", 60);
  facts(w, "{'time_entries':[{'id':'T2','ticket':'T','start':'2026-04-12T09:00','minutes':60}],"
           "'charges':[{'id':'C','customer':'cool','date':'2026-04-20','description':'Dock','quantity':'1',"
           "'unit_price':'70.00'}]}");
  replays_as_recorded(w, "1 40000+4000");
}

static void rows_that_moved_since_lie_where_they_were_billed(void **state) {
  world *w = *state;
  first_bill(w);
  facts(w, "{'contracts':[{'id':'k','default':false}]}");
  facts(w, "{'contracts':[{'id':'n','customer':'cool','name':'New','type':'plain','start':'2026-04-07','default':true,"
           "'params':{'price':'1.00','rate':'1.00'}}]}");
  MUST(invoice_void(&w->book, 1, "to the new contract", &w->e));
  // the work goes to the new contract, and bills there; the void invoice still is what it was
  assert_string_equal(items_of(w, planned(w, "n", "2026-05-07")),
                      "n:2026-04-07 1.00; n:T:2026-04-07 1.00; n:2026-05-07 1.00 from 2026-06-07");
  billed(w, "2026-05-07", "k n");
  replays_as_recorded(w, "2 30000+3000; 3 200+0; 1 40000+4000");
}

static void what_was_credited_and_billed_anew_is_what_it_was_before(void **state) {
  world *w = *state;
  first_bill(w);
  MUST(credited(w, 1, "2", true));
  facts(w, "{'time_entries':[{'id':'T','ticket':'T','start':'2026-04-10T09:00','minutes':90}]}");
  billed(w, "2026-05-07", "k");
  replays_as_recorded(w, "3 15000+1500; 1 40000+4000");
}

static void run_and_numbered(world *w, batch *b) {
  MUST(batch_run(&w->book, b, "Some", &w->e) && batch_generate(&w->book, b, b->as_of, false, &w->e));
}

static void what_a_batch_left_out_is_left_out_again(void **state) {
  world *w = *state;
  plugins.closes = past_work;
  contract_is(w, ",'params':{'rate':'100.00'}");
  worked(w, "T", "2026-04-10T09:00", 60);
  worked(w, "U", "2026-04-11T09:00", 30);
  batch b = chosen_but(w, "2026-05-07", "k", "k:T:2026-04-07");
  run_and_numbered(w, &b);
  billed(w, "2026-05-08", "k");
  replays_as_recorded(w, "2 10000+0; 1 5000+0");
}

static bool grants(rating *r, error *e) {
  const rating_lot lot = { .unit = "hours", .quantity = 2 * DECIMAL_ONE, .pool = 1, .periods = -1 };
  return rating_grant(r, &lot, e) && past_fee(r, e);
}
static bool draws(rating *r, error *e) {
  work_set covered, over;
  const draw_terms terms = { .unit = "hours" };
  return rating_draw(r, rating_work(r), &terms, &covered, &over, e) && rating_include(r, covered, e) &&
         rating_bill(r, over, param("rate"), e);
}

// April's 2 hours cover 90 minutes; May's bill finds 150 and needs 180: half an hour is past them.
static void balances_are_what_was_left_then(void **state) {
  world *w = *state;
  plugins.opens = grants;
  plugins.closes = draws;
  contract_is(w, ",'params':{'price':'200.00','rate':'150.00'}");
  worked(w, "T", "2026-04-10T09:00", 90);
  billed(w, "2026-05-07", "k");
  worked(w, "U", "2026-05-10T09:00", 180);
  billed(w, "2026-06-07", "k");
  replays_as_recorded(w, "2 27500+0; 1 20000+0");
}

static void a_tax_of_the_document_is_rounded_over_all_its_bills_again(void **state) {
  world *w = *state;
  plugins.opens = past_fee;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%','document':true}}],"
           "'customers':[{'id':'cool','invoice_per':'customer'}]}");
  contract_is(w, ",'tax':'GST','params':{'price':'1.04'}");
  facts(w, "{'contracts':[{'id':'l','customer':'cool','name':'Line','type':'plain','start':'2026-04-07','tax':'GST',"
           "'params':{'price':'1.04'}}]}");
  billed(w, "2026-05-07", "k l");
  replays_as_recorded(w, "1 208+21");
}

static void a_total_is_rounded_again_to_what_was_set_then(void **state) {
  world *w = *state;
  plugins.closes = past_work;
  contract_is(w, ",'params':{'rate':'100.03'}");
  worked(w, "T", "2026-04-10T09:00", 60);
  MUST(round_to_set(&w->book, "USD", "0.05", &w->e));
  billed(w, "2026-05-07", "k");
  MUST(credited(w, 1, "2", false) && round_to_set(&w->book, "USD", "7", &w->e));
  replays_as_recorded(w, "1 10005+0");
  run_sql(w, "UPDATE invoices SET rounding = 3 WHERE n = 1");
  run_sql(w, "UPDATE invoices SET rounding = -1 WHERE n = 2");
  telling t = replayed(w);
  if (!strstr(t.differences, "1/0 rounding: 0.03, not 0.02") ||
      !strstr(t.differences, "2/0 rounding: -0.01, not -0.03"))
    fail_msg("%s", t.differences);
}

// A charge of k, waived in a batch that is open.
static batch charge_waived(world *w, bool show) {
  batch b;
  facts(w, "{'charges':[{'id':'C','customer':'cool','date':'2026-04-20','description':'Dock','quantity':'1',"
           "'unit_price':'70.00'}]}");
  batch_begin(w, on("2026-05-07"), "k", &b);
  contract c = contract_of(w, "k");
  MUST(db_begin(w->db, &w->e) && book_log(&w->book, "batch waive", b.n, "{\"item\":\"k:charge:C\"}", &w->e));
  MUST(batch_waive(&w->book, &b, &c, "k:charge:C", "a gift", show, &w->e) && db_commit(w->db, &w->e));
  return b;
}

static void waivers_and_what_cost_nothing_are_documents_without_a_number(void **state) {
  world *w = *state;
  plugins.closes = past_work;
  contract_is(w, ",'params':{'rate':'0.00'}");
  worked(w, "T", "2026-04-10T09:00", 60);
  batch b = charge_waived(w, false);
  run_and_numbered(w, &b);
  replays_as_recorded(w, "- 0+0; - 7000+0");
}

static bool free_fee(rating *r, error *e) {
  return rating_line(r, &(rating_fee){ .description = "Fee", .over = 1 }, e);
}

// The waiver's line stands on the invoice after the fee's; it does so where the fee would have come to nothing.
static void a_waiver_stays_printed_whatever_its_bill_comes_to(void **state) {
  world *w = *state;
  plugins.opens = past_fee;
  contract_is(w, ",'params':{'price':'300.00'}");
  batch b = charge_waived(w, true);
  run_and_numbered(w, &b);
  replays_as_recorded(w, "1 30000+0; - 7000+0");
  plugins.opens = free_fee;
  assert_string_equal(replayed(w).documents, "1 0+0; - 7000+0");
  assert_non_null(strstr(replayed(w).differences, "1/1 line: Fee 300.00, not Dock 0.00"));
}

static bool dearer(rating *r, error *e) { return rating_bill(r, rating_work(r), 101 * DECIMAL_ONE, e); }
static bool fails(rating *r, error *e) {
  (void)r;
  return error_set(e, ERROR_PLUGIN, "a plugin fails");
}

static void what_a_plugin_answers_otherwise_or_not_at_all_is_told(void **state) {
  world *w = *state;
  first_bill(w);
  plugins.closes = dearer;
  assert_non_null(strstr(replayed(w).differences, "1/2 unit_price: 100.00, not 101.00"));
  assert_non_null(strstr(replayed(w).differences, "1/0 subtotal: 400.00, not 401.00"));
  plugins.closes = fails;
  assert_non_null(strstr(replayed(w).differences, "1/0 contract: bill, not held: a plugin fails"));
  plugins.closes = plugins.opens = NULL;
  assert_non_null(strstr(replayed(w).differences, "1/0 contract: bill, not held: "));
}

// ---- Which documents, and how.

static void documents_are_chosen_by_number_or_by_date(void **state) {
  world *w = *state;
  first_bill(w);
  billed(w, "2026-06-07", "k");
  drafted(w, "2026-07-07", "k");
  assert_string_equal(replayed(w).documents, "2 30000+3000; 1 40000+4000");
  assert_string_equal(replayed_by(w, (replay_options){ .since = on("2026-05-08") }).documents, "2 30000+3000");
  assert_string_equal(replayed_by(w, (replay_options){ .since = DAY_MIN, .invoice = 1 }).documents, "1 40000+4000");
  // asked for by itself, a draft is computed again too
  assert_string_equal(replayed_by(w, (replay_options){ .since = DAY_MIN, .invoice = 3 }).documents, "D3 30000+3000");
}

// Invoice 1 holds a contract of each type, invoice 2 one of type plain alone.
static void for_an_edited_file_documents_come_that_it_can_concern(void **state) {
  world *w = *state;
  const plugin_source other = { PLUGIN_CONTRACT, "other", "other", "edited", "1", 6 },
                      plain = { PLUGIN_CONTRACT, "plain", "plain", "edited", "2", 6 };
  plugins.opens = past_fee;
  facts(w, "{'customers':[{'id':'cool','invoice_per':'customer'}]}");
  contract_is(w, ",'params':{'price':'1.00'}");
  facts(w, "{'contracts':[{'id':'o','customer':'cool','name':'Other','type':'other','start':'2026-04-07',"
           "'params':{'price':'2.00'}}]}");
  billed(w, "2026-05-07", "k o");
  billed(w, "2026-06-07", "k");
  assert_string_equal(replayed_by(w, (replay_options){ .since = DAY_MIN, .edited = &other }).documents, "1 300+0");
  assert_string_equal(replayed_by(w, (replay_options){ .since = DAY_MIN, .edited = &plain }).documents,
                      "2 100+0; 1 300+0");
}

static int bills_seen;
static bool one_bill(void *context, const plan *p, const replayed_bill *b, const replayed_document *d, error *e) {
  world *w = context;
  (void)e;
  bills_seen++;
  assert_int_equal(b->n, 1);
  assert_string_equal(d->number, "1");
  assert_string_equal(items_of(w, p),
                      "k:2026-04-07 300.00+30.00; k:T:2026-04-07 100.00+10.00; k:2026-05-07 300.00+30.00 from "
                      "2026-06-07");
  return true;
}
static bool stop(void *context, const replayed_document *d, arena *a, error *e) {
  (void)context, (void)d, (void)a;
  return error_set(e, ERROR_INTERRUPTED, "enough");
}

static void a_listener_sees_the_plan_of_then_and_may_stop(void **state) {
  world *w = *state;
  first_bill(w);
  facts(w, "{'contracts':[{'id':'k','params':{'price':'900.00','rate':'200.00'}}]}");
  const replay_options options = { .since = DAY_MIN };
  const replay_listener listener = { .context = w, .bill = one_bill, .document = stop };
  bills_seen = 0;
  assert_false(replay_run(&w->book, &options, &listener, &w->e));
  assert_int_equal(w->e.code, ERROR_INTERRUPTED);
  assert_int_equal(bills_seen, 1);
  error_clear(&w->e);
  replays_as_recorded(w, "1 40000+4000");
}

static bool with_notes(void *context, const replayed_document *d, arena *a, error *e) {
  replayed_note *notes;
  size_t count;
  (void)context;
  assert_true(credit_notes_again(d, a, &notes, &count, e));
  assert_int_equal(count, 1);
  assert_string_equal(notes[0].number, "2");
  assert_int_equal(notes[0].recorded, -11000);
  assert_int_equal(notes[0].replayed, -11110);
  return true;
}

// The credited hour cost 100.00 and 10.00 of tax; at 101.00 it would be 111.10.
static void a_credit_note_follows_what_its_lines_come_to(void **state) {
  world *w = *state;
  first_bill(w);
  MUST(credited(w, 1, "2", false));
  plugins.closes = dearer;
  const replay_options options = { .since = DAY_MIN };
  const replay_listener listener = { .document = with_notes };
  MUST(replay_run(&w->book, &options, &listener, &w->e));
}

// ---- A question writes nothing.

static const char *file_digest(world *w) {
  static char text[DIGEST_TEXT];
  char bytes[4096];
  size_t got;
  digest d;
  digester of;
  FILE *f = fopen(path_of(w, "book.db"), "rb");
  assert_non_null(f);
  digester_start(&of);
  while ((got = fread(bytes, 1, sizeof bytes, f))) digester_add(&of, bytes, got);
  fclose(f);
  digester_end(&of, &d);
  return digest_hex(&d, text);
}

static void a_question_about_the_past_writes_nothing(void **state) {
  world *w = *state;
  first_bill(w);
  facts(w, "{'tickets':[{'id':'T','title':'Printer'}]}");
  billed(w, "2026-06-07", "k");
  run_sql(w, "PRAGMA wal_checkpoint(TRUNCATE)");
  const char *before = arena_text(w->arena, file_digest(w));
  int64_t changes = number(w, "SELECT total_changes()");
  replays_as_recorded(w, "2 30000+3000; 1 40000+4000");
  assert_int_equal(number(w, "SELECT total_changes()"), changes);
  assert_string_equal(file_digest(w), before);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_bill_comes_to_what_is_recorded),
    TEST(titles_and_states_of_tickets_are_those_of_then),
    TEST(prices_and_taxes_that_were_edited_since_are_those_of_then),
    TEST(sites_and_accounts_are_those_of_then),
    TEST(rates_are_those_of_then),
    TEST(rows_that_came_since_were_not_there),
    TEST(rows_that_moved_since_lie_where_they_were_billed),
    TEST(what_was_credited_and_billed_anew_is_what_it_was_before),
    TEST(what_a_batch_left_out_is_left_out_again),
    TEST(balances_are_what_was_left_then),
    TEST(a_tax_of_the_document_is_rounded_over_all_its_bills_again),
    TEST(a_total_is_rounded_again_to_what_was_set_then),
    TEST(waivers_and_what_cost_nothing_are_documents_without_a_number),
    TEST(a_waiver_stays_printed_whatever_its_bill_comes_to),
    TEST(what_a_plugin_answers_otherwise_or_not_at_all_is_told),
    TEST(documents_are_chosen_by_number_or_by_date),
    TEST(for_an_edited_file_documents_come_that_it_can_concern),
    TEST(a_listener_sees_the_plan_of_then_and_may_stop),
    TEST(a_credit_note_follows_what_its_lines_come_to),
    TEST(a_question_about_the_past_writes_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
