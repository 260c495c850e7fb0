// One run: its pace, its end, and one request with what its answer means.
#include "core/base/text.h"
#include "core/base/memory.h"
#include "core/deliver/export_inside.h"
#include <string.h>
#include <time.h>

enum { TEXT_MAX = 2000, MESSAGE_MAX = 300, MINUTE = 60, BACKOFF_MAX = 300 };

static int64_t real_now(void *self) {
  (void)self;
  return (int64_t)time(NULL);
}

static void real_rest(void *self) {
  (void)self;
  nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
}

const delivery_clock delivery_clock_real = { NULL, real_now, real_rest };

// ---- The run

static const char *known_id(void *self, const char *kind, const char *key, error *e) {
  driver *d = self;
  const char *id, *name;
  if (!name_known(d->with->book, d->with->connection, kind, key, d->arena, &id, &name, e)) return NULL;
  return id;
}

// The functions of the desk know their own self; what is asked of a driver goes on to it.
static const char *desk_map(void *self, const char *kind, const char *key, error *e) {
  const export_desk *desk = ((driver *)self)->with->desk;
  return desk->map(desk->self, kind, key, e);
}

static const char *desk_json(void *self, const value *invoice, error *e) {
  const export_desk *desk = ((driver *)self)->with->desk;
  return desk->json(desk->self, invoice, e);
}

static void desk_warn(void *self, const char *text) {
  const export_desk *desk = ((driver *)self)->with->desk;
  desk->warn(desk->self, text);
}

bool driver_open(driver *d, const delivering *with, arena *a, delivery_report *report, error *e) {
  const value *list = value_get(with->delivers, "list");
  (void)e;
  *d = (driver){ .with = with,
                 .arena = a,
                 .scratch = arena_new(),
                 .owner = delivery_owner(a),
                 .list = list && list->type == VALUE_TEXT ? list->as.text : NULL,
                 .limit = with->limit ? with->limit : value_get(with->delivers, "limit")->as.integer,
                 .per_minute = value_get(with->delivers, "per_minute")->as.integer,
                 .together = value_get(with->delivers, "together")->as.integer,
                 .lacking = value_record(a),
                 .anew = value_record(a),
                 .report = report };
  d->desk = (export_desk){ .self = d,
                           .currency = with->desk->currency,
                           .map = desk_map,
                           .json = desk_json,
                           .warn = desk_warn,
                           .company = with->company,
                           .settings = with->settings,
                           .id = known_id };
  *report = (delivery_report){ 0 };
  return true;
}

void driver_close(driver *d) { arena_free(d->scratch); }

void driver_end(driver *d, delivery_end end, const char *message, const char *hint) {
  if (d->ended) return;
  d->ended = true;
  d->report->end = end;
  d->report->message = arena_text(d->arena, message);
  d->report->hint = arena_text(d->arena, hint);
}

int64_t driver_now(const driver *d) { return d->with->clock->now(d->with->clock->self); }

// Seconds that passed are counted, not read off a clock that somebody may set.
void driver_rest(driver *d, int64_t seconds) {
  const delivering *w = d->with;
  const char *what = arena_format(d->arena, "waiting for %s", w->title);
  for (int64_t left = seconds; left > 0 && !d->ended; left--) {
    if (w->stop && w->stop()) driver_end(d, DELIVERY_INTERRUPTED, "interrupted", NULL);
    else {
      book_progress(w->book, what, seconds - left, seconds);
      w->clock->rest(w->clock->self);
    }
  }
}

int64_t driver_backoff(int failures) {
  int64_t most = BACKOFF_MAX;
  if (failures < 8 && (INT64_C(2) << failures) < most) most = INT64_C(2) << failures;
  return 1 + delivery_random(most - 1);
}

// ---- The plugin

bool driver_plugin(driver *d, const char *function, const char *key, const value *subject, const value *answer,
                   cJSON **out, error *e) {
  const plugin_host *host = d->with->book->host;
  const value *invoice = subject ? value_get(subject, "invoice") : NULL;
  d->desk.key = key;
  const delivery_call call = { .name = d->with->target,
                               .function = function,
                               .subject = subject,
                               .answer = answer,
                               .invoice = invoice && invoice->type == VALUE_RECORD ? invoice : subject,
                               .desk = &d->desk };
  return host->deliver(host->self, &call, out, e);
}

// ---- Sending

static void until_the_gate(driver *d) {
  int64_t left = d->gate - driver_now(d);
  if (d->gate && left > PATIENCE)
    driver_end(d, DELIVERY_STOPPED,
               arena_format(d->arena, "%s wants to be left alone for %lld minutes", d->with->title,
                            (long long)(left + MINUTE - 1) / MINUTE),
               "run the export again then: it goes on where it is");
  else if (d->gate && left > 0) driver_rest(d, left);
  d->gate = 0;
}

static void keep_pace(driver *d) {
  int64_t now = driver_now(d);
  if (now < d->minute || now >= d->minute + MINUTE) {
    d->minute = now;
    d->in_minute = 0;
  }
  if (d->in_minute >= d->per_minute) {
    driver_rest(d, d->minute + MINUTE - now);
    d->minute = driver_now(d);
    d->in_minute = 0;
  }
  d->in_minute++;
}

bool driver_send(driver *d, const wire_request *request, wire_answer *out, error *e) {
  const delivering *w = d->with;
  if (!d->ended && w->stop && w->stop()) driver_end(d, DELIVERY_INTERRUPTED, "interrupted", NULL);
  if (!d->ended) until_the_gate(d);
  if (!d->ended) keep_pace(d);
  if (d->ended) return true;
  d->report->requests++;
  return w->wire->send(w->wire->self, request, d->scratch, out, e);
}

// ---- What an answer means

static const char *clean(driver *d, const char *text) {
  buffer out = { 0 };
  if (!text) return NULL;
  buffer_clean(&out, text, false);
  const char *said = arena_copy(d->arena, out.text ? out.text : "", text_fit(out.text ? out.text : "", MESSAGE_MAX));
  buffer_free(&out);
  return said;
}

// As plugins get it: {"status", "body", "text", "trace"}.
static const value *answer_value(driver *d, const wire_answer *w) {
  arena *a = d->scratch;
  error none = { 0 };
  value *out = value_record(a), *body = w->length ? value_of_answer(w->body, w->length, a, &none) : NULL;
  size_t good = w->body ? text_good(w->body, w->length < TEXT_MAX ? w->length : TEXT_MAX) : 0;
  error_clear(&none);
  put_int(a, out, "status", w->status);
  if (body) value_put(a, out, "body", body);
  put_text(a, out, "text", arena_copy(a, w->body ? w->body : "", good));
  put_text(a, out, "trace", w->trace);
  return out;
}

static int64_t whole(const cJSON *verdict, const char *name, int64_t missing) {
  int64_t out;
  return json_integer(cJSON_GetObjectItemCaseSensitive(verdict, name), &out) ? out : missing;
}

const char *fact(const cJSON *facts, const char *name, arena *a) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(facts, name);
  if (cJSON_IsString(item) || cJSON_IsRaw(item)) return *item->valuestring ? arena_text(a, item->valuestring) : NULL;
  if (!cJSON_IsNumber(item)) return NULL;
  char *text = json_canonical(item);
  const char *out = arena_text(a, text);
  memory_give(text);
  return out;
}

static void wait_then(driver *d, int64_t seconds) {
  int64_t until = driver_now(d) + (seconds > 0 ? seconds : 1);
  if (until > d->gate) d->gate = until;
}

// What the plugin says that an answer is, or NULL; one that stumbles over it does not know.
static bool told(driver *d, const value *document, judged *j, cJSON **out, error *e) {
  *out = NULL;
  if (driver_plugin(d, "refused", "", document, j->answer, out, e)) return true;
  if (e->code != ERROR_PLUGIN) return false;
  j->as = VERDICT_UNKNOWN;
  j->message = clean(d, e->message);
  error_clear(e);
  return true;
}

static void take_told(driver *d, const cJSON *told, const wire_answer *w, judged *j) {
  static const char *const words[] = { "refused", "there", "unknown", "wait", "sign-in", "stop" };
  static const verdict verdicts[] = { VERDICT_REFUSED, VERDICT_THERE, VERDICT_UNKNOWN,
                                      VERDICT_WAIT,    VERDICT_ENDED, VERDICT_ENDED };
  const char *as = fact(told, "as", d->arena), *message = clean(d, fact(told, "message", d->arena)),
             *hint = clean(d, fact(told, "hint", d->arena));
  size_t at = 0;
  while (strcmp(words[at], as) != 0) at++;
  j->as = verdicts[at];
  j->code = fact(told, "code", d->arena);
  j->message = message && hint ? arena_format(d->arena, "%s; %s", message, hint) : message ? message : hint;
  if (at == 3) wait_then(d, w->wait >= 0 ? w->wait : whole(told, "after", WAIT_UNTOLD));
  if (at == 4) driver_end(d, DELIVERY_SIGN_IN, message ? message : "nobody is signed in any more", NULL);
  if (at == 5) driver_end(d, DELIVERY_STOPPED, message ? message : "the target takes nothing now", hint);
}

// Where the plugin says nothing: by the status alone.
static void judge_status(driver *d, const wire_answer *w, judged *j) {
  bool json = value_get(j->answer, "body") != NULL, done = w->status >= 200 && w->status < 300;
  const char *words = w->message ? w->message : value_get(j->answer, "text")->as.text;
  j->message =
      clean(d, arena_format(d->scratch, "%s answered %d%s%s", d->with->title, w->status, *words ? ": " : "", words));
  // An empty one says neither that it is there nor that it is not.
  if (done && (json || w->status == 204)) j->as = VERDICT_GOOD;
  else if (w->status == 429) {
    j->as = VERDICT_WAIT;
    wait_then(d, w->wait >= 0 ? w->wait : WAIT_UNTOLD);
  } else if (w->status == 401) {
    j->as = VERDICT_ENDED;
    driver_end(d, DELIVERY_SIGN_IN, "nobody is signed in any more", NULL);
  } else if (done || w->status < 400 || w->status >= 500 || w->status == 408) {
    j->as = VERDICT_UNKNOWN;
    if (w->wait > 0) wait_then(d, w->wait);
  } else {
    j->as = VERDICT_REFUSED;
    j->absent = json && (w->status == 404 || w->status == 410);  // pages of others on the way say nothing of it
  }
}

static void not_reached(driver *d, const wire_answer *w) {
  const char *why = clean(d, w->message ? w->message : "nobody is there");
  if (++d->unreached >= UNREACHED_MAX)
    driver_end(d, DELIVERY_STOPPED, arena_format(d->arena, "%s cannot be reached: %s", d->with->title, why),
               "run the export again later: it goes on where it is");
  else wait_then(d, driver_backoff(d->unreached));
}

bool driver_judge(driver *d, const value *document, const wire_answer *w, judged *out, error *e) {
  cJSON *said;
  *out = (judged){ .message = clean(d, w->message), .trace = clean(d, w->trace) };
  if (w->outcome == WIRE_SIGN_IN) {
    out->as = VERDICT_ENDED;
    driver_end(d, DELIVERY_SIGN_IN, w->message ? w->message : "nobody is signed in any more", NULL);
  } else if (w->outcome == WIRE_NOT_SENT) {
    out->as = VERDICT_NOT_SENT;
    not_reached(d, w);
  } else if (w->outcome == WIRE_UNKNOWN) out->as = VERDICT_UNKNOWN;
  if (w->outcome != WIRE_ANSWERED) return true;
  d->unreached = 0;
  out->as = VERDICT_GOOD;
  out->answer = answer_value(d, w);
  if (!told(d, document, out, &said, e)) return false;
  if (said) take_told(d, said, w, out);
  else if (out->as == VERDICT_GOOD) judge_status(d, w, out);
  cJSON_Delete(said);
  return true;
}

bool driver_ask(driver *d, const value *document, const cJSON *request, judged *out, error *e) {
  char *frozen = request_freeze(request, NULL);
  const char *kept = arena_text(d->scratch, frozen), *key = "";
  wire_answer answer = { 0 };
  memory_give(frozen);
  const wire_request r = request_thaw(&kept, &key, 1, "", NULL, d->scratch);
  *out = (judged){ .as = VERDICT_ENDED };
  if (!driver_send(d, &r, &answer, e)) return false;
  return d->ended || driver_judge(d, document, &answer, out, e);
}

bool driver_confirm(driver *d, const value *document, judged *j, cJSON **out, error *e) {
  *out = NULL;
  if (driver_plugin(d, "confirm", "", document, j->answer, out, e)) return true;
  if (e->code != ERROR_PLUGIN) return false;
  j->as = VERDICT_UNKNOWN;
  j->message = clean(d, e->message);
  error_clear(e);
  return true;
}
