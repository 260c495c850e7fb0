// Calendars as price rules see them: days by name, read once for a command.
#include "core/engine/facts/calendars.h"

static const char *known_names(book *b, arena *a) {
  error ignored = { 0 };
  const char *names = "";
  query *q = db_query(b->db, "SELECT DISTINCT name FROM calendars ORDER BY name LIMIT 10", &ignored);
  while (q && query_step(q, &ignored) == 1)
    names = arena_format(a, "%s%s%s", names, *names ? ", " : "", query_column_text(q, 0));
  error_clear(&ignored);
  return names;
}

static bool days_read(void *context, const char *name, arena *a, const day **days, size_t *count, error *e) {
  book *b = context;
  day *list = NULL;
  size_t capacity = 0;
  int step;
  query *q = db_ask(b->db, e, "SELECT date FROM calendars WHERE name = ? ORDER BY date", "t", name);
  if (!q) return false;
  *count = 0;
  while ((step = query_step(q, e)) == 1) {
    list = arena_grow(a, list, *count, &capacity, sizeof *list);
    list[(*count)++] = (day)query_column(q, 0);
  }
  *days = list;
  if (step < 0 || *count) return step == 0;
  const char *names = known_names(b, a);
  error_set(e, ERROR_HELD, "there is no calendar \"%s\"", name);
  if (*names) return error_hint(e, "calendars are: %s", names);
  return error_hint(e, "import rows of the table calendars: name, date");
}

bool calendars_open(book *b, plugin_calendars *out, error *e) {
  int64_t any = 0;
  *out = (plugin_calendars){ .context = b, .days = days_read };
  if (!db_value(b->db, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM calendars)", "")) return false;
  return !any ||
         db_value(b->db, e, &out->stamp, 0, "SELECT ifnull(max(seq), 0) FROM journal WHERE source = 'calendars'", "");
}
