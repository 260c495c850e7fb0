// Prices among a contract's params: found by what its type says of them, raised, and written as a change.
#include "core/base/memory.h"
#include "core/engine/import/raise_inside.h"
#include <string.h>

typedef struct walk {
  raise_run *run;
  const raise_contract *k;
  error *e;
} walk;

bool price_after(const price_raise *how, decimal price, int exponent, decimal *out) {
  decimal step = how->multiple;
  *out = price;
  if (price <= 0) return true;
  if (!step)
    for (step = money_unit(exponent); price % step; step /= 10) continue;
  int128 times = how->is_percent ? price * (DECIMAL_ONE + how->amount) : (price + how->amount) * DECIMAL_ONE;
  int64_t steps;
  if (!money_round(times, step * DECIMAL_ONE, ROUND_HALF_UP, &steps)) return false;
  if (steps * step > price) *out = steps * step;
  return decimal_in_range(*out);
}

bool raise_price(raise_run *run, raised_price price, int exponent, const char **after, error *e) {
  raised *out = run->out;
  decimal was, is;
  char text[DECIMAL_TEXT];
  *after = NULL;
  if (!decimal_parse(price.before, strlen(price.before), &was)) return true;
  if (!price_after(run->how, was, exponent, &is))
    return error_set(e, ERROR_TOO_BIG, "%s of %s: %s cannot go up so far", price.param,
                     price.contract ? price.contract : "all", price.before);
  if (is == was) return true;
  decimal_format(is, exponent, text);
  price.after = *after = arena_text(run->im->arena, text);
  decimal_format(is - was, exponent, text);
  price.difference = arena_text(run->im->arena, text);
  out->prices = arena_grow(run->im->arena, out->prices, out->count, &run->capacity, sizeof *out->prices);
  out->prices[out->count++] = price;
  return true;
}

// What a type says of its params; NULL with the error.
static const value *params_of(raise_run *run, const char *type, error *e) {
  for (const raise_type *t = run->types; t; t = t->next)
    if (!strcmp(t->name, type)) return t->params;
  const plugin_host *host = run->im->book->host;
  if (!host->find(host->self, PLUGIN_CONTRACT, type, e)) return NULL;
  const value *help = host->describe(host->self, PLUGIN_CONTRACT, type, run->im->own, e);
  if (!help) return NULL;
  raise_type *t = arena_alloc(run->im->own, sizeof *t);
  *t = (raise_type){ arena_text(run->im->own, type), value_get(help, "params"), run->types };
  run->types = t;
  return t->params;
}

static bool walk_param(walk *w, const value *param, cJSON *item, const char *path);

static bool walk_fields(walk *w, const value *fields, cJSON *record, const char *path) {
  for (size_t i = 0; fields && i < fields->as.list.count; i++) {
    const value *field = fields->as.list.items[i];
    const char *name = value_get(field, "name")->as.text;
    cJSON *item = cJSON_GetObjectItemCaseSensitive(record, name);
    if (item && !walk_param(w, field, item, arena_format(w->run->im->arena, "%s%s%s", path, *path ? "." : "", name)))
      return false;
  }
  return true;
}

// A record {type, params} whose params are those of a contract type, such as a line of an agreement.
static bool walk_inner(walk *w, cJSON *record, const char *path) {
  const char *type = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, "type"));
  cJSON *params = cJSON_GetObjectItemCaseSensitive(record, "params");
  if (!type || !cJSON_IsObject(params)) return true;
  const value *fields = params_of(w->run, type, w->e);
  if (!fields) return error_hint(w->e, "contract %s names it: --except %s leaves it out", w->k->id, w->k->id);
  return walk_fields(w, fields, params, arena_format(w->run->im->arena, "%s.params", path));
}

static bool is_open(const value *fields) {
  for (size_t i = 0; fields && i < fields->as.list.count; i++) {
    const value *f = fields->as.list.items[i];
    if (!strcmp(value_get(f, "name")->as.text, "params") && !strcmp(value_get(f, "type")->as.text, "record"))
      return !value_get(f, "fields");
  }
  return false;
}

static bool walk_list(walk *w, const value *of, cJSON *list, const char *path) {
  int place = 0;
  for (cJSON *m = list->child; m; m = m->next) {
    const cJSON *name = cJSON_IsObject(m) ? params_identity(m) : NULL;
    arena *a = w->run->im->arena;
    const char *here =
        name ? arena_format(a, "%s[%s]", path, name->valuestring) : arena_format(a, "%s[%d]", path, place + 1);
    place++;
    if (!walk_param(w, of, m, here)) return false;
  }
  return true;
}

static bool walk_price(walk *w, cJSON *item, const char *path) {
  const raise_contract *k = w->k;
  const char *after;
  const raised_price price = { .contract = k->id,
                               .customer = k->customer,
                               .param = path,
                               .currency = k->currency,
                               .before = arena_text(w->run->im->arena, item->valuestring),
                               .from = k->from };
  if (!raise_price(w->run, price, k->exponent, &after, w->e)) return false;
  if (after) cJSON_SetValuestring(item, after);
  return true;
}

static bool walk_param(walk *w, const value *param, cJSON *item, const char *path) {
  const value *raise = value_get(param, "raise"), *fields = value_get(param, "fields"),
              *either = value_get(param, "either"), *of = value_get(param, "of");
  if (raise && raise->as.truth && cJSON_IsString(item)) return walk_price(w, item, path);
  if (of && cJSON_IsArray(item)) return walk_list(w, of, item, path);
  if (fields && cJSON_IsObject(item))
    return walk_fields(w, fields, item, path) && (!is_open(fields) || walk_inner(w, item, path));
  size_t before = w->run->out->count;
  for (size_t i = 0; either && i < either->as.list.count && w->run->out->count == before; i++)
    if (!walk_param(w, either->as.list.items[i], item, path)) return false;
  return true;
}

// Whether a change can name each member of a list: else it says the list as a whole.
static bool members_named(const cJSON *list) {
  for (const cJSON *m = list->child; m; m = m->next) {
    const cJSON *name = cJSON_IsObject(m) ? params_identity(m) : NULL;
    if (!name) return false;
    for (const cJSON *other = list->child; other != m; other = other->next)
      if (!strcmp(params_identity(other)->valuestring, name->valuestring)) return false;
  }
  return true;
}

// What params_merge lays over `was` so that it is `is`, which differs in prices alone; NULL: nothing.
static cJSON *difference(const cJSON *was, const cJSON *is) {
  if (cJSON_Compare(was, is, true)) return NULL;
  if (!cJSON_IsObject(is) && !(cJSON_IsArray(is) && members_named(is))) return cJSON_Duplicate(is, true);
  cJSON *out = cJSON_IsObject(is) ? cJSON_CreateObject() : cJSON_CreateArray();
  for (const cJSON *a = was->child, *b = is->child; a && b; a = a->next, b = b->next) {
    cJSON *d = difference(a, b);
    if (!d) continue;
    if (cJSON_IsObject(is)) cJSON_AddItemToObject(out, b->string, d);
    else {
      cJSON_AddItemToObject(d, params_identity(b)->string, cJSON_Duplicate(params_identity(b), true));
      cJSON_AddItemToArray(out, d);
    }
  }
  return out;
}

// Members of lists that a change would mix up are found before it is written.
static bool says(walk *w, const char *params, const cJSON *is, const cJSON *change) {
  char *over = json_canonical(change), *whole = json_canonical(is);
  const char *merged = params_merge(w->run->im->scratch, params, over, w->e);
  bool same = merged && !strcmp(merged, whole);
  memory_give(over);
  memory_give(whole);
  if (same || !merged) return same;
  error_set(w->e, ERROR_INVALID,
            "contract \"%s\": two members of a list have one name, so that no change can tell them apart", w->k->id);
  return error_hint(w->e, "--except %s leaves it out", w->k->id);
}

bool raise_params(raise_run *run, const raise_contract *k, const char *params, cJSON **change, error *e) {
  walk w = { run, k, e };
  error sub = { 0 };
  *change = NULL;
  const value *fields = params_of(run, k->type, &sub);
  if (!fields) import_kept(run->im, "contract %s stays: %s", k->id, sub.message);
  error_clear(&sub);
  if (!fields) return true;
  cJSON *was = json_parse("params", params, strlen(params), e), *is = was ? cJSON_Duplicate(was, true) : NULL;
  bool done = is && walk_fields(&w, fields, is, "");
  if (done) *change = difference(was, is);
  if (*change) done = says(&w, params, is, *change);
  cJSON_Delete(was);
  cJSON_Delete(is);
  return done;
}
