// The person's own folders, outside of any book (the XDG Base Directory Specification).
#pragma once
#include <stdbool.h>
#include <stddef.h>

// $VARIABLE/billet where the variable holds a whole path, else $HOME/USUAL/billet where that does. False, with an empty
// path, where neither does or the room is too small.
bool own_folder(const char *variable, const char *usual, char *path, size_t room);

// Makes a folder and those above it that lack, for nobody but the person. False where it cannot be written to.
bool own_folder_make(const char *path);
