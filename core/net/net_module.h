// What goes over the network, by libcurl and libmicrohttpd: a module of its own (billet-net.so), for its libraries
// would cost every command time before it begins. It lies on core/base; the program reaches it by this header alone.
#pragma once
#include "core/base/arena.h"
#include "core/base/module.h"
#include <stdint.h>

// Both sides must agree on what passes between them. The first number is raised when a callback or a meaning changes;
// a struct that grew shows by its size.
#define NET_MODULE_VERSION                                                                     \
  ((uint64_t)2 << 48 | (uint64_t)sizeof(net_server) << 40 | (uint64_t)sizeof(net_mail) << 32 | \
   (uint64_t)sizeof(net_request) << 24 | sizeof(net_reply) << 16 | sizeof(error))

// ---- Mail

// A server of mail, and who asks it.
typedef struct net_server {
  const char *url;              // smtps://host[:port][/name], or smtp:// with STARTTLS; without it on loopback alone
  const char *user, *password;  // NULL: nobody signs in
  int timeout;                  // seconds that one mail may take
  bool (*stop)(void);           // whether a mail that can still be taken back is to be; NULL: never
} net_server;

// One message to one recipient: of several in one the answer to the message would be that of none.
typedef struct net_mail {
  const char *from, *to;  // addresses of the envelope
  const void *bytes;
  size_t length;
} net_mail;

typedef enum net_outcome {
  NET_ACCEPTED,  // the server has taken the message
  NET_REFUSED,   // it has not, in its words: this recipient, or this message
  NET_NOT_SENT,  // nobody was asked: no server there, no right certificate, no signing in; the next would fare alike
  NET_UNKNOWN,   // the message was sent whole, and no answer came
} net_outcome;

// code: of the server's last answer, 0: none. message: its words, or what else happened; "" where it was accepted
// without any.
typedef struct net_result {
  net_outcome outcome;
  int code;
  char message[512];
} net_result;

typedef struct net_connection net_connection;

// ---- Requests

// The most that an answer may be long. Nothing needs more; what is longer is no answer of a ledger.
enum { NET_BODY_MAX = 16 << 20 };

typedef struct net_pair {
  const char *name, *value;
} net_pair;

// One request. url: https, or http on loopback; body NULL: none; type: its Content-Type. seconds: how long nothing may
// come before it is given up, and a third of what the whole may take. stop: whether it is to end, which it does as long
// as nothing would be left open (it has not left, or only asks: GET); what may change something there is waited for.
typedef struct net_request {
  const char *method, *url;
  const net_pair *headers;
  size_t header_count;
  const char *body, *type;
  size_t length;
  int seconds;
  bool (*stop)(void);
} net_request;

typedef enum net_reply_kind {
  NET_ANSWERED,    // in full, whatever the status
  NET_NEVER_LEFT,  // surely not one byte of the request: no such address, nobody there, no right certificate, stopped
  NET_CUT_OFF,     // it may have been taken, and no whole answer came, or none that can be read
} net_reply_kind;

// Texts in the arena of the call. status: 0: none came. wait: seconds of Retry-After, -1: none. trace: the value of the
// header by which the other side finds the request again (…-request-id, …-correlation-id, …_tid); NULL. message: what
// happened where it was not answered, and where a redirect was, which is never followed; NULL. It holds no word of the
// request but the host's name.
typedef struct net_reply {
  net_reply_kind kind;
  int status;
  int64_t wait;
  const char *body, *type, *trace, *message;
  size_t length;
} net_reply;

typedef struct net_client net_client;

// ---- Addresses

// An address taken apart, texts in the arena. fields: of its query, decoded, in their order. port: the scheme's own
// where none is said. path: "/" at least.
typedef struct net_url {
  const char *scheme, *host, *path;
  int port;
  bool loopback;  // its host is this machine, whoever is asked
  net_pair *fields;
  size_t field_count;
} net_url;

// ---- Whoever comes back from signing in

typedef struct net_listener net_listener;

// HEARD: somebody came to the address. INPUT: the descriptor can be read. QUIET: neither, in time.
typedef enum net_heard { NET_HEARD, NET_INPUT, NET_QUIET } net_heard;

typedef struct net_module {
  uint64_t version;

  // A connection that is made with the first mail, and kept from one to the next. The server's texts must live as
  // long. NULL with `io` where memory ran out.
  net_connection *(*open)(const net_server *server, error *e);
  void (*close)(net_connection *c);

  // Sends one mail, and says what became of it; nothing is ever sent twice.
  void (*send)(net_connection *c, const net_mail *m, net_result *out);

  // What asks: connections are kept from one request to the next. NULL with `io` where memory ran out.
  net_client *(*client_open)(error *e);
  void (*client_close)(net_client *c);

  // Sends one request, at most once over the network, and takes its whole answer.
  void (*ask)(net_client *c, const net_request *r, arena *a, net_reply *out);

  // Takes an address apart: `invalid` where it is none, or names a user.
  bool (*url_read)(const char *url, arena *a, net_url *out, error *e);

  // Waits on this machine alone (127.0.0.1 and ::1) for one GET of exactly this address, which is http on loopback; all
  // others are told that there is nothing. NULL with `io`, or `busy` where another program has the port.
  net_listener *(*listen)(const net_url *at, error *e);

  // Waits at most so many milliseconds; descriptor: what else may be read, -1: nothing (may be called without a
  // listener). *url, where somebody came: the address as it was asked for, in the arena. EINTR is QUIET.
  net_heard (*hear)(net_listener *l, int descriptor, int milliseconds, arena *a, const char **url);

  // Answers whoever came with a page of these words, and ends.
  void (*listener_close)(net_listener *l, const char *words);
} net_module;

// The module, opened where it is not yet; NULL with an error that names what to install.
static inline const net_module *net_module_open(error *e) {
  static const module_kind kind = { "billet-net.so", "billet_net", NET_MODULE_VERSION, "libcurl4, libmicrohttpd12" };
  return module_open(&kind, e);
}
