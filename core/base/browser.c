// Opening the person's browser, which says nothing on the program's own outputs.
#include "core/base/browser.h"
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <unistd.h>

void browser_open(const char *url) {
  char *const words[] = { "xdg-open", (char *)url, NULL };
  extern char **environ;
  pid_t pid;
  posix_spawn_file_actions_t files;
  const char *x = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
  if (!(x && *x) && !(wayland && *wayland)) return;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", 0, 0);
  posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDERR_FILENO);
  posix_spawnp(&pid, words[0], &files, NULL, words, environ);
  posix_spawn_file_actions_destroy(&files);
}
