// What the files of the page's requests share.
#pragma once
#include "core/base/text.h"
#include "core/cli/serve/serve.h"
#include "core/web/web_module.h"

typedef struct page {
  session *session;
  const web_module *module;
  web_server *server;
  arena *own;       // of the request at hand
  int64_t version;  // of the book's data, when it was last looked at
  int64_t rev;      // the last entry of the log that was told
  int64_t told;     // when progress was, in milliseconds
} page;

// ---- allowed.c: which commands a page may run.

typedef struct allowance {
  const char *words;  // of the table
  bool changes;       // it may change the book, or something elsewhere
} allowance;

// NULL: none may.
const allowance *allowance_find(const char *words);

// ---- run.c: words, and the answer to them.

// What is to be run, as a page says it. rev: 0: nothing is compared.
typedef struct wanted {
  const char **words;
  int count;
  int64_t rev;
  bool brief, changes;
} wanted;

// The body of POST /command. `usage` where it is none.
bool wanted_read(const char *body, size_t length, arena *a, wanted *out, error *e);

// Runs them; the answer is that of the page.
void wanted_run(page *p, const wanted *w, web_reply *reply);

// An error as the answer of the page.
void reply_error(page *p, int status, error *e, web_reply *reply);

// ---- windows.c: addresses that are read, as words.

// False where the address is none.
bool window_words(const web_request *r, arena *a, wanted *out);

// ---- changes.c: what changed, told to everybody.

// The number of the last entry of the log; 0: there is none.
int64_t changes_rev(page *p);

// Looks whether anybody has changed the book since, and tells it.
void changes_look(page *p);
void changes_tell(page *p);

// As the progress's `told`; the context is the page.
void changes_progress(void *context, const char *what, int64_t done, int64_t total);
