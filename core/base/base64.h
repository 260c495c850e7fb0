// Bytes as text of 64 characters (RFC 4648, section 4).
#pragma once
#include "core/base/text.h"

// Adds bytes as base64.
void base64_add(buffer *out, const void *bytes, size_t length);

// Adds the bytes of a base64 text that has no white space; false, with nothing added, where it is none.
bool base64_read(buffer *out, const char *text);
