// A folder of plugin files for one test, on top of what ships, and what tests of the host ask of it.
#pragma once
#include "lua/host/host.h"

typedef struct world {
  char folder[64];
  plugin_host *host;
  error e;
  arena *arena;
} world;

// cmocka's set-up and tear-down: *context is a world.
int world_open(void **context);
int world_close(void **context);

// Writes FILE or FOLDER/FILE into the folder.
void write_file(const world *w, const char *name, const char *text);

// Opens the host anew on what ships and the folder.
plugin_host *open_host(world *w);
void close_host(world *w);

// The call did well; it was refused with this code and this text in its message or hint.
void good(const world *w, bool ok);
void refused(world *w, bool ok, error_code code, const char *message);
