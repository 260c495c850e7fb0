// Signing in, as far as it is words: what is asked, what comes back.
#include "core/base/chance.h"
#include "core/base/base64.h"
#include "core/base/digest.h"
#include "core/base/percent.h"
#include "core/deliver/sign_in.h"
#include <ctype.h>
#include <nettle/memops.h>
#include <string.h>

enum { RANDOM_BYTES = 32, WORD_MAX = 100, WORDS_MAX = 200 };

// ---- What is asked

// base64url without padding (RFC 7636, appendix A).
static void url_text(const unsigned char bytes[RANDOM_BYTES], char out[SIGN_IN_RANDOM]) {
  buffer text = { 0 };
  base64_add(&text, bytes, RANDOM_BYTES);
  for (size_t i = 0; i < SIGN_IN_RANDOM - 1; i++)
    out[i] = text.text[i] == '+' ? '-' : text.text[i] == '/' ? '_' : text.text[i];
  out[SIGN_IN_RANDOM - 1] = '\0';
  explicit_bzero(text.text, text.length);
  buffer_free(&text);
}

static void random_text(char out[SIGN_IN_RANDOM]) {
  unsigned char bytes[RANDOM_BYTES];
  chance_bytes(bytes, sizeof bytes);
  url_text(bytes, out);
}

void sign_in_challenge(const char *verifier, char out[SIGN_IN_RANDOM]) {
  const digest d = digest_of(verifier, strlen(verifier));
  url_text(d.bytes, out);
}

void sign_in_begin(const target *t, const char *redirect_uri, arena *a, sign_in *out) {
  char challenge[SIGN_IN_RANDOM];
  buffer query = { 0 };
  *out = (sign_in){ .target = t, .redirect_uri = redirect_uri };
  random_text(out->state);
  random_text(out->verifier);
  sign_in_challenge(out->verifier, challenge);
  percent_field(&query, "client_id", t->client_id);
  percent_field(&query, "response_type", "code");
  percent_field(&query, "redirect_uri", redirect_uri);
  percent_field(&query, "scope", t->scopes);
  percent_field(&query, "state", out->state);
  percent_field(&query, "code_challenge", t->pkce ? challenge : NULL);
  percent_field(&query, "code_challenge_method", t->pkce ? "S256" : NULL);
  out->authorize_url =
      arena_format(a, "%s%s%s", t->authorize_url, strchr(t->authorize_url, '?') ? "&" : "?", query.text);
  buffer_free(&query);
}

// ---- What comes back

bool sign_in_is_there(const sign_in *s, const net_module *net, const char *url, arena *a) {
  error e = { 0 };
  net_url one, other;
  bool is = net->url_read(s->redirect_uri, a, &one, &e) && net->url_read(url, a, &other, &e) &&
            strcmp(one.scheme, other.scheme) == 0 && text_same(one.host, other.host) && one.port == other.port &&
            strcmp(one.path, other.path) == 0;
  error_clear(&e);
  return is;
}

static const char *said(const net_url *url, const char *name, size_t *times) {
  const char *found = NULL;
  *times = 0;
  for (size_t i = 0; i < url->field_count; i++)
    if (strcmp(url->fields[i].name, name) == 0) found = url->fields[i].value, ++*times;
  return found;
}

// In a time that does not tell how much of it is right.
static bool is_state(const sign_in *s, const net_url *url) {
  size_t times;
  const char *state = said(url, "state", &times);
  return times == 1 && strlen(state) == SIGN_IN_RANDOM - 1 && memeql_sec(state, s->state, SIGN_IN_RANDOM - 1);
}

static const char *shown(const char *text, arena *a) {
  return text_shown(a, arena_copy(a, text, strnlen(text, WORDS_MAX)), false);
}

// It becomes a part of addresses.
static bool is_id(const char *text) {
  for (const char *c = text; *c; c++)
    if (!isalnum((unsigned char)*c) && !strchr("-_", *c)) return false;
  return *text && strlen(text) <= WORD_MAX;
}

static bool denied(const sign_in *s, const net_url *url, arena *a, error *e) {
  size_t times;
  const char *error = said(url, "error", &times), *why = said(url, "error_description", &times);
  if (!error) return false;
  error_set(e, ERROR_STATE, "%s let nobody in: %s%s%s; nothing is kept", s->target->title, shown(error, a),
            why ? ": " : "", why ? shown(why, a) : "");
  return true;
}

bool sign_in_read(const sign_in *s, const net_module *net, const char *address, arena *a, sign_in_grant *out,
                  error *e) {
  net_url url;
  size_t codes, companies = 0;
  *out = (sign_in_grant){ 0 };
  if (!net->url_read(address, a, &url, e)) return false;
  if (!is_state(s, &url)) {
    error_set(e, ERROR_STATE, "whoever came back was not sent by this sign-in: the state is another one");
    return error_hint(e, "billet export login %s begins anew", s->target->name);
  }
  if (denied(s, &url, a, e)) return false;
  out->code = said(&url, "code", &codes);
  if (s->target->company_from) out->company = said(&url, s->target->company_from, &companies);
  if (codes != 1 || !*out->code || companies > 1)
    return error_set(e, ERROR_STATE, "%s sent nobody back with one code", s->target->title);
  if (s->target->company_from && (!out->company || !is_id(out->company)))
    return error_set(e, ERROR_STATE, "%s did not say whose books they are: no %s", s->target->title,
                     s->target->company_from);
  return true;
}

bool sign_in_tokens(const sign_in *s, const net_module *net, const sign_in_grant *g, bool (*stop)(void), arena *a,
                    tokens *out, error *e) {
  buffer form = { 0 };
  const char *const hide[] = { g->code, s->verifier, NULL };
  net_client *client = net->client_open(e);
  if (!client) return false;
  percent_field(&form, "grant_type", "authorization_code");
  percent_field(&form, "code", g->code);
  percent_field(&form, "redirect_uri", s->redirect_uri);
  percent_field(&form, "code_verifier", s->target->pkce ? s->verifier : NULL);
  percent_field(&form, "client_id", s->target->secret ? NULL : s->target->client_id);
  bool given = tokens_ask(s->target, net, client, stop, form.text, hide, NULL, a, out, e) == TOKENS_GIVEN;
  explicit_bzero(form.text, form.length);
  buffer_free(&form);
  net->client_close(client);
  if (!given && !*e->hint) error_hint(e, "nothing is kept; billet export login %s begins anew", s->target->name);
  return given;
}
