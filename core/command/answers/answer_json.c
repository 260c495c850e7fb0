// Answers and errors as JSON.
#include "core/command/answers/answers.h"
#include "core/base/json.h"
#include "core/base/money.h"

static bool write_value(json_writer *w, const value *v, error *e);

static bool write_stream(json_writer *w, const value *v, error *e) {
  arena *scratch = arena_new();
  value *row;
  bool ok = true;
  json_open(w, '[');
  while (ok && (arena_reset(scratch), row = v->as.stream.next(v->as.stream.context, scratch, e)) != NULL)
    ok = write_value(w, row, e);
  json_close(w, ']');
  arena_free(scratch);
  return ok && e->code == ERROR_NONE;
}

static bool write_list(json_writer *w, const value *v, error *e) {
  bool ok = true;
  json_open(w, '[');
  for (size_t i = 0; ok && i < v->as.list.count; i++) ok = write_value(w, v->as.list.items[i], e);
  json_close(w, ']');
  return ok;
}

static bool write_record(json_writer *w, const value *v, error *e) {
  bool ok = true;
  json_open(w, '{');
  for (size_t i = 0; ok && i < v->as.record.count; i++) {
    json_key(w, v->as.record.fields[i].name);
    ok = write_value(w, v->as.record.fields[i].item, e);
  }
  json_close(w, '}');
  return ok;
}

static bool write_value(json_writer *w, const value *v, error *e) {
  char text[MONEY_TEXT];
  switch (v->type) {
    case VALUE_NULL: json_null(w); break;
    case VALUE_BOOL: json_bool(w, v->as.truth); break;
    case VALUE_INT: json_int(w, v->as.integer); break;
    case VALUE_TEXT: json_text(w, v->as.text); break;
    case VALUE_DAY: json_text(w, day_format(v->as.date, text)); break;
    case VALUE_MONEY:
      money_format(v->as.money.minor, v->as.money.exponent, text);
      json_text(w, text);
      break;
    case VALUE_LIST: return write_list(w, v, e);
    case VALUE_RECORD: return write_record(w, v, e);
    case VALUE_STREAM: return write_stream(w, v, e);
  }
  return true;
}

bool answer_json(const value *v, FILE *file, bool pretty, error *e) {
  json_writer w;
  json_begin(&w, file, pretty);
  w.shown = true;
  bool ok = write_value(&w, v, e);
  json_end(&w);
  return ok;
}

void error_json(const error *e, FILE *file) {
  json_writer w;
  json_begin(&w, file, false);
  w.shown = true;
  json_open(&w, '{');
  json_key(&w, "error");
  json_open(&w, '{');
  json_key(&w, "code");
  json_text(&w, error_code_name(e->code));
  json_key(&w, "message");
  json_text(&w, e->message);
  json_key(&w, "hint");
  json_text(&w, e->hint[0] ? e->hint : NULL);
  json_key(&w, "rows");
  json_open(&w, '[');
  for (size_t i = 0; i < e->row_count; i++) json_text(&w, e->rows[i]);
  json_close(&w, ']');
  if (e->row_total > e->row_count) {
    json_key(&w, "more_rows");
    json_int(&w, (int64_t)(e->row_total - e->row_count));
  }
  json_close(&w, '}');
  json_close(&w, '}');
  json_end(&w);
}
