// Invoices, at the room's door: bills as documents, numbered without gaps and frozen; credit notes and voids.
#include "core/engine/invoice/invoice.h"
#include <string.h>
#include "tests/core/billed_world.h"
#include "tests/core/engine_world.h"

static bool fee(rating *r, error *e) {
  const rating_fee terms = fee_at("Fee", param("price"));
  return rating_line(r, &terms, e);
}

// Contracts a, b (of cool) and e (of elm), each with one period to 2026-05-06 at a price; `more` are columns of all.
static void three_contracts(world *w, const char *more) {
  plugins.opens = fee;
  static const char *const of[][4] = { { "a", "cool", "Alpha", "100.00" },
                                       { "b", "cool", "Beta", "20.00" },
                                       { "e", "elm", "Elmwood", "3.00" } };
  for (size_t i = 0; i < 3; i++)
    facts(w, arena_format(w->arena,
                          "{'contracts':[{'id':'%s','customer':'%s','name':'%s','type':'plain','start':'2026-04-07',"
                          "'end':'2026-05-06','params':{'price':'%s'}%s}]}",
                          of[i][0], of[i][1], of[i][2], of[i][3], more));
}

// "NUMBER KIND SUBTOTAL+TAX" of each document.
static const char *documents(world *w) {
  return words(w, "SELECT group_concat(ifnull(number, 'D' || n) || ' ' || kind || ' ' || subtotal || '+' || tax || "
                  "CASE state WHEN 'void' THEN ' void' ELSE '' END, '; ') FROM (SELECT * FROM invoices ORDER BY n)");
}

static int64_t invoice_numbered(world *w, const char *number_text) {
  return number(w, arena_format(w->arena, "SELECT n FROM invoices WHERE number = '%s'", number_text));
}

static void refuses(world *w, bool done, error_code code, const char *text) {
  assert_false(done);
  assert_int_equal(w->e.code, code);
  if (!strstr(w->e.message, text)) fail_msg("\"%s\" is not in \"%s\"", text, w->e.message);
  error_clear(&w->e);
}

// ---- Drafts.

static void each_contract_has_a_document_of_its_own(void **state) {
  world *w = *state;
  three_contracts(w, "");
  drafted(w, "2026-05-07", "a b e");
  assert_string_equal(documents(w), "D1 invoice 10000+0; D2 invoice 2000+0; D3 invoice 300+0");
}

static void consolidated_each_customer_has_one_until_that_is_taken_back(void **state) {
  world *w = *state;
  three_contracts(w, "");
  batch b = drafted(w, "2026-05-07", "a b e");
  MUST(batch_consolidate(&w->book, &b, 1, &w->e));
  assert_string_equal(documents(w), "D4 invoice 12000+0; D5 invoice 300+0");
  MUST(batch_consolidate(&w->book, &b, 0, &w->e));
  assert_string_equal(documents(w), "D6 invoice 10000+0; D7 invoice 2000+0; D8 invoice 300+0");
}

static void a_payer_gets_what_it_pays_for_others_in_one_currency(void **state) {
  world *w = *state;
  facts(w, "{'customers':[{'id':'elm','bill_to':'cool','invoice_per':'customer'},"
           "{'id':'cool','invoice_per':'customer'}]}");
  three_contracts(w, "");
  facts(w, "{'contracts':[{'id':'b','currency':'EUR'}]}");
  drafted(w, "2026-05-07", "a b e");
  // 100.00 and elm's 3.00 in USD; 20.00 in EUR apart
  assert_string_equal(documents(w), "D1 invoice 2000+0; D2 invoice 10300+0");
  assert_int_equal(number(w, "SELECT count(DISTINCT customer) FROM invoices"), 1);
}

static void by_order_number_documents_hold_what_has_the_same(void **state) {
  world *w = *state;
  facts(w, "{'customers':[{'id':'cool','invoice_per':'po','po_number':'P1'}]}");
  three_contracts(w, "");
  facts(w, "{'contracts':[{'id':'c','customer':'cool','name':'Gamma','type':'plain','start':'2026-04-07',"
           "'end':'2026-05-06','po_number':'P2','params':{'price':'7.00'}}]}");
  batch b = drafted(w, "2026-05-07", "a b c");
  assert_string_equal(documents(w), "D1 invoice 12000+0; D2 invoice 700+0");
  assert_string_equal(words(w, "SELECT group_concat(po_number, ' ') FROM invoices"), "P1 P2");
  MUST(batch_consolidate(&w->book, &b, 1, &w->e));
  assert_string_equal(words(w, "SELECT po_number FROM invoices"), "");  // of several it shows none
}

// 1.04 bears 0.10 alone; 1.04 and 1.04 together bear 0.21.
static void a_tax_of_the_document_follows_what_the_document_holds(void **state) {
  world *w = *state;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%','document':true}}]}");
  three_contracts(w, ",'tax':'GST'");
  facts(w, "{'contracts':[{'id':'a','params':{'price':'1.04'}},{'id':'b','params':{'price':'1.04'}}]}");
  batch b = drafted(w, "2026-05-07", "a b");
  assert_string_equal(documents(w), "D1 invoice 104+10; D2 invoice 104+10");
  MUST(batch_consolidate(&w->book, &b, 1, &w->e));
  assert_string_equal(documents(w), "D3 invoice 208+21");
  assert_string_equal(lines_of(w, 1), "Fee: 1 x 1.04 = 1.04+0.11");
  assert_string_equal(lines_of(w, 2), "Fee: 1 x 1.04 = 1.04+0.10");
  assert_int_equal(number(w, "SELECT sum(amount) FROM bill_taxes"), 21);
  MUST(batch_consolidate(&w->book, &b, 0, &w->e));
  assert_string_equal(documents(w), "D4 invoice 104+10; D5 invoice 104+10");
}

static void a_document_below_zero_is_a_credit(void **state) {
  world *w = *state;
  three_contracts(w, "");
  facts(w, "{'contracts':[{'id':'a','params':{'price':'-5.00'}}]}");
  batch b = drafted(w, "2026-05-07", "a b");
  assert_string_equal(documents(w), "D1 credit -500+0; D2 invoice 2000+0");
  MUST(batch_consolidate(&w->book, &b, 1, &w->e));
  assert_string_equal(documents(w), "D3 invoice 1500+0");
}

// ---- Rounded totals.

static void what_rounds_a_total_is_its_last_line(void **state) {
  world *w = *state;
  invoice_line *lines;
  size_t count;
  three_contracts(w, "");
  facts(w, "{'contracts':[{'id':'a','params':{'price':'10.02'}},{'id':'b','params':{'price':'10.05'}}]}");
  MUST(round_to_set(&w->book, "USD", "0.05", &w->e));
  batch b = drafted(w, "2026-05-07", "a b");
  assert_string_equal(documents(w), "D1 invoice 1000+0; D2 invoice 1005+0");
  MUST(invoice_lines_read(&w->book, 1, w->arena, &lines, &count, &w->e));
  assert_int_equal(count, 2);
  const line *l = &lines[1].line;
  assert_int_equal(lines[1].number, 2);
  assert_true(line_rounds_total(l) && !line_rounds_total(&lines[0].line));
  assert_true(l->amount == -2 && l->tax == 0 && l->tax_row == 0 && l->until == 0 && l->date == DAY_NEVER);
  assert_true(!strcmp(l->kind, "rounding") && !strcmp(l->quantity, "1") && !strcmp(l->price, "-0.02"));
  assert_true(!lines[1].contract && !lines[1].contract_id && !lines[1].contract_name && !lines[1].tax_name);
  MUST(invoice_lines_read(&w->book, 2, w->arena, &lines, &count, &w->e));
  assert_int_equal(count, 1);
  MUST(batch_consolidate(&w->book, &b, 1, &w->e));
  assert_string_equal(documents(w), "D3 invoice 2005+0");
}

static void what_a_total_is_rounded_to_is_an_amount_of_its_currency(void **state) {
  world *w = *state;
  const char *text;
  static const char *const wrong[] = { "0", "-1", "0.5", "x", "1000000000000001" };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    refuses(w, round_to_set(&w->book, "JPY", wrong[i], &w->e), ERROR_INVALID, "is no amount of JPY above zero");
  refuses(w, round_to_set(&w->book, "XYZ", "1", &w->e), ERROR_INVALID, "there is no such currency");
  refuses(w, round_to_set(&w->book, "JPYX", "1", &w->e), ERROR_INVALID, "there is no such currency");
  refuses(w, round_to_setting(&w->book, "jpy", w->arena, &text, &w->e), ERROR_INVALID, "there is no such currency");
  assert_int_equal(number(w, "SELECT count(*) FROM config"), 0);
  MUST(round_to_set(&w->book, "KWD", "0.5", &w->e) && round_to_setting(&w->book, "KWD", w->arena, &text, &w->e));
  assert_string_equal(text, "0.500");
  assert_int_equal(number(w, "SELECT " DOCUMENT_ROUND_TO("'KWD'")), 500);
  MUST(round_to_set(&w->book, "KWD", "", &w->e) && round_to_setting(&w->book, "KWD", w->arena, &text, &w->e));
  assert_null(text);
  assert_string_equal(
      words(w, "SELECT group_concat(json_remove(detail, '$.who')) FROM actions WHERE command = 'config set'"),
      "{\"key\":\"round_to.KWD\",\"value\":\"0.500\"},{\"key\":\"round_to.KWD\",\"was\":\"0.500\"}");
}

static void a_credit_note_takes_the_rounding_back_once(void **state) {
  world *w = *state;
  three_contracts(w, "");
  facts(w, "{'contracts':[{'id':'a','params':{'price':'10.02'}}]}");
  MUST(round_to_set(&w->book, "USD", "0.05", &w->e));
  billed(w, "2026-05-07", "a");
  refuses(w, credited(w, 1, "3", false), ERROR_NOT_FOUND, "the invoice has no line 3");
  refuses(w, credited(w, 1, "2 2", false), ERROR_ALREADY, "line 2 is credited already");
  MUST(credited(w, 1, "2", false));
  refuses(w, credited(w, 1, "2", false), ERROR_ALREADY, "line 2 is credited already");
  MUST(credited(w, 1, "", true));
  refuses(w, credited(w, 1, "", false), ERROR_ALREADY, "every line of the invoice is credited already");
  assert_string_equal(documents(w), "1 invoice 1000+0; 2 credit 2+0; 3 credit -1002+0");
  assert_int_equal(number(w, "SELECT sum(rounding) FROM invoices"), 0);
}

// ---- Numbers.

static void numbers_follow_each_other_by_customer_and_contract(void **state) {
  world *w = *state;
  three_contracts(w, "");
  billed(w, "2026-05-07", "e");
  billed(w, "2026-05-08", "b a");
  assert_string_equal(words(w, "SELECT group_concat(i.number || k.id, ' ') FROM invoices i JOIN bills b ON b.invoice = "
                               "i.n JOIN contracts k ON k.n = b.contract"),
                      "1e 2a 3b");
  assert_int_equal(number(w, "SELECT next FROM series"), 4);
}

static void a_number_is_written_by_its_format(void **state) {
  world *w = *state;
  three_contracts(w, "");
  run_sql(w, "INSERT INTO config VALUES ('numbering.format', 'I{YYYY}{YY}{MM}-{SEQ:5}/{SEQ}{X}')");
  billed(w, "2026-05-07", "e");
  assert_string_equal(words(w, "SELECT number FROM invoices"), "I20262605-00001/1{X}");
}

static void a_date_before_the_last_one_numbers_nothing(void **state) {
  world *w = *state;
  three_contracts(w, "");
  billed(w, "2026-05-08", "e");
  batch b = drafted(w, "2026-05-07", "a b");
  refuses(w, batch_generate(&w->book, &b, on("2026-05-07"), false, &w->e), ERROR_DATE_ORDER,
          "2026-05-07 is before the last invoice date of its series, 2026-05-08");
  assert_string_equal(documents(w), "1 invoice 300+0; D2 invoice 10000+0; D3 invoice 2000+0");
  assert_int_equal(number(w, "SELECT next FROM series"), 2);
  MUST(batch_generate(&w->book, &b, on("2026-05-08"), false, &w->e));
  assert_string_equal(documents(w), "1 invoice 300+0; 2 invoice 10000+0; 3 invoice 2000+0");
}

static void an_invoice_is_due_after_the_terms_of_its_customer(void **state) {
  world *w = *state;
  facts(w, "{'customers':[{'id':'cool','terms_days':14}]}");
  three_contracts(w, "");
  billed(w, "2026-05-07", "a e");
  assert_int_equal(number(w, "SELECT due_date FROM invoices WHERE number = '1'"), on("2026-05-21"));
  assert_int_equal(number(w, "SELECT due_date FROM invoices WHERE number = '2'"), on("2026-05-07"));
}

static void what_is_receivable_is_revenue_and_tax(void **state) {
  world *w = *state;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%'}}]}");
  three_contracts(w, ",'tax':'GST'");
  billed(w, "2026-05-07", "a");
  assert_string_equal(words(w, "SELECT group_concat(account || ' ' || amount, '; ') FROM (SELECT * FROM postings "
                               "ORDER BY ord)"),
                      "receivable 11000; revenue -10000; tax -1000");
}

// ---- Lines.

static void lines_are_numbered_by_contract_name_across_the_bills_of_a_document(void **state) {
  world *w = *state;
  invoice_line *lines;
  size_t count;
  three_contracts(w, "");
  facts(w, "{'contracts':[{'id':'a','name':'Zeta'}],'charges':[{'id':'C','customer':'cool','contract':'b',"
           "'date':'2026-04-20','description':'Dock','quantity':'1','unit_price':'7.00'}]}");
  batch b = drafted(w, "2026-05-07", "a b");
  MUST(batch_consolidate(&w->book, &b, 1, &w->e));
  MUST(invoice_lines_read(&w->book, number(w, "SELECT n FROM invoices"), w->arena, &lines, &count, &w->e));
  assert_int_equal(count, 3);
  static const char *const names[] = { "Beta", "Beta", "Zeta" };
  static const int64_t amounts[] = { 2000, 700, 10000 };
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(lines[i].number, i + 1);
    assert_string_equal(lines[i].contract_name, names[i]);
    assert_int_equal(lines[i].line.amount, amounts[i]);
    assert_int_equal(lines[i].credits, 0);
  }
}

static void a_reader_may_be_left_before_its_end(void **state) {
  world *w = *state;
  invoice_lines reader;
  const invoice_line *at;
  three_contracts(w, "");
  billed(w, "2026-05-07", "a");
  MUST(invoice_lines_open(&reader, &w->book, 1, w->arena, &w->e));
  MUST(invoice_lines_next(&reader, &at, &w->e));
  assert_int_equal(at->line.amount, 10000);
  invoice_lines_close(&reader);
  MUST(invoice_lines_open(&reader, &w->book, 1, w->arena, &w->e));
  MUST(invoice_lines_next(&reader, &at, &w->e) && at && invoice_lines_next(&reader, &at, &w->e));
  assert_null(at);
}

// ---- Frozen.

static void what_a_final_invoice_says_of_people_stays(void **state) {
  world *w = *state;
  digest d;
  char hex[DIGEST_TEXT];
  facts(w, "{'seller':[{'name':'My MSP'}]}");
  three_contracts(w, "");
  billed(w, "2026-05-07", "a");
  facts(w, "{'customers':[{'id':'cool','name':'HotRealty'}],'seller':[{'name':'Other MSP'}]}");
  assert_non_null(strstr(words(w, "SELECT bill_to FROM invoices"), "CoolRealty"));
  assert_non_null(strstr(words(w, "SELECT seller FROM invoices"), "My MSP"));
  MUST(invoice_digest(&w->book, 1, &d, &w->e));
  assert_string_equal(digest_hex(&d, hex), words(w, "SELECT digest FROM invoices"));
}

static void a_digest_tells_every_forged_field(void **state) {
  static const char *const forged[] = {
    "invoices SET number = '7'",
    "invoices SET kind = 'credit'",
    "invoices SET subtotal = 1, total = 1 + tax",
    "invoices SET po_number = 1",
    "invoices SET date = date + 1",
    "invoices SET due_date = due_date + 1",
    "invoices SET seller = '{}'",
    "invoices SET bill_to = '{}'",
    "invoices SET note = 'x'",
    "bills SET digest = 'x'",
    "invoices SET tax = 1, total = subtotal + 1",
    "invoices SET round_to = 5",
    "invoices SET rounding = 1",
  };
  world *w = *state;
  digest d;
  char hex[DIGEST_TEXT];
  three_contracts(w, "");
  billed(w, "2026-05-07", "a");
  for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
    MUST(db_begin(w->db, &w->e));
    run_sql(w, arena_format(w->arena, "UPDATE %s", forged[i]));
    MUST(invoice_digest(&w->book, 1, &d, &w->e));
    if (!strcmp(digest_hex(&d, hex), words(w, "SELECT digest FROM invoices"))) fail_msg("not told: %s", forged[i]);
    db_rollback(w->db);
  }
}

// What was frozen before totals were rounded says nothing of it.
static void an_older_form_has_the_digest_of_its_fields(void **state) {
  world *w = *state;
  digest d;
  char before[DIGEST_TEXT], hex[DIGEST_TEXT];
  three_contracts(w, "");
  billed(w, "2026-05-07", "a");
  run_sql(w, "UPDATE invoices SET form = 2");
  MUST(invoice_digest(&w->book, 1, &d, &w->e));
  assert_string_not_equal(digest_hex(&d, before), words(w, "SELECT digest FROM invoices"));
  run_sql(w, "UPDATE invoices SET round_to = 5, rounding = 1");
  MUST(invoice_digest(&w->book, 1, &d, &w->e));
  assert_string_equal(digest_hex(&d, hex), before);
  run_sql(w, "UPDATE invoices SET contracts = '[]'");
  MUST(invoice_digest(&w->book, 1, &d, &w->e));
  assert_string_not_equal(digest_hex(&d, hex), before);
}

// Each link is over the links before it, so that no document can be taken out or put in.
static void documents_of_a_series_are_chained(void **state) {
  world *w = *state;
  three_contracts(w, "");
  billed(w, "2026-05-07", "a b");
  const char *first = words(w, "SELECT chain FROM invoices WHERE number = '1'"),
             *second = words(w, "SELECT digest FROM invoices WHERE number = '2'");
  digester d;
  digest linked;
  char hex[DIGEST_TEXT];
  digester_start(&d);
  digester_add(&d, first, strlen(first));
  digester_add(&d, second, strlen(second));
  digester_end(&d, &linked);
  assert_string_equal(digest_hex(&linked, hex), words(w, "SELECT chain FROM invoices WHERE number = '2'"));
}

// ---- Credit notes.

static void two_lines_billed(world *w) {
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%'}}]}");
  three_contracts(w, ",'tax':'GST'");
  facts(w, "{'charges':[{'id':'C','customer':'cool','contract':'a','date':'2026-04-20','description':'Dock',"
           "'quantity':'2','unit_price':'7.03'}]}");
  billed(w, "2026-05-07", "a");
}

static void a_credit_note_and_its_invoice_sum_to_nothing(void **state) {
  world *w = *state;
  two_lines_billed(w);
  int64_t note = credited(w, 1, "", false);
  // 100.00 + 14.06, with 10.00 and 1.41 of tax
  assert_string_equal(documents(w), "1 invoice 11406+1141; 2 credit -11406+-1141");
  assert_string_equal(lines_of(w, 2), "Fee: -1 x 100.00 = -100.00-10.00; Dock: -2 x 7.03 = -14.06-1.41");
  assert_int_equal(number(w, "SELECT sum(amount) FROM postings WHERE account = 'receivable'"), 0);
  assert_int_equal(number(w, "SELECT sum(amount) FROM bill_taxes"), 0);
  invoice_line *lines;
  size_t count;
  MUST(invoice_lines_read(&w->book, note, w->arena, &lines, &count, &w->e));
  assert_int_equal(lines[1].credits, line_key(1, 2));
}

static void a_credit_note_has_the_last_date_of_the_series(void **state) {
  world *w = *state;
  two_lines_billed(w);
  billed(w, "2026-05-09", "e");
  int64_t note = credited(w, 1, "", false);
  assert_int_equal(number(w, arena_format(w->arena, "SELECT date FROM invoices WHERE n = %lld", (long long)note)),
                   on("2026-05-09"));
  assert_int_equal(number(w, "SELECT credits FROM invoices WHERE number = '3'"), 1);
}

static void a_line_is_credited_once_and_the_rest_later(void **state) {
  world *w = *state;
  two_lines_billed(w);
  MUST(credited(w, 1, "2", false));
  refuses(w, credited(w, 1, "2", false), ERROR_ALREADY, "line 2 is credited already");
  refuses(w, credited(w, 1, "1 1", false), ERROR_ALREADY, "line 1 is credited already");
  refuses(w, credited(w, 1, "3", false), ERROR_NOT_FOUND, "the invoice has no line 3");
  MUST(credited(w, 1, "", false));
  assert_string_equal(documents(w), "1 invoice 11406+1141; 2 credit -1406+-141; 3 credit -10000+-1000");
  refuses(w, credited(w, 1, "", false), ERROR_ALREADY, "every line of the invoice is credited already");
}

static void what_is_credited_is_due_again_where_it_is_to_be_billed_anew(void **state) {
  world *w = *state;
  two_lines_billed(w);
  MUST(credited(w, 1, "2", false));
  assert_string_equal(items_of(w, planned(w, "a", "2026-05-07")), "");
  MUST(credited(w, 1, "1", true));
  assert_string_equal(items_of(w, planned(w, "a", "2026-05-07")), "a:2026-04-07 100.00+10.00");
}

static void a_credit_note_may_have_numbers_of_its_own(void **state) {
  world *w = *state;
  two_lines_billed(w);
  MUST(numbering_set(&w->book, "credit_format", "C{SEQ}", &w->e));
  MUST(credited(w, 1, "", false));
  billed(w, "2026-05-09", "e");
  assert_string_equal(documents(w), "1 invoice 11406+1141; C1 credit -11406+-1141; 2 invoice 300+30");
}

static void drafts_voids_and_credit_notes_are_not_credited(void **state) {
  world *w = *state;
  two_lines_billed(w);
  drafted(w, "2026-05-07", "e");
  refuses(w, credited(w, 2, "", false), ERROR_STATE, "D2 is a draft: it cannot be credited");
  int64_t of_first = credited(w, 1, "1", false);
  refuses(w, credited(w, of_first, "", false), ERROR_STATE, "2 is a credit note: it cannot be credited");
  refuses(w, invoice_void(&w->book, 1, "x", &w->e), ERROR_STATE, "the invoice was credited");
  refuses(w, invoice_void(&w->book, 99, "x", &w->e), ERROR_NOT_FOUND, "there is no such invoice");
}

// ---- Voids.

static void a_void_keeps_its_number_and_frees_its_items(void **state) {
  world *w = *state;
  two_lines_billed(w);
  MUST(invoice_void(&w->book, 1, "not theirs", &w->e));
  assert_string_equal(documents(w), "1 invoice 11406+1141 void");
  assert_string_equal(items_of(w, planned(w, "a", "2026-05-07")), "a:2026-04-07 100.00+10.00; a:charge:C 14.06+1.41");
  assert_int_equal(number(w, "SELECT sum(amount) FROM postings WHERE account = 'receivable'"), 0);
  assert_int_equal(number(w, "SELECT count(*) FROM postings"), 6);
  refuses(w, invoice_void(&w->book, 1, "again", &w->e), ERROR_STATE, "invoice 1 is void: it cannot be voided");
  billed(w, "2026-05-07", "a");
  assert_string_equal(documents(w), "1 invoice 11406+1141 void; 2 invoice 11406+1141");
  assert_int_equal(invoice_numbered(w, "2"), 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(each_contract_has_a_document_of_its_own),
    TEST(consolidated_each_customer_has_one_until_that_is_taken_back),
    TEST(a_payer_gets_what_it_pays_for_others_in_one_currency),
    TEST(by_order_number_documents_hold_what_has_the_same),
    TEST(a_tax_of_the_document_follows_what_the_document_holds),
    TEST(a_document_below_zero_is_a_credit),
    TEST(numbers_follow_each_other_by_customer_and_contract),
    TEST(a_number_is_written_by_its_format),
    TEST(a_date_before_the_last_one_numbers_nothing),
    TEST(an_invoice_is_due_after_the_terms_of_its_customer),
    TEST(what_is_receivable_is_revenue_and_tax),
    TEST(lines_are_numbered_by_contract_name_across_the_bills_of_a_document),
    TEST(a_reader_may_be_left_before_its_end),
    TEST(what_a_final_invoice_says_of_people_stays),
    TEST(a_digest_tells_every_forged_field),
    TEST(what_rounds_a_total_is_its_last_line),
    TEST(what_a_total_is_rounded_to_is_an_amount_of_its_currency),
    TEST(a_credit_note_takes_the_rounding_back_once),
    TEST(an_older_form_has_the_digest_of_its_fields),
    TEST(documents_of_a_series_are_chained),
    TEST(a_credit_note_and_its_invoice_sum_to_nothing),
    TEST(a_credit_note_has_the_last_date_of_the_series),
    TEST(a_line_is_credited_once_and_the_rest_later),
    TEST(what_is_credited_is_due_again_where_it_is_to_be_billed_anew),
    TEST(a_credit_note_may_have_numbers_of_its_own),
    TEST(drafts_voids_and_credit_notes_are_not_credited),
    TEST(a_void_keeps_its_number_and_frees_its_items),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
