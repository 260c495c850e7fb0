// A plugin's examples, run through the real engine in a database in memory.
#pragma once
#include "core/command/command.h"

// Runs them all, each twice in fresh databases: {"plugin", "passed", "failed", "failures", "summary"}. An error with code `plugin` where
// any fails.
value *examples_run(context *c, const plugin_file *file, error *e);
