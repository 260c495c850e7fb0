// JSON as a source of rows: {"customers":[{…}],…}.
#include "core/engine/import/import_inside.h"
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

cell json_to_cell(import *im, const cJSON *item) {
  cell c = { .state = CELL_GIVEN };
  int64_t n;
  if (cJSON_IsNull(item) || (cJSON_IsString(item) && !item->valuestring[0]))
    return (cell){ .state = CELL_EMPTY, .text = "" };
  if (cJSON_IsString(item)) c.text = item->valuestring;
  else if (cJSON_IsBool(item)) c.text = cJSON_IsTrue(item) ? "true" : "false";
  else if (json_integer(item, &n)) c.text = arena_format(im->scratch, "%" PRId64, n);
  else {
    c.json = item;
    c.text = "";
  }
  c.length = strlen(c.text);
  return c;
}

static bool read_row(import *im, table_id id, uint64_t place, const cJSON *object, error *e) {
  row r = { .id = id, .table = table_of(id), .name = table_of(id)->name, .place = place };
  arena_reset(im->scratch);
  if (!cJSON_IsObject(object)) {
    row_fault(im, &r, ERROR_INVALID, NULL, "must be an object");
    return true;
  }
  size_t faults = im->invalid;
  row_room(im, &r, (size_t)cJSON_GetArraySize(object));
  for (const cJSON *m = object->child; m; m = m->next) row_put(im, &r, m->string, json_to_cell(im, m), m);
  if (im->invalid == faults) return import_row(im, &r, e);
  im->tables[id].count.rows++;
  int at = column_find(r.table, "id");
  if (at >= 0 && r.cells[at].state == CELL_GIVEN) row_is_bad(im, id, r.cells[at].text);
  return true;
}

static bool read_list(import *im, table_id id, const cJSON *list, error *e) {
  int64_t done = 0, total = cJSON_GetArraySize(list);
  const char *what = arena_format(im->own, "import %s", table_of(id)->name);
  import_table_begins(im, id, table_of(id)->name);
  for (const cJSON *object = list->child; object; object = object->next) {
    if (!read_row(im, id, (uint64_t)++done, object, e)) return false;
    if (done % 256 == 0 || done == total) book_progress(im->book, what, done, total);
  }
  return import_table_ends(im, id, e);
}

static void check_names(import *im, const cJSON *root) {
  for (const cJSON *list = root->child; list; list = list->next) {
    table_id id = table_find(list->string, strlen(list->string));
    const char *near = table_suggest(list->string);
    if (id == TABLES)
      source_fault(im, ERROR_INVALID, "there is no table \"%s\"%s%s%s", shown(im, list->string, strlen(list->string)),
                   near ? ": did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    else if (!cJSON_IsArray(list)) source_fault(im, ERROR_INVALID, "%s: must be a list of objects", list->string);
  }
}

bool json_source_text(import *im, const char *name, const char *text, size_t length, error *e) {
  cJSON *root = json_parse_tables(name, text, length, e);
  if (!root) return false;
  bool done = true;
  if (!cJSON_IsObject(root))
    done = error_set(e, ERROR_INVALID, "%s: must be an object of tables, such as {\"customers\":[…]}", name);
  else check_names(im, root);
  for (table_id id = 0; done && id < TABLES; id++) {
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, table_of(id)->name);
    if (cJSON_IsArray(list)) done = read_list(im, id, list, e);
  }
  cJSON_Delete(root);
  return done;
}

static bool read_all(int fd, const char *path, int64_t size, char **out, size_t *length, error *e) {
  char *text = malloc((size_t)size + 1);
  if (!text) return error_set(e, ERROR_TOO_BIG, "%s is too big for the memory", path);
  size_t have = 0;
  while (have < (size_t)size) {
    ssize_t got = read(fd, text + have, (size_t)size - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      free(text);
      return error_set(e, ERROR_IO, "%s cannot be read: %s", path, strerror(errno));
    }
    if (!got) break;
    have += (size_t)got;
  }
  text[have] = '\0';
  *out = text;
  *length = have;
  return true;
}

bool json_source_file(import *im, const char *path, error *e) {
  int64_t size;
  int fd = source_open(path, &size, e);
  if (fd < 0) return false;
  char *text = NULL;
  size_t length = 0;
  bool done =
      size > JSON_LENGTH_MAX
          ? error_set(e, ERROR_TOO_BIG, "%s is larger than %d MiB: use CSV files, which are read piece by piece", path,
                      JSON_LENGTH_MAX / (1024 * 1024))
          : read_all(fd, path, size, &text, &length, e);
  close(fd);
  const char *slash = strrchr(path, '/');
  if (done && !length) done = error_set(e, ERROR_INVALID, "%s is empty", path);
  done = done && json_source_text(im, slash ? slash + 1 : path, text, length, e);
  free(text);
  return done;
}
