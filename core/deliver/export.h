// Delivering documents to another program: each is there exactly once, whatever happens between. A row is frozen with
// its key before anything is sent, and says `sending` on the disk before the first byte leaves; whatever is not known
// afterwards is asked for by the document's number, and only sent again, as it was and under the same key, when the
// target cannot be at work on it any more. Nothing in here speaks to a network or knows a target: a wire carries
// requests, a plugin answers what they are and reads what came back.
#pragma once
#include "core/deliver/wire.h"
#include "core/engine/facts/facts.h"

// Time for whoever waits. now: seconds since 1970; rest: lets about a second pass, less where the program is to end.
typedef struct delivery_clock {
  void *self;
  int64_t (*now)(void *self);
  void (*rest)(void *self);
} delivery_clock;

// The clock of this machine.
extern const delivery_clock delivery_clock_real;

// What it takes to deliver. All of it outlives the call.
typedef struct delivering {
  book *book;
  const char *target, *title;  // the exporter's name, and what people call it
  int64_t connection;          // of table connections; 0: nobody signed in, which is enough to look ahead
  const value *company;        // what the target says of whose books they are
  const value *delivers;       // of the plugin's description
  const value *settings;       // a record: export.TARGET.NAME by NAME
  int64_t limit;               // seconds after which a request is surely over there; 0: as the plugin says
  const wire *wire;            // NULL: nothing is asked
  const delivery_clock *clock;
  bool (*stop)(void);       // whether somebody wants the program to end; asked between two requests; NULL: nobody can
  const export_desk *desk;  // map, json, warn and currency, with their `self`
  // The invoice as `invoice show` answers it, in the arena; NULL with the error.
  value *(*invoice)(void *self, int64_t n, arena *a, error *e);
  void *self;
} delivering;

// How a run ended: with all that it could do; nobody is signed in any more; the target lets nothing through now;
// somebody wanted the program to end.
typedef enum delivery_end { DELIVERY_ENDED, DELIVERY_SIGN_IN, DELIVERY_STOPPED, DELIVERY_INTERRUPTED } delivery_end;
typedef struct delivery_report {
  delivery_end end;
  const char *message, *hint;  // why it stopped, in the arena of the call; NULL
  int64_t requests, sent;      // requests asked; documents sent
} delivery_report;

// ---- export_drive.c

// Delivers final documents (rows of invoices, in this order) as far as they are not there, what is void here but there,
// and the application of credit notes. limit: at most so many are sent; 0: all. False where the book or the plugin's
// file fails; what became of each document is in its row.
bool deliver_invoices(const delivering *with, const int64_t *invoices, size_t count, int64_t limit, arena *a,
                      delivery_report *out, error *e);

// ---- export_ahead.c

// The same, sending nothing but questions (none without a wire): a list of {"invoice", "would": send, ask, void, apply
// or refused; "makes": what would be made for it, as texts; "missing": why it would be refused}, in *out, of what is
// not there yet.
bool deliver_look_ahead(const delivering *with, const int64_t *invoices, size_t count, arena *a, value **out,
                        int64_t *requests, error *e);

// ---- export_status.c

// What a target has of a document, as its rows say.
typedef struct delivery_state {
  const char *number, *state;  // of the invoice; waiting, sending, delivered, different, refused, unknown, gone,
                               // edited, voided, forgotten
  const char *remote_id, *remote_number, *difference, *message, *note;
  int64_t attempts;
  bool settled;  // nothing is left to be done
} delivery_state;
bool delivery_state_of(book *b, int64_t connection, int64_t invoice, arena *a, delivery_state *out, error *e);

// ---- export_settle.c

// What somebody decides of a document that is not as it should be, with a note: it is sent anew (refused, gone,
// voided), taken as it is there (different, edited, gone, voided), or never sent (all that is not there). `state` with
// a hint where that makes no sense.
typedef enum delivery_choice { DELIVERY_RESEND, DELIVERY_ACCEPT, DELIVERY_FORGET } delivery_choice;
bool delivery_settle(book *b, int64_t connection, int64_t invoice, delivery_choice choice, const char *note, arena *a,
                     error *e);

// ---- export_refresh.c

// Reads what changed at the target: documents get the states gone, edited and voided, and are delivered again where
// they are as they were. *payments: a list of what the plugin read of payments (id, date, amount, currency, reference,
// customer, pays: {"invoice", "amount"}), of documents of this book alone; *changed: how many documents got another
// state.
bool deliver_refresh(const delivering *with, arena *a, value **payments, int64_t *changed, delivery_report *out,
                     error *e);

// ---- export_listed.c

// What the target has of a kind (customer, item, account, tax): a list of {"id", "name"} in *out; NULL where the plugin
// does not ask for names of that kind. False too where the target does not answer.
bool deliver_names(const delivering *with, const char *kind, arena *a, value **out, error *e);
