// What balances and statements share: how movements are added up, and what they are called. Only the files of this room
// use it.
#pragma once
#include "core/engine/facts/facts.h"
#include "core/engine/plan/planner.h"
#include "core/engine/questions/questions.h"

// Adds a movement in the order of days; what one ticket uses stands once, and so does what periods grant on one day.
// The caller keeps the capacity.
void prepaid_add(prepaid *p, size_t *capacity, prepaid_event one, arena *a);

// What people call a draw.
prepaid_kind prepaid_kind_of(draw_kind kind);

// clang-format off
// The draws m on lots o; who drew. Charges are looked for where they lie as a rule, and only then among all.
#define PREPAID_DRAWS \
  "movements o CROSS JOIN movements m ON m.lot = o.n LEFT JOIN tickets t ON t.n = m.ticket " \
  "LEFT JOIN lines l ON l.n = m.line"
#define PREPAID_WHAT \
  "coalesce(t.id || ifnull(' ' || nullif(t.title, ''), ''), " \
  "CASE l.kind WHEN 'charge' THEN l.description END, CASE WHEN m." DRAW_OF_CHARGE " THEN coalesce(" \
  "(SELECT h.description FROM charges h WHERE h.contract = m.contract AND h.day = m.day AND h.n = m.entry), " \
  "(SELECT h.description FROM charges h WHERE h.n = m.entry)) END)"

// The contract whose work it was, where that is not the block's own.
#define PREPAID_WHO "(SELECT w.id FROM contracts w WHERE w.n = m.contract AND m.contract <> o.contract)"

// What a lot o of `grants` is called.
#define PREPAID_GRANT "(SELECT coalesce(g.description, '" GRANT_TEXT "') FROM grants g WHERE g.n = o.grant_row)"
// clang-format on
