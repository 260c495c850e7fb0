// A change that was clicked on a page that does not show any more how things are: refused where somebody changed the
// same rows since, and only then.
#include "core/cli/serve/serve_inside.h"
#include "core/engine/questions/questions.h"
#include <stdlib.h>
#include <string.h>

// What the words are about, one row after the other.
typedef struct search {
  page *page;
  context *context;
  const wanted *wanted;
  int64_t batch;  // 0: not said
  value *found;   // entries of others, once each
} search;

static void add(search *s, const value *entries) {
  for (size_t i = 0; entries && i < entries->as.list.count; i++) {
    value *entry = entries->as.list.items[i];
    int64_t seq = value_get(entry, "seq")->as.integer;
    bool there = own_deed(s->page, seq, s->wanted->tab);
    for (size_t k = 0; !there && k < s->found->as.list.count; k++)
      there = value_get(s->found->as.list.items[k], "seq")->as.integer == seq;
    if (!there) value_append(s->page->own, s->found, entry);
  }
}

static void add_about(search *s, const char *about, int64_t contract) {
  error none = { 0 };
  add(s, log_touched(s->context->book, s->wanted->rev, about, contract, s->batch, s->page->own, &none));
  error_clear(&none);
}

// What is done to a batch as a whole is about each of its rows.
static void add_batch(search *s) {
  error none = { 0 };
  const value *since = log_since(s->context->book, s->wanted->rev, s->page->own, &none);
  value *list = value_list(s->page->own);
  for (size_t i = 0; since && i < since->as.list.count; i++) {
    const value *batch = value_get(since->as.list.items[i], "batch");
    bool is = batch->type == VALUE_INT && (!s->batch || batch->as.integer == s->batch);
    if (is) value_append(s->page->own, list, since->as.list.items[i]);
  }
  add(s, list);
  error_clear(&none);
}

// Contracts, and items of them, which begin with their contract's id.
static bool add_contract(search *s, const char *text) {
  error none = { 0 };
  contract k;
  bool is = resolve_contract(s->context, text, &k, &none);
  for (const char *colon = text; !is && (colon = strchr(colon, ':')) != NULL; colon++) {
    error_clear(&none);
    is = resolve_contract(s->context, arena_copy(s->page->own, text, (size_t)(colon - text)), &k, &none);
  }
  error_clear(&none);
  if (is) add_about(s, k.id, k.n);
  return is;
}

static void add_row(search *s, const command *c, const char *text) {
  error none = { 0 };
  batch_pick pick;
  bool is = false, whole = (c->type == ARGUMENT_CONTRACT || c->type == ARGUMENT_ITEM) &&
                           resolve_selection(s->context, text, &pick, &is, &none) && is;
  error_clear(&none);
  if (whole) add_batch(s);
  else if ((c->type != ARGUMENT_CONTRACT && c->type != ARGUMENT_ITEM) || !add_contract(s, text)) add_about(s, text, 0);
}

static bool takes_batch(const command *c) {
  for (const option *o = c->options; o < c->options + OPTIONS_MAX && o->name; o++)
    if (strcmp(o->name, "batch") == 0) return true;
  return false;
}

const value *stale_changes(page *p, const wanted *w) {
  error none = { 0 };
  arguments a;
  context *c = session_as_it_is(p->session);
  search s = { .page = p, .context = c, .wanted = w, .found = value_list(p->own) };
  if (!w->rev || !c->book || changes_rev(p) <= w->rev) return NULL;
  if (!arguments_read(c->commands, w->count, w->words, p->own, &a, &none)) {
    error_clear(&none);  // which it says itself
    return NULL;
  }
  bool known = option_number(&a, "batch", 0, &s.batch, &none);
  error_clear(&none);
  for (size_t i = 0; known && i < a.count; i++) add_row(&s, a.command, a.texts[i]);
  if (known && !a.count && takes_batch(a.command)) add_batch(&s);
  return s.found->as.list.count ? s.found : NULL;
}

// ---- Whose changes are the page's own

void own_deeds(page *p, int64_t first, int64_t last, const char *tab) {
  for (int64_t seq = first; *tab && seq <= last; seq++) {
    struct own_deed *d = &p->deeds[p->deed_count++ % OWN_DEEDS];
    d->seq = seq;
    strncpy(d->tab, tab, sizeof d->tab - 1);
  }
}

bool own_deed(const page *p, int64_t seq, const char *tab) {
  for (size_t i = 0; *tab && i < OWN_DEEDS; i++)
    if (p->deeds[i].seq == seq && strcmp(p->deeds[i].tab, tab) == 0) return true;
  return false;
}
