// Messages as mail programs have them (RFC 5322, MIME): addresses that were checked, and a message as bytes. Lies on
// base alone: it knows neither books nor servers.
#pragma once
#include "core/base/arena.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include <stdint.h>

// Whom a message is from or to. name: "" where none was given.
typedef struct mail_address {
  const char *name, *address;
} mail_address;

// Reads `a@b.example` or `Name <a@b.example>` into the arena. `invalid` for what no server would take, and for
// addresses past ASCII, which only some take. Names may hold anything: whoever writes them encodes them.
bool mail_address_read(const char *text, arena *a, mail_address *out, error *e);

// Several, parted by `;` (one in a quoted name is part of the name). What is blank between two counts as nothing;
// `invalid` where no address is left.
bool mail_addresses_read(const char *text, arena *a, mail_address **out, size_t *count, error *e);

// A file that a message brings.
typedef struct mail_file {
  const char *name, *type;  // type: application/pdf
  const void *bytes;
  size_t length;
} mail_file;

enum { MAIL_FILES_MAX = 2 };

// One message: a text, and files beside it. Texts are UTF-8; what they hold never becomes a header of its own.
typedef struct mail_message {
  mail_address from;
  const mail_address *to;
  size_t to_count;
  const char *subject, *body;       // body: lines end with \n
  const char *id;                   // between < and >: left@right
  int64_t at;                       // seconds since 1970 UTC
  mail_file files[MAIL_FILES_MAX];  // name NULL: no more
} mail_message;

// Adds the message with CRLF line ends, as it is sent and as an .eml file holds it. The same message gives the same
// bytes.
void mail_write(const mail_message *m, buffer *out);
