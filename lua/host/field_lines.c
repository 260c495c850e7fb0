// On which line of a plugin's file a field is written, for messages.
#include "lua/host/host_inside.h"
#include <string.h>

// By the text alone, for a table of Lua does not know its lines: a name that stands in a text before its field leads
// astray, which costs a wrong line in a message and no more.
int plugin_field_line(const plugin *p, const char *name) {
  size_t length = strlen(name);
  int line = 1;
  for (const char *at = p->file.text; *at; at++) {
    if (*at == '\n') line++;
    if (strncmp(at, "--", 2) == 0) at += strcspn(at, "\n") - 1;
    bool begins = at == p->file.text || strchr(" \t\n{,;", at[-1]) != NULL;
    if (!begins || strncmp(at, name, length) != 0) continue;
    const char *after = at + length + strspn(at + length, " \t");
    if (*after == '=' && after[1] != '=') return line;
  }
  return 0;
}

// Raises with the line of the field; the message is on the stack's top.
int plugin_blame(lua_State *L, const plugin *p, const char *name) {
  int line = plugin_field_line(p, name);
  if (!line) return luaL_error(L, "%s", lua_tostring(L, -1));
  lua_pushfstring(L, "%s:%d: ", p->label, line);
  lua_insert(L, -2);
  lua_concat(L, 2);
  return lua_error(L);
}
