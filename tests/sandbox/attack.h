// Plugins that attack, each in a child process with a limit of time and memory.
#pragma once
#include "lua/host/host.h"
#include "tests/core/fake_rating.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
// cmocka needs those above
#include <cmocka.h>

enum { DEADLINE_MS = 300, SECONDS = 10, MEMORY = 8 << 20 };

typedef void (*scene)(const void *context);
typedef struct expected {
  const char *before, *body, *message;
} expected;

// The folder of the plugins, for the whole group.
int attack_begin(void **context);
int attack_end(void **context);
void attack_file(const char *name, const char *text, size_t length);

// A contract type whose `opens` is the attack; `before` stands outside of it.
void attack_write(const char *name, const char *before, const char *body);
plugin_host *attack_host(error *e);

// Opens a period of the type; the rating tells what it billed.
bool attack_run(plugin_host *h, const char *name, rating *r, error *e);

// Ends the child with what went wrong.
void attack_broken(const char *what, const error *e);

// Runs in a child with a limit of processor time; its exit tells.
void attack_in_child(scene run, const void *context);

// The attack ends with an error of code `plugin` that names its file and holds the message; the host serves others on.
void attack_refused_with(const char *before, const char *body, const char *message);
void attack_refused(const char *body, const char *message);
