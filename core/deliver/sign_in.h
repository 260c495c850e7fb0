// Signing in to a target: OAuth 2, the code flow (RFC 6749, 4.1) with PKCE where the target has it (RFC 7636). Who
// comes back by a browser and who pastes the address go the same way.
#pragma once
#include "core/deliver/connection.h"
#include "core/deliver/tokens.h"

enum { SIGN_IN_SECONDS = 300, SIGN_IN_RANDOM = 44 };  // 44: 32 random bytes as base64url, with the NUL

typedef struct sign_in {
  const target *target;
  const char *redirect_uri, *authorize_url;  // where people come back to; where they sign in
  char state[SIGN_IN_RANDOM], verifier[SIGN_IN_RANDOM];
} sign_in;

// Begins: a state and a verifier that nobody can guess. authorize_url is in the arena.
void sign_in_begin(const target *t, const char *redirect_uri, arena *a, sign_in *out);

// code_challenge of a verifier by S256.
void sign_in_challenge(const char *verifier, char out[SIGN_IN_RANDOM]);

// Whether an address is the one where people come back to, whatever it says.
bool sign_in_is_there(const sign_in *s, const net_module *net, const char *url, arena *a);

// What somebody brought back: the code, and the company where the target names it. `state` where the target let nobody
// in, where the state is not this sign-in's, or where something is missing or said twice.
typedef struct sign_in_grant {
  const char *code, *company;  // company: NULL: not named
} sign_in_grant;
bool sign_in_read(const sign_in *s, const net_module *net, const char *url, arena *a, sign_in_grant *out, error *e);

// Tokens for the code. Nothing is kept of them.
bool sign_in_tokens(const sign_in *s, const net_module *net, const sign_in_grant *g, bool (*stop)(void), arena *a,
                    tokens *out, error *e);

// A company at the target, as its plugin reads what it is told. facts: all of that, a JSON object; currency: NULL: it
// is not told.
typedef struct company {
  const char *id, *name, *currency, *facts;
} company;

// Whose books the tokens open: at least one. named: the one that was named while signing in, NULL: none was; the list
// then holds it alone.
bool sign_in_companies(book *b, const target *t, const net_module *net, const tokens *held, const char *named,
                       bool (*stop)(void), arena *a, company **list, size_t *count, error *e);

// Keeps the tokens, then makes the company the one in use: from here on somebody is signed in.
bool sign_in_keep(book *b, const target *t, const company *of, const tokens *held, arena *a, connection *out, error *e);
