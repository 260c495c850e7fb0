// A document as its readers have it: blocks of words in the order of reading, and nothing of places, fonts or markup.
// Three renderers show the same words and numbers of it: as text, as HTML, and as PDF (a module of its own, for its
// libraries cost every command time before it begins). This room lies on base alone: it knows neither books nor
// plugins.
#pragma once
#include "core/base/text.h"
#include "core/base/value.h"

typedef enum document_paper { PAPER_A4, PAPER_LETTER } document_paper;

typedef enum block_kind {
  BLOCK_HEADING,     // the title of the document, or of a part of it
  BLOCK_PARTIES,     // who bills whom: addresses side by side
  BLOCK_FACTS,       // number, dates, amount due: labels and texts
  BLOCK_TABLE,       // lines of work and fees, a statement of a balance
  BLOCK_TOTALS,      // subtotal, taxes, total: never alone on a page
  BLOCK_NOTE,        // a paragraph, with a title or without
  BLOCK_PAYMENT,     // how to pay: facts, and a picture that a bank's program reads
  BLOCK_PAGE_BREAK,  // what follows begins a page
} block_kind;

// A label and its text. strong: what is looked for first (the amount due, the total).
typedef struct document_fact {
  const char *label, *text;
  bool strong;
} document_fact;

// One party: what it is here ("Bill to"), and its name and address, a line each.
typedef struct document_party {
  const char *label;
  const char **lines;
  size_t count;
} document_party;

// Numbers stand right, texts left. weight: the share of the width, 1 to 100.
typedef struct document_column {
  const char *title;
  bool number;
  int weight;
} document_column;

typedef enum row_kind {
  ROW_PLAIN,
  ROW_GROUP,     // a heading over the rows that follow, in its first cell: a contract, a site, a ticket
  ROW_SUBTOTAL,  // the sum of a group
} row_kind;

// cells: one for each column of the table, "" where there is none. note: smaller, under the first cell; NULL: none.
typedef struct document_row {
  row_kind kind;
  const char **cells;
  const char *note;
} document_row;

// What a payment part says besides its facts (Swiss Implementation Guidelines QR-bill, annex D): "Receipt", "Acceptance
// point", "Separate before paying in", "Payable by (name/address)".
typedef enum slip_word { SLIP_RECEIPT, SLIP_POINT, SLIP_SEPARATE, SLIP_PAYABLE_BY, SLIP_WORDS } slip_word;

typedef enum qr_kind { QR_NONE, QR_EPC, QR_SWISS } qr_kind;

typedef struct block {
  block_kind kind;
  int level;          // of a heading: 1 for the document, 2 for a part
  const char *title;  // of a heading, table, note, payment; NULL: none
  const char *text;   // of a note
  document_party *parties;
  size_t party_count;
  document_fact *facts;  // of facts, totals, payment
  size_t fact_count;
  document_column *columns;
  size_t column_count;
  document_row *rows;
  size_t row_count;
  qr_kind qr;           // of a payment
  const char *qr_text;  // what the picture holds (EPC069-12, Swiss QR code), byte for byte; NULL: none
  const char *qr_alt;   // what the picture is, in words, for who cannot see it
  const char **slip;    // words of a Swiss payment part on paper, SLIP_WORDS of them; NULL: it is a box as others are
} block;

// A picture of the seller: PNG or JPEG as it is. alt: what it shows, in words.
typedef struct document_logo {
  const void *bytes;
  size_t length;
  const char *type, *alt;  // image/png, image/jpeg
} document_logo;

// The few words that renderers add, in the document's language.
typedef struct document_words {
  const char *page_of;  // "Page {page} of {pages}"
} document_words;

typedef struct document {
  const char *language;        // as BCP 47 writes it: en, de-CH
  const char *title, *author;  // "Invoice INV-1", the seller
  const char *running;         // on each page: number and customer
  const char *mark;            // DRAFT, VOID; NULL: none
  const char *footer;          // the seller's, on the last page; NULL: none
  day date;                    // of the invoice: when the file says that it was made
  document_paper paper;
  unsigned accent;            // 0xRRGGBB
  const document_logo *logo;  // NULL: none
  document_words words;
  block *blocks;
  size_t count;
} document;

// How much a document may hold.
enum {
  DOCUMENT_BLOCKS_MAX = 1000,
  DOCUMENT_PARTIES_MAX = 8,
  DOCUMENT_LINES_MAX = 40,  // of a party
  DOCUMENT_FACTS_MAX = 200,
  DOCUMENT_COLUMNS_MAX = 12,
  DOCUMENT_ROWS_MAX = 100000,     // of all tables
  DOCUMENT_TEXT_MAX = 65536,      // bytes of one text
  DOCUMENT_TEXTS_MAX = 32 << 20,  // bytes of all
  DOCUMENT_QR_EPC_MAX = 331,      // bytes: EPC069-12
  DOCUMENT_QR_SWISS_MAX = 997,    // characters: Swiss Implementation Guidelines QR-bill
};

// A template's blocks, as Lua writes them; a text may also be a number, `?` may be left out:
//   {kind="heading", text=, level?=1|2}              {kind="parties", parties={{label=, lines={…}}, …}}
//   {kind="facts", facts={{label=, text=, strong?=true}, …}}
//   {kind="table", title?=, columns={{title=, align?="left"|"right", weight?=1…100}, …},
//                  rows?={{cells={…}, kind?="plain"|"group"|"subtotal", note?=}, …}}
//   {kind="statement", …} as table                   {kind="totals", rows={{label=, text=, strong?=true}, …}}
//   {kind="note", title?=, text?=}                   {kind="page_break"}
//   {kind="payment", title?=, facts?={…}, qr?={kind?="epc"|"swiss", text=, alt?=,
//                  slip?={"Receipt", "Acceptance point", "Separate before paying in", "Payable by (name/address)"}}}
// Line feeds stay in the texts of notes, those of rows too, and of a payment's facts; elsewhere they become blanks.
//
// Reads the blocks that a template answered (a list of records, see plugins/README.md) into out->blocks, in the arena;
// texts that are fit to be seen stay the list's, which has to live as long. What says nothing is left out: a fact
// without text, a blank line of an address, a page break with nothing before or after it. The first heading is of level
// 1. `invalid` names the block, and the row or what else of it, by its place, and says what would be right: an unknown
// kind or field, a row with other cells than the table has columns, a text that is none, more than fits the limits.
bool document_blocks_read(const value *blocks, arena *a, document *out, error *e);

// As text for a terminal or a file, `width` columns wide (at least DOCUMENT_WIDTH_LEAST; less is taken as that): words
// that do not fit wrap, nothing is cut. A cell begins on the line on which the one before it ends, so that whoever
// reads line by line reads cell by cell, as in the other forms.
enum { DOCUMENT_WIDTH = 80, DOCUMENT_WIDTH_LEAST = 40 };
void document_text(const document *d, int width, buffer *out);

// The accent 0xRRGGBB, as much darker as words on white have to be (4.5 to 1, WCAG 2.2, 1.4.3).
unsigned document_accent(unsigned accent);

// An address of mail or of the web in a text: its bytes, and what makes it one that programs open ("mailto:", "").
typedef struct document_link {
  size_t from, to;
  const char *scheme;
} document_link;

// The first address that begins at `from` or later; false where there is none. Addresses hold none of PDF's brackets.
bool document_link_next(const char *text, size_t from, document_link *out);

// A picture for programs to read: size × size squares row by row, 1 for a dark one, without a margin. A Swiss one is of
// version 14 (73 squares) at least: its cross covers the middle, where versions 7 to 13 have a pattern that some
// readers cannot do without.
typedef struct qr_picture {
  int size;
  const unsigned char *dark;
} qr_picture;

// As one HTML file: escaped by construction, its style for screen and for paper inside, no script, no foreign address.
// pictures: one by block, NULL where it has none; NULL: none at all.
void document_html(const document *d, const qr_picture *const *pictures, buffer *out);
