// Handles: what the functions of a contract type get to look at and to write to, `bill`, `period` and sets of work.
// Each is thin over the engine's rating, which decides and keeps everything; here Lua's arguments are checked and
// errors put into words. A handle is good for the one call that it was made for: later it raises, and never reaches a
// rating that is gone.
#pragma once
#include "core/engine/rating/rating.h"
#include "lua/library/library.h"

// --- Tables of texts that plugins are shown (shown_texts.c). The one that was made last is kept, for most work comes
// in runs of the same.
enum { SHOWN_TEXTS_MAX = 5 };
typedef struct shown_texts {
  char *texts[SHOWN_TEXTS_MAX];  // NULL: none
  int table, ref;                // the table, and the view of it that plugins get, in the registry of their state
  bool made;
} shown_texts;

// The fields of such a table, NULL at the end, and what pushes the value of one of a text (NULL: none).
typedef struct shown_kind {
  const char *const *names;
  void (*push)(lua_State *L, int name, const char *text);
} shown_kind;

// The MSP's own columns, of texts that are JSON: { entry = { … }, ticket = { … }, contract = { … }, customer = { … } };
// and who worked, at what: { technician =, work_type =, rate =, ticket =, title = }.
extern const shown_kind shown_own, shown_work;

// Pushes the table of these texts, in the order of the kind's names. May raise (memory).
void shown_texts_push(lua_State *L, const shown_kind *kind, shown_texts *shown, const char *const *texts);

// Whether the table that was made last shows these already.
bool shown_texts_are(const shown_kind *kind, const shown_texts *shown, const char *const *texts);

// Frees the texts; the table goes with its state.
void shown_texts_forget(shown_texts *shown);

// --- Handles of one plugin's state.

// What they look at: the contract that is being rated. Zeroed at first; must outlive the state.
typedef struct handles {
  rating *rating;       // while a call runs; else NULL
  uint64_t generation;  // of the handles that are valid now
  bool closed;          // the period has closed: its work is there
  size_t taken;         // what the rating had taken when the method at hand began, in bytes
  shown_texts own;      // of the work that was looked at last
} handles;

// Makes the types of handles known to a state. May raise (memory).
void handles_open(lua_State *L);

// Begins a call that rates, and ends it: from then on its handles raise. One call at a time.
void handles_begin(handles *h, rating *r, bool closed);
void handles_end(handles *h);

// Pushes the handles `period` and `bill` of the call at hand: two values. May raise (memory).
void handles_push(lua_State *L, handles *h);
