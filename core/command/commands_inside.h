// The rows of each file of commands: lists that end with a row of NULL words.
#pragma once
#include "core/command/words/words.h"

extern const command check_commands[], book_commands[], backup_commands[], row_commands[], look_commands[],
    undo_commands[], config_commands[], secret_commands[], batch_commands[], draft_commands[], invoice_commands[],
    document_commands[], send_commands[], statement_commands[], export_commands[], delivery_commands[], map_commands[],
    login_commands[], target_commands[], credit_commands[], pay_commands[];
extern const command compare_commands[], price_commands[], report_commands[], serve_commands[], user_commands[],
    prove_commands[];
extern const command explain_commands[], replay_commands[], what_if_commands[], balance_commands[];
extern const command plugin_commands[], plugin_new_commands[], plugin_test_commands[];
extern const command rules_commands[], rules_test_commands[], source_commands[], record_commands[], help_commands[],
    completion_commands[];

// Which documents are exported: those that are named, in that order; without any those of the batch.
typedef struct export_wanted {
  int64_t *invoices;
  size_t count;
  int64_t batch;
} export_wanted;

// Writes them as files for the target, or as the answer (export_files.c); delivers them there (export_deliver.c). A
// batch of which nothing is left is exported then.
value *export_files(context *c, const arguments *a, const export_wanted *w, batch *b, error *e);
value *export_deliver(context *c, const arguments *a, const export_wanted *w, batch *b, error *e);

// A file of a document: its number, in which whatever a folder could mistake becomes a dash.
const char *document_path(const char *folder, const char *number, const char *extension, arena *a);

// Whether a path is one file: it ends as the files of that extension do, or is there and no folder. Else it is a
// folder.
bool document_is_file(const char *path, const char *extension);

// Warns that files were there before and are replaced; path: of the one, where it is one.
void warn_replaced(context *c, int64_t count, const char *path);

// Adds who is signed in to which target, and for how many days more, as "signed_in" (cmd_targets.c); warns of what ends
// soon.
bool put_signed_in(context *c, value *out, error *e);

// Checks a proof (cmd_prove.c), for `verify FILE`: its report; `corrupt` with each fault where it is not sound, else
// what keeps it from being read.
value *verify_proof(context *c, const char *path, error *e);

// The version of this program (cmd_help.c).
extern const char release[];

// Something done to an open batch inside one transaction, after what changed was rated again (batch_change.c).
typedef bool (*batch_change)(context *c, const arguments *a, batch *batch, error *e);
bool batch_change_open(context *c, const arguments *a, batch_change work, batch *out, change_list *changed, error *e);

// The batch to look at, in any state, after what changed was rated again.
bool batch_look(context *c, batch *out, change_list *changed, error *e);

// --customer, --type and --ticket, of which a command may have some, by names or ids; whether one is given; `usage`
// where a command is told in two ways, or in none, what it is about.
bool pick_read(context *c, const arguments *a, batch_pick *out, error *e);
bool pick_given(const arguments *a);
bool pick_one_way(const arguments *a, const char *what, const char *hint, error *e);

// A part of a list: rows from `from` on, the first being 0, `count` of them; asked: by --from or --count.
typedef struct list_part {
  bool asked;
  int64_t from, count;
} list_part;
bool part_read(const arguments *a, list_part *out, error *e);

// {"rows": each with "n", its place in the whole list, "from", "count": of them, "matching": of the whole list}. NULL
// where `rows` is NULL.
value *part_value(arena *a, const list_part *part, value *rows, int64_t matching);

enum { ROWS_SHOWN = 60 };  // where nobody says how many
#define PART_OPTIONS                                                                             \
  { "from", "N", "a part of the list: from this row on, the first being 0", ARGUMENT_NUMBER }, { \
    "count", "N", "a part of the list: so many rows; 60 without it", ARGUMENT_NUMBER             \
  }

// The contract list in windows, and what of it is selected (cmd_choose.c).
value *command_batch_rows(context *c, const arguments *a, error *e);
value *command_batch_select(context *c, const arguments *a, error *e);
value *command_batch_deselect(context *c, const arguments *a, error *e);

#define BATCH_OPTION \
  { "batch", "N", "the batch; without it the newest that fits", ARGUMENT_BATCH }

// `help tables`, `help table NAME` (cmd_tables.c): *out NULL where the words ask for neither.
bool help_of_tables(const command_table *commands, const arguments *words, arena *a, value **out, error *e);

// `help WORDS` (cmd_help_search.c): what explains them among commands, tables, plugins and guides, the best first. NULL
// without an error where nothing has any of them, or where one is nowhere and `misspelt`.
value *help_search(context *c, const arguments *words, bool misspelt);

// Empty files of all tables with their headers, in a folder that is made; `duplicate` where one is there already.
value *write_templates(const char *directory, arena *a, error *e);
