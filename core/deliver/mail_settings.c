// How mail is sent from a book, as people set it. The password is no setting: it is kept outside of the book.
#include "core/base/text.h"
#include "core/deliver/deliver.h"
#include "core/engine/facts/facts.h"
#include "core/store/secrets.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 1000, TIMEOUT = 120, TIMEOUT_MAX = 3600, PORT_MAX = 65535, DIGITS_MAX = 5 };

static bool bad_url(const char *url, const char *why, error *e) {
  error_set(e, ERROR_INVALID, "mail.url: \"%.200s\" %s", url, why);
  return error_hint(e, "such as smtps://mail.example.com, or smtp://mail.example.com:587 with STARTTLS");
}

static bool is_number(const char *text, int64_t most) {
  size_t digits = strspn(text, "0123456789");
  int64_t number = digits && digits <= DIGITS_MAX && !text[digits] ? strtoll(text, NULL, 10) : 0;
  return number >= 1 && number <= most;
}

static bool is_host(const char *text, size_t length) {
  bool literal = length > 2 && text[0] == '[' && text[length - 1] == ']';
  for (size_t i = literal; i + literal < length; i++)
    if (!isalnum((unsigned char)text[i]) && !strchr(literal ? ":." : ".-", text[i])) return false;
  return length > 0;
}

// scheme://host[:port][/name that this end says it has]
static bool check_url(const char *url, arena *a, error *e) {
  bool tls = strncmp(url, "smtps://", 8) == 0;
  if (!tls && strncmp(url, "smtp://", 7) != 0) return bad_url(url, "begins with neither smtps:// nor smtp://", e);
  const char *host = url + (tls ? 8 : 7), *slash = host + strcspn(host, "/");
  if (memchr(host, '@', (size_t)(slash - host)))
    return bad_url("…@…", "names a user: that is mail.user, and `billet secret set mail.password`", e);
  const char *whole = arena_copy(a, host, (size_t)(slash - host)), *closed = strrchr(whole, ']'),
             *colon = strchr(closed ? closed : whole, ':');
  if (colon && !is_number(colon + 1, PORT_MAX)) return bad_url(url, "has no port from 1 to 65535", e);
  if (!is_host(whole, colon ? (size_t)(colon - whole) : strlen(whole))) return bad_url(url, "names no server", e);
  return !*slash || is_host(slash + 1, strlen(slash + 1)) || bad_url(url, "has more behind the server than a name", e);
}

static bool check_user(const char *user, error *e) {
  uint32_t unseen;
  if (text_seen(user, strlen(user), &unseen) == strlen(user)) return true;
  return error_set(e, ERROR_INVALID, "mail.user holds a character that nobody can see");
}

static bool check(const char *name, const char *value, arena *a, error *e) {
  mail_address from;
  if (!*value) return true;
  if (strlen(value) > TEXT_MAX) return error_set(e, ERROR_INVALID, "mail.%s: at most %d bytes", name, TEXT_MAX);
  if (strcmp(name, "url") == 0) return check_url(value, a, e);
  if (strcmp(name, "user") == 0) return check_user(value, e);
  if (strcmp(name, "from") == 0) return mail_address_read(value, a, &from, e);
  return is_number(value, TIMEOUT_MAX) ||
         error_set(e, ERROR_INVALID, "mail.timeout: seconds from 1 to %d, not \"%.40s\"", TIMEOUT_MAX, value);
}

bool mail_setting(book *b, const char *name, arena *a, const char **out, error *e) {
  if (!config_read(b, arena_format(a, "mail.%s", name), a, out, e)) return false;
  if (!*out && strcmp(name, "timeout") == 0) *out = arena_format(a, "%d", TIMEOUT);
  return true;
}

bool mail_setting_set(book *b, const char *name, const char *value, error *e) {
  arena *a = arena_new();
  bool ok = check(name, value, a, e) && db_begin(b->db, e);
  if (ok) {
    ok = config_write(b, arena_format(a, "mail.%s", name), *value ? value : NULL, e) && db_commit(b->db, e);
    if (!ok) db_rollback(b->db);
  }
  arena_free(a);
  return ok;
}

bool secret_setting(book *b, const char *name, arena *a, const char **out, error *e) {
  (void)b, (void)name;
  return secret_command(a, out, e);
}

bool secret_setting_set(book *b, const char *name, const char *value, error *e) {
  (void)b, (void)name;
  return secret_command_set(value, e);
}

// The seller's own address, where no other is set.
static bool sellers_address(book *b, arena *a, mail_address *out, error *e) {
  query *q = db_ask(b->db, e, "SELECT email, name FROM seller WHERE n = 1", "");
  int step = q ? query_step(q, e) : -1;
  const char *email = step == 1 ? arena_text(a, query_column_text(q, 0)) : NULL,
             *name = step == 1 ? arena_text(a, query_column_text(q, 1)) : NULL;
  if (q) query_reset(q);
  if (step < 0) return false;
  if (!email || text_blank(email)) {
    error_set(e, ERROR_INVALID, "nobody is said to send: neither mail.from is set nor the seller's email");
    return error_hint(e, "billet config set mail.from 'Birch IT <billing@birch.example>'");
  }
  if (!mail_address_read(email, a, out, e)) return false;
  if (!*out->name && name) out->name = name;
  return true;
}

bool mail_settings_read(book *b, arena *a, mail_settings *out, error *e) {
  const char *from, *timeout;
  *out = (mail_settings){ 0 };
  if (!mail_setting(b, "url", a, &out->url, e) || !mail_setting(b, "user", a, &out->user, e) ||
      !mail_setting(b, "from", a, &from, e) || !mail_setting(b, "timeout", a, &timeout, e))
    return false;
  out->timeout = (int)strtol(timeout, NULL, 10);
  return from ? mail_address_read(from, a, &out->from, e) : sellers_address(b, a, &out->from, e);
}
