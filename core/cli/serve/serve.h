// The page: requests that the module of core/web lets in are run as words of the table of commands, in one session, on
// the program's own thread.
#pragma once
#include "core/cli/answer.h"
#include "core/cli/progress.h"

// What the command `serve` was told. Texts are those of the command line.
typedef struct serve_wish {
  bool asked, opens;  // opens: a browser is to
  int port;           // 0: any
  const char *assets;
} serve_wish;

// As `serve` of the context: notes what is wished.
bool serve_wished(void *wish, const arguments *a, error *e);

// Serves until Ctrl-C; the program's exit status.
int serve_run(session *s, const manner *m, progress *bar, const serve_wish *wish);
