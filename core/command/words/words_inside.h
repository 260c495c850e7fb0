// What the files of completion share.
#pragma once
#include "core/command/words/words.h"

typedef struct completing {
  context *context;
  arena *arena;
  const char *beginning;  // of the last word
  const char *batch;      // what --batch says; NULL: it is not there
  completion_list *out;
} completing;

// Adds a text that begins as the word does, once. Text and note live as long as the arena.
void completion_add(completing *f, const char *text, const char *note);

// Adds rows of the book, plugins and files of that type, of them only those that fit.
void completion_data(completing *f, argument_type type, const char *fits);
