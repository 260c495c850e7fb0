// The import tables as data: one descriptor a column, from which reading, checking, storing, suggesting and dumping all
// come.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// In the order in which they are imported: what a row refers to comes first.
typedef enum table_id {
  TABLE_SELLER,
  TABLE_TAXES,
  TABLE_CALENDARS,
  TABLE_CUSTOMERS,
  TABLE_SITES,
  TABLE_CONTRACTS,
  TABLE_CHANGES,
  TABLE_TECHNICIANS,
  TABLE_RATES,
  TABLE_TICKETS,
  TABLE_TIME_ENTRIES,
  TABLE_CHARGES,
  TABLE_READINGS,
  TABLE_DEVICES,
  TABLE_GRANTS,
  TABLE_FX,
  TABLE_MAPS,
  TABLE_PAYMENTS,
  TABLE_ALLOCATIONS,
  TABLES
} table_id;

typedef enum column_type {
  COLUMN_TEXT,
  COLUMN_ID,         // text without control characters
  COLUMN_REFERENCE,  // the id of a row of table `of`; stored as its n
  COLUMN_DECIMAL,    // stored as it was written, compared by value
  COLUMN_DISCOUNT,   // `10%` or an amount
  COLUMN_DATE,       // stored as a day number
  COLUMN_BOOL,       // true, false, yes, no, 1, 0
  COLUMN_INTEGER,    // least … most
  COLUMN_CHOICE,     // one of `choices`
  COLUMN_CURRENCY,   // ISO 4217
  COLUMN_ZONE,       // a time zone's name
  COLUMN_TAX,        // the name of a row of `taxes`
  COLUMN_OBJECT,     // a JSON object, stored as canonical text
  COLUMN_LIST,       // a JSON list of objects, likewise
  COLUMN_INSTANT,    // a moment, stored as seconds since 1970 UTC
  COLUMN_MOMENT,     // a date or a moment, stored as it was written
  COLUMN_IBAN,       // stored without blanks
  COLUMN_BIC,        // likewise
  COLUMN_ENDPOINT,   // an electronic address, SCHEME:ID
  COLUMN_ADDRESSES,  // e-mail addresses, parted by `;`
  COLUMN_AMOUNT,     // above zero in the currency of its row or of the document that it names; stored in minor units
} column_type;

enum {
  COLUMN_REQUIRED = 1,      // a new row must have it
  COLUMN_KEY = 2,           // rows are matched by it
  COLUMN_FREE = 4,          // may change after the row was billed
  COLUMN_FROZEN = 8,        // of a contract or ticket: may not change once it was billed
  COLUMN_DERIVED = 16,      // stored, but worked out by the import: nobody gives it
  COLUMN_VIRTUAL = 32,      // given, but not stored
  COLUMN_NONNEGATIVE = 64,  // of a decimal
  COLUMN_WORD = 128,        // of a text: matched with others, not only shown; read like an id
  COLUMN_TRIMMED = 256,     // of a text: shown, and compared to group invoices
  COLUMNS_MAX = 32,         // columns of a table, derived ones included
};

typedef struct column {
  const char *name;  // as people write it
  column_type type;
  unsigned flags;
  const char *stored;    // its name in the database; NULL: the same
  const char *standard;  // what an empty cell means, as a cell would say it; NULL: nothing
  const char *choices;   // of COLUMN_CHOICE, parted by blanks
  int64_t least, most;   // of COLUMN_INTEGER
  table_id of;           // of COLUMN_REFERENCE
} column;

typedef struct table {
  const char *name, *one;  // `customers`, and what one row is called: `customer`
  const column *columns;
  size_t count;
  const char *day;  // SQL for the day of a row, for --replace; NULL: rows have no date
  bool clustered;   // keyed (contract, at or day, n) and numbered from settings.next_row
} table;

// The descriptor of a table.
const table *table_of(table_id id);

// The table of a name, or TABLES where there is none.
table_id table_find(const char *name, size_t length);

// The table whose name is nearest to a misspelt one, or NULL.
const char *table_suggest(const char *name);

// The index of a column that people may give, or -1.
int column_find(const table *t, const char *name);

// The index of any column by name, derived ones too; it must exist.
size_t column_at(const table *t, const char *name);

// The nearest column's name, or NULL.
const char *column_suggest(const table *t, const char *name);

// The column's name in the database.
const char *column_stored(const column *c);

// Whether a column's values are matched with others or parsed, so that white space round them means nothing.
bool column_is_matched(const column *c);

// Whether its values are names that must be told apart by looking at them.
bool column_is_name(const column *c);

// What a column means, and a value for it, for people who fill the table; empty where nobody wrote it yet.
const char *column_about(const table *t, const column *c);
const char *column_example(const table *t, const column *c);

// Whether rows of the table have an `id`.
bool table_has_id(const table *t);

// Whether a heading is one of the free names after a prefix, `x.NAME` or `param.NAME`: a short NAME without control
// characters.
bool extra_name(const char *heading, const char *prefix);

// Whether the table has a `params` column, so that `param.NAME` may be given.
bool table_has_params(const table *t);

// Whether a heading of the table is `bank.`, `iban.` or `bic.` and what may be a currency: an account of its own.
bool account_name(const table *t, const char *heading);

// SQL over a table. They are made once and live as long as the program, at the same address: fit for db_query.
typedef enum table_statement {
  STATEMENT_FIND,    // by key, in the order of the key columns: n, then the stored columns in order
  STATEMENT_INSERT,  // n, then the stored columns; a row whose key exists already is ignored
  STATEMENT_UPDATE,  // the stored columns, then the row's n, or for clustered tables its old first two columns and n
  STATEMENT_FORM,   // one row in import form by id (by n where it has none): n, then each given column; see import_form
  STATEMENT_DUMP,   // all rows in import form, by key
  STATEMENT_SINCE,  // like STATEMENT_FIND, rows dated on or after a day; only where rows have a date
  STATEMENT_SPAN,   // like STATEMENT_FIND, rows whose n is from one to another
  STATEMENTS
} table_statement;
const char *table_sql(table_id id, table_statement which);
