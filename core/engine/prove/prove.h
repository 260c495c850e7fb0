// Prove promises that somebody who has no book can check an invoice: what it says, that it adds up, that nothing of it
// changed since it was frozen, how it came about, which rows it took, by which texts, and who did what when. What is
// gathered for it and what is checked of it lie side by side here, so that neither says what the other does not know.
#pragma once
#include "core/archive/archive_module.h"
#include "core/engine/facts/facts.h"

// The files of a proof, in the order in which they are packed; names and bytes in the arena.
typedef struct proof_files {
  arena *arena;
  archive_file *list;
  size_t count, capacity;
} proof_files;
void proof_add(proof_files *f, const char *name, const void *bytes, size_t length);

// What a proof is of, as people call its files.
#define PROOF_RECORD "proof.json"
#define PROOF_INVOICE "invoice.json"
#define PROOF_EXPLANATION "explanation.json"
#define PROOF_ROWS "rows.json"
#define PROOF_LOG "log.json"
#define PROOF_MANIFEST "MANIFEST"
#define PROOF_DOCUMENT "digests/document"

// What is told as data: `record` ({"proof","invoice","form","digest","chain","bills","plugins"}) what the digests are
// over, `rows` the source rows, `log` who did what when and where the log ends. In the arena.
typedef struct proof_parts {
  value *record, *rows, *log;
  day date;  // of the document
} proof_parts;

// Gathers all that the book itself knows of a final document, from one state of it: texts of digests and of plugins as
// files, the rest as data. `state` for a draft.
bool prove_gather(book *b, int64_t invoice, proof_files *files, proof_parts *out, error *e);

// What no file of a proof says itself, for its README.txt.
typedef struct proof_words {
  const char *number, *kind, *seller, *customer, *version;  // version: of the program
  const char *unexplained;                                  // why it is not explained; NULL: it is
} proof_words;

// The last files: README.txt, which says how to check by hand, and the MANIFEST with the digest of every other one.
void prove_seal(proof_files *files, const proof_words *words);

// Checks a proof against itself: {"invoice","checks":[{"name","checked","failed"}],"failures":["name: what"],"head"},
// as verify answers; head: the log's last link when it was made. `invalid` where it is no proof. True also where checks
// fail.
bool prove_check(const archive_file *files, size_t count, arena *a, value **report, error *e);
