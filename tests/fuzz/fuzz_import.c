// Random files as what is imported: taken or refused, whole or not at all, and never taken twice. An input is files one
// behind another, each behind a line "=== NAME"; without such a line it is all data.json. Runs where plugins/ lies.
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fuzz/book.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

enum { FILES_MAX = 16 };
static char folder[FOLDER_ROOM], data[PATH_ROOM], book_path[PATH_ROOM], fresh_path[PATH_ROOM],
    json_path[PATH_ROOM + 16];
static const char *source;  // what is imported: the folder, or the file of JSON

static void empty_data(void) {
  DIR *all = opendir(data);
  check(all);
  for (struct dirent *one; (one = readdir(all));) {
    char path[PATH_ROOM + 256];
    snprintf(path, sizeof path, "%s/%s", data, one->d_name);
    if (*one->d_name != '.') check(unlink(path) == 0);
  }
  closedir(all);
}

static void remove_all(void) {
  empty_data();
  rmdir(data);
  remove_book(book_path);
  remove_book(fresh_path);
  rmdir(folder);
}

// A book with a customer and a contract, which each input is imported into.
static void begin(void) {
  make_folder(folder);
  snprintf(data, sizeof data, "%s/data", folder);
  snprintf(json_path, sizeof json_path, "%s/data.json", data);
  snprintf(book_path, sizeof book_path, "%s/book.db", folder);
  snprintf(fresh_path, sizeof fresh_path, "%s/fresh.db", folder);
  check(mkdir(data, 0700) == 0);
  setenv("HOME", folder, 1);
  setenv("BILLET_TODAY", "2026-07-15", 1);
  unsetenv("BILLET_DB");
  const char *init[] = { "init", "--currency", "USD", "--zone", "America/New_York" };
  billet *b = billet_open(fresh_path, ".");
  must_run(b, WORDS(init));
  billet_close(b);
  copy_file(fresh_path, book_path);
  atexit(remove_all);
}

static bool is_name(const char *name, size_t length) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz_.0123456789";
  if (!length || length > 40 || *name == '.') return false;
  for (size_t i = 0; i < length; i++)
    if (!memchr(letters, name[i], sizeof letters - 1)) return false;
  return true;
}

static void put(const char *name, size_t name_length, const char *text, size_t length) {
  char path[PATH_ROOM + 64];
  snprintf(path, sizeof path, "%s/%.*s", data, (int)name_length, name);
  FILE *out = fopen(path, "wb");
  check(out && fwrite(text, 1, length, out) == length && fclose(out) == 0);
}

static const char *mark_in(const char *text, const char *end) {
  const char *at = memmem(text, (size_t)(end - text), "=== ", 4);
  while (at && at != text && at[-1] != '\n') at = memmem(at + 1, (size_t)(end - at - 1), "=== ", 4);
  return at ? at : end;
}

static void lay_out(const char *text, size_t length) {
  const char *end = text + length, *at = mark_in(text, end);
  source = at == text ? data : json_path;
  if (at != text) put("data.json", 9, text, length);
  for (int files = 0; at == text && at < end && files < FILES_MAX; files++) {
    const char *name = at + 4, *line = memchr(name, '\n', (size_t)(end - name));
    if (!line || !is_name(name, (size_t)(line - name))) return;
    text = at = mark_in(line + 1, end);
    put(name, (size_t)(line - name), line + 1, (size_t)(at - line - 1));
  }
}

// What was taken is taken again without a change, and the book is sound.
static void take(void) {
  const char *import[] = { "import", source }, *verify[] = { "verify" };
  char *json;
  copy_file(fresh_path, book_path);
  billet *b = billet_open(book_path, ".");
  int first = run(b, WORDS(import), &json);
  billet_free(json);
  if (first == 0) {
    check(run(b, WORDS(import), &json) == 0);
    check(strstr(json, "\"added\":0") && !strstr(json, "\"changed\":1"));
    billet_free(json);
  }
  check(run(b, WORDS(verify), &json) == 0);
  billet_free(json);
  billet_close(b);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  static billet *b;
  if (!b) {
    begin();
    b = billet_open(fresh_path, ".");
  }
  empty_data();
  lay_out((const char *)bytes, length);
  const char *look[] = { "import", source, "--dry-run" };
  char *json;
  int status = run(b, WORDS(look), &json);
  billet_free(json);
  if (status == 0) take();
  return 0;
}
