// An answer or an error of a command on its way out: for people through the views, for programs as JSON.
#pragma once
#include "core/cli/style.h"
#include "core/session.h"

// How it is to be shown: as the options --color, --json and --ascii say.
typedef struct manner {
  const char *colour;
  bool json, ascii;
} manner;

// Writes the answer to the style's file, with the next sensible step below. False with the error.
bool answer_write(const manner *m, const style *s, session *session, const command *ran, const value *v, error *e);

// Says on the standard error what is to be known beside the answer, unless that carries it itself.
void answer_warn(const manner *m, session *session, const value *v);

// Writes the answer to the standard output, and warns. Where it could not be written, the error tells what is done
// nevertheless.
bool answer_show(const manner *m, session *session, const command *ran, const value *v, error *e);

// Tells an error on the standard error and clears it; the exit status that it gives.
int answer_fail(const manner *m, error *e);
