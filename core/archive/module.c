// The callbacks of billet-archive.so.
#include "core/archive/archive_inside.h"

// The one name that the module shows.
extern const archive_module billet_archive;
__attribute__((visibility("default")))
const archive_module billet_archive = { ARCHIVE_MODULE_VERSION, archive_write, archive_read };
