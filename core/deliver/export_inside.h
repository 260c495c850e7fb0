// Inside of delivering: rows of the outbox, requests, and one run.
#pragma once
#include "core/base/json.h"
#include "core/base/value_json.h"
#include "core/deliver/export.h"

enum {
  KEY_TEXT = 37,      // of a key, with its NUL
  ATTEMPTS_MAX = 8,   // of one row
  PATIENCE = 300,     // seconds that a command waits
  UNREACHED_MAX = 3,  // times that nobody is there, until a run ends
  EQUAL_MAX = 5,      // documents in a row that are refused for the same reason, until a run ends
  LATER_MAX = 12,     // times that one document is put off in one run
  LEASE_MORE = 60,    // seconds that a claim lives longer than its request
  WAIT_UNTOLD = 60,   // seconds, where a target wants to be left alone and does not say for how long
};

// ---- export_keys.c

// A new random key, 36 characters.
void delivery_key(char out[KEY_TEXT]);

// A random number from 0 up to, and with, `most`.
int64_t delivery_random(int64_t most);

// Who claims: host, process and the time at which it began, in the arena. Whether that process may still be at work:
// one of another host is, as far as anybody here knows.
const char *delivery_owner(arena *a);
bool delivery_owner_lives(const char *owner);

// ---- export_outbox.c: one row of the table deliveries.

typedef struct delivery {
  int64_t n;  // 0: there is none
  int64_t connection, invoice;
  const char *kind, *subject, *state, *key, *request, *sent_key;  // request "": it is yet to be built
  int64_t attempts, sent_at, next_at, claimed_until;              // 0: never
  const char *claimed_by, *remote_id, *remote_number, *remote_total, *remote_tax, *remote_version;
  const char *difference, *code, *message, *trace, *note;
} delivery;

// The code of a row that waits to be sent anew and was refused there before: what it needs is looked for anew.
#define DELIVERY_ANEW "anew"

// Whether there is a row, in that state.
bool delivery_is(const delivery *row, const char *state);

// The row of a document; out->n 0 where there is none. Texts in the arena.
bool outbox_find(book *b, int64_t connection, const char *kind, const char *subject, arena *a, delivery *out, error *e);

// Adds a row, with a new key. *done false: somebody else was faster.
bool outbox_add(book *b, delivery *row, bool *done, error *e);

// Makes one row out of another, where it still is as it was read. *done false: somebody else changed it meanwhile. In a
// transaction of its own, unless the caller has one; waits for a book that is busy.
bool outbox_move(book *b, const delivery *before, const delivery *after, bool *done, error *e);

// ---- export_requests.c: what is kept of a request, JSON: {"method", "path", "query", "headers", "type", "body"
// (text), or "list" (text: the entries of its only list)}.

// Freezes what the plugin answered. list: how the list is called whose requests are joined; NULL: none are. The caller
// frees it.
char *request_freeze(const struct cJSON *request, const char *list);

// The same text with each `from` made `to`, in the arena.
const char *request_with_key(const char *frozen, const char *from, const char *to, arena *a);

// Whether two requests may be joined: they have a list, and nothing else tells them apart but their keys.
bool request_joins(const char *a, const char *a_key, const char *b, const char *b_key, arena *scratch);

// The request of several frozen ones, at least one, under `key`, in the arena. list: as above.
wire_request request_thaw(const char *const *frozen, const char *const *keys, size_t count, const char *key,
                          const char *list, arena *a);

// ---- export_remote_names.c

// What the target calls something, and the name by which it was found or made; NULL where that is not known. In the
// arena.
bool name_known(book *b, int64_t connection, const char *kind, const char *key, arena *a, const char **id,
                const char **name, error *e);

// Remembers that, inside of the caller's transaction if there is one.
bool name_remember(book *b, int64_t connection, const char *kind, const char *key, const char *name, const char *id,
                   error *e);

bool name_forget(book *b, int64_t connection, const char *kind, const char *key, error *e);

// ---- export_ask.c: one request, and what its answer means.

typedef enum verdict {
  VERDICT_GOOD,      // it was done
  VERDICT_REFUSED,   // surely not done, and would be refused again
  VERDICT_THERE,     // not done, for something of that number is there
  VERDICT_UNKNOWN,   // nobody knows
  VERDICT_WAIT,      // surely not done; later
  VERDICT_NOT_SENT,  // surely not done: nobody was reached
  VERDICT_ENDED,     // surely not done, and the run is at its end
} verdict;
typedef struct judged {
  verdict as;
  bool absent;  // refused, for there is nothing under that address
  const char *message, *code, *trace;
  const value *answer;  // as plugins get it; NULL: there is none
} judged;

typedef struct driver {
  const delivering *with;
  arena *arena, *scratch;  // of the run; of one step
  const char *owner, *list;
  int64_t limit, per_minute, together;
  int64_t gate;               // until then nothing is asked
  int64_t minute, in_minute;  // requests of the minute that began then
  int unreached, equal;       // in a row
  value *lacking;             // by needs that were refused in this run, why
  value *anew;                // needs that were forgotten in this run, and looked for anew
  const char *equal_message;  // of the last that was refused
  delivery_report *report;
  bool ended;
  export_desk desk;
} driver;

bool driver_open(driver *d, const delivering *with, arena *a, delivery_report *report, error *e);
void driver_close(driver *d);

// The run is at its end, for this reason (the first counts).
void driver_end(driver *d, delivery_end end, const char *message, const char *hint);

int64_t driver_now(const driver *d);
// Lets so many seconds pass, and tells for what; ends the run where somebody wants that.
void driver_rest(driver *d, int64_t seconds);
// Seconds to wait after so many failures: random, so that several programs do not come back at once.
int64_t driver_backoff(int failures);

// What the plugin answers; NULL: nothing. cJSON_Delete frees it. key: what it is told as t.key.
bool driver_plugin(driver *d, const char *function, const char *key, const value *subject, const value *answer,
                   struct cJSON **out, error *e);

// Sends one request once it may; d->ended instead where it may not any more.
bool driver_send(driver *d, const wire_request *request, wire_answer *out, error *e);

// What an answer means for a document. Puts the gate, and ends the run, where it says so.
bool driver_judge(driver *d, const value *document, const wire_answer *answer, judged *out, error *e);

// Both at once, for a request that only asks. A run that ended answers VERDICT_ENDED.
bool driver_ask(driver *d, const value *document, const struct cJSON *request, judged *out, error *e);

// What the plugin reads of an answer that is good; *out NULL: the document is not there. A plugin that stumbles over an
// answer has not understood it: *out NULL and judged UNKNOWN with its message.
bool driver_confirm(driver *d, const value *document, judged *j, struct cJSON **out, error *e);

// A text, a number or a raw number of JSON as text, in the arena; NULL: it has none.
const char *fact(const struct cJSON *facts, const char *name, arena *a);

// ---- export_names.c

// What an invoice needs there. NAME_LATER: at *next; NAME_REFUSED: *message says why.
typedef enum name_end { NAME_READY, NAME_LATER, NAME_REFUSED } name_end;
// names_forget: the target refused what refers to them: what they are called there is looked for anew, once in a run.
bool names_forget(driver *d, const struct cJSON *needs, error *e);
// *fresh: whether any was not known before.
bool names_resolve(driver *d, const struct cJSON *needs, const char *key, bool *fresh, name_end *out, int64_t *next,
                   const char **message, error *e);

// ---- export_items.c: a document on its way in one run.

typedef struct item {
  int64_t invoice;
  const char *kind, *number;  // kind of the row: invoice, credit, void, apply
  int64_t credited;           // apply: the invoice
  delivery row;
  arena *own;    // of its row and its invoice
  value *shown;  // the invoice; NULL: not read yet
  int64_t next_at;
  int later;                    // times that it was put off
  bool finished, alone, there;  // alone: not joined any more; there: the target says that it is
} item;

typedef struct items {
  item *list;
  size_t count, capacity;
} items;

// What is to be done for the invoices: documents, then applications, then voids.
bool items_of(driver *d, const int64_t *invoices, size_t count, items *out, error *e);

// Reads its row anew; a row that was cut off becomes unknown, one that somebody else sends finishes the item.
bool item_read(driver *d, item *i, error *e);

// Reads its invoice, once. Its row and invoice live until item_done, which a finished item may be told more than once.
bool item_show(driver *d, item *i, error *e);
void item_done(item *i);

// The document as the plugin is asked about it, in the run's scratch arena. NULL with the error.
value *item_document(driver *d, item *i, error *e);

// Changes its row and keeps it; an item that somebody else changed is finished.
bool item_move(driver *d, item *i, const delivery *after, error *e);

// It is refused: told, kept, and counted against those before it.
bool item_refuse(driver *d, item *i, const char *message, const char *code, const char *trace, error *e);

// Comes back to it at a time, in this run as far as the command's patience goes.
void item_later(driver *d, item *i, int64_t at);

// What differs of the amounts of a row and of the document, in words, in the arena; NULL: nothing.
const char *item_difference(driver *d, const item *i, const delivery *r);

// It is there, as the facts say.
bool item_there(driver *d, item *i, const struct cJSON *facts, const char *trace, error *e);

// ---- export_build.c

// Builds and freezes its request; puts it off, or refuses it, where that cannot be done.
bool item_build(driver *d, item *i, error *e);

// ---- export_reconcile.c

// Asks what became of it.
bool item_reconcile(driver *d, item *i, error *e);

// ---- export_send.c

// Sends several that go together, at least one.
bool items_send(driver *d, item *const *list, size_t count, error *e);
