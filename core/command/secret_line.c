// A secret from the standard input.
#include "core/command/secret_line.h"
#include "core/base/text.h"
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

bool secret_line_read(const char *name, char line[SECRET_ROOM]) {
  struct termios before, quiet;
  bool terminal = tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ISIG);  // ISIG: a program that is ended here would leave the terminal mute
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    fprintf(stderr, "%s: ", name);
  }
  bool read = fgets(line, SECRET_ROOM, stdin) != NULL;
  if (terminal) {
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
  }
  return read;
}

bool secret_line_check(char line[SECRET_ROOM], error *e) {
  size_t length = strlen(line);
  bool cut = length == SECRET_ROOM - 1 && line[length - 1] != '\n';
  line[strcspn(line, "\r\n")] = '\0';
  if (cut) return error_set(e, ERROR_INVALID, "the secret is longer than %d bytes; nothing is kept", SECRET_MAX);
  for (const char *c = line; *c; c++)
    if ((unsigned char)*c < ' ' || *c == 127)
      return error_set(e, ERROR_INVALID, "the secret holds a control character; nothing is kept");
  return text_is_utf8(line, strlen(line)) ||
         error_set(e, ERROR_INVALID, "the secret is no UTF-8 text; nothing is kept");
}
