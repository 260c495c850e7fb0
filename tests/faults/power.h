// What a disk has of files whose power fails: what was synced, and of what was written since what a seeded coin keeps.
#pragma once
#include <stdbool.h>
#include <stdint.h>

// From here on everything below is kept in mind; before it all of it does nothing.
void power_begin(uint64_t seed);

// A file that is about to be opened: what it holds by now is on the disk; a new one (not there yet) may be gone with
// the power until power_folder_synced. Opened again it goes on as it was.
void power_opened(const char *path);

// What was done to a file, after it was opened; and that it was synced, which puts all of it on the disk.
void power_wrote(const char *path, const void *bytes, int64_t length, int64_t at);
void power_truncated(const char *path, int64_t size);
void power_synced(const char *path);

// A file that is about to be deleted comes back with the power, unless its folder is synced too. All files lie in one
// folder.
void power_deletes(const char *path);
void power_folder_synced(void);

// The power fails: each file is what the disk has of it. Since its last sync each write is kept, dropped or torn at
// sectors of 512 bytes, each new size is kept or not, each deletion is undone, and each new file is there or not.
void power_fails(void);
