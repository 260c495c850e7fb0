// Secrets, and what signs in, as files that only their owner reads.
#include "core/base/own_folder.h"
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
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMMAND "secret.command"
#define SECRETS "secrets"
#define SIGNED_IN "connections"  // a folder of their own: no list of secrets names them, and none removes them

enum { NAME_MAX_BYTES = 64, VARIABLE_ROOM = 96, LOCK_SECONDS = 60, LOCK_POLL = 50000000 };

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

static bool home(const char *kind, char out[PATH_MAX], error *e) {
  size_t room = PATH_MAX - NAME_MAX_BYTES - 16 - strlen(kind) - 1;
  if (own_folder("XDG_CONFIG_HOME", ".config", out, room)) {
    strcat(strcat(out, "/"), kind);
    return true;
  }
  error_set(e, ERROR_NOT_FOUND, "there is no place for secrets: neither XDG_CONFIG_HOME nor HOME is set");
  return error_hint(e, "or give each in a variable of its own, such as BILLET_SECRET_MAIL_PASSWORD");
}

static bool place(const char *kind, const char *name, char out[PATH_MAX], error *e) {
  if (!home(kind, out, e)) return false;
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

static bool make_folders(const char *kind, error *e) {
  char path[PATH_MAX];
  if (!home(kind, path, e)) return false;
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

// What is written beside a file first. Several programs may write one secret at once; of what signs in a kill must not
// leave another copy each time, and there is a lock.
static bool part_of(const char *kind, const char *name, char out[PATH_MAX], error *e) {
  if (!home(kind, out, e)) return false;
  size_t length = strlen(out);
  if (strcmp(kind, SIGNED_IN) == 0) snprintf(out + length, PATH_MAX - length, "/.%s.part", name);
  else snprintf(out + length, PATH_MAX - length, "/.%ld.part", (long)getpid());
  return true;
}

// Beside its place first: whatever happens, there is the old one or the new one.
static bool write_file(const char *kind, const char *name, const char *text, error *e) {
  char path[PATH_MAX], part[PATH_MAX];
  if (!make_folders(kind, e) || !place(kind, name, path, e) || !part_of(kind, name, part, e)) return false;
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
static bool read_file(const char *kind, const char *name, arena *a, const char **out, error *e) {
  char path[PATH_MAX], folder[PATH_MAX], text[SIGNED_IN_MAX + 1];
  struct stat info;
  *out = NULL;
  if (!home(kind, folder, e) || !place(kind, name, path, e)) {
    error_clear(e);  // who has no place for secrets has none
    return true;
  }
  int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT || errno == ENOTDIR || failed(path, e);
  ssize_t length = -1;
  bool good = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= SIGNED_IN_MAX;
  if (!good) error_set(e, ERROR_INVALID, "%s is no file of a secret", path);
  good = good && folder_is_private(folder, e) && is_private(path, &info, e);
  if (good && (length = read(fd, text, SIGNED_IN_MAX)) < 0) good = failed(path, e);
  close(fd);
  if (good && length > 0) *out = arena_copy(a, text, (size_t)length);
  explicit_bzero(text, sizeof text);
  return good;
}

static bool remove_file(const char *kind, const char *name, error *e) {
  char path[PATH_MAX];
  return place(kind, name, path, e) && (unlink(path) == 0 || failed(path, e)) && store_sync_folder(path, e);
}

// ---- Secrets

bool secret_write(const char *name, const char *secret, error *e) {
  if (!secret_name_check(name, e)) return false;
  if (!*secret) return error_set(e, ERROR_INVALID, "the secret is empty; nothing is kept");
  if (strlen(secret) > SECRET_MAX)
    return error_set(e, ERROR_INVALID, "the secret is longer than %d bytes; nothing is kept", SECRET_MAX);
  return write_file(SECRETS, name, secret, e);
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
  if (!read_file(SECRETS, name, a, out, e)) return false;
  if (*out) return true;
  return secret_command(a, &command, e) && (!command || from_command(command, name, a, out, e));
}

bool secret_remove(const char *name, error *e) {
  if (!secret_name_check(name, e)) return false;
  if (remove_file(SECRETS, name, e)) return true;
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
  if (!home(SECRETS, folder, e)) return false;
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

bool secret_command(arena *a, const char **out, error *e) { return read_file(SECRETS, COMMAND, a, out, e); }

bool secret_command_set(const char *command, error *e) {
  if (strlen(command) > SECRET_MAX || strpbrk(command, "\r\n"))
    return error_set(e, ERROR_INVALID, COMMAND ": a command of one line, of at most %d bytes", SECRET_MAX);
  if (*command) return write_file(SECRETS, COMMAND, command, e);
  if (remove_file(SECRETS, COMMAND, e) || e->code != ERROR_NOT_FOUND) return e->code == ERROR_NONE;
  error_clear(e);
  return true;
}

// ---- What signs in

bool signed_in_write(const char *name, const char *text, error *e) {
  if (!secret_name_check(name, e)) return false;
  if (strlen(text) > SIGNED_IN_MAX)
    return error_set(e, ERROR_TOO_BIG, "what signs in is longer than %d bytes", SIGNED_IN_MAX);
  return write_file(SIGNED_IN, name, text, e);
}

bool signed_in_read(const char *name, arena *a, const char **out, error *e) {
  return read_file(SIGNED_IN, name, a, out, e);
}

bool signed_in_remove(const char *name, error *e) {
  char part[PATH_MAX];
  if (part_of(SIGNED_IN, name, part, e)) unlink(part);  // of a program that was killed
  if (remove_file(SIGNED_IN, name, e) || e->code != ERROR_NOT_FOUND) return e->code == ERROR_NONE;
  error_clear(e);
  return true;
}

// Beside its file: that is put in its place anew, and a lock on it would be one on what is gone.
static int lock_file(const char *name, error *e) {
  char path[PATH_MAX];
  if (!make_folders(SIGNED_IN, e) || !place(SIGNED_IN, name, path, e)) return -1;
  size_t length = strlen(path);
  snprintf(path + length, PATH_MAX - length, ".lock");
  int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) failed(path, e);
  return fd;
}

bool signed_in_lock(const char *name, bool (*stop)(void), int *lock, error *e) {
  const struct timespec poll = { 0, LOCK_POLL };
  *lock = lock_file(name, e);
  if (*lock < 0) return false;
  for (int64_t until = store_clock() + LOCK_SECONDS * 1000; flock(*lock, LOCK_EX | LOCK_NB) != 0;) {
    bool stopped = stop && stop();
    if (!stopped && store_clock() < until && (errno == EWOULDBLOCK || errno == EINTR)) {
      nanosleep(&poll, NULL);
      continue;
    }
    close(*lock);
    *lock = -1;
    return stopped ? error_set(e, ERROR_INTERRUPTED, "interrupted")
                   : error_set(e, ERROR_BUSY, "another program is renewing the sign-in");
  }
  return true;
}

void signed_in_unlock(int lock) {
  if (lock >= 0) close(lock);
}
