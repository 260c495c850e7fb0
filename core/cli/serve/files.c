// Files that pages send, and that commands write for them: a folder for each session, in one that goes with the
// program.
#include "core/cli/serve/serve_inside.h"
#include "core/command/words/words.h"
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char mark[] = "@files", output[] = "--output=@files/";
enum { MARK = sizeof mark - 1, OUTPUT = sizeof output - 1, FILES_MAX = 64 };

bool files_open(page *p, error *e) {
  const char *own = getenv("XDG_RUNTIME_DIR"), *any = getenv("TMPDIR");
  const char *const folders[] = { own, any, "/tmp" };
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
    if (!folders[i] || *folders[i] != '/' || strlen(folders[i]) > sizeof p->files - 16) continue;
    snprintf(p->files, sizeof p->files, "%s/billet-XXXXXX", folders[i]);
    if (mkdtemp(p->files)) return true;
  }
  p->files[0] = '\0';
  return error_set(e, ERROR_IO, "no folder for files can be made: %s", strerror(errno));
}

static int take_away(const char *path, const struct stat *about, int kind, struct FTW *place) {
  (void)about, (void)kind, (void)place;
  remove(path);
  return 0;
}

void files_close(page *p) {
  if (p->files[0]) nftw(p->files, take_away, 8, FTW_DEPTH | FTW_PHYS);
}

static const char *folder_of(page *p) { return arena_path(p->own, p->files, p->request->session); }

static bool name_is_plain(const char *name) {
  size_t bytes;
  if (!*name || *name == '.' || strlen(name) > 120 || strchr(name, '/')) return false;
  for (; *name; name += bytes)
    if (text_unsafe(name, &bytes)) return false;
  return true;
}

static bool bad_name(const char *name, error *e) {
  return error_set(e, ERROR_USAGE, "\"%.80s\" is no name of a file", name);
}

static bool put_file(const char *folder, const cJSON *file, arena *a, error *e) {
  const char *text = cJSON_GetStringValue(file);
  if (!text || !name_is_plain(file->string)) return bad_name(file->string, e);
  FILE *out = fopen(arena_path(a, folder, file->string), "we");
  bool ok = out && fputs(text, out) >= 0;
  ok = (!out || fclose(out) == 0) && ok;
  return ok || error_set(e, ERROR_IO, "%s cannot be written: %s", file->string, strerror(errno));
}

// Those that came with the words take the place of all that was there.
static bool put_files(page *p, const wanted *w, error *e) {
  const char *folder = folder_of(p);
  const cJSON *file;
  if (!cJSON_IsObject(w->files)) return true;
  if (cJSON_GetArraySize(w->files) > FILES_MAX) return error_set(e, ERROR_USAGE, "at most %d files at once", FILES_MAX);
  nftw(folder, take_away, 8, FTW_DEPTH | FTW_PHYS);
  if (mkdir(folder, 0700) != 0) return error_set(e, ERROR_IO, "no folder for files: %s", strerror(errno));
  cJSON_ArrayForEach(file, w->files) if (!put_file(folder, file, p->own, e)) return false;
  return true;
}

const char *file_path(page *p, const char *name, error *e) {
  return name_is_plain(name) ? arena_path(p->own, folder_of(p), name) : (bad_name(name, e), NULL);
}

static bool name_word(page *p, const char **word, error *e) {
  const char *name = (*word)[MARK] ? *word + MARK + 1 : NULL;
  if (name && ((*word)[MARK] != '/' || !name_is_plain(name))) return bad_name(*word, e);
  const char *path = name ? file_path(p, name, e) : folder_of(p);
  if (access(path, F_OK) != 0) return error_set(e, ERROR_NOT_FOUND, "no file %s was brought", name ? name : "at all");
  *word = path;
  return true;
}

bool file_is_written(const char *word) { return strncmp(word, output, OUTPUT) == 0; }

// A file that is to be written lies there not yet, whatever was there before.
static bool name_output(page *p, const char **word, error *e) {
  const char *path = file_path(p, *word + OUTPUT, e);
  if (!path) return false;
  if (mkdir(folder_of(p), 0700) != 0 && errno != EEXIST)
    return error_set(e, ERROR_IO, "no folder for files: %s", strerror(errno));
  unlink(path);
  *word = arena_format(p->own, "--output=%s", path);
  return true;
}

bool files_name(page *p, const wanted *w, error *e) {
  if (!put_files(p, w, e)) return false;
  for (int i = 0; i < w->count; i++) {
    if (strncmp(w->words[i], mark, MARK) == 0 && !name_word(p, &w->words[i], e)) return false;
    if (file_is_written(w->words[i]) && !name_output(p, &w->words[i], e)) return false;
  }
  return true;
}

static int is_shown(const struct dirent *entry) { return entry->d_name[0] != '.'; }

const char *files_called(void *server, const char *path) {
  page *p = server;
  struct dirent **found = NULL;
  const char *folder = folder_of(p);
  const size_t length = strlen(folder);
  if (strncmp(path, folder, length) != 0) return NULL;
  if (path[length] == '/') return path + length + 1;
  buffer b = { 0 };
  const int count = scandir(folder, &found, is_shown, alphasort);
  for (int i = 0; i < count; i++) {
    buffer_format(&b, "%s%s", i ? ", " : "", found[i]->d_name);
    free(found[i]);
  }
  free(found);
  const char *out = b.length ? arena_copy(p->own, b.text, b.length) : "no file";
  buffer_free(&b);
  return out;
}

const char *files_hide(page *p, const char *text, size_t *length) {
  const char *folder = folder_of(p), *at = text, *found;
  size_t long_is = strlen(folder);
  buffer b = { 0 };
  if (!text || !strstr(text, folder)) return text;
  for (; (found = strstr(at, folder)) != NULL; at = found + long_is + (found[long_is] == '/')) {
    buffer_add(&b, at, (size_t)(found - at));
    if (found[long_is] != '/') buffer_text(&b, "the files");
  }
  buffer_text(&b, at);
  *length = b.length;
  const char *out = arena_copy(p->own, b.text, b.length);
  buffer_free(&b);
  return out;
}
