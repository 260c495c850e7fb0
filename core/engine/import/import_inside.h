// The inside of the import: rows on their way in. Only the files of this room use it.
#pragma once
#include "core/base/instant.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/engine/facts/facts.h"
#include "core/engine/import/import.h"

// A cell as the source gave it, without the white space round what is matched; `untrimmed` then says what it was, NULL:
// the same. `json` is set where it came from JSON and is no plain text.
typedef enum cell_state { CELL_ABSENT, CELL_EMPTY, CELL_GIVEN } cell_state;
typedef struct cell {
  cell_state state;
  const char *text;
  size_t length;
  const cJSON *json;
  const char *untrimmed;
} cell;

// param.NAME, x.NAME and iban.CHF cells; of the last the name is the whole heading.
typedef struct extra {
  const char *name;
  cell value;
} extra;

// A row in the form that CSV and JSON share. `name` and `place` are what messages call it: contracts.csv:7,
// contracts:2.
typedef struct row {
  table_id id;
  const table *table;
  const char *name;
  uint64_t place;
  int64_t key;  // of a row that comes back: the one that it had, by which the log and the journal know it; 0: a new one
  cell cells[COLUMNS_MAX];
  extra *params, *own, *accounts;
  size_t param_count, own_count, account_count;
} row;

// A name of an own column that the import met.
enum { OWN_NAMES_MET = 256 };
typedef struct own_name {
  const char *name;  // NULL: none
  table_id id;
} own_name;

// What is known of one table during an import.
typedef struct table_state {
  bool met_in_source, fresh;  // named by the source; without rows before
  const char *source;         // file or list that it came from
  uint32_t *met;              // by n: the place where this import met the row, 0: not met
  size_t met_capacity;
  int64_t first_added, last_added;  // a contiguous range not yet in the journal; 0: none
  import_table count;
} table_state;

// What the import does to a contract, by contracts.n: becomes its frontier.
typedef struct contract_mark {
  int64_t time_from;
  day charge_from;
  bool touched;
  day period_from;  // least day of a fact that its periods count
} contract_mark;

// A payment, or an allocation (invoice: its number), that came, changed or went: what it gives is summed up when all
// rows are in.
typedef struct noted_payment {
  const char *payment, *invoice;  // invoice NULL: a row of payments
  bool more;                      // an allocation that is new or larger than before
  const char *name;               // NULL: it went
  uint64_t place;
} noted_payment;

// A customer, as attribution and clocks need it.
typedef struct customer_facts {
  bool known;
  const zone *zone;
  const char *zone_name;
  int64_t default_contract;
} customer_facts;

// A ticket likewise. `home`: the contract of its work where the work names none, 0: none.
typedef struct ticket_facts {
  int64_t n, customer, home;
  bool shared;
} ticket_facts;

// A customer whose default contract may change: what it was.
typedef struct default_change {
  int64_t customer, before;
} default_change;

// A contract that wants to be its customer's default; a row that refers to one of its own table that comes later (a
// customer's bill_to, a contract's draws_on). Resolved at the end of their table.
typedef struct pending {
  int64_t n;
  const char *id, *name;
  uint64_t place;
} pending;
typedef struct pending_list {
  pending *rows;
  size_t count, capacity;
} pending_list;

// A row whose customer (of a customer: whose bill_to) is another now, and what it was before; row.id is the column.
typedef struct owner_change {
  pending row;
  table_id table;
  int64_t before;
} owner_change;

// A rate code, work type or meter, and the first row of this import that has it.
typedef struct noted_word {
  const char *column, *text, *name;
  uint64_t place;
} noted_word;

// A contract whose tax, or a customer (contract 0) the tax of whose contracts, this import may have changed; or a
// contract of which a charge that came names a tax of its own.
typedef struct noted_tax {
  int64_t contract, customer;
  bool of_charge;
  const char *name;
  uint64_t place;
} noted_tax;

enum { REFERENCE_SLOTS = 32768, TICKET_SLOTS = 32768, IDS_MAX = 512 };
typedef struct reference_slot {
  uint64_t hash;
  table_id table;
  int64_t n;
  char id[48];
} reference_slot;

typedef struct import {
  book *book;
  db *db;
  const import_options *options;
  import_report *report;
  arena *arena;          // the caller's
  arena *own, *scratch;  // of the import; of one row
  error *e;              // gathers the faulty rows
  size_t invalid, duplicate, frozen;
  bool faulty;  // the row at hand has a fault
  const char *source;
  int64_t number;  // imports.n, 0: nothing written yet
  int64_t next_row, next_row_before;
  bool touched_all;
  bool reverts;  // another one is taken back: what it took out may come again, though it was credited before that
  table_state tables[TABLES];
  contract_mark *marks;
  size_t mark_capacity;
  customer_facts *customers;
  size_t customer_capacity;
  ticket_facts *tickets;       // TICKET_SLOTS, by n
  reference_slot *references;  // REFERENCE_SLOTS
  char **bad;                  // "table:id" of faulty rows, so that what refers to them is not a second fault
  size_t bad_count, bad_capacity;
  pending_list defaults, payers, paid;
  pending_list blocks, drawers;  // whose block comes later; who shares a block otherwise than before
  default_change *moved;
  size_t moved_count, moved_capacity;
  const char *pending_reference;      // of the row at hand to one of its table that is not there yet: bill_to, draws_on
  bool pending_default;               // the row at hand wants to become its customer's default contract
  own_name own_names[OWN_NAMES_MET];  // open addressing: names that the book knows already
  size_t own_name_count;
  bool named;  // it did not know all of them
  noted_word *words;
  noted_tax *taxes;
  size_t word_count, word_capacity, tax_count, tax_capacity;
  noted_payment *payments;
  size_t payment_count, payment_capacity;
  owner_change *owners;
  size_t owner_count, owner_capacity;
  int64_t owned, owner;  // the last contract that was asked for, and its customer
  uint64_t *likes;       // hashes of the entries that came, open addressing; 0: free
  size_t likes_count, likes_size;
  size_t kept_more;  // notes past the most that are kept
  const char **closed_words;
  size_t closed_word_count, statuses_closed_capacity, statuses_open_capacity, kept_capacity;
} import;

// --- import.c: one transaction that takes in what a reader hands over, or nothing.
typedef bool (*source_reader)(import *im, const void *what, error *e);
bool import_run(book *b, const char *source, const import_options *options, arena *a, import_report *report,
                source_reader read, const void *what, error *e);

// --- take_row.c: where a source hands over what it reads.
// A table's rows come from a file or list called `source`, which lives as long as the import.
void import_table_begins(import *im, table_id id, const char *source);
// Takes one row in. False: the import cannot go on; a faulty row is no such failure.
bool import_row(import *im, row *r, error *e);
// Ends a table after its last row: what had to wait for it is resolved.
bool import_table_ends(import *im, table_id id, error *e);

// --- cells.c: makes the cells of a row ready to be read: white space round what is matched goes, and names that hold
// what nobody can see are faulty.
void cells_clean(import *im, row *r);
// Room in the scratch arena for that many cells of names that are free; then each cell by its name, which must live as
// long as the row. `json`: what it is as JSON, for params; NULL: it is text, and its plugin says what is meant.
void row_room(import *im, row *r, size_t members);
void row_put(import *im, row *r, const char *name, cell c, const cJSON *json);

// --- faults.c: notes what is wrong with a row. `column` NULL: the row as a whole. Also answers false.
bool row_fault(import *im, const row *r, error_code code, const char *column, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
// The row has a column that its table lacks. Also answers false.
bool row_fault_unknown(import *im, const row *r, const char *name);
// A row that waited for the end of its table is faulty after all. Also answers false.
bool pending_fault(import *im, const pending *p, const char *column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// Adds a row to those that wait; its texts must live as long as the import.
void pending_add(import *im, pending_list *to, pending row);
// A fault without a row: of a file, or of a whole list. Also answers false.
bool source_fault(import *im, error_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));
// A value fit for a message: short, without control characters, in the scratch arena.
const char *shown(import *im, const char *text, size_t length);
// Remembers that the row of an id is faulty; whether it is.
void row_is_bad(import *im, table_id table, const char *id);
bool row_was_bad(const import *im, table_id table, const char *id);
// Adds a line to report->kept; import_kept_end then says how many there were past ERROR_ROWS_KEPT.
void import_kept(import *im, const char *format, ...) __attribute__((format(printf, 2, 3)));
void import_kept_end(import *im);
// The import's outcome: true where there were no faults, else the error.
bool import_verdict(import *im, error *e);

// --- fields.c: reads one cell by its column's descriptor. Faults are noted; false only where the import cannot go
// on.
bool field_read(import *im, const row *r, size_t column, const cell *c, field *out, error *e);
// The n of a row by id, 0 where there is none.
bool reference_find(import *im, table_id table, const char *id, int64_t *n, error *e);

// --- party_cells.c: how a party is paid and reached. Reads a cell of such a column; a fault is noted.
void party_cell_read(import *im, const row *r, const column *c, const cell *v, field *out);

// --- instants.c: a moment with an offset, or local on the zone's clock. False with a fault noted.
bool instant_read(import *im, const row *r, const char *column, const char *text, size_t length, const zone *z,
                  const char *zone_name, int64_t *utc);
// The local day of a COLUMN_MOMENT. False with a fault noted.
bool moment_day(import *im, const row *r, const char *column, const char *text, const zone *z, const char *zone_name,
                day *out);

// --- row_form.c: rows in import form. The row that STATEMENT_FORM or STATEMENT_DUMP stands on: its column as a cell
// would say it (NULL: empty), in the arena.
const char *form_cell(book *b, arena *a, const table *t, size_t column, const query *q, error *e);
// Of the same row what stands under headings of its own, by them: x.NAME, iban.CHF; added to an object.
void form_extras(const table *t, const query *q, cJSON *out);
// A whole stored row as canonical JSON, for the journal; the caller frees it. NULL with the error set.
char *form_row(import *im, const table *t, table_id id, const record *r, error *e);

// --- rows_store.c: writes new rows, removes rows; which rows were met.
bool store_insert(import *im, const row *r, record *out, bool *there, error *e);
bool store_remove(import *im, table_id id, const record *old, error *e);
// Takes work or a charge, as it was before, off what is open behind its contract's frontier; other rows are not there.
bool store_unlist(import *im, table_id id, const record *old, error *e);
// Rows dated since a day that this import did not meet, in the import's arena.
bool store_since(import *im, table_id id, day since, record **out, size_t *count, error *e);
// Whether a table has any rows.
bool store_any(db *db, table_id id, bool *out, error *e);
// The place where this import met row n before, 0: it did not; sets it.
uint32_t store_met(import *im, table_id id, int64_t n, uint64_t place);
uint32_t store_place(const import *im, table_id id, int64_t n);

// --- journal.c: what was written, and whom it concerns.
// Gives the import its number; else the first change does.
bool journal_begin(import *im, error *e);
bool journal_added(import *im, table_id id, int64_t n, error *e);
bool journal_flush(import *im, table_id id, error *e);
bool journal_old(import *im, table_id id, const record *old, bool gone, error *e);
bool journal_end(import *im, error *e);
contract_mark *mark_contract(import *im, int64_t n);
// A reading, device or change dated `d` of a contract (0: all of the customer's): periods from there on are looked at
// again where the contract prorates.
bool mark_fact(import *im, int64_t contract_n, int64_t customer, day d, error *e);
// A price of a rate code in that scope, from a day on: where work was billed at the code since, periods are looked at
// again.
bool mark_rate(import *im, const char *code, int64_t contract_n, int64_t customer, day d, error *e);
bool mark_customer(import *im, int64_t customer, error *e);
// A contract, else a customer's contracts, else all.
bool mark_scope(import *im, int64_t contract, int64_t customer, error *e);
void mark_time(import *im, int64_t contract, int64_t at);
void mark_charge(import *im, int64_t contract, day d);

// --- param_cells.c: JSON params.
// Reads the `params` column and param.NAME cells for a plugin. `before`: what the row had, NULL: nothing. False: the
// import cannot go on.
bool params_read(import *im, const row *r, plugin_kind kind, const char *plugin, const char *before, field *out,
                 error *e);
// Whether there is a plugin of that kind and name: a fault where there is none.
bool plugin_known(import *im, const row *r, const char *where, plugin_kind kind, const char *name);

// JSON of a COLUMN_OBJECT or COLUMN_LIST cell, or NULL with a fault noted; the caller deletes it.
cJSON *json_cell(import *im, const row *r, const char *column, const cell *c, bool list);
// Canonical text in the scratch arena.
field json_field(import *im, const cJSON *json);
// Checks params by the plugin; a fault is noted under `column`.
void params_check(import *im, const row *r, const char *column, plugin_kind kind, const char *plugin,
                  const char *params);
// Reads x.NAME cells into the `x` column.
void own_read(import *im, const row *r, const field *before, field *out);

// --- own_names.c: keeps the names of a row's x.NAME cells, for tables that plugins are shown.
bool own_names_note(import *im, const row *r, error *e);

// --- frozen.c: what was billed cannot change.
bool frozen_guard(import *im, const row *r, const record *old, record *new, error *e);
bool frozen_claim(import *im, table_id id, const record *old, const char **by, error *e);  // *by NULL: not billed
// By which document a claim's line was billed; negative: it is none.
bool frozen_line(import *im, int64_t line, const char **by, error *e);
bool frozen_contract(import *im, int64_t contract, const char **by, error *e);
// The same of any work or charge of a ticket.
bool frozen_ticket(import *im, int64_t ticket, const char **by, error *e);

// --- contracts.c, customers.c, party_cells.c, sites.c, tickets.c, work_rows.c: the rules of single tables. *_check:
// reads derived fields, notes faults; old->n 0: a new row. *_wrote: after the row was written.
bool customer_check(import *im, const row *r, const record *old, record *new, error *e);
bool customer_wrote(import *im, const row *r, const record *old, const record *new, error *e);
bool customers_end(import *im, error *e);

// --- customer_looks.c: how a customer wants its documents. Reads template_params, and checks them beside the settings.
bool customer_look(import *im, const row *r, const record *old, record *new, error *e);
bool seller_check(import *im, const row *r, const record *old, record *new, error *e);
bool site_wrote(import *im, const row *r, const record *old, const record *new, error *e);
bool contract_check(import *im, const row *r, const record *old, record *new, error *e);
bool contract_wrote(import *im, const row *r, const record *old, const record *new, error *e);
bool contracts_end(import *im, error *e);
// Those of a list are no customer's default contract any more: their work is placed again at the table's end.
bool contracts_no_default(import *im, const record *list, size_t count, error *e);
// What a contract's params are before a day, with its type; NULL with the error.
const char *params_before(import *im, int64_t contract_n, day from, const char **type, error *e);
bool change_check(import *im, const row *r, const record *old, record *new, error *e);
bool tax_check(import *im, const row *r, const record *old, record *new, error *e);
bool ticket_check(import *im, const row *r, const record *old, record *new, error *e);
bool ticket_wrote(import *im, const row *r, const record *old, const record *new, error *e);
bool entry_check(import *im, const row *r, const record *old, record *new, error *e);
bool entry_wrote(import *im, const row *r, const record *old, const record *new, error *e);
bool charge_check(import *im, const row *r, const record *old, record *new, error *e);
bool charge_wrote(import *im, const row *r, const record *old, const record *new, error *e);
bool dated_check(import *im, const row *r, const record *old, record *new, error *e);  // devices, grants
// what concerns a contract, a customer or all
bool scoped_wrote(import *im, const row *r, const record *old, const record *new, error *e);

// --- attribution.c: which contract work bills on.
bool customer_facts_of(import *im, int64_t customer, customer_facts *out, error *e);
void customer_forget(import *im, int64_t customer);
// Needed where a default contract has changed: it may be the home of any ticket.
void tickets_forget(import *im);
bool ticket_facts_of(import *im, int64_t ticket, ticket_facts *out, error *e);
void ticket_forget(import *im, int64_t ticket);
bool ticket_share(import *im, ticket_facts *t, int64_t contract, error *e);
bool attribute_ticket(import *im, int64_t ticket, error *e);  // moves its unbilled work
bool attribute_default(import *im, int64_t customer, int64_t before, error *e);
bool attribute_customer(import *im, int64_t customer, error *e);  // its clock changed

// --- notes.c: what is no fault and most likely not meant, for report->kept.
// A rate code, work type or meter: told at the end where nothing knows it. `where` is the column's name, a literal.
void note_word(import *im, const row *r, const char *where, const field *word);
// A contract, or a customer (contract 0), whose tax may have changed: told at the end where it bills none of its
// customer's.
void note_tax(import *im, const row *r, int64_t contract_n, int64_t customer);
// A charge that names a tax: told at the end, once for its contract, where that is not taxable.
void note_charge_tax(import *im, const row *r, int64_t contract_n);
// Params of a contract that were edited in place: told where it was billed.
bool note_params(import *im, const row *r, int64_t contract_n, error *e);
// An entry that was written: its words, its length, and one that is like it.
bool note_entry(import *im, const row *r, const ticket_facts *t, const record *x, error *e);
bool notes_end(import *im, error *e);

// --- owners.c: whose row it is.
// Of a row that is new or names another customer, contract or ticket: a fault where it names a stranger's.
bool owner_check(import *im, const row *r, const record *old, record *new, error *e);
// Of a contract: a fault where its site is of another customer.
bool site_owner_check(import *im, const row *r, const record *new, error *e);
// A ticket, contract, site or customer was written: where it went to another customer (another bill_to), what names it
// is looked at when all rows are in.
void owner_moved(import *im, const row *r, const record *old, const record *new);
bool owners_end(import *im, error *e);

// --- payments.c: payments and what they pay. A row that went is noted by payment_gone; payments_end finds what gives
// more than it has or than is open.
bool payment_check(import *im, const row *r, const record *old, record *new, error *e);
bool payment_wrote(import *im, const row *r, const record *old, const record *new, error *e);
bool allocation_check(import *im, const row *r, const record *old, record *new, error *e);
bool allocation_wrote(import *im, const row *r, const record *old, const record *new, error *e);
void payment_gone(import *im, table_id id, const record *old);
bool payments_end(import *im, error *e);

// --- replace.c: --replace, and rows that are to go.
bool replace_options(import *im, error *e);
bool replace_end(import *im, error *e);
bool removals_end(import *im, error *e);
// Takes a row out; it must be one that row_kept_by lets go.
bool row_take_away(import *im, table_id id, const record *old, error *e);

// --- kept_by.c: what keeps a row in the book, in words (NULL: it may go): `frozen` where it was billed, else `state`.
// kept_by_begins: before the first of `count` rows of a table is asked for; kept_by_ends: after the last.
typedef struct row_keeper {
  error_code code;
  const char *words;
} row_keeper;
bool kept_by_begins(import *im, table_id id, size_t count, error *e);
bool kept_by_ends(import *im, table_id id, size_t count, error *e);
bool row_kept_by(import *im, table_id id, const record *old, row_keeper *by, error *e);

// --- csv_source.c: a file named after its table, a directory of such files.
bool csv_source_file(import *im, const char *path, error *e);
bool csv_source_directory(import *im, const char *path, error *e);
// --- json_source.c: {"customers":[{…}],…} in memory, in a file.
bool json_source_text(import *im, const char *name, const char *text, size_t length, error *e);
bool json_source_file(import *im, const char *path, error *e);
// A value as a cell; null and "" empty it.
cell json_to_cell(import *im, const cJSON *item);
// --- source_file.c: opens a regular file for reading: its descriptor, which the caller closes, and its size; or -1
// with the error.
int source_open(const char *path, int64_t *size, error *e);
