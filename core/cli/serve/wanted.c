// What a page sends, as words.
#include "core/cli/serve/serve_inside.h"
#include <string.h>

static bool bad_body(error *e) {
  error_set(e, ERROR_USAGE, "that is no command");
  return error_hint(e, "{\"words\":[\"batch\",\"show\"],\"rev\":17}");
}

static bool read_words(const cJSON *list, arena *a, wanted *out) {
  int count = cJSON_GetArraySize(list), made = 0;
  if (!cJSON_IsArray(list) || !count || count > ARGUMENTS_MAX) return false;
  out->words = arena_array(a, (size_t)count + 1, sizeof *out->words);
  const cJSON *word;
  cJSON_ArrayForEach(word, list) {
    if (!cJSON_IsString(word)) return false;
    if (strcmp(word->valuestring, "--json") == 0) continue;
    if (strcmp(word->valuestring, "--brief") == 0) out->brief = true;
    else out->words[made++] = arena_text(a, word->valuestring);
  }
  out->count = made;
  return made > 0;
}

bool wanted_read(const char *body, size_t length, arena *a, wanted *out, error *e) {
  *out = (wanted){ 0 };
  cJSON *json = json_parse("the command", body, length, e);
  if (!json) return false;
  const cJSON *rev = cJSON_GetObjectItemCaseSensitive(json, "rev");
  bool ok = read_words(cJSON_GetObjectItemCaseSensitive(json, "words"), a, out) &&
            (!rev || cJSON_IsNull(rev) || json_integer(rev, &out->rev));
  const char *tab = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "tab"));
  out->tab = tab && strlen(tab) < TAB_TEXT ? arena_text(a, tab) : "";
  out->brief |= cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "brief"));
  out->changes = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "changes"));
  out->files = cJSON_GetObjectItemCaseSensitive(json, "files");
  const char *secret = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "secret"));
  out->secret = secret ? secret : "";
  out->json = json;
  return ok || bad_body(e);
}
