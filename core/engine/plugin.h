// How the engine knows plugins: a struct of callbacks, filled by whoever hosts them. No Lua in here.
#pragma once
#include "core/base/money.h"
#include "core/base/text.h"
#include "core/base/value.h"
#include "core/engine/checked.h"

typedef struct contract contract;  // a contract's terms (facts/contract.h)
typedef struct rating rating;      // one contract being rated (rating/rating.h): what opens and closes write to

struct cJSON;  // <cjson/cJSON.h>

enum { PLUGIN_PARTS_MAX = 32, TAX_COMPONENTS_MAX = 8, RULES_MAX = 32 };

typedef enum plugin_kind {
  PLUGIN_CONTRACT,
  PLUGIN_PRICE_RULE,
  PLUGIN_TAX_RULE,
  PLUGIN_EXPORTER,
  PLUGIN_IMPORTER,
  PLUGIN_INVOICE,
  PLUGIN_LANGUAGE,
  PLUGIN_CHECK,
  PLUGIN_KINDS
} plugin_kind;

// One loaded plugin file. Lives as long as the host.
typedef struct plugin_file {
  plugin_kind kind;
  const char *name, *title, *version, *path, *text, *digest;  // digest: hexadecimal SHA-256 of the text
  size_t text_length;
  const char *shadows;  // path of the file that it hides, or NULL
} plugin_file;

// A plugin file that stands in for the one of its kind and name. PLUGIN_KINDS with the name `site`: the site's rules.
typedef struct plugin_source {
  plugin_kind kind;
  const char *name, *path, *text, *digest;
  size_t length;
} plugin_source;

// A part of a contract: most types have one, an agreement has several. `params` is JSON.
typedef struct plugin_part {
  const char *id, *type, *params;
} plugin_part;

// A period of a type's own schedule. `key` names it for ever (a milestone's name); ready_on DAY_NEVER: not yet known.
// `waits`: what it waits for until then, in words; NULL: the type does not say.
typedef struct plugin_period {
  const char *key, *waits;
  day from, until, ready_on;
  bool once;  // work that comes after it was billed is never due
} plugin_period;

// When a price rule works, and on what. Of amounts: SCOPE_TICKET is each item, SCOPE_PERIOD all of a period's.
typedef enum rule_stage { STAGE_MINUTES, STAGE_PRICE, STAGE_AMOUNT } rule_stage;
typedef enum rule_scope { SCOPE_ENTRY, SCOPE_TICKET, SCOPE_DAY, SCOPE_PERIOD } rule_scope;
typedef struct plugin_rule {
  rule_stage stage;
  rule_scope scope;
  int handle;
  bool splits;   // entries are split at its edges before the minutes stage
  bool all;      // of amounts: fees and charges as well as work
  bool own;      // it looks at the MSP's own columns
  bool work;     // it looks at who worked, and at what
  bool percent;  // of amounts: it takes `off` of each, which is rounded once, with its line
  decimal off;
  const char *category;  // of amounts: the only category that it works on; NULL: all
  const plugin_file *file;
} plugin_rule;
typedef struct plugin_rules {
  size_t count;
  plugin_rule rules[RULES_MAX];
  bool splits, own, work;  // any of them
} plugin_rules;

// What a rule is told besides its number. at: local minute of the work's start. The MSP's own columns are JSON objects
// or NULL.
typedef struct rule_facts {
  int64_t at, minutes;
  const char *category;
  int exponent;
  const char *entry_x, *ticket_x, *contract_x, *customer_x;
  // Who worked, the rate code, the ticket's id and title, for rules that look at them; NULL: not told, or of no one.
  const char *technician, *work_type, *rate, *ticket, *title;
  // Of the amounts of items: whether the item bears what the rule charges once per ticket, whichever bill. It does from
  // then on, if it may: a rule that does not charge it does not ask. NULL: nothing is charged so.
  bool (*first)(void *item, bool *out, error *e);
  void *item;
} rule_facts;

// The calendars (table calendars) that rules may name. `stamp` changes when any of them does. `days` answers a
// calendar's days in the arena: `held` with a hint where there is no such calendar.
typedef struct plugin_calendars {
  void *context;
  int64_t stamp;
  bool (*days)(void *context, const char *name, arena *a, const day **days, size_t *count, error *e);
} plugin_calendars;

// The components of a tax for one category: rates are fractions of one.
typedef struct tax_component {
  const char *name, *jurisdiction;  // jurisdiction: who levies it, for reports; NULL
  decimal rate;                     // below zero it is withheld
  bool compound;
  bool partly;  // it is of a part of the net alone: `base`, in minor units
  int64_t base;
} tax_component;
typedef struct tax_answer {
  size_t count;  // 0: not taxed
  tax_component components[TAX_COMPONENTS_MAX];
  bool inclusive;             // amounts hold their tax
  bool of_sale;               // its rule looks at the sale: it holds for one line alone
  bool within;                // though the rule adds it: a balance was drawn with the tax
  bool document;              // rounded on the document's sum instead of each line
  rounding mode;              // how a tax is rounded
  const char *category;       // the category that the rule tells apart, or NULL: the main rate
  const char *code, *reason;  // for the invoice and e-invoices; NULL
} tax_answer;

// What a tax rule may look at: what is sold, when, and to whom. Texts NULL: not told.
typedef struct tax_sale {
  int64_t net;  // in minor units
  int exponent;
  day date;                                                                  // by which the tax is in force
  const char *currency, *customer, *region, *country, *tax_id, *customer_x;  // x: JSON
} tax_sale;

// What an invoice template makes: the document of an invoice, the mail that brings it, the statement of a customer's
// account, the letter about prices that go up. What one does not make is left to the templates `mail`, `statement` and
// `prices`.
typedef enum template_part { TEMPLATE_BLOCKS, TEMPLATE_MAIL, TEMPLATE_STATEMENT, TEMPLATE_PRICES } template_part;

// What an invoice template is asked: its params (JSON object), the language that the customer wants (a tag such as de
// or de-CH; NULL or "": as the params say, else en), and the invoice, a row as `invoice show` answers it; of a
// statement the account, as `customer statement` answers it; of a letter what price_letters makes of a raise.
typedef struct template_call {
  const char *name, *params, *language;
  const value *invoice;
  template_part part;
} template_call;

// What a document is made with: its template, its language, and English, whose words stand in for those that the
// language lacks; the tag of the language that was chosen, and the picture's file that its params name, NULL: none.
enum { TEMPLATE_FILES_MAX = 3 };
typedef struct template_parts {
  const plugin_file *files[TEMPLATE_FILES_MAX];
  size_t count;
  const char *language, *logo;
} template_parts;

// What an exporter may ask for and tell while it makes its text or its requests; `self` is handed to each.
typedef struct export_desk {
  void *self;
  const char *currency;  // the book's
  // The name that the target has for what the book calls `key` (table `maps`), good until the next one is asked for;
  // NULL where none is given, and with the error.
  const char *(*map)(void *self, const char *kind, const char *key, error *e);
  // The invoice as JSON, as `invoice show --json` answers it; good as long as a name is. NULL with the error.
  const char *(*json)(void *self, const value *invoice, error *e);
  // Tells the user what of an invoice its text does not say.
  void (*warn)(void *self, const char *text);

  // Of a delivering one besides, else NULL. key: of the request that is made; company: what the target says of whose
  // books they are; settings: `export.TARGET.NAME` by NAME (both records). id: what the target calls a need that was
  // found or made before, good as long as a name is; NULL where there is none, and with the error.
  const char *key;
  const value *company, *settings;
  const char *(*id)(void *self, const char *kind, const char *key, error *e);
} export_desk;

// One text of an exporter: `phase` "begins" (invoice NULL), "invoice", "ends"; "missing": what the target misses in the
// invoice, a line each.
typedef struct export_call {
  const char *name, *phase;
  const value *invoice;
  const export_desk *desk;
} export_call;

// What a delivering exporter is asked: `function` is needs, create, find, confirm, void, apply, changed, refused,
// company or names. subject: what it is asked about, its first argument: an invoice, a document, a list of them, a
// text; NULL: none. answer: what the target answered, its second; NULL: it takes none. invoice: what `json` of the desk
// is asked for.
typedef struct delivery_call {
  const char *name, *function;
  const value *subject, *answer, *invoice;
  const export_desk *desk;
} delivery_call;

// Whose the MSP's own columns are that a plugin looks at, x.NAME.
typedef enum own_table { OWN_ENTRY, OWN_TICKET, OWN_CONTRACT, OWN_CUSTOMER, OWN_TABLES } own_table;

// Which own column was meant by a name that a row lacks; *meant NULL: the name may be, and the row has no such column.
typedef bool (*own_name_meant)(void *context, own_table of, const char *name, const char **meant, error *e);

// All callbacks answer false with the error set (`plugin`, with file and line; `invalid` for params; `not-found` with a
// suggestion). Handles are the host's; *_open answers are cached by their text and live as long as the host.
typedef struct plugin_host {
  void *self;

  // The file behind a name, loading it if need be.
  const plugin_file *(*find)(void *self, plugin_kind kind, const char *name, error *e);

  // Files of a kind (PLUGIN_KINDS: of every kind) by kind and name; count in *count. Broken ones are left out and told
  // in the error's rows (code `plugin`), which is no failure.
  const plugin_file *const *(*list)(void *self, plugin_kind kind, size_t *count, error *e);

  // A digest over every file that the search path shows now, loaded or not, and those that are set aside: changes when
  // any file does.
  bool (*state)(void *self, char hex[65], error *e);

  // Whether `params` (JSON object) fits the plugin's schema. `complete`: required params must be there.
  bool (*check)(void *self, plugin_kind kind, const char *name, const char *params, bool complete, error *e);

  // A contract type with compiled params. terms_close frees the handle.
  bool (*terms_open)(void *self, const char *type, const char *params, const contract *c, int *terms, error *e);
  void (*terms_close)(void *self, int terms);

  // The type's parts; *count 0: the contract is its own only part.
  bool (*parts)(void *self, int terms, arena *a, plugin_part *parts, size_t *count, error *e);

  // The type's own schedule; *periods NULL where it has none and the contract's cadence holds.
  bool (*schedule)(void *self, int terms, arena *a, const contract *c, plugin_period **periods, size_t *count,
                   error *e);

  // What the rating's current period costs when it opens, when it has closed. They call rating_line, rating_work and so
  // on.
  bool (*opens)(void *self, int terms, rating *r, error *e);
  bool (*closes)(void *self, int terms, rating *r, error *e);

  // What becomes of work that no part of the contract took in closes.
  bool (*rest)(void *self, int terms, rating *r, error *e);

  // Price rules of a contract (JSON list, may be NULL), then the site's. `calendars` NULL: none are known.
  bool (*rules_open)(void *self, const char *rules, const plugin_calendars *calendars, const plugin_rules **out,
                     error *e);

  // Minutes from `start` (a local minute) to the next edge of a rule that splits, at most `minutes`.
  bool (*rule_split)(void *self, int handle, int64_t start, int64_t minutes, int64_t *out, error *e);

  // One rule on one number: minutes in STAGE_MINUTES, billionths of a price in STAGE_PRICE, minor units in
  // STAGE_AMOUNT.
  bool (*rule_apply)(void *self, int handle, int64_t number, const rule_facts *facts, int64_t *out, error *e);

  // A tax rule with params, and its answer for a category.
  bool (*tax_open)(void *self, const char *rule, const char *params, int *handle, error *e);
  bool (*tax_answer)(void *self, int handle, const char *category, tax_answer *out, error *e);

  // Whether the rule looks at the sale; then it is asked for each line, with `sale`, texts of the answer in the arena.
  // Both may be NULL: no rule does.
  bool (*tax_looks)(void *self, int handle);
  bool (*tax_of)(void *self, int handle, const char *category, const tax_sale *sale, arena *a, tax_answer *out,
                 error *e);

  // A check with params (JSON object). What it found is added to the look; false: it failed at the row `at`, and what
  // it found before stays. Both may be NULL: there are no checks.
  bool (*check_open)(void *self, const char *name, const char *params, check_asking *out, error *e);
  bool (*check_look)(void *self, check_look *look, error *e);

  // An exporter's text. Appends to `out`.
  bool (*export)(void *self, const export_call *call, buffer *out, error *e);

  // What a delivering exporter answers, as JSON whose decimals are raw numbers; the caller frees it (cJSON_Delete).
  // NULL where it answers nothing, or has no such function (`functions` of `delivers` in `describe` names those that it
  // has). Requests, needs, facts and verdicts were checked for their form.
  bool (*deliver)(void *self, const delivery_call *call, struct cJSON **out, error *e);

  // What an invoice template makes of an invoice, in the arena: {"language": as BCP 47 writes it; "words": {"page_of",
  // "draft", "void"} in it; "accent", "paper", "logo": its params of these names, null where it has none; "blocks": a
  // list of records}; of a mail {"subject", "body"}, texts. NULL with the error.
  value *(*document)(void *self, const template_call *call, arena *a, error *e);

  // What it would take for that, texts in the arena; `invoice` is not looked at. May be NULL: nothing is kept of
  // documents then.
  bool (*document_parts)(void *self, const template_call *call, arena *a, template_parts *out, error *e);

  // Help of a plugin as a value: title, version, doc, params with type, doc and default, path.
  value *(*describe)(void *self, plugin_kind kind, const char *name, arena *a, error *e);

  // A plugin's examples, inside its file or beside it: a list of {title, settings, data, as_of and invoices, or steps}
  // as JSON text, in the arena; NULL with the error.
  const char *(*examples)(void *self, plugin_kind kind, const char *name, arena *a, error *e);

  // Params that the plugin's functions read and that it does not have, as its text shows; of a language the words that
  // it lacks: a list of FILE:LINE: texts; NULL with the error.
  value *(*misread)(void *self, plugin_kind kind, const char *name, arena *a, error *e);

  // Own columns that its text names and that own_names would refuse: a list of FILE:LINE: texts, empty where nobody is
  // told; NULL with the error. May be NULL.
  value *(*misspelt)(void *self, plugin_kind kind, const char *name, arena *a, error *e);

  // Loads a file outside the search path (plugin check FILE, plugin test FILE): it shadows those of its name. Its kind
  // and name are in *out.
  bool (*load)(void *self, const char *path, const plugin_file **out, error *e);

  // Watches one param of a plugin (NULL: none any more): params opened from now on note whether a function of the
  // plugin reads it. Answers in *was_read whether the one watched before was read. For tests of plugins: rating goes on
  // as ever, only slower.
  bool (*watch)(void *self, plugin_kind kind, const char *name, const char *param, bool *was_read, error *e);

  // Sets the files with a digest aside: nothing of them runs, and why is their error; NULL: they run again. May be
  // NULL.
  void (*set_aside)(void *self, const char *digest, const char *why);

  // A command begins: what was set aside for the rest of the one before it, because it took too long, runs again. May
  // be NULL.
  void (*begin)(void *self);

  // The file rules/site.lua as it was read, or NULL where there is none. The callback itself may be NULL.
  const plugin_file *(*site)(void *self);

  // Whether the site's rules stay away from now on: examples speak for their plugin alone, whatever the MSP's rules
  // are. May be NULL.
  void (*alone)(void *self, bool alone);

  // From now on a plugin that asks a row for an own column that it lacks is refused where `meant` names another; NULL:
  // none is, as in examples and in a host that `with` made. The callback itself may be NULL.
  void (*own_names)(void *self, own_name_meant meant, void *context);

  // A host like this one in which the sources stand in the place of the files of their kind and name; this one must
  // outlive it, and so must their texts. Nothing of them runs before it is needed. `without` closes it. Both may be
  // NULL.
  struct plugin_host *(*with)(void *self, const plugin_source *sources, size_t count, error *e);
  void (*without)(struct plugin_host *host);
} plugin_host;
