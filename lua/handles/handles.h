// Handles: what the functions of a contract type get to look at and to write to, `bill`, `period` and sets of work.
// Each is thin over the engine's rating, which decides and keeps everything; here Lua's arguments are checked and
// errors put into words. A handle is good for the one call that it was made for: later it raises, and never reaches a
// rating that is gone.
#pragma once
#include "core/engine/rating/rating.h"
#include "lua/library/library.h"

// --- The MSP's own columns (own_columns.c), as plugins see them: { entry = { … }, ticket = { … }, contract = { … },
// customer = { … } }. The table that was made last is kept, for most work comes in runs with the same columns.
enum { OWN_TEXTS = 4 };
typedef struct own_columns {
  char *texts[OWN_TEXTS];  // as JSON; NULL: none
  int table, ref;          // the table, and the view of it that plugins get, in the registry of their state
  bool made;
} own_columns;

// Pushes the table of these columns, in the order above; NULL: none. May raise (memory).
void own_columns_push(lua_State *L, own_columns *own, const char *const texts[OWN_TEXTS]);

// Pushes the table of one row's columns, given as JSON; NULL: none. May raise (memory).
void own_columns_table(lua_State *L, const char *text);

// Whether the table that was made last shows these columns already.
bool own_columns_show(const own_columns *own, const char *const texts[OWN_TEXTS]);

// Frees the texts; the table goes with its state.
void own_columns_forget(own_columns *own);

// --- Handles of one plugin's state.

// What they look at: the contract that is being rated. Zeroed at first; must outlive the state.
typedef struct handles {
  rating *rating;       // while a call runs; else NULL
  uint64_t generation;  // of the handles that are valid now
  bool closed;          // the period has closed: its work is there
  size_t taken;         // what the rating had taken when the method at hand began, in bytes
  own_columns own;      // of the work that was looked at last
} handles;

// Makes the types of handles known to a state. May raise (memory).
void handles_open(lua_State *L);

// Begins a call that rates, and ends it: from then on its handles raise. One call at a time.
void handles_begin(handles *h, rating *r, bool closed);
void handles_end(handles *h);

// Pushes the handles `period` and `bill` of the call at hand: two values. May raise (memory).
void handles_push(lua_State *L, handles *h);
