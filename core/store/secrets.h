// Secrets of the person who runs billet, such as the password of a mail server: files outside of every book, for a book
// is copied, backed up and sent to others. They lie in $XDG_CONFIG_HOME/billet/secrets (else ~/.config/billet/secrets),
// readable by nobody else. No message of this room holds one.
#pragma once
#include "core/base/arena.h"
#include "core/base/error.h"

enum { SECRET_MAX = 4096 };  // bytes of one

// Whether something may be called so: letters, digits, dots, dashes and underscores, such as mail.password. `invalid`.
bool secret_name_check(const char *name, error *e);

// Keeps a secret: on the disk as a whole before it answers true. `invalid` for a bad name, an empty secret or one past
// SECRET_MAX, or a folder that others can read; `io`.
bool secret_write(const char *name, const char *secret, error *e);

// Finds one, in this order: $BILLET_SECRET_NAME (in capitals, anything else as _), its file, the command of
// secret_command, which is run with the name as its last word and whose first line it is. *out, in the arena, is NULL
// where there is none. `invalid` where others can read the file or its folder; `io`.
bool secret_find(const char *name, arena *a, const char **out, error *e);

// Removes the file of one. `not-found` where there is none.
bool secret_remove(const char *name, error *e);

// The names of those that have a file, in order.
bool secret_list(arena *a, const char ***names, size_t *count, error *e);

// The command that knows secrets, NULL: none. It is kept with the secrets and not in the book: nobody's book may say
// what is run on somebody else's machine. An empty text ends it.
bool secret_command(arena *a, const char **out, error *e);
bool secret_command_set(const char *command, error *e);

// ---- What signs in to a target (core/deliver/tokens.h): files of the same rights in
// $XDG_CONFIG_HOME/billet/connections, beside the secrets, so that nobody lists, sets or removes one by mistake.

enum { SIGNED_IN_MAX = 64 << 10 };  // bytes of one

// Keeps one: on the disk as a whole before it answers true; whatever ends the program, there is the old one or the new
// one. By whoever has its lock. `invalid` where others can read the folder; `io`.
bool signed_in_write(const char *name, const char *text, error *e);

// *out, in the arena, is NULL where there is none. `invalid` where others can read the file or its folder; `io`.
bool signed_in_read(const char *name, arena *a, const char **out, error *e);

// Removes one; there may be none.
bool signed_in_remove(const char *name, error *e);

// Waits until nobody else renews it: up to a minute (`busy`), or until `stop` (`interrupted`; NULL: never). The system
// ends the lock with the program, however that ends.
bool signed_in_lock(const char *name, bool (*stop)(void), int *lock, error *e);
void signed_in_unlock(int lock);
