// What the files of the module share.
#pragma once
#include "core/base/text.h"
#include "core/web/web_module.h"
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>

// ---- address.c: what was asked for.

// A path and its query taken apart from the address as it was sent, decoded; false where it is none that anybody
// writes by honest means (bad escapes, no UTF-8, NUL, `..`, too many pairs). Everything lies in the arena.
typedef struct web_address {
  const char *path;
  web_pair query[WEB_QUERY_MAX];
  size_t query_count;
} web_address;
bool address_read(const char *sent, arena *a, web_address *out);

// Pairs of a form take the place of the query's.
bool form_read(const char *body, arena *a, web_address *out);

// The value of a pair of the query; NULL where there is none.
const char *address_value(const web_address *at, const char *name);

// ---- guards.c: who may ask what.

// What of a request's head decides. NULL: it was not sent.
typedef struct web_head {
  const char *method;
  int hosts, lengths, codings;  // lines of Host, Content-Length, Transfer-Encoding
  bool misnamed;                // a name of a line holds what no name may
  const char *host, *origin, *site, *cookie, *type, *page, *accept, *forwarded_for, *forwarded_proto, *user, *coding;
  bool proxied;  // it came by a proxy of ours, so that what was forwarded is believed
} web_head;

// What a request is, by its address alone.
typedef enum web_kind {
  WEB_STATE,    // a state of the page
  WEB_ASSET,    // a file of the page
  WEB_EVENTS,   // the stream
  WEB_DATA,     // handed over
  WEB_CHANGE,   // handed over, may change something
  WEB_STOP,     // stops the request that is being answered
  WEB_UPLOAD,   // brings a file
  WEB_SIGN_IN,  // name and password, as a form sends them
  WEB_SIGN_OUT,
} web_kind;

// Why a request is refused: status, and plain words with what would be right. Zeroed: it is not.
typedef struct web_refusal {
  int status;
  char words[400];
} web_refusal;

web_kind guard_kind(const web_head *h, const char *path);

// Everything but the session, which whoever keeps it looks at. hosts: names with ports that this server has, ended by
// NULL.
bool guard_head(const web_head *h, web_kind kind, const char *path, const char *const *hosts, web_refusal *out);

// Whether it came by https, as a proxy of ours says.
bool guard_is_secure(const web_head *h);

// Whether a text in a list of a header is there ("text/html" of Accept).
bool guard_lists(const char *header, const char *word);

// The value of a cookie among those that were sent, copied; false where it is not there or too long.
bool guard_cookie(const char *cookies, const char *name, char *out, size_t room);

// ---- sessions.c: the link that lets somebody in once, and who is in.

enum { SECRET_TEXT = 65, SESSIONS = 64, SESSION_NAME = 17 };  // hexadecimal of 256 bits
typedef struct sessions sessions;
sessions *sessions_open(void);
void sessions_close(sessions *s);
const char *sessions_link(const sessions *s);

// Swaps the link's secret for a session's, once; false where it is not that, or was used.
bool sessions_begin(sessions *s, const char *secret, char out[SECRET_TEXT]);

// Who is in. name: of the session, which opens nothing, for its folder. user "": the one person.
enum { USER_TEXT = 64 };
typedef struct known {
  char name[SESSION_NAME], user[USER_TEXT];
  int64_t generation;
} known;
bool sessions_know(sessions *s, const char *secret, int64_t now, known *out);

// Whether the session of whoever was known is there still; who was named by a proxy has none that ends.
bool sessions_live(sessions *s, const known *who, int64_t now);

// A session of a user, who signed in; one that was used longest ago makes room where there are too many, of all or of
// that user. now: milliseconds of the steady clock. After eight hours in which it asks nothing, and after seven days,
// it is over; that of the link never is.
void sessions_admit(sessions *s, const char *user, int64_t generation, int64_t now, char out[SECRET_TEXT]);
void sessions_end(sessions *s, const char *secret);
void sessions_sign_out(sessions *s, const char *user);

// ---- proxies.c

enum { IP_TEXT = 48 };
typedef struct ip_address {
  unsigned char bytes[16];
} ip_address;
typedef struct ip_range {
  ip_address first;
  int bits;
} ip_range;

bool ip_read(const char *text, ip_address *out);
void ip_of(const struct sockaddr *at, ip_address *out);
void ip_text(const ip_address *at, char out[IP_TEXT]);
bool ip_range_read(const char *text, ip_range *out);  // "10.0.0.0/8", "::1"
bool ip_in(const ip_address *at, const ip_range *range);
bool ip_trusted(const ip_address *at, const ip_range *ranges, size_t count);

// Whom a request comes from, by X-Forwarded-For: *from is who has sent it, and becomes the first from the right that is
// not trusted.
void ip_forwarded(const char *list, const ip_range *ranges, size_t count, ip_address *from);

// ---- passwords.c

bool password_hash(const char *password, char out[WEB_HASH]);
bool passwords_start(struct web_server *s);
void password_check(struct web_server *s, const web_request *r, const char *password, const char *hash);
void password_hash_aside(struct web_server *s, const web_request *r, const char *password);

// ---- files.c: the page's own.

// A file of the page by its name, or, of the built-in ones, by the version that index.html gives their addresses and
// their name: what lies there is never another. NULL where there is none. The bytes lie in the arena, or for ever.
typedef struct asset {
  size_t length;
  const char *type;
  bool lasting;  // it was asked for by its version
} asset;
const char *asset_find(const char *folder, const char *name, arena *a, asset *out);

// ---- reply.c

extern const char reply_policy[];
enum MHD_Result reply_send(struct MHD_Connection *c, const web_reply *r, const char *header, const char *value);

// A file of the page. Everything else, and what has no version, is kept by no browser.
enum MHD_Result reply_file(struct MHD_Connection *c, const char *bytes, const asset *about);

// The same with a form for name and password, which then leads to an address.
enum MHD_Result reply_sign_in(struct MHD_Connection *c, const web_refusal *r, const char *to, bool again);
enum MHD_Result reply_refuse(struct MHD_Connection *c, const web_refusal *r, bool html, bool again);
void reply_guards(struct MHD_Response *r, const char *policy);

// ---- The server.

// A request from its first line to its answer.
typedef struct asked {
  web_request request;  // the first field: what the program holds is this
  arena *arena;
  char *sent;  // the address as it was sent
  web_address at;
  web_head head;
  web_kind kind;
  web_refusal refusal;
  buffer body;
  struct MHD_Connection *connection;
  int descriptor;           // of its connection
  size_t spilt;             // bytes of a body past what is taken
  bool answered, signs_in;  // signs_in: it is refused with a page that asks for a name and a password
  known who;
  char address[IP_TEXT], *password;
  const char *hash;         // both of a sign-in that is compared
  char *made;               // where the hash of a new one goes; NULL: it is compared
  const char *file, *part;  // of what is sent: where it goes, where it waits until it is whole; NULL
  uint64_t room, written;   // bytes that it may still have, and has
  int out;                  // a descriptor of that, -1
  web_reply reply;          // its texts lie in `text`, `type` and `policy`
  buffer text, type, policy;
  struct asked *next;
} asked;

// A stream of events.
typedef struct stream {
  struct web_server *server;
  struct MHD_Connection *connection;
  bool suspended, ends;
  int descriptor;
  known who;
  buffer waiting;  // what was not sent yet
  struct stream *next;
} stream;

// A connection, for whoever looks at the clock.
typedef struct line_in {
  int descriptor;
  int64_t until;     // milliseconds of the steady clock by which its request has to be whole; 0: it is
  bool rests, gone;  // rests: between two requests, gone: it was given up
  char *sent;        // the address that was asked for last, as it was sent; NULL
  struct line_in *next;
} line_in;

struct web_server {
  web_options options;
  struct MHD_Daemon *daemon;
  int port, wakes;  // wakes: a descriptor that can be read when a request waits
  char cookie[32];
  char *hosts[WEB_HOSTS + 4];
  sessions *sessions;
  pthread_mutex_t lock;
  asked *first, *last;  // requests that wait to be handed over
  asked *current;       // that is handed over
  asked *to_check;      // requests whose passwords are to be compared or hashed
  pthread_t checker;
  pthread_cond_t checks;
  ip_range proxies[WEB_PROXIES];
  size_t proxy_count;
  atomic_bool stop;  // the current one is to be
  bool ends;
  stream *streams;
  buffer last_change;  // as it was told: each stream begins with it, for whoever was not listening then
  line_in *lines;
  int line_count;
  int patience;  // milliseconds that the head of a request may take; three times as many: with its body
  pthread_t clock;
  pthread_cond_t tick;
};

int64_t steady_now(void);

// Puts a request in the row of those that wait. Under the server's lock.
void server_queue(web_server *s, asked *q);

// ---- admit.c: who asks, from where; false with the refusal.
bool admit(web_server *s, asked *q, const char *method);

// ---- handle.c: libmicrohttpd's callbacks.
void *handle_address(void *server, const char *uri, struct MHD_Connection *c);
enum MHD_Result handle(void *server, struct MHD_Connection *c, const char *url, const char *method, const char *version,
                       const char *data, size_t *length, void **kept);
void handle_completed(void *server, struct MHD_Connection *c, void **kept, enum MHD_RequestTerminationCode why);

// ---- streams.c
enum MHD_Result streams_begin(web_server *s, struct MHD_Connection *c, const known *who);
void streams_tell(web_server *s, const char *event, const char *data);
void streams_beat(web_server *s);

// Ends those whose readers have gone, for they sleep, so nobody else sees it; and those whose sessions are over.
void streams_sweep(web_server *s);
int streams_count(web_server *s);
// Ends them: nothing is told any more; of one user, or all (NULL). Under the server's lock.
void streams_end(web_server *s, const char *user);

// ---- uploads.c: POST /upload/NAME, a file of no bytes takes it away.
bool upload_is(const char *path);
bool upload_begin(web_server *s, asked *q);  // false with the refusal
bool upload_add(asked *q, const char *data, size_t length);
enum MHD_Result upload_end(asked *q);
void upload_forget(asked *q);

// ---- lines.c: who is slow.
void lines_change(void *server, struct MHD_Connection *c, void **kept, enum MHD_ConnectionNotificationCode what);
void lines_address_is(struct MHD_Connection *c, const char *sent);
const char *lines_address(struct MHD_Connection *c);
void lines_begin(struct MHD_Connection *c, web_server *s);  // a request is whole
void lines_next(struct MHD_Connection *c, web_server *s);   // it was answered: the next one may come
void lines_allow(struct MHD_Connection *c, web_server *s, int64_t milliseconds);
void lines_sweep(web_server *s);
