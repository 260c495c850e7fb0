// The canonical text of a bill, over which its digest is taken: lines in order, then taxes; each value ends with a unit
// separator.
#pragma once
#include "core/base/arena.h"
#include "core/base/digest.h"
#include "core/store/db.h"

enum { CANON_PIECE = 8192 };

typedef struct canon {
  digester *digester;
  arena *keep;                  // where pieces of the text stay until canon_forget; NULL: they go once they are hashed
  char *text;                   // the piece at hand
  size_t size, length, hashed;  // of the piece: its room, what is written, what of it is hashed
  char own[CANON_PIECE];        // the piece where none is kept
} canon;

// Sets a canon up once; digester and arena stay the caller's.
void canon_open(canon *c, digester *d, arena *keep);

// From here on the text is that of another bill.
void canon_begin(canon *c);
void canon_end(canon *c, digest *out);

// Lets go of the pieces that were kept: rows that point into them have been written.
void canon_forget(canon *c);

// One value. Answers where the text stands now: until canon_forget where pieces are kept.
const char *canon_text(canon *c, const char *text, size_t length);
void canon_int(canon *c, int64_t number);
