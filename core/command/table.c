// All commands in one table.
#include "core/command/commands.h"
#include "core/command/commands_inside.h"
#include <assert.h>

static const char first_steps[] = "billet: finds what every customer contract owes, and bills it.\n\n"
                                  "  billet init --currency USD --zone America/New_York\n"
                                  "  billet import data\n"
                                  "  billet batch new\n"
                                  "  billet batch select --all\n"
                                  "  billet batch run --name \"May 2026\"\n"
                                  "  billet batch generate\n";

static const char everywhere[] =
    "\nEverywhere: --db FILE (else $BILLET_DB, else billet.db), --json, --brief, --batch N, "
    "--plugins DIR, --color auto|always|never, --ascii\n"
    "`billet help COMMAND` shows examples of one command; `billet` alone opens a prompt.\n";

// Groups stand together: help writes a heading wherever the next row has another. NULL: the commands that run Lua,
// which lie above this room.
// clang-format off
static const command *const lists[] = {
  book_commands,       backup_commands,     row_commands,         price_commands,
  look_commands,       undo_commands,       config_commands,      secret_commands,
  batch_commands,      check_commands,      compare_commands,     draft_commands,
  invoice_commands,    document_commands,   send_commands,        statement_commands,
  export_commands,     delivery_commands,   map_commands,         login_commands,
  target_commands,     credit_commands,     pay_commands,         explain_commands,
  prove_commands,
  replay_commands,     what_if_commands,    balance_commands,     report_commands,
  plugin_commands,     plugin_new_commands, plugin_test_commands, rules_commands,
  rules_test_commands, source_commands,     record_commands,      NULL,
  serve_commands, user_commands,      help_commands,       completion_commands
};
// clang-format on
enum { LISTS = sizeof lists / sizeof *lists };

static size_t count_of(const command *list) {
  size_t count = 0;
  while (list[count].words) count++;
  return count;
}

command_table commands_all(arena *a, const command *eval) {
  size_t count = 0, most = 0;
  for (size_t i = 0; i < LISTS; i++) most += count_of(lists[i] ? lists[i] : eval);
  const command **rows = arena_array(a, most, sizeof *rows);
  for (size_t i = 0; i < LISTS; i++)
    for (const command *c = lists[i] ? lists[i] : eval; c->words; c++) {
      assert(c->run && c->examples[0]);  // a wrong use is answered with the first example
      rows[count++] = c;
    }
  return (command_table){ rows, count, first_steps, everywhere };
}
