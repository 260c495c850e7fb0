// log on, log off: what is typed at the prompt, recorded as a command file.
#include "core/command/commands_inside.h"

static value *turn(context *c, const char *path, error *e) {
  if (!c->record) {
    error_set(e, ERROR_USAGE, "only what is typed at the prompt is recorded");
    error_hint(e, "type `billet` alone, and `log on FILE` there");
    return NULL;
  }
  if (!c->record(c->recorder, path, e)) return NULL;
  value *out = value_record(c->arena);
  put_text(c->arena, out, "recording", path);
  put_text(c->arena, out, "summary",
           path ? arena_format(c->arena, "what is typed is recorded in %s, until `log off`", path)
                : "nothing is recorded any more");
  return out;
}

static value *command_log_on(context *c, const arguments *a, error *e) { return turn(c, a->texts[0], e); }

static value *command_log_off(context *c, const arguments *a, error *e) {
  (void)a;
  return turn(c, NULL, e);
}

const command record_commands[] = {
  { .words = "log on",
    .group = "Scripts",
    .summary = "records at the prompt what is typed, with the amounts that it answers, for `source --expect`",
    .argument = "FILE",
    .type = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .examples = { "billet log on may.billet" },
    .view = "summary",
    .run = command_log_on },
  { .words = "log off",
    .group = "Scripts",
    .summary = "ends the recording",
    .examples = { "billet log off" },
    .view = "summary",
    .run = command_log_off },
  { 0 },
};
