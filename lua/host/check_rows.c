// The row that a check is shown: a view that pushes each cell when it is asked for, and notes that it was.
#include "lua/host/host_inside.h"

static void push_cell(lua_State *L, check_view *v, int column) {
  const check_cell *cell = v->cells ? &v->cells[column] : NULL;
  const check_type type = check_forms[v->asking->subject].columns[column].type;
  v->touched |= 1u << column;
  if (!cell || !cell->there) lua_pushnil(L);
  else if (type == CHECK_TEXT) lua_pushstring(L, cell->text);
  else if (type == CHECK_FLAG) lua_pushboolean(L, cell->number != 0);
  else if (type == CHECK_MONEY) lib_push_decimal(L, (decimal)cell->number * money_unit(v->exponent));
  else lua_pushinteger(L, cell->number);
}

static int push_all(lua_State *L, check_view *v) {
  lua_createtable(L, 0, (int)v->asking->read_count);
  for (size_t i = 0; i < v->asking->read_count; i++) {
    push_cell(L, v, v->asking->reads[i]);
    lua_setfield(L, -2, check_forms[v->asking->subject].columns[v->asking->reads[i]].name);
  }
  return 1;
}

// The member of a name. Upvalues: the view, and the numbers of its columns by their names.
static int member(lua_State *L) {
  check_view *v = lua_touserdata(L, lua_upvalueindex(1));
  lua_settop(L, 2);
  if (lua_isnil(L, 2)) return push_all(L, v);
  if (lua_rawget(L, lua_upvalueindex(2)) == LUA_TNUMBER) push_cell(L, v, (int)lua_tointeger(L, -1));
  return 1;
}

check_view *check_view_make(lua_State *L, const check_asking *asking, arena *a) {
  check_view *v = arena_alloc(a, sizeof *v);
  *v = (check_view){ .asking = asking };
  lua_pushlightuserdata(L, v);
  lua_createtable(L, 0, (int)asking->read_count);
  for (size_t i = 0; i < asking->read_count; i++) {
    lua_pushinteger(L, asking->reads[i]);
    lua_setfield(L, -2, check_forms[asking->subject].columns[asking->reads[i]].name);
  }
  lua_pushcclosure(L, member, 2);
  sandbox_seal(L);
  v->view = luaL_ref(L, LUA_REGISTRYINDEX);
  return v;
}

void check_view_set(check_view *v, const check_cell *cells, int exponent) {
  v->cells = cells;
  v->exponent = exponent;
  v->touched = 0;
}
