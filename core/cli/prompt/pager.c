// Long answers, with the person's pager.
#include "core/cli/prompt/prompt_inside.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

// Whether the text is higher than the window; a line that is wider than it takes more rows than one.
static bool is_long(const char *text, size_t length) {
  struct winsize size;
  size_t rows = 0;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
  for (size_t i = 0, column = 0; i < length && rows < size.ws_row; i++) {
    bool begins = ((unsigned char)text[i] & 0xc0) != 0x80;
    bool ends = text[i] == '\n' || (begins && column == size.ws_col);
    rows += ends;
    column = text[i] == '\n' ? 0 : ends ? 1 : column + begins;
  }
  return rows + 1 >= size.ws_row;
}

// $PAGER, else less as git has it, else more. The pager has Ctrl-C for itself.
static void be_pager(int input) {
  const char *named = getenv("PAGER");
  dup2(input, STDIN_FILENO);
  signal(SIGINT, SIG_DFL);
  signal(SIGPIPE, SIG_DFL);
  if (named && *named) execlp("sh", "sh", "-c", named, (char *)NULL);
  setenv("LESSCHARSET", "utf-8", 0);
  execlp("less", "less", "-FIRX", (char *)NULL);
  execlp("more", "more", (char *)NULL);
  execlp("cat", "cat", (char *)NULL);
  _exit(127);
}

static bool page(const char *text, size_t length) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    close(ends[1]);
    be_pager(ends[0]);
  }
  close(ends[0]);
  for (ssize_t wrote; child > 0 && length; text += wrote, length -= (size_t)wrote)
    if ((wrote = write(ends[1], text, length)) <= 0) break;  // it has seen enough
  close(ends[1]);
  if (child > 0) waitpid(child, NULL, 0);
  return child > 0;
}

void pager_show(const char *text, size_t length) {
  const char *named = getenv("PAGER");
  bool wanted = !named || strcmp(named, "cat") != 0;
  if (wanted && is_long(text, length) && page(text, length)) return;
  fwrite(text, 1, length, stdout);
  fflush(stdout);
}
