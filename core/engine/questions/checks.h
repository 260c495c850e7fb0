// Checks: what a batch looks like to rules that are plugins, before somebody bills it. They change nothing.
#pragma once
#include "core/engine/batch/batch.h"
#include "core/engine/facts/facts.h"

// What a check found of a row, or `of` NULL: that the check itself failed. row: its id; NULL: none in particular.
typedef struct check_found {
  check_level level;
  const char *check, *of, *row, *text, *mend;
} check_found;

typedef struct check_list {
  check_found *rows;
  size_t count, capacity, checks, rows_seen;  // checks: how many were asked; rows_seen: the rows that they were shown
} check_list;

// Who is signed in to which target, for how many days more (-1: not known), as the room above knows it.
typedef struct check_sign_in {
  const char *target, *company;
  int days_left;
} check_sign_in;

// only: that check alone, with these params (JSON object; NULL: none), whatever the book says of it; NULL: all.
typedef struct check_request {
  const batch *batch;
  day today;
  bool stops;  // only checks of which the book says that they are errors: what a run has to pass
  const char *only, *params;
  const check_sign_in *sign_ins;
  size_t sign_in_count;
} check_request;

// Shows every check that is not off the rows of its subject, each subject in one pass. Findings in the arena, the worst
// first, then by check and row. A check that fails is an error among them, and is asked no more. False only where the
// book cannot be read.
bool checks_run(book *b, const check_request *request, arena *a, check_list *out, error *e);

// ---- Settings: check.NAME is off, note, warning or error; check.NAME.PARAM is a param. `name` is what follows
// `check.`; *out NULL where nothing is set. Writing: `usage` where there is no such check or param, `invalid` where the
// plugin does not take the value. "" puts it back.
bool check_setting(book *b, const char *name, arena *a, const char **out, error *e);
bool check_setting_set(book *b, const char *name, const char *value, error *e);

// Those that are set, by name.
bool check_settings_list(book *b, arena *a, const char ***names, size_t *count, error *e);
