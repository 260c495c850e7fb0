// The page's server by libmicrohttpd: a module of its own (billet-web.so), for its libraries would cost every command
// time before it begins. It lies on core/base; the program reaches it by this header alone. It knows HTTP, who may ask,
// streams of events, limits and the files of the page; what is asked it hands over.
#pragma once
#include "core/base/arena.h"
#include "core/base/module.h"

// Both sides must agree on what passes between them. The first number is raised when a callback or a meaning changes;
// a struct that grew shows by its size.
#define WEB_MODULE_VERSION                                                                         \
  ((uint64_t)2 << 48 | (uint64_t)sizeof(web_options) << 36 | (uint64_t)sizeof(web_request) << 24 | \
   (uint64_t)sizeof(web_reply) << 12 | sizeof(error))

// Limits of what comes in: connections at once, bytes of the head of a request, bytes of its body, pairs of its query.
enum {
  WEB_HASH = 384,
  WEB_PROXIES = 16,
  WEB_HOSTS = 16,
  WEB_CONNECTIONS = 64,
  WEB_HEAD_MAX = 16 << 10,
  WEB_BODY_MAX = 8 << 20,
  WEB_QUERY_MAX = 32
};

// Bytes that the files of one session may have in all.
#define WEB_UPLOAD_MAX ((uint64_t)64 << 20)

typedef struct web_server web_server;

// Where a server listens. Texts must live as long as it.
typedef struct web_options {
  const char *address;  // an address of this machine, in numbers
  int port;             // 0: one that is free
  const char *assets;   // a folder from which the page's files are read at each request; NULL: those of the module
  // Where several people are served: they sign in by name and password, or a proxy says in a header who they are. Only
  // proxies of ours are answered, except where nobody else reaches the address.
  bool users;
  const char *hosts[WEB_HOSTS];      // more names of the server, ended by NULL
  const char *user_header;           // NULL: none is believed
  const char *proxies[WEB_PROXIES];  // ranges of addresses, ended by NULL
  const char *uploads;               // a folder that nobody else reads, for a folder of each session with what it sends
} web_options;

typedef struct web_pair {
  const char *name, *value;
} web_pair;

// A request that was let in. All texts are decoded UTF-8, and live until it is answered.
typedef struct web_request {
  const char *method, *path;  // "GET", "/batch/3/contracts"
  web_pair query[WEB_QUERY_MAX];
  size_t query_count;
  const char *body;  // with a NUL behind it
  size_t length;
  const char *user;     // who asks, NULL: the one person, or nobody yet
  int64_t generation;   // that was current when that session began; -1: a proxy says who it is
  const char *address;  // from where
  int checked;          // the password of a sign-in: 1 right, -1 wrong, 0 not compared yet
  const char *hashed;   // what `hash_aside` made; "": libcrypt knows no yescrypt; NULL: nothing was asked
  const char *session;  // whose, the name of its folder of uploads
} web_request;

// An answer; texts are copied. type NULL: JSON.
typedef struct web_reply {
  int status;
  const char *type, *body;
  size_t length;
  const char *policy;  // its own Content-Security-Policy; NULL: the page's
  // A sign-in that succeeded: a session of this user begins, in this generation; NULL: none does.
  const char *signed_in;
  int64_t generation;
} web_reply;

typedef struct web_module {
  uint64_t version;

  // Listens, from a thread of its own. `busy` where another program has the port, `io`, `invalid` for an address.
  web_server *(*open)(const web_options *options, error *e);

  // Answers who waits, ends the streams, and ends.
  void (*close)(web_server *s);

  int (*port)(const web_server *s);

  // The address that lets one person in, once.
  const char *(*link)(const web_server *s, arena *a);

  // Waits at most so many milliseconds for a request, which the caller answers; NULL: none came, or a signal did.
  const web_request *(*wait)(web_server *s, int milliseconds);
  void (*answer)(web_server *s, const web_request *r, const web_reply *reply);

  // A request that waits while others were handed over and answered is the one that is being answered again.
  void (*again)(web_server *s, const web_request *r);

  // Tells an event to every stream that is open; data: one line of JSON. streams: how many are.
  void (*tell)(web_server *s, const char *event, const char *data);
  int (*streams)(web_server *s);

  // A password as crypt(5) keeps it, by yescrypt; false where libcrypt knows none.
  bool (*hash)(const char *password, char out[WEB_HASH]);

  // Compares a password with its hash (NULL: of nobody) on a thread of its own; the request then comes once more, with
  // `checked`. For the request that was handed over last.
  void (*check)(web_server *s, const web_request *r, const char *password, const char *hash);

  // Hashes a password there too; the request comes once more, with `hashed`. For the request that was handed over last,
  // which is not answered meanwhile.
  void (*hash_aside)(web_server *s, const web_request *r, const char *password);

  // Ends all sessions and streams of a user.
  void (*sign_out)(web_server *s, const char *user);

  // Whether somebody wants the request that is being answered to be stopped, or waits no longer for its answer. Cheap.
  bool (*stopped)(web_server *s);
  bool (*left)(web_server *s);
} web_module;

// The module, opened where it is not yet; NULL with an error that names what to install.
static inline const web_module *web_module_open(error *e) {
  static const module_kind kind = { "billet-web.so", "billet_web", WEB_MODULE_VERSION, "libmicrohttpd12, libcrypt1" };
  return module_open(&kind, e);
}
