// Secrets as files that only their owner reads.
#include "core/store/secrets.h"
#include "core/store/store_inside.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMMAND "secret.command"

enum { NAME_MAX_BYTES = 64, VARIABLE_ROOM = 96 };

bool secret_name_check(const char *name, error *e) {
  bool good = isalpha((unsigned char)*name) && strlen(name) <= NAME_MAX_BYTES;
  for (const char *c = name; *c; c++)
    good = good && ((isalnum((unsigned char)*c) && (unsigned char)*c < 128) || strchr("._-", *c));
  if (good && strcmp(name, COMMAND) != 0) return true;
  error_set(e, ERROR_INVALID, "\"%.80s\" is no name of a secret", name);
  return error_hint(e, "such as mail.password");
}

// ---- Where they lie

static bool failed(const char *path, error *e) {
  return error_set(e, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO, "%s: %s", path, strerror(errno));
}

static bool home(char out[PATH_MAX], error *e) {
  const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
  int length = -1;
  if (config && *config == '/') length = snprintf(out, PATH_MAX, "%s/billet/secrets", config);
  else if (home && *home == '/') length = snprintf(out, PATH_MAX, "%s/.config/billet/secrets", home);
  if (length > 0 && length < PATH_MAX - NAME_MAX_BYTES - 2) return true;
  error_set(e, ERROR_NOT_FOUND, "there is no place for secrets: neither XDG_CONFIG_HOME nor HOME is set");
  return error_hint(e, "or give each in a variable of its own, such as BILLET_SECRET_MAIL_PASSWORD");
}

static bool place(const char *name, char out[PATH_MAX], error *e) {
  if (!home(out, e)) return false;
  size_t length = strlen(out);
  snprintf(out + length, PATH_MAX - length, "/%s", name);
  return true;
}

// Whether nobody but the owner reads what a descriptor or a folder is.
static bool is_private(const char *path, const struct stat *info, error *e) {
  bool folder = S_ISDIR(info->st_mode);
  if (info->st_uid == geteuid() && !(info->st_mode & 077)) return true;
  error_set(e, ERROR_INVALID, "%s %s", path,
            info->st_uid == geteuid() ? "can be read by others: no secret is read from it or put there"
                                      : "belongs to somebody else");
  return info->st_uid == geteuid() ? error_hint(e, "chmod %s '%s'", folder ? "700" : "600", path) : false;
}

static bool folder_is_private(const char *path, error *e) {
  struct stat info;
  if (lstat(path, &info) != 0) return failed(path, e);
  if (!S_ISDIR(info.st_mode)) return error_set(e, ERROR_INVALID, "%s is no folder", path);
  return is_private(path, &info, e);
}

static bool make_folders(error *e) {
  char path[PATH_MAX];
  if (!home(path, e)) return false;
  for (char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
    if (slash) *slash = '\0';
    if (mkdir(path, 0700) != 0 && errno != EEXIST) return failed(path, e);
    if (!slash) return folder_is_private(path, e);
    *slash = '/';
  }
}

// ---- Files

static bool write_whole(int fd, const char *text, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t step = write(fd, text + done, length - done);
    if (step <= 0 && errno != EINTR) return false;
    if (step > 0) done += (size_t)step;
  }
  return fsync(fd) == 0;
}

// Beside its place first: whatever happens, there is the old one or the new one.
static bool write_file(const char *name, const char *text, error *e) {
  char path[PATH_MAX], part[PATH_MAX];
  if (!make_folders(e) || !place(name, path, e) || !home(part, e)) return false;
  size_t length = strlen(part);
  snprintf(part + length, PATH_MAX - length, "/.%ld.part", (long)getpid());
  unlink(part);
  int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return failed(part, e);
  bool written = write_whole(fd, text, strlen(text));
  if (!written) failed(path, e);
  close(fd);
  if (written && rename(part, path) != 0) written = failed(path, e);
  if (!written) unlink(part);
  return written && store_sync_folder(path, e);
}

// A text in the arena; NULL where there is no such file.
static bool read_file(const char *name, arena *a, const char **out, error *e) {
  char path[PATH_MAX], folder[PATH_MAX], text[SECRET_MAX + 1];
  struct stat info;
  *out = NULL;
  if (!home(folder, e) || !place(name, path, e)) {
    error_clear(e);  // who has no place for secrets has none
    return true;
  }
  int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT || errno == ENOTDIR || failed(path, e);
  ssize_t length = -1;
  bool good = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= SECRET_MAX;
  if (!good) error_set(e, ERROR_INVALID, "%s is no file of a secret", path);
  good = good && folder_is_private(folder, e) && is_private(path, &info, e);
  if (good && (length = read(fd, text, SECRET_MAX)) < 0) good = failed(path, e);
  close(fd);
  if (good && length > 0) *out = arena_copy(a, text, (size_t)length);
  explicit_bzero(text, sizeof text);
  return good;
}

static bool remove_file(const char *name, error *e) {
  char path[PATH_MAX];
  return place(name, path, e) && (unlink(path) == 0 || failed(path, e)) && store_sync_folder(path, e);
}

// ---- Secrets

bool secret_write(const char *name, const char *secret, error *e) {
  if (!secret_name_check(name, e)) return false;
  if (!*secret) return error_set(e, ERROR_INVALID, "the secret is empty; nothing is kept");
  if (strlen(secret) > SECRET_MAX)
    return error_set(e, ERROR_INVALID, "the secret is longer than %d bytes; nothing is kept", SECRET_MAX);
  return write_file(name, secret, e);
}

static const char *from_environment(const char *name) {
  char variable[VARIABLE_ROOM] = "BILLET_SECRET_";
  size_t at = strlen(variable);
  for (; *name; name++) variable[at++] = (char)(isalnum((unsigned char)*name) ? toupper((unsigned char)*name) : '_');
  const char *found = getenv(variable);
  return found && *found ? found : NULL;
}

// The name has no letters that mean something to a shell.
static bool from_command(const char *command, const char *name, arena *a, const char **out, error *e) {
  char line[SECRET_MAX + 2] = "";
  FILE *file = popen(arena_format(a, "%s %s", command, name), "re");
  if (!file) return error_set(e, ERROR_IO, "secret.command cannot be run: %s", strerror(errno));
  if (!fgets(line, sizeof line, file)) *line = '\0';
  while (fgetc(file) != EOF) continue;
  int status = pclose(file);
  line[strcspn(line, "\r\n")] = '\0';
  if (status == 0 && *line) *out = arena_text(a, line);
  explicit_bzero(line, sizeof line);
  if (*out) return true;
  error_set(e, ERROR_NOT_FOUND, "secret.command gave no %s: it ended with status %d", name,
            WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  return error_hint(e, "billet config get secret.command shows it");
}

bool secret_find(const char *name, arena *a, const char **out, error *e) {
  const char *command;
  *out = from_environment(name);
  if (*out) return true;
  if (!read_file(name, a, out, e)) return false;
  if (*out) return true;
  return secret_command(a, &command, e) && (!command || from_command(command, name, a, out, e));
}

bool secret_remove(const char *name, error *e) {
  if (!secret_name_check(name, e)) return false;
  if (remove_file(name, e)) return true;
  if (e->code == ERROR_NOT_FOUND) error_set(e, ERROR_NOT_FOUND, "there is no secret %s here", name);
  return false;
}

static int by_name(const void *one, const void *other) {
  return strcmp(*(const char *const *)one, *(const char *const *)other);
}

bool secret_list(arena *a, const char ***names, size_t *count, error *e) {
  char folder[PATH_MAX];
  size_t capacity = 0;
  *names = NULL;
  *count = 0;
  if (!home(folder, e)) return false;
  DIR *d = opendir(folder);
  if (!d) return errno == ENOENT || failed(folder, e);
  for (struct dirent *entry; (entry = readdir(d));) {
    error other = { 0 };
    bool is = secret_name_check(entry->d_name, &other);
    error_clear(&other);
    if (!is) continue;
    *names = arena_grow(a, *names, *count, &capacity, sizeof **names);
    (*names)[(*count)++] = arena_text(a, entry->d_name);
  }
  closedir(d);
  if (*count) qsort(*names, *count, sizeof **names, by_name);
  return true;
}

bool secret_command(arena *a, const char **out, error *e) { return read_file(COMMAND, a, out, e); }

bool secret_command_set(const char *command, error *e) {
  if (strlen(command) > SECRET_MAX || strpbrk(command, "\r\n"))
    return error_set(e, ERROR_INVALID, COMMAND ": a command of one line, of at most %d bytes", SECRET_MAX);
  if (*command) return write_file(COMMAND, command, e);
  if (remove_file(COMMAND, e) || e->code != ERROR_NOT_FOUND) return e->code == ERROR_NONE;
  error_clear(e);
  return true;
}
