// Windows-1252: what programs of old read, one byte for each character.
#pragma once
#include "core/base/text.h"

// Appends UTF-8 as Windows-1252, a question mark for each character that it does not have; how many those were.
size_t windows_1252_add(buffer *out, const char *text, size_t length);
