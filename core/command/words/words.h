// What people type, and what it means: words are read against the rows of a table of commands, shortened ids are
// completed, whatever is wrong is told with the usage, an example and the nearest word that there is. Which commands
// there are is the business of the rooms above: each function is handed the table.
#pragma once
#include "core/base/value.h"
#include "core/engine/batch/batch.h"

enum { OPTIONS_MAX = 14, EXAMPLES_MAX = 4, ARGUMENTS_MAX = 4096 };

// ---- Commands.

typedef enum argument_type {
  ARGUMENT_TEXT,
  ARGUMENT_CONTRACT,
  ARGUMENT_ITEM,
  ARGUMENT_DRAFT,
  ARGUMENT_INVOICE,
  ARGUMENT_CUSTOMER,
  ARGUMENT_FILE,
  ARGUMENT_PLUGIN,
  ARGUMENT_CHOICE,
  ARGUMENT_DAY,
  ARGUMENT_NUMBER,
  ARGUMENT_BATCH,
  ARGUMENT_TYPE,
  ARGUMENT_TICKET,
  ARGUMENT_COMMAND,
  ARGUMENT_TABLE,  // of imports
  ARGUMENT_ROW     // TABLE, then ID, then COLUMN=VALUE
} argument_type;

// An option: `value` names what it takes, NULL for a flag. Choices are separated by |; with `,…` it takes several.
typedef struct option {
  const char *name, *value, *help;
  argument_type type;
} option;

// What a command needs before it runs.
typedef enum command_need {
  NEED_NOTHING,
  NEED_BOOK,
  NEED_NEW_BOOK,
  NEED_BOOK_IF_THERE,
  NEED_BOOK_OR_WORDS,  // the book, where no file is named instead of it
} command_need;

typedef struct context context;
typedef struct arguments arguments;
typedef struct completing completing;  // candidates that are gathered, and the word that they begin with

// A row of the table, from which parsing, help, completion, JSON, tables and the Lua module all come.
typedef struct command {
  const char *words;     // "batch new"
  const char *group;     // heading in the overview
  const char *summary;   // NULL: neither help nor completion names it
  const char *argument;  // "CONTRACT", NULL: takes none; choices are separated by |
  argument_type type;
  const char *fits;  // which of that type it takes: "shown" of the batch, "ready", "selected", "due", "excluded",
                     // "waived", "final"; of plugins "exporter", "target", "template"; NULL: all
  int least, most;   // how many arguments; most -1: any number
  option options[OPTIONS_MAX];
  const char *examples[EXAMPLES_MAX];
  command_need need;
  const char *view;  // how people see the answer
  const char *next;  // the next sensible step, unless the run knows a better one; NULL: none
  // One value in the context's arena, or NULL with the error.
  value *(*run)(context *c, const arguments *a, error *e);
  // Adds what may stand at that place of its arguments, from 0, behind those words. NULL: what the type says.
  void (*offers)(context *c, int place, const char *const *words, arena *a, completing *f);
} command;

// All commands, in the order in which help shows them; rows of one group stand together.
typedef struct command_table {
  const command *const *rows;
  size_t count;
  const char *first_steps;  // over the overview of help: what to type first
  const char *everywhere;   // below it: options that every command takes
} command_table;

// The command whose words begin the list, the longest where several do, and how many words it took; NULL where there
// is none.
const command *command_find(const command_table *t, int count, const char *const *words, int *used);

// "billet batch expand CONTRACT [--batch N]"
const char *command_usage(const command *c, arena *a);

// What runs a command. The book is open where the command needs it.
struct context {
  book *book;
  arena *arena;  // of the answer
  const plugin_host *host;
  const command_table *commands;
  const char *db_path;  // for init
  const char *plugins;  // the folder of plugins beside the database
  const char *shared;   // where lua/, plugins/ and rules/ lie
  int64_t batch;        // --batch, 0: the newest that fits
  // Runs other words as a command, in the same book and the same arena: source and eval need it.
  value *(*run_words)(context *c, int count, const char *const *words, error *e);
  value *warnings;   // a list of {"code", "message"}: what context_warn said, for the answer
  const char *done;  // what the command has changed for good, in a few words; NULL: nothing
  const char *next;  // the next sensible step: the command's, or what it puts in its place
  // The answer tells of parts that did not come about: how the program ends then (`export`, `interrupted`), although it
  // answers. ERROR_NONE: all did.
  error_code partly;
  // Whether somebody wants the program to end (Ctrl-C). From the first asking on it ends at the place that the command
  // chooses. NULL: nobody can.
  bool (*interrupted)(void);
  bool (*stop)(void);  // whether it is to stop wherever it is; NULL: never
  // Whether an entry of a command file or of the prompt goes on in the next line: Lua that is not complete.
  bool (*unfinished)(const char *entry);
  struct lua_session *lua;      // what entries of Lua remember; NULL before the first
  const struct person *person;  // what the person has set (base/person.h); NULL: nothing is known of it
  const char *secret;           // that came beside the words; NULL: it is read from the standard input
  bool brief;                   // --brief: lists of contracts and lines are left out
  bool json;                    // --json: what is said meanwhile is read by a program
  // What a change changed is to be answered, not the whole page: the batch carries "before", its details as they were,
  // and the rows that are otherwise, "rows_changed" in all.
  bool changes;
  value *before;  // of the command that runs; NULL: it changes no batch
  // From now on what is typed goes into a file (path NULL: no longer); false with the error. NULL: nothing is typed
  // here.
  bool (*record)(void *recorder, const char *path, error *e);
  void *recorder;
  // From the end of the command on the page is served, as its options say; false with the error. NULL: it is not here.
  bool (*serve)(void *server, const arguments *a, arena *in, error *e);
  void *server;
  // Of a program that serves others while a command waits for a person: tells that person something, and looks after
  // the others for a moment. NULL: the person sits at the terminal.
  void (*tell)(void *server, const char *what, const value *v);
  void (*meanwhile)(void *server);
  // The target of a sign-in that waits until somebody says whose books are meant, and the company that somebody named
  // then, by another `export login` that runs meanwhile. NULL: none waits; nobody did.
  const char *choosing, *chosen;
  // How a file of this machine is called in the log: in a program that others send files, as they call it. In the
  // arena. NULL: as it is called here.
  const char *(*called)(void *server, const char *path);
  // The same program hashes a password aside: *out in the arena; false with `busy` where that has only begun, and the
  // command then runs once more when it is done. NULL: it is hashed at once.
  bool (*hash)(void *server, const char *password, const char **out, error *e);
  void *session;  // the program's own
};

// Tells something that the caller must know and that is no error: the answer carries it as one of its "warnings".
void context_warn(context *c, const char *code, const char *format, ...) __attribute__((format(printf, 3, 4)));

// ---- Words that were read.

struct arguments {
  const command *command;
  const char *const *texts;
  size_t count;
  const char *options[OPTIONS_MAX];  // by the command's own order; flags hold ""
};

// Whether a text that came from outside, called `what` in the error, is UTF-8: nothing else is ever kept or answered.
bool text_taken(const char *what, const char *text, error *e);

// Reads words (without the program's name and global options) against the table. Texts stay where the words are.
// `usage` with a suggestion, the usage line and an example, or where a word is no UTF-8; out->command is then the
// command that was meant, or NULL.
bool arguments_read(const command_table *t, int count, const char *const *words, arena *a, arguments *out, error *e);

// An option's text, NULL where it was not given.
const char *option_text(const arguments *a, const char *name);
bool option_flag(const arguments *a, const char *name);

// An option as a date or a number: `missing` where it was not given; `usage` naming the option.
bool option_day(const arguments *a, const char *name, day missing, day *out, error *e);
bool option_number(const arguments *a, const char *name, int64_t missing, int64_t *out, error *e);

// Where the text of an option stands among words, which end with NULL; 0 where it was not given.
int option_choice(const arguments *a, const char *name, const char *const *words);

// Whether a word that stands for a plugin is a file by its path, not a plugin's name.
bool plugin_word_is_path(const char *word);

// Whether a text is one of choices that | separates.
bool choices_have(const char *choices, const char *text);

// Whether a text is a whole number; NULL is none.
bool text_is_number(const char *text);

// The code of an entry that is Lua: `= EXPRESSION`, or `lua …` of one line or more; NULL where it is none. *word: "="
// or "lua".
const char *script_lua(const char *entry, const char **word);

// Whether the first word of an entry says that it is Lua.
bool script_is_lua(const char *word);

// Puts where it was in front of an error's message, "FILE:3: …". Always false.
bool script_failed(arena *a, const char *path, int number, error *e);

// Where the last word of a line begins; its end where a new one would.
const char *script_last(const char *line);

// An entry of a command file as words, Lua as one behind `=` or `lua`; of others: blanks part them, '…' and "…" hold
// them together (in "…" a backslash quotes), # begins a comment. `usage` where a quote is not closed.
bool script_words(const char *line, arena *a, const char ***words, int *count, error *e);

// ---- Ids as people type them: whole, or shortened as far as they are unique; a name or a type's title may stand for
// one. `not-found` with a suggestion, `ambiguous` with what fits.

bool resolve_contract(context *c, const char *text, contract *out, error *e);
bool resolve_customer(context *c, const char *text, int64_t *n, error *e);
bool resolve_customer_id(context *c, const char *text, const char **id, error *e);
bool resolve_ticket(context *c, const char *text, const char **id, error *e);
bool resolve_type(context *c, const char *text, const char **type, error *e);

// A selection in words, `customer:NAME`, `type:T`, `ticket:T`, or `*` for everything that fits; *is: whether the text
// is one. What is an id, or may begin with one, is none.
bool resolve_selection(context *c, const char *text, batch_pick *out, bool *is, error *e);

// Whether a text is exactly the id of a row of that type: a contract, customer, ticket or numbered document.
bool resolve_exact(context *c, argument_type type, const char *text);

// The batch of --batch, else the newest in one of the states; a warning says where that is not the newest of all.
bool resolve_batch(context *c, const char *states, batch *out, error *e);

// An invoice by its number, a draft as D<n>.
bool resolve_invoice(context *c, const char *text, int64_t *n, error *e);

// An item of a contract by its id, which begins with the contract's; *item in the arena.
bool resolve_item(context *c, const batch *batch, const char *text, contract *out, const char **item, error *e);

// ---- Help.

// The overview (NULL), or one command's with its examples first. Plain text in the arena.
const char *help_text(const command_table *t, const command *c, arena *a);

// The manual page of all of them, as troff reads it; release: "0.1.0". In the arena.
const char *manual_text(const command_table *t, const char *release, arena *a);

// A text that explains something: what it is about, and fields in which words are looked for, the heaviest first.
enum { SEARCH_FIELDS_MAX = 4 + OPTIONS_MAX + EXAMPLES_MAX };
typedef struct search_field {
  const char *label, *text;
  int weight;
} search_field;
typedef struct search_text {
  const char *title, *about;
  int field_count;
  search_field fields[SEARCH_FIELDS_MAX];
} search_text;
typedef struct search_found {
  const search_text *text;
  int score;
  const char *why;  // which words stand in which fields
} search_found;

// The texts that fit what somebody looks for, the best first, at most `most`; how many. *known: each of the words is
// somewhere in them. Words fit by their beginning, without their endings; such as `the` are passed over.
size_t search_find(const search_text *texts, size_t count, const char *looked_for, search_found *out, size_t most,
                   bool *known, arena *a);

// What may stand for the last word, with what a person knows it by.
typedef struct completion {
  const char *text, *note;  // note: NULL: none
} completion;
typedef struct completion_list {
  completion *rows;
  size_t count, capacity;
  size_t all;    // that fit, also those that are not in the list
  bool cut;      // there are still more than `all`
  bool goes_on;  // the word is not at its end with it: a folder, the contract of an item
} completion_list;

// Candidates for the last of `count` words, at least one: commands, options, choices; and, where the book is open, data
// that fits there, at most COMPLETIONS_LISTED rows. In the arena; what cannot be read offers nothing.
enum { COMPLETIONS_LISTED = 200 };
void completion_find(context *c, int count, const char *const *words, arena *a, completion_list *out);

// Adds a text to what is gathered where it begins as the word does, once; with completion_begin the word goes on behind
// it. Text and note (NULL: none) live as long as the arena.
void completion_add(completing *f, const char *text, const char *note);
void completion_begin(completing *f, const char *text, const char *note);

// The same of each of several texts that | separates.
void completion_choices(completing *f, const char *choices);

// The same of plugins that fit: "exporter", "target", "template"; NULL: all.
void completion_plugins(completing *f, const char *fits);

// How long the word is so far.
size_t completion_typed(const completing *f);

// Their texts, one a line; with notes a line for each behind its text, empty where it has none.
const char *completion_words(context *c, int count, const char *const *words, bool notes, arena *a);

// ---- Files that commands name.

// Makes a folder where there is none.
bool folder_make(const char *path, error *e);

// A file's whole text, NUL-terminated; the caller frees it. NULL with `not-found`, `io`, or `too-big` past 64 MiB.
char *file_read(const char *path, size_t *length, error *e);
