// A plugin's examples, run through the real engine in databases in memory.
#include "core/command/examples/examples_inside.h"
#include "core/base/memory.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/value_json.h"
#include <stdlib.h>
#include <string.h>

// A field that there is not, and which one was meant; NULL: none.
static const char *unknown_field(const cJSON *object, const char *what, const char *const *names, size_t count,
                                 arena *a) {
  const cJSON *member;
  cJSON_ArrayForEach(member, object) {
    size_t i = 0;
    if (!member->string) return arena_format(a, "%s has named fields only", what);
    while (i < count && strcmp(names[i], member->string) != 0) i++;
    if (i < count) continue;
    const char *near = text_nearest(member->string, names, count);
    return arena_format(a, "%s has no field '%s'%s%s%s", what, member->string, near ? "; did you mean '" : "",
                        near ? near : "", near ? "'?" : "");
  }
  return NULL;
}

static bool is_story(const cJSON *example) { return cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(example, "steps")); }

// What is wrong with the steps of a story; NULL: nothing.
static const char *shape_of_steps(const cJSON *steps, const char *wanted, arena *a) {
  static const char *const names[] = { "import", "as_of", "invoices", "findings" };
  const cJSON *step;
  int number = 0;
  cJSON_ArrayForEach(step, steps) {
    const char *what = arena_format(a, "steps[%d]", ++number),
               *why = unknown_field(step, what, names, sizeof names / sizeof *names, a);
    bool imports = cJSON_HasObjectItem(step, "import"),
         bills = cJSON_HasObjectItem(step, "as_of") && cJSON_HasObjectItem(step, wanted);
    if (why) return why;
    if (imports == bills) return arena_format(a, "%s: either { import = … } or { as_of = …, %s = … }", what, wanted);
  }
  return NULL;
}

static const char *shape_of_sends(const cJSON *sends, arena *a) {
  static const char *const names[] = { "ask", "query", "headers", "body", "status", "answer" };
  const cJSON *one;
  int number = 0;
  if (sends && !cJSON_IsArray(sends)) return "sends is a list of what is asked, in its order";
  cJSON_ArrayForEach(one, sends) {
    const char *what = arena_format(a, "sends[%d]", ++number),
               *why = unknown_field(one, what, names, sizeof names / sizeof *names, a);
    if (why) return why;
    if (!example_text(one, "ask")) return arena_format(a, "%s: ask is missing, such as \"POST invoice\"", what);
  }
  return NULL;
}

// What is wrong with an example's own fields; NULL: nothing.
static const char *shape(const cJSON *example, const char *wanted, arena *a) {
  static const char *const names[] = { "title",    "settings", "data",  "as_of",     "invoices", "findings", "steps",
                                       "sign_ins", "empty",    "tiles", "reason",    "text",     "refused",  "params",
                                       "part",     "language", "sends", "delivered", "company",  "options" };
  static const char *const set_names[] = { "currency", "zone" };
  const cJSON *steps = cJSON_GetObjectItemCaseSensitive(example, "steps");
  if (!cJSON_IsObject(example)) return "an example is a table with title, data, as_of and invoices";
  const char *why = unknown_field(example, "an example", names, sizeof names / sizeof *names, a);
  if (!why) why = unknown_field(cJSON_GetObjectItemCaseSensitive(example, "settings"), "settings", set_names, 2, a);
  if (!why) why = shape_of_sends(cJSON_GetObjectItemCaseSensitive(example, "sends"), a);
  const char *part = example_text(example, "part");
  static const char *const parts[] = { "mail", "statement", "prices" };
  if (!why && part && !text_listed(part, parts, sizeof parts / sizeof *parts))
    why = "part is \"mail\", \"statement\" or \"prices\", or left out";
  if (steps && !is_story(example) && !cJSON_IsFalse(steps)) return "steps is a list, or false";
  bool excused = cJSON_IsFalse(steps) || cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(example, "empty")) ||
                 cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(example, "tiles"));
  if (why) return why;
  if (excused && !example_text(example, "reason"))
    return "steps = false, empty = false and tiles = false need a reason: reason = \"…\"";
  if (is_story(example)) return shape_of_steps(steps, wanted, a);
  bool expects = cJSON_HasObjectItem(example, wanted) || cJSON_HasObjectItem(example, "refused");
  return expects ? NULL
                 : arena_format(a, "%s is missing: what should be %s?", wanted, *wanted == 'i' ? "billed" : "found");
}

// The expectations of an example against its story; NULL where all hold.
static const char *compare(const cJSON *example, const story *s, const char *wanted, arena *a) {
  const cJSON *steps = cJSON_GetObjectItemCaseSensitive(example, "steps"), *step;
  size_t batch = 0;
  int number = 0;
  if (!is_story(example))
    return example_mismatch(cJSON_GetObjectItemCaseSensitive(example, wanted), s->batches->as.list.items[0], wanted, a);
  cJSON_ArrayForEach(step, steps) {
    const cJSON *want = cJSON_GetObjectItemCaseSensitive(step, wanted);
    number++;
    if (!want) continue;
    const char *path = arena_format(a, "steps[%d].%s", number, wanted);
    const char *why = example_mismatch(want, s->batches->as.list.items[batch++], path, a);
    if (why) return why;
  }
  return NULL;
}

// An exporter's text: the whole of it, or a list of what it holds.
static const char *compare_text(const cJSON *want, const char *got, bool words, arena *a) {
  const cJSON *part;
  if (!want) return NULL;
  if (!got) return "text: only exporters and invoice templates make one";
  if (cJSON_IsString(want) && strcmp(want->valuestring, got) != 0)
    return arena_format(a, "text: expected %s, got %s", want->valuestring, got);
  cJSON_ArrayForEach(part, want) {
    if (!cJSON_IsString(part)) return "text is a text, or a list of texts";
    if (!strstr(got, words ? paper_words(part->valuestring, a) : part->valuestring))
      return arena_format(a, "text: %s is not in %s", part->valuestring, got);
  }
  return NULL;
}

static const char *told(const error *e, arena *a) {
  bool more = e->row_count && strcmp(e->rows[0], e->message) != 0;
  return more ? arena_format(a, "%s: %s", e->message, e->rows[0]) : arena_text(a, e->message);
}

// An example of what must not be: `refused` is in the words of the refusal, the exporter's too, of what it misses, or
// of the reason for which a contract is held.
static const char *run_refused(context *c, const cJSON *example, const char *refused, const story_options *options) {
  error e = { 0 };
  story s;
  bool ok = story_tell(c, example, options, &s, &e);
  const char *words = ok ? s.held : told(&e, c->arena);
  error_clear(&e);
  if (words && strstr(words, refused)) return NULL;
  return arena_format(c->arena, "refused: expected \"%s\", got %s", refused, words ? words : "no refusal");
}

static bool same(const story *one, const story *other, arena *a) {
  if (strcmp(story_text(one, a), story_text(other, a)) != 0) return false;
  return !one->text || !other->text || strcmp(one->text, other->text) == 0;
}

// Told again where it was told, and where nothing was told before: a plugin that keeps something from call to call
// answers otherwise.
static const char *tell_again(context *c, const cJSON *example, const story_options *options, const story *first) {
  error e = { 0 };
  story again = { 0 };
  plugin_host *fresh = c->host->with ? c->host->with(c->host->self, NULL, 0, &e) : NULL;
  story_options afresh = *options;
  const char *why = NULL;
  if (!story_tell(c, example, options, &again, &e)) why = told(&e, c->arena);
  else if (!same(first, &again, c->arena))
    why = "two runs of the same example differ: something is kept from one call to the next";
  afresh.host = fresh;
  if (!why && fresh && !story_tell(c, example, &afresh, &again, &e)) why = told(&e, c->arena);
  else if (!why && fresh && !same(first, &again, c->arena))
    why = "a run in a fresh state differs: something is kept from one example to the next";
  if (fresh) c->host->without(fresh);
  error_clear(&e);
  return why;
}

// The params that an example gives an invoice template, as JSON.
static const char *params_of(const cJSON *example, arena *a) {
  const cJSON *params = cJSON_GetObjectItemCaseSensitive(example, "params");
  char *text = params ? json_canonical(params) : NULL;
  const char *out = arena_text(a, text);
  memory_give(text);
  return out;
}

// What of a template it is about.
static template_part part_of(const cJSON *example) {
  const char *part = example_text(example, "part");
  if (!part) return TEMPLATE_BLOCKS;
  if (strcmp(part, "prices") == 0) return TEMPLATE_PRICES;
  return strcmp(part, "mail") == 0 ? TEMPLATE_MAIL : TEMPLATE_STATEMENT;
}

static bool looks_at_drafts(context *c, const plugin_file *file) {
  error e = { 0 };
  const value *help = c->host->describe(c->host->self, file->kind, file->name, c->arena, &e);
  error_clear(&e);
  return help && strcmp(value_get(help, "of")->as.text, "draft") == 0;
}

// How an example is told; the call is the caller's, and must live as long.
static story_options options_of(context *c, const plugin_file *file, const cJSON *example, template_call *call) {
  *call = (template_call){ .name = file->name,
                           .params = params_of(example, c->arena),
                           .language = example_text(example, "language"),
                           .part = part_of(example) };
  return (story_options){ .host = c->host,
                          .exporter = file->kind == PLUGIN_EXPORTER ? file->name : NULL,
                          .check = file->kind == PLUGIN_CHECK ? file->name : NULL,
                          .params = call->params,
                          .of_drafts = file->kind == PLUGIN_CHECK && looks_at_drafts(c, file),
                          .template = file->kind == PLUGIN_INVOICE ? call : NULL };
}

static const char *whole_text(const story *s, arena *a) {
  return arena_format(a, "%s\n%s", story_text(s, a), s->text ? s->text : "");
}

// What an example of the plugin says that comes about.
static const char *wanted_of(const plugin_file *file) { return file->kind == PLUGIN_CHECK ? "findings" : "invoices"; }

// NULL where the example holds, else why not. *whole: all that it made; NULL: it made nothing that can be compared.
static const char *example_run(context *c, const plugin_file *file, const cJSON *example, examples_depth depth,
                               const char **whole) {
  template_call call;
  const story_options options = options_of(c, file, example, &call);
  error e = { 0 };
  story first;
  const char *why = shape(example, wanted_of(file), c->arena), *refused = example_text(example, "refused");
  if (why) return why;
  if (refused) return run_refused(c, example, refused, &options);
  if (!story_tell(c, example, &options, &first, &e)) why = told(&e, c->arena);
  error_clear(&e);
  if (why) return why;
  why = compare(example, &first, wanted_of(file), c->arena);
  if (!why)
    why =
        compare_text(cJSON_GetObjectItemCaseSensitive(example, "text"), first.text, options.template != NULL, c->arena);
  *whole = whole_text(&first, c->arena);
  if (!why) why = first.asked;
  bool checks = file->kind == PLUGIN_CHECK;  // they bill nothing: what is held is theirs to find
  if ((first.held && !checks) || why) return first.held && !checks ? first.held : why;
  if (depth == EXAMPLES_HOLD) return NULL;
  why = tell_again(c, example, &options, &first);
  return why || checks ? why : properties_check(c, example, &options, &first);
}

// What fails several examples in a row in the same way is told once.
static void tell_same(context *c, examples_result *out) {
  if (out->same)
    value_append(
        c->arena, out->failures,
        value_text(c->arena, arena_format(c->arena, "… and so %s %d more", out->same == 1 ? "does" : "do", out->same)));
  out->same = 0;
}

// Each example has an arena of its own.
static void count_one(context *c, const plugin_file *file, const cJSON *example, examples_depth depth,
                      const char **whole, examples_result *out) {
  context own = *c;
  own.arena = arena_new();
  *whole = NULL;
  const char *why = example_run(&own, file, example, depth, whole), *title = example_text(example, "title");
  if (why && out->last && strcmp(out->last, why) == 0) out->same++;
  else if (why) {
    tell_same(c, out);
    out->last = arena_text(c->arena, why);
    value_append(c->arena, out->failures,
                 value_text(c->arena, arena_format(c->arena, "%s: %s", title ? title : "an example", why)));
  }
  out->passed += !why;
  out->failed += why != NULL;
  *whole = why ? NULL : arena_text(c->arena, *whole);
  arena_free(own.arena);
}

// Whether an example makes what it made when it was told before; NULL: it does, or there is nothing to compare.
static const char *tell_later(context *c, const plugin_file *file, const cJSON *example, const plugin_host *host,
                              const char *whole) {
  error e = { 0 };
  story again;
  template_call call;
  context own = *c;
  if (!whole) return NULL;
  own.arena = arena_new();
  story_options options = options_of(&own, file, example, &call);
  options.host = host;
  bool same_again = story_tell(&own, example, &options, &again, &e) && !strcmp(whole_text(&again, own.arena), whole);
  error_clear(&e);
  arena_free(own.arena);
  return same_again ? NULL : "told in the other order it differs: something is kept from one example to the next";
}

// All of them once more, from the last to the first, in a fresh state: what one leaves behind meets another.
static void tell_backwards(context *c, const plugin_file *file, const cJSON *list, const char **wholes,
                           examples_result *out) {
  error e = { 0 };
  plugin_host *fresh = c->host->with ? c->host->with(c->host->self, NULL, 0, &e) : NULL;
  for (int i = cJSON_GetArraySize(list); fresh && i-- > 0 && !out->failed;) {
    const cJSON *example = cJSON_GetArrayItem(list, i);
    const char *why = tell_later(c, file, example, fresh, wholes[i]), *title = example_text(example, "title");
    if (!why) continue;
    out->failed++;
    out->passed--;
    value_append(c->arena, out->failures,
                 value_text(c->arena, arena_format(c->arena, "%s: %s", title ? title : "an example", why)));
  }
  if (fresh) c->host->without(fresh);
  error_clear(&e);
}

static cJSON *read_examples(context *c, const plugin_file *file, error *e) {
  const char *text = c->host->examples(c->host->self, file->kind, file->name, c->arena, e);
  return text ? json_parse(file->path, text, strlen(text), e) : NULL;
}

value *examples_list(context *c, const plugin_file *file, error *e) {
  if (file->kind == PLUGIN_LANGUAGE) return value_list(c->arena);
  const char *text = c->host->examples(c->host->self, file->kind, file->name, c->arena, e);
  return text ? value_of_json(c->arena, text) : NULL;
}

// A language has nothing to bill: it is whole where it has each word that English has.
static bool run_words(context *c, const plugin_file *file, examples_result *out, error *e) {
  const plugin_host *host = c->host;
  const value *help = host->describe(host->self, file->kind, file->name, c->arena, e);
  value *missing = help ? host->misread(host->self, file->kind, file->name, c->arena, e) : NULL;
  if (!missing) return false;
  out->passed = (int)value_get(help, "words")->as.integer;
  out->failed = (int)missing->as.list.count;
  out->failures = missing;
  return true;
}

bool examples_run(context *c, const plugin_file *file, examples_depth depth, examples_result *out, error *e) {
  *out = (examples_result){ .failures = value_list(c->arena) };
  if (file->kind == PLUGIN_LANGUAGE) return run_words(c, file, out, e);
  cJSON *list = read_examples(c, file, e);
  const cJSON *example;
  if (!list) return false;
  if (c->host->alone) c->host->alone(c->host->self, true);
  const char **wholes = arena_array(c->arena, (size_t)cJSON_GetArraySize(list) + 1, sizeof *wholes);
  size_t at = 0;
  cJSON_ArrayForEach(example, list) count_one(c, file, example, depth, &wholes[at++], out);
  if (depth == EXAMPLES_PROVE && !out->failed && at > 1) tell_backwards(c, file, list, wholes, out);
  if (c->host->alone) c->host->alone(c->host->self, false);
  cJSON_Delete(list);
  tell_same(c, out);
  if (out->passed + out->failed) return true;
  out->failed = 1;
  out->none = true;
  value_append(c->arena, out->failures,
               value_text(c->arena, arena_format(c->arena,
                                                 "no examples: a plugin without examples is not tested; they stand in "
                                                 "%s.examples.lua beside it, or in its field examples",
                                                 file->name)));
  return true;
}

static value *result_value(context *c, const char *name, const examples_result *r) {
  value *out = value_record(c->arena);
  if (name) put_text(c->arena, out, "plugin", name);
  put_int(c->arena, out, "passed", r->passed);
  put_int(c->arena, out, "failed", r->failed);
  value_put(c->arena, out, "failures", r->failures);
  put_text(c->arena, out, "summary", arena_format(c->arena, "%d passed, %d failed", r->passed, r->failed));
  return out;
}

static value *fail(const char *what, const examples_result *r, error *e) {
  error_set(e, ERROR_PLUGIN, "%s%s%d passed, %d failed", what, *what ? ": " : "", r->passed, r->failed);
  for (size_t i = 0; i < r->failures->as.list.count; i++) error_row(e, "%s", r->failures->as.list.items[i]->as.text);
  return NULL;
}

value *examples_answer(context *c, const plugin_file *file, error *e) {
  examples_result r;
  if (!examples_run(c, file, EXAMPLES_PROVE, &r, e)) return NULL;
  return r.failed ? fail(file->name, &r, e) : result_value(c, file->name, &r);
}

value *examples_answer_all(context *c, const plugin_file *const *files, size_t count, error *e) {
  examples_result sum = { .failures = value_list(c->arena) };
  value *each = value_list(c->arena);
  for (size_t i = 0; i < count; i++) {
    examples_result r;
    if (!examples_run(c, files[i], EXAMPLES_PROVE, &r, e)) return NULL;
    sum.passed += r.passed;
    sum.failed += r.failed;
    value_append(c->arena, each, result_value(c, files[i]->name, &r));
    for (size_t k = 0; k < r.failures->as.list.count; k++)
      value_append(c->arena, sum.failures,
                   value_text(c->arena,
                              arena_format(c->arena, "%s: %s", files[i]->name, r.failures->as.list.items[k]->as.text)));
  }
  if (sum.failed) return fail("", &sum, e);
  value *out = result_value(c, NULL, &sum);
  value_put(c->arena, out, "plugins", each);
  return out;
}

// Whether a param is given anywhere below: in params, or beside the rule's name.
static bool is_set(const cJSON *node, const char *name) {
  const cJSON *child;
  cJSON_ArrayForEach(child, node) {
    bool named = child->string && strcmp(child->string, name) == 0,
         holds = node->string && strcmp(node->string, "params") == 0;
    if (named && (holds || cJSON_HasObjectItem(node, "rule"))) return true;
    if (is_set(child, name)) return true;
  }
  return false;
}

// Whether any example makes the plugin read the param: its functions ask for it, or fare differently without it.
static bool is_read(context *c, const plugin_file *file, const char *name, bool *out, error *e) {
  const plugin_host *host = c->host;
  examples_result r;
  bool before, ran = host->watch(host->self, file->kind, file->name, name, &before, e) &&
                     examples_run(c, file, EXAMPLES_HOLD, &r, e);
  if (!host->watch(host->self, file->kind, file->name, NULL, out, e) || !ran) return false;
  *out = *out || r.failed;
  return true;
}

static bool advise_param(context *c, const plugin_file *file, const cJSON *examples, const char *name, value *list,
                         error *e) {
  bool read = false;
  if (!is_read(c, file, name, &read, e)) return false;
  const char *why = !read                    ? "no example shows that the plugin reads it"
                    : is_set(examples, name) ? NULL
                                             : "no example sets it";
  if (why) value_append(c->arena, list, value_text(c->arena, arena_format(c->arena, "param %s: %s", name, why)));
  return true;
}

// In a book whose rows have columns of these names but for a slip, what reads them would be held.
static bool advise_columns(context *c, const plugin_file *file, value *list, error *e) {
  if (!c->host->misspelt) return true;
  const value *found = c->host->misspelt(c->host->self, file->kind, file->name, c->arena, e);
  for (size_t i = 0; found && i < found->as.list.count; i++) value_append(c->arena, list, found->as.list.items[i]);
  return found != NULL;
}

value *examples_advice(context *c, const plugin_file *file, error *e) {
  enum { ENOUGH = 5 };
  value *help = c->host->describe(c->host->self, file->kind, file->name, c->arena, e), *list = value_list(c->arena);
  cJSON *examples = help ? read_examples(c, file, e) : NULL;
  if (!examples || file->kind == PLUGIN_LANGUAGE) {
    cJSON_Delete(examples);
    return help && examples ? list : NULL;
  }
  int count = cJSON_GetArraySize(examples);
  const char *few = arena_format(c->arena, "%d example%s: write at least %d", count, count == 1 ? "" : "s", ENOUGH);
  if (count < ENOUGH) value_append(c->arena, list, value_text(c->arena, few));
  const value *params = value_get(help, "params");
  bool ok = advise_columns(c, file, list, e);
  for (size_t i = 0; ok && count && i < params->as.list.count; i++)
    ok = advise_param(c, file, examples, value_get(params->as.list.items[i], "name")->as.text, list, e);
  cJSON_Delete(examples);
  return ok ? list : NULL;
}
