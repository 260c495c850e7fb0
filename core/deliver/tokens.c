// Tokens as files.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/base/percent.h"
#include "core/deliver/tokens.h"
#include "core/store/secrets.h"
#include <string.h>
#include <time.h>

enum { MARGIN = 60, CLOCKS_DIFFER = 60, SECRET_LEAST = 16 };

static char *text_of(const cJSON *item, const char *name, arena *a) {
  const cJSON *field = cJSON_GetObjectItemCaseSensitive(item, name);
  return cJSON_IsString(field) ? arena_text(a, field->valuestring) : NULL;
}

static int64_t time_of(const cJSON *item, const char *name) {
  int64_t at = 0;
  return json_integer(cJSON_GetObjectItemCaseSensitive(item, name), &at) ? at : 0;
}

bool tokens_read(const char *key, arena *a, tokens *out, error *e) {
  const char *text;
  *out = (tokens){ 0 };
  if (!signed_in_read(key, a, &text, e)) return false;
  if (!text) return true;
  error why = { 0 };
  cJSON *item = json_parse(key, text, strlen(text), &why);
  explicit_bzero((char *)text, strlen(text));
  error_clear(&why);  // its words may be those of the file
  *out = (tokens){ text_of(item, "access", a), text_of(item, "refresh", a), time_of(item, "at"),
                   time_of(item, "expires_at"), time_of(item, "refresh_expires_at") };
  cJSON_Delete(item);
  if (out->access) return true;
  error_set(e, ERROR_INVALID, "the file %s of the sign-in holds something else", key);
  return error_hint(e, "sign in anew: billet export login");
}

bool tokens_write(const char *key, const tokens *t, error *e) {
  cJSON *item = cJSON_CreateObject();
  cJSON_AddStringToObject(item, "access", t->access);
  if (t->refresh) cJSON_AddStringToObject(item, "refresh", t->refresh);
  cJSON_AddNumberToObject(item, "at", (double)t->at);
  cJSON_AddNumberToObject(item, "expires_at", (double)t->expires_at);
  cJSON_AddNumberToObject(item, "refresh_expires_at", (double)t->refresh_expires_at);
  char *text = json_canonical(item);
  bool ok = memory_enough(e) && signed_in_write(key, text, e);  // half of it would take the place of all
  explicit_bzero(text, strlen(text));
  memory_give(text);
  cJSON_Delete(item);
  return ok;
}

static void wipe(char *text) {
  if (text) explicit_bzero(text, strlen(text));
}

void tokens_forget(tokens *t) {
  wipe(t->access);
  wipe(t->refresh);
  *t = (tokens){ 0 };
}

void tokens_hide(char *text, size_t length, const char *secret) {
  size_t size = strlen(secret);
  char *end = text + length, *at = text;
  while (size >= SECRET_LEAST && (at = memmem(at, (size_t)(end - at), secret, size))) memset(at, '*', size);
}

// Somewhat before their end, since a request takes time. Tokens of the future say that a clock was put back: whether
// they are still good the target will say.
bool tokens_are_due(const tokens *t, int64_t now) {
  int64_t life = t->expires_at - t->at, margin = life / 4 < MARGIN ? life / 4 : MARGIN;
  return t->expires_at && t->at <= now + CLOCKS_DIFFER && now >= t->expires_at - margin;
}

static bool same_access(const tokens *a, const tokens *b) {
  return a->access && b->access && strcmp(a->access, b->access) == 0;
}

static const char *renewal_form(const target *t, const tokens *held, buffer *form) {
  percent_field(form, "grant_type", "refresh_token");
  percent_field(form, "refresh_token", held->refresh);
  if (!t->secret) percent_field(form, "client_id", t->client_id);
  return form->text;
}

// What was given is on the disk before it is used: the target may have ended what was kept until now.
static tokens_outcome renew(const target *t, const char *key, const net_module *net, net_client *client,
                            bool (*stop)(void), arena *a, tokens *held, error *e) {
  tokens kept, given;
  if (!tokens_read(key, a, &kept, e)) return TOKENS_FAILED;
  if (kept.access && !same_access(&kept, held) && !tokens_are_due(&kept, (int64_t)time(NULL))) {
    *held = kept;
    return TOKENS_GIVEN;
  }
  if (!kept.access || !kept.refresh) {
    error_set(e, ERROR_SIGN_IN, kept.access ? "what signs in to %s cannot be renewed" : "nobody is signed in to %s",
              t->title);
    return TOKENS_REFUSED;
  }
  // What could not be kept is not asked for: the target may end the old ones with its answer.
  if (!tokens_write(key, &kept, e)) return TOKENS_FAILED;
  buffer form = { 0 };
  const char *const hide[] = { kept.refresh, kept.access, NULL };
  tokens_outcome outcome = tokens_ask(t, net, client, stop, renewal_form(t, &kept, &form), hide, &kept, a, &given, e);
  explicit_bzero(form.text, form.length);
  buffer_free(&form);
  if (outcome != TOKENS_GIVEN) return outcome;
  if (!tokens_write(key, &given, e)) return TOKENS_FAILED;
  *held = given;
  return TOKENS_GIVEN;
}

tokens_outcome tokens_renew(const target *t, const char *key, const net_module *net, net_client *client,
                            bool (*stop)(void), arena *a, tokens *held, error *e) {
  int lock;
  if (!signed_in_lock(key, stop, &lock, e)) return TOKENS_FAILED;
  tokens_outcome outcome = renew(t, key, net, client, stop, a, held, e);
  signed_in_unlock(lock);
  return outcome;
}
