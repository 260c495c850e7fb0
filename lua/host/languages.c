// Languages of documents: words and formats as data, with what countries say otherwise. A language is a plugin like any
// other, so that a site adds one, or changes a word, by a file of its own.
#include "lua/host/host_inside.h"
#include "core/base/text.h"
#include <ctype.h>
#include <string.h>

enum { MONTHS = 12, WORDS_MAX = 256 };

static const char *const formats[] = { "date", "month", "period", "decimal", "group", "percent", "money", "months" };
enum { FORMATS = sizeof formats / sizeof *formats };

static int wrong(lua_State *L, const plugin *p, const char *field, const char *what) {
  lua_pushfstring(L, "language: %s", what);
  return plugin_blame(L, p, field);
}

// Every member is a text, but months, which are 12 of them.
static void check_texts(lua_State *L, const plugin *p, const cJSON *record, bool of_formats) {
  const cJSON *item;
  cJSON_ArrayForEach(item, record) {
    size_t i = 0;
    while (of_formats && i < FORMATS && strcmp(formats[i], item->string ? item->string : "") != 0) i++;
    if (!item->string) wrong(L, p, of_formats ? "formats" : "words", "words and formats have names");
    const char *near = of_formats && i == FORMATS ? text_nearest(item->string, formats, FORMATS) : NULL;
    if (of_formats && i == FORMATS)
      wrong(L, p, item->string,
            lua_pushfstring(L, "there is no format '%s'%s%s%s", item->string, near ? "; did you mean '" : "",
                            near ? near : "", near ? "'?" : ""));
    bool list = of_formats && strcmp(item->string, "months") == 0;
    if (list ? cJSON_GetArraySize(item) != MONTHS : !cJSON_IsString(item))
      wrong(L, p, item->string, lua_pushfstring(L, "'%s' must be %s", item->string, list ? "a list of 12" : "text"));
    for (int n = 0; list && n < MONTHS; n++)
      if (!cJSON_IsString(cJSON_GetArrayItem(item, n))) wrong(L, p, "months", "'months' must be texts");
  }
}

static bool is_country(const char *code) {
  return code && strlen(code) == 2 && isupper((unsigned char)code[0]) && isupper((unsigned char)code[1]);
}

static void check_countries(lua_State *L, const plugin *p, const cJSON *countries) {
  static const char *const parts[] = { "words", "formats" };
  const cJSON *country, *part;
  cJSON_ArrayForEach(country, countries) {
    if (!is_country(country->string)) wrong(L, p, "countries", "countries have two capital letters, such as CH");
    cJSON_ArrayForEach(part, country) {
      const char *name = part->string ? part->string : "";
      bool formats_part = strcmp(name, parts[1]) == 0;
      if (!formats_part && strcmp(name, parts[0]) != 0) wrong(L, p, country->string, "a country has words and formats");
      check_texts(L, p, part, formats_part);
    }
  }
}

// Read as JSON, so that neither another state nor a second look finds anything else than was checked.
void language_read(lua_State *L, plugin *p) {
  static const char *const parts[] = { "words", "formats", "countries" };
  cJSON *data = cJSON_CreateObject();
  cJSON_AddItemToArray(p->keep, data);
  for (int i = 0; i < 3; i++) {
    lua_pushstring(L, parts[i]);
    if (lua_rawget(L, 1) == LUA_TTABLE) lua_json_add(L, -1, data, parts[i]);
    lua_pop(L, 1);
  }
  check_texts(L, p, cJSON_GetObjectItemCaseSensitive(data, "words"), false);
  check_texts(L, p, cJSON_GetObjectItemCaseSensitive(data, "formats"), true);
  check_countries(L, p, cJSON_GetObjectItemCaseSensitive(data, "countries"));
}

static const cJSON *data_of(const plugin *p) { return p ? cJSON_GetArrayItem(p->keep, 0) : NULL; }

static const cJSON *member(const plugin *p, const char *country, const char *part, const char *name) {
  const cJSON *at = data_of(p);
  if (country) at = cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(at, "countries"), country);
  return cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(at, part), name);
}

// What the country says, else the language.
static const cJSON *said(const plugin *p, const char *country, const char *part, const char *name) {
  const cJSON *own = *country ? member(p, country, part, name) : NULL;
  return own ? own : member(p, NULL, part, name);
}

const char *language_word(const reader *r, const char *name, const char *country) {
  const cJSON *word = said(r->language, country, "words", name);
  if (!word) word = said(r->english, country, "words", name);
  return word ? word->valuestring : NULL;
}

const char *language_format(const reader *r, const char *name) {
  const cJSON *format = said(r->language, r->country, "formats", name);
  if (!format) format = said(r->english, r->country, "formats", name);
  return format ? format->valuestring : "";
}

const char *language_month(const reader *r, int month) {
  const cJSON *months = said(r->language, r->country, "formats", "months");
  if (!months) months = said(r->english, r->country, "formats", "months");
  const cJSON *name = cJSON_GetArrayItem(months, month - 1);
  return name ? name->valuestring : "";
}

const char *language_nearest(const reader *r, const char *name) {
  const char *names[WORDS_MAX];
  size_t count = 0;
  const plugin *files[] = { r->language, r->english };
  for (int i = 0; i < 2; i++) {
    const cJSON *word;
    cJSON_ArrayForEach(word, cJSON_GetObjectItemCaseSensitive(data_of(files[i]), "words")) {
      if (count < WORDS_MAX) names[count++] = word->string;
    }
  }
  return text_nearest(name, names, count);
}

int language_count(const plugin *p) {
  return cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(data_of(p), "words"));
}

value *language_missing(const plugin *p, const plugin *english, arena *a) {
  value *out = value_list(a);
  const cJSON *word;
  cJSON_ArrayForEach(word, cJSON_GetObjectItemCaseSensitive(data_of(english), "words")) {
    if (!member(p, NULL, "words", word->string))
      value_append(a, out,
                   value_text(a, arena_format(a, "%s: has no word '%s'; English stands in: %s", p->label, word->string,
                                              word->valuestring)));
  }
  return out;
}
