// The plugin host: loads Lua plugin files in sandboxes and offers them to the engine as a struct of callbacks.
#pragma once
#include "core/base/zone.h"
#include "core/engine/plugin.h"

// Finds a time zone by name for the module `zone`; NULL with the error. The zone stays the caller's.
typedef const zone *(*host_zone)(void *context, const char *name, error *e);

typedef struct host_options {
  // The search path: shipped, the user's, beside the database, --plugins. A later file of the same name and kind
  // shadows an earlier one. Each directory is searched itself and in its contracts, exporters, importers, invoices and
  // rules, also below plugins/. A directory that does not exist is passed over. Files are read once, when the host
  // opens.
  const char *const *directories;
  size_t directory_count;
  size_t memory;    // bytes that one plugin file may use; 0: 32 MiB
  int deadline_ms;  // for one call of a plugin's function; 0: 10 s
  host_zone zone;   // NULL: the module `zone` knows none
  void *zone_context;
} host_options;

// Opens a host: reads the files of the search path, runs none of them (each loads when it is first needed). Options and
// the texts they name are copied. NULL with `io` where a directory or file cannot be read. host_close frees it with all
// that it answered; NULL is allowed.
plugin_host *host_open(const host_options *options, error *e);
void host_close(plugin_host *host);
