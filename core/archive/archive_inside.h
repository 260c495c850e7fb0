// What the files of the module share.
#pragma once
#include "core/archive/archive_module.h"

// As in the callbacks of the same names.
bool archive_write(const archive_file *files, size_t count, day date, buffer *out, error *e);
bool archive_read(const void *bytes, size_t length, arena *a, archive_file **out, size_t *count, error *e);
