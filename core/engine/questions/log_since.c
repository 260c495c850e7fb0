// What happened since an entry of the log, and what of it is about the same rows.
#include "core/engine/questions/log_inside.h"
#include <stdlib.h>
#include <string.h>

value *log_since(book *b, int64_t seq, arena *a, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT seq, at, command, CASE WHEN json_valid(detail) THEN detail ->> 'who' END, detail, batch "
                    "FROM actions WHERE seq > ? ORDER BY seq LIMIT 1000",
                    "i", seq);
  value *list = value_list(a);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) value_append(a, list, log_entry(q, a));
  return step == 0 ? list : NULL;
}

// Whether "1-40,52" has a number.
static bool spans_have(const char *spans, int64_t n) {
  for (const char *at = spans; at && *at;) {
    char *end;
    int64_t first = strtoll(at, &end, 10), last = *end == '-' ? strtoll(end + 1, &end, 10) : first;
    if (first <= n && n <= last) return true;
    at = *end == ',' ? end + 1 : NULL;
  }
  return false;
}

static bool detail_has(const char *detail, int64_t contract) {
  cJSON *json = cJSON_Parse(detail);
  bool found = spans_have(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "boxes")), contract);
  const cJSON *item;
  int64_t n;
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(json, "items")) found |=
      json_integer(cJSON_GetObjectItemCaseSensitive(item, "contract"), &n) && n == contract;
  cJSON_Delete(json);
  return found;
}

static bool lists(const value *list, int64_t seq) {
  for (size_t i = 0; list && i < list->as.list.count; i++)
    if (value_get(list->as.list.items[i], "seq")->as.integer == seq) return true;
  return false;
}

static bool is_of_batch(const value *entry, int64_t batch) {
  const value *of = value_get(entry, "batch");
  return !batch || of->type != VALUE_INT || of->as.integer == batch;
}

value *log_touched(book *b, int64_t seq, const char *about, int64_t contract, int64_t batch, arena *a, error *e) {
  const log_filter f = { .about = about, .since = DAY_MIN, .after = seq };
  value *since = log_since(b, seq, a, e), *out = value_list(a);
  if (!since || !since->as.list.count) return since;
  const value *named = log_listed(b, &f, a, e);
  if (!named && e->code != ERROR_NOT_FOUND) return NULL;
  error_clear(e);
  for (size_t i = 0; i < since->as.list.count; i++) {
    value *entry = since->as.list.items[i];
    bool is = lists(named, value_get(entry, "seq")->as.integer) ||
              (contract && detail_has(value_get(entry, "detail")->as.text, contract));
    if (is && is_of_batch(entry, batch)) value_append(a, out, entry);
  }
  return out;
}
