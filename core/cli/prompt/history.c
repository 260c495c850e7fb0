// Entries of earlier days: a line of the file each, in which \n is a line's end and \\ a backslash. They are written as
// they are typed, so that nothing is lost with the terminal, and two prompts on one book share them.
#include "core/base/digest.h"
#include "core/base/memory.h"
#include "core/base/own_folder.h"
#include "core/cli/prompt/prompt_inside.h"
#include "core/command/words/words.h"
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT = 1000, MOST = 2 * KEPT };

const char *history_path(const char *book, arena *a) {
  char whole[PATH_MAX], hex[DIGEST_TEXT], here[PATH_MAX], folder[PATH_MAX];
  const char *name = strrchr(book, '/') ? strrchr(book, '/') + 1 : book;
  if (!own_folder("XDG_STATE_HOME", ".local/state", folder, sizeof folder) || !own_folder_make(folder)) return NULL;
  // The path of a book that is not there yet is made of the folder that it will be in.
  if (!realpath(book, whole)) {
    if (*book != '/' && !getcwd(here, sizeof here)) return NULL;
    const char *path = *book == '/' ? book : arena_format(a, "%s/%s", here, book);
    if (strlen(path) >= sizeof whole) return NULL;
    strcpy(whole, path);
  }
  digest d = digest_of(whole, strlen(whole));
  return arena_format(a, "%s/history-%.40s-%.12s", folder, name, digest_hex(&d, hex));
}

static char *unescaped(char *line) {
  char *to = line;
  for (const char *at = line; *at; at++) {
    if (*at == '\\' && at[1]) *to++ = *++at == 'n' ? '\n' : *at;
    else *to++ = *at;
  }
  *to = '\0';
  return line;
}

// The file becomes the last entries alone; another takes its place, so that what dies on the way costs nothing.
static void shorten(const char *path, const char *from) {
  buffer part = { 0 };
  buffer_format(&part, "%s.%ld", path, (long)getpid());
  int fd = open(part.text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  size_t length = strlen(from);
  bool whole = fd >= 0 && write(fd, from, length) == (ssize_t)length;
  if (fd >= 0) close(fd);
  if (fd >= 0 && (!whole || rename(part.text, path) != 0)) unlink(part.text);
  buffer_free(&part);
}

void history_load(const char *path, const line_module *module, line *l) {
  error none = { 0 };
  size_t length, count = 0, at = 0;
  char *text = path ? file_read(path, &length, &none) : NULL;
  error_clear(&none);
  if (!text) return;
  for (const char *end = text; (end = strchr(end, '\n')) != NULL; end++) count++;
  char *line = text;
  for (; count > KEPT + at; at++) line = strchr(line, '\n') + 1;
  if (count > MOST) shorten(path, line);
  for (char *next; (next = strchr(line, '\n')) != NULL; line = next + 1) {
    *next = '\0';
    if (text_is_utf8(line, strlen(line)) && *line) module->remember(l, unescaped(line));
  }
  memory_give(text);
}

// Words behind which, or by which, something is said that nobody else may read.
static bool is_secret(const char *entry) {
  static const char *const words[] = { "secret", "password", "token", "client_secret", "--paste" };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcasestr(entry, words[i])) return true;
  return false;
}

bool history_takes(const char *entry) {
  return !text_blank(entry) && *entry != ' ' && *entry != '\t' && !is_secret(entry);
}

bool history_keep(const char *path, const char *entry) {
  if (!history_takes(entry)) return false;
  int fd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
  if (fd < 0) return true;
  buffer line = { 0 };
  for (; *entry; entry++)
    buffer_add(&line,
               *entry == '\n'   ? "\\n"
               : *entry == '\\' ? "\\\\"
                                : entry,
               *entry == '\n' || *entry == '\\' ? 2 : 1);
  buffer_text(&line, "\n");
  fchmod(fd, 0600);
  ssize_t written = write(fd, line.text, line.length);  // one that is lost is no harm
  (void)written;
  close(fd);
  buffer_free(&line);
  return true;
}
