// Plugins that are set aside, by the digest of their text: nothing of them runs. And which one stands still.
#include "lua/host/host_inside.h"
#include <stdio.h>
#include <string.h>

void host_watch(void) { state_runs.watched = true; }

bool host_stands(int worked, host_standing *out) {
  size_t file_length;
  const state *s = state_look(worked);
  const plugin *p = s ? s->owner : NULL;
  if (!p) return false;
  state_place(s->lua, out->place, sizeof out->place, &file_length);
  snprintf(out->name, sizeof out->name, "%s", p->file.name);
  snprintf(out->digest, sizeof out->digest, "%s", p->file.digest);
  out->deadline_ms = s->deadline_ms;
  return true;
}

static set_aside *find(const host *h, const char *digest) {
  set_aside *a = h->aside;
  while (a && strcmp(a->digest, digest) != 0) a = a->next;
  return a;
}

bool plugin_let_in(const host *h, const plugin *p, error *e) {
  const set_aside *a = find(h, p->file.digest);
  if (!a || !a->why) return true;
  return error_set(e, ERROR_PLUGIN, "%s", a->why);
}

// One that is loaded stays so, for what holds its params and functions; it only does not run.
static void tell(plugin *p, const set_aside *a) {
  if (!p->file.digest || strcmp(p->file.digest, a->digest) != 0) return;
  if (p->state) p->state->aside = a->why;
  if (a->why || p->phase != PLUGIN_BROKEN) return;
  p->problem = NULL;
  p->phase = PLUGIN_UNREAD;
}

void files_set_aside(void *self, const char *digest, const char *why) {
  host *h = self;
  set_aside *a = find(h, digest);
  if (!a) {
    a = arena_alloc(h->arena, sizeof *a);
    *a = (set_aside){ .digest = arena_text(h->arena, digest), .next = h->aside };
    h->aside = a;
  }
  a->why = arena_text(h->arena, why);
  for (size_t i = 0; i < h->plugin_count; i++) tell(h->plugins[i], a);
}
