// The plugin host: invoice templates and languages.
#include "core/base/value_json.h"
#include "core/document/document.h"
#include "core/engine/plugin.h"
#include "tests/core/fake_world.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka needs those above
#include <cmocka.h>

// A template of one note: what `body` answers of the invoice i and the reader's functions t.
static void note(const world *w, const char *body) {
  char text[1000];
  snprintf(text, sizeof text,
           "return invoice_template { name = 'own', api = 1, params = { thanks = text { default = 'Thank you' }, "
           "accent = text { default = '#123456' }, language = text { optional = true } },\n"
           "blocks = function(i, t)\n%s\nend }",
           body);
  write_file(w, "invoices/own.lua", text);
}

static value *ask(world *w, const char *invoice, const char *language, const char *params) {
  const template_call call = {
    .name = "own", .params = params, .language = language, .invoice = value_of_json(w->arena, invoice)
  };
  return w->host->document(w->host->self, &call, w->arena, &w->e);
}

#define SWISS "{\"total\":\"1234567.50\",\"seller\":{\"country\":\"CH\"},\"bill_to\":{\"country\":\"CH\"}}"

// What the note of the template says.
static const char *said(world *w, const char *body, const char *invoice, const char *language) {
  char whole[900];
  snprintf(whole, sizeof whole, "return { { kind = 'note', text = %s } }", body);
  note(w, whole);
  open_host(w);
  const value *answer = ask(w, invoice, language, NULL);
  good(w, answer != NULL);
  const value *blocks = value_get(answer, "blocks");
  assert_int_equal(blocks->as.list.count, 1);
  return value_get(blocks->as.list.items[0], "text")->as.text;
}

static void numbers_and_dates_are_written_as_the_reader_does(void **context) {
  world *w = *context;
  const char *american = "{\"bill_to\":{\"country\":\"US\"}}", *german = "{\"bill_to\":{\"country\":\"de\"}}";
  const char *body =
      "t.money('1234567.50', 'EUR') .. ' ' .. t.money('-1234.5') .. ' ' .. t.date('2026-04-07') .. ' ' .. "
      "t.percent('8.25%') .. ' ' .. t.quantity('1000')";
  assert_string_equal(said(w, body, american, "en"), "EUR 1,234,567.50 -1,234.5 April 7, 2026 8.25% 1,000");
  assert_string_equal(said(w, body, german, "en"), "EUR 1,234,567.50 -1,234.5 7 April 2026 8.25% 1,000");
  assert_string_equal(said(w, body, german, "de"), "1.234.567,50 EUR -1.234,5 07.04.2026 8,25 % 1.000");
  assert_string_equal(said(w, body, SWISS, "de"), "1’234’567.50 EUR -1’234.5 07.04.2026 8.25% 1’000");
  assert_string_equal(said(w, body, german, "de-CH"), "1’234’567.50 EUR -1’234.5 07.04.2026 8.25% 1’000");
  assert_string_equal(said(w, "t.period { start = '2026-04-07', ['end'] = '2026-05-06' }", german, "fr"),
                      "07/04/2026 – 06/05/2026");
  assert_string_equal(said(w, "t.period { start = '2026-04-07', ['end'] = '2026-04-07' }", german, "fr"), "07/04/2026");
}

static void words_are_those_of_the_sellers_country(void **context) {
  world *w = *context;
  const char *australian = "{\"seller\":{\"country\":\"AU\"},\"bill_to\":{\"country\":\"US\"}}";
  assert_string_equal(said(w, "t.word 'invoice' .. ' ' .. t.word 'tax_id'", australian, "en"), "Tax invoice ABN");
  assert_string_equal(said(w, "t.word('tax_id', { country = 'GB' })", australian, "en"), "VAT number");
  assert_string_equal(said(w, "t.word('tax_id', { country = 'Atlantis' })", australian, "en"), "Tax ID");
  assert_string_equal(said(w, "t.word('days_of', { days = 16, of = '{days}' })", australian, "de"),
                      "16 von {days} Tagen");
}

static void each_country_names_document_and_number_as_its_law_does(void **context) {
  world *w = *context;
  static const struct {
    const char *country, *language, *words;
  } cases[] = {
    { "AU", "en", "Tax invoice, Adjustment note, ABN, Tax number" },
    { "NZ", "en", "Tax invoice, Credit note, GST number, Tax number" },
    { "SG", "en", "Tax invoice, Credit note, GST registration number, Tax number" },
    { "IN", "en", "Tax invoice, Credit note, GSTIN, PAN" },
    { "AE", "en", "Tax invoice, Tax credit note, TRN, Tax number" },
    { "ZA", "en", "Tax invoice, Credit note, VAT number, Tax number" },
    { "GB", "en", "Invoice, Credit note, VAT number, Tax number" },
    { "CA", "en", "Invoice, Credit note, GST/HST number, Tax number" },
    { "US", "en", "Invoice, Credit note, Tax ID, Tax number" },
    { "DE", "de", "Rechnung, Rechnungskorrektur, USt-IdNr., Steuernummer" },
    { "AT", "de", "Rechnung, Rechnungskorrektur, UID, Steuernummer" },
    { "CH", "de", "Rechnung, Gutschrift, MWST-Nr., Steuernummer" },
    { "BE", "de", "Rechnung, Gutschrift, MwSt.-Nr., Steuernummer" },
    { "FR", "fr", "Facture, Avoir, N° TVA, Numéro fiscal" },
    { "CH", "fr", "Facture, Avoir, N° TVA, Numéro fiscal" },
    { "NL", "fr", "Facture, Avoir, N° TVA, Numéro fiscal" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *invoice = arena_format(w->arena, "{\"seller\":{\"country\":\"%s\"}}", cases[i].country);
    const char *body = "t.word 'invoice' .. ', ' .. t.word 'credit_note' .. ', ' .. t.word 'tax_id' .. ', ' .. "
                       "t.word 'tax_number'";
    assert_string_equal(said(w, body, invoice, cases[i].language), cases[i].words);
  }
}

static void a_party_is_written_as_its_country_writes_it(void **context) {
  world *w = *context;
#define PLACE "\"address1\":\"1 Main St\",\"city\":\"Springfield\",\"region\":\"IL\",\"postal_code\":\"62701\""
  const char *body = "table.concat(t.address(i.seller), ' / ')";
  assert_string_equal(
      said(w, body, "{\"seller\":{\"name\":\"A\",\"country\":\"US\"," PLACE "},\"bill_to\":{\"country\":\"US\"}}",
           "en"),
      "A / 1 Main St / Springfield, IL 62701");
  assert_string_equal(
      said(w, body, "{\"seller\":{\"name\":\"A\",\"country\":\"DE\"," PLACE "},\"bill_to\":{\"country\":\"US\"}}",
           "en"),
      "A / 1 Main St / 62701 Springfield, IL / DE");
  assert_string_equal(
      said(w, body, "{\"seller\":{\"name\":\"A\",\"contact\":\"Ann\",\"city\":\"Rome\"},\"bill_to\":{}}", "en"),
      "A / Ann / Rome");
#undef PLACE
}

static void a_language_is_one_file_and_english_stands_in(void **context) {
  world *w = *context;
  write_file(w, "languages/it.lua",
             "return language { name = 'it', api = 1, words = { invoice = 'Fattura' },\n"
             "formats = { decimal = ',', group = '.' } }");
  assert_string_equal(
      said(w, "t.word 'invoice' .. ' ' .. t.word 'due_date' .. ' ' .. t.money '1000.50' .. ' ' .. t.language", SWISS,
           "it"),
      "Fattura Due 1.000,50 it-CH");
  const value *missing = w->host->misread(w->host->self, PLUGIN_LANGUAGE, "it", w->arena, &w->e);
  good(w, missing != NULL);
  assert_true(missing->as.list.count > 20);
  assert_string_equal(said(w, "t.word 'invoice'", SWISS, "it-IT"), "Fattura");
  note(w, "return {}");
  open_host(w);
  refused(w, ask(w, SWISS, "itt", NULL), ERROR_NOT_FOUND, "there is no language \"itt\"");
}

static void a_language_that_is_wrong_names_its_line(void **context) {
  world *w = *context;
  const struct {
    const char *fields, *message;
  } faults[] = {
    { "words = {\ndue = 1 }", "languages/it.lua:3: language: 'due' must be text" },
    { "formats = {\ndtae = '' }", "languages/it.lua:3: language: there is no format 'dtae'; did you mean 'date'?" },
    { "formats = {\nmonths = { 'a' } }", "languages/it.lua:3: language: 'months' must be a list of 12" },
    { "countries = { Italia = {} }", "two capital letters" },
    { "countries = { IT = { wrds = {} } }", "a country has words and formats" },
    { "words = { due = function() end }", "a function cannot be data" },
  };
  note(w, "return {}");
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    char text[300];
    snprintf(text, sizeof text, "return language { name = 'it', api = 1,\n%s }", faults[i].fields);
    write_file(w, "languages/it.lua", text);
    open_host(w);
    refused(w, ask(w, SWISS, "it", NULL), ERROR_PLUGIN, faults[i].message);
  }
}

static void a_template_gets_its_params_and_tells_what_renderers_need(void **context) {
  world *w = *context;
  note(w, "return { { kind = 'note', text = t.params.thanks } }");
  open_host(w);
  const value *answer = ask(w, SWISS, NULL, "{\"thanks\":\"Danke\",\"language\":\"de\"}");
  good(w, answer != NULL);
  assert_string_equal(value_get(value_get(answer, "blocks")->as.list.items[0], "text")->as.text, "Danke");
  assert_string_equal(value_get(answer, "language")->as.text, "de-CH");
  assert_string_equal(value_get(answer, "accent")->as.text, "#123456");
  assert_int_equal(value_get(answer, "logo")->type, VALUE_NULL);
  assert_string_equal(value_get(value_get(answer, "words"), "page_of")->as.text, "Seite {page} von {pages}");
  refused(w, ask(w, SWISS, NULL, "{\"tahnks\":\"x\"}"), ERROR_INVALID, "thanks");
}

static void what_a_template_does_wrong_names_its_line(void **context) {
  world *w = *context;
  const struct {
    const char *body, *message;
  } faults[] = {
    { "return { { kind = 'note', text = t.word 'nubmer' } }",
      "invoices/own.lua:3: language de: there is no word 'nubmer'; did you mean 'number'?" },
    { "return { { kind = 'note', text = t.money('12,50') } }", "own.lua:3: bad argument #1 to 'money'" },
    { "return { { kind = 'note', text = t.money(nil) } }", "own.lua:3: bad argument #1 to 'money'" },
    { "return { { kind = 'note', text = t.money('9' .. ('9'):rep(50)) } }", "own.lua:3: bad argument #1 to 'money'" },
    { "return { { kind = 'note', text = t.date('2026-02-30') } }", "own.lua:3: bad argument #1 to 'date'" },
    { "return { { kind = 'note', text = t.params.thank } }", "own.lua:3: there is no param 'thank'" },
    { "return { { kind = 'note', text = i.seller.x.y } }", "own.lua:3: attempt to index a nil value" },
    { "return { { kind = 'note', text = 0.5 } }", "a float where an integer or text is needed" },
    { "return { { kind = 'note', text = t.word } }", "a function cannot be data" },
    { "return { { kind = 'note', text = '\\xff' } }", "UTF-8" },
    { "return { kind = 'note' }", "must return a list of blocks" },
    { "return 'note'", "must return a list of blocks, not a string" },
    { "local b = {} b[1] = b return b", "nest deeper" },
  };
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    note(w, faults[i].body);
    open_host(w);
    refused(w, ask(w, SWISS, "de", NULL), ERROR_PLUGIN, faults[i].message);
  }
}

static void what_a_document_is_made_with_is_told(void **context) {
  world *w = *context;
  template_parts parts;
  const template_call german = { .name = "standard", .language = "de-CH", .params = "{\"logo\":\"our.png\"}" },
                      other = { .name = "standard" }, none = { .name = "standrad" };
  open_host(w);
  good(w, w->host->document_parts(w->host->self, &german, w->arena, &parts, &w->e));
  assert_int_equal(parts.count, 3);
  assert_string_equal(parts.files[0]->name, "standard");
  assert_string_equal(parts.files[1]->name, "de");
  assert_string_equal(parts.files[2]->name, "en");
  assert_string_equal(parts.language, "de-CH");
  assert_string_equal(parts.logo, "our.png");
  good(w, w->host->document_parts(w->host->self, &other, w->arena, &parts, &w->e));
  assert_int_equal(parts.count, 2);
  assert_string_equal(parts.language, "en");
  assert_null(parts.logo);
  refused(w, w->host->document_parts(w->host->self, &none, w->arena, &parts, &w->e), ERROR_NOT_FOUND, "standard");
}

// What the shipped template says of how to pay, "label: text" a line, then the code.
static const char *how_to_pay(world *w, const char *seller, const char *currency, const char *qr) {
  const char *invoice = arena_format(
      w->arena,
      "{\"invoice\":\"2026-17\",\"number\":\"2026-17\",\"kind\":\"invoice\",\"state\":\"final\",\"total\":\"1949.75\","
      "\"subtotal\":\"1949.75\",\"currency\":\"%s\",\"seller\":%s,\"lines\":[],\"taxes\":[],\"bill_to\":{\"name\":"
      "\"Simon Muster\",\"address1\":\"Musterstrasse 1\",\"postal_code\":\"8000\",\"city\":\"Seldwyla\",\"country\":\"CH\"}}",
      currency, seller);
  const template_call call = { .name = "standard",
                               .params = arena_format(w->arena, "{\"qr\":\"%s\"}", qr),
                               .language = "en",
                               .invoice = value_of_json(w->arena, invoice) };
  const value *answer = w->host->document(w->host->self, &call, w->arena, &w->e);
  good(w, answer != NULL);
  const value *blocks = value_get(answer, "blocks"), *last = blocks->as.list.items[blocks->as.list.count - 1];
  if (strcmp(value_get(last, "kind")->as.text, "payment") != 0) return "";
  const value *facts = value_get(last, "facts"), *code = value_get(last, "qr");
  const char *out = "";
  for (size_t i = 0; i < facts->as.list.count; i++)
    out = arena_format(w->arena, "%s%s: %s\n", out, value_get(facts->as.list.items[i], "label")->as.text,
                       value_get(facts->as.list.items[i], "text")->as.text);
  return arena_format(w->arena, "%s%s", out, code ? value_get(code, "text")->as.text : "no code");
}

#define PLAIN_BOX(iban) "IBAN: " iban "\nReference: 2026-17\nAmount due: EUR 1,949.75\nno code"

static void how_to_pay_is_a_code_only_where_the_account_fits(void **context) {
  world *w = *context;
  open_host(w);
#define SELLER(iban)                                                                                                            \
  "{\"name\":\"Birch IT\",\"address1\":\"Bahnhofstr. 1\",\"postal_code\":\"8001\",\"city\":\"Zürich\",\"country\":\"CH\"," iban \
  "}"
  const char *german = SELLER("\"iban\":\"DE89370400440532013000\",\"bic\":\"COBADEFFXXX\",\"bank\":\"Commerzbank\""),
             *swiss = SELLER("\"iban\":\"CH4431999123000889012\""),
             *wrong = SELLER("\"iban\":\"CH4431999123000889013\"");
  assert_string_equal(how_to_pay(w, german, "EUR", "epc"),
                      "Bank: Commerzbank\nIBAN: DE89 3704 0044 0532 0130 00\nBIC: COBADEFFXXX\nReference: 2026-17\n"
                      "Amount due: EUR 1,949.75\nBCD\n002\n1\nSCT\nCOBADEFFXXX\nBirch IT\nDE89370400440532013000\n"
                      "EUR1949.75\n\n\n2026-17");
  assert_string_equal(
      how_to_pay(w, swiss, "CHF", "swiss"),
      "Account / Payable to: CH44 3199 9123 0008 8901 2\nBirch IT\nBahnhofstr. 1\n8001 Zürich\n"
      "Reference: 00 00000 00000 00000 00020 26170\nAdditional information: 2026-17\n"
      "Payable by: Simon Muster\nMusterstrasse 1\n8000 Seldwyla\nCurrency: CHF\nAmount: 1 949.75\n"
      "SPC\n0200\n1\nCH4431999123000889012\nS\nBirch IT\nBahnhofstr. 1\n\n8001\nZürich\nCH\n\n\n\n\n\n\n\n"
      "1949.75\nCHF\nS\nSimon Muster\nMusterstrasse 1\n\n8000\nSeldwyla\nCH\nQRR\n"
      "000000000000000000002026170\n2026-17\nEPD");
  assert_string_equal(how_to_pay(w, swiss, "EUR", "epc"), PLAIN_BOX("CH44 3199 9123 0008 8901 2"));  // no BIC
  assert_string_equal(how_to_pay(w, wrong, "EUR", "swiss"), PLAIN_BOX("CH4431999123000889013"));
  assert_string_equal(how_to_pay(w, swiss, "EUR", "none"), PLAIN_BOX("CH44 3199 9123 0008 8901 2"));
  assert_string_equal(how_to_pay(w, "{\"name\":\"Birch IT\"}", "EUR", "epc"), "");
}

static void who_charges_no_tax_writes_no_tax_invoice(void **context) {
  world *w = *context;
  open_host(w);
  const char *const taxes[] = { "[]", "[{\"name\":\"GST\",\"rate\":\"0%\",\"base\":\"1.00\",\"amount\":\"0.00\"}]" };
  const char *const titles[] = { "Invoice 7", "Tax invoice 7" };
  for (int i = 0; i < 2; i++) {
    const char *invoice =
        arena_format(w->arena,
                     "{\"invoice\":\"7\",\"kind\":\"invoice\",\"total\":\"1.00\",\"subtotal\":\"1.00\","
                     "\"currency\":\"AUD\",\"seller\":{\"country\":\"AU\"},\"bill_to\":{},\"lines\":[],"
                     "\"taxes\":%s}",
                     taxes[i]);
    const template_call call = { .name = "standard", .language = "en", .invoice = value_of_json(w->arena, invoice) };
    const value *answer = w->host->document(w->host->self, &call, w->arena, &w->e);
    good(w, answer != NULL);
    assert_string_equal(value_get(value_get(answer, "blocks")->as.list.items[0], "text")->as.text, titles[i]);
  }
}

// A document as text, one blank between words.
static const char *words_of(world *w, const value *answer) {
  document d = { 0 };
  buffer text = { 0 }, out = { 0 };
  good(w, document_blocks_read(value_get(answer, "blocks"), w->arena, &d, &w->e));
  document_text(&d, 200, &text);
  for (const char *at = text.text; *at; at++)
    if (*at != ' ' && *at != '\n') buffer_add(&out, at, 1);
    else if (out.length && out.text[out.length - 1] != ' ') buffer_text(&out, " ");
  const char *kept = arena_copy(w->arena, out.text, out.length);
  buffer_free(&text);
  buffer_free(&out);
  return kept;
}

// Two sites, two contracts; a ticket of two entries; seats that became more; a balance.
#define LINES(amount)                                                                                                                    \
  "{\"kind\":\"ticket\",\"contract\":\"k1\",\"contract_name\":\"Help desk\",\"site\":\"s1\",\"site_name\":\"Albany\",\"ticket\":\"T1\"," \
  "\"date\":\"2026-04-10\",\"description\":\"Printer\",\"quantity\":\"1.5\",\"unit\":\"hour\",\"unit_price\":\"100.00\","                \
  "\"amount\":\"150.00\"},{\"kind\":\"ticket\",\"contract\":\"k1\",\"contract_name\":\"Help desk\",\"site\":\"s1\","                     \
  "\"site_name\":\"Albany\",\"ticket\":\"T1\",\"date\":\"2026-04-11\",\"description\":\"Printer\",\"quantity\":\"0.5\","                 \
  "\"unit\":\"hour\",\"unit_price\":\"100.00\",\"amount\":\"50.00\"},{\"kind\":\"ticket\",\"contract\":\"k1\","                          \
  "\"contract_name\":\"Help desk\",\"site\":\"s2\",\"site_name\":\"Boston\",\"ticket\":\"T2\",\"date\":\"2026-04-12\","                  \
  "\"description\":\"Switch\",\"quantity\":\"1\",\"unit\":\"hour\",\"unit_price\":\"100.00\",\"amount\":\"100.00\"},"                    \
  "{\"kind\":\"period\",\"contract\":\"k2\",\"contract_name\":\"Monitoring\",\"site\":\"s2\",\"site_name\":\"Boston\","                  \
  "\"period\":{\"start\":\"2026-05-01\",\"end\":\"2026-05-31\"},\"description\":\"PCs\",\"quantity\":\"20\",\"unit\":null,"              \
  "\"unit_price\":\"5.00\",\"amount\":\"" amount                                                                                         \
  "\",\"count\":\"20\",\"count_before\":\"18\",\"month_before\":\"2026-04-01\"}"

static const char *standard_says(world *w, const char *params, const char *more) {
  const char *invoice = arena_format(
      w->arena,
      "{\"invoice\":\"7\",\"number\":\"7\",\"total\":\"400.00\",\"subtotal\":\"400.00\",\"currency\":\"USD\",\"seller\":{\"name\":"
      "\"Birch\"},\"bill_to\":{\"name\":\"Cool\"},\"taxes\":[],\"lines\":[" LINES(
          "100.00") "],\"statements\":[{\"contract_name\":"
                    "\"Block\",\"unit\":\"hours\",\"opening\":\"3\",\"closing\":\"3\",\"movements\":[]}],%s}",
      more);
  const template_call call = { .name = "standard", .params = params, .invoice = value_of_json(w->arena, invoice) };
  const value *answer = w->host->document(w->host->self, &call, w->arena, &w->e);
  good(w, answer != NULL);
  return words_of(w, answer);
}

static void each_param_of_the_shipped_template_does_what_it_says(void **context) {
  world *w = *context;
  static const struct {
    const char *params, *more, *said, *unsaid;
  } cases[] = {
    { NULL, "", "Help desk April 10, 2026 T1 Printer", "Albany" },
    { NULL, "", "Subtotal Help desk 300.00", "Subtotal Albany" },
    { "{\"group_by\":\"site\"}", "", "Albany April 10", "Help desk" },
    { "{\"group_by\":\"site\"}", "", "Subtotal Albany 200.00", "Subtotal Help desk" },
    { "{\"group_by\":\"site\"}", "", "Subtotal Boston 200.00", "Subtotal Monitoring" },
    { "{\"group_by\":\"ticket\"}", "", "Ticket T1 April", "Help desk" },
    { "{\"detail\":\"entry\"}", "", "April 11, 2026 T1 Printer 0.5 h", "Work in detail" },
    { "{\"detail\":\"ticket\"}", "", "April 10, 2026 T1 Printer 2 h 100.00 200.00", "April 11" },
    { "{\"detail\":\"contract\"}", "", "Work 3 h 100.00 300.00", "Printer" },
    { "{\"detail\":\"page-two\"}", "", "Work in detail", "Switch 1 h 100.00 100.00" },
    { NULL, "", "2 more than in April 2026", "fewer" },
    { "{\"changes_since_last\":false}", "", "May 1, 2026 – May 31, 2026", "more than" },
    { NULL, "", "Statement of Block, in hours", "Credits" },
    { "{\"statement\":false}", "", "Total", "Statement" },
    { "{\"language\":\"de\"}", "", "Rechnung 7", "Invoice" },
    { NULL, ",\"credited_by\":[\"8\",\"9\"]", "Credited by 8, 9", "Credits invoice" },
    { NULL, ",\"kind\":\"credit\",\"credits\":\"6\"", "Credits invoice 6", "Amount due" },
  };
  open_host(w);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *kind = strstr(cases[i].more, "\"kind\"") ? "\"state\":\"final\"" : "\"kind\":\"invoice\"";
    const char *text = standard_says(w, cases[i].params, arena_format(w->arena, "%s%s", kind, cases[i].more));
    if (!strstr(text, cases[i].said) || strstr(text, cases[i].unsaid)) fail_msg("case %zu: %s", i + 1, text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(numbers_and_dates_are_written_as_the_reader_does, world_open, world_close),
    cmocka_unit_test_setup_teardown(words_are_those_of_the_sellers_country, world_open, world_close),
    cmocka_unit_test_setup_teardown(each_country_names_document_and_number_as_its_law_does, world_open, world_close),
    cmocka_unit_test_setup_teardown(a_party_is_written_as_its_country_writes_it, world_open, world_close),
    cmocka_unit_test_setup_teardown(a_language_is_one_file_and_english_stands_in, world_open, world_close),
    cmocka_unit_test_setup_teardown(a_language_that_is_wrong_names_its_line, world_open, world_close),
    cmocka_unit_test_setup_teardown(a_template_gets_its_params_and_tells_what_renderers_need, world_open, world_close),
    cmocka_unit_test_setup_teardown(what_a_template_does_wrong_names_its_line, world_open, world_close),
    cmocka_unit_test_setup_teardown(what_a_document_is_made_with_is_told, world_open, world_close),
    cmocka_unit_test_setup_teardown(who_charges_no_tax_writes_no_tax_invoice, world_open, world_close),
    cmocka_unit_test_setup_teardown(each_param_of_the_shipped_template_does_what_it_says, world_open, world_close),
    cmocka_unit_test_setup_teardown(how_to_pay_is_a_code_only_where_the_account_fits, world_open, world_close),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
