// Checks of an invariant each, and what they share. Private to the engine's verify files.
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
  const char *count,
      *faults;  // of proof_by_query: how many rows are looked at; a text for each that breaks the invariant
};

typedef struct check_list {
  const check *checks;
  size_t count;
} check_list;

// Runs the check's two queries.
bool proof_by_query(proof *p, const check *c);

// Tells one fault of the current check; printf.
void proof_fault(proof *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

extern const check_list claim_checks;     // verify_claims.c: claims, frontiers, conservation
extern const check_list sum_checks;       // verify_sums.c: lines, taxes, bills, documents, Batch Details
extern const check_list document_checks;  // verify_documents.c: numbers, corrections, digests, chains
extern const check_list kept_checks;      // verify_kept.c: plugin texts, the journal
extern const check_list ledger_checks;    // verify_ledger.c: prepaid balances
