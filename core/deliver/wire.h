// A request to a target and what became of it: how the outbox and signing in speak to whatever carries them, which is
// libcurl (billet-net.so), or in tests of plugins a list of answers.
#pragma once
#include "core/base/arena.h"
#include "core/base/error.h"
#include <stdint.h>

typedef struct wire_header {
  const char *name, *value;
} wire_header;

// path: below the target's address, or a whole address. body: NULL: none. All texts live as long as the call.
typedef struct wire_request {
  const char *method, *path, *query;  // query: name=value&…, encoded; NULL: none
  const wire_header *headers;
  size_t header_count;
  const char *body, *type;  // type: of the body, such as application/json
  size_t length;
} wire_request;

typedef enum wire_outcome {
  WIRE_ANSWERED,  // in full, whatever the status
  WIRE_NOT_SENT,  // surely not: nobody there, no right certificate, interrupted before
  WIRE_UNKNOWN,   // bytes left, and no whole answer came: cut off, too late, too long
  WIRE_SIGN_IN,   // nobody is signed in any more; nothing was done
} wire_outcome;

// Texts in the arena of the call. wait: seconds, of Retry-After; -1: it says nothing. trace: what the target wants to
// be named when its support is asked; NULL. message: what happened where nothing was answered, without a secret.
typedef struct wire_answer {
  wire_outcome outcome;
  int status;
  int64_t wait;
  const char *body, *type, *trace, *message;
  size_t length;
} wire_answer;

// Sends one request, at most once over the network (signing in anew may repeat what was refused for want of it). False
// with the error only where there is nothing to send with: no module, no memory.
typedef struct wire {
  void *self;
  bool (*send)(void *self, const wire_request *request, arena *a, wire_answer *out, error *e);
} wire;
