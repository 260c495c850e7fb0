// Trusted Lua, for `billet eval` and the prompt: a person's own code, with the whole standard library, the library of
// plugins, and the commands as the module `billet`. Nothing limits it; what it gets wrong is an error with a traceback,
// what a command refuses keeps the command's code. Needs no Lua headers.
#pragma once
#include "core/base/value.h"
#include "core/base/zone.h"

// Runs a command: argv[0 … argc-1] are its words, as on a command line ("batch", "new", "--as-of", "2026-05-07"). The
// answer lives in the arena, its streams until the next command. NULL with the error.
typedef value *(*eval_command)(void *context, arena *a, int argc, const char *const *argv, error *e);

typedef struct eval_options {
  const char *const
      *commands;  // "batch new", "import", …: what billet.batch.new { … } and billet.import(…) are made of
  size_t command_count;
  eval_command run;  // NULL: no module `billet`
  void *context;
  const char *const *arguments;  // the global `arg`
  size_t argument_count;
  zone_finder zone;  // NULL: the module `zone` knows none
  void *zone_context;
  bool (*stop)(void);  // looked at now and then: whether code that runs is to end (`interrupted`); NULL: never
} eval_options;

typedef struct eval eval;

// A state that lives as long as the program wants: the prompt's. NULL with the error. The commands and texts of the
// options must live as long. eval_close frees it; NULL is allowed.
eval *eval_open(const eval_options *options, error *e);
void eval_close(eval *v);

// Runs code; `name` is what errors call it ("@file.lua", "=eval"). What it returns goes to *out: nothing is null, one
// value is itself, several are a list. An expression alone needs no `return`. A command's error keeps its code, others
// are `plugin`, with a traceback.
bool eval_chunk(eval *v, const char *name, const char *code, size_t length, arena *a, value **out, error *e);

// Makes the value that the last chunk returned, where it was one, known to the next as `_`.
bool eval_keep_last(eval *v, error *e);

// Makes an answer known to the next chunk as `_`; its streams are read to their ends.
bool eval_keep(eval *v, const value *answer, error *e);

// Whether code that does not load is only not complete: its error is at its end.
bool eval_unfinished(const char *code);

// Opens, runs a chunk, closes: eval_open and eval_chunk in one.
bool eval_run(const eval_options *options, const char *name, const char *code, size_t length, arena *a, value **out,
              error *e);
