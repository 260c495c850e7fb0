// Opening a module: which file, and whether it speaks this program's version.
#include "core/base/module.h"
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PLACES = 3 };

// The folder of the program; "." where the system does not say.
static void program_folder(char folder[PATH_MAX]) {
  ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
  folder[length > 0 ? length : 0] = '\0';
  char *slash = strrchr(folder, '/');
  if (slash) *slash = '\0';
  else strcpy(folder, ".");
}

// The first place that has the file; false where none has, or where the path is too long to be one.
static bool find_file(const char *file, char path[PATH_MAX]) {
  char program[PATH_MAX];
  program_folder(program);
  const char *set = getenv("BILLET_MODULES");
  const char *folders[PLACES] = { program, program, set }, *below[PLACES] = { "", "/../lib/billet", "" };
  for (int i = 0; i < PLACES; i++) {
    if (!folders[i] || !*folders[i]) continue;
    int length = snprintf(path, PATH_MAX, "%s%s/%s", folders[i], below[i], file);
    if (length > 0 && length < PATH_MAX && access(path, R_OK) == 0) return true;
  }
  return false;
}

static bool no_module(const module_kind *kind, error *e) {
  error_set(e, ERROR_NOT_FOUND, "%s is not installed: neither beside the program nor in ../lib/billet", kind->file);
  return error_hint(e, "build and install it with the program (make install), or name its folder in BILLET_MODULES");
}

// What the loader says names the library that is missing: "libcairo.so.2: cannot open shared object file".
static bool not_loaded(const module_kind *kind, const char *why, error *e) {
  error_set(e, ERROR_NOT_FOUND, "%s cannot be opened: %s", kind->file, why ? why : "unknown reason");
  return error_hint(e, "apt-get install %s", kind->packages);
}

static bool other_version(const char *path, error *e) {
  error_set(e, ERROR_NOT_FOUND, "%s is of another version than this program", path);
  return error_hint(e, "install the program and its modules together (make install)");
}

const void *module_open(const module_kind *kind, error *e) {
  char path[PATH_MAX];
  if (!find_file(kind->file, path)) return no_module(kind, e), NULL;
  void *opened = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!opened) return not_loaded(kind, dlerror(), e), NULL;
  const uint64_t *callbacks = dlsym(opened, kind->callbacks);
  if (callbacks && *callbacks == kind->version) return callbacks;
  // Not closed: what its libraries have allocated by now would be lost.
  other_version(path, e);
  return NULL;
}
