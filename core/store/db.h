// The database. What is committed survives the loss of power; a second program waits, and is then told that the book is
// busy; a file of another program, or of a newer billet, is left as it is. The only room that knows SQLite: rooms above
// hand it SQL and read rows.
#pragma once
#include "core/base/error.h"
#include <stdint.h>

typedef struct db db;
typedef struct query query;

// Opens an existing database, checks that it is billet's, and sets and reads back what durability needs:
// journal_mode=TRUNCATE, synchronous=FULL, foreign keys, defensive, no trusted schema. One that an older billet wrote
// opens too, but answers nothing before db_migrate, so that no caller reads tables that are not what it thinks. Errors:
// not-found (with the hint to `init`), invalid (a directory, an empty file, another program's database), state (written
// by a newer billet), corrupt, busy, io. db_close takes NULL.
bool db_open(const char *path, db **out, error *e);
void db_close(db *d);

// Closes a database that was left in the middle of something (base/memory.h: memory_guard), with its private
// connections: what was not committed is undone, and others have the file.
void db_abandon(db *d);

// Brings a database that an older billet wrote to the schema of this one, one version after the other, each step in a
// transaction of its own, after a backup to FILE.v<old>.bak (FILE.v<old>.2.bak and so on where that exists). Nothing to
// do where it is current. Where a step fails the last whole version stays, and the database still answers nothing.
bool db_migrate(db *d, error *e);

// Creates a new database with the current schema, inside one transaction; refused (duplicate) where the file exists. An
// empty file counts as none, so that a killed `init` can be done again. ":memory:" is allowed.
// `more` (may be NULL) writes what belongs into every new database, inside the same transaction.
typedef bool (*db_filling)(void *context, db *d, error *e);
bool db_create(const char *path, db **out, error *e);
bool db_create_with(const char *path, db_filling more, void *context, db **out, error *e);

// For a program with one thread that uses SQLite for nothing else: leaves its locks and statistics out. Before the
// first database opens.
void db_single_thread(void);

// From now on statements of this database, and of private connections that are opened from it, end where `stop` answers
// that somebody wants them to (`interrupted`), and nothing is committed any more. NULL: they never do. It is asked
// often.
void db_stop_when(db *d, bool (*stop)(void));

// Whether statements wait a few seconds for the lock of another program, as they do at first, or are refused (`busy`)
// at once.
void db_wait(db *d, bool patient);

// Ends the reading of every statement whose rows were not read to their end, so that nothing is locked while a program
// waits for a person. Outside of transactions.
void db_let_go(db *d);

// A number that changes when another connection commits; how it differs says nothing.
bool db_version_of_data(db *d, int64_t *out, error *e);

// SQLite's version.
const char *db_library_version(void);

// The file's path as it was given.
const char *db_path(const db *d);

// A statement for one SQL text: prepared once per text (the address of a string literal is the key), handed out reset.
// Using the same literal while its rows are still being read is an error that the function reports. NULL with an error
// where the SQL fails.
query *db_query(db *d, const char *sql, error *e);

// The same with parameters bound from the format, one letter each: 'i' int64_t, 't' const char * (NULL binds NULL; the
// text must live until the query is reset), 'n' a NULL with no argument, 'k' int64_t where 0 binds NULL.
query *db_ask(db *d, error *e, const char *sql, const char *format, ...);

// Binds and runs a statement that answers no rows.
bool db_run(db *d, error *e, const char *sql, const char *format, ...);

// Binds, runs and reads the first column of the first row: true with *out; where there is no row *out = missing.
bool db_value(db *d, error *e, int64_t *out, int64_t missing, const char *sql, const char *format, ...);

// Binding by position, from 1. Text is not copied.
void query_int(query *q, int at, int64_t value);
void query_text(query *q, int at, const char *text);  // NULL binds NULL
void query_bytes(query *q, int at, const char *text, size_t length);
void query_blob(query *q, int at, const void *bytes, size_t length);  // bytes that are no text
void query_null(query *q, int at);

// The next row: 1, 0 at the end (the query is reset by itself), -1 with the error set (also reset).
int query_step(query *q, error *e);

// Ends reading early.
void query_reset(query *q);

// Columns of the current row, from 0. Text lives until the next step; NULL columns answer NULL and 0.
int64_t query_column(const query *q, int at);
const char *query_column_text(const query *q, int at);
size_t query_column_length(const query *q, int at);
bool query_column_null(const query *q, int at);

// Whether everything that was read so far could be read: `memory`, or `corrupt` where a column was empty that never is.
// The next statement looks too; whoever asks for the last one asks here.
bool db_sound(db *d, error *e);

// Runs a step to its end and resets. For statements with bound parameters that answer no rows.
bool query_run(query *q, error *e);

// Transactions. db_begin takes the write lock at once (BEGIN IMMEDIATE; busy after waiting 5 s). A commit that fails is
// an unknown outcome (exit 6) unless SQLite says that the transaction is still open, which is rolled back. db_rollback
// is harmless without one. Nested begins are counted: only the outermost commits. A rollback undoes all levels at once;
// until each outer level has ended with db_rollback too, nothing can be written.
bool db_begin(db *d, error *e);
bool db_commit(db *d, error *e);
void db_rollback(db *d);

// A read transaction, so that several reads see one state; ended by db_rollback, which leaves a write transaction
// around it alone. No write transaction can begin inside it.
bool db_begin_read(db *d, error *e);

// A private connection to the file of an open database: what is changed on it is seen by nobody else and never written.
// Its transactions (db_begin) end with db_rollback; a commit fails. The file is read through a descriptor that cannot
// write, under the shared lock alone: others may begin to write meanwhile, and only their commits wait. Foreign keys
// are not looked at. db_close ends it. Errors as of db_open; state where the database is in memory.
bool db_open_private(db *of, db **out, error *e);

// Between two steps of a transaction that only reads, or of a private one: lets commits in that may have waited for
// 100 ms, and waits for their end. A private transaction goes on where nobody has changed the file; *changed: somebody
// has, and all that can be done with it is to roll it back. One that only reads begins anew, and reads what is there by
// then; `changed` may be NULL. Does nothing outside of transactions and in those that write.
bool db_rest(db *d, bool *changed, error *e);

// Inside a private transaction that has changed nothing yet: goes on with a copy of the file as it is, a temporary file
// of that size, and takes no lock from here on. For questions that others would disturb without end.
bool db_read_copy(db *d, error *e);

// Says in a few words what the open write transaction does. Once it is committed db_done answers them, so that whatever
// fails afterwards is never taken for a refusal; a rollback forgets them. db_done: NULL where nothing was committed
// since db_done_forget.
void db_doing(db *d, const char *what);
const char *db_done(const db *d);
void db_done_forget(db *d);

// Whether no transaction is open.
bool db_idle(const db *d);

int64_t db_last_key(const db *d);  // key of the last INSERT
int64_t db_changes(const db *d);   // rows of the last statement

// A number that grows with every row that this connection changes, also where that is undone.
int64_t db_changes_ever(const db *d);

// Whether a transaction is open that may have written.
bool db_writing(const db *d);

// A row appender: many rows per statement. `columns` (at most 32) as in "lines(n, kind, …)". Values are added
// column by column; texts must live until the next bulk_flush or until bulk_full says that a write has just happened.
typedef struct bulk bulk;
bulk *bulk_open(db *d, const char *table_and_columns, int columns, error *e);
void bulk_int(bulk *b, int64_t value);
void bulk_text(bulk *b, const char *text);  // NULL is NULL
void bulk_bytes(bulk *b, const char *text, size_t length);
void bulk_null(bulk *b);
bool bulk_row(bulk *b, error *e);    // ends a row; writes when enough have gathered
bool bulk_full(const bulk *b);       // nothing is gathered: the last bulk_row has just written
bool bulk_flush(bulk *b, error *e);  // writes the rest
void bulk_close(bulk *b);

// Runs SQLite's own integrity and foreign key checks: false with `corrupt` and rows that say where, after those that
// `e` has already.
bool db_check(db *d, error *e);

// A copy of the database by the online backup interface, with the same permissions; it appears whole or not at all
// (under another name in its folder until then). Refused (duplicate) where the file exists; busy inside a write
// transaction.
bool db_backup(db *d, const char *path, error *e);

// The other way: what is in `from` takes the place of all that is in the file of `into`, in one transaction, so that a
// loss of power leaves one or the other and others that have the file open see it change. Nothing else may be asked of
// `into` before it is closed. Errors as of db_commit.
bool db_replace(db *from, db *into, error *e);
