// What the files of completion share.
#pragma once
#include "core/command/words/words.h"

struct completing {
  context *context;
  arena *arena;
  const char *beginning;  // of the last word, or of the last of several that commas part
  const char *head;       // those before it, with the comma
  const char *batch;      // what --batch says; NULL: it is not there
  completion_list *out;
};

// Adds ids of a kind of row, or tables and their columns: what stands at that place, from 0, of TABLE ID COLUMN=VALUE.
// `tail` stands behind each id; `head` before it, and the word has it already.
void completion_ids(completing *f, int kind, int64_t batch, const char *head, const char *tail);
void completion_row(completing *f, int place, const char *const *words);

// Adds rows of the book, plugins and files of that type, of them only those that fit.
void completion_data(completing *f, argument_type type, const char *fits);
