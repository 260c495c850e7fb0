// How people see answers and errors: an answer's view is named by the row of its command, and never adds to what the
// answer holds, so that JSON and the terminal say the same.
#pragma once
#include "core/base/value.h"
#include "core/cli/style.h"

// Prints an answer by the view of that name. False with the error where a stream fails.
bool view_answer(const style *s, const char *view, const value *v, arena *a, error *e);

// Prints warnings, a list of {"code", "message"}; nothing where it is NULL or empty.
void view_warnings(const style *s, const value *warnings);

// Prints an error on the style's file.
void view_error(const style *s, const error *e);
