// explain: placeholder until below
#include "core/command/commands.h"
value *command_explain(context *c, const arguments *a, error *e) { (void)a; (void)e; return value_record(c->arena); }
