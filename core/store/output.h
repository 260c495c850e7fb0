// Files that billet writes where a person says: whole or not at all, and never over a database.
#pragma once
#include "core/base/error.h"
#include <stdio.h>

typedef struct output output;

// Opens a path for writing. What the path leads to counts: the standard output, a device or a pipe is written to as it
// is; anything else becomes a new file beside the place, which output_close moves there. A link to a file of the same
// folder keeps being one. NULL with the error: `invalid` for a database, the journal of one, a folder, a socket, a link
// that leads out of its folder or nowhere; `not-found` for a folder that is not there; `io`.
output *output_open(const char *path, error *e);

// Where to write; ends with output_close.
FILE *output_file(output *o);

// Ends it. `good`: the file and its folder are on the disk before it answers true, and *replaced (may be NULL) says
// whether a file was there before. Not good, or not written: what was there is as it was, where it was no pipe or
// device, and the answer is false; the error is set only where writing is what failed.
bool output_close(output *o, bool good, bool *replaced, error *e);

// All three for a text.
bool output_write(const char *path, const char *text, size_t length, bool *replaced, error *e);

// Opens a file of text to go on with at its end, one that is not there is made and nobody else may read it; the caller
// closes it. NULL with the error: `invalid` for a database, what belongs to one, a link, and what is no file; else
// `not-found`, `io`.
FILE *output_append(const char *path, error *e);

// Whether the path leads to the standard output, under whatever name.
bool output_is_standard(const char *path);
