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
  size_t memory;      // bytes that one plugin file may use; 0: 32 MiB
  int deadline_ms;    // for one call of a plugin's function; 0: 10 s
  const char *cache;  // a folder of the user's for what is remembered of files between commands; NULL: nothing is
  zone_finder zone;   // NULL: the module `zone` knows none
  void *zone_context;
} host_options;

// Opens a host: reads the files of the search path, runs none of them (each loads when it is first needed). Options and
// the texts they name are copied. NULL with `io` where a directory or file cannot be read. host_close frees it with all
// that it answered; NULL is allowed.
plugin_host *host_open(const host_options *options, error *e);
void host_close(plugin_host *host);

// --- For a program that ends itself where nothing else helps: a step of C that never ends, which no look at the clock
// stops. Of a program with one thread that runs plugins; a library does without, and lives on.

// A function of a plugin that stands still past its deadline.
typedef struct host_standing {
  char name[80], digest[72], place[96];  // place: "FILE:LINE: "; "": not known
  int deadline_ms;
} host_standing;

// From now on what runs is noted.
void host_watch(void);

// Asked by a signal handler of the thread that runs plugins, after each `worked` milliseconds that it has worked: what
// stands still; false: nothing does.
bool host_stands(int worked, host_standing *out);
