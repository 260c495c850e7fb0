// What checks look at: rows of a batch and of what stands around it, by subject, each with its columns. And what they
// find.
#pragma once
#include "core/base/arena.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum check_subject {
  CHECK_BATCH,
  CHECK_CUSTOMER,
  CHECK_CONTRACT,
  CHECK_HELD,
  CHECK_ITEM,
  CHECK_ENTRY,
  CHECK_DRAFT,
  CHECK_METER,
  CHECK_SIGN_IN,
  CHECK_SUBJECTS
} check_subject;

// What a finding says of its row, the worst last. CHECK_OFF: a check that is not asked.
typedef enum check_level { CHECK_OFF, CHECK_NOTE, CHECK_WARNING, CHECK_ERROR } check_level;

// Days are integers as everywhere; money is minor units of the row's currency.
typedef enum check_type { CHECK_COUNT, CHECK_DAY, CHECK_MONEY, CHECK_TEXT, CHECK_FLAG } check_type;

typedef struct check_column {
  const char *name;
  check_type type;
  const char *doc;
} check_column;

enum { CHECK_COLUMNS_MAX = 30 };

// A subject: its name as plugins write it, what its rows are, what the row `before` is (NULL: there never is one), its
// columns, the first of them the id, and what mends a row: a command, and the column that it ends with (NULL: none).
typedef struct check_form {
  const char *name, *doc, *before;
  const check_column *columns;
  size_t count;
  const char *mend, *mend_column;
} check_form;

extern const check_form check_forms[CHECK_SUBJECTS];

// The number of a column by its name; -1: the subject has none.
int check_column_find(const check_form *f, const char *name);

const char *check_level_name(check_level level);
// The level of a word; false: it is none.
bool check_level_parse(const char *word, check_level *out);

typedef struct check_cell {
  bool there;      // else it is nil
  int64_t number;  // of counts, days, money and flags
  const char *text;
} check_cell;

// before: the cells of what was there last time; NULL: there was nothing. exponent: of the row's currency.
typedef struct check_row {
  const check_cell *cells, *before;
  int exponent, exponent_before;
} check_row;

// What the plugin says of itself, once it was opened. reads: the numbers of the columns that it asked for.
typedef struct check_asking {
  int handle;
  check_subject subject;
  check_level level;
  bool before;  // it looks at what was there last time
  int reads[CHECK_COLUMNS_MAX];
  size_t read_count;
} check_asking;

// level CHECK_OFF: as the check says. mend: a command; NULL: that of its subject. Texts live in the arena of the look.
typedef struct check_finding {
  size_t row;
  check_level level;
  const char *text, *mend;
} check_finding;

// Rows in, findings out. `at` is the row that was looked at last: where a look failed, what it failed at.
typedef struct check_look {
  int handle;
  const check_row *rows;
  size_t row_count, at;
  int64_t as_of, today;  // days: of the batch, and now
  const char *currency;  // the book's
  arena *arena;
  check_finding *findings;
  size_t count, capacity;
} check_look;
