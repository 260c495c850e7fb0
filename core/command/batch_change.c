// What commands of a batch share: a change of an open one as a whole, a look at one, and which contracts words pick.
#include "core/base/json.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include <string.h>

static cJSON *detail_of(const arguments *a) {
  cJSON *detail = cJSON_CreateObject(), *given = cJSON_AddArrayToObject(detail, "arguments");
  for (size_t i = 0; i < a->count && i < 100; i++) cJSON_AddItemToArray(given, cJSON_CreateString(a->texts[i]));
  static const char *const said[] = { "customer", "type", "ticket", "note", "taxable", "periods", "chosen", "text" };
  for (size_t i = 0; i < sizeof said / sizeof *said; i++)
    if (option_text(a, said[i])) cJSON_AddStringToObject(detail, said[i], option_text(a, said[i]));
  if (option_flag(a, "none")) cJSON_AddTrueToObject(detail, "none");
  if (option_flag(a, "matching")) cJSON_AddTrueToObject(detail, "matching");
  return detail;
}

// As it was typed, then what it changed.
static bool log_change(context *c, const arguments *a, const batch *b, batch_did *did, error *e) {
  cJSON *detail = detail_of(a);
  batch_did_put(did, detail);
  char *text = cJSON_PrintUnformatted(detail);
  bool ok = book_log(c->book, a->command->words, b->n, text, e);
  cJSON_free(text);
  cJSON_Delete(detail);
  return ok;
}

// What changed since the page was shown is rated first, in the same transaction: a choice is about amounts that hold.
bool batch_change_open(context *c, const arguments *a, batch_change work, batch *b, change_list *changed, error *e) {
  if (!db_begin(c->book->db, e)) return false;
  batch_did *did = arena_alloc(c->arena, sizeof *did);
  did->arena = c->arena;
  bool ok = resolve_batch(c, "open", b, e) && change_begins(c, b, e) && batch_refresh(c->book, b, c->arena, changed, e);
  b->did = did;
  ok = ok && work(c, a, b, e) && log_change(c, a, b, did, e) && db_commit(c->book->db, e);
  cJSON_Delete(did->items);
  did->items = NULL;
  if (!ok) db_rollback(c->book->db);
  return ok;
}

static bool refresh(context *c, batch *b, change_list *changed, error *e) {
  bool fresh = false;
  if (strcmp(b->state, "open") != 0) return true;
  if (!batch_fresh(c->book, b, &fresh, e) || fresh) return fresh;  // who only looks waits for nobody who writes
  if (!db_begin(c->book->db, e)) return false;
  bool ok = batch_refresh(c->book, b, c->arena, changed, e) && db_commit(c->book->db, e);
  if (!ok) db_rollback(c->book->db);
  return ok;
}

bool batch_look(context *c, batch *out, change_list *changed, error *e) {
  return resolve_batch(c, "open,run,generated,exported,deleted", out, e) && refresh(c, out, changed, e);
}

bool pick_read(context *c, const arguments *a, batch_pick *out, error *e) {
  const char *customer = option_text(a, "customer"), *type = option_text(a, "type"), *ticket = option_text(a, "ticket");
  *out = (batch_pick){ 0 };
  return (!customer || resolve_customer(c, customer, &out->customer, e)) &&
         (!type || resolve_type(c, type, &out->type, e)) && (!ticket || resolve_ticket(c, ticket, &out->ticket, e));
}

bool pick_given(const arguments *a) {
  return option_text(a, "customer") || option_text(a, "type") || option_text(a, "ticket");
}

bool pick_one_way(const arguments *a, const char *what, const char *hint, error *e) {
  int ways = (a->count > 0) + pick_given(a) + option_flag(a, "all");
  if (ways == 1) return true;
  error_set(e, ERROR_USAGE, ways ? "%s by name, or by a filter, not both" : "which %s?", what);
  return error_hint(e, "%s", hint);
}
