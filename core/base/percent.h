// Texts as parts of addresses and forms (RFC 3986, 2.1).
#pragma once
#include "core/base/text.h"

// Adds a text; all but letters, digits and -._~ becomes %XX of its bytes.
void percent_add(buffer *out, const char *text);

// Adds name=value, after a & where something is there already; value NULL adds nothing.
void percent_field(buffer *out, const char *name, const char *value);
