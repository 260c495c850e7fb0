// What the files of the prompt share.
#pragma once
#include "core/base/text.h"
#include "core/cli/numbers.h"
#include "core/cli/prompt/prompt.h"
#include "core/line/line_module.h"
#include <stdio.h>

typedef struct prompt {
  session *session;
  const manner *manner;
  progress *bar;
  const line_module *module;
  line *line;
  const char *history;  // the file of what was typed before; NULL: nothing is kept
  row_numbers numbers;
  value *last;      // what the last command answered, which lives until the next; NULL: nothing that Lua could look at
  arena *own;       // lives as long as the prompt
  int64_t version;  // of the book's data, when it was last looked at
  int64_t deed;     // the last of the log that this prompt knows of
  FILE *record;     // where what is typed is recorded; NULL: nowhere
  arena *offered;   // what was offered last at a Tab
  buffer title, told, typed;
} prompt;

// ---- history.c: entries of earlier days, in a file for each book that nobody else reads.

// Where the book's history lies, its folder made; NULL where there is no place for one.
const char *history_path(const char *book, arena *a);

// Hands each entry of the file to the editor, the oldest first.
void history_load(const char *path, const line_module *module, line *l);

// Whether an entry may be kept anywhere: one that is secret, or begins with a blank, may not.
bool history_takes(const char *entry);

// Keeps an entry, unless it is secret or begins with a blank. Whether it is to be found again.
bool history_keep(const char *path, const char *entry);

// ---- title.c: what stands before the line.

// "batch 3 (2026-05-07)* > ", in the prompt's buffer: the batch by name or number, its date where that is not today,
// and
// * while choices are not run.
void title_read(prompt *p);

// ---- entry.c: what was typed, run.

// Runs an entry of one line or more and shows its answer; false where it fails, which it has told.
bool entry_run(prompt *p, const char *entry);

// Runs words as if they had been typed, but keeps and records nothing; false where that fails, which it has told.
bool entry_words(prompt *p, int count, const char *const *words);

// ---- agree.c: what a person is asked before it is done.

// Words that are run in place of those that were typed; valid where the struct stays.
typedef struct agreed {
  int count;
  const char *const *words;
  const char *more[3];
  char action[24];
} agreed;

// `undo` and `redo` of more than one row say what they will do, and ask; the words then name the entry of the log that
// was meant. Others are as they were. `interrupted` where the person does not agree; whatever they are refused for.
bool agree_to(prompt *p, const manner *m, int count, const char *const *words, agreed *out, error *e);

// ---- begin.c: where there is no book yet.

// Asks for what a book needs and makes it, or opens sample data in a book of its own beside it; whoever gives the
// questions up has no book.
void begin_book(prompt *p);

// ---- record.c: what was typed, in a file, with the amounts that were answered.

// As `record` of the context; the recorder is the prompt.
bool record_to(void *recorder, const char *path, error *e);

// Notes what was run: Lua as it was typed, other words as a command file needs them, without numbers of rows; then the
// amounts of the answer as comments. NULL: the command failed, and is a comment itself. What cannot be written ends the
// recording, which is told.
void record_entry(prompt *p, const char *entry, int count, const char *const *words, const value *answer);

// ---- rows.c: numbers of rows, typed instead of ids.

// Puts ids in the place of row numbers and ranges (`1-5`, `7,9`) among the words of a command. `usage` where a list has
// no such row.
bool rows_expand(prompt *p, arena *a, const char ***words, int *count, error *e);

// ---- complete.c

// As `complete` of the editor's hooks; the context is the prompt.
void complete_line(void *context, const char *before, line_offer *out);

// ---- last.c: what Lua calls `_`.

// Before an answer is shown: rows that are made while they are printed are kept, where they are not very many; else Lua
// gets nil.
value *last_keep(prompt *p, value *answer);

// Before Lua runs: the answer that was shown last becomes `_`.
void last_hand(prompt *p);

// ---- pager.c

// Shows a text at once where it fits the window, else with the person's pager.
void pager_show(const char *text, size_t length);
