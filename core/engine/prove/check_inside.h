// A proof that is checked: what its files say, and where faults of the check at hand go.
#pragma once
#include "core/base/checked_row.h"
#include "core/base/json.h"
#include "core/engine/prove/prove_inside.h"

typedef struct checking {
  const archive_file *files;
  size_t count;
  arena *arena;
  cJSON *record, *invoice, *explanation, *rows, *log;  // NULL: not there, or it cannot be read
  int exponent;                                        // of the document's currency; -1: it has none
  const char *name;                                    // of the check at hand
  int64_t checked, failed;                             // by it
  value *failures;
} checking;

// Tells a fault of the check at hand; answers false.
bool check_fault(checking *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

// A file by name; NULL where there is none, which check_file tells.
const archive_file *check_find(const checking *c, const char *name);
const archive_file *check_file(checking *c, const char *name);

// Whether a file has this digest; told where not.
bool check_digest(checking *c, const archive_file *file, const char *hex);

// ---- Members, whatever stands there instead: "" for what is no text, 0 for what is no number.
const char *check_text(const cJSON *of, const char *name);
int64_t check_int(const cJSON *of, const char *name);
// An amount of the document; told where it is none.
bool check_money(checking *c, const cJSON *of, const char *name, int64_t *out);
// The elements of a list, one after another; NULL where there is none.
const cJSON *check_list(const cJSON *of, const char *name);

// ---- The checks, in the order of the report.
void check_manifest(checking *c);     // check_files.c
void check_plugins(checking *c);      // check_files.c
void check_bills(checking *c);        // check_frozen.c: digests of bills
void check_document(checking *c);     // check_frozen.c: the digest of the document, its place in its series
void check_header(checking *c);       // check_frozen.c: what invoice.json says was frozen
void check_lines(checking *c);        // check_lines.c: lines and taxes are those of the bills
void check_sums(checking *c);         // check_sums.c: amounts add up
void check_explanation(checking *c);  // check_sums.c: it comes to the lines
void check_log(checking *c);          // check_log.c
