// What was typed, in a file that `source` runs again: commands, and the amounts that they answered as comments.
#include "core/base/memory.h"
#include "core/cli/prompt/prompt_inside.h"
#include "core/command/answers/answers.h"
#include "core/command/words/words.h"
#include "core/store/output.h"
#include <errno.h>
#include <string.h>

bool record_to(void *recorder, const char *path, error *e) {
  prompt *p = recorder;
  FILE *file = path ? output_append(path, e) : NULL;
  if (path && !file) return false;
  if (p->record) fclose(p->record);  // each entry is written already
  p->record = file;
  return true;
}

// Such that script_words reads the word again.
static void add_word(buffer *b, const char *word) {
  if (b->length) buffer_text(b, " ");
  bool plain = *word && *word != '#' && !strpbrk(word, " \t\r\n'\"\\");
  if (plain) {
    buffer_text(b, word);
    return;
  }
  buffer_text(b, "\"");
  for (; *word; word++) {
    if (*word == '"' || *word == '\\') buffer_text(b, "\\");
    buffer_add(b, word, 1);
  }
  buffer_text(b, "\"");
}

static void add_comment(buffer *b, const char *before, const char *text) {
  buffer_format(b, "# %s", before);
  for (; *text; text++) {
    buffer_add(b, text, 1);
    if (*text == '\n') buffer_text(b, "# ");
  }
  buffer_text(b, "\n");
}

static void tell_lost(prompt *p) {
  fprintf(stderr, "billet: the recording cannot be written, and ends here: %s\n", strerror(errno));
  fclose(p->record);
  p->record = NULL;
}

enum { ROWS_NOTED = 200 };

void record_entry(prompt *p, const char *entry, int count, const char *const *words, const value *answer) {
  if (!history_takes(entry)) return;
  arena *a = arena_new();
  buffer command = { 0 }, text = { 0 };
  if (script_is_lua(words[0])) buffer_text(&command, entry);
  else
    for (int i = 0; i < count; i++) add_word(&command, words[i]);
  const char *run = command.text ? command.text : "";
  if (answer) buffer_format(&text, "%s\n", run);
  else add_comment(&text, "failed: ", run);
  const value *lines = amounts_of(a, answer, ROWS_NOTED);
  for (size_t i = 0; i < lines->as.list.count; i++) add_comment(&text, "", lines->as.list.items[i]->as.text);
  bool written = fwrite(text.text, 1, text.length, p->record) == text.length && fflush(p->record) == 0;
  if (!written) tell_lost(p);
  buffer_free(&command);
  buffer_free(&text);
  arena_free(a);
}
