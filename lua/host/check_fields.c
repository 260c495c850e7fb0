// The fields of a check: of what it is, what it wants to know of a row, how bad its findings are.
#include "lua/host/host_inside.h"
#include "core/base/text.h"
#include <string.h>

static int blame(lua_State *L, const plugin *p, const char *field, const char *what, const char *near) {
  lua_pushfstring(L, "check: %s%s%s%s", what, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
  return plugin_blame(L, p, field);
}

static void read_subject(lua_State *L, plugin *p) {
  const char *names[CHECK_SUBJECTS];
  for (size_t i = 0; i < CHECK_SUBJECTS; i++) names[i] = check_forms[i].name;
  lua_pushliteral(L, "of");
  const char *of = lua_rawget(L, 1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
  for (int i = 0; i < CHECK_SUBJECTS; i++)
    if (strcmp(names[i], of) == 0) {
      p->check.subject = (check_subject)i;
      lua_pop(L, 1);
      return;
    }
  blame(L, p, "of", "'of' is batch, customer, contract, held, item, entry, draft, meter or sign-in",
        text_nearest(of, names, CHECK_SUBJECTS));
}

static void read_column(lua_State *L, plugin *p) {
  const check_form *f = &check_forms[p->check.subject];
  const char *names[CHECK_COLUMNS_MAX], *name = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
  int column = check_column_find(f, name);
  for (size_t i = 0; i < f->count; i++) names[i] = f->columns[i].name;
  if (column < 0)
    blame(L, p, "reads", lua_pushfstring(L, "'reads' names columns; of %s there is no '%s'", f->name, name),
          text_nearest(name, names, f->count));
  if (p->check.read_count == CHECK_COLUMNS_MAX) blame(L, p, "reads", "'reads' names a column twice", NULL);
  p->check.reads[p->check.read_count++] = column;
}

void check_read(lua_State *L, plugin *p) {
  p->check = (check_asking){ .level = CHECK_WARNING };
  read_subject(L, p);
  lua_pushliteral(L, "reads");
  if (lua_rawget(L, 1) != LUA_TNIL) {
    sandbox_behind(L, -1);
    for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++, lua_pop(L, 1)) read_column(L, p);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  lua_pushliteral(L, "level");
  if (lua_rawget(L, 1) == LUA_TSTRING &&
      (!check_level_parse(lua_tostring(L, -1), &p->check.level) || p->check.level == CHECK_OFF))
    blame(L, p, "level", "'level' is note, warning or error", NULL);
  lua_pop(L, 1);
}
