// Documents for the tests of renderers, made by hand.
#include "tests/documents/samples.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static block *add(sample *s, block_kind kind, const char *title) {
  block *b = &s->blocks[s->d.count++];
  b->kind = kind, b->title = title, b->level = kind == BLOCK_HEADING && s->d.count > 1 ? 2 : 1;
  return b;
}

static void add_facts(sample *s, block_kind kind, const char *title, const document_fact *facts, size_t count) {
  block *b = add(s, kind, title);
  b->facts = arena_array(s->a, count, sizeof *facts), b->fact_count = count;
  memcpy(b->facts, facts, count * sizeof *facts);
}
#define FACTS(...) \
  (const document_fact[]){ __VA_ARGS__ }, sizeof((const document_fact[]){ __VA_ARGS__ }) / sizeof(document_fact)

static void add_parties(sample *s, const char *buyer) {
  static const char *seller[] = { "Acme MSP LLC", "12 Main Street", "Albany, NY 12207", "E-mail ap@acme.example" };
  const char **lines = arena_alloc(s->a, 3 * sizeof *lines);
  lines[0] = buyer, lines[1] = "1 Rue de l’Église", lines[2] = "75001 Paris";
  block *b = add(s, BLOCK_PARTIES, NULL);
  b->parties = arena_alloc(s->a, 2 * sizeof *b->parties), b->party_count = 2;
  b->parties[0] = (document_party){ "From", seller, 4 };
  b->parties[1] = (document_party){ "Bill to", lines, 3 };
}

// Rows of work in groups of eight, each with its sum.
static void add_rows(sample *s, size_t count, const char *text) {
  static const document_column columns[] = {
    { "Description", false, 50 }, { "Quantity", true, 12 }, { "Unit price", true, 14 }, { "Amount", true, 14 }
  };
  block *b = add(s, BLOCK_TABLE, "Work");
  b->columns = arena_alloc(s->a, sizeof columns), b->column_count = 4;
  memcpy(b->columns, columns, sizeof columns);
  b->rows = arena_alloc(s->a, (count + 1) * sizeof *b->rows), b->row_count = count;
  for (size_t i = 0; i < count; i++) {
    const char **cells = arena_alloc(s->a, 4 * sizeof *cells);
    row_kind kind = i % 10 == 0 ? ROW_GROUP : i % 10 == 9 ? ROW_SUBTOTAL : ROW_PLAIN;
    cells[0] = kind == ROW_GROUP      ? arena_format(s->a, "Site %zu", i / 10)
               : kind == ROW_SUBTOTAL ? "Subtotal"
                                      : arena_format(s->a, "%s T%zu", text, i);
    cells[1] = kind == ROW_PLAIN ? "4.5000" : "", cells[2] = kind == ROW_PLAIN ? "120.00" : "";
    cells[3] = kind == ROW_GROUP ? "" : kind == ROW_PLAIN ? "540.00" : "4,320.00";
    b->rows[i] = (document_row){ kind, cells, i % 10 == 3 ? "Zoë, 7 April, 09:00 to 13:30" : NULL };
  }
}

static void add_payment(sample *s, qr_kind kind) {
  static const char epc[] =
      "BCD\n002\n1\nSCT\nCOBADEFFXXX\nAcme MSP LLC\nDE89370400440532013000\nEUR1254.00\n\n\nINV-000118";
  static const char swiss[] =
      "SPC\r\n0200\r\n1\r\nCH4431999123000889012\r\nS\r\nAcme AG\r\nBahnhofstrasse\r\n1\r\n8001\r\nZürich\r\nCH\r\n"
      "\r\n\r\n\r\n\r\n\r\n\r\n\r\n1254.00\r\nCHF\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\nQRR\r\n210000000003139471430009017\r\n"
      "\r\nEPD";
  add_facts(s, BLOCK_PAYMENT, "Payment",
            FACTS({ "Account", "DE89 3704 0044 0532 0130 00", false }, { "Reference", "INV-000118", true }));
  s->blocks[s->d.count - 1].qr = kind;
  s->blocks[s->d.count - 1].qr_alt = "The payment, for a bank’s program";
  s->blocks[s->d.count - 1].qr_text = kind == QR_EPC ? epc : kind == QR_SWISS ? swiss : NULL;
}

// A payment part as the shipped template asks for it; blank: who pays is left open.
static void add_slip(sample *s, bool blank) {
  static const char *words[] = { "Empfangsschein", "Annahmestelle", "Vor der Einzahlung abzutrennen",
                                 "Zahlbar durch (Name/Adresse)" };
  static const char head[] =
      "SPC\n0200\n1\nCH4431999123000889012\nS\nRobert Schneider AG\nRue du Lac 1268\n\n2501\nBiel\nCH\n"
      "\n\n\n\n\n\n\n1949.75\nCHF\n",
                    debtor[] = "S\nPia-Maria Rutschmann-Schnyder\nGrosse Marktgasse 28\n\n9400\nRorschach\nCH\n",
                    tail[] = "QRR\n210000000003139471430009017\nINV-000118\nEPD";
  const document_fact facts[] = {
    { "Konto / Zahlbar an", "CH44 3199 9123 0008 8901 2\nRobert Schneider AG\nRue du Lac 1268\n2501 Biel", false },
    { "Referenz", "21 00000 00003 13947 14300 09017", false },
    { "Zusätzliche Informationen", "INV-000118", false },
    { "Zahlbar durch", "Pia-Maria Rutschmann-Schnyder\nGrosse Marktgasse 28\n9400 Rorschach", false },
    { "Währung", "CHF", false },
    { "Betrag", "1 949.75", true },
  };
  document_fact shown[6];
  size_t count = 0;
  for (size_t i = 0; i < 6; i++)
    if (!blank || i != 3) shown[count++] = facts[i];
  add_facts(s, BLOCK_PAYMENT, "Zahlteil", shown, count);
  block *b = &s->blocks[s->d.count - 1];
  b->qr = QR_SWISS, b->slip = words, b->qr_alt = "Swiss QR Code";
  b->qr_text = arena_format(s->a, "%s%s%s", head, blank ? "\n\n\n\n\n\n\n" : debtor, tail);
}

static void add_all(sample *s, const char *buyer, size_t rows, const char *text, qr_kind qr) {
  add(s, BLOCK_HEADING, s->d.title);
  add_facts(s, BLOCK_FACTS, NULL,
            FACTS({ "Number", "INV-000118", false }, { "Date", "7 May 2026", false }, { "Due", "6 June 2026", false },
                  { "PO number", "PO-77", false }, { "Amount due", "1,254.00 EUR", true }));
  add_parties(s, buyer);
  add_rows(s, rows, text);
  add_facts(s, BLOCK_TOTALS, NULL,
            FACTS({ "Subtotal", "1,140.00", false }, { "VAT 10 % of 1,140.00", "114.00", false },
                  { "Total EUR", "1,254.00", true }));
  add_payment(s, qr);
  add(s, BLOCK_NOTE, "Terms")->text = "Net 30 days. Thank you for your office’s business: fine affairs flow.\n"
                                      "Questions: billing@acme.example, or (www.acme.example/pay?id=118).";
}

static const char *long_name(sample *s, size_t length, const char *word) {
  char *name = arena_alloc(s->a, length + 1);
  size_t each = strlen(word);
  for (size_t i = 0; i < length; i++) name[i] = word[i % each];
  return name;
}

static const document_logo *read_logo(sample *s, const char *folder, const char *name, const char *type) {
  FILE *file = fopen(arena_format(s->a, "%s/%s", folder, name), "rb");
  document_logo *logo = arena_alloc(s->a, sizeof *logo);
  enum { MOST = 8 << 20 };
  char *bytes = arena_alloc(s->a, MOST);
  *logo = (document_logo){ bytes, file ? fread(bytes, 1, MOST, file) : 0, type, "Acme, a mountain" };
  if (file) fclose(file);
  return logo;
}

// Names and streets as long as a code holds them.
static void add_long_slip(sample *s) {
  add_slip(s, false);
  document_fact *facts = s->blocks[s->d.count - 1].facts;
  const char *seventy = "Robert Schneider Nachfolger und Rutschmann-Schnyder Informatik AG, Bie";
  facts[0].text = arena_format(s->a, "CH44 3199 9123 0008 8901 2\n%s\n%s\n2501 Biel", seventy, seventy);
  facts[2].text = arena_format(s->a, "%s%s", seventy, seventy);
  facts[3].text = arena_format(s->a, "%s\n%s\n9400 Rorschach", seventy, seventy);
}

static void make_scripts(sample *s) {
  add_all(s, "Żółć Łódź Sp. z o.o.", 8, "Ελληνικά και ΑΒΓ", QR_EPC);
  add(s, BLOCK_NOTE, "שלום עולם")->text = "株式会社ほげ 東京都千代田区";
}

// Names of 10,000 characters: one word, many words; a column of no width.
static void make_hostile(sample *s) {
  s->d.running = long_name(s, 10000, "INV-000118 ");
  add_all(s, long_name(s, 10000, "Supercalifragilistic"), 12, long_name(s, 10000, "lorem ipsum "), QR_EPC);
  s->blocks[3].columns[1].weight = 0;
  s->blocks[3].rows[3].cells[2] = long_name(s, 10000, "1234567890");
  s->d.footer = long_name(s, 10000, "footer ");
  s->d.mark = long_name(s, 1000, "VOID ");
}

static bool make_other(sample *s, const char *name, const char *folder) {
  if (strcmp(name, "empty") == 0) return true;
  if (strcmp(name, "scripts") == 0) return make_scripts(s), true;
  if (strcmp(name, "hostile") == 0) return make_hostile(s), true;
  if (strcmp(name, "rows") == 0) return add_all(s, "CoolRealty", 5000, "Ticket", QR_EPC), true;
  if (strcmp(name, "swiss") == 0) return add_all(s, "CoolRealty", 8, "Ticket", QR_SWISS), true;
  if (strcmp(name, "slip") == 0) return add_all(s, "CoolRealty", 4, "Ticket", QR_NONE), add_slip(s, false), true;
  if (strcmp(name, "slip-blank") == 0) return add_all(s, "CoolRealty", 34, "Ticket", QR_NONE), add_slip(s, true), true;
  if (strcmp(name, "slip-long") == 0) return add_all(s, "CoolRealty", 4, "Ticket", QR_NONE), add_long_slip(s), true;
  if (strcmp(name, "no-glyph") == 0) return add_all(s, "Cool\U000F0042", 8, "Ticket", QR_NONE), true;
  if (strcmp(name, "right-to-left") == 0) return add_all(s, "חברת ABC בע״מ (1998)", 8, "عمل 12 ساعة", QR_EPC), true;
  if (strcmp(name, "markup") == 0)
    return add_all(s, "<b>&amp;</b> \033[31m (a\\b) \u202Eevil", 8, "Ti\ncket", QR_EPC), true;
  if (strcmp(name, "png") == 0) s->d.logo = read_logo(s, folder, "logo.png", "image/png");
  else if (strcmp(name, "jpeg") == 0) s->d.logo = read_logo(s, folder, "logo.jpg", "image/jpeg");
  else if (strcmp(name, "no-picture") == 0) s->d.logo = read_logo(s, folder, "no-picture", "image/png");
  else if (strcmp(name, "cut-jpeg") == 0) s->d.logo = read_logo(s, folder, "cut.jpg", "image/jpeg");
  else if (strcmp(name, "torn-jpeg") == 0) s->d.logo = read_logo(s, folder, "torn.jpg", "image/jpeg");
  else if (strcmp(name, "cmyk-jpeg") == 0) s->d.logo = read_logo(s, folder, "cmyk.jpg", "image/jpeg");
  else if (strcmp(name, "large-jpeg") == 0) s->d.logo = read_logo(s, folder, "large.jpg", "image/jpeg");
  else if (strcmp(name, "cut-png") == 0) s->d.logo = read_logo(s, folder, "cut.png", "image/png");
  else if (strcmp(name, "large-png") == 0) s->d.logo = read_logo(s, folder, "large.png", "image/png");
  else if (strcmp(name, "huge-png") == 0) s->d.logo = read_logo(s, folder, "huge.png", "image/png");
  else return false;
  add_all(s, "CoolRealty", 8, "Ticket", QR_EPC);
  return true;
}

bool sample_make(sample *s, const char *name, const char *folder) {
  s->d = (document){ .language = "en-US",
                     .title = "Invoice INV-000118",
                     .author = "Acme MSP LLC",
                     .running = "INV-000118 · CoolRealty",
                     .footer = "Acme MSP LLC, registered in Albany",
                     .accent = 0x1F5FAF,
                     .words = { "Page {page} of {pages}" },
                     .blocks = s->blocks };
  day_parse("2026-05-07", 10, &s->d.date);
  if (strcmp(name, "one") == 0) return add_all(s, "CoolRealty", 8, "Ticket", QR_EPC), true;
  if (strcmp(name, "three") == 0) return add_all(s, "CoolRealty", 70, "Ticket outside the retainer", QR_EPC), true;
  if (strcmp(name, "letter") == 0) s->d.paper = PAPER_LETTER;
  else if (strcmp(name, "draft") == 0) s->d.mark = "DRAFT", s->d.accent = 0xFFEE00;
  else return make_other(s, name, folder);
  add_all(s, "CoolRealty", 90, "Ticket", QR_NONE);
  return true;
}

static void say(buffer *out, const char *text) {
  if (text && *text) buffer_format(out, "%s\n", text);
}

static void say_block(buffer *out, const block *b) {
  say(out, b->title);
  say(out, b->text);
  for (size_t i = 0; i < b->party_count; i++) {
    say(out, b->parties[i].label);
    for (size_t j = 0; j < b->parties[i].count; j++) say(out, b->parties[i].lines[j]);
  }
  for (size_t i = 0; i < b->fact_count; i++) say(out, b->facts[i].label), say(out, b->facts[i].text);
  for (size_t i = 0; i < b->column_count; i++) say(out, b->columns[i].title);
  for (size_t r = 0; r < b->row_count; r++) {
    for (size_t i = 0; i < b->column_count; i++) say(out, b->rows[r].cells[i]);
    say(out, b->rows[r].note);
  }
}

void sample_words(const document *d, buffer *out) {
  for (size_t i = 0; i < d->count; i++) say_block(out, &d->blocks[i]);
  say(out, d->footer);
}
