// What the files of checks share. Private to the room.
#pragma once
#include "core/engine/questions/checks.h"

// A check that is asked: what it wants, and how bad what it finds is.
typedef struct asked_check {
  const plugin_file *file;
  check_asking asking;
  check_level level;
  bool failed;
} asked_check;

enum { CHECK_ROWS = 256 };
typedef struct checking {
  book *book;
  // Takes a row of the subject at hand, whose texts live in the scratch arena: the rows are shown when enough have
  // gathered.
  void (*take)(struct checking *k, check_row row);
  const check_request *request;
  arena *arena, *scratch;  // scratch: of the rows that have gathered
  check_list *out;
  asked_check *checks;
  size_t count, capacity;
  check_subject subject;  // whose rows gather
  check_row rows[CHECK_ROWS];
  size_t row_count;
} checking;

// ---- check_settings.c
// How bad a check's findings are: as the book says, else as its rule does.
bool check_level_set(book *b, const char *name, check_level usual, check_level *out, error *e);

// The params of a check that are set, as a JSON object in the arena; NULL: none.
bool check_params_set(book *b, const char *name, arena *a, const char **out, error *e);

// ---- check_rows.c, check_items.c
// Reads the rows of the subject at hand, in the order of their ids.
bool check_rows_read(checking *k, error *e);
bool check_items_read(checking *k, error *e);
