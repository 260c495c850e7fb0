// Whose books a target's are, and the wire to them.
#pragma once
#include "core/deliver/target.h"
#include "core/deliver/wire.h"
#include "core/net/net_module.h"

// A row of `connections`. facts: what the target says of the company, a JSON object. key: the file of what signs in
// (store/secrets.h).
typedef struct connection {
  int64_t n;
  const char *target, *environment, *company, *name, *facts, *key;
} connection;

// The one in use, in the arena; out->n is 0 where nobody is signed in, or in another environment than the one that is
// set.
bool connection_used(book *b, const char *target, arena *a, connection *out, error *e);

// The one in use whatever is set, for signing out.
bool connection_last(book *b, const char *target, arena *a, connection *out, error *e);

// Those in use, of all targets, by name.
bool connections_used(book *b, arena *a, connection **list, size_t *count, error *e);

// Days that are left of it before somebody has to sign in anew; -1: the target does not say; -2: what signs in is gone.
bool connection_days(const connection *c, int *days, error *e);

// The wire to it. stop: whether to end (net_request). Texts of answers are in the arena of each call. What signs in is
// renewed where it is due, and once where the target refuses it; the request is then sent anew. A wire whose sign-in is
// gone answers WIRE_SIGN_IN. `connection_wire_close` takes a zeroed one too.
bool connection_wire(book *b, const connection *c, const net_module *net, bool (*stop)(void), arena *a, wire *out,
                     error *e);
void connection_wire_close(wire *w);

// ---- Signing in (sign_in.h)

// The name of another company of this target to which the book has delivered something; NULL: none.
bool connection_before(book *b, const char *target, const char *environment, const char *company, arena *a,
                       const char **name, error *e);

// Makes a company the one in use, with the key that it has, else a new one. c->n and c->key are set. A transaction of
// its own, logged.
bool connection_use(book *b, connection *c, arena *a, error *e);

// Which key a company has; a new one where it has none.
bool connection_key(book *b, connection *c, arena *a, error *e);

// No company of the target is in use any more. Logged.
bool connection_end(book *b, const connection *c, error *e);
