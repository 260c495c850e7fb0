// Lines that a person types at a terminal, by libedit: a module of its own (billet-line.so), for who types commands
// into a shell needs no editor. It lies on core/base; the program reaches it by this header alone, so that another
// editor would change nothing but this room.
#pragma once
#include "core/base/module.h"
#include <stddef.h>
#include <stdint.h>

// Both sides must agree on what passes between them. The first number is raised when a callback or a meaning changes;
// a struct that grew shows by its size.
#define LINE_MODULE_VERSION \
  ((uint64_t)1 << 48 | (uint64_t)sizeof(line_hooks) << 32 | (uint64_t)sizeof(line_offer) << 16 | sizeof(error))

// What may stand where the cursor stands. Texts live until the next offer.
typedef struct line_offer {
  size_t replaced;   // so many bytes before the cursor give way to the text
  const char *text;  // NULL: the line stays
  const char *list;  // lines to be shown above the one that is typed; NULL: none
} line_offer;

// Asked while a line is typed.
typedef struct line_hooks {
  void *context;
  // Tab: what fits behind the text before the cursor.
  void (*complete)(void *context, const char *before, line_offer *out);
  // Once a second: what is to be told above the line; NULL: nothing.
  const char *(*notice)(void *context);
} line_hooks;

typedef enum line_event {
  LINE_TYPED,   // a line was ended with Enter
  LINE_PASTED,  // several lines were pasted, and nothing has run yet
  LINE_BROKEN,  // Ctrl-C: what was typed is gone
  LINE_ENDED,   // Ctrl-D on an empty line
  LINE_GONE,    // the terminal is no more, or the system ends the program
} line_event;

typedef struct line line;

typedef struct line_module {
  uint64_t version;
  // Takes the terminal on the standard input and output; NULL with the error. close frees it; NULL is allowed.
  line *(*open)(const line_hooks *hooks, error *e);
  void (*close)(line *l);
  // An entry, of one line or more, that arrow keys and Ctrl-R find again.
  void (*remember)(line *l, const char *entry);
  // One line; *text, without the end of the line, lives until the next call, and is "" where there is none. The
  // terminal is as it was before the call, also while a command runs.
  line_event (*read)(line *l, const char *prompt, const char **text);
  // A question that one key answers: its character; 0 where there is none (Ctrl-C, Ctrl-D, the terminal is gone).
  char (*ask)(line *l, const char *question);
} line_module;

// The callbacks of billet-line.so; `not-found` where it, or libedit, is not there.
static inline const line_module *line_module_open(error *e) {
  static const module_kind kind = { "billet-line.so", "billet_line", LINE_MODULE_VERSION, "libedit2" };
  return module_open(&kind, e);
}
