// Reading an archive of somebody else's: nothing is unpacked before its name and its size are known to do no harm.
#include "core/archive/archive_inside.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

typedef struct reading {
  zip_t *zip;
  arena *arena;
  archive_file *files;
  size_t count;
  uint64_t packed, unpacked;  // bytes of what was looked at
  size_t length;              // of the archive
  error *e;
} reading;

static bool is_plain(const char *name) {
  static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/";
  return *name && strlen(name) <= ARCHIVE_NAME_MAX && strspn(name, good) == strlen(name);
}

// Whether each folder of the name, and the file, is one: none is empty, `.` or `..`.
static bool stays_inside(const char *name) {
  for (const char *at = name;; at++) {
    const size_t length = strcspn(at, "/");
    if (!length || (length <= 2 && strspn(at, ".") >= length)) return false;
    at += length;
    if (!*at || !at[1]) return true;  // a folder ends with its separator
  }
}

static bool name_taken(reading *r, const char *name) {
  if (is_plain(name) && stays_inside(name)) return true;
  char cut[80];
  buffer shown = { 0 };
  snprintf(cut, sizeof cut, "%s", name);
  buffer_clean(&shown, cut, false);
  error_set(r->e, ERROR_INVALID, "a file in it is named \"%s\": such names may lead elsewhere",
            shown.text ? shown.text : "");
  buffer_free(&shown);
  return false;
}

// Two files of one name: which of them is meant depends on who unpacks them.
static bool is_new(reading *r, const char *name) {
  for (size_t i = 0; i < r->count; i++)
    if (text_same(r->files[i].name, name))
      return error_set(r->e, ERROR_INVALID, "%s is in it twice, whoever unpacks it chooses one", name);
  return true;
}

static bool is_regular(reading *r, zip_uint64_t n, const char *name) {
  zip_uint8_t system;
  zip_uint32_t attributes;
  if (zip_file_get_external_attributes(r->zip, n, 0, &system, &attributes) != 0 || system != ZIP_OPSYS_UNIX)
    return true;
  const mode_t kind = attributes >> 16 & S_IFMT;
  return !kind || kind == S_IFREG || kind == S_IFDIR ||
         error_set(r->e, ERROR_INVALID, "%s is a link or a device, no file", name);
}

static bool method_known(reading *r, const zip_stat_t *s) {
  const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  if ((s->valid & needed) != needed) return error_set(r->e, ERROR_CORRUPT, "%s: its size is not told", s->name);
  if (s->encryption_method != ZIP_EM_NONE) return error_set(r->e, ERROR_INVALID, "%s is encrypted", s->name);
  return s->comp_method == ZIP_CM_STORE || s->comp_method == ZIP_CM_DEFLATE ||
         error_set(r->e, ERROR_INVALID, "%s is packed by a method that is not read here", s->name);
}

static bool size_borne(reading *r, const zip_stat_t *s) {
  r->unpacked += s->size <= ARCHIVE_ALL_MAX ? s->size : ARCHIVE_ALL_MAX + 1;
  r->packed += s->comp_size <= r->length ? s->comp_size : r->length + 1;
  if (r->packed > r->length)
    return error_set(r->e, ERROR_CORRUPT, "%s: more is packed than there is room for", s->name);
  if (s->size > ARCHIVE_FILE_MAX || r->unpacked > ARCHIVE_ALL_MAX)
    return error_set(r->e, ERROR_TOO_BIG, "%s: unpacked it would be too large", s->name);
  return s->size <= ARCHIVE_RATIO_FROM || s->size / ARCHIVE_RATIO_MAX <= s->comp_size ||
         error_set(r->e, ERROR_TOO_BIG, "%s: it is packed too small for what it claims to be", s->name);
}

static bool damaged(reading *r, const char *name, const char *why) {
  return error_set(r->e, ERROR_CORRUPT, "%s is damaged: %s", name, why);
}

static bool unpack(reading *r, zip_uint64_t n, const zip_stat_t *s) {
  zip_file_t *file = zip_fopen_index(r->zip, n, 0);
  if (!file) return damaged(r, s->name, zip_strerror(r->zip));
  char *bytes = arena_alloc(r->arena, s->size + 1);
  zip_uint64_t at = 0;
  zip_int64_t got = 1;
  // A byte more than it should have is asked for: the check of what was unpacked comes with the end.
  while (got > 0 && at <= s->size)
    at += (zip_uint64_t)((got = zip_fread(file, bytes + at, s->size + 1 - at)) > 0 ? got : 0);
  bool ok = got == 0 && at == s->size;
  if (!ok) damaged(r, s->name, got < 0 ? zip_file_strerror(file) : "it has another size than it says");
  zip_fclose(file);
  if (!ok) return false;
  bytes[at] = '\0';
  r->files[r->count++] = (archive_file){ arena_text(r->arena, s->name), bytes, at };
  return true;
}

static bool read_one(reading *r, zip_uint64_t n) {
  zip_stat_t s;
  zip_stat_init(&s);
  if (zip_stat_index(r->zip, n, ZIP_FL_ENC_RAW, &s) != 0 || !(s.valid & ZIP_STAT_NAME))
    return damaged(r, "a file in it", zip_strerror(r->zip));
  if (!name_taken(r, s.name) || !is_new(r, s.name) || !is_regular(r, n, s.name) || !method_known(r, &s) ||
      !size_borne(r, &s))
    return false;
  if (s.name[strlen(s.name) - 1] != '/') return unpack(r, n, &s);
  return !s.size || error_set(r->e, ERROR_INVALID, "%s is a folder that holds bytes", s.name);
}

// What begins like an archive and has no end was cut off.
static bool not_opened(const zip_error_t *why, error *e) {
  if (zip_error_code_zip(why) == ZIP_ER_EXISTS)
    return error_set(e, ERROR_INVALID, "a file is in it twice, whoever unpacks it chooses one");
  if (zip_error_code_zip(why) == ZIP_ER_NOZIP) return error_set(e, ERROR_CORRUPT, "it is damaged: its end is missing");
  return error_set(e, ERROR_CORRUPT, "it is damaged: %s", zip_error_strerror((zip_error_t *)why));
}

static zip_t *open_archive(const void *bytes, size_t length, error *e) {
  zip_error_t why;
  if (length < 4 || memcmp(bytes, "PK\3\4", 4) != 0) return error_set(e, ERROR_INVALID, "it is no ZIP archive"), NULL;
  zip_error_init(&why);
  zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &why);
  zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
  if (!zip) not_opened(&why, e);
  if (!zip && source) zip_source_free(source);
  zip_error_fini(&why);
  return zip;
}

bool archive_read(const void *bytes, size_t length, arena *a, archive_file **out, size_t *count, error *e) {
  reading r = { .zip = open_archive(bytes, length, e), .arena = a, .length = length, .e = e };
  if (!r.zip) return false;
  const zip_int64_t entries = zip_get_num_entries(r.zip, 0);
  bool ok = entries <= ARCHIVE_FILES_MAX ||
            error_set(e, ERROR_TOO_BIG, "it has %lld files, which is too many", (long long)entries);
  if (ok) r.files = arena_array(a, (size_t)entries + 1, sizeof *r.files);
  for (zip_int64_t i = 0; ok && i < entries; i++) ok = read_one(&r, (zip_uint64_t)i);
  zip_discard(r.zip);
  *out = r.files;
  *count = r.count;
  return ok;
}
