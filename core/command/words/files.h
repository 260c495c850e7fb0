// Files that commands write: whole or not at all.
#pragma once
#include "core/base/error.h"

// Writes a file beside its place and moves it there. `io` with the path.
bool file_write(const char *path, const char *text, size_t length, error *e);

// Makes a folder where there is none.
bool folder_make(const char *path, error *e);

// A file's whole text, NUL-terminated; the caller frees it. NULL with `not-found`, `io`, or `too-big` past 64 MiB.
char *file_read(const char *path, size_t *length, error *e);
