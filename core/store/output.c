// Files that billet writes: a file of their own beside the place, then moved there.
#include "core/store/output.h"
#include "core/base/memory.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/store/store_inside.h"

enum { PARTS_MAX = 1000 };

struct output {
  char *given, *target;  // target: the file that is made or replaced; NULL: written to as it is
  buffer part;
  FILE *file;
  bool replaces;
  struct stat before;  // of what is replaced
  int why;             // what writing failed with, while the stream only keeps that it did
};

static bool file_error(const char *path, error *e) {
  return error_set(e, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO, "%s: %s", path, strerror(errno));
}

static char *folder_of(const char *path) {
  char *copy = memory_text(path), *name = memory_text(dirname(copy));
  memory_give(copy);
  return name;
}

bool store_sync_folder(const char *path, error *e) {
  char *name = folder_of(path);
  int folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  // A folder that may be written but not read, and a file system that syncs no folders, give no better than this.
  bool done = folder >= 0 ? fsync(folder) == 0 || errno == EINVAL : errno == EACCES;
  if (!done) file_error(path, e);
  if (folder >= 0) close(folder);
  memory_give(name);
  return done;
}

int store_part(const char *path, buffer *part, error *e) {
  char *folder = folder_of(path);
  int made = -1;
  errno = EEXIST;
  for (int i = 0; made < 0 && errno == EEXIST && i < PARTS_MAX; i++) {
    buffer_clear(part);
    buffer_format(part, "%s/.billet-%ld-%d.part", folder, (long)getpid(), i);
    made = open(part->text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  }
  if (made < 0 && errno == ENOENT) error_set(e, ERROR_NOT_FOUND, "there is no folder %s", folder);
  else if (made < 0) error_set(e, ERROR_IO, "nothing can be written into the folder %s: %s", folder, strerror(errno));
  memory_give(folder);
  return made;
}

bool store_is_database(const char *path) {
  // By SQLite and not by a look at the first bytes: closing a descriptor of a database that this process has open would
  // drop its locks.
  sqlite3 *handle = NULL;
  sqlite3_stmt *pages = NULL;
  int result = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, store_vfs());
  if (result == SQLITE_OK) result = sqlite3_prepare_v2(handle, "PRAGMA page_count", -1, &pages, NULL);
  if (result == SQLITE_OK) result = sqlite3_step(pages);
  // Held by another program, or not readable: nobody can say that it is none.
  bool is = result == SQLITE_ROW ? sqlite3_column_int64(pages, 0) > 0 : result != SQLITE_NOTADB;
  sqlite3_finalize(pages);
  sqlite3_close(handle);
  return is;
}

// Whether a path is what SQLite keeps beside a database: writing there could be taken for changes to roll back.
static bool beside_database(const char *path) {
  static const char *const tails[] = { "-journal", "-wal", "-shm" };
  size_t length = strlen(path);
  for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
    size_t tail = strlen(tails[i]);
    if (length <= tail || strcmp(path + length - tail, tails[i]) != 0) continue;
    char *stem = strndup(path, length - tail);
    bool is = stem && access(stem, F_OK) == 0 && store_is_database(stem);
    memory_give(stem);
    return is;
  }
  return false;
}

// What may never be replaced, under whatever name it was given.
static bool allowed(const output *o, error *e) {
  bool journal = beside_database(o->target);
  if (journal || (o->replaces && store_is_database(o->target))) {
    error_set(e, ERROR_INVALID, "%s is %s; it is left as it is", o->given,
              journal ? "what belongs to a database" : "a database");
    return error_hint(e, "name another file");
  }
  return !o->replaces || access(o->target, W_OK) == 0 || file_error(o->given, e);
}

static bool same_file(int descriptor, const struct stat *facts) {
  struct stat other;
  return fstat(descriptor, &other) == 0 && other.st_dev == facts->st_dev && other.st_ino == facts->st_ino;
}

bool output_is_standard(const char *path) {
  struct stat facts;
  return stat(path, &facts) == 0 && same_file(STDOUT_FILENO, &facts);
}

// A link may lead to a file of its own folder; elsewhere a file would be replaced that nobody named.
static bool follow_link(output *o, error *e) {
  char real[PATH_MAX], folder[PATH_MAX];
  char *own = folder_of(o->given);
  bool known = own && realpath(o->given, real) && realpath(own, folder);
  memory_give(own);
  if (!known) return file_error(o->given, e);
  size_t length = strrchr(real, '/') == real ? 1 : (size_t)(strrchr(real, '/') - real);
  if (strlen(folder) != length || memcmp(folder, real, length) != 0) {
    error_set(e, ERROR_INVALID, "%s is a link to %s, in another folder; that is left as it is", o->given, real);
    return error_hint(e, "name the file itself");
  }
  memory_give(o->target);
  o->target = memory_text(real);
  return true;
}

static bool dangling(const output *o, error *e) {
  error_set(e, ERROR_INVALID, "%s is a link to a file that is not there", o->given);
  return error_hint(e, "name the file itself");
}

// Opens what is written to as it is.
static bool open_as_it_is(output *o, error *e) {
  memory_give(o->target);
  o->target = NULL;
  int own = same_file(STDOUT_FILENO, &o->before)   ? STDOUT_FILENO
            : same_file(STDERR_FILENO, &o->before) ? STDERR_FILENO
                                                   : -1;
  if (own >= 0) fflush(NULL);
  int descriptor = own >= 0 ? fcntl(own, F_DUPFD_CLOEXEC, 3) : open(o->given, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  o->file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
  return o->file || file_error(o->given, e);
}

static bool open_part(output *o, error *e) {
  int descriptor = allowed(o, e) ? store_part(o->target, &o->part, e) : -1;
  if (descriptor < 0) return false;
  // A file that is replaced keeps its owner, as far as that is allowed, and its permissions.
  if (o->replaces && fchown(descriptor, o->before.st_uid, o->before.st_gid) != 0) errno = 0;
  if (o->replaces && fchmod(descriptor, o->before.st_mode & 0777) != 0) errno = 0;
  o->file = fdopen(descriptor, "w");
  return o->file || file_error(o->part.text, e);
}

static bool open_target(output *o, error *e) {
  struct stat own;
  bool linked = lstat(o->given, &own) == 0 && S_ISLNK(own.st_mode);
  if (stat(o->given, &o->before) != 0) {
    if (errno != ENOENT) return file_error(o->given, e);
    return linked ? dangling(o, e) : open_part(o, e);
  }
  mode_t mode = o->before.st_mode;
  if (S_ISDIR(mode)) {
    error_set(e, ERROR_INVALID, "%s is a folder", o->given);
    return error_hint(e, "name a file in it");
  }
  bool standard = same_file(STDOUT_FILENO, &o->before) || same_file(STDERR_FILENO, &o->before);
  if (standard || S_ISCHR(mode) || S_ISBLK(mode) || S_ISFIFO(mode)) return open_as_it_is(o, e);
  if (!S_ISREG(mode)) return error_set(e, ERROR_INVALID, "%s is a socket, not a file", o->given);
  o->replaces = true;
  return (!linked || follow_link(o, e)) && open_part(o, e);
}

static void forget(output *o) {
  if (o->file) fclose(o->file);
  if (o->part.length) unlink(o->part.text);
  buffer_free(&o->part);
  memory_give(o->given);
  memory_give(o->target);
  memory_give(o);
}

output *output_open(const char *path, error *e) {
  output *o = memory_zeroed(1, sizeof *o);
  o->given = memory_text(path);
  o->target = memory_text(path);
  if (*path ? open_target(o, e) : error_set(e, ERROR_USAGE, "a file without a name cannot be written")) return o;
  forget(o);
  return NULL;
}

FILE *output_file(output *o) { return o->file; }

// Everything on the disk, under its name.
static bool settle(output *o, error *e) {
  errno = 0;
  bool written = fflush(o->file) == 0 && !ferror(o->file);
  if (written && o->target) written = fsync(fileno(o->file)) == 0;
  int why = o->why ? o->why : errno;
  if (fclose(o->file) != 0 && written) {
    written = false;
    why = errno;
  }
  o->file = NULL;
  if (!written) return error_set(e, ERROR_IO, "%s cannot be written: %s", o->given, strerror(why ? why : EIO));
  if (!o->target) return true;
  if (rename(o->part.text, o->target) != 0) return file_error(o->given, e);
  buffer_clear(&o->part);
  return store_sync_folder(o->target, e);
}

bool output_close(output *o, bool good, bool *replaced, error *e) {
  if (replaced) *replaced = o->replaces;
  bool done = good && memory_enough(e) && settle(o, e);  // without memory it may not be all
  forget(o);
  return done;
}

bool output_write(const char *path, const char *text, size_t length, bool *replaced, error *e) {
  output *o = output_open(path, e);
  if (!o) return false;
  errno = 0;
  if (fwrite(text, 1, length, o->file) < length) o->why = errno;
  return output_close(o, true, replaced, e);
}

FILE *output_append(const char *path, error *e) {
  struct stat facts;
  if (!*path) return error_set(e, ERROR_USAGE, "a file without a name cannot be written"), NULL;
  bool there = lstat(path, &facts) == 0;
  if (there && !S_ISREG(facts.st_mode)) return error_set(e, ERROR_INVALID, "%s is no file", path), NULL;
  const output o = { .given = (char *)path, .target = (char *)path, .replaces = there };
  if (!allowed(&o, e)) return NULL;
  int descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  FILE *file = descriptor >= 0 ? fdopen(descriptor, "a") : NULL;
  if (!file) file_error(path, e);
  if (!file && descriptor >= 0) close(descriptor);
  return file;
}
