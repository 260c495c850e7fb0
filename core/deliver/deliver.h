// Delivering: what leaves the book for somebody else, how that is set, and what became of it. Nothing in here speaks to
// a network: a row is committed before the first byte leaves and after the last answer, and whoever sends asks for
// both.
#pragma once
#include "core/engine/facts/facts.h"
#include "core/mail/mail.h"

// ---- mail_settings.c
// Settings `url`, `user`, `from` and `timeout` of mail, by those names: the text in the arena, NULL where it is not
// set; and setting it (an empty text goes back to the default), in a transaction of its own. `invalid` where it makes
// no sense.
bool mail_setting(book *b, const char *name, arena *a, const char **out, error *e);
bool mail_setting_set(book *b, const char *name, const char *value, error *e);

// The setting `secret.command` of this user, who is the same in every book (store/secrets.h).
bool secret_setting(book *b, const char *name, arena *a, const char **out, error *e);
bool secret_setting_set(book *b, const char *name, const char *value, error *e);

typedef struct mail_settings {
  const char *url, *user;  // NULL: not set
  mail_address from;       // as set, else the seller's own
  int timeout;             // seconds
} mail_settings;

// `invalid` with a hint where nobody is said to send.
bool mail_settings_read(book *b, arena *a, mail_settings *out, error *e);

// ---- mail_recipients.c
// To whom an invoice goes, and who sends it (`delivery` of its customer). Texts in the arena.
typedef struct mail_route {
  const char *number, *state, *digest;  // of the document: final, void, draft
  const char *customer, *delivery;      // delivery: none, email, print, target
  const char *addresses;                // email_to, else email; NULL: neither
  const char *id;                       // of the first message about it; NULL: none was ever sent
  int64_t customer_n;
  day date;  // DAY_NEVER: a draft
} mail_route;
bool mail_route_read(book *b, int64_t invoice, arena *a, mail_route *out, error *e);

// What the message about a document is called for ever, whoever sends it later, so that one who gets it twice sees that
// it is the same: in the arena, without < and >.
const char *mail_message_id(const mail_route *r, const mail_address *from, arena *a);

// ---- mail_outbox.c
// What became of a mail. `at`: RFC 3339. Texts in the arena.
typedef struct mail_record {
  const char *state, *at, *message;  // accepted, unknown; NULL: nothing that keeps one from sending
} mail_record;

// mail_known: what keeps an address from getting an invoice once more: it has it, else it may have it.
// mail_begin: begins to send it: a row says so, on the disk, before this answers; *n is its number, 0 where something
// is known, as *before says, and it is not to be sent `again`.
typedef struct mail_attempt {
  int64_t invoice, batch;
  const char *number, *to, *id;  // id: of the message
  bool again;
} mail_attempt;
bool mail_known(book *b, const mail_attempt *m, arena *a, mail_record *out, error *e);
bool mail_begin(book *b, const mail_attempt *m, arena *a, int64_t *n, mail_record *before, error *e);

// Ends it: state is accepted, refused or unknown, code that of the server (0: none). Logged.
bool mail_end(book *b, const mail_attempt *m, int64_t n, const char *state, int code, const char *message, error *e);
