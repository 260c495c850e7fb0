// One line of progress.
#include "core/cli/progress.h"
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static int64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_show(void *context, const char *what, int64_t done, int64_t total) {
  progress *p = context;
  int64_t now = milliseconds();
  if (p->told) {
    p->told(p->context, what, done, total);
    return;
  }
  if (!p->started) p->started = now;
  if (now - p->started < 300 || now - p->shown < 100 || !isatty(STDERR_FILENO)) return;
  p->shown = now;
  p->visible = true;
  if (total > 0) fprintf(stderr, "\r\033[K%s … %lld of %lld", what, (long long)done, (long long)total);
  else fprintf(stderr, "\r\033[K%s … %lld", what, (long long)done);
}

void progress_clear(progress *p) {
  if (p->visible) fputs("\r\033[K", stderr);
  p->visible = false;
}
