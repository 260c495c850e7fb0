// The forms of what delivering exporters answer: requests, needs, facts and verdicts.
#include "core/base/decimal.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "lua/host/host_inside.h"
#include <string.h>

typedef enum form { ANY, TEXT, ID, AMOUNT, FLAG, COUNT, PLAIN, METHOD, VERDICT, RECORD, LIST } form;

// A field: its form; for records and lists also of what.
typedef struct form_field {
  const char *name;
  form form;
  bool required;
  const struct form_field *of;
} form_field;

static const form_field request_fields[] = { { "method", METHOD, true, NULL }, { "path", TEXT, true, NULL },
                                             { "query", PLAIN, false, NULL },  { "headers", PLAIN, false, NULL },
                                             { "body", ANY, false, NULL },     { "type", TEXT, false, NULL },
                                             { "of", ANY, false, NULL },       { NULL, ANY, false, NULL } };
static const form_field need_fields[] = { { "kind", TEXT, true, NULL },
                                          { "key", TEXT, true, NULL },
                                          { "name", TEXT, true, NULL },
                                          { "find", RECORD, false, request_fields },
                                          { "make", RECORD, false, request_fields },
                                          { "missing", TEXT, false, NULL },
                                          { NULL, ANY, false, NULL } };
static const form_field fact_fields[] = { { "id", ID, true, NULL },        { "number", ID, false, NULL },
                                          { "name", TEXT, false, NULL },   { "total", AMOUNT, false, NULL },
                                          { "tax", AMOUNT, false, NULL },  { "version", ID, false, NULL },
                                          { "date", TEXT, false, NULL },   { "customer", ID, false, NULL },
                                          { "voided", FLAG, false, NULL }, { "ours", FLAG, false, NULL },
                                          { "theirs", FLAG, false, NULL }, { NULL, ANY, false, NULL } };
static const form_field verdict_fields[] = { { "as", VERDICT, true, NULL },   { "message", TEXT, false, NULL },
                                             { "hint", TEXT, false, NULL },   { "code", ID, false, NULL },
                                             { "after", COUNT, false, NULL }, { NULL, ANY, false, NULL } };
static const form_field changed_fields[] = { { "id", ID, true, NULL },       { "number", ID, false, NULL },
                                             { "state", TEXT, false, NULL }, { "total", AMOUNT, false, NULL },
                                             { "tax", AMOUNT, false, NULL }, { "open", AMOUNT, false, NULL },
                                             { "date", TEXT, false, NULL },  { "version", ID, false, NULL },
                                             { NULL, ANY, false, NULL } };
static const form_field pays_fields[] = { { "id", ID, true, NULL },
                                          { "amount", AMOUNT, true, NULL },
                                          { NULL, ANY, false, NULL } };
static const form_field payment_fields[] = { { "id", ID, true, NULL },
                                             { "date", TEXT, true, NULL },
                                             { "amount", AMOUNT, true, NULL },
                                             { "currency", TEXT, false, NULL },
                                             { "reference", ID, false, NULL },
                                             { "customer", ID, false, NULL },
                                             { "pays", LIST, false, pays_fields },
                                             { NULL, ANY, false, NULL } };
static const form_field changes_fields[] = { { "documents", LIST, false, changed_fields },
                                             { "payments", LIST, false, payment_fields },
                                             { "more", LIST, false, request_fields },
                                             { NULL, ANY, false, NULL } };

typedef struct checking {
  char *out;
  size_t room;
} checking;

static bool fault(const checking *c, const char *where, const char *what) {
  snprintf(c->out, c->room, "%s %s", where, what);
  return false;
}

static bool word(const cJSON *item, const char *const *words) {
  for (; cJSON_IsString(item) && *words; words++)
    if (strcmp(item->valuestring, *words) == 0) return true;
  return false;
}

static bool is_amount(const cJSON *item) {
  decimal amount;
  if (cJSON_IsNumber(item)) return true;
  bool text = cJSON_IsString(item) || cJSON_IsRaw(item);
  return text && decimal_parse(item->valuestring, strlen(item->valuestring), &amount);
}

static bool is_count(const cJSON *item) {
  int64_t count;
  return json_integer(item, &count) && count >= 0;
}

// A record of texts and numbers without line ends: they become a query or headers.
static bool is_plain(const cJSON *item) {
  const cJSON *member;
  if (cJSON_IsArray(item)) return !item->child;
  cJSON_ArrayForEach(member, item) {
    bool text = cJSON_IsString(member) || cJSON_IsRaw(member);
    if (!text && !cJSON_IsNumber(member) && !cJSON_IsBool(member)) return false;
    if (text && strpbrk(member->valuestring, "\r\n")) return false;
  }
  return cJSON_IsObject(item);
}

// What a form asks for where `item` has not got it; NULL: it has.
static const char *wanted(const cJSON *item, form f) {
  static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", NULL };
  static const char *const verdicts[] = { "refused", "there", "unknown", "wait", "sign-in", "stop", NULL };
  switch (f) {
    case TEXT: return cJSON_IsString(item) && *item->valuestring ? NULL : "must be a text";
    case ID:
      return (cJSON_IsString(item) && *item->valuestring) || cJSON_IsNumber(item) ? NULL
                                                                                  : "must be a text or an integer";
    case AMOUNT: return is_amount(item) ? NULL : "must be an amount, such as \"12.50\"";
    case FLAG: return cJSON_IsBool(item) ? NULL : "must be true or false";
    case COUNT: return is_count(item) ? NULL : "must be an integer from 0";
    case PLAIN: return is_plain(item) ? NULL : "must have names, and texts or numbers without line ends";
    case METHOD: return word(item, methods) ? NULL : "must be GET, POST, PUT, PATCH or DELETE";
    case VERDICT: return word(item, verdicts) ? NULL : "must be refused, there, unknown, wait, sign-in or stop";
    case RECORD: return cJSON_IsObject(item) ? NULL : "must be a table with names";
    case LIST: return cJSON_IsArray(item) ? NULL : "must be a list";
    case ANY: break;
  }
  return NULL;
}

static bool check_record(const checking *c, const char *where, const cJSON *item, const form_field *fields);

static bool check_list(const checking *c, const char *where, const cJSON *list, const form_field *fields) {
  const cJSON *item;
  int number = 0;
  if (!cJSON_IsArray(list)) return fault(c, where, "must be a list");
  cJSON_ArrayForEach(item, list) {
    char place[120];
    snprintf(place, sizeof place, "%.100s[%d]", where, ++number);
    if (!check_record(c, place, item, fields)) return false;
  }
  return true;
}

static bool check_names(const checking *c, const char *where, const cJSON *item, const form_field *fields) {
  const char *names[16];
  size_t count = 0;
  const cJSON *member;
  for (; fields[count].name; count++) names[count] = fields[count].name;
  cJSON_ArrayForEach(member, item) {
    size_t i = 0;
    while (i < count && strcmp(names[i], member->string) != 0) i++;
    if (i < count) continue;
    const char *near = text_nearest(member->string, names, count);
    snprintf(c->out, c->room, "%s has no field '%.60s'%s%s%s", where, member->string, near ? "; did you mean '" : "",
             near ? near : "", near ? "'?" : "");
    return false;
  }
  return true;
}

static bool check_record(const checking *c, const char *where, const cJSON *item, const form_field *fields) {
  if (!cJSON_IsObject(item)) return fault(c, where, "must be a table with names");
  if (!check_names(c, where, item, fields)) return false;
  for (const form_field *f = fields; f->name; f++) {
    const cJSON *own = cJSON_GetObjectItemCaseSensitive(item, f->name);
    char place[120];
    snprintf(place, sizeof place, "%.80s: '%s'", where, f->name);
    if (!own && f->required) return fault(c, place, "is missing");
    const char *want = own ? wanted(own, f->form) : NULL;
    if (want) return fault(c, place, want);
    if (own && f->form == RECORD && !check_record(c, place, own, f->of)) return false;
    if (own && f->form == LIST && !check_list(c, place, own, f->of)) return false;
  }
  return true;
}

// Companies have any facts besides; they are kept as they are.
static bool check_named(const checking *c, const cJSON *list) {
  const cJSON *item;
  if (!cJSON_IsArray(list)) return fault(c, "the answer", "must be a list of { id = …, name = … }");
  cJSON_ArrayForEach(item, list) {
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(item, "id"),
                *name = cJSON_GetObjectItemCaseSensitive(item, "name");
    if (wanted(id, ID) || wanted(name, TEXT)) return fault(c, "the answer", "must be a list of { id = …, name = … }");
  }
  return true;
}

static bool check_missing(const checking *c, const cJSON *list) {
  const cJSON *item;
  cJSON_ArrayForEach(item, list) {
    if (wanted(item, TEXT)) return fault(c, "the answer", "must be a list of texts");
    if (strchr(item->valuestring, '\n')) return fault(c, "what is missing", "is told in one line");
  }
  return cJSON_IsArray(list) || fault(c, "the answer", "must be a list of texts");
}

static bool check_facts(const checking *c, const char *kind, const cJSON *answer) {
  if (text_equal(kind, "company") || text_equal(kind, "names")) return check_named(c, answer);
  return check_record(c, "the answer", answer, text_equal(kind, "changes") ? changes_fields : fact_fields);
}

const char *delivery_fault(plugin_function function, const char *kind, const cJSON *answer, char *out, size_t room) {
  const checking c = { out, room };
  bool good;
  switch (function) {
    case FUNCTION_NEEDS: good = check_list(&c, "the answer", answer, need_fields); break;
    case FUNCTION_CHANGED: good = check_list(&c, "the answer", answer, request_fields); break;
    case FUNCTION_CONFIRM: good = check_facts(&c, kind, answer); break;
    case FUNCTION_REFUSED: good = check_record(&c, "the answer", answer, verdict_fields); break;
    case FUNCTION_MISSING: good = check_missing(&c, answer); break;
    default: good = check_record(&c, "the request", answer, request_fields); break;
  }
  return good ? NULL : out;
}
