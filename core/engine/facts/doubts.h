// Contracts that are in doubt: two derivations of one came out differently, though neither its facts nor any plugin had
// changed. It is held until one of them does; no amount is believed of which there are two.
#pragma once
#include "core/engine/facts/book.h"

// Whether any contract is in doubt; none is of a book that is rewound, for what was billed then is no question now.
bool doubts_any(book *b, bool *any, error *e);

// Why a contract is in doubt, in the arena; NULL: it is not, or what was in doubt has changed since.
bool doubt_read(book *b, const contract *c, arena *a, const char **why, error *e);

// Puts a contract in doubt from now on, logged; inside the caller's transaction.
bool doubt_write(book *b, const contract *c, const char *why, error *e);

// Believes the contracts of a type again; *count: how many. Inside the caller's transaction.
bool doubts_forget(book *b, const char *type, int64_t *count, error *e);
