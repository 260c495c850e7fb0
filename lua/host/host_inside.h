// Inside the host's room: one plugin file, and the host itself.
#pragma once
#include "core/base/digest.h"
#include "core/base/value_json.h"
#include "lua/handles/handles.h"
#include "lua/host/host.h"
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
  FUNCTION_PERCENT_OFF,
  FUNCTION_RATES,
  FUNCTION_BEGINS,
  FUNCTION_INVOICE,
  FUNCTION_ENDS,
  FUNCTION_MISSING,
  FUNCTION_NEEDS,
  FUNCTION_CREATE,
  FUNCTION_FIND,
  FUNCTION_CONFIRM,
  FUNCTION_VOID,
  FUNCTION_APPLY_CREDIT,
  FUNCTION_CHANGED,
  FUNCTION_REFUSED,
  FUNCTION_COMPANY,
  FUNCTION_NAMES,
  FUNCTION_READ,
  FUNCTION_BLOCKS,
  FUNCTION_MAIL,
  FUNCTION_STATEMENT,
  FUNCTION_PRICES,
  FUNCTION_LOOK,
  FUNCTION_COUNT
} plugin_function;

typedef enum plugin_phase { PLUGIN_UNREAD, PLUGIN_LOADED, PLUGIN_BROKEN } plugin_phase;

typedef struct plugin {
  plugin_file file;  // title and version once it is loaded; kind PLUGIN_KINDS until then where the folder does not tell
  plugin_kind folder;  // what its folder holds: a kind, or PLUGIN_KINDS: any
  bool rules;          // its folder holds tax and price rules
  bool shared;         // no plugin: its folder holds what exporters have in common
  int directory;       // which of the search path it lies in, from 0; -1: none
  const char *label;   // short path for messages
  const char *known;   // its digest, as it was remembered; NULL: not asked, or read
  arena *arena;        // the host's
  plugin_phase phase;
  error *problem;           // of a broken one; NULL: none was
  struct plugin *examples;  // the file beside it, once it was looked for and found
  state *state;
  schema *params;
  cJSON *keep;                    // defaults of the params
  const char *doc, *extension;    // extension: of an exporter's file
  const char *encoding;           // of an exporter's file
  bool each;                      // of an exporter: each invoice is a document of its own
  bool books;                     // of an exporter: its file holds all that it takes to book a batch
  value *delivers;                // of a delivering exporter: how the core speaks to its target; NULL: it writes files
  bool shares;                    // it requires files of the folders `shared`
  int definition;                 // registry: the table
  int functions[FUNCTION_COUNT];  // registry; LUA_NOREF
  rule_stage stage;
  rule_scope scope;
  bool all;    // of an amount rule: fees and charges as well
  int takes;   // arguments of a price rule's function, 2 … 8; 2: it sees its number alone, answers may be remembered
  bool looks;  // a tax rule's function names the sale: it is asked for each line
  check_asking check;  // of a check: its subject, level and columns
  params_watch watch;
  handles handles;               // of a contract type
  const export_call *exporting;  // of an exporter: the call at hand; NULL: none
  plugin_file told;              // while loading: kind, name, title and version, as the file has them
  const void *made;              // while loading: the table that a constructor checked
} plugin;

// A contract type with params: what the engine's handle `terms` numbers.
typedef struct contract_type {
  plugin *plugin;
  int params;      // registry
  bool used;       // else the number is free
  size_t charged;  // bytes that the engine took for it since it was opened
} contract_type;

// Who reads a document, and who wrote it: the words and formats that it gets. Made once, and lives as long as the host,
// so that a function that a template has kept never finds it gone.
typedef struct reader {
  const plugin *language, *english;  // english: NULL where the language is that
  const char *tag;                   // as BCP 47 writes it
  char country[3], seller[3];        // ISO 3166; "" where it is not known
  bool abroad;                       // seller and buyer are not of the same country
  struct reader *next;
} reader;

enum { SMALL_NUMBERS = 4096, LARGE_NUMBERS = 256, CATEGORIES_KEPT = 8 };
typedef struct rule_handle {
  plugin *plugin;
  const char *text;  // its params, canonical JSON
  int64_t stamp;     // of the calendars that they name
  int params;        // registry
  int64_t *small;    // answers of a rule that is alone, for 0 … 4095; INT64_MIN: not asked yet
  struct {
    int64_t number, answer;
  } * large;  // by number / 1000 % 256; number INT64_MIN: none
  struct {
    const char *text;
    int ref;
  } categories[CATEGORIES_KEPT];  // as strings of the state
  size_t category_next;
  shown_texts own, work;
  const rule_facts **told;  // of the call at hand, for what `work` looks up
} rule_handle;

typedef struct tax_handle {
  plugin *plugin;
  const char *params;  // their text
  int table;           // registry
} tax_handle;

// A row as the function of a check is handed it: of the cells at hand each is pushed when it is asked for, and noted.
typedef struct check_view {
  const check_asking *asking;
  const check_cell *cells;  // NULL: there is no row
  int exponent;
  uint32_t touched;  // the columns that were asked for since the row was set
  int view;          // registry
} check_view;

// Rows of which a check found nothing, by all that it looked at.
typedef struct check_memo check_memo;

// A check with params, and what its function is handed, which is the same table for each row.
typedef struct check_handle {
  plugin *plugin;
  const char *params;        // their text
  int table;                 // registry
  check_view *row, *before;  // NULL: not made yet
  check_memo *memo;
} check_handle;

// An invoice template with params.
typedef struct template_handle {
  plugin *plugin;
  const char *params;  // their text
  int table;           // registry
} template_handle;

// A chain of price rules that was opened, by the text that asked for it.
typedef struct rules_entry {
  const char *text;
  int64_t stamp;
  bool alone;  // without the site's
  plugin_rules rules;
  struct rules_entry *next;
} rules_entry;

// A text of which nothing runs; why NULL: it does again.
typedef struct set_aside {
  const char *digest, *why;
  struct set_aside *next;
} set_aside;

typedef struct host {
  plugin_host public;  // first: the engine's view
  host_options options;
  state_limits limits;
  arena *arena;
  plugin **plugins;  // in order of the search path
  size_t plugin_count, plugin_capacity;
  plugin *site;     // rules/site.lua, or NULL
  plugin **shared;  // files that exporters require, in order of the search path
  size_t shared_count, shared_capacity;
  const char **lonely;  // files of examples without their plugin
  size_t lonely_count, lonely_capacity;
  contract_type *types;
  size_t type_count;
  rule_handle *rules;
  size_t rule_count, rule_capacity;
  tax_handle *taxes;
  size_t tax_count, tax_capacity;
  check_handle *checks;
  size_t check_count, check_capacity;
  template_handle *templates;
  size_t template_count, template_capacity;
  reader *readers;
  rules_entry *buckets[256];
  const cJSON *site_rules;  // once read
  cJSON *site_json;
  plugin_file const **listed;  // the last list's answer
  set_aside *aside;
  struct digest_cache *digests;  // once asked
  bool alone;                    // the site's rules stay away
  lib_own_names own;             // silent while examples run
  bool watching;                 // a param is watched: chains of rules are not remembered
} host;

// --- bare_host.c

// A host with the options' texts copied, these callbacks, and without files. host_close frees it.
host *host_bare(const host_options *options, const plugin_host *callbacks);

// --- files.c: the files of the search path. Callbacks of plugin.h by their purpose: find, list, state, site, load.

// Finds the files of the whole search path; reads and runs nothing yet. False with `io`.
bool files_read(host *h, error *e);

// Adds the file at `path`; `place` gives folder, rules, directory and label.
void files_add(host *h, const char *path, const plugin *place);

// The plugin behind a kind and name, loaded if need be. NULL with `not-found` and a suggestion, or with its own error.
plugin *plugin_find(host *h, plugin_kind kind, const char *name, error *e);

const plugin_file *files_find(void *self, plugin_kind kind, const char *name, error *e);
const plugin_file *const *files_list(void *self, plugin_kind kind, size_t *count, error *e);
bool files_state(void *self, char hex[65], error *e);
const plugin_file *files_site(void *self);
bool files_load(void *self, const char *path, const plugin_file **out, error *e);

// --- past_texts.c

// A host like this one in which the texts take the place of the files of their kind and name. Callback `with`.
plugin_host *host_with_texts(void *self, const plugin_source *sources, size_t count, error *e);

// --- texts.c

// Reads a file when it is first needed; one that cannot be read is broken, as one that cannot be loaded is.
bool plugin_read(host *h, plugin *p);

// Frees its state and all that lies in it; references to the registry are void then.
void plugin_unload(plugin *p);

// Unloads it and keeps the error as its own. Always false.
bool plugin_break(plugin *p, const error *e);

// --- digest_cache.c

typedef struct digest_cache digest_cache;

// The digest of a file that did not change since an earlier command, as hex; NULL: it is to be read.
const char *digest_remembered(host *h, plugin *p);

// Remembers the digest of the file that was asked for last, and was read since.
void digest_remember(host *h, const plugin *p);

// Keeps what was read for the next command; or nothing, once something remembered was found to be wrong.
void digests_keep(host *h);
void digests_forget(host *h);

// --- load.c

// Runs the file in its own sandbox, once; a broken one keeps its error and stays broken.
bool plugin_load(host *h, plugin *p, error *e);

// Runs a file in a sandbox of its own that ends with it, and lets `reads` have what it returned, on the stack's top.
// `reads` may raise.
typedef void (*answer_reader)(lua_State *L, void *context);
bool plugin_answer(host *h, plugin *p, answer_reader reads, void *context, error *e);

// Runs a file that returns a plain table, as JSON in *out (cJSON_Delete frees it).
bool plugin_data(host *h, plugin *p, cJSON **out, error *e);

// Where params of a loaded plugin go; a contract or calendars are the caller's to add.
params_place plugin_params(plugin *p);

// --- set_aside.c: callback set_aside.
void files_set_aside(void *self, const char *digest, const char *why);

// Whether a file that was read may run: its text was not set aside. False with why.
bool plugin_let_in(const host *h, const plugin *p, error *e);

// --- shared_files.c

// Adds the function `require` to the globals, for the file that is being loaded. May raise (memory).
void require_open(lua_State *L, host *h, plugin *p);

// Raises where a plugin of a kind that shares nothing has required a file.
void require_check(lua_State *L, const plugin *p);

// --- field_lines.c

// The line of the file on which a field is written (`name =`); 0 where it is not found.
int plugin_field_line(const plugin *p, const char *name);

// Raises the message on the stack's top with the line on which a field is written.
int plugin_blame(lua_State *L, const plugin *p, const char *name);

// --- constructors.c

// What a kind is called: "contract type"; "plugin" for PLUGIN_KINDS.
const char *plugin_kind_name(plugin_kind kind);

// Adds the constructors contract, price_rule and so on to the globals; they fill in `p`. May raise (memory).
void constructors_open(lua_State *L, plugin *p);

// The scope of a price rule by its word; raises where its stage does not take it.
rule_scope rule_scope_check(lua_State *L, const plugin *p, const char *given);

// --- plugin_params.c

// Whether params fit a plugin of that kind and name. Callback `check`.
bool plugin_params_fit(void *self, plugin_kind kind, const char *name, const char *params, bool complete, error *e);

// --- contract_types.c: callbacks of plugin.h, of the handle `terms`. A number is free again once it was closed.
bool contract_type_open(void *self, const char *name, const char *params, const contract *c, int *type, error *e);
void contract_type_close(void *self, int type);
bool contract_type_parts(void *self, int type, arena *a, plugin_part *parts, size_t *count, error *e);
bool contract_type_schedule(void *self, int type, arena *a, const contract *c, plugin_period **periods, size_t *count,
                            error *e);
bool contract_type_opens(void *self, int type, rating *r, error *e);
bool contract_type_closes(void *self, int type, rating *r, error *e);
bool contract_type_rest(void *self, int type, rating *r, error *e);

// --- price_rules.c: callbacks rules_open, rule_split, rule_apply and alone.
bool rules_open(void *self, const char *rules, const plugin_calendars *calendars, const plugin_rules **out, error *e);
bool rules_split_at(void *self, int handle, int64_t start, int64_t minutes, int64_t *out, error *e);
bool rules_apply(void *self, int handle, int64_t number, const rule_facts *facts, int64_t *out, error *e);
void rules_alone(void *self, bool alone);

// --- tax_rules.c: callbacks tax_open, tax_answer, tax_looks and tax_of.
bool taxes_open_rule(void *self, const char *rule, const char *params, int *handle, error *e);
bool taxes_rule_answer(void *self, int handle, const char *category, tax_answer *out, error *e);
bool taxes_rule_looks(void *self, int handle);
bool taxes_rule_of(void *self, int handle, const char *category, const tax_sale *sale, arena *a, tax_answer *out,
                   error *e);

// --- checks.c: callbacks check_open and check_look.
bool checks_open_rule(void *self, const char *name, const char *params, check_asking *out, error *e);
bool checks_look(void *self, check_look *look, error *e);

// ---- check_rows.c
// Makes the view of a row; the asking must live as long. May raise (memory).
check_view *check_view_make(lua_State *L, const check_asking *asking, arena *a);
// Sets the row, of which nothing was looked at yet.
void check_view_set(check_view *v, const check_cell *cells, int exponent);

// ---- check_memo.c: what is known of rows that are like others in all that the check has looked at, for a check
// answers the same where that is the same. Begins a look: what was known holds for its moment only.
void check_memo_begin(check_handle *c, const check_look *look, arena *a);
// Whether the check is known to find nothing of a row.
bool check_memo_knows(const check_handle *c, const check_row *row);
// It found nothing of a row, having looked at what its views noted.
void check_memo_note(check_handle *c, const check_row *row, arena *a);

// --- check_fields.c

// Reads the fields `of`, `reads` and `level` of a check at index 1 into p->check. Raises with the line.
void check_read(lua_State *L, plugin *p);

// --- exporters.c: callback export.
bool export_text(void *self, const export_call *call, buffer *out, error *e);

// Pushes what an exporter may ask while p->exporting answers.
void export_push_desk(lua_State *L, plugin *p);

// --- delivers.c

// Reads the field `delivers` of an exporter at index 1 into p->delivers, with its defaults. Raises with the line.
void delivers_read(lua_State *L, plugin *p);

// --- deliveries.c: callback deliver.
bool deliver_answer(void *self, const delivery_call *call, cJSON **out, error *e);

// The functions that a plugin has of those of a delivering exporter, as a list of names.
value *deliver_functions(const plugin *p, arena *a);

// --- delivery_forms.c

// What is wrong with the form of what a function answered, in `out`; NULL: it is a request, a list of needs, facts or a
// verdict, as the function promises. kind: of the document that `confirm` was asked about; NULL: none.
const char *delivery_fault(plugin_function function, const char *kind, const cJSON *answer, char *out, size_t room);

// --- languages.c

// Reads the fields of a language at index 1 into p->keep, as JSON, and checks them. Raises.
void language_read(lua_State *L, plugin *p);

// A word, as a country's people say it ("": none in particular); English ones stand in. NULL: there is none.
const char *language_word(const reader *r, const char *name, const char *country);

// How the reader writes something: `date`, `group` and so on; a month from 1. Never NULL.
const char *language_format(const reader *r, const char *name);
const char *language_month(const reader *r, int month);

// The nearest of its words, or NULL.
const char *language_nearest(const reader *r, const char *name);

// How many words a language has itself.
int language_count(const plugin *p);

// What a language lacks of the words that English has: a list of texts in the arena.
value *language_missing(const plugin *p, const plugin *english, arena *a);

// --- readers.c

// The reader of an invoice.
reader *reader_of(host *h, const template_call *call, plugin *language, plugin *english);

// Pushes the table of functions that a template gets besides its invoice; `params` is its table in the registry.
void reader_push(lua_State *L, reader *r, int params);

// --- reader_address.c: a function of that table; its first upvalue is the reader.
int reader_address(lua_State *L);

// --- invoice_templates.c: callbacks document and document_parts.
value *template_document(void *self, const template_call *call, arena *a, error *e);
bool template_take(void *self, const template_call *call, arena *a, template_parts *out, error *e);

// --- example_files.c: callback examples.
const char *examples_json(void *self, plugin_kind kind, const char *name, arena *a, error *e);

// How the file of examples beside NAME.lua ends.
#define EXAMPLES_ENDING ".examples.lua"

// The file of examples beside a plugin's; NULL where there is none. Reads and runs nothing yet.
plugin *example_file_of(plugin *p);

// --- describe.c: callbacks describe, misread, misspelt and watch.
value *describe_plugin(void *self, plugin_kind kind, const char *name, arena *a, error *e);
value *describe_misread(void *self, plugin_kind kind, const char *name, arena *a, error *e);
value *describe_misspelt(void *self, plugin_kind kind, const char *name, arena *a, error *e);
bool describe_watch(void *self, plugin_kind kind, const char *name, const char *param, bool *was_read, error *e);
