// Documents: blocks are read or refused by their place, and both forms say the same words in the same order.
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json.h"
#include "core/base/value_json.h"
#include "core/document/document.h"
#include "tests/core/document_words.h"

typedef struct reading {
  arena *a;
  cJSON *json;
  error e;
  document d;
} reading;

// Blocks in JSON, with ' for ".
static bool read_blocks(reading *r, const char *text) {
  *r = (reading){ .a = arena_new(), .d = { .language = "en", .title = "Invoice INV-1", .running = "INV-1, Ann" } };
  char *copy = arena_text(r->a, text);
  for (char *at = copy; *at; at++)
    if (*at == '\'') *at = '"';
  error bad = { 0 };
  r->json = json_parse("test", copy, strlen(copy), &bad);
  if (!r->json) fail_msg("%s", bad.message);
  return document_blocks_read(value_of_cjson(r->a, r->json), r->a, &r->d, &r->e);
}

static void end(reading *r) {
  cJSON_Delete(r->json);
  arena_free(r->a);
  error_clear(&r->e);
}

static void sound(reading *r, const char *text) {
  if (!read_blocks(r, text)) fail_msg("%s", r->e.message);
}

static void refused(const char *text, const char *message, const char *hint) {
  reading r;
  assert_false(read_blocks(&r, text));
  assert_int_equal(r.e.code, ERROR_INVALID);
  assert_string_equal(r.e.message, message);
  if (!strstr(r.e.hint, hint)) fail_msg("\"%s\" does not hold \"%s\"", r.e.hint, hint);
  end(&r);
}

// Text and HTML of the document, compared: the same characters in the same order; no line wider than it may be.
static void compared(const document *d, int width, buffer *text, buffer *html) {
  buffer shown = { 0 }, marked = { 0 };
  document_text(d, width, text);
  document_html(d, NULL, html);
  add_text_words(&shown, text->text);
  add_html_words(&marked, html->text);
  assert_string_equal(shown.text, marked.text);
  char *copy = strdup(text->text);
  for (char *line = copy, *rest; line; line = rest) {
    rest = strchr(line, '\n');
    if (rest) *rest++ = '\0';
    assert_true(text_width(line) <= (size_t)width);
    assert_false(*line && line[strlen(line) - 1] == ' ');
  }
  free(copy);
  buffer_free(&shown);
  buffer_free(&marked);
}

static void holds(const buffer *b, const char *part) {
  if (!strstr(b->text, part)) fail_msg("\"%s\" is not in\n%s", part, b->text);
}

static void lacks(const buffer *b, const char *part) {
  if (strstr(b->text, part)) fail_msg("\"%s\" is in\n%s", part, b->text);
}

static const char invoice[] =
    "[{'kind':'heading','text':'Invoice INV-1'},"
    "{'kind':'facts','facts':[{'label':'Date','text':'30 June 2026'},{'label':'PO number','text':''},"
    "{'label':'Amount due','text':'EUR 1,190.00','strong':true}]},"
    "{'kind':'parties','parties':[{'label':'From','lines':['Elm IT GmbH','','Berlin']},"
    "{'label':'Bill to','lines':['Birch & Söhne KG','Wien']}]},"
    "{'kind':'table','title':'Services','columns':[{'title':'Description','weight':5},"
    "{'title':'Quantity','align':'right'},{'title':'Amount','align':'right'}],'rows':["
    "{'kind':'group','cells':['Managed PCs']},"
    "{'cells':['PCs, June 2026, with everything that the agreement of March names for this office and its people',20,"
    "'1,000.00'],'note':'2 more than in May'},"
    "{'kind':'subtotal','cells':['Managed PCs, June','','1,000.00']}]},"
    "{'kind':'totals','rows':[{'label':'Net','text':'1,000.00'},{'label':'VAT 19%','text':'190.00'},"
    "{'label':'Total EUR','text':'1,190.00','strong':true}]},"
    "{'kind':'payment','title':'How to pay','facts':[{'label':'IBAN','text':'DE02 1203 0000 0000 2020 51'}],"
    "'qr':{'kind':'epc','text':'BCD\\n002'}},"
    "{'kind':'page_break'},"
    "{'kind':'heading','text':'Work by ticket'},"
    "{'kind':'note','title':'Thank you','text':'First line\\nsecond line'},"
    "{'kind':'page_break'}]";

static const char invoice_text[] = "DRAFT\n"
                                   "\n"
                                   "Invoice INV-1\n"
                                   "=============\n"
                                   "\n"
                                   "Date        30 June 2026\n"
                                   "Amount due  EUR 1,190.00\n"
                                   "\n"
                                   "From\n"
                                   "  Elm IT GmbH\n"
                                   "  Berlin\n"
                                   "\n"
                                   "Bill to\n"
                                   "  Birch & Söhne KG\n"
                                   "  Wien\n"
                                   "\n"
                                   "Services\n"
                                   "Description                               Quantity    Amount\n"
                                   "------------------------------------------------------------\n"
                                   "Managed PCs\n"
                                   "PCs, June 2026, with everything that the\n"
                                   "agreement of March names for this office\n"
                                   "and its people                                  20  1,000.00\n"
                                   "  2 more than in May\n"
                                   "Managed PCs, June                                   1,000.00\n"
                                   "\n"
                                   "                                         Net        1,000.00\n"
                                   "                                         VAT 19%      190.00\n"
                                   "                                         Total EUR  1,190.00\n"
                                   "\n"
                                   "How to pay\n"
                                   "IBAN  DE02 1203 0000 0000 2020 51\n"
                                   "\n"
                                   "\n"
                                   "Work by ticket\n"
                                   "--------------\n"
                                   "\n"
                                   "Thank you\n"
                                   "First line\n"
                                   "second line\n"
                                   "\n"
                                   "Elm IT GmbH, HRB 1\n";

static void an_invoice_as_text(void **state) {
  (void)state;
  reading r;
  buffer text = { 0 };
  sound(&r, invoice);
  r.d.mark = "DRAFT";
  r.d.footer = "Elm IT GmbH, HRB 1";
  document_text(&r.d, 60, &text);
  assert_string_equal(text.text, invoice_text);
  buffer_free(&text);
  end(&r);
}

static void both_forms_say_the_same(void **state) {
  (void)state;
  static const int widths[] = { 40, 41, 80, 200 };
  for (int i = 0; i < 4; i++) {
    reading r;
    buffer text = { 0 }, html = { 0 };
    sound(&r, invoice);
    r.d.mark = "VOID";
    r.d.footer = "Elm IT GmbH";
    compared(&r.d, widths[i], &text, &html);
    buffer_free(&text);
    buffer_free(&html);
    end(&r);
  }
}

static void html_tells_what_is_what(void **state) {
  (void)state;
  static const char *const parts[] = {
    "<html lang=\"en\" dir=\"ltr\">",
    "<title>Invoice INV-1</title>",
    "<h1><bdi>Invoice INV-1</bdi></h1>",
    "<h2><bdi>Work by ticket</bdi></h2>",
    "<dt>Date</dt>",
    "<caption>Services</caption>",
    "<th scope=\"col\" class=\"n\">Amount</th>",
    "<th scope=\"rowgroup\" colspan=\"3\"><bdi>Managed PCs</bdi></th>",
    "<th scope=\"row\" colspan=\"2\"><bdi>Managed PCs, June</bdi></th>",
    "@page{size:A4;",
    "content:\"INV\\2d 1\\2c  Ann\"",
    "content:\"Page \" counter(page) \" of \" counter(pages) ;",
  };
  static const char *const foreign[] = { "<script", "http:", "https:", "url(" };
  reading r;
  buffer html = { 0 };
  sound(&r, invoice);
  r.d.words.page_of = "Page {page} of {pages}";
  document_html(&r.d, NULL, &html);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) holds(&html, parts[i]);
  for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) lacks(&html, foreign[i]);
  buffer_free(&html);
  end(&r);
}

static void pictures_are_inside_and_have_words(void **state) {
  (void)state;
  static const unsigned char dark[] = { 1, 1, 0, 0 };
  static const qr_picture picture = { 2, dark }, *pictures[16] = { [5] = &picture };
  static const document_logo logo = { "\x89PNG\r", 5, "image/png", "Elm \"IT\"" };
  reading r;
  buffer html = { 0 };
  sound(&r, invoice);
  r.d.logo = &logo;
  r.d.accent = 0x3366FF;
  document_html(&r.d, pictures, &html);
  holds(&html, "alt=\"Elm &quot;IT&quot;\" src=\"data:image/png;base64,iVBORw0=\"");
  holds(&html, "<svg role=\"img\" aria-label=\"EPC QR\"");
  holds(&html, "d=\"M0 0h2v1h-2z\"");
  lacks(&html, "<g ");
  r.d.blocks[5].qr = QR_SWISS;
  document_html(&r.d, pictures, &html);
  holds(&html, "width=\"230.00mm\"");
  holds(&html, "<g transform=\"translate(1.000 1.000)");
  buffer_free(&html);
  end(&r);
}

static void markup_in_texts_is_text(void **state) {
  (void)state;
  reading r;
  buffer text = { 0 }, html = { 0 };
  sound(&r, "[{'kind':'heading','text':'</title><script>alert(1)</script>'},"
            "{'kind':'table','title':'<b>&amp;','columns':[{'title':'<i>'}],"
            "'rows':[{'cells':['<td>^</td>'],'note':'<!--'}]}]");
  r.d.title = r.d.running = r.d.mark = r.d.footer = r.d.author = "</style><script src=//x>\"'\\";
  r.d.language = "en\" onload=\"x";
  r.d.words.page_of = "{page</style>{pages}{";
  compared(&r.d, 80, &text, &html);
  holds(&text, "</title><script>alert(1)</script>");
  lacks(&html, "<script");
  lacks(&html, "<td>^");
  lacks(&html, "onload=\"");
  assert_ptr_equal(strstr(html.text, "</style>"), strstr(html.text, "</style>\n</head>"));
  buffer_free(&text);
  buffer_free(&html);
  end(&r);
}

static void texts_are_as_a_person_may_see_them(void **state) {
  (void)state;
  reading r;
  buffer text = { 0 }, html = { 0 };
  sound(&r, "[{'kind':'heading','text':'a\\u001b[31mb\\nc\\u202e'},{'kind':'note','text':'d\\ne'}]");
  assert_string_equal(r.d.blocks[0].title, "a\uFFFD[31mb c\uFFFD");
  r.d.mark = "VO\033ID";
  compared(&r.d, 80, &text, &html);
  holds(&html, "<p dir=\"auto\">d<br>e</p>");
  lacks(&html, "\033");
  lacks(&text, "\033");
  buffer_free(&text);
  buffer_free(&html);
  end(&r);
}

static void names_of_any_script_and_length_wrap(void **state) {
  (void)state;
  static const char *const names[] = { "x", "Ł", "\u65E5", "\u05D0", "\U0001F642", "ab ", "e\u0301" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    reading r;
    buffer name = { 0 }, blocks = { 0 }, text = { 0 }, html = { 0 };
    for (int k = 0; k < 10000; k++) buffer_text(&name, names[i]);
    buffer_format(&blocks, "[{'kind':'heading','text':'%s'},{'kind':'facts','facts':[{'label':'%s','text':'%s'}]},",
                  name.text, name.text, name.text);
    buffer_format(&blocks, "{'kind':'parties','parties':[{'label':'To','lines':['%s']}]},", name.text);
    buffer_format(&blocks, "{'kind':'totals','rows':[{'label':'%s','text':'%s'}]},", name.text, name.text);
    buffer_format(
        &blocks,
        "{'kind':'table','columns':[{'title':'%s'},{'title':'','align':'right'},{'title':'n','align':'right'}],"
        "'rows':[{'cells':['%s','%s','1.00']}]}]",
        name.text, name.text, name.text);
    sound(&r, blocks.text);
    r.d.language = "he-IL";
    compared(&r.d, 40, &text, &html);
    holds(&html, "dir=\"rtl\"");
    buffer_free(&name);
    buffer_free(&blocks);
    buffer_free(&text);
    buffer_free(&html);
    end(&r);
  }
}

static void twelve_columns_fit_the_narrowest_text(void **state) {
  (void)state;
  for (int numbers = 0; numbers < 2; numbers++) {
    reading r;
    buffer blocks = { 0 }, text = { 0 }, html = { 0 };
    buffer_text(&blocks, "[{'kind':'heading','text':'x'},{'kind':'table','columns':[");
    for (int i = 0; i < DOCUMENT_COLUMNS_MAX; i++)
      buffer_format(&blocks, "%s{'title':'Column %d','align':'%s','weight':%d}", i ? "," : "", i,
                    numbers ? "right" : "left", i ? 1 : 100);
    buffer_text(&blocks, "],'rows':[{'cells':[");
    for (int i = 0; i < DOCUMENT_COLUMNS_MAX; i++) buffer_format(&blocks, "%s'日本 1,000,%03d'", i ? "," : "", i);
    buffer_text(&blocks, "]},{'kind':'group','cells':['All of them']}]}]");
    sound(&r, blocks.text);
    compared(&r.d, 40, &text, &html);
    buffer_free(&blocks);
    buffer_free(&text);
    buffer_free(&html);
    end(&r);
  }
}

static void five_thousand_rows(void **state) {
  (void)state;
  reading r;
  buffer blocks = { 0 }, text = { 0 }, html = { 0 };
  buffer_text(&blocks, "[{'kind':'heading','text':'Invoice'},{'kind':'table','columns':[{'title':'Work'},"
                       "{'title':'Hours','align':'right'},{'title':'Amount','align':'right'}],'rows':[");
  for (int i = 0; i < 5000; i++)
    buffer_format(&blocks, "%s{'cells':['Ticket %d: the printer on the second floor prints nothing','%d.25','%d.00']}",
                  i ? "," : "", i, i % 8, i);
  buffer_text(&blocks, "]}]");
  sound(&r, blocks.text);
  compared(&r.d, 80, &text, &html);
  holds(&text, "\nTicket 4999: the printer on the second floor prints nothing        7.25  4999.00\n");
  buffer_free(&blocks);
  buffer_free(&text);
  buffer_free(&html);
  end(&r);
}

static void what_says_nothing_is_left_out(void **state) {
  (void)state;
  reading r;
  sound(&r, "[{'kind':'page_break'},{'kind':'heading','text':'x'},{'kind':'facts','facts':[{'label':'PO','text':' '}]},"
            "{'kind':'parties','parties':[{'label':'To','lines':['','a']},{'label':'Site','lines':['']}]},"
            "{'kind':'page_break'},{'kind':'note','text':''},{'kind':'page_break'},{'kind':'note','title':'',"
            "'text':'y'},{'kind':'payment','facts':[]},{'kind':'page_break'}]");
  static const block_kind kinds[] = { BLOCK_HEADING, BLOCK_PARTIES, BLOCK_PAGE_BREAK, BLOCK_NOTE };
  assert_int_equal(r.d.count, 4);
  for (size_t i = 0; i < 4; i++) assert_int_equal(r.d.blocks[i].kind, kinds[i]);
  assert_int_equal(r.d.blocks[1].party_count, 1);
  assert_int_equal(r.d.blocks[1].parties[0].count, 1);
  assert_null(r.d.blocks[3].title);
  end(&r);
}

static void a_block_is_refused_by_its_place(void **state) {
  (void)state;
  refused("[]", "no list of blocks", "list of blocks");
  refused("{'kind':'heading','text':'x'}", "no list of blocks", "list of blocks");
  refused("[{'kind':'note','text':'x'}]", "no heading among the blocks", "level 1");
  refused("['x']", "block 1: it has no kind", "{kind=\"heading\"");
  refused("[{'kind':'tabel'}]", "block 1: kind is \"tabel\", not one of its words", "did you mean \"table\"?");
  refused("[{'kind':'heading','text':'x','levle':2}]", "block 1 (heading): \"levle\" is no field of it",
          "did you mean \"level\"?");
  refused("[{'kind':'heading','text':'x','level':2}]", "block 1 (heading): the first heading is of level 2", "level=1");
  refused("[{'kind':'heading','text':'x','level':3}]", "block 1 (heading): level is not right", "from 1 to 2");
  refused("[{'kind':'heading','text':' '}]", "block 1 (heading): text is blank", "says something");
  refused("[{'kind':'heading','text':['x']}]", "block 1 (heading): text is a list, not a text", "a text or a number");
  refused("[{'kind':'heading','text':true}]", "block 1 (heading): text is true or false, not a text", "");
  refused("[{'kind':'facts','facts':[{'label':'a','text':'b'},{'label':'a'}]}]",
          "block 1 (facts), fact 2: text is nothing, not a text", "");
  refused("[{'kind':'facts','facts':[{'label':'a','text':'b','strong':1}]}]",
          "block 1 (facts), fact 1: strong is a number, not true or false", "strong=true");
  refused("[{'kind':'parties','parties':[{'label':'To','lines':['a',{}]}]}]",
          "block 1 (parties), party 1: line 2 is a record, not a text", "");
  refused("[{'kind':'totals','rows':'x'}]", "block 1 (totals): rows is a text, not a list", "rows={…}");
  refused("[{'kind':'note','text':'x','kind2':1}]", "block 1 (note): \"kind2\" is no field of it", "did you mean");
}

static void a_row_is_refused_by_its_place(void **state) {
  (void)state;
#define TABLE(row)                                                                                                 \
  "[{'kind':'heading','text':'x'},{'kind':'table','columns':[{'title':'a'},{'title':'b','align':'right'}],'rows':" \
  "[{'cells':['1','2']}," row "]}]"
  refused(TABLE("{'cells':['1']}"), "block 2 (table), row 2: 1 cell where the table has 2 columns",
          "a cell for each column");
  refused(TABLE("{'kind':'group','cells':['1','2','3']}"),
          "block 2 (table), row 2: 3 cells where the table has 2 columns", "a cell for each column");
  refused(TABLE("{'cells':['1',null]}"), "block 2 (table), row 2: cell 2 is nothing, not a text", "");
  refused(TABLE("{'kind':'sum','cells':['1','2']}"), "block 2 (table), row 2: kind is \"sum\", not one of its words",
          "plain, group, subtotal");
  refused(TABLE("7"), "block 2 (table), row 2: it is a number, not a record", "cells");
#undef TABLE
  refused("[{'kind':'table','columns':[],'rows':[]}]", "block 1 (table): columns is empty", "columns={…}");
  refused("[{'kind':'statement','columns':[{'title':'a','weight':0}]}]",
          "block 1 (statement), column 1: weight is not right", "from 1 to 100");
  refused("[{'kind':'statement','columns':[{'title':'a','align':'center'}]}]",
          "block 1 (statement), column 1: align is \"center\", not one of its words", "left, right");
  refused("[{'kind':'payment','qr':{'kind':'swiss','text':'x','slip':['Receipt']}}]",
          "block 1 (payment), qr 1: 1 words of a payment part", "Acceptance point");
  refused("[{'kind':'payment','qr':{'kind':'epc'}}]", "block 1 (payment), qr 1: text is missing, or no text", "epc");
}

static void limits_hold(void **state) {
  (void)state;
  buffer blocks = { 0 };
  buffer_text(&blocks, "[{'kind':'heading','text':'");
  for (int i = 0; i <= DOCUMENT_TEXT_MAX; i++) buffer_text(&blocks, "x");
  buffer_text(&blocks, "'}]");
  refused(blocks.text, "block 1 (heading): text is too long (65537 bytes)", "65536");
  buffer_clear(&blocks);
  for (int i = 0; i <= DOCUMENT_BLOCKS_MAX; i++) buffer_text(&blocks, i ? ",{}" : "[{}");
  buffer_text(&blocks, "]");
  refused(blocks.text, "1001 blocks are too many", "at most 1000");
  buffer_clear(&blocks);
  buffer_text(&blocks, "[{'kind':'table','columns':[{'title':'a'}");
  for (int i = 0; i < DOCUMENT_COLUMNS_MAX; i++) buffer_text(&blocks, ",{'title':'a'}");
  buffer_text(&blocks, "]}]");
  refused(blocks.text, "block 1 (table): columns has too many (13)", "at most 12");
  for (int swiss = 0; swiss < 2; swiss++) {
    buffer_clear(&blocks);
    buffer_format(&blocks, "[{'kind':'payment','qr':{'kind':'%s','text':'", swiss ? "swiss" : "epc");
    for (int i = 0; i <= (swiss ? DOCUMENT_QR_SWISS_MAX : DOCUMENT_QR_EPC_MAX); i++) buffer_text(&blocks, "x");
    buffer_text(&blocks, "'}}]");
    refused(blocks.text, "block 1 (payment), qr 1: text is too long", "331 bytes");
  }
  buffer_free(&blocks);
}

static void an_accent_can_be_read(void **state) {
  (void)state;
  assert_int_equal(document_accent(0x000000), 0x000000);
  assert_int_equal(document_accent(0x1F4E79), 0x1F4E79);
  assert_int_equal(document_accent(0x767676), 0x767676);  // 4.54 to 1
  assert_true(document_accent(0x777777) < 0x777777);      // 4.48 to 1
  assert_true(document_accent(0xFFFFFF) < 0x777777);
}

static void addresses_are_found_in_what_people_write(void **state) {
  (void)state;
  static const struct {
    const char *text, *found;
  } cases[] = {
    { "Questions: billing@birch.example.", "mailto:billing@birch.example" },
    { "a.b+c_d%e@mail.birch-it.example", "mailto:a.b+c_d%e@mail.birch-it.example" },
    { "(https://birch.example/pay?id=7&a=b#c), or", "https://birch.example/pay?id=7&a=b#c" },
    { "http://birch.example:8080/x; see", "http://birch.example:8080/x" },
    { "www.birch.example/", "https://www.birch.example/" },
    { "www.birch.example: here", "https://www.birch.example" },
    { "é@birch.example", "" },
    { "birch@local", "" },
    { "10.5@2.5", "" },
    { "http://", "" },
    { "awww.birch.example", "" },
    { "https://birch.example/')(\\x", "https://birch.example/" },
    { "one@a.example two@b.example", "mailto:one@a.example mailto:two@b.example" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    document_link link;
    buffer found = { 0 };
    buffer_text(&found, "");
    for (size_t from = 0; document_link_next(cases[i].text, from, &link); from = link.to)
      buffer_format(&found, "%s%s%.*s", found.length ? " " : "", link.scheme, (int)(link.to - link.from),
                    cases[i].text + link.from);
    assert_string_equal(found.text, cases[i].found);
    buffer_free(&found);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_invoice_as_text),
    cmocka_unit_test(both_forms_say_the_same),
    cmocka_unit_test(html_tells_what_is_what),
    cmocka_unit_test(pictures_are_inside_and_have_words),
    cmocka_unit_test(markup_in_texts_is_text),
    cmocka_unit_test(texts_are_as_a_person_may_see_them),
    cmocka_unit_test(names_of_any_script_and_length_wrap),
    cmocka_unit_test(twelve_columns_fit_the_narrowest_text),
    cmocka_unit_test(five_thousand_rows),
    cmocka_unit_test(what_says_nothing_is_left_out),
    cmocka_unit_test(a_block_is_refused_by_its_place),
    cmocka_unit_test(a_row_is_refused_by_its_place),
    cmocka_unit_test(limits_hold),
    cmocka_unit_test(an_accent_can_be_read),
    cmocka_unit_test(addresses_are_found_in_what_people_write),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
