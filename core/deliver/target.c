// How a target is set.
#include "core/base/text.h"
#include "core/deliver/target.h"
#include "core/deliver/deliver.h"
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 2000, LIMIT_MAX = 3600, PORT_DIGITS = 5, SETTINGS_MAX = 40 };

// ---- What a setting may be

static bool bad_url(const char *key, const char *url, error *e) {
  error_set(e, ERROR_INVALID, "%s: \"%.200s\" is neither https nor http on this machine", key, url);
  return error_hint(e, "such as https://example.com/path, or http://localhost:8765/path");
}

static bool is_this_machine(const char *host) {
  unsigned char four[sizeof(struct in_addr)];
  if (inet_pton(AF_INET, host, four) == 1) return four[0] == 127;
  return text_same(host, "localhost") || strcmp(host, "[::1]") == 0;
}

// scheme://host[:port][/…], all that can be seen. What is sent later is checked again by whoever sends it.
static bool check_url(const char *key, const char *url, arena *a, error *e) {
  bool https = strncmp(url, "https://", 8) == 0, http = strncmp(url, "http://", 7) == 0;
  for (const char *c = url; *c; c++)
    if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 127 || strchr("\\\"<>", *c)) return bad_url(key, url, e);
  if (!https && !http) return bad_url(key, url, e);
  const char *start = url + (https ? 8 : 7), *whole = arena_copy(a, start, strcspn(start, "/?#"));
  if (strchr(whole, '@')) return bad_url(key, "…@…", e);
  const char *closed = strrchr(whole, ']'), *colon = strchr(closed ? closed : whole, ':');
  const char *host = colon ? arena_copy(a, whole, (size_t)(colon - whole)) : whole;
  size_t digits = colon ? strspn(colon + 1, "0123456789") : 1;
  bool port =
      digits && digits <= PORT_DIGITS && (!colon || (!colon[1 + digits] && strtol(colon + 1, NULL, 10) <= 65535));
  return (*host && port && (https || is_this_machine(host))) || bad_url(key, url, e);
}

static bool check_choice(const char *key, const char *text, const char *const *choices, size_t count, error *e) {
  buffer list = { 0 };
  for (size_t i = 0; i < count; i++) {
    buffer_format(&list, "%s%s", i ? ", " : "", choices[i]);
    if (strcmp(choices[i], text) != 0) continue;
    buffer_free(&list);
    return true;
  }
  error_set(e, ERROR_INVALID, "%s: \"%.80s\" is none of: %s", key, text, list.text);
  buffer_free(&list);
  return false;
}

static bool check_text(const char *key, const char *text, error *e) {
  uint32_t unseen;
  if (text_seen(text, strlen(text), &unseen) == strlen(text)) return true;
  return error_set(e, ERROR_INVALID, "%s holds a character that nobody can see", key);
}

static bool check_seconds(const char *key, const char *text, error *e) {
  size_t digits = strspn(text, "0123456789");
  if (digits && digits <= 4 && !text[digits] && strtol(text, NULL, 10) >= 1 && strtol(text, NULL, 10) <= LIMIT_MAX)
    return true;
  return error_set(e, ERROR_INVALID, "%s: seconds from 1 to %d, not \"%.40s\"", key, LIMIT_MAX, text);
}

// ---- Which there are

typedef enum shape { SHAPE_TEXT, SHAPE_URL, SHAPE_PLACE, SHAPE_SECONDS, SHAPE_CHOICE } shape;
typedef struct target_field {
  const char *name, *what;
  shape shape;
  const value *choices;  // of a plugin's own
} target_field;

static const target_field fields[] = {
  { "client_id", "the id of your own app at the target; its secret: billet secret set export.TARGET.client_secret",
    SHAPE_TEXT, NULL },
  { "environment", "production, or sandbox: the target's place for trying", SHAPE_PLACE, NULL },
  { "authorize_url", "where people sign in", SHAPE_URL, NULL },
  { "token_url", "where a sign-in is renewed", SHAPE_URL, NULL },
  { "revoke_url", "where a sign-in is ended", SHAPE_URL, NULL },
  { "api_url", "where documents go", SHAPE_URL, NULL },
  { "redirect_uri", "where people come back to after signing in, as your app at the target says it", SHAPE_URL, NULL },
  { "scopes", "what billet may do there", SHAPE_TEXT, NULL },
  { "limit", "seconds after which a request is surely over there", SHAPE_SECONDS, NULL },
};
enum { FIELDS = sizeof fields / sizeof *fields };

static const char *text_of(const value *record, const char *name) {
  const value *v = value_get(record, name);
  return v && v->type == VALUE_TEXT ? v->as.text : NULL;
}

// The plugin's own behind those that all have.
static size_t fields_of(const value *delivers, target_field out[SETTINGS_MAX]) {
  const value *own = value_get(delivers, "settings");
  size_t count = 0;
  for (; count < FIELDS; count++) out[count] = fields[count];
  for (size_t i = 0; own && i < own->as.list.count && count < SETTINGS_MAX; i++) {
    const value *s = own->as.list.items[i];
    const char *doc = text_of(s, "doc");
    out[count++] = (target_field){ text_of(s, "name"), doc ? doc : "", SHAPE_CHOICE, value_get(s, "choices") };
  }
  return count;
}

static const char *first_text(const value *list) {
  return list && list->type == VALUE_LIST && list->as.list.count ? list->as.list.items[0]->as.text : NULL;
}

// What a setting is until it is set. environment: as it is set, else its default.
static const char *missing(const value *delivers, const target_field *f, const char *environment, arena *a) {
  const value *places = value_get(delivers, "api_url");
  if (f->choices) return first_text(f->choices);
  if (f->shape == SHAPE_PLACE) return places->as.record.count ? places->as.record.fields[0].name : "production";
  if (strcmp(f->name, "api_url") == 0) return text_of(places, environment);
  if (strcmp(f->name, "redirect_uri") == 0) return first_text(value_get(delivers, "redirect_uri"));
  const value *v = value_get(delivers, f->name);
  return v ? value_plain(a, v)[0] ? value_plain(a, v) : NULL : NULL;
}

// What a setting of these shapes may be; how many.
static size_t listed(const target_field *f, const value *delivers, const char *out[SETTINGS_MAX]) {
  const value *places = value_get(delivers, "api_url");
  size_t count = 0, most = f->choices ? f->choices->as.list.count : places->as.record.count;
  for (; count < most && count < SETTINGS_MAX; count++)
    out[count] = f->choices ? f->choices->as.list.items[count]->as.text : places->as.record.fields[count].name;
  return count;
}

static bool check_listed(const char *key, const target_field *f, const value *delivers, const char *text, error *e) {
  const char *choices[SETTINGS_MAX];
  return check_choice(key, text, choices, listed(f, delivers, choices), e);
}

static bool check(const char *key, const target_field *f, const value *delivers, const char *text, arena *a, error *e) {
  if (!*text) return true;
  if (strlen(text) > TEXT_MAX) return error_set(e, ERROR_INVALID, "%s: at most %d bytes", key, TEXT_MAX);
  switch (f->shape) {
    case SHAPE_URL: return check_url(key, text, a, e);
    case SHAPE_SECONDS: return check_seconds(key, text, e);
    case SHAPE_TEXT: return check_text(key, text, e);
    case SHAPE_PLACE:
    case SHAPE_CHOICE: break;
  }
  return check_listed(key, f, delivers, text, e);
}

// ---- Reading and setting

const value *target_delivers(book *b, const char *name, arena *a, const char **title, error *e) {
  const value *facts = b->host->describe(b->host->self, PLUGIN_EXPORTER, name, a, e);
  const value *delivers = facts ? value_get(facts, "delivers") : NULL;
  *title = facts ? text_of(facts, "title") : NULL;
  return delivers && delivers->type == VALUE_RECORD ? delivers : NULL;
}

static const value *must_deliver(book *b, const char *name, arena *a, const char **title, error *e) {
  const value *delivers = target_delivers(b, name, a, title, e);
  if (delivers || e->code) return delivers;
  error_set(e, ERROR_STATE, "%s writes files: nobody signs in to it", name);
  error_hint(e, "billet export %s --output FILE", name);
  return NULL;
}

static bool no_such_setting(const char *target, const char *name, const value *delivers, error *e) {
  target_field all[SETTINGS_MAX];
  const char *names[SETTINGS_MAX];
  size_t count = fields_of(delivers, all);
  for (size_t i = 0; i < count; i++) names[i] = all[i].name;
  const char *near = text_nearest(name, names, count);
  buffer list = { 0 };
  for (size_t i = 0; i < count; i++) buffer_format(&list, "%s%s", i ? ", " : "", names[i]);
  error_set(e, ERROR_USAGE, "there is no setting \"export.%s.%.80s\"", target, name);
  if (near) error_hint(e, "did you mean export.%s.%s?", target, near);
  else error_hint(e, "%s has: %s", target, list.text);
  buffer_free(&list);
  return false;
}

// A name such as TARGET.client_id.
static bool find(book *b, const char *name, arena *a, const char **target, const value **delivers, target_field *out,
                 error *e) {
  const char *dot = strrchr(name, '.'), *title;
  target_field all[SETTINGS_MAX];
  *target = NULL;
  *delivers = NULL;
  if (!dot || dot == name) {
    error_set(e, ERROR_USAGE, "there is no setting \"export.%.80s\"", name);
    return error_hint(e, "such as export.TARGET.client_id; billet export list shows the targets");
  }
  *target = arena_copy(a, name, (size_t)(dot - name));
  *delivers = must_deliver(b, *target, a, &title, e);
  if (!*delivers) return false;
  size_t count = fields_of(*delivers, all);
  for (size_t i = 0; i < count; i++)
    if (strcmp(all[i].name, dot + 1) == 0) {
      *out = all[i];
      return true;
    }
  return no_such_setting(*target, dot + 1, *delivers, e);
}

static bool read_set(book *b, const char *target, const char *name, arena *a, const char **out, error *e) {
  return config_read(b, arena_format(a, "export.%s.%s", target, name), a, out, e);
}

static bool read_field(book *b, const char *target, const value *delivers, const target_field *f, arena *a,
                       const char **out, error *e) {
  const char *environment;
  if (!read_set(b, target, f->name, a, out, e)) return false;
  if (*out) return true;
  if (!read_set(b, target, "environment", a, &environment, e)) return false;
  if (!environment) environment = missing(delivers, &fields[1], NULL, a);
  *out = missing(delivers, f, environment, a);
  return true;
}

bool target_setting(book *b, const char *name, arena *a, const char **out, error *e) {
  const char *target;
  const value *delivers;
  target_field f;
  return find(b, name, a, &target, &delivers, &f, e) && read_field(b, target, delivers, &f, a, out, e);
}

const char *target_setting_what(book *b, const char *name, arena *a, error *e) {
  const char *target;
  const value *delivers;
  target_field f;
  return find(b, name, a, &target, &delivers, &f, e) ? f.what : NULL;
}

const char *target_setting_choices(book *b, const char *name, arena *a, error *e) {
  const char *target, *choices[SETTINGS_MAX], *out = NULL;
  const value *delivers;
  target_field f;
  if (!find(b, name, a, &target, &delivers, &f, e) || (f.shape != SHAPE_PLACE && f.shape != SHAPE_CHOICE)) return NULL;
  for (size_t i = 0, count = listed(&f, delivers, choices); i < count; i++)
    out = out ? arena_format(a, "%s|%s", out, choices[i]) : choices[i];
  return out;
}

bool target_setting_set(book *b, const char *name, const char *text, error *e) {
  arena *a = arena_new();
  const char *target, *key = arena_format(a, "export.%s", name);
  const value *delivers;
  target_field f;
  bool ok = find(b, name, a, &target, &delivers, &f, e) && check(key, &f, delivers, text, a, e) && db_begin(b->db, e);
  if (ok) {
    ok = config_write(b, key, *text ? text : NULL, e) && db_commit(b->db, e);
    if (!ok) db_rollback(b->db);
  }
  arena_free(a);
  return ok;
}

// The targets with a setting, in order.
static bool set_targets(book *b, arena *a, const char ***names, size_t *count, error *e) {
  size_t capacity = 0;
  query *q = db_ask(b->db, e, "SELECT key FROM config WHERE key LIKE 'export.%.%' ORDER BY key", "");
  while (q && query_step(q, e) == 1) {
    const char *key = query_column_text(q, 0) + strlen("export."), *dot = strrchr(key, '.');
    if (*count && strncmp((*names)[*count - 1], key, (size_t)(dot - key)) == 0 && !(*names)[*count - 1][dot - key])
      continue;
    *names = arena_grow(a, *names, *count, &capacity, sizeof **names);
    (*names)[(*count)++] = arena_copy(a, key, (size_t)(dot - key));
  }
  return q && e->code == ERROR_NONE;
}

// A target whose plugin is gone keeps its settings, which nobody can explain any more: they are left out.
static void settings_of(book *b, const char *target, arena *a, const char ***names, size_t *count, size_t *capacity) {
  error none = { 0 };
  target_field all[SETTINGS_MAX];
  const char *title;
  const value *delivers = target_delivers(b, target, a, &title, &none);
  error_clear(&none);
  for (size_t k = 0, n = delivers ? fields_of(delivers, all) : 0; k < n; k++) {
    *names = arena_grow(a, *names, *count, capacity, sizeof **names);
    (*names)[(*count)++] = arena_format(a, "%s.%s", target, all[k].name);
  }
}

bool target_settings_list(book *b, arena *a, const char ***names, size_t *count, error *e) {
  const char **targets = NULL;
  size_t target_count = 0, capacity = 0;
  *names = NULL;
  *count = 0;
  if (!set_targets(b, a, &targets, &target_count, e)) return false;
  for (size_t i = 0; i < target_count; i++) settings_of(b, targets[i], a, names, count, &capacity);
  return true;
}

bool target_settings_all(book *b, arena *a, const char ***names, size_t *count, error *e) {
  size_t files_count, capacity = 0;
  *names = NULL;
  *count = 0;
  const plugin_file *const *files = b->host->list(b->host->self, PLUGIN_EXPORTER, &files_count, e);
  for (size_t i = 0; files && i < files_count; i++) settings_of(b, files[i]->name, a, names, count, &capacity);
  return files != NULL;
}

// ---- A target as it is set

static bool read_texts(book *b, target *t, arena *a, error *e) {
  const char **places[FIELDS] = { &t->client_id, &t->environment, &t->authorize_url,
                                  &t->token_url, &t->revoke_url,  &t->api_url,
                                  NULL,          &t->scopes };
  const char *token_url, *revoke_url;
  for (size_t i = 0; i < FIELDS; i++)
    if (places[i] && !read_field(b, t->name, t->delivers, &fields[i], a, places[i], e)) return false;
  if (t->api_url && *t->api_url && t->api_url[strlen(t->api_url) - 1] != '/')
    t->api_url = arena_format(a, "%s/", t->api_url);
  if (!read_set(b, t->name, "token_url", a, &token_url, e) || !read_set(b, t->name, "revoke_url", a, &revoke_url, e))
    return false;
  if (token_url && !revoke_url) t->revoke_url = NULL;  // the tokens are of somebody else
  t->company_from = text_of(t->delivers, "company_from");
  return t->api_url != NULL ||
         error_set(e, ERROR_INVALID, "%s has no place for the environment %s", t->name, t->environment);
}

static bool read_redirects(book *b, target *t, arena *a, error *e) {
  const char *set;
  const value *list = value_get(t->delivers, "redirect_uri");
  if (!read_set(b, t->name, "redirect_uri", a, &set, e)) return false;
  if (set) t->redirects[t->redirect_count++] = set;
  for (size_t i = 0; !set && list && i < list->as.list.count && i < TARGET_REDIRECTS_MAX; i++)
    t->redirects[t->redirect_count++] = list->as.list.items[i]->as.text;
  return t->redirect_count || error_set(e, ERROR_INVALID, "export.%s.redirect_uri is not set", t->name);
}

static bool read_own(book *b, target *t, arena *a, error *e) {
  target_field all[SETTINGS_MAX];
  size_t count = fields_of(t->delivers, all);
  t->values = value_record(a);
  for (size_t i = FIELDS; i < count; i++) {
    const char *text;
    if (!read_field(b, t->name, t->delivers, &all[i], a, &text, e)) return false;
    put_text(a, t->values, all[i].name, text);
  }
  return true;
}

// What is set counts before what the plugin says, for whoever reads that.
static const value *with_limit(const value *delivers, int limit, arena *a) {
  value *out = value_record(a);
  for (size_t i = 0; i < delivers->as.record.count; i++) {
    const value_field *f = &delivers->as.record.fields[i];
    value_put(a, out, f->name, strcmp(f->name, "limit") == 0 ? value_int(a, limit) : f->item);
  }
  return out;
}

bool target_read(book *b, const char *name, arena *a, target *out, error *e) {
  const char *limit;
  *out = (target){ .name = arena_text(a, name) };
  out->delivers = must_deliver(b, name, a, &out->title, e);
  if (!out->delivers || !read_texts(b, out, a, e) || !read_redirects(b, out, a, e) || !read_own(b, out, a, e) ||
      !read_field(b, name, out->delivers, &fields[FIELDS - 1], a, &limit, e))
    return false;
  const value *pkce = value_get(out->delivers, "pkce"), *secret = value_get(out->delivers, "secret");
  out->limit = limit ? (int)strtol(limit, NULL, 10) : 120;
  out->delivers = with_limit(out->delivers, out->limit, a);
  out->pkce = pkce && pkce->type == VALUE_BOOL && pkce->as.truth;
  out->secret = secret && secret->type == VALUE_BOOL && secret->as.truth;
  return true;
}
