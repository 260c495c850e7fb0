// Watches what plugins run by a clock of the processor time of their thread; everything here but the start runs in its
// signal's handler, and calls nothing that takes memory.
#include "core/cli/watchdog.h"
#include "lua/host/host.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_MS = 100, TEXT_MAX = 1600 };

static const session *watched;
static bool as_json;

static bool put(int fd, const char *text) {
  size_t left = strlen(text);
  while (left) {
    ssize_t written = write(fd, text, left);
    if (written <= 0) return false;
    text += written;
    left -= (size_t)written;
  }
  return true;
}

// The name of a file may hold what a terminal would obey or JSON would end at.
static void clean(char *text) {
  for (; *text; text++)
    if ((unsigned char)*text < ' ' || (unsigned char)*text > '~' || *text == '"' || *text == '\\') *text = '?';
}

// Beside the book, for the next command: this one may hold the book's lock, and cannot write to it any more.
static bool note(const host_standing *at) {
  char line[400];
  const char *path = session_aside(watched);
  int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
  if (fd < 0) return false;
  snprintf(line, sizeof line, "%s %s %s\n", at->digest, at->name, at->place);
  bool done = put(fd, line) && fsync(fd) == 0;
  close(fd);
  return done;
}

static void tell(const host_standing *at, bool noted) {
  char message[600], hint[400], text[TEXT_MAX];
  snprintf(
      message, sizeof message,
      "%sa step of the plugin %s did not end within %d ms, and nothing stops it: the command ends here, and what it "
      "had not committed is undone",
      at->place, at->name, at->deadline_ms);
  snprintf(
      hint, sizeof hint,
      noted ? "it is set aside: from now on what needs it is held, all else is billed; `billet plugin allow %s` lets "
              "it in again"
            : "take the file of %s away, or change it: it could not be set aside",
      at->name);
  snprintf(text, sizeof text,
           as_json ? "{\"error\":{\"code\":\"plugin\",\"message\":\"%s\",\"hint\":\"%s\",\"rows\":[]}}\n"
                   : "billet: %s\nhint: %s\n",
           message, hint);
  put(STDERR_FILENO, text);
}

static void on_clock(int number) {
  (void)number;
  host_standing at;
  if (!host_stands(LOOK_MS, &at)) return;
  clean(at.place);
  clean(at.name);
  tell(&at, note(&at));
  _exit(1);
}

// The clock stands while the thread waits, and a call of the system that it interrupts goes on by itself.
void watchdog_start(const session *s, bool json) {
  struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGPROF };
  struct sigaction action = { .sa_handler = on_clock, .sa_flags = SA_RESTART };
  const struct timespec each = { .tv_nsec = LOOK_MS * 1000000L };
  timer_t timer;
  watched = s;
  as_json = json;
  event._sigev_un._tid = gettid();
  if (sigaction(SIGPROF, &action, NULL) != 0 || timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer) != 0) return;
  host_watch();
  timer_settime(timer, 0, &(struct itimerspec){ each, each }, NULL);
}
