// Checks of an invariant each, and what they share. Only the files of this room use it.
#pragma once
#include "core/engine/verify/verify.h"

// One proof under way: where faults of the current check go.
typedef struct proof {
  book *book;
  arena *arena;
  error *e;
  value *failures;
  const char *name, *head;  // of the current check; of the audit chain
  int64_t checked, failed;  // by the current check
} proof;

typedef struct check check;
struct check {
  const char *name;                         // the invariant, as a statement
  bool (*prove)(proof *p, const check *c);  // counts in p->checked and tells each fault; false where the database fails
  // Of proof_by_query: how many rows are looked at; a text for each that breaks the invariant.
  const char *count, *faults;
};

typedef struct check_list {
  const check *checks;
  size_t count;
} check_list;

// --- proof.c
// Runs the check's two queries.
bool proof_by_query(proof *p, const check *c);
// Tells one fault of the current check; printf.
void proof_fault(proof *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Runs one check and adds its row to the list. A table that cannot be read because it is damaged breaks its own check
// and no other.
bool proof_run(proof *p, const check *c, value *list);

// The checks, in the order in which they are run.
extern const check_list file_checks;      // file.c: the database as a file
extern const check_list claim_checks;     // claims.c: claims, frontiers, conservation
extern const check_list sum_checks;       // sums.c: lines, taxes, bills, documents, Batch Details
extern const check_list prepaid_checks;   // prepaid_sums.c: prepaid balances
extern const check_list document_checks;  // documents.c: numbers, corrections, digests, chains
extern const check_list log_checks;       // log_states.c: states of batches and documents, as the log says
extern const check_list payment_checks;   // payment_sums.c: payments and what they give
extern const check_list kept_checks;      // kept.c: plugin texts, the journal
