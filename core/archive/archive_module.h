// Archives of files (ZIP): a module of its own (billet-archive.so), for libzip and what it brings would cost every
// command time before it begins. It lies on core/base; the program reaches it by this header alone.
#pragma once
#include "core/base/arena.h"
#include "core/base/date.h"
#include "core/base/module.h"
#include "core/base/text.h"

// Both sides must agree on what passes between them: raised when a callback or a meaning changes.
#define ARCHIVE_MODULE_VERSION ((uint64_t)1 << 32 | sizeof(error))

// A file within: its name with `/` between folders, its bytes.
typedef struct archive_file {
  const char *name;
  const void *bytes;
  size_t length;
} archive_file;

// What is read of an archive of somebody else's: more is an attack or a mistake.
enum {
  ARCHIVE_FILES_MAX = 4096,
  ARCHIVE_NAME_MAX = 200,
  ARCHIVE_FILE_MAX = 64 << 20,  // bytes of one file, unpacked
  ARCHIVE_ALL_MAX = 256 << 20,  // of all
  ARCHIVE_RATIO_MAX = 200,      // how many times as large as it is packed: deflate reaches 1032 with nothing but zeros
  ARCHIVE_RATIO_FROM = 1 << 20  // below it no ratio does harm
};

typedef struct archive_module {
  uint64_t version;

  // Adds the archive of these files, in this order, to `out`. No time but the day is in it (1980 to 2107, else 1980),
  // so the same files give the same bytes. `io` where packing fails; `out` is then as it was.
  bool (*write)(const archive_file *files, size_t count, day date, buffer *out, error *e);

  // All files of an archive, in its order, in the arena; folders are passed over. `invalid`: no archive, or one that
  // nobody needs for files: names that lead elsewhere (absolute, .., \, characters other than letters, digits and ._-/)
  // or stand twice, links, devices, encryption, methods other than deflate and none; `too-big`: past a limit above;
  // `corrupt`: truncated, or a file is not what it was when it was packed. The file is named.
  bool (*read)(const void *bytes, size_t length, arena *a, archive_file **out, size_t *count, error *e);
} archive_module;

// The module, opened where it is not yet; NULL with an error that names what to install.
static inline const archive_module *archive_module_open(error *e) {
  static const module_kind kind = { "billet-archive.so", "billet_archive", ARCHIVE_MODULE_VERSION, "libzip4" };
  return module_open(&kind, e);
}
