// The log's entries are links of its chain, as far as they are here, and none lies past its head.
#include "core/base/digest.h"
#include "core/engine/prove/check_inside.h"
#include <inttypes.h>
#include <string.h>

static void check_entry(checking *c, const cJSON *entry) {
  char own[DIGEST_TEXT];
  const int64_t seq = check_int(entry, "seq");
  book_chain(check_text(entry, "before"), seq, check_text(entry, "at"), check_text(entry, "command"),
             check_text(entry, "detail"), own);
  if (strcmp(own, check_text(entry, "chain")) != 0) check_fault(c, "entry %" PRId64 " is not what was logged", seq);
  c->checked++;
}

static void check_next(checking *c, const cJSON *entry, const cJSON *next) {
  const int64_t seq = check_int(entry, "seq"), after = check_int(next, "seq");
  if (after <= seq) check_fault(c, "entry %" PRId64 " comes after entry %" PRId64, after, seq);
  else if (after == seq + 1 && strcmp(check_text(entry, "chain"), check_text(next, "before")) != 0)
    check_fault(c, "entry %" PRId64 " does not follow entry %" PRId64, after, seq);
}

void check_log(checking *c) {
  const cJSON *head = cJSON_GetObjectItemCaseSensitive(c->log, "head"), *last = NULL;
  for (const cJSON *e = check_list(c->log, "entries"); e; last = e, e = e->next) {
    check_entry(c, e);
    if (e->next) check_next(c, e, e->next);
  }
  if (!last) return;
  const int64_t end = check_int(head, "seq"), seq = check_int(last, "seq");
  if (seq > end) check_fault(c, "entry %" PRId64 " lies past the end of the log", seq);
  if (seq == end && strcmp(check_text(last, "chain"), check_text(head, "chain")) != 0)
    check_fault(c, "its head is not the link of its last entry");
}
