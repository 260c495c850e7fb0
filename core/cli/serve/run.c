// Words that a page sends, run in the session, and the answer that it gets.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/cli/interrupt.h"
#include "core/cli/serve/serve_inside.h"
#include "core/command/answers/answers.h"
#include <string.h>
#include <time.h>

enum { OK = 200, STALE = 409, REFUSED = 422, LOOK_MS = 250 };

// ---- Whether it may be run

static bool no_command(error *e, const char *words) {
  error_set(e, ERROR_USAGE, "the page cannot run `%.80s`", words);
  return error_hint(e, "type it on the command line");
}

// Commands that test plugins take a file for a name. What others name at a target may have a stroke, as numbers may.
static bool is_plugin_file(const command *c, const char *word) {
  bool of_plugins = strncmp(c->words, "plugin ", 7) == 0 || strncmp(c->words, "rules ", 6) == 0;
  return of_plugins && plugin_word_is_path(word);
}

// Files of this machine are nothing that a browser names. `used`: how many of the words are the command's own.
static bool names_no_file(const command *c, int used, const wanted *w, error *e) {
  for (int i = 0; i < w->count; i++)
    for (const option *o = c->options; o < c->options + OPTIONS_MAX && o->name; o++) {
      size_t length = strlen(o->name);
      if (o->type != ARGUMENT_FILE || strncmp(w->words[i], "--", 2) != 0 || file_is_written(w->words[i])) continue;
      if (strncmp(w->words[i] + 2, o->name, length) == 0 &&
          (!w->words[i][length + 2] || w->words[i][length + 2] == '='))
        return no_command(e, w->words[i]);
    }
  for (int i = used; c->argument && i < w->count; i++) {
    if (strncmp(w->words[i], "--", 2) == 0) continue;
    if (c->type == ARGUMENT_FILE && strncmp(w->words[i], "@files", 6) != 0) return no_command(e, c->words);
    if (c->type == ARGUMENT_PLUGIN && is_plugin_file(c, w->words[i])) return no_command(e, w->words[i]);
  }
  return true;
}

static bool may(const page *p, const wanted *w, const allowance **out, error *e) {
  int used;
  const command *c = command_find(session_as_it_is(p->session)->commands, w->count, w->words, &used);
  *out = c ? allowance_find(c->words) : NULL;
  if (c && !*out) return no_command(e, c->words);
  if (c && !role_may(p->role, *out, e)) return false;
  return !c || names_no_file(c, used, w, e);
}

// ---- Stopping

static page *at_work;            // whose command runs
static bool reads;               // it changes nothing
static int64_t last_looked;      // milliseconds
static const web_request *left;  // whose asker was seen to have gone

// Somebody stopped it; or it is a question, and nobody waits for its answer any more.
static bool stopped(void) {
  struct timespec now;
  const page *p = at_work;
  if (p->module->stopped(p->server) || left == p->request) return true;
  if (!reads) return false;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  int64_t at = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
  if (at - last_looked < LOOK_MS) return false;
  last_looked = at;
  left = p->module->left(p->server) ? p->request : NULL;
  return left != NULL;
}

// ---- Answers

void reply_error(page *p, int status, error *e, web_reply *reply) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  error_json(e, out);
  memory_stream_end(out, &text, &length);
  while (length && text[length - 1] != '}') length--;
  int64_t rev = changes_rev(p);
  const char *whole =
      arena_format(p->own, "%.*s,\"rev\":%lld}\n", (int)(length ? length - 1 : 0), text, (long long)rev);
  memory_give(text);
  *reply = (web_reply){ .status = status, .body = whole, .length = strlen(whole) };
  error_clear(e);
}

// A record carries the number itself; what is none stands in one.
static value *numbered(page *p, value *answer) {
  arena *a = session_as_it_is(p->session)->arena;
  value *out = answer;
  if (answer->type != VALUE_RECORD) {
    out = value_record(a);
    value_put(a, out, "answer", answer);
    value_put(a, out, "warnings", (value *)session_warnings(p->session));
  }
  put_int(a, out, "rev", changes_rev(p));
  return out;
}

bool write_value(page *p, const value *v, web_reply *reply, error *e) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  bool ok = answer_json(v, out, false, e);
  memory_stream_end(out, &text, &length);
  ok = ok && memory_enough(e);
  if (ok) *reply = (web_reply){ .status = OK, .body = arena_copy(p->own, text, length), .length = length };
  memory_give(text);
  return ok;
}

static bool put_answer(page *p, value *answer, web_reply *reply, error *e) {
  if (write_value(p, numbered(p, answer), reply, e)) return true;
  session_not_shown(p->session, e);
  return false;
}

// What waits for a person must not be waited for by two; a sign-in that waits for a choice is told of it by another.
static bool is_free(const page *p, const wanted *w, error *e) {
  bool waits = w->count >= 2 && strcmp(w->words[0], "export") == 0 && strcmp(w->words[1], "login") == 0;
  return !waits || session_as_it_is(p->session)->choosing || !p->depth ||
         error_set(e, ERROR_BUSY, "somebody is signing in already");
}

value *words_run(page *p, const wanted *w, error *e) {
  const allowance *allowed;
  const command *ran;
  if (!may(p, w, &allowed, e) || !is_free(p, w, e) || !files_name(p, w, e)) return NULL;
  context *c = session_as_it_is(p->session);
  c->brief = w->brief;
  c->changes = w->changes;
  c->secret = w->secret ? w->secret : "";
  at_work = p;
  reads = allowed && !allowed->changes;
  last_looked = p->told = 0;
  if (left == p->request) left = NULL;  // another one, in the same place
  interrupt_also(stopped);
  return p->depth ? c->run_words(c, w->count, w->words, e) : session_run(p->session, w->count, w->words, &ran, e);
}

void words_end(page *p) {
  session_as_it_is(p->session)->secret = NULL;
  interrupt_also(NULL);
  changes_tell(p);
}

void words_again(page *p, bool asks) {
  at_work = p;
  reads = asks;
  interrupt_also(stopped);
}

// ---- A page that is behind

static void reply_stale(page *p, const value *entries, web_reply *reply) {
  error none = { 0 };
  arena *a = p->own;
  value *v = value_record(a), *told = value_record(a), *list = value_list(a);
  for (size_t i = 0; i < entries->as.list.count; i++) value_append(a, list, change_value(a, entries->as.list.items[i]));
  const value *last = list->as.list.items[list->as.list.count - 1], *who = value_get(last, "who");
  put_text(a, told, "code", "stale");
  put_text(a, told, "message",
           arena_format(a, "%s changed this meanwhile: %s", who->type == VALUE_TEXT ? who->as.text : "somebody",
                        value_get(last, "what")->as.text));
  put_text(a, told, "hint", "nothing was done; look at it as it is now, and do it again if it is still right");
  value_put(a, v, "error", told);
  value_put(a, v, "changed", list);
  put_int(a, v, "rev", changes_rev(p));
  if (write_value(p, v, reply, &none)) reply->status = STALE;
}

void wanted_run(page *p, const wanted *w, web_reply *reply) {
  error e = { 0 };
  const allowance *allowed;
  const value *stale = may(p, w, &allowed, &e) && allowed && allowed->changes ? stale_changes(p, w) : NULL;
  error_clear(&e);  // running them says it
  if (stale) {
    reply_stale(p, stale, reply);
  } else {
    int64_t before = changes_rev(p);
    value *answer = words_run(p, w, &e);
    if (answer && w->tab) own_deeds(p, before + 1, changes_rev(p), w->tab);
    if (!answer || !put_answer(p, answer, reply, &e)) reply_error(p, REFUSED, &e, reply);
  }
  reply->body = files_hide(p, reply->body, &reply->length);
  words_end(p);
}
