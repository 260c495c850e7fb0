// An open book: the database, the plugins and what every rule needs to know of the MSP.
#pragma once
#include "core/base/json.h"
#include "core/base/zone.h"
#include "core/engine/facts/contract.h"
#include "core/engine/plugin.h"

// Told on long work, at most about ten times a second: what is being done, how much of how much (total 0: unknown). May
// be NULL.
typedef void (*progress_handler)(void *context, const char *what, int64_t done, int64_t total);

// What rooms above keep with an open book between two questions: the list of a batch in its order (batch/listing.h),
// the documents that were asked for last (invoice/documents.h). The book ends them.
enum { KEPT_LISTING, KEPT_DOCUMENTS, KEPT_COUNT };
typedef struct book_kept book_kept;
struct book_kept {
  void (*close)(book_kept *kept);
};

typedef struct book {
  db *db;
  const plugin_host *host;
  arena *arena;          // lives as long as the book: settings, zones
  const char *currency;  // of the database
  int exponent;
  const char *zone;  // of the database
  const char *name;  // the MSP's
  const char *who;   // who asks, as the log names them; NULL: the system's user
  progress_handler progress;
  void *progress_context;
  bool ledger;                  // some contract has a prepaid balance: told when planning begins
  struct book_zone *zones;      // parsed zone files, by name
  struct own_names *own_names;  // what plugins may misspell (own_names.h); NULL: they are not told
  int64_t rows_until;     // while the book is rewound: entries, charges and grants from this n on are not there yet; 0:
                          // all are
  int64_t journal_until;  // while the book is rewound: the last journal entry of then; 0: all are there
  int64_t bills_until;    // while the book is rewound: bills from this n on were not made yet; 0: all are
  int64_t actions_until;  // while bills_until is given: actions from this one on were not done yet
  book_kept *kept[KEPT_COUNT];  // NULL: nobody asked yet
  int64_t undoes, redoes;  // while an action is taken back or done again: its seq, for the entries of that; 0: none is
} book;

// Reads the settings of an open database. The book borrows db and host.
bool book_open(book *b, db *d, const plugin_host *host, error *e);
void book_close(book *b);

// What `init` is told; NULL and 0 take the defaults (USD, the system's zone, "My MSP", statuses closed and resolved,
// first number 1, format {SEQ}).
typedef struct book_settings {
  const char *currency, *zone, *name, *closed_statuses,
      *number_format;  // closed_statuses: more than closed and resolved, comma-separated
  int64_t first_number;
  bool yearly;                // numbers begin anew each year
  const char *fiscal_start;   // MM-DD on which years begin; only where they do
  const char *credit_format;  // credit notes have a series of their own; NULL: they share that of invoices
} book_settings;

// The system's zone: $TZ, else what /etc/localtime points to, else UTC. `out` may hold it.
const char *book_system_zone(char out[4096]);

// Whether there is a time zone of a name that somebody gives now; else `invalid`.
bool book_zone_known(const char *name, error *e);

// Writes the settings and the number series into a fresh database, in its own transaction. `invalid` for a currency or
// zone that does not exist.
bool book_init(db *d, const book_settings *settings, error *e);

// A zone of the system's tz database ($TZDIR, else /usr/share/zoneinfo) by name, parsed once. An unknown name or a
// missing database is `invalid`/`io`; never UTC instead.
const zone *book_zone(book *b, const char *name, error *e);

// The same for a name that somebody gives now: one that zone_name_portable refuses is `invalid` too. Books of before
// may hold such a name, so book_zone still reads it.
const zone *book_zone_given(book *b, const char *name, error *e);

// Today's date in the database's zone. $BILLET_TODAY (YYYY-MM-DD) stands in for the clock where it is set.
bool book_today(book *b, day *out, error *e);

// The moment as RFC 3339 UTC text for logs, in the arena of the caller.
const char *book_now(arena *a);

// Tells the progress, if anyone listens.
void book_progress(const book *b, const char *what, int64_t done, int64_t total);

// The last that was appended to the audit chain, in the arena: its place in it, 0 where there is nothing, and of which
// batch it was (0: none).
typedef struct deed {
  int64_t seq, batch;
  const char *command;
} deed;
bool book_last_deed(book *b, arena *a, deed *out, error *e);

// The chain's last link and its place, 0 and "" where the log is empty; the link of an entry, "" where there is none.
// In the arena.
bool book_log_head(book *b, arena *a, int64_t *seq, const char **chain, error *e);
bool book_log_link(book *b, int64_t seq, arena *a, const char **chain, error *e);

// Who asks, as the log names them: book.who, else the system's name of the user; in the arena.
const char *book_who(const book *b, arena *a);

// Appends to the audit chain: what was done, to which batch (0: none), as a JSON object, to which `who` is added: who
// asks. Inside the caller's transaction.
bool book_log(book *b, const char *command, int64_t batch, const char *detail, error *e);

// In SQL: the commands whose entries name an import (`import` of their detail).
#define LOGGED_IMPORTS "'import', 'set', 'remove', 'price raise', 'invoice pay', 'invoice unpay'"

// The same with a detail that is taken over and freed.
bool book_log_json(book *b, const char *command, int64_t batch, cJSON *detail, error *e);

// A link of the audit chain as hexadecimal SHA-256 over: the link before (empty for the first), seq, at, command,
// detail, each but the last ended by a line feed.
void book_chain(const char *before, int64_t seq, const char *at, const char *command, const char *detail, char hex[65]);

// The first bill that was not made yet, for comparing; past every bill where all are there.
int64_t book_bills_until(const book *b);

// The last journal entry.
bool book_position(book *b, int64_t *seq, error *e);
