// The page: requests that the module of core/web lets in are run as words of the table of commands, in one session, on
// the program's own thread.
#pragma once
#include "core/cli/answer.h"
#include "core/cli/progress.h"
#include "core/web/web_module.h"

// What the command `serve` was told. Texts are those of the command line.
typedef struct serve_wish {
  bool asked, opens;  // opens: a browser is to
  int port;           // 0: any
  const char *assets;
  const char *listen, *user_header;  // NULL: one person on this machine is served
  const char *hosts[WEB_HOSTS], *proxies[WEB_PROXIES];
} serve_wish;

// As `serve` of the context: notes what is wished, texts of lists in an arena that lives as long as the program;
// `usage` for what is neither one person on this machine nor users behind a proxy.
bool serve_wished(void *wish, const arguments *a, arena *in, error *e);

// Serves until Ctrl-C; the program's exit status.
int serve_run(session *s, const manner *m, progress *bar, const serve_wish *wish);
