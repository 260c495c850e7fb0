// The fields of what a template answered, read with the place and the remedy of every fault.
#pragma once
#include "core/document/document.h"

// Where reading stands, for messages: "block 4 (table), row 17". Counts from 1.
typedef struct reader {
  arena *a;
  error *e;
  size_t block;
  const char *kind;        // of the block; NULL while it is not known
  const char *part;        // "row", "party"; NULL: the block itself
  size_t index;            // of the part
  size_t rows, bytes;      // so far, of all blocks
  const document *so_far;  // the blocks before this one
} reader;

typedef enum text_need {
  TEXT_MAY,         // a line; absent: NULL
  TEXT_MUST,        // a line, which may be empty
  TEXT_SAYS,        // a line that says something
  TEXT_MAY_LINES,   // line feeds stay; absent: NULL
  TEXT_MUST_LINES,  // line feeds stay
} text_need;

// Sets `invalid`: the place, then the message (printf); `hint` is what would be right. Always answers false.
bool read_refuse(reader *r, const char *hint, const char *format, ...) __attribute__((format(printf, 3, 4)));

// Whether a value is a record of no other fields than these; NULL ends them.
bool read_record(reader *r, const value *v, const char *const *fields);

// A list of 1 (`may_lack`: 0, or none at all) to `most` items; absent: *out is NULL.
bool read_list(reader *r, const value *record, const char *name, size_t most, bool may_lack, const value **out);

// A text as a person may see it. Counts, amounts and days are texts too. `name` is for messages.
bool read_plain(reader *r, const value *v, const char *name, text_need need, const char **out);
bool read_text(reader *r, const value *record, const char *name, text_need need, const char **out);

bool read_truth(reader *r, const value *record, const char *name, bool *out);

// One of `words`, which NULL ends; absent: the first. *out is its place, from 0.
bool read_word(reader *r, const value *record, const char *name, const char *const *words, int *out);

// A whole number of `low` to `high`; absent: `otherwise`.
bool read_whole(reader *r, const value *record, const char *name, int low, int high, int otherwise, int *out);
