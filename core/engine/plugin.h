// How the engine knows plugins: a struct of callbacks, filled by whoever hosts them. No Lua in here.
#pragma once
#include "core/base/decimal.h"
#include "core/base/text.h"
#include "core/engine/contract.h"

typedef struct rating rating;  // one contract being rated (engine/rating.h): what opens and closes write to

enum { PLUGIN_PARTS_MAX = 32, TAX_COMPONENTS_MAX = 8, RULES_MAX = 32 };

typedef enum plugin_kind {
  PLUGIN_CONTRACT,
  PLUGIN_PRICE_RULE,
  PLUGIN_TAX_RULE,
  PLUGIN_EXPORTER,
  PLUGIN_IMPORTER,
  PLUGIN_INVOICE,
  PLUGIN_KINDS
} plugin_kind;

// One loaded plugin file. Lives as long as the host.
typedef struct plugin_file {
  plugin_kind kind;
  const char *name, *title, *version, *path, *text, *digest;  // digest: hexadecimal SHA-256 of the text
  size_t text_length;
  const char *shadows;  // path of the file that it hides, or NULL
} plugin_file;

// A part of a contract: most types have one, an agreement has several. `params` is JSON.
typedef struct plugin_part {
  const char *id, *type, *params;
} plugin_part;

// A period of a type's own schedule. `key` names it for ever (a milestone's name); ready_on DAY_NEVER: not yet known.
typedef struct plugin_period {
  const char *key;
  day from, until, ready_on;
} plugin_period;

// When a price rule works, and on what.
typedef enum rule_stage { STAGE_SPLIT, STAGE_MINUTES, STAGE_PRICE, STAGE_AMOUNT } rule_stage;
typedef enum rule_scope { SCOPE_ENTRY, SCOPE_TICKET, SCOPE_DAY, SCOPE_PERIOD } rule_scope;
typedef struct plugin_rule {
  rule_stage stage;
  rule_scope scope;
  int handle;
  const plugin_file *file;
} plugin_rule;
typedef struct plugin_rules {
  size_t count;
  plugin_rule rules[RULES_MAX];
} plugin_rules;

// What a rule is told besides its number. at: local minute of the work's start.
typedef struct rule_facts {
  int64_t at, minutes;
  const char *category;
  int exponent;
} rule_facts;

// The components of a tax for one category: rates are fractions of one.
typedef struct tax_component {
  const char *name;
  decimal rate;
  bool compound;
} tax_component;
typedef struct tax_answer {
  size_t count;  // 0: not taxed
  tax_component components[TAX_COMPONENTS_MAX];
  bool inclusive;             // amounts hold their tax
  bool document;              // rounded on the document's sum instead of each line
  const char *category;       // the category that the rule tells apart, or NULL: the main rate
  const char *code, *reason;  // for the invoice and e-invoices; NULL
} tax_answer;

// All callbacks answer false with the error set (`plugin`, with file and line; `invalid` for params; `not-found` with a suggestion).
// Handles are the host's; *_open answers are cached by their text and live as long as the host.
typedef struct plugin_host {
  void *self;

  // The file behind a name, loading it if need be.
  const plugin_file *(*find)(void *self, plugin_kind kind, const char *name, error *e);

  // Files of a kind (PLUGIN_KINDS: of every kind) by kind and name; count in *count. Broken ones are left out and told in the error's rows
  // (code `plugin`), which is no failure.
  const plugin_file *const *(*list)(void *self, plugin_kind kind, size_t *count, error *e);

  // A digest over every file that the search path shows now, loaded or not: changes when any file does.
  bool (*state)(void *self, char hex[65], error *e);

  // Whether `params` (JSON object) fits the plugin's schema. `complete`: required params must be there.
  bool (*check)(void *self, plugin_kind kind, const char *name, const char *params, bool complete, error *e);

  // A contract type with compiled params. terms_close frees the handle.
  bool (*terms_open)(void *self, const char *type, const char *params, const contract *c, int *terms, error *e);
  void (*terms_close)(void *self, int terms);

  // The type's parts; *count 0: the contract is its own only part.
  bool (*parts)(void *self, int terms, arena *a, plugin_part *parts, size_t *count, error *e);

  // The type's own schedule; *periods NULL where it has none and the contract's cadence holds.
  bool (*schedule)(void *self, int terms, arena *a, const contract *c, plugin_period **periods, size_t *count, error *e);

  // What the rating's current period costs when it opens, when it has closed. They call rating_line, rating_work and so on.
  bool (*opens)(void *self, int terms, rating *r, error *e);
  bool (*closes)(void *self, int terms, rating *r, error *e);

  // Price rules of a contract (JSON list, may be NULL), then the site's.
  bool (*rules_open)(void *self, const char *rules, const plugin_rules **out, error *e);

  // One rule on one number: minutes in STAGE_MINUTES, billionths of a price in STAGE_PRICE, minor units in STAGE_AMOUNT.
  bool (*rule_apply)(void *self, int handle, int64_t number, const rule_facts *facts, int64_t *out, error *e);

  // A tax rule with params, and its answer for a category.
  bool (*tax_open)(void *self, const char *rule, const char *params, int *handle, error *e);
  bool (*tax_answer)(void *self, int handle, const char *category, tax_answer *out, error *e);

  // An exporter's text: `phase` "begins" (invoice NULL), "invoice", "ends". Appends to `out`.
  bool (*export)(void *self, const char *name, const char *phase, const value *invoice, buffer *out, error *e);

  // Help of a plugin as a value: title, version, doc, params with type, doc and default, path.
  value *(*describe)(void *self, plugin_kind kind, const char *name, arena *a, error *e);

  // A plugin's examples: a list of {title, settings, data, as_of and invoices, or steps} as JSON text, in the arena; NULL with the
  // error.
  const char *(*examples)(void *self, plugin_kind kind, const char *name, arena *a, error *e);

  // Loads a file outside the search path (plugin check FILE, plugin test FILE): it shadows those of its name. Its kind and name are in
  // *out.
  bool (*load)(void *self, const char *path, const plugin_file **out, error *e);

  // Watches one param of a plugin (NULL: none any more): params opened from now on note whether a function of the plugin reads it. Answers
  // in *was_read whether the one watched before was read. For tests of plugins: rating goes on as ever, only slower.
  bool (*watch)(void *self, plugin_kind kind, const char *name, const char *param, bool *was_read, error *e);

  // The file that lists the price rules of all contracts; NULL where there is none.
  const plugin_file *(*site)(void *self);
} plugin_host;
