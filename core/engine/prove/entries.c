// Who did what when: the log's entries about a document, each with the link before it, and the log's head.
#include "core/base/value_json.h"
#include "core/engine/prove/prove_inside.h"
#include "core/engine/questions/questions.h"

// With both links an entry can be checked alone, whatever lies between it and the next one here.
static bool put_links(book *b, value *entry, arena *a, error *e) {
  const int64_t seq = value_get(entry, "seq")->as.integer;
  const char *before, *chain;
  if (!book_log_link(b, seq - 1, a, &before, e) || !book_log_link(b, seq, a, &chain, e)) return false;
  put_text(a, entry, "before", before);
  put_text(a, entry, "chain", chain);
  return true;
}

value *prove_entries(book *b, const char *number, arena *a, error *e) {
  const log_filter filter = { .about = number, .since = DAY_MIN };
  int64_t seq;
  const char *chain;
  value *out = value_record(a), *head = value_record(a), *list = log_listed(b, &filter, a, e);
  if (!list || !book_log_head(b, a, &seq, &chain, e)) return NULL;
  for (size_t i = 0; i < list->as.list.count; i++)
    if (!put_links(b, list->as.list.items[i], a, e)) return NULL;
  put_int(a, head, "seq", seq);
  put_text(a, head, "chain", chain);
  value_put(a, out, "entries", list);
  value_put(a, out, "head", head);
  return out;
}
