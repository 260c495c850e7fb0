// Answers and errors as JSON, written as a stream.
#pragma once
#include "core/base/value.h"
#include <stdio.h>

// Writes one document and a line feed; streams are drawn row by row. False with the error where a stream fails: what
// was written is then cut off.
bool answer_json(const value *v, FILE *file, bool pretty, error *e);

// {"error":{"code","message","hint","rows"}} and a line feed.
void error_json(const error *e, FILE *file);
