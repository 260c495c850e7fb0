// A secret from the standard input.
#pragma once
#include "core/base/error.h"
#include "core/store/secrets.h"

enum { SECRET_ROOM = SECRET_MAX + 2 };

// One line of the standard input, asked for by a name; a terminal shows nothing of it. False where there is none.
bool secret_line_read(const char *name, char line[SECRET_ROOM]);

// Takes the end of the line away; `invalid` where it is too long, holds a control character, or is no UTF-8.
bool secret_line_check(char line[SECRET_ROOM], error *e);
