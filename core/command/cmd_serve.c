// serve: the page. It is served by the program when the command has ended: commands know no page.
#include "core/command/commands_inside.h"

static value *command_serve(context *c, const arguments *a, error *e) {
  if (!c->serve) {
    error_set(e, ERROR_USAGE, "the page is served by a program of its own");
    error_hint(e, "billet serve, on the command line");
    return NULL;
  }
  return c->serve(c->server, a, c->arena, e) ? value_record(c->arena) : NULL;
}

const command serve_commands[] = {
  { .words = "serve",
    .group = "The page",
    .summary = "serves the Billing page on this machine, to whoever opens the address that it prints, until Ctrl-C",
    .options = { { "port", "N", "the port; without it one that is free", ARGUMENT_NUMBER },
                 { "open", NULL, "opens the page in the browser", ARGUMENT_TEXT },
                 { "assets", "DIR", "reads the page's files from a folder, each time: for whoever works on them",
                   ARGUMENT_FILE },
                 { "listen", "ADDRESS", "serves users (billet user add) behind a proxy, at this address",
                   ARGUMENT_TEXT },
                 { "host", "NAME,…", "what the page is called there, as browsers say it", ARGUMENT_TEXT },
                 { "trusted-proxy", "CIDR,…", "which addresses are proxies of ours: they alone are answered",
                   ARGUMENT_TEXT },
                 { "user-header", "HEADER", "the line in which the proxy says who somebody is", ARGUMENT_TEXT } },
    .examples = { "billet serve", "billet serve --port 8080 --open",
                  "billet serve --port 8080 --listen 127.0.0.1 --host billing.birch-it.example --trusted-proxy "
                  "127.0.0.1/32" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_serve },
  { 0 },
};
