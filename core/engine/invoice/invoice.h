// Invoices: the bills of a batch grouped into documents, which are numbered and frozen, and corrected by credit notes
// and voids, never changed. Everyone who shows, exports, credits or explains an invoice gets its lines from
// invoice_lines, in the order in which it prints them; how they are stored is known below only.
#pragma once
#include "core/engine/bill/bill.h"

// ---- invoice_bills.c
// A bill of a document. Texts live as long as the reader's arena.
typedef struct invoice_bill {
  int64_t n, contract, lines;
  bool note;  // of a credit note
  const char *contract_id, *contract_name;
  const char *contract_x, *tickets;  // the MSP's own columns, JSON; of its tickets an object by their ids; NULL: none
  const char *site;                  // where the contract serves, {"site": id, "name", its address, "x"}; NULL: nowhere
  const char *site_id, *site_name;   // of it
  const char *before;                // what its lines counted the last time, by their numbers in the bill, JSON; NULL
  const char *digest;
} invoice_bill;

// The bills of a document in the order in which it prints them. A final one says for ever what its copy says: which
// bills in which order, so that its lines keep their numbers, the names of their contracts and the own columns. A draft
// says what it would freeze now: by contract name and id.
bool invoice_bills_read(book *b, int64_t invoice, arena *a, invoice_bill **out, size_t *count, error *e);

// ---- invoice_lines.c
// What rounds the total of an invoice is its last line, of no bill and no contract: kind LINE_ROUNDING, lines.n 0.
#define LINE_ROUNDING "rounding"

// What of a tax a line bears: one component. What is not taxed bears one at a rate of nothing, where its bill says why.
typedef struct line_tax {
  const char *name, *jurisdiction, *rate, *code, *reason;  // rate: as 8.25%; the rest but the name may be NULL
  int64_t base, amount;                                    // base: what the rate is of
} line_tax;

// A line of an invoice. Texts live as long as the reader's arena.
typedef struct invoice_line {
  int64_t number;          // from 1, in the order in which the invoice prints them: what people call the line
  line line;               // as it is stored, without its taxes by component
  int64_t bill, contract;  // 0: of the invoice itself
  const char *contract_id, *contract_name, *contract_x;  // as frozen; x: the MSP's own columns, JSON; NULL: none
  const char *ticket_id, *ticket_x;                      // NULL: no ticket
  const char *site_id, *site_name;                       // where its contract serves; NULL: nowhere
  const char *tax_name;                                  // NULL: not taxed
  const line_tax *taxes;                                 // tax_count of them; their amounts sum to the line's tax
  size_t tax_count;
  const char *count_before;  // how many the contract's last final invoice counted of the same; NULL: it did not
  day month_before;          // the first day of that
  int64_t credits;           // of a credit note: the line (lines.n) that it takes back; 0: none, or the rounding
} invoice_line;

// Whether a line rounds the total of its invoice.
static inline bool line_rounds_total(const line *l) { return l->n == 0; }

// Reads the lines of an invoice or draft one after another, bill by bill as the document has them, within a bill as it
// was written, then the rounding of its total, where there is one. A reader may be left before its end with
// invoice_lines_close. One at a time: a second one that is opened meanwhile fails.
typedef struct invoice_lines {
  book *book;
  arena *arena;
  int64_t rounding;  // what is to come of it yet
  int exponent;
  bool note;  // a credit note
  const invoice_bill *bills;
  size_t bill_count, bill_at;
  query *lines;
  struct bill_tax_rows *taxes;  // of the bill at hand
  struct own_columns *own;      // of the tickets of the bill at hand, where they have any
  size_t own_count, own_at;
  struct counted_before *before;  // by what lines of the bill count, in their order
  size_t before_count, before_at;
  invoice_line at;
} invoice_lines;
bool invoice_lines_open(invoice_lines *l, book *b, int64_t invoice, arena *a, error *e);

// The next line, in *out until the following step; NULL after the last one. False with the error where the database
// fails; the reader is then closed.
bool invoice_lines_next(invoice_lines *l, const invoice_line **out, error *e);
void invoice_lines_close(invoice_lines *l);

// All lines of an invoice at once.
bool invoice_lines_read(book *b, int64_t invoice, arena *a, invoice_line **out, size_t *count, error *e);

// ---- line_prices.c, unit_code.c: what a stored line says to those who price and count otherwise.
// Without a tax that is inside of prices: quantity × unit_net - discount is the line's amount, to the minor unit where
// 9 decimals reach.
typedef struct line_prices {
  int64_t discount;  // what came off, in minor units; 0 where nothing did
  decimal unit_net;  // the price of one
} line_prices;
void line_prices_of(const invoice_line *of, int exponent, line_prices *out);

// The code of a line's unit in UN/ECE Recommendation 20; of none, or of one that is not there, that of pieces.
const char *unit_code(const char *unit);

// ---- Drafts
// SQL: bills of one payer y (the customer's bill_to, else itself) in one currency go on one document where this is the
// same: each its own, all of them, or those of a PO number. From contracts k and their customers c; ?2 says how, as
// `consolidated` below.
#define DOCUMENT_PAYER "JOIN customers y ON y.n = ifnull(c.bill_to, c.n)"
#define DOCUMENT_WAY                                                                                            \
  "CASE CASE ?2 WHEN 1 THEN 'customer' WHEN 0 THEN 'contract' ELSE y.invoice_per END WHEN 'customer' THEN 'c' " \
  "WHEN 'po' THEN 'p' || ifnull(" CONTRACT_PO ", '') ELSE 'k' || k.n END"

// SQL: what the totals of documents in a currency are rounded to as it is set now, in minor units; NULL: to nothing. A
// setting is kept with exactly the decimals of its currency.
#define DOCUMENT_ROUND_TO(currency) \
  "(SELECT CAST(replace(value, '.', '') AS INTEGER) FROM config WHERE key = 'round_to.' || " currency ")"

// SQL: what the buyer c of a draft i wants it to name: what all of its bills say, each its site's, else its customer's;
// else the buyer's own. A credit note says what its invoice says.
// clang-format off
#define REFERENCE_OF_BILL "coalesce((SELECT buyer_reference FROM sites WHERE n = k.site), o.buyer_reference, '')"
#define DRAFT_REFERENCE \
  "iif(i.credits IS NULL, ifnull((SELECT iif(min(" REFERENCE_OF_BILL ") = max(" REFERENCE_OF_BILL "), " \
  "nullif(max(" REFERENCE_OF_BILL "), ''), NULL) FROM bills x JOIN contracts k ON k.n = x.contract " \
  "JOIN customers o ON o.n = k.customer WHERE x.invoice = i.n), c.buyer_reference), " \
  "(SELECT buyer_reference FROM invoices WHERE n = i.credits))"

// SQL: the rate of exchange of a draft i that is dated `day`, as invoices.fx keeps it: that of the day, or of the last
// day before it that has one. NULL: none, or in the home currency.
#define DRAFT_FX(day) \
  "iif(i.credits IS NULL, iif(i.currency = (SELECT currency FROM settings), NULL, (SELECT json_object('rate', " \
  "f.rate, 'date', date(f.date * 86400, 'unixepoch'), 'currency', (SELECT currency FROM settings)) FROM fx f " \
  "WHERE f.currency = i.currency AND f.date <= " day " ORDER BY f.date DESC LIMIT 1)), " \
  "(SELECT fx FROM invoices WHERE n = i.credits))"
// clang-format on

// Makes the drafts of a batch anew. consolidated: 1 one per payer, 0 one per contract, -1 as each payer's invoice_per
// says. Inside the caller's transaction.
bool drafts_group(book *b, int64_t batch, int consolidated, error *e);

// Numbers and freezes all drafts of a batch on a date, by customer: `date-order` where the series has a later one.
// Inside the caller's transaction.
bool drafts_generate(book *b, int64_t batch, day date, error *e);

// Whether an invoice may have the date without being asked for: at most 1,100 days after today, or one that was
// mistyped would keep every right one out of its series. `date-order` where it is later.
bool invoice_date_near(book *b, day date, error *e);

// ---- invoice_due.c: what is open of final documents.
// An allocation gives a part of a payment, or of a credit note, to an invoice. A credit note that names an invoice is
// taken off that one; only what of it came too late, since the invoice was paid, may pay another. So what is open of a
// document is its total, with its credit notes, less what was given to it, and with what it and they gave away: each
// amount counts once, and below zero it is on account.
// Keeps the sums of what is open: a payment or a credit note (its id or number) gives so much more to an invoice, or
// less. Of what is to be exported: a batch will be
// marked so. Inside the caller's transaction.
bool sums_given(book *b, const char *payment, const char *invoice, int64_t amount, error *e);
bool sums_exported(book *b, int64_t batch, error *e);

// SQL, of documents i by payments, notes and invoices dated up to a day: the totals of its credit notes; what was given
// to it; what it (a credit note of its own) or its notes gave.
// clang-format off
#define INVOICE_CREDITED(i, day) \
  "(SELECT ifnull(sum(n.total), 0) FROM invoices n WHERE n.credits = " i ".n AND n.state = 'final' " \
  "AND n.date <= " day ")"
#define ALLOCATION_DAY(a) \
  "ifnull((SELECT p.date FROM payments p WHERE p.id = " a ".payment), " \
  "(SELECT s.date FROM invoices s WHERE s.number = " a ".payment))"
#define INVOICE_PAID(i, day) \
  "(SELECT ifnull(sum(a.amount), 0) FROM allocations a WHERE a.invoice = " i ".number " \
  "AND " ALLOCATION_DAY("a") " <= " day ")"
#define INVOICE_GAVE(i, day) \
  "(SELECT ifnull(sum(a.amount), 0) FROM invoices s JOIN allocations a ON a.payment = s.number " \
  "JOIN invoices o ON o.number = a.invoice WHERE (s.n = " i ".n OR s.credits = " i ".n) AND s.kind = 'credit' " \
  "AND s.date <= " day " AND o.date <= " day " AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = s.number))"
#define INVOICE_OPEN(i, day) \
  "(" i ".total + " INVOICE_CREDITED(i, day) " - " INVOICE_PAID(i, day) " + " INVOICE_GAVE(i, day) ")"
// What a line is called, whatever days of a period it covers.
#define LINE_NAME(line) \
  "CASE WHEN " line ".days_of IS NULL THEN " line ".description ELSE " \
  "replace(" line ".description, ' (' || " line ".days || ' of ' || " line ".days_of || ' days)', '') END"
// What is on account of a payment p by invoices dated up to a day.
#define PAYMENT_REST(day) \
  "p.amount - (SELECT ifnull(sum(a.amount), 0) FROM allocations a JOIN invoices i ON i.number = a.invoice " \
  "WHERE a.payment = p.id AND i.date <= " day ")"
// clang-format on

// Of a final document that is no credit note of another one: as above, in minor units.
typedef struct invoice_due {
  int64_t total, credited, paid, gave, open;  // paid: of a credit note of its own what it gave, below zero as its total
} invoice_due;
bool invoice_due_read(book *b, int64_t invoice, day as_of, invoice_due *out, error *e);

// ---- How documents look
// What a customer wants: columns of customers c, in this order. NULL: as the seller's settings say.
typedef struct look_wish {
  const char *template, *params, *language;
} look_wish;
#define LOOK_WISH "c.template, c.template_params, c.language"

// The template, its params, the language's tag (of `call`; the invoice is the caller's to add) and the picture of a
// document. Kept: as they were when it was numbered, `sources` being the files' texts of then; else `files` are those
// of now. Texts and bytes in the reader's arena. call.name NULL: the host knows no documents.
typedef struct look {
  bool kept;
  template_call call;
  size_t file_count;
  const plugin_file *files[TEMPLATE_FILES_MAX];
  plugin_source sources[TEMPLATE_FILES_MAX];
  const char *picture_file, *picture_digest;  // file: as the params or the seller name it; NULL: nobody asks for one
  const void *picture;                        // PNG or JPEG; NULL: none, or what the file holds is none
  size_t picture_length;
} look;

// SQL: how an invoice i looks, and the statements of balances that were kept with it; NULL: none.
#define LOOK_KEPT "(SELECT look FROM looks WHERE n = i.look)"
#define STATEMENTS_KEPT "(SELECT statements FROM statements WHERE invoice = i.n)"

// How an invoice looks: as kept, a draft as it would be kept now.
bool look_read(book *b, int64_t invoice, arena *a, look *out, error *e);

// How a document of a customer looks now, whatever was kept with others.
bool look_of_customer(book *b, int64_t customer, arena *a, look *out, error *e);

// How a wish looks now. `plugin` where a file is broken, `not-found` where there is no such template or language,
// `invalid` where params do not fit.
bool look_now(book *b, const look_wish *wish, arena *a, look *out, error *e);

// The names of picture files that a batch's documents were to show, and which hold no picture: a list of texts.
bool looks_without_picture(book *b, int64_t batch, arena *a, value *out, error *e);

// Settings `template` and `template.params` of the seller, by those names; as of the numbering below.
bool look_setting(book *b, const char *name, arena *a, const char **out, error *e);
bool look_set(book *b, const char *name, const char *value, error *e);

// ---- Settings of the numbering: `format`, `next`, `reset`, `fiscal_start`, `credit_format`, by those names. What was
// numbered keeps its number, whatever is set later.
// The setting as text in the arena; NULL where it has none.
bool numbering_setting(book *b, const char *name, arena *a, const char **out, error *e);

// Sets it (an empty text goes back to the default) and logs it, in a transaction of its own. `invalid` where it makes
// no sense beside the others or numbers would go back.
bool numbering_set(book *b, const char *name, const char *value, error *e);

// ---- round_to.c: what totals in a currency are rounded to (setting `round_to.CHF`). Drafts that are made after it was
// set keep what it was then.
// The setting as text in the arena, with the decimals of the currency; NULL: totals are not rounded. `invalid` where
// there is no such currency.
bool round_to_setting(book *b, const char *currency, arena *a, const char **out, error *e);

// Sets it (an empty text ends it) and logs it, in a transaction of its own. `invalid` where it is no amount of the
// currency above zero.
bool round_to_set(book *b, const char *currency, const char *value, error *e);

// The currencies that have one, by name.
bool round_to_currencies(book *b, arena *a, const char ***out, size_t *count, error *e);

// ---- Corrections
// A line to credit, by its number on the invoice. amount: how much of it, net, as text; NULL: all that is left of it.
typedef struct credit_line {
  int64_t number;
  const char *amount;
} credit_line;

typedef struct credit_terms {
  const credit_line *lines;  // none: all that is left of every line
  size_t count;
  day after;    // of each line only the days of its period past this one; DAY_NEVER: not by days
  bool rebill;  // what is credited is due again: whole lines only
  day date;     // DAY_MIN: the last date of the series
  const char *note;
} credit_terms;

// A credit note of a final invoice, with the tax of what it takes back. *out: the new document. `already` where nothing
// is left of a line or it is named again, `invalid` where more is asked than is left, `state` for drafts, voids and
// credit notes.
bool invoice_credit(book *b, int64_t invoice, const credit_terms *terms, int64_t *out, error *e);

// What a line of a credit note takes back of the line that it credits, computed again from that line and the notes
// before it; only the amount that was asked for is taken as it is. Texts in the arena. `invalid` where the notes before
// it leave less than that: *out then holds what they leave.
bool credit_part_again(book *b, const line *note, const line *credited, int exponent, arena *a, line_part *out,
                       error *e);

// Voids a final invoice: the number stays, its items are due again. `state` where something was paid of it.
bool invoice_void(book *b, int64_t invoice, const char *note, error *e);

// The digest of a final document over its header and its bills.
bool invoice_digest(book *b, int64_t invoice, digest *out, error *e);

// The text that it is over, added to `out`, each value ended by a unit separator: number, kind, customer, currency,
// subtotal, tax, total, PO number, date, due date, seller, bill_to, the credited document's row, note; from form 2 on
// batch and contracts; from 3 on round_to and rounding; from 4 on look and statements; from 5 on buyer_reference and
// fx; then the digests of its bills. Amounts in minor units, days since 1970-01-01.
bool invoice_text(book *b, int64_t invoice, buffer *out, error *e);

// What the log has of final documents stays: a list that ends with a NULL command.
extern const action_kind invoice_actions[];
