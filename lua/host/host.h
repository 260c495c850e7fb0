// The host of plugins: finds the Lua files of a search path, runs each in a sandbox of its own, and answers the
// engine's questions (core/engine/plugin.h) by their functions. Nothing of a file runs before something of it is asked;
// what a plugin does wrong is an error that names file and line, and leaves every other plugin as it was.
#pragma once
#include "core/base/zone.h"
#include "core/engine/plugin.h"

typedef struct host_options {
  // The search path: shipped, the user's, beside the database, --plugins. A later file of the same name and kind
  // shadows an earlier one. Each directory is searched itself and in its contracts, exporters, importers, invoices,
  // languages and rules, also below plugins/. A directory that does not exist is passed over. Files are read once, when
  // the host opens.
  const char *const *directories;
  size_t directory_count;
  size_t memory;     // bytes that one plugin file may use; 0: 32 MiB
  int deadline_ms;   // for one call of a plugin's function; 0: 10 s
  zone_finder zone;  // NULL: the module `zone` knows none
  void *zone_context;
} host_options;

// Opens a host: reads the files of the search path, runs none of them (each loads when it is first needed). Options and
// the texts they name are copied. NULL with `io` where a directory or file cannot be read. host_close frees it with all
// that it answered; NULL is allowed.
plugin_host *host_open(const host_options *options, error *e);
void host_close(plugin_host *host);
