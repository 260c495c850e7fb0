// The names of the MSP's own columns (x.NAME) that rows of the book have had, so that a plugin that misspells one is
// told. A name that resembles none of them is nobody's mistake: its column may be filled one day.
#pragma once
#include "core/engine/facts/book.h"

// From now on plugins of the book's host are told of names that they misspell; the names are read anew.
void own_names_tell(book *b);

// They are not, while what was computed once is computed again: until own_names_tell.
void own_names_hush(const book *b);

// Frees what was read; the host asks no more. Of a book that never told: nothing.
void own_names_close(book *b);
