// One line of progress on the standard error, where that is a terminal and the work takes longer than 300 ms.
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef struct progress {
  int64_t started, shown;
  bool visible;
  // Who is told instead; NULL: the standard error is.
  void (*told)(void *context, const char *what, int64_t done, int64_t total);
  void *context;
} progress;

// A progress_handler; the context is a progress.
void progress_show(void *context, const char *what, int64_t done, int64_t total);

// Takes the line away before anything else is printed.
void progress_clear(progress *p);
