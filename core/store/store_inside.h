// What the files of the store share: the structs behind its opaque types, and the steps that only the store may take.
#pragma once
#include "core/base/text.h"
#include "core/store/db.h"
#include <sqlite3.h>

enum {
  STORE_APPLICATION = 0x42494c54,       // "BILT", the application_id of billet's files
  STORE_VERSION = 8,                    // the user_version that this program writes
  STORE_WAIT = 5000,                    // milliseconds to wait for another program's lock
  STORE_HELD = 100,                     // milliseconds after which db_rest lets others commit
  STORE_LENGTH_MAX = 64 * 1024 * 1024,  // bytes in one text, and in one row
  STORE_LEVELS_MAX = 64,                // nested begins
};

// A prepared statement and what is known of its use.
struct query {
  db *db;
  sqlite3_stmt *statement;
  const char *key;     // the address under which it is cached; NULL: not cached
  char *text;          // a copy of the SQL, to notice a key whose text has changed
  int parameters;      // how many the SQL has
  int fault;           // SQLite's code of the first binding that failed; 0: none
  bool bound;          // something is bound
  bool reading;        // a row was handed out and the statement is not reset
  bool writes;         // it changes the database
  bool outer;          // of an outer join or a subquery: any column may be NULL
  uint64_t *nullable;  // by bit: columns that were met as NULL, which the schema does not forbid
};

// The statement of one bulk table, kept for the life of the database. Linked by `next`.
typedef struct bulk_table {
  struct bulk_table *next;
  char *columns_text;  // "lines(n, kind, …)"
  int columns;
  query *insert;  // prepared when first needed
} bulk_table;

// A value that waits to be written.
typedef struct cell {
  const char *text;  // NULL: `number` is the value, or NULL where `null`
  union {
    int64_t number;
    size_t length;
  } as;
  bool null;
} cell;

// Rows that are fed to a statement by the table `gathered` (gathered.c), whose columns are c0, c1, …
enum { GATHERED_COLUMNS = 32 };
typedef struct gathered {
  const cell *cells;  // row by row
  int rows, columns;
} gathered;

struct db {
  sqlite3 *handle;
  char *path;
  query **cache;  // open addressing by the address of the SQL; `cache_size` is a power of two
  size_t cache_size;
  size_t cache_used;
  bulk_table *bulk_tables;
  gathered feeding;           // what the table `gathered` shows
  bool old;                   // written by an older billet and not migrated yet: it answers no query
  int depth;                  // open levels: db_begin and db_begin_read
  uint64_t read_levels;       // bit i: level i was begun by db_begin_read
  int64_t since;              // by store_clock: when the read transaction began
  buffer doing, done;         // what db_doing said of the open transaction; of the last that was committed
  bool undone;                // rolled back while outer levels still wait for their end: nothing may be written
  int64_t waits_since;        // by store_clock: when it began to wait for the lock that it waits for
  int patience;               // milliseconds that it waits for one
  bool (*stop)(void);         // whether statements are to end; NULL: never
  bool damaged;               // a column that is never NULL was; told by the next statement
  struct private_file *view;  // of a private connection: its file
  db *lender, *lent, *next;   // whose private connection it is; its own private ones, linked by `next`
};

// Whether waiting for a lock that is waited for since then goes on, and for how long until the next look.
bool store_waits(const db *d, int64_t since, int64_t *milliseconds);

// Makes the table `gathered` known to the connection. False with an error.
bool store_gathered(db *d, error *e);

// One step of a migration, from version `from` to `from + 1`: SQL of one or more statements.
// more: SQL that goes on, or NULL.
typedef struct migration {
  int from;
  const char *sql, *more;
} migration;

// Before SQLite is first used: whatever it gets no memory for is noted (base/memory.h).
void store_note_memory(void);

// What a fresh book has, and what each later version added (core/store/*.sql).
extern const char store_fresh[], store_ledger[], store_freeze[], store_documents[], store_parties[], store_delivery[],
    store_aging[], store_day[];

// db_open for a program that knows versions up to `version`.
bool store_open(const char *path, int version, db **out, error *e);

// db_migrate with other steps and the version that they lead to. Corrupt where no step leads on from the file's own.
bool store_migrate(db *d, const migration *steps, size_t count, int version, error *e);

// Notes that a connection is a private one of another, for db_close and db_abandon of either.
void store_lend(db *lender, db *d);

// A connection on `path` with limits and switches that never touch the file. `flags`: SQLITE_OPEN_READWRITE and perhaps
// _CREATE. `vfs`: store_vfs() but for private connections.
bool store_connect(const char *path, int flags, const char *vfs, db **out, error *e);

// Sets journal mode, durability and the other PRAGMAs, and reads back those that matter.
bool store_settings(db *d, error *e);

// Milliseconds of a clock that only goes on.
int64_t store_clock(void);

// db_rest on other connections than private ones.
bool store_rest(db *d, error *e);

// Runs a PRAGMA; where `wanted` is given, its answer must be that.
bool store_pragma(db *d, const char *sql, const char *wanted, error *e);

// Which VFS to open files with: NULL, the default one, except in builds for fault tests.
const char *store_vfs(void);

// Runs SQL of several statements that answer no rows.
bool store_script(db *d, const char *sql, error *e);

// The first column of the first row, 0 where there is none. For PRAGMAs: the statement is not kept.
bool store_number(db *d, const char *sql, int64_t *out, error *e);

// Whether the database may be asked: `state` where it is old and was not migrated. Looked at when a statement is
// prepared for callers, which every one is once, so that it costs nothing afterwards.
bool store_current(const db *d, error *e);

// Prepares a statement that is not in the cache; store_forget ends it (NULL is allowed).
query *store_prepare(db *d, const char *sql, error *e);
void store_forget(query *q);

// Ends all statements that the database keeps.
void store_forget_all(db *d);

// Turns SQLite's result code into billet's error, with `text` as SQLite's words. Always answers false.
bool store_error(const db *d, int result, const char *text, error *e);

// The same with the connection's last message, for a statement that failed: notices that SQLite rolled the transaction
// back by itself, and that a write outside of a transaction has an unknown outcome.
bool store_statement_error(db *d, int result, bool wrote, error *e);

// The file has version `found`, past `version`, the last that this program knows. Always answers false.
bool store_too_new(const db *d, int64_t found, int version, error *e);

// COMMIT failed in a way that leaves open whether the change is there. Always answers false.
bool store_unknown_outcome(const db *d, error *e);

// Whether the foreign keys hold: false with `corrupt` and a row for each that does not.
bool store_check_keys(db *d, error *e);

// A new, empty file beside `path`, under a name that nothing had: its descriptor, with the name in `part`; -1 with the
// error.
int store_part(const char *path, buffer *part, error *e);

// Puts on the disk that a file has its name in its folder.
bool store_sync_folder(const char *path, error *e);

// Whether the file there is a database of SQLite, or may be one: another program holds it, or it cannot be read.
bool store_is_database(const char *path);
