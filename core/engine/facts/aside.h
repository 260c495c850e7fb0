// Plugins that a book has set aside: texts, by their digest, of which a step never ended, so that the program had to.
#pragma once
#include "core/engine/facts/book.h"

// Takes in what the program noted as it ended, in a file beside the book, which goes: a line DIGEST NAME PLACE for each
// plugin. Logged. A file that is not there is nothing to do; where the book is busy it stays, for the next command.
bool aside_take(book *b, const char *path, error *e);

// Tells the host of each that is set aside.
bool aside_tell(book *b, error *e);

// Lets a plugin in again by its name, logged, and tells the host. False with `not-found` where none of that name is set
// aside.
bool aside_allow(book *b, const char *name, error *e);
