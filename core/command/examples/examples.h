// A plugin's examples, run through the real engine: each tells a story in a database of its own in memory, so that
// testing a plugin touches no book, and what passes here bills the same there.
#pragma once
#include "core/command/words/words.h"

// How thoroughly: whether they run and hold; that, twice and with the properties of every plugin.
typedef enum examples_depth { EXAMPLES_HOLD, EXAMPLES_PROVE } examples_depth;

typedef struct examples_result {
  int passed, failed;
  bool none;         // there is no example, which counts as one that failed
  value *failures;   // a list of texts, "title: why"
  const char *last;  // why the last one failed
  int same;          // how many failed in the same way since it was told
} examples_result;

// Runs a plugin's examples. False only where they cannot be read.
bool examples_run(context *c, const plugin_file *file, examples_depth depth, examples_result *out, error *e);

// {"plugin", "passed", "failed", "failures", "summary"} of one plugin; an error with code `plugin` where any fails, or
// there is none.
value *examples_answer(context *c, const plugin_file *file, error *e);

// The same for several: {"plugins": […], "passed", "failed", "failures", "summary"}.
value *examples_answer_all(context *c, const plugin_file *const *files, size_t count, error *e);

// What its examples say: a list of records as they stand in the file, `title` first. A language has none.
value *examples_list(context *c, const plugin_file *file, error *e);

// What could be better in a plugin that is sound: too few examples, params that no example sets, params that nothing
// reads. A list of texts; NULL with the error.
value *examples_advice(context *c, const plugin_file *file, error *e);
