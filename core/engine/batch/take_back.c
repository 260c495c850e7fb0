// How what was done to a batch is taken back, and done again: from what its entry in the log kept.
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/engine/batch/batch_inside.h"
#include <stdlib.h>

typedef bool (*batch_work)(book *b, batch *batch, const action *done, arena *a, error *e);

static const char *said(const action *done, const char *name) {
  return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(done->detail, name));
}

static bool refresh(book *b, batch *batch, arena *a, error *e) {
  change_list changed = { 0 };
  return batch_refresh(b, batch, a, &changed, e);
}

// ---- Choices: of an open batch, which is rated again first, with what they change in the log once more. Boxes that
// were cleared because nothing was left to select are set again.

static bool log_choice(book *b, const char *command, const action *done, error *e) {
  static const char *const kept[] = { "boxes", "items" };
  cJSON *detail = cJSON_CreateObject();
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
    const cJSON *one = cJSON_GetObjectItemCaseSensitive(done->detail, kept[i]);
    if (one) cJSON_AddItemToObject(detail, kept[i], cJSON_Duplicate(one, true));
  }
  return book_log_json(b, command, done->batch, detail, e);
}

// Entries of before say not what changed.
static bool is_known(const action *done, error *e) {
  return cJSON_HasObjectItem(done->detail, "boxes") || cJSON_HasObjectItem(done->detail, "items") ||
         error_set(e, ERROR_STATE, "what `%s` of batch %lld changed was not noted at the time", done->command,
                   (long long)done->batch);
}

static bool choice(book *b, const action *done, const char *command, batch_work work, arena *a, error *e) {
  batch x;
  return is_known(done, e) && batch_find(b, done->batch, "open", a, &x, e) && refresh(b, &x, a, e) &&
         work(b, &x, done, a, e) && log_choice(b, command, done, e);
}

// The next of the spans that did.c writes, "1-40,52", and *at behind it; false: there is none.
static bool next_span(const char **at, int64_t *first, int64_t *last) {
  char *end;
  if (!*at || !**at) return false;
  *first = strtoll(*at, &end, 10);
  *last = *end == '-' ? strtoll(end + 1, &end, 10) : *first;
  *at = *end == ',' ? end + 1 : NULL;
  return true;
}

// Sets the boxes from first to last; *set: how many.
static bool set_span(book *b, const batch *batch, int64_t first, int64_t last, bool chosen, int64_t *set, error *e) {
  bool ok = db_run(b->db, e,
                   "UPDATE previews SET chosen = ?1 WHERE batch = ?2 AND contract BETWEEN ?3 AND ?4 AND chosen <> ?1 "
                   "AND (?1 = 0 OR state = 'ready')",
                   "iiii", (int64_t)chosen, batch->n, first, last);
  *set = ok ? db_changes(b->db) : 0;
  return ok;
}

// Sets all boxes of the action; `state` where one cannot be chosen any more.
static bool set_boxes(book *b, batch *batch, const action *done, bool chosen, error *e) {
  const char *at = said(done, "boxes");
  int64_t wanted = 0, all = 0, first, last, set;
  while (next_span(&at, &first, &last)) {
    if (!set_span(b, batch, first, last, chosen, &set, e)) return false;
    wanted += last - first + 1;
    all += set;
  }
  if (chosen && all < wanted) {
    error_set(e, ERROR_STATE, "%lld contract%s of batch %lld cannot be selected as before: %s not ready any more",
              (long long)(wanted - all), text_s(wanted - all), (long long)batch->n,
              wanted - all == 1 ? "it is" : "they are");
    return error_hint(e, "billet batch show --batch %lld, billet batch select CONTRACT", (long long)batch->n);
  }
  return batch_details_recount(b, batch, e);
}

static bool clear_them(book *b, batch *batch, const action *done, arena *a, error *e) {
  (void)a;
  return set_boxes(b, batch, done, false, e);
}
static bool choose_them(book *b, batch *batch, const action *done, arena *a, error *e) {
  (void)a;
  return set_boxes(b, batch, done, true, e);
}

typedef bool (*item_work)(book *b, batch *batch, const contract *c, const cJSON *one, error *e);

static const char *text_of(const cJSON *one, const char *name) {
  return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(one, name));
}

// Each item of the action, the last first.
static bool each_item(book *b, batch *batch, const action *done, arena *a, item_work work, error *e) {
  const cJSON *items = cJSON_GetObjectItemCaseSensitive(done->detail, "items");
  for (int i = cJSON_GetArraySize(items); i-- > 0;) {
    const cJSON *one = cJSON_GetArrayItem(items, i), *of = cJSON_GetObjectItemCaseSensitive(one, "contract");
    contract c;
    if (!contract_read(b->db, a, of ? (int64_t)of->valuedouble : 0, &c, e) || !work(b, batch, &c, one, e)) return false;
  }
  return true;
}

static bool exclude_one(book *b, batch *batch, const contract *c, const cJSON *one, error *e) {
  return batch_exclude(b, batch, c, text_of(one, "item"), text_of(one, "note"), e);
}

// One that was left out before keeps the note that it had.
static bool include_one(book *b, batch *batch, const contract *c, const cJSON *one, error *e) {
  const char *was = text_of(one, "was");
  return was ? batch_exclude(b, batch, c, text_of(one, "item"), *was ? was : NULL, e)
             : batch_include(b, batch, c, text_of(one, "item"), e);
}

static bool waive_one(book *b, batch *batch, const contract *c, const cJSON *one, error *e) {
  return batch_waive(b, batch, c, text_of(one, "item"), text_of(one, "note"),
                     cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(one, "show")), e);
}

static bool unwaive_one(book *b, batch *batch, const contract *c, const cJSON *one, error *e) {
  (void)batch, (void)c;
  return batch_unwaive(b, NULL, text_of(one, "item"), e);
}

static bool exclude_them(book *b, batch *batch, const action *done, arena *a, error *e) {
  return each_item(b, batch, done, a, exclude_one, e);
}
static bool include_them(book *b, batch *batch, const action *done, arena *a, error *e) {
  return each_item(b, batch, done, a, include_one, e) && set_boxes(b, batch, done, true, e);
}
static bool waive_them(book *b, batch *batch, const action *done, arena *a, error *e) {
  return each_item(b, batch, done, a, waive_one, e);
}
static bool unwaive_them(book *b, batch *batch, const action *done, arena *a, error *e) {
  if (!each_item(b, batch, done, a, unwaive_one, e)) return false;
  batch->seen = -1;
  return refresh(b, batch, a, e) && set_boxes(b, batch, done, true, e);
}

static bool take_one(book *b, batch *batch, const contract *c, const cJSON *one, error *e) {
  return batch_take(b, batch, c, text_of(one, "note"), e);
}

static bool leave_one(book *b, batch *batch, const contract *c, const cJSON *one, error *e) {
  (void)one;
  return batch_leave(b, batch, c, e);
}

static bool take_them(book *b, batch *batch, const action *done, arena *a, error *e) {
  return each_item(b, batch, done, a, take_one, e) && set_boxes(b, batch, done, true, e);
}
static bool leave_them(book *b, batch *batch, const action *done, arena *a, error *e) {
  return each_item(b, batch, done, a, leave_one, e);
}

static bool adjust_one(book *b, batch *batch, const contract *c, const cJSON *one, error *e) {
  const adjustment by = { text_of(one, "amount"), text_of(one, "percent"), text_of(one, "note"),
                          text_of(one, "hours") };
  return batch_adjust(b, batch, c, text_of(one, "item"), &by, e);
}

static bool unadjust_one(book *b, batch *batch, const contract *c, const cJSON *one, error *e) {
  return batch_unadjust(b, batch, c, text_of(one, "item"), e);
}

static bool adjust_them(book *b, batch *batch, const action *done, arena *a, error *e) {
  return each_item(b, batch, done, a, adjust_one, e);
}
static bool unadjust_them(book *b, batch *batch, const action *done, arena *a, error *e) {
  return each_item(b, batch, done, a, unadjust_one, e);
}

static bool leaves(const action *done) { return cJSON_HasObjectItem(done->detail, "none"); }

// Taken, or left to their end, as the action did or not.
static bool undo_take(book *b, const action *d, arena *a, error *e) {
  return choice(b, d, "batch take", leaves(d) ? take_them : leave_them, a, e);
}
static bool do_take(book *b, const action *d, arena *a, error *e) {
  return choice(b, d, "batch take", leaves(d) ? leave_them : take_them, a, e);
}

static bool undo_adjust(book *b, const action *d, arena *a, error *e) {
  return choice(b, d, "batch adjust", leaves(d) ? adjust_them : unadjust_them, a, e);
}
static bool do_adjust(book *b, const action *d, arena *a, error *e) {
  return choice(b, d, "batch adjust", leaves(d) ? unadjust_them : adjust_them, a, e);
}

static bool do_select(book *b, const action *d, arena *a, error *e) {
  return choice(b, d, "batch select", choose_them, a, e);
}
static bool do_deselect(book *b, const action *d, arena *a, error *e) {
  return choice(b, d, "batch deselect", clear_them, a, e);
}
static bool do_exclude(book *b, const action *d, arena *a, error *e) {
  return choice(b, d, "batch exclude", exclude_them, a, e);
}
static bool do_include(book *b, const action *d, arena *a, error *e) {
  return choice(b, d, "batch include", include_them, a, e);
}
static bool do_waive(book *b, const action *d, arena *a, error *e) {
  return choice(b, d, "batch waive", waive_them, a, e);
}
static bool do_unwaive(book *b, const action *d, arena *a, error *e) {
  return choice(b, d, "batch unwaive", unwaive_them, a, e);
}

// ---- Steps of a batch: made, run, reopened, consolidated, discarded.

static bool do_discard(book *b, const action *done, arena *a, error *e) {
  batch x;
  return batch_find(b, done->batch, "open,run", a, &x, e) && batch_discard(b, &x, e);
}

static bool do_run(book *b, const action *done, arena *a, error *e) {
  batch x;
  const char *name = said(done, "name");
  return batch_find(b, done->batch, "open", a, &x, e) && refresh(b, &x, a, e) &&
         batch_run(b, &x,
                   name     ? name
                   : x.name ? x.name
                            : "",
                   e);
}

static bool do_reopen(book *b, const action *done, arena *a, error *e) {
  batch x;
  return batch_find(b, done->batch, "run", a, &x, e) && batch_reopen(b, &x, e) && refresh(b, &x, a, e);
}

static bool undo_run(book *b, const action *done, arena *a, error *e) {
  return do_reopen(b, done, a, e) &&
         db_run(b->db, e, "UPDATE batches SET name = ? WHERE n = ?", "ti", said(done, "was"), done->batch);
}

// Open again with its choices as they were; run again where it was.
static bool undo_discard(book *b, const action *done, arena *a, error *e) {
  batch x;
  const char *name = said(done, "run");
  bool made = strcmp(done->command, "batch new") == 0;
  if (!made && !is_known(done, e)) return false;
  if (!db_run(b->db, e, "UPDATE batches SET state = 'open', seen = -1 WHERE n = ? AND state = 'deleted'", "i",
              done->batch) ||
      !db_run(b->db, e, "UPDATE previews SET seen = -1 WHERE batch = ?", "i", done->batch) ||
      !batch_find(b, done->batch, "open", a, &x, e) || !refresh(b, &x, a, e) || !set_boxes(b, &x, done, true, e) ||
      !log_choice(b, "batch reopen", done, e))
    return false;
  return !name || batch_run(b, &x, name, e);
}

static bool consolidate(book *b, const action *done, const char *how, arena *a, error *e) {
  const cJSON *on = cJSON_GetObjectItemCaseSensitive(done->detail, how);
  batch x;
  return batch_find(b, done->batch, "open,run", a, &x, e) &&
         batch_consolidate(b, &x, cJSON_IsBool(on) ? cJSON_IsTrue(on) : -1, e);
}

static bool undo_consolidate(book *b, const action *done, arena *a, error *e) {
  return consolidate(b, done, "was", a, e);
}
static bool redo_consolidate(book *b, const action *done, arena *a, error *e) {
  return consolidate(b, done, "on", a, e);
}

// ---- In words.

enum { ITEMS_NAMED = 5 };

static const char *items_said(const action *done, const char *does, arena *a) {
  const cJSON *items = cJSON_GetObjectItemCaseSensitive(done->detail, "items");
  buffer b = { 0 };
  int count = cJSON_GetArraySize(items);
  for (int i = 0; i < count && i < ITEMS_NAMED; i++)
    buffer_format(&b, "%s%s", i ? ", " : "", text_of(cJSON_GetArrayItem(items, i), "item"));
  if (count > ITEMS_NAMED) buffer_format(&b, " and %d more", count - ITEMS_NAMED);
  const char *text = arena_format(a, "%s in batch %lld: %s", does, (long long)done->batch, b.text ? b.text : "nothing");
  buffer_free(&b);
  return text;
}

static int64_t rows_of_items(const action *done) {
  return cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(done->detail, "items"));
}

static int64_t rows_of_boxes(const action *done) {
  const char *at = said(done, "boxes");
  int64_t count = 0, first, last;
  while (next_span(&at, &first, &last)) count += last - first + 1;
  return count;
}

static const char *boxes_said(const action *done, const char *does, arena *a) {
  int64_t count = rows_of_boxes(done);
  return arena_format(a, "%s %lld contract%s in batch %lld", does, (long long)count, text_s(count),
                      (long long)done->batch);
}

static const char *step_said(const action *done, const char *does, arena *a) {
  return arena_format(a, "batch %lld %s", (long long)done->batch, does);
}

static const char *says_select(const action *d, arena *a) { return boxes_said(d, "deselects", a); }
static const char *says_deselect(const action *d, arena *a) { return boxes_said(d, "selects again", a); }
static const char *says_exclude(const action *d, arena *a) { return items_said(d, "takes in again", a); }
static const char *says_include(const action *d, arena *a) { return items_said(d, "leaves out again", a); }
static const char *says_waive(const action *d, arena *a) { return items_said(d, "takes waivers back", a); }
static const char *says_unwaive(const action *d, arena *a) { return items_said(d, "gives away again", a); }
static const char *says_take(const action *d, arena *a) {
  return items_said(d, leaves(d) ? "takes early again" : "leaves to their end periods from", a);
}
static const char *says_adjust(const action *d, arena *a) {
  return items_said(d, leaves(d) ? "sets amounts again" : "leaves amounts to their rules", a);
}
static const char *says_new(const action *d, arena *a) { return step_said(d, "is discarded", a); }
static const char *says_run(const action *d, arena *a) {
  return step_said(d, "is open again: its drafts are deleted, its choices stay", a);
}
static const char *says_reopen(const action *d, arena *a) {
  return step_said(d, "is run again: its drafts are made anew", a);
}
static const char *says_discard(const action *d, arena *a) {
  return step_said(d,
                   said(d, "run") ? "is there again, and run again: its drafts are made anew"
                                  : "is there again, with its choices",
                   a);
}
static const char *says_consolidate(const action *d, arena *a) {
  const cJSON *was = cJSON_GetObjectItemCaseSensitive(d->detail, "was");
  return step_said(d,
                   cJSON_IsTrue(was)    ? "makes one invoice per customer again"
                   : cJSON_IsFalse(was) ? "makes one invoice per contract again"
                                        : "makes invoices as each customer says again",
                   a);
}

const action_kind batch_actions[] = {
  { "batch new", says_new, NULL, do_discard, undo_discard, NULL },
  { "batch select", says_select, rows_of_boxes, do_deselect, do_select, NULL },
  { "batch deselect", says_deselect, rows_of_boxes, do_select, do_deselect, NULL },
  { "batch exclude", says_exclude, rows_of_items, do_include, do_exclude, NULL },
  { "batch include", says_include, rows_of_items, do_exclude, do_include, NULL },
  { "batch waive", says_waive, rows_of_items, do_unwaive, do_waive, NULL },
  { "batch unwaive", says_unwaive, rows_of_items, do_waive, do_unwaive, NULL },
  { "batch adjust", says_adjust, rows_of_items, undo_adjust, do_adjust, NULL },
  { "batch take", says_take, rows_of_items, undo_take, do_take, NULL },
  { "batch consolidate", says_consolidate, NULL, undo_consolidate, redo_consolidate, NULL },
  { "batch run", says_run, NULL, undo_run, do_run, NULL },
  { "batch reopen", says_reopen, NULL, do_run, do_reopen, NULL },
  { "batch discard", says_discard, NULL, undo_discard, do_discard, NULL },
  { "batch delete", NULL, NULL, NULL, NULL, "billet batch reopen, then billet batch run, makes the drafts anew" },
  { "batch generate", NULL, NULL, NULL, NULL,
    "billet invoice credit NUMBER --note TEXT, or billet invoice void NUMBER --note TEXT, corrects an invoice" },
  { 0 },
};
