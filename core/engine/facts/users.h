// Who may use the page where it is served to several people. Each change is a transaction of its own with an entry in
// the log, which never holds a password.
#pragma once
#include "core/base/value.h"
#include "core/engine/facts/book.h"

typedef struct user {
  const char *name, *role;
  const char *password;  // as crypt(5) has it; NULL: a proxy says who it is
  int64_t generation;    // sessions of an earlier one are over
} user;

// The roles, separated by |, from the one that may the least on.
#define USER_ROLES "viewer|biller|approver|accountant|admin"

// Finds one: *out zeroed where there is none. Texts in the arena.
bool user_find(book *b, const char *name, arena *a, user *out, error *e);

// {"name", "role", "password": whether there is one} of each, by name; in the arena.
value *users_listed(book *b, arena *a, error *e);

// Adds one; `duplicate`, `invalid` for a name that nobody can type or see.
bool user_add(book *b, const char *name, const char *role, const char *password, error *e);

// `not-found` where there is none; `state` where the last admin would go while others stay. All of them end all
// sessions: another role, a new password, and signing out (NULL).
bool user_remove(book *b, const char *name, error *e);
bool user_change(book *b, const char *name, const char *role, error *e);  // `state` where it is that already
bool user_renew(book *b, const char *name, const char *password, error *e);

// Where `generate.four_eyes` is set: `state` where whoever asks has run the batch.
bool four_eyes_kept(book *b, int64_t batch, error *e);
bool four_eyes_setting(book *b, const char *name, arena *a, const char **out, error *e);
bool four_eyes_set(book *b, const char *name, const char *value, error *e);
