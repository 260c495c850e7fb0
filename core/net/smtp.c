// Mail to a server, by libcurl. What matters is to know afterwards what became of a mail: each goes to one recipient,
// so that the server's answer is about it alone, and from the moment on at which the message is out as a whole nothing
// but an answer counts.
#include "core/net/smtp.h"
#include "core/net/net_inside.h"
#include "core/base/text.h"
#include <stdlib.h>
#include <string.h>

enum { CONNECT_SECONDS = 30, GOOD_BYE = 221 };

// What happens to the mail at hand.
typedef struct delivery {
  const net_connection *connection;
  const char *bytes;
  size_t length, at;
  bool whole;    // all of it was handed over
  bool stopped;  // taken back
  int code;      // of the last answer
  buffer words;  // of the last answer
  bool goes_on;  // it has more lines
} delivery;

struct net_connection {
  CURL *curl;
  net_server server;
};

// ---- What the server says

// A line of an answer: three digits, a dash where more lines follow, words (RFC 5321, 4.2.1). A good-bye is none: it
// comes after a refusal, and would hide it.
static size_t take_answer(char *line, size_t size, size_t count, void *context) {
  delivery *d = context;
  size_t length = size * count, words = length < 4 ? length : 4;
  int code = length >= 3 ? (int)strtol((char[]){ line[0], line[1], line[2], '\0' }, NULL, 10) : 0;
  if (code == GOOD_BYE) return length;
  if (!d->goes_on) buffer_clear(&d->words);
  d->goes_on = length > 3 && line[3] == '-';
  d->code = code;
  if (d->words.length) buffer_text(&d->words, " ");
  size_t left = length - words;
  const char *start = text_trimmed(line + words, &left);
  buffer_add(&d->words, start, left);
  return length;
}

static size_t give_bytes(char *to, size_t size, size_t count, void *context) {
  delivery *d = context;
  size_t length = size * count < d->length - d->at ? size * count : d->length - d->at;
  memcpy(to, d->bytes + d->at, length);
  d->at += length;
  if (length) return length;
  // What is answered from here on is the answer to the message.
  d->whole = true;
  d->code = 0;
  buffer_clear(&d->words);
  return 0;
}

static int look_up(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up) {
  delivery *d = context;
  (void)down_total, (void)down, (void)up_total, (void)up;
  if (d->whole || !d->connection->server.stop || !d->connection->server.stop()) return 0;
  d->stopped = true;
  return 1;
}

// ---- The connection

// TLS with a certificate that was checked. What stays on this machine may go without: a relay there is reached as it
// is, whatever its certificate.
static void secure(CURL *curl, const char *url) {
  bool inside = strncmp(url, "smtp:", 5) == 0 && net_is_loopback(url);
  curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(inside ? CURLUSESSL_TRY : CURLUSESSL_ALL));
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, inside ? 0L : 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, inside ? 0L : 2L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

net_connection *smtp_open(const net_server *server, error *e) {
  net_connection *c = calloc(1, sizeof *c);
  CURL *curl = net_curl_open(e);
  if (!c || !curl) {
    free(c);
    curl_easy_cleanup(curl);
    if (curl) error_set(e, ERROR_IO, "out of memory");
    return NULL;
  }
  *c = (net_connection){ curl, *server };
  curl_easy_setopt(curl, CURLOPT_URL, server->url);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  net_plain(curl);
  secure(curl, server->url);
  net_trust(curl);
  if (server->user) curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
  if (server->password) curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)server->timeout);
  curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)server->timeout);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  return c;
}

void smtp_close(net_connection *c) {
  if (!c) return;
  curl_easy_cleanup(c->curl);
  free(c);
}

// ---- One mail

// No server may show the password in its words, not even a mistaken one.
static void hide(char *text, const char *password) {
  size_t length = password ? strlen(password) : 0;
  for (char *at = text; length && (at = strstr(at, password));) memset(at, '*', length);
}

static void say(net_result *out, char *words, const char *password) {
  buffer clean = { 0 };
  hide(words, password);
  buffer_clean(&clean, words, false);
  size_t room = sizeof out->message - 1, length = clean.length < room ? clean.length : room;
  while (length < clean.length && length && ((unsigned char)clean.text[length] & 0xC0) == 0x80) length--;
  if (length) memcpy(out->message, clean.text, length);
  out->message[length] = '\0';
  buffer_free(&clean);
}

static CURLcode perform(net_connection *c, const net_mail *m, delivery *d, char why[CURL_ERROR_SIZE]) {
  buffer_free(&d->words);
  *d = (delivery){ .connection = c, .bytes = m->bytes, .length = m->length };
  *why = '\0';
  struct curl_slist *to = curl_slist_append(NULL, m->to);
  if (!to) return CURLE_OUT_OF_MEMORY;
  curl_easy_setopt(c->curl, CURLOPT_MAIL_FROM, m->from);
  curl_easy_setopt(c->curl, CURLOPT_MAIL_RCPT, to);
  curl_easy_setopt(c->curl, CURLOPT_READFUNCTION, give_bytes);
  curl_easy_setopt(c->curl, CURLOPT_READDATA, d);
  curl_easy_setopt(c->curl, CURLOPT_HEADERFUNCTION, take_answer);
  curl_easy_setopt(c->curl, CURLOPT_HEADERDATA, d);
  curl_easy_setopt(c->curl, CURLOPT_XFERINFOFUNCTION, look_up);
  curl_easy_setopt(c->curl, CURLOPT_XFERINFODATA, d);
  curl_easy_setopt(c->curl, CURLOPT_ERRORBUFFER, why);
  CURLcode result = curl_easy_perform(c->curl);
  curl_easy_setopt(c->curl, CURLOPT_ERRORBUFFER, NULL);
  curl_slist_free_all(to);
  return result;
}

// A server that says no, to the sender, the recipient or the message (RFC 5321, 4.2.1: 4yz for now, 5yz for good).
static bool says_no(CURLcode result, const delivery *d) {
  return d->code >= 400 && d->code < 600 &&
         (d->whole || result == CURLE_SEND_ERROR || result == CURLE_RECV_ERROR || result == CURLE_WEIRD_SERVER_REPLY);
}

static net_outcome outcome_of(CURLcode result, const delivery *d) {
  if (result == CURLE_OK) return NET_ACCEPTED;
  if (says_no(result, d)) return NET_REFUSED;
  return d->whole ? NET_UNKNOWN : NET_NOT_SENT;
}

static void tell(const net_connection *c, CURLcode result, const delivery *d, const char *why, net_result *out) {
  const char *words = d->words.text && d->words.length ? d->words.text : NULL;
  const char *curl_words = *why ? why : curl_easy_strerror(result);
  buffer text = { 0 };
  *out = (net_result){ .outcome = outcome_of(result, d), .code = d->code };
  if (out->outcome == NET_ACCEPTED || out->outcome == NET_REFUSED) {
    if (words) buffer_format(&text, "%d %s", d->code, words);
  } else if (d->stopped) buffer_text(&text, "interrupted before it was sent");
  else if (result == CURLE_LOGIN_DENIED && words)
    buffer_format(&text, "the server lets nobody in: %d %s", d->code, words);
  else if (d->whole) buffer_format(&text, "sent as a whole, and no answer came: %s", curl_words);
  else buffer_text(&text, curl_words);
  if (text.length) say(out, text.text, c->server.password);
  buffer_free(&text);
}

// A server may close a connection that was idle, in words (421) or without: what it never began to take is asked for
// on a new one.
static bool was_idle(CURL *curl, CURLcode result, const delivery *d) {
  long opened = 1;
  curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &opened);
  return result != CURLE_OK && !opened && !d->at && !d->stopped &&
         (d->code == 421 || outcome_of(result, d) == NET_NOT_SENT);
}

void smtp_send(net_connection *c, const net_mail *m, net_result *out) {
  delivery d = { 0 };
  char why[CURL_ERROR_SIZE];
  CURLcode result = perform(c, m, &d, why);
  if (was_idle(c->curl, result, &d)) {
    curl_easy_setopt(c->curl, CURLOPT_FRESH_CONNECT, 1L);
    result = perform(c, m, &d, why);
    curl_easy_setopt(c->curl, CURLOPT_FRESH_CONNECT, 0L);
  }
  tell(c, result, &d, why, out);
  buffer_free(&d.words);
}
