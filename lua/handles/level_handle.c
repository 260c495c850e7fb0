// What a period bills by a count, as soon as it is known: one number, or a level for each step of it.
#include "lua/handles/handles_inside.h"
#include <string.h>

typedef struct level_terms {
  measure how;
  bool committed;  // bills `least` at least
  bool waiting;    // what is added in the period does not count in it
  decimal least;
} level_terms;

typedef struct level {
  decimal count;
  int64_t over;
  day from, until;  // of a step
} level;

static measure measure_of(lua_State *L, int index) {
  const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
  for (int i = 0; measure_names[i]; i++)
    if (strcmp(text, measure_names[i]) == 0) return (measure)i;
  luaL_error(L, "period:levels: measure must be start, end, peak, average or device-days");
  return MEASURE_END;
}

// Of the table at index 3, which may be absent.
static level_terms terms_of(lua_State *L, const contract *c) {
  static const char *const names[] = { "measure", "least", "added", NULL };
  level_terms out = { .how = c->advance ? MEASURE_START : MEASURE_END };
  if (lua_isnil(L, 3)) return out;
  lib_fields(L, 3, "period:levels", names, 0);
  lua_pushliteral(L, "measure");
  if (lua_rawget(L, 3) != LUA_TNIL) out.how = measure_of(L, -1);
  lua_pushliteral(L, "least");
  out.committed = lua_rawget(L, 3) != LUA_TNIL;
  if (out.committed && !lib_to_decimal(L, -1, true, &out.least))
    luaL_error(L, "period:levels: least must be a decimal, an integer or a decimal's text");
  lua_pushliteral(L, "added");
  int type = lua_rawget(L, 3);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN) luaL_error(L, "period:levels: added must be true or false");
  out.waiting = type == LUA_TBOOLEAN && !lua_toboolean(L, -1);
  lua_settop(L, 3);
  return out;
}

static decimal times(lua_State *L, decimal count, int64_t over) {
  decimal out;
  if (__builtin_mul_overflow(count, (decimal)over, &out)) luaL_error(L, "period:levels: the count is too large");
  return out;
}

static decimal bounded(lua_State *L, const level_terms *t, decimal count, int64_t over, decimal opening) {
  decimal most = t->waiting ? times(L, opening, over) : count, least = t->committed ? times(L, t->least, over) : count;
  if (most < count) count = most;
  return t->committed && least > count ? least : count;
}

// Adds it to the list on top of the stack.
static void add(lua_State *L, const level *v) {
  lua_createtable(L, 0, 4);
  lib_push_decimal(L, v->count);
  lua_setfield(L, -2, "count");
  lua_pushinteger(L, v->over);
  lua_setfield(L, -2, "over");
  if (v->until > v->from) {
    lua_pushinteger(L, v->from);
    lua_setfield(L, -2, "first");
    lua_pushinteger(L, v->until - 1);
    lua_setfield(L, -2, "last");
  }
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

// Steps that bill the same are one: each line of a bill is rounded by itself.
static void add_steps(lua_State *L, const rating_period *p, const level_terms *t, const meter_step *steps,
                      size_t count) {
  level open = { .over = 1 };
  decimal opening = 0;
  for (size_t i = 0; i < count; i++) {
    day from = steps[i].from > p->from ? steps[i].from : p->from,
        until = i + 1 < count && steps[i + 1].from < p->until ? steps[i + 1].from : p->until;
    if (from >= until) continue;
    bool first = open.until == open.from;
    if (first) opening = steps[i].count;
    decimal billed = bounded(L, t, steps[i].count, 1, opening);
    if (!first && billed != open.count) add(L, &open);
    if (first || billed != open.count) open = (level){ billed, 1, from, until };
    open.until = until;
  }
  if (open.until > open.from) add(L, &open);
}

// levels = period:levels(meters, { measure =, least =, added = })
int meter_levels(lua_State *L) {
  const char *names[METERS_MAX];
  const handle *h = period_check(L);
  rating *r = h->of->rating;
  const contract *c = rating_contract(r);
  lua_settop(L, 3);
  level_terms t = terms_of(L, c);
  size_t count = meter_names(L, 2, names), step_count;
  const meter_step *steps;
  level one = { .over = 1 };
  decimal opening = 0;
  int64_t whole;
  error *failed = &state_of(L)->failed;
  lua_newtable(L);
  bool opens = !c->advance || t.how == MEASURE_START;  // in arrears a period opens its bill once it has ended
  if (opens == h->of->closed) return 1;
  if (c->advance && c->daily && c->kind == GRID_PERIODS && t.how == MEASURE_START) {
    if (!rating_steps(r, names, count, &steps, &step_count, failed)) return state_raise(L);
    add_steps(L, rating_current(r), &t, steps, step_count);
  } else {
    if (!rating_measure(r, names, count, t.how, &one.count, &one.over, failed)) return state_raise(L);
    if (t.waiting && !rating_measure(r, names, count, MEASURE_START, &opening, &whole, failed)) return state_raise(L);
    one.count = bounded(L, &t, one.count, one.over, opening);
    add(L, &one);
  }
  handle_charge(L, h->of);
  return 1;
}
