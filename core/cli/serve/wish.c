// What `serve` was told, and that nothing between one person on this machine and users behind a proxy is served.
#include "core/cli/serve/serve_inside.h"
#include "core/engine/facts/facts.h"
#include <string.h>

enum { PORT_MAX = 65535 };
static const char right[] =
    "billet serve --port 8080 --listen 127.0.0.1 --host billing.example --trusted-proxy 127.0.0.1/32";

// Parts of a list at its commas, in the arena of the context.
static bool split(const char *option, const char *list, size_t most, arena *a, const char **out, error *e) {
  size_t count = 0;
  while (list && *list) {
    size_t length = strcspn(list, ",");
    if (count == most - 1) return error_set(e, ERROR_USAGE, "--%s: at most %zu", option, most - 1);
    if (length) out[count++] = arena_copy(a, list, length);
    list += length + (list[length] == ',');
  }
  return true;
}

static bool refuse(error *e, const char *why) {
  error_set(e, ERROR_USAGE, "%s", why);
  return error_hint(e, "%s", right);
}

static bool is_whole(const serve_wish *w, error *e) {
  if (w->listen && !w->hosts[0]) return refuse(e, "--listen: what is the page called there? --host NAME");
  if (w->listen && !w->proxies[0])
    return refuse(e, "--listen: passwords would go over the network as they are: a proxy with TLS stands in front, and "
                     "--trusted-proxy names its address");
  if (!w->listen && w->user_header) return refuse(e, "--user-header goes with --listen and --trusted-proxy");
  if (!w->listen && w->hosts[0]) return refuse(e, "--host goes with --listen and --trusted-proxy");
  return w->listen || !w->proxies[0] || refuse(e, "--trusted-proxy goes with --listen and --host");
}

bool serve_wished(void *wish, const arguments *a, arena *in, error *e) {
  serve_wish *w = wish;
  int64_t port;
  if (!option_number(a, "port", 0, &port, e)) return false;
  if (port < 0 || port > PORT_MAX) return error_set(e, ERROR_USAGE, "--port: ports go up to %d", PORT_MAX);
  *w = (serve_wish){ .asked = true,
                     .port = (int)port,
                     .opens = option_flag(a, "open"),
                     .assets = option_text(a, "assets"),
                     .listen = option_text(a, "listen"),
                     .user_header = option_text(a, "user-header") };
  return split("host", option_text(a, "host"), WEB_HOSTS, in, w->hosts, e) &&
         split("trusted-proxy", option_text(a, "trusted-proxy"), WEB_PROXIES, in, w->proxies, e) && is_whole(w, e);
}

bool serve_has_users(page *p, const serve_wish *w, error *e) {
  if (!w->listen) return true;
  const value *users = users_listed(session_as_it_is(p->session)->book, p->own, e);
  if (!users) return false;
  if (users->as.list.count) return true;
  error_set(e, ERROR_STATE, "--listen: nobody can sign in yet");
  return error_hint(e, "billet user add NAME --role admin");
}
