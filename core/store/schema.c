// The texts of schema.sql and of what later versions add as constants; the paths are relative to the repo's root, where
// the compiler runs.
#include "core/store/store_inside.h"

#define EMBED(name, file)                        \
  __asm__(".pushsection .rodata\n"               \
          ".global " name "\n"                   \
          ".hidden " name "\n"                   \
          ".type " name ", @object\n" name ":\n" \
          ".incbin \"" file "\"\n"               \
          ".byte 0\n"                            \
          ".size " name ", . - " name "\n"       \
          ".popsection\n")

EMBED("store_schema", "core/store/schema.sql");
EMBED("store_ledger", "core/store/ledger.sql");
EMBED("store_freeze", "core/store/freeze.sql");
EMBED("store_documents", "core/store/documents.sql");
EMBED("store_parties", "core/store/parties.sql");
