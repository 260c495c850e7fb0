// Where a target gives tokens, and takes them back (RFC 6749, RFC 7009).
#include "core/base/base64.h"
#include "core/base/percent.h"
#include "core/base/value_json.h"
#include "core/deliver/tokens.h"
#include "core/store/secrets.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS_MAX = 200, HEADERS = 2, LIFE_MAX = 366 * 20 };

// ---- Who asks

static bool basic(const target *t, arena *a, const char **out, error *e) {
  const char *secret;
  buffer pair = { 0 }, line = { 0 };
  *out = NULL;
  if (!t->secret) return true;
  if (!secret_find(arena_format(a, "export.%s.client_secret", t->name), a, &secret, e)) return false;
  if (!secret) {
    error_set(e, ERROR_SIGN_IN, "there is no secret export.%s.client_secret", t->name);
    return error_hint(e, "billet secret set export.%s.client_secret", t->name);
  }
  percent_add(&pair, t->client_id);
  buffer_text(&pair, ":");
  percent_add(&pair, secret);
  buffer_text(&line, "Basic ");
  base64_add(&line, pair.text, pair.length);
  *out = arena_text(a, line.text);
  explicit_bzero(pair.text, pair.length);
  explicit_bzero(line.text, line.length);
  buffer_free(&pair);
  buffer_free(&line);
  return true;
}

static bool post(const target *t, const char *url, const net_module *net, net_client *client, bool (*stop)(void),
                 const char *form, arena *a, net_reply *out, error *e) {
  const char *authorization;
  if (!t->client_id) {
    error_set(e, ERROR_SIGN_IN, "export.%s.client_id is not set: the id of your own app at %s", t->name, t->title);
    return error_hint(e, "billet config set export.%s.client_id ID", t->name);
  }
  if (!basic(t, a, &authorization, e)) return false;
  const net_pair headers[HEADERS] = { { "Accept", "application/json" }, { "Authorization", authorization } };
  const net_request r = { .method = "POST",
                          .url = url,
                          .headers = headers,
                          .header_count = authorization ? 2 : 1,
                          .body = form,
                          .length = strlen(form),
                          .type = "application/x-www-form-urlencoded",
                          .seconds = t->limit,
                          .stop = stop };
  net->ask(client, &r, a, out);
  return true;
}

// ---- What is answered

static void hide(char *text, const char *const *secrets) {
  for (; *secrets; secrets++) {
    size_t length = strlen(*secrets);
    for (char *at = text; length && (at = strstr(at, *secrets));) memset(at, '*', length);
  }
}

static const char *text_of(const value *record, const char *name) {
  const value *v = value_get(record, name);
  return v && v->type == VALUE_TEXT && *v->as.text ? v->as.text : NULL;
}

// Words of the other side, as a person may see them, without what only two should know.
static const char *words(const value *body, const char *name, const char *const *secrets, arena *a) {
  const char *text = text_of(body, name);
  if (!text) return NULL;
  char *shown = arena_text(a, text);
  hide(shown, secrets);  // whole, before an end could be cut off
  shown[text_fit(shown, WORDS_MAX)] = '\0';
  return text_shown(a, shown, false);
}

// Seconds from now on as a time; 0 where nothing is said, or nothing that makes sense.
static int64_t until(const char *seconds, int64_t now) {
  int64_t life = seconds && isdigit((unsigned char)*seconds) ? strtoll(seconds, NULL, 10) : 0;
  return life > 0 && life < (int64_t)LIFE_MAX * 86400 ? now + life : 0;
}

// No standard names how long a refresh token lasts: each calls it in its own way.
static const char *refresh_life(const value *body) {
  for (size_t i = 0; i < body->as.record.count; i++) {
    const char *name = body->as.record.fields[i].name, *refresh = strstr(name, "refresh");
    if (refresh && strstr(refresh, "expires_in") && !strstr(name, "hard")) return text_of(body, name);
  }
  return NULL;
}

static char *given_text(const value *body, const char *name, arena *a) { return arena_text(a, text_of(body, name)); }

static tokens_outcome take_tokens(const value *body, const tokens *before, arena *a, tokens *out, error *e) {
  int64_t now = (int64_t)time(NULL);
  const char *type = text_of(body, "token_type");
  *out = (tokens){ .access = given_text(body, "access_token", a),
                   .refresh = given_text(body, "refresh_token", a),
                   .at = now,
                   .expires_at = until(text_of(body, "expires_in"), now),
                   .refresh_expires_at = until(refresh_life(body), now) };
  if (!out->access || (type && !text_same(type, "bearer"))) {
    error_set(e, ERROR_EXPORT, "the answer holds no token that billet can use");
    return TOKENS_FAILED;
  }
  for (const char *c = out->access; *c; c++)
    if (*c <= ' ' || *c == 127) return error_set(e, ERROR_EXPORT, "the answer's token is none"), TOKENS_FAILED;
  if (!out->refresh && before) out->refresh = before->refresh, out->refresh_expires_at = before->refresh_expires_at;
  return TOKENS_GIVEN;
}

// RFC 6749, 5.2: 400, or 401 for an app that is not known. Whatever else is no word about what was shown.
static tokens_outcome take_refusal(const net_reply *r, const value *body, const char *const *secrets, arena *a,
                                   error *e) {
  const char *code = words(body, "error", secrets, a), *why = words(body, "error_description", secrets, a);
  bool refused = code && (r->status == 400 || r->status == 401 || r->status == 403);
  error_set(e, refused ? ERROR_SIGN_IN : ERROR_EXPORT, "%s%s%s (status %d)", code ? code : "no token was given",
            why ? ": " : "", why ? why : "", r->status);
  return refused ? TOKENS_REFUSED : TOKENS_FAILED;
}

static tokens_outcome take_reply(const net_reply *r, const char *const *secrets, const tokens *before, arena *a,
                                 tokens *out, error *e) {
  if (r->kind != NET_ANSWERED || r->message) {
    error_set(e, ERROR_EXPORT, "%s", r->message);
    return TOKENS_FAILED;
  }
  error why = { 0 };
  const value *body = value_of_answer(r->body, r->length, a, &why);
  error_clear(&why);
  if (!body || body->type != VALUE_RECORD) {
    error_set(e, ERROR_EXPORT, "the answer, of status %d, is no JSON object", r->status);
    return TOKENS_FAILED;
  }
  if (r->status == 200 && !value_get(body, "error")) return take_tokens(body, before, a, out, e);
  return take_refusal(r, body, secrets, a, e);
}

tokens_outcome tokens_ask(const target *t, const net_module *net, net_client *client, bool (*stop)(void),
                          const char *form, const char *const *hide, const tokens *before, arena *a, tokens *out,
                          error *e) {
  net_reply r = { 0 };
  error why = { 0 };
  *out = (tokens){ 0 };
  if (!post(t, t->token_url, net, client, stop, form, a, &r, e)) return TOKENS_REFUSED;
  tokens_outcome outcome = take_reply(&r, hide, before, a, out, &why);
  if (r.body) explicit_bzero((char *)r.body, r.length);
  if (outcome != TOKENS_GIVEN) error_set(e, why.code, "%s: %s", t->title, why.message);
  return outcome;
}

bool tokens_revoke(const target *t, const net_module *net, const tokens *held, arena *a) {
  error e = { 0 };
  net_reply r = { 0 };
  buffer form = { 0 };
  net_client *client = t->revoke_url && held->access ? net->client_open(&e) : NULL;
  if (!client) return false;
  percent_field(&form, "token", held->refresh ? held->refresh : held->access);
  percent_field(&form, "token_type_hint", held->refresh ? "refresh_token" : "access_token");
  if (!t->secret) percent_field(&form, "client_id", t->client_id);
  bool asked = post(t, t->revoke_url, net, client, NULL, form.text, a, &r, &e);
  explicit_bzero(form.text, form.length);
  buffer_free(&form);
  net->client_close(client);
  error_clear(&e);
  return asked && r.kind == NET_ANSWERED && r.status == 200;
}
