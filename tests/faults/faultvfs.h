// A VFS that kills, tears or fails at the N-th durable operation, for tests only.
#pragma once

// Registers the VFS "fault" over the default one (which stays the default) and reads what to do from the environment:
//   BILLET_FAULT=count    counts the durable operations, and at exit writes their number to the file named by
//   BILLET_FAULT_LOG BILLET_FAULT=kill:N   SIGKILL before the N-th durable operation BILLET_FAULT=torn:N   the same,
//   but where it is a write its first half reaches the file BILLET_FAULT=ioerr:N  the N-th fails as by a broken disk;
//   ioerr+:N: and all after it BILLET_FAULT=full:N   where the N-th is a write it fails as on a full disk; full+:N: and
//   all writes after it BILLET_FAULT=read:N   the N-th read of a database or journal fails, read+:N: and all after it
// Durable operations, counted from 1 over all databases of the process: write, truncate and sync of a database or its
// journal, the deletion of a file, and the creation of a database or journal. Unset: nothing is counted, nothing fails.
// A wrong value ends the program with status 2. Answers SQLite's result code. Calling it again does nothing.
int faultvfs_register(void);
