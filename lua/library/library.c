// The library as a whole: its modules become globals.
#include "lua/library/library_inside.h"

// The value on top becomes the global `name`; __newindex of closed globals is not asked.
static void set(lua_State *L, const char *name) {
  lua_pushglobaltable(L);
  lua_pushstring(L, name);
  lua_rotate(L, -3, -1);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void lib_open(lua_State *L, lib_zones zones) {
  static const luaL_Reg modules[] = { { "money", lib_money },     { "date", lib_date },       { "period", lib_period },
                                      { "decimal", lib_decimal }, { "payment", lib_payment }, { NULL, NULL } };
  for (const luaL_Reg *m = modules; m->name; m++) {
    m->func(L);
    set(L, m->name);
  }
  lua_getglobal(L, "period");
  set(L, "periods");  // what a handler that calls its argument `period` still reaches
  lib_zone(L, zones);
  set(L, "zone");
}
