// The schema of a fresh book (write_schema.c) and what each later version adds, as constants. Paths are relative to the
// repo's root, where the compiler runs, and to the build folder.
#include "core/base/embed.h"
#include "core/store/store_inside.h"

EMBED("store_fresh", "fresh.sql");
EMBED("store_ledger", "core/store/ledger.sql");
EMBED("store_freeze", "core/store/freeze.sql");
EMBED("store_documents", "core/store/documents.sql");
EMBED("store_parties", "core/store/parties.sql");
EMBED("store_delivery", "core/store/delivery.sql");
EMBED("store_aging", "core/store/aging.sql");
EMBED("store_day", "core/store/day.sql");
