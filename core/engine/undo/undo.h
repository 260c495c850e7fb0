// What was done last is taken back, and done again: the log says what that was and how, and the room that did it does
// the reverse by its own rules. What stands for good, because documents were numbered, is refused with the command that
// corrects it; what is no change of a batch or of rows is passed over. Each is done as a whole or not at all, and is an
// entry of the log itself.
#pragma once
#include "core/engine/facts/facts.h"

// What was, or would be, taken back or done again. Texts in the arena.
typedef struct undone {
  int64_t seq, batch;               // of the entry in the log; batch 0: none
  int64_t rows;                     // that it is about; -1: a whole batch
  const char *at, *command, *text;  // text: what becomes of it, in words
} undone;

// What undo_last, or with `again` redo_last, would be about; nothing is tried.
bool undo_look(book *b, bool again, arena *a, undone *out, error *e);

// Takes back the last change that is not taken back yet. `dry_run`: tries it, and leaves everything as it is. `state`
// where there is nothing, or where it stays; whatever the reverse is refused for. `out` comes with the entry that is
// meant, or with seq 0 for whichever it is: `changed` where it is another one.
bool undo_last(book *b, bool dry_run, arena *a, undone *out, error *e);

// Does again what was taken back last, unless something else was done since.
bool redo_last(book *b, bool dry_run, arena *a, undone *out, error *e);
