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
// The draws m on lots o; who drew.
#define PREPAID_DRAWS \
  "movements o JOIN movements m ON m.lot = o.n LEFT JOIN tickets t ON t.n = m.ticket " \
  "LEFT JOIN lines l ON l.n = m.line LEFT JOIN charges h ON m." DRAW_OF_CHARGE " AND h.n = m.entry"
#define PREPAID_WHAT \
  "coalesce(t.id || ifnull(' ' || nullif(t.title, ''), ''), " \
  "CASE l.kind WHEN 'charge' THEN l.description END, h.description)"

// What a lot o of `grants` is called.
#define PREPAID_GRANT "(SELECT coalesce(g.description, '" GRANT_TEXT "') FROM grants g WHERE g.n = o.grant_row)"
// clang-format on
