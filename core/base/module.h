// Parts of the program that are opened when a command first needs them: their libraries would cost every other command
// time before it begins, and a machine that never prints needs none of them.
#pragma once
#include "core/base/error.h"
#include <stdint.h>

// One module: a file beside the program that exports a struct of callbacks. The struct begins with a uint64_t, the
// version that it was built for.
typedef struct module_kind {
  const char *file;       // "billet-pdf.so"
  const char *callbacks;  // the name of the struct
  uint64_t version;
  const char *packages;  // Debian's, of the libraries that it needs: for the hint of an error
} module_kind;

// The callbacks of a module, which stays open as long as the program. It is looked for beside the program, in
// ../lib/billet (where `make install` puts it) and in the folder $BILLET_MODULES. `not-found` says which libraries are
// missing, or where no file was, or that the file is one of another version.
const void *module_open(const module_kind *kind, error *e);
