// Targets that billet delivers to: what their plugins say of them and how they are set. None of them is named in here:
// what differs is the plugin's data.
#pragma once
#include "core/engine/facts/facts.h"

enum { TARGET_REDIRECTS_MAX = 8 };

// A target as it is set: settings `export.TARGET.NAME` of the book before what its plugin says. Texts in the arena.
// api_url ends in a slash and may hold {company}. limit: seconds after which a request is surely over there.
// redirects: tried in their order until a port is free. values: the plugin's own settings as a record of texts, what
// `t.settings` is.
typedef struct target {
  const char *name, *title;
  const value *delivers;
  const char *environment, *client_id;                 // client_id: NULL: not set
  const char *authorize_url, *token_url, *revoke_url;  // revoke_url: NULL: it has none
  const char *api_url, *scopes, *company_from;         // NULL: none
  const char *redirects[TARGET_REDIRECTS_MAX];
  size_t redirect_count;
  int limit;
  bool pkce, secret;
  value *values;
} target;

// What a plugin says of delivering (`delivers` of `describe`), NULL: it writes files; *title is the plugin's. NULL with
// the error too, where there is no such exporter.
const value *target_delivers(book *b, const char *name, arena *a, const char **title, error *e);

// A target by its plugin's name. `state` where it only writes files.
bool target_read(book *b, const char *name, arena *a, target *out, error *e);

// The setting of a name such as `TARGET.client_id`: its text as set, else its default, NULL where it has none; and
// setting it (an empty text goes back to the default), in a transaction of its own. `not-found`, `usage` where there is
// no such target or setting, `invalid` where the text makes no sense.
bool target_setting(book *b, const char *name, arena *a, const char **out, error *e);
bool target_setting_set(book *b, const char *name, const char *value, error *e);

// What one is for; in the arena. NULL with the error.
const char *target_setting_what(book *b, const char *name, arena *a, error *e);

// What one may be, parted by |, in the arena; NULL: any text, or the error.
const char *target_setting_choices(book *b, const char *name, arena *a, error *e);

// The names of the settings of all targets that there are.
bool target_settings_all(book *b, arena *a, const char ***names, size_t *count, error *e);

// The names of the settings of all targets of which something is set, in order.
bool target_settings_list(book *b, arena *a, const char ***names, size_t *count, error *e);
