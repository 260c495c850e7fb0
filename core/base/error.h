// The one error type: what went wrong, where, and what would work.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// The codes of the public contract; error_code_name gives the text that programs see.
typedef enum error_code {
  ERROR_NONE,
  ERROR_USAGE,      // the command line itself is wrong
  ERROR_NOT_FOUND,  // no such contract, batch, invoice, file
  ERROR_AMBIGUOUS,  // a shortened id fits several
  ERROR_INVALID,    // bad data; rows name each faulty one
  ERROR_DUPLICATE,  // the same key twice
  ERROR_FROZEN,     // a billed row cannot change
  ERROR_LOCKED,     // still in an open period
  ERROR_HELD,       // the contract's plugin, params or prices fail
  ERROR_NOTHING_SELECTED,
  ERROR_CHANGED,     // data changed since it was shown; rows name what did
  ERROR_ALREADY,     // an item was claimed by another batch
  ERROR_STATE,       // not in this state of the batch or invoice
  ERROR_DATE_ORDER,  // a date before the last one of its series
  ERROR_BUSY,        // another program holds the database
  ERROR_PLUGIN,      // a plugin is broken; `where` names file and line
  ERROR_TOO_BIG,     // a number or a text past its limit
  ERROR_IO,
  ERROR_CORRUPT,          // the database is damaged or an invariant is broken
  ERROR_UNKNOWN_OUTCOME,  // a COMMIT failed: the change may or may not be there
  ERROR_SIGN_IN,
  ERROR_EXPORT,
  ERROR_INTERRUPTED,
  ERROR_MEMORY,  // memory ran out; nothing was changed
} error_code;

enum { ERROR_ROWS_KEPT = 1000 };

// Filled by the function that fails; a zeroed error is "no error". Owns `rows`: error_clear frees them.
typedef struct error {
  error_code code;
  char message[1024];  // one sentence, UTF-8, no trailing full stop needed
  char hint[512];      // what would work; may be empty
  bool spent;          // a plugin ran out of its time or memory: it would do so again
  char **rows;         // one line a faulty or changed row, the first ERROR_ROWS_KEPT
  size_t row_count;    // rows kept
  size_t row_total;    // rows met; larger than row_count when some were left off
} error;

// Sets code and message (printf), keeps rows. Always answers false, so that `return error_set(…)` reads well.
bool error_set(error *e, error_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

// Sets the hint. Always answers false.
bool error_hint(error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Adds one row; past ERROR_ROWS_KEPT it only counts. The caller still sets code and message.
void error_row(error *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Back to "no error"; frees the rows.
void error_clear(error *e);

// "not-found" and so on, as in the public contract.
const char *error_code_name(error_code code);

// The exit status of a program that ends with this error: 0, 1 refused, 2 usage, 3 corrupt, 4 sign-in, 5 busy, 6
// unknown outcome, 7 export, 130.
int error_exit_status(error_code code);
