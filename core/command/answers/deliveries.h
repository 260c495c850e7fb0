// Targets that documents are delivered to: what it takes to speak to one, and what it has of documents, as answers.
#pragma once
#include "core/command/answers/answers.h"
#include "core/deliver/connection.h"
#include "core/deliver/export.h"

// A target with whoever is signed in; what of it is open is closed by delivery_close, of a zeroed one too.
typedef struct delivery_session {
  delivering with;
  target target;
  connection connection;  // n 0: nobody is signed in
  wire wire;
  exports desk;
} delivery_session;

// Opens a target by its exporter's name. `wire`: it is spoken to, where somebody is signed in; `must`: nobody is:
// `sign-in` with a hint. `state` where it only writes files.
bool delivery_open(context *c, const char *name, bool wire, bool must, delivery_session *s, error *e);
void delivery_close(delivery_session *s);

// How many of a list are how.
typedef struct delivery_counts {
  int64_t all, delivered, waiting, refused, unknown, different, forgotten;
  int64_t settled;  // of all
} delivery_counts;

// {"invoice", "state", "remote_id", "remote_number", "attempts", "difference", "message", "note"} of an invoice at a
// connection; `target` named first where it is not NULL. Counted.
value *delivery_answer(context *c, int64_t connection, const char *target, int64_t invoice, delivery_counts *counts,
                       error *e);

// Adds "delivered", "waiting", "refused", "unknown", "different" and "forgotten".
void put_delivery_counts(arena *a, value *v, const delivery_counts *counts);

// Final and void documents of a batch (0: of all) in the order of their numbers.
bool delivery_invoices(context *c, int64_t batch, int64_t **out, size_t *count, error *e);
