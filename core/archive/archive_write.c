// Writing an archive: the same files give the same bytes.
#include "core/archive/archive_inside.h"
#include <sys/stat.h>
#include <zip.h>

enum { COMPRESSION = 9, READ_AT_ONCE = 65536 };

// Of the DOS epoch, which has no years before 1980 and none after 2107.
static zip_uint16_t dos_date(day date) {
  int year, month, of_month;
  day_to_ymd(date, &year, &month, &of_month);
  if (year < 1980 || year > 2107) return 1 << 5 | 1;
  return (zip_uint16_t)((year - 1980) << 9 | month << 5 | of_month);
}

static bool failed(const char *what, const char *why, error *e) {
  return error_set(e, ERROR_IO, "%s cannot be packed: %s", what, why);
}

static bool add(zip_t *zip, const archive_file *file, day date, error *e) {
  zip_source_t *source = zip_source_buffer(zip, file->length ? file->bytes : "", file->length, 0);
  zip_int64_t at = source ? zip_file_add(zip, file->name, source, ZIP_FL_ENC_UTF_8) : -1;
  if (at < 0) {
    zip_source_free(source);
    return failed(file->name, zip_strerror(zip), e);
  }
  const zip_uint64_t n = (zip_uint64_t)at;
  return (zip_set_file_compression(zip, n, ZIP_CM_DEFAULT, COMPRESSION) == 0 &&
          zip_file_set_dostime(zip, n, 0, dos_date(date), 0) == 0 &&
          zip_file_set_external_attributes(zip, n, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)(S_IFREG | 0644) << 16) == 0) ||
         failed(file->name, zip_strerror(zip), e);
}

static bool take(zip_source_t *source, buffer *out, error *e) {
  char piece[READ_AT_ONCE];
  zip_int64_t got;
  const size_t before = out->length;
  if (zip_source_open(source) != 0) return failed("the archive", zip_error_strerror(zip_source_error(source)), e);
  while ((got = zip_source_read(source, piece, sizeof piece)) > 0) buffer_add(out, piece, (size_t)got);
  zip_source_close(source);
  if (got == 0) return true;
  out->length = before;
  return failed("the archive", zip_error_strerror(zip_source_error(source)), e);
}

// Packs into a source in memory, which the caller frees.
static bool pack(zip_source_t *source, const archive_file *files, size_t count, day date, error *e) {
  zip_error_t why;
  zip_error_init(&why);
  zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &why);
  if (!zip) return failed("the archive", zip_error_strerror(&why), e);
  zip_source_keep(source);  // closing lets go of it, and it is read afterwards
  for (size_t i = 0; i < count; i++) {
    if (add(zip, &files[i], date, e)) continue;
    zip_discard(zip);
    return false;
  }
  if (zip_close(zip) == 0) return true;
  failed("the archive", zip_strerror(zip), e);
  zip_discard(zip);
  return false;
}

bool archive_write(const archive_file *files, size_t count, day date, buffer *out, error *e) {
  zip_error_t why;
  zip_error_init(&why);
  zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &why);
  if (!source) return failed("the archive", zip_error_strerror(&why), e);
  bool ok = pack(source, files, count, date, e) && take(source, out, e);
  zip_source_free(source);
  return ok;
}
