// Entries of the log as actions that may be taken back. Each room that logs says how its own are; engine/undo walks the
// log and asks them.
#pragma once
#include "core/engine/facts/book.h"

// An entry: texts and detail live as long as the asking.
typedef struct action {
  int64_t seq, batch;  // batch 0: none
  const char *at, *command;
  const cJSON *detail;  // an object
  int64_t import;  // that the last entry about it names: its own, or of what took it back, or did it again; 0: none
} action;

// Takes an action back, or does it again, inside the caller's transaction and with an entry of its own in the log.
typedef bool (*action_work)(book *b, const action *done, arena *a, error *e);

typedef struct action_kind {
  const char *command;                                // as the log has it
  const char *(*says)(const action *done, arena *a);  // what taking it back does, in words
  int64_t (*rows)(const action *done);                // of how many rows it was; NULL: of a whole batch
  action_work undo, redo;                             // NULL: it stays
  const char *stays;                                  // then: the command that corrects it
} action_kind;
