// Commands: one row each in one table, from which parsing, help, completion, JSON, tables and the Lua module all come.
#pragma once
#include "core/base/value.h"
#include "core/engine/facts/facts.h"

enum { OPTIONS_MAX = 10, EXAMPLES_MAX = 4, ARGUMENTS_MAX = 4096 };

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
  ARGUMENT_NUMBER
} argument_type;

// An option: `value` names what it takes, NULL for a flag. Choices are separated by |.
typedef struct option {
  const char *name, *value, *help;
  argument_type type;
} option;

// What a command needs before it runs.
typedef enum command_need { NEED_NOTHING, NEED_BOOK, NEED_NEW_BOOK, NEED_BOOK_IF_THERE } command_need;

typedef struct context context;
typedef struct arguments arguments;

typedef struct command {
  const char *words;  // "batch new"
  const char *group;  // heading in the overview
  const char *summary;
  const char *argument;  // "CONTRACT", NULL: takes none; choices are separated by |
  argument_type type;
  int least, most;  // how many arguments
  option options[OPTIONS_MAX];
  const char *examples[EXAMPLES_MAX];
  command_need need;
  const char *view;  // how people see the answer
  const char *next;  // the next sensible step; NULL: none
  value *(*run)(context *c, const arguments *a, error *e);
} command;

// The table; ends with a row of NULL words.
extern const command command_table[];

// What runs a command. The book is open where the command needs it.
struct context {
  book *book;
  arena *arena;  // of the answer
  const plugin_host *host;
  const char *db_path;  // for init
  const char *plugins;  // the folder of plugins beside the database
  const char *shared;   // where lua/, plugins/ and rules/ lie
  int64_t batch;        // --batch, 0: the newest that fits
  // Runs other words as a command, in the same book: source and eval need it.
  value *(*again)(context *c, int count, const char *const *words, error *e);
  bool brief;     // --brief: lists of contracts and lines are left out
  void *session;  // the program's own
};

struct arguments {
  const command *command;
  const char *const *texts;
  size_t count;
  const char *options[OPTIONS_MAX];  // by the command's own order; flags hold ""
};

// Reads words (without the program's name and global options) against the table. `usage` with a suggestion, the usage
// line and an example.
bool arguments_read(int count, const char *const *words, arena *a, arguments *out, error *e);

// The command whose words begin the list, and how many of them; NULL where there is none.
const command *command_find(int count, const char *const *words, int *used);

// An option's text, NULL where it was not given.
const char *option_text(const arguments *a, const char *name);
bool option_flag(const arguments *a, const char *name);

// An option as a date or a number: `missing` where it was not given; `usage` naming the option.
bool option_day(const arguments *a, const char *name, day missing, day *out, error *e);
bool option_number(const arguments *a, const char *name, int64_t missing, int64_t *out, error *e);

// "billet batch expand CONTRACT [--batch N]"
const char *command_usage(const command *c, arena *a);

// Help: the overview, or one command's with its examples first. Plain text.
const char *help_text(const command *c, arena *a);

// A completion script for bash, zsh or fish; NULL for another shell.
const char *completion_script(const char *shell, arena *a);

// Candidates for the last of `count` words, one a line: commands, options, choices.
const char *completion_words(int count, const char *const *words, arena *a);
