// How a document looks: its template, params, language and picture, kept when it is numbered, so that what a customer
// was sent can be shown again whatever was edited since.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/engine/invoice/invoice_inside.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PICTURE_MAX = 4 << 20 };

// ---- Choosing

static cJSON *object_of(const char *text) {
  cJSON *json = text ? cJSON_Parse(text) : NULL;
  if (cJSON_IsObject(json)) return json;
  cJSON_Delete(json);
  return cJSON_CreateObject();
}

// The seller's params with the customer's over them.
static const char *merged(const char *seller, const char *customer, arena *a) {
  cJSON *all = object_of(seller), *own = object_of(customer), *item;
  while ((item = own->child)) {
    cJSON_DeleteItemFromObjectCaseSensitive(all, item->string);
    const char *name = arena_text(a, item->string);
    cJSON_AddItemToObject(all, name, cJSON_DetachItemViaPointer(own, item));
  }
  char *text = json_canonical(all);
  const char *out = arena_text(a, text);
  memory_give(text);
  cJSON_Delete(all);
  cJSON_Delete(own);
  return out;
}

bool look_wanted(book *b, const look_wish *wish, arena *a, template_call *out, error *e) {
  const char *template, *params;
  if (!config_read(b, "template", a, &template, e) || !config_read(b, "template.params", a, &params, e)) return false;
  if (!template) template = "standard";
  bool own = wish->template && strcmp(wish->template, template) != 0;
  *out = (template_call){ .name = own ? wish->template : template,
                          .params = merged(own ? NULL : params, wish->params, a),
                          .language = wish->language };
  return true;
}

// ---- The picture

static bool is_picture(const char *bytes, size_t length) {
  return (length > 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0) ||
         (length > 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0);
}

static bool read_whole(int fd, char *bytes, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t step = read(fd, bytes + done, length - done);
    if (step <= 0) return false;
    done += (size_t)step;
  }
  return true;
}

// The bytes of a PNG or JPEG beside the database. A file that is none, or not there, is no picture: a missing logo
// keeps no invoice from being numbered, and whoever numbers them tells it.
static void read_picture(const book *b, const char *name, arena *a, look *out) {
  const char *path = db_path(b->db), *slash = strrchr(path, '/');
  const char *file = *name == '/' || !slash ? name : arena_format(a, "%.*s/%s", (int)(slash - path), path, name);
  int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  if (fd < 0) return;
  if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0 && info.st_size <= PICTURE_MAX) {
    char *bytes = arena_alloc(a, (size_t)info.st_size), hex[DIGEST_TEXT];
    if (read_whole(fd, bytes, (size_t)info.st_size) && is_picture(bytes, (size_t)info.st_size)) {
      digest d = digest_of(bytes, (size_t)info.st_size);
      out->picture = bytes;
      out->picture_length = (size_t)info.st_size;
      out->picture_digest = arena_text(a, digest_hex(&d, hex));
    }
  }
  close(fd);
}

// What the seller's row names, where the template's params name none.
static bool sellers_logo(book *b, arena *a, const char **out, error *e) {
  query *q = db_ask(b->db, e, "SELECT logo FROM seller", "");
  int step = q ? query_step(q, e) : -1;
  *out = step == 1 ? arena_text(a, query_column_text(q, 0)) : NULL;
  if (q) query_reset(q);
  return step >= 0;
}

bool look_now(book *b, const look_wish *wish, arena *a, look *out, error *e) {
  template_parts parts;
  const char *picture;
  *out = (look){ 0 };
  if (!b->host->document_parts) return true;
  if (!look_wanted(b, wish, a, &out->call, e)) return false;
  if (!b->host->document_parts(b->host->self, &out->call, a, &parts, e) || !sellers_logo(b, a, &picture, e))
    return false;
  out->call.language = parts.language;
  for (size_t i = 0; i < parts.count; i++) out->files[i] = parts.files[i];
  out->file_count = parts.count;
  out->picture_file = parts.logo ? parts.logo : picture;
  if (out->picture_file) read_picture(b, out->picture_file, a, out);
  return true;
}

// ---- Keeping

static bool keep_picture(book *b, const look *l, error *e) {
  if (!l->picture) return true;
  query *q = db_query(b->db, "INSERT OR IGNORE INTO pictures (digest, bytes) VALUES (?, ?)", e);
  if (!q) return false;
  query_text(q, 1, l->picture_digest);
  query_blob(q, 2, l->picture, l->picture_length);
  return query_run(q, e);
}

static const char *look_text(const look *l, arena *a) {
  cJSON *json = cJSON_CreateObject(), *files = cJSON_CreateArray();
  cJSON_AddStringToObject(json, "template", l->call.name);
  cJSON_AddItemToObject(json, "params", object_of(l->call.params));
  cJSON_AddStringToObject(json, "language", l->call.language);
  for (size_t i = 0; i < l->file_count; i++) cJSON_AddItemToArray(files, cJSON_CreateString(l->files[i]->digest));
  cJSON_AddItemToObject(json, "files", files);
  cJSON_AddItemToObject(json, "picture", l->picture ? cJSON_CreateString(l->picture_digest) : cJSON_CreateNull());
  cJSON_AddItemToObject(json, "picture_file",
                        l->picture_file ? cJSON_CreateString(l->picture_file) : cJSON_CreateNull());
  char *text = json_canonical(json);
  const char *out = arena_text(a, text);
  memory_give(text);
  cJSON_Delete(json);
  return out;
}

static bool keep(book *b, const look *l, arena *a, kept_look *out, error *e) {
  out->text = look_text(l, a);
  for (size_t i = 0; i < l->file_count; i++)
    if (!plugin_text_keep(b, l->files[i], e)) return false;
  return keep_picture(b, l, e) && db_run(b->db, e, "INSERT OR IGNORE INTO looks (look) VALUES (?)", "t", out->text) &&
         db_value(b->db, e, &out->n, 0, "SELECT n FROM looks WHERE look = ?", "t", out->text);
}

// Customers who want the same are many: each wish is looked up once.
struct looks {
  book *book;
  arena *arena;
  struct known_look {
    look_wish wish;
    kept_look kept;
    struct known_look *next;
  } * known;
};

looks *looks_open(book *b, arena *a) {
  looks *l = arena_alloc(a, sizeof *l);
  *l = (looks){ .book = b, .arena = a };
  return l;
}

bool looks_keep(looks *l, const look_wish *wish, kept_look *out, error *e) {
  *out = (kept_look){ 0 };
  if (!l->book->host->document_parts) return true;
  for (const struct known_look *at = l->known; at; at = at->next) {
    *out = at->kept;
    if (text_equal(at->wish.template, wish->template) && text_equal(at->wish.params, wish->params) &&
        text_equal(at->wish.language, wish->language))
      return true;
  }
  look now;
  const look_wish own = { arena_text(l->arena, wish->template), arena_text(l->arena, wish->params),
                          arena_text(l->arena, wish->language) };
  if (!look_now(l->book, &own, l->arena, &now, e) || !keep(l->book, &now, l->arena, out, e)) return false;
  struct known_look *made = arena_alloc(l->arena, sizeof *made);
  *made = (struct known_look){ own, *out, l->known };
  l->known = made;
  return true;
}
