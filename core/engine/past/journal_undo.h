// The journal undone: source rows as they were at an earlier position.
#pragma once
#include "core/engine/facts/facts.h"

// Undoes the journal's entries after `to` up to `from`, the newest first: changed rows have their old form, gone rows
// are there again, and work lies on the contract and the minute that it had. Added rows that others may refer to stay,
// out of sight: book.rows_until. What a bill before `bill` held, also where that was released by the action `action` or
// later, lies where it was claimed. `invoice`: only tickets that concern its contracts are looked at; 0: all. Only
// inside a transaction that is rolled back, without foreign keys.
//
// It lets others commit while it works. *left: one did, and the transaction can only be rolled back.
typedef struct journal_span {
  int64_t from, to, bill, action, invoice;
  bool released;  // whether any claim was ever released
  int64_t
      *added;  // by table: the first row that came after `to`; 0: none. Becomes less where the span has earlier ones
} journal_span;
bool journal_undo(book *b, const journal_span *span, bool *left, error *e);
