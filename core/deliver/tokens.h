// What signs in to a target: tokens (RFC 6749), kept outside of the book (store/secrets.h), asked for and renewed.
#pragma once
#include "core/deliver/target.h"
#include "core/net/net_module.h"

// Times in seconds since 1970; 0: the target does not say. access NULL: there are none; refresh NULL: it cannot be
// renewed. Texts in an arena.
typedef struct tokens {
  char *access, *refresh;
  int64_t at, expires_at, refresh_expires_at;
} tokens;

// Those of a connection's key. `invalid` where others can read them, or where the file holds something else.
bool tokens_read(const char *key, arena *a, tokens *out, error *e);

// Keeps them: on the disk before it answers true.
bool tokens_write(const char *key, const tokens *t, error *e);

// Leaves nothing of them in memory.
void tokens_forget(tokens *t);

// Makes stars of a secret wherever it stands in what the other side says, which may repeat what it was shown. Shorter
// ones than 16 bytes stay: they may be a part of anything.
void tokens_hide(char *text, size_t length, const char *secret);

// What the other side says to somebody who asks for tokens.
typedef enum tokens_outcome {
  TOKENS_GIVEN,
  TOKENS_REFUSED,  // for good: what was shown is not taken, or the app is not known
  TOKENS_FAILED,   // nobody there, no answer, none that can be read: what is kept may still be good
} tokens_outcome;

// Asks for them. `form` is what is shown: a code or a token, encoded (base/percent.h); hide: what of it no message may
// hold, a list that ends with NULL. Tokens in the arena, the message in `e` (`sign-in` where refused, `export` where
// failed) without a secret. A token that the answer leaves out stays that of `before` (NULL: there is none).
tokens_outcome tokens_ask(const target *t, const net_module *net, net_client *client, bool (*stop)(void),
                          const char *form, const char *const *hide, const tokens *before, arena *a, tokens *out,
                          error *e);

// Renews those of a connection, by one program at a time: whoever finds that another has renewed them takes what that
// one got. *t become those to go on with. Nothing but new ones ever replaces what is kept.
tokens_outcome tokens_renew(const target *t, const char *key, const net_module *net, net_client *client,
                            bool (*stop)(void), arena *a, tokens *held, error *e);

// Says to the target that they are not used any more, where it wants to be told; false where it was not, or did not
// say that it has heard.
bool tokens_revoke(const target *t, const net_module *net, const tokens *held, arena *a);

// Whether they should be renewed before they are shown, by this machine's clock.
bool tokens_are_due(const tokens *t, int64_t now);
