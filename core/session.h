// A session: where the book is, which plugins serve it, and the commands that run in it. The program and the library
// are both thin users of it.
#pragma once
#include "core/command/words/words.h"

typedef struct session session;

typedef struct session_options {
  const char *db_path;  // NULL: $BILLET_DB, else billet.db
  const char *plugins;  // a folder of plugins that comes last on the search path; NULL
  const char *shared;   // where lua/, plugins/ and rules/ lie; NULL: beside the program, else ../share/billet
  int64_t batch;
  const struct person *person;  // what the person has set (base/person.h); NULL: nobody asks
  bool brief, json;
  bool (*interrupted)(void);  // as of the context; NULL
  bool (*stop)(void);         // whether a command is to stop wherever it is (db_stop_when); NULL: never
  progress_handler progress;
  void *progress_context;
} session_options;

// Opens neither the book nor the plugins: a command that needs them does. Texts of the options must live as long.
session *session_open(const session_options *options);
void session_close(session *s);

// The same for a program that ends next: a transaction that is open is undone, what Lua opened is written. The rest is
// left to the system, which takes memory and files back at once.
void session_leave(session *s);

// Ends a session that was left in the middle of a command (base/memory.h: memory_guard): what was not committed is
// undone, and others have the book. Answers whether the command had committed something. The plugins' memory is lost.
bool session_abandon(session *s);

// Runs the words of one command. The answer lives until the next run; its streams read the open book. NULL with the
// error. *ran is the command found (may be NULL).
value *session_run(session *s, int count, const char *const *words, const command **ran, error *e);

// What commands run in, with the plugins, and with the book where its file is there, open: for who shows more than
// answers. NULL with the error.
context *session_context(session *s, error *e);

// From now on commands are about another book, whose file need not be there yet.
void session_turn(session *s, const char *path);

// From now on commands stop where that answers so, as by the option.
void session_stop_when(session *s, bool (*stop)(void));

// The same as it is, without waiting for anything: the book may be closed.
context *session_as_it_is(session *s);

// Warnings of the last run that its answer, no record, could not carry: a list.
const value *session_warnings(const session *s);

// The file beside the open book in which a plugin that never ends is noted for the next command, a line DIGEST NAME
// PLACE; NULL while no book is open. Safe in a signal handler.
const char *session_aside(const session *s);

// The next sensible step after the last run; NULL: none.
const char *session_next(const session *s);

// How the program ends after the last run, which answered: ERROR_NONE, or what parts of it met.
error_code session_partly(const session *s);

// The answer of the last run could not be shown, as the error says: where the run has changed something for good, the
// error becomes `unknown-outcome` and says what was done.
void session_not_shown(session *s, error *e);
