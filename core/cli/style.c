// How the program shows things.
#include "core/cli/style.h"
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static size_t terminal_width(FILE *out) {
  struct winsize size;
  const char *columns = getenv("COLUMNS");
  long given = columns ? strtol(columns, NULL, 10) : 0;
  if (given >= 40 && given <= 10000) return (size_t)given;
  if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
  return 100;
}

style style_find(FILE *out, const char *colour, bool ascii) {
  const char *term = getenv("TERM"), *none = getenv("NO_COLOR");
  bool terminal = isatty(fileno(out)) != 0;
  bool automatic = terminal && !(none && *none) && term && strcmp(term, "dumb") != 0;
  style s = { .out = out, .terminal = terminal };
  s.colour = colour && strcmp(colour, "always") == 0  ? true
             : colour && strcmp(colour, "never") == 0 ? false
                                                      : automatic;
  s.signs = !ascii && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
  s.width = terminal || getenv("COLUMNS") ? terminal_width(out) : 0;
  return s;
}

const char *style_bold(const style *s) { return s->colour ? "\033[1m" : ""; }
const char *style_dim(const style *s) { return s->colour ? "\033[2m" : ""; }
const char *style_red(const style *s) { return s->colour ? "\033[31m" : ""; }
const char *style_end(const style *s) { return s->colour ? "\033[0m" : ""; }
