// A VFS that kills, tears or fails at the N-th durable operation, for tests only.
#pragma once
#include <stdbool.h>

// Registers the VFS "fault" over the default one (which stays the default) and reads what to do from the environment.
// BILLET_FAULT=
//   count         counts the durable operations, and at exit writes their number to the file that BILLET_FAULT_LOG
//   names;
//                 after each commit the book is copied into the folder that BILLET_FAULT_STATES names, as 1, 2, …
//   kill:N        SIGKILL before the N-th durable operation
//   torn:N        the same, but where it is a write its first half reaches the file
//   power:N:SEED  the power fails before the N-th is done (0: after the program's end): see tests/faults/power.h
//   ioerr:N       the N-th fails as by a broken disk; ioerr+:N: and all after it
//   full:N        where the N-th is a write it fails as on a full disk; full+:N: and all writes after it
//   read:N        the N-th read of a database or journal fails; read+:N: and all after it
//   after:N       what follows a commit fails: the N-th time that a lock is given back, a file closed or deleted
//   file:N        the N-th sync or renaming of a file outside of the database fails; file-kill:N: is the program's end
// Durable operations, counted from 1 over all databases of the process: write, truncate and sync of a database or its
// journal, the deletion of a file, and the creation of a database or journal. Unset: nothing is counted, nothing fails.
// BILLET_FAULT_CLOCK, seconds since 1970, stands in for the time. A wrong value ends the program with status 2. Answers
// SQLite's result code. Calling it again does nothing.
int faultvfs_register(void);

// Counts a sync or a renaming outside of the database: whether it must fail.
bool faultvfs_strikes_file(void);
