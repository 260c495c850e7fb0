// One plugin file inside the host, and the host itself; private to lua/.
#pragma once
#include "core/base/digest.h"
#include "core/engine/prepaid/prepaid.h"
#include "lua/schema/schema.h"

// The functions that a plugin may bring.
typedef enum plugin_function {
  FUNCTION_OPENS,
  FUNCTION_CLOSES,
  FUNCTION_REST,
  FUNCTION_SCHEDULE,
  FUNCTION_PARTS,
  FUNCTION_CHECK,
  FUNCTION_APPLY,
  FUNCTION_SCOPE,
  FUNCTION_SPLIT,
  FUNCTION_CATEGORY,
  FUNCTION_RATES,
  FUNCTION_BEGINS,
  FUNCTION_INVOICE,
  FUNCTION_ENDS,
  FUNCTION_READ,
  FUNCTION_RENDER,
  FUNCTION_COUNT
} plugin_function;

// The MSP's own columns that were asked for last, as JSON, and the table that shows them (`ref`, in the registry).
enum { OWN_TEXTS = 4 };
typedef struct own_memory {
  char *texts[OWN_TEXTS];
  int ref;
  bool made;
} own_memory;

typedef enum plugin_phase { PLUGIN_UNREAD, PLUGIN_LOADED, PLUGIN_BROKEN } plugin_phase;

typedef struct plugin {
  plugin_file file;  // title and version once it is loaded; kind PLUGIN_KINDS until then where the folder does not tell
  plugin_kind folder;  // what its folder holds: a kind, or PLUGIN_KINDS: any
  bool rules;          // its folder holds tax and price rules
  int directory;       // which of the search path it lies in, from 0; -1: none
  const char *label;   // short path for messages
  arena *arena;        // the host's
  plugin_phase phase;
  error problem;  // of a broken one
  state *state;
  schema *params;
  cJSON *keep;                    // defaults of the params
  const char *doc, *extension;    // extension: of an exporter's file
  int definition;                 // registry: the table
  int functions[FUNCTION_COUNT];  // registry; LUA_NOREF
  rule_stage stage;
  rule_scope scope;
  bool all;   // of an amount rule: fees and charges as well
  int takes;  // arguments of a price rule's function, 2 … 7; 2: it sees its number alone, answers may be remembered
  own_memory own;    // of the work that its functions look at
  const void *made;  // the table that a constructor checked, while loading
} plugin;

typedef struct terms_handle {
  plugin *plugin;
  int params;
  bool used;
} terms_handle;

enum { SMALL_NUMBERS = 4096, LARGE_NUMBERS = 256, CATEGORIES_KEPT = 8 };
typedef struct rule_handle {
  plugin *plugin;
  const char *text;  // its params, canonical JSON
  int64_t stamp;     // of the calendars that they name
  int params;        // registry
  int64_t *small;    // answers of a rule that is alone, for 0 … 4095; INT64_MIN: not asked yet
  struct {
    int64_t number, answer;
  } * large;  // by number % 256; number INT64_MIN: none
  struct {
    const char *text;
    int ref;
  } categories[CATEGORIES_KEPT];  // as strings of the state
  size_t category_next;
  own_memory own;
} rule_handle;

typedef struct tax_handle {
  plugin *plugin;
  const char *params;
  int table;
} tax_handle;
typedef struct rules_entry {
  const char *text;
  int64_t stamp;
  bool alone;  // without the site's
  plugin_rules rules;
  struct rules_entry *next;
} rules_entry;

typedef struct host {
  plugin_host public;  // first: the engine's view
  host_options options;
  state_limits limits;
  arena *arena;
  plugin **plugins;  // in order of the search path
  size_t plugin_count, plugin_capacity;
  plugin *site;  // rules/site.lua, or NULL
  terms_handle *terms;
  size_t term_count;
  rule_handle *rules;
  size_t rule_count, rule_capacity;
  tax_handle *taxes;
  size_t tax_count, tax_capacity;
  rules_entry *buckets[256];
  const plugin_calendars *calendars;  // while rules are opened
  const cJSON *site_rules;            // once read
  cJSON *site_json;
  plugin_file const **listed;  // the last list's answer
  bool alone;                  // the site's rules stay away
  bool watching;               // a param is watched: chains of rules are not remembered
} host;

const char *plugin_kind_name(plugin_kind kind);

// --- files.c
bool files_read(host *h, error *e);
// `place` gives folder, rules, directory and label.
void files_add(host *h, const char *path, const plugin *place);
bool files_state(void *self, char hex[65], error *e);
plugin *plugin_find(host *h, plugin_kind kind, const char *name, error *e);
const plugin_file *files_find(void *self, plugin_kind kind, const char *name, error *e);
const plugin_file *const *files_list(void *self, plugin_kind kind, size_t *count, error *e);
const plugin_file *files_site(void *self);
void rules_alone(void *self, bool alone);
bool files_load(void *self, const char *path, const plugin_file **out, error *e);

// --- stand_in.c: a host in which given texts stand in the place of files.
plugin_host *host_with(void *self, const plugin_source *sources, size_t count, error *e);

// --- host.c: a host with the options' texts copied and without files.
host *host_new(const host_options *options);

// --- load.c: runs the file in its own sandbox; a broken one keeps its error and stays broken.
bool plugin_load(host *h, plugin *p, error *e);
// How many arguments the function at `index` names, at most `most`.
int plugin_arguments(lua_State *L, int index, int most);
// Runs a file that returns a plain table, as JSON in *out (cJSON_Delete frees it).
bool plugin_data(host *h, plugin *p, cJSON **out, error *e);
void plugin_unload(plugin *p);
// Unloads it and keeps the error as its own. Always false.
bool plugin_break(plugin *p, const error *e);

// --- kinds.c
// The line of the file on which a field is written (`name =`); 0 where it is not found.
int plugin_field_line(const plugin *p, const char *name);

// Adds the constructors contract, price_rule and so on. May raise.
void kinds_open(lua_State *L);

// The scope of a price rule by its word; raises where its stage does not take it.
rule_scope rule_scope_check(lua_State *L, const plugin *p, const char *given);

// --- params.c
// Parses params ("" or NULL: none) and holds them against the schema. NULL with the error; cJSON_Delete frees the
// answer.
cJSON *params_open(const plugin *p, const char *params, bool complete, error *e);
bool params_check_plugin(void *self, plugin_kind kind, const char *name, const char *params, bool complete, error *e);
// Keeps params that fit as a table in the plugin's registry.
bool params_keep(plugin *p, const char *params, const contract *c, int *ref, error *e);

// --- contracts.c
bool terms_open(void *self, const char *type, const char *params, const contract *c, int *terms, error *e);
void terms_close(void *self, int terms);
bool terms_parts(void *self, int terms, arena *a, plugin_part *parts, size_t *count, error *e);
bool terms_schedule(void *self, int terms, arena *a, const contract *c, plugin_period **periods, size_t *count,
                    error *e);
bool terms_opens(void *self, int terms, rating *r, error *e);
bool terms_closes(void *self, int terms, rating *r, error *e);
bool terms_rest(void *self, int terms, rating *r, error *e);

// --- handles.c
// A handle of that type, raising where it is something else: `wanted` is a call that works (argument 1), or what is
// expected.
void *handle_check(lua_State *L, int argument, const char *type, const char *wanted);
// The key of a table that is nearest to the name; NULL.
const char *handle_nearest(lua_State *L, int table, const char *name);
// Makes reading a method that the table on top does not have an error that suggests one.
void handle_methods(lua_State *L, const char *owner);

// --- bill.c, work.c: the handles that contract types get.
void bill_types(lua_State *L);
void work_types(lua_State *L);
void bill_push(lua_State *L);  // bill and period of the rating at hand: two values
void work_push(lua_State *L, work_set set);
work_set work_check(lua_State *L, int argument);  // raises for a stale one
rating *rating_valid(lua_State *L, uint64_t generation);
rating *bill_check(lua_State *L);                         // of the bill at 1; raises for a stale one
rating *period_check(lua_State *L);                       // of the period at 1
void bill_fee(lua_State *L, int index, rating_fee *fee);  // a line's table; raises where it is none
decimal bill_price(lua_State *L, int argument);

// --- balances.c: what a bill does with prepaid balances. meters.c: what a period counts.
int balance_grant(lua_State *L);
int balance_draw(lua_State *L);
int balance_draw_money(lua_State *L);
int balance_draw_charges(lua_State *L);
int balance_tickets(lua_State *L);
int balance_unused(lua_State *L);
int meter_count(lua_State *L);
int meter_steps(lua_State *L);

// --- rules_own.c: the MSP's own columns as a table, kept while they stay the same: entry, ticket, contract, customer.
void own_push(lua_State *L, own_memory *m, const char *const texts[OWN_TEXTS]);  // may raise
bool rules_own(rule_handle *r, const rule_facts *facts, error *e);
void own_forget(own_memory *m);

// --- rules.c, tax.c, export.c, describe.c, reads.c
bool rules_open(void *self, const char *rules, const plugin_calendars *calendars, const plugin_rules **out, error *e);
bool rules_split_at(void *self, int handle, int64_t start, int64_t minutes, int64_t *out, error *e);
bool rules_apply(void *self, int handle, int64_t number, const rule_facts *facts, int64_t *out, error *e);
bool taxes_open_rule(void *self, const char *rule, const char *params, int *handle, error *e);
bool taxes_rule_answer(void *self, int handle, const char *category, tax_answer *out, error *e);
bool export_text(void *self, const char *name, const char *phase, const value *invoice, buffer *out, error *e);
value *describe_plugin(void *self, plugin_kind kind, const char *name, arena *a, error *e);
const char *describe_examples(void *self, plugin_kind kind, const char *name, arena *a, error *e);
value *reads_faults(void *self, plugin_kind kind, const char *name, arena *a, error *e);
bool describe_watch(void *self, plugin_kind kind, const char *name, const char *param, bool *was_read, error *e);
