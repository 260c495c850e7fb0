// What goes over the network, by libcurl: a module of its own (billet-net.so), for its libraries would cost every
// command time before it begins. It lies on core/base; the program reaches it by this header alone.
#pragma once
#include "core/base/module.h"

// Both sides must agree on what passes between them. The first number is raised when a callback or a meaning changes;
// a struct that grew shows by its size.
#define NET_MODULE_VERSION \
  ((uint64_t)1 << 48 | (uint64_t)sizeof(net_server) << 32 | sizeof(net_mail) << 16 | sizeof(error))

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

typedef struct net_module {
  uint64_t version;

  // A connection that is made with the first mail, and kept from one to the next. The server's texts must live as
  // long. NULL with `io` where memory ran out.
  net_connection *(*open)(const net_server *server, error *e);
  void (*close)(net_connection *c);

  // Sends one mail, and says what became of it; nothing is ever sent twice.
  void (*send)(net_connection *c, const net_mail *m, net_result *out);
} net_module;

// The module, opened where it is not yet; NULL with an error that names what to install.
static inline const net_module *net_module_open(error *e) {
  static const module_kind kind = { "billet-net.so", "billet_net", NET_MODULE_VERSION, "libcurl4" };
  return module_open(&kind, e);
}
