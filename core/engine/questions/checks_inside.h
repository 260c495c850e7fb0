// What the files of checks share. Private to the room.
#pragma once
#include "core/engine/plan/planner.h"
#include "core/engine/questions/checks.h"

// A check that is asked: what it wants, and how bad what it finds is.
typedef struct asked_check {
  const plugin_file *file;
  check_asking asking;
  check_level level;
  bool failed;
} asked_check;

// A meter that a contract counts and that nobody read.
typedef struct unread_meter {
  const char *contract, *customer, *meter, *reason;
  day first, last;
} unread_meter;

enum { CHECK_ROWS = 256, CHECK_BEFORE = 1 << 30 };
typedef struct checking {
  book *book;
  // Said before a row of the subject at hand is read into the scratch arena: where enough rows have gathered, they are
  // shown, and the arena is empty again.
  void (*make_room)(struct checking *k);
  const check_request *request;
  arena *arena, *scratch;  // scratch: of the rows that have gathered
  check_list *out;
  asked_check *checks;
  size_t count, capacity;
  check_subject subject;  // whose rows gather
  uint32_t wanted;        // its columns that somebody asks for, a bit each, and the id; CHECK_BEFORE: what was before
  int columns[CHECK_COLUMNS_MAX];  // their numbers
  size_t column_count;
  int currency;          // the number of the column that says a row's currency; -1: none
  bool planned;          // what is due was planned, for its items or its meters
  cost_book *costs;      // NULL: nobody has asked yet
  unread_meter *meters;  // found on the way
  size_t meter_count, meter_capacity;
  check_row rows[CHECK_ROWS];
  size_t row_count;
} checking;

// Takes a row; there is room.
static inline void checking_take(checking *k, check_row row) { k->rows[k->row_count++] = row; }

// ---- check_settings.c
// How bad a check's findings are: as the book says, else as its rule does.
bool check_level_set(book *b, const char *name, check_level usual, check_level *out, error *e);

// The checks of which the book says that what they find is an error, by name.
bool check_errors_set(book *b, arena *a, const char ***names, size_t *count, error *e);

// The params of a check that are set, as a JSON object in the arena; NULL: none.
bool check_params_set(book *b, const char *name, arena *a, const char **out, error *e);

// ---- check_cells.c
// The cells of the subject's columns that are wanted, in the scratch arena, from column `at` of the query's row on;
// *exponent (may be NULL): of their currency.
check_cell *check_cells_read(checking *k, const query *q, int at, int *exponent);

// ---- check_costs.c
// What an item costs, in minor units; known false: not to be told beside its amount.
typedef struct item_cost {
  int64_t cost;
  bool known;
} item_cost;
// One for each item of the plan, in the arena.
bool check_costs_read(checking *k, const plan *p, arena *a, item_cost **out, error *e);

// ---- check_rows.c, check_entries.c, check_items.c
// Read the rows of the subject at hand.
bool check_rows_read(checking *k, error *e);
bool check_entries_read(checking *k, error *e);
// The ticket of an entry, for what mends it: looked up only for what was found. "" where it cannot be read.
const char *check_entry_ticket(checking *k, const char *entry);
bool check_items_read(checking *k, error *e);
