// The handle for a set of work: counting, parting and walking it.
#include "lua/handles/handles_inside.h"
#include <assert.h>
#include <string.h>

#define SET "billet.work"

// `kept` holds the entries of a set that Lua made; others belong to the rating.
typedef struct set_handle {
  handle base;
  work_set set;
  uint32_t kept[];
} set_handle;

void work_push(lua_State *L, handles *of, work_set set) {
  set_handle *h = handle_new(L, of, SET, sizeof *h);
  h->set = set;
}

static set_handle *check(lua_State *L, int argument) {
  return handle_check(L, argument, SET,
                      argument == 1 ? "period:work():covered(c)" : "a set of work, such as period:work(),");
}

work_set work_check(lua_State *L, int argument) { return check(L, argument)->set; }

static int covered(lua_State *L) {
  const char *covers[TEXTS_MAX], *excludes[TEXTS_MAX];
  const set_handle *h = check(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  sandbox_behind(L, 2);
  size_t cover_count = handle_texts(L, 2, "covered", "covers", "work types", covers),
         exclude_count = handle_texts(L, 2, "covered", "excludes", "work types", excludes);
  work_set in, out;
  state *s = state_of(L);
  if (!work_divide(h->base.of->rating, h->set, covers, cover_count, excludes, exclude_count, &in, &out, &s->failed))
    return state_raise(L);
  handle_charge(L, h->base.of);
  work_push(L, h->base.of, in);
  work_push(L, h->base.of, out);
  return 2;
}

static int push_entry(lua_State *L, const rating *r, work_set set, size_t i) {
  uint32_t entry = set.entries[i];
  lua_pushinteger(L, work_slice(r, set, i));
  lua_pushinteger(L, work_entry_start(r, entry));
  lua_pushstring(L, work_entry_type(r, entry));
  lua_pushstring(L, work_entry_ticket(r, entry));
  return 4;
}

// The MSP's own columns of an entry, its ticket, contract and customer: the table x.
static void push_own(lua_State *L, handles *of, uint32_t entry) {
  rating *r = of->rating;
  const contract *c = rating_contract(r);
  const char *texts[] = { NULL, NULL, c->x, c->customer_x };
  if (!work_entry_own(r, entry, &texts[0], &texts[1], &state_of(L)->failed)) state_raise(L);
  shown_texts_push(L, &shown_own, &of->own, texts);
}

// x = set:x(position)
static int own(lua_State *L) {
  const set_handle *h = check(L, 1);
  int64_t at = lib_integer(L, 2);
  if (at < 1 || (size_t)at > h->set.count) return luaL_argerror(L, 2, "no position in the set");
  push_own(L, h->base.of, h->set.entries[at - 1]);
  handle_charge(L, h->base.of);
  return 1;
}

// set, position → position, minutes, start, work type, ticket. Nothing is made anew.
static int next_entry(lua_State *L) {
  const set_handle *h = check(L, 1);
  lua_Integer at = lua_tointeger(L, 2);
  if (at < 0 || (size_t)at >= h->set.count) return 0;
  lua_pushinteger(L, at + 1);
  return 1 + push_entry(L, h->base.of->rating, h->set, (size_t)at);
}

static int each(lua_State *L) {
  check(L, 1);
  lua_pushcfunction(L, next_entry);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

// Room for so many entries and, behind them, their minutes.
static set_handle *push_kept(lua_State *L, handles *of, size_t room) {
  set_handle *h = handle_new(L, of, SET, sizeof *h + room * 2 * sizeof *h->kept);
  h->set = (work_set){ h->kept, (int32_t *)(h->kept + room), 0 };
  return h;
}

static void keep(set_handle *to, size_t room, uint32_t entry, int32_t minutes) {
  assert(to->set.count < room);
  ((int32_t *)(to->kept + room))[to->set.count] = minutes;
  to->kept[to->set.count++] = entry;
}

// Parts by a function of (minutes, start, work type, ticket, x): those for which it answers true, and the rest. The
// columns x are read for a function that names them.
static int where(lua_State *L) {
  const set_handle *h = check(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  const rating *r = h->base.of->rating;
  bool looks = lib_arity(L, 2, 5) == 5;
  set_handle *in = push_kept(L, h->base.of, h->set.count), *out = push_kept(L, h->base.of, h->set.count);
  for (size_t i = 0; i < h->set.count; i++) {
    lua_pushvalue(L, 2);
    int arguments = push_entry(L, r, h->set, i);
    if (looks) push_own(L, h->base.of, h->set.entries[i]);
    lua_call(L, arguments + looks, 1);
    keep(lua_toboolean(L, -1) ? in : out, h->set.count, h->set.entries[i], work_slice(r, h->set, i));
    lua_pop(L, 1);
  }
  return 2;
}

static int length(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check(L, 1)->set.count);
  return 1;
}

static int tickets(lua_State *L, const set_handle *h) {
  lua_pushinteger(L, work_tickets(h->base.of->rating, h->set));
  handle_charge(L, h->base.of);
  return 1;
}

static int work_field(lua_State *L) {
  const set_handle *h = check(L, 1);
  size_t size;
  const char *name = lib_text(L, 2, &size);
  if (strcmp(name, "minutes") == 0) lua_pushinteger(L, work_minutes(h->base.of->rating, h->set));
  else if (strcmp(name, "tickets") == 0) return tickets(L, h);
  else if (strcmp(name, "covered") == 0) lua_pushcfunction(L, covered);
  else if (strcmp(name, "each") == 0) lua_pushcfunction(L, each);
  else if (strcmp(name, "where") == 0) lua_pushcfunction(L, where);
  else if (strcmp(name, "x") == 0) lua_pushcfunction(L, own);
  else return luaL_error(L, "work has no '%s': minutes, tickets, covered(), each(), where() and x()", name);
  return 1;
}

void work_types(lua_State *L) {
  luaL_newmetatable(L, SET);
  lua_pushcfunction(L, work_field);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, length);
  lua_setfield(L, -2, "__len");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
