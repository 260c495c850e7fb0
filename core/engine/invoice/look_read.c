// How a document looked when it was numbered; a draft, as it would now.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/engine/invoice/invoice_inside.h"
#include <stdlib.h>

static const char *member(const cJSON *json, const char *name, arena *a) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
  return cJSON_IsString(item) ? arena_text(a, item->valuestring) : NULL;
}

static bool read_source(book *b, const char *digest, arena *a, plugin_source *out, error *e) {
  query *q = db_ask(b->db, e, "SELECT kind, name, path, text FROM plugin_files WHERE digest = ?", "t", digest);
  int step = q ? query_step(q, e) : -1;
  if (step == 0) return error_set(e, ERROR_CORRUPT, "the text of a template or language is gone: %s", digest);
  if (step != 1) return false;
  *out = (plugin_source){ .kind = plugin_text_kind(query_column_text(q, 0)),
                          .name = arena_text(a, query_column_text(q, 1)),
                          .path = arena_text(a, query_column_text(q, 2)),
                          .digest = arena_text(a, digest),
                          .length = query_column_length(q, 3) };
  out->text = arena_copy(a, query_column_text(q, 3), out->length);
  query_reset(q);
  return true;
}

static bool read_picture(book *b, arena *a, look *out, error *e) {
  if (!out->picture_digest) return true;
  query *q = db_ask(b->db, e, "SELECT bytes FROM pictures WHERE digest = ?", "t", out->picture_digest);
  int step = q ? query_step(q, e) : -1;
  if (step == 0) return error_set(e, ERROR_CORRUPT, "the picture of a document is gone: %s", out->picture_digest);
  if (step != 1) return false;
  const char *bytes = query_column_text(q, 0);
  out->picture_length = query_column_length(q, 0);
  out->picture = arena_copy(a, bytes, out->picture_length);
  query_reset(q);
  return true;
}

static bool read_kept(book *b, const char *text, arena *a, look *out, error *e) {
  cJSON *json = cJSON_Parse(text);
  const cJSON *file;
  char *params = json_canonical(cJSON_GetObjectItemCaseSensitive(json, "params"));
  bool ok = params != NULL;
  *out = (look){ .kept = true,
                 .call = { .name = member(json, "template", a),
                           .params = arena_text(a, params),
                           .language = member(json, "language", a) },
                 .picture_digest = member(json, "picture", a),
                 .picture_file = member(json, "picture_file", a) };
  memory_give(params);
  cJSON_ArrayForEach(file, cJSON_GetObjectItemCaseSensitive(json, "files")) {
    ok = ok && cJSON_IsString(file) && out->file_count < TEMPLATE_FILES_MAX &&
         read_source(b, file->valuestring, a, &out->sources[out->file_count++], e);
  }
  cJSON_Delete(json);
  if (!ok && !e->code) error_set(e, ERROR_CORRUPT, "how a document looks cannot be read");
  return ok && out->call.name && read_picture(b, a, out, e);
}

// What a customer wants.
static bool read_wish(book *b, int64_t customer, arena *a, look_wish *out, error *e) {
  query *q = db_ask(b->db, e, "SELECT " LOOK_WISH " FROM customers c WHERE c.n = ?", "i", customer);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0 && error_set(e, ERROR_NOT_FOUND, "there is no such invoice");
  *out = (look_wish){ arena_text(a, query_column_text(q, 0)), arena_text(a, query_column_text(q, 1)),
                      arena_text(a, query_column_text(q, 2)) };
  query_reset(q);
  return true;
}

bool look_of_customer(book *b, int64_t customer, arena *a, look *out, error *e) {
  look_wish wish;
  return read_wish(b, customer, a, &wish, e) && look_now(b, &wish, a, out, e);
}

bool look_read(book *b, int64_t invoice, arena *a, look *out, error *e) {
  int64_t customer;
  query *q = db_ask(b->db, e, "SELECT l.look FROM invoices i JOIN looks l ON l.n = i.look WHERE i.n = ?", "i", invoice);
  int step = q ? query_step(q, e) : -1;
  const char *text = step == 1 ? arena_text(a, query_column_text(q, 0)) : NULL;
  if (q) query_reset(q);
  if (step < 0) return false;
  if (text) return read_kept(b, text, a, out, e);
  return db_value(b->db, e, &customer, 0, "SELECT customer FROM invoices WHERE n = ?", "i", invoice) &&
         look_of_customer(b, customer, a, out, e);
}
