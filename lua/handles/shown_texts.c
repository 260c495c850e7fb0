// Tables of texts that rules and sets of work show: the MSP's own columns, and who worked at what.
#include "lua/handles/handles.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include <stdlib.h>
#include <string.h>

static void push_own(lua_State *L, int name, const char *text) { lib_own_row(L, (own_table)name, text); }

static void push_text(lua_State *L, int name, const char *text) {
  (void)name;
  lua_pushstring(L, text);
}

static const char *const own_names[] = {
  [OWN_ENTRY] = "entry", [OWN_TICKET] = "ticket", [OWN_CONTRACT] = "contract", [OWN_CUSTOMER] = "customer", NULL
};
static const char *const work_names[] = { "technician", "work_type", "rate", "ticket", "title", NULL };
const shown_kind shown_own = { own_names, push_own }, shown_work = { work_names, push_text };

static void make(lua_State *L, shown_texts *shown) {
  lua_createtable(L, 0, SHOWN_TEXTS_MAX);
  lua_pushvalue(L, -1);
  shown->table = luaL_ref(L, LUA_REGISTRYINDEX);
  sandbox_seal(L);
  shown->ref = luaL_ref(L, LUA_REGISTRYINDEX);
}

void shown_texts_push(lua_State *L, const shown_kind *kind, shown_texts *shown, const char *const *texts) {
  bool made = shown->made;
  if (!made) make(L, shown);
  shown->made = true;
  lua_rawgeti(L, LUA_REGISTRYINDEX, shown->table);
  for (int i = 0; kind->names[i]; i++) {
    if (made && text_equal(shown->texts[i], texts[i])) continue;
    kind->push(L, i, texts[i]);
    lua_setfield(L, -2, kind->names[i]);
    memory_give(shown->texts[i]);
    shown->texts[i] = texts[i] ? memory_text(texts[i]) : NULL;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, shown->ref);
  lua_replace(L, -2);
}

bool shown_texts_are(const shown_kind *kind, const shown_texts *shown, const char *const *texts) {
  bool all = shown->made;
  for (int i = 0; kind->names[i]; i++) all = all && text_equal(shown->texts[i], texts[i]);
  return all;
}

void shown_texts_forget(shown_texts *shown) {
  for (int i = 0; i < SHOWN_TEXTS_MAX; i++) memory_give(shown->texts[i]);
  *shown = (shown_texts){ 0 };
}
