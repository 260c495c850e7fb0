// The functions behind the command table. Each answers one value in the context's arena, or NULL with the error.
#pragma once
#include "core/command/command.h"

#define COMMAND(name) value *command_##name(context *c, const arguments *a, error *e)

COMMAND(init);
COMMAND(import);
COMMAND(tables);
COMMAND(status);
COMMAND(log);
COMMAND(verify);
COMMAND(why);
COMMAND(unbilled);
COMMAND(balance);
COMMAND(explain);
COMMAND(replay);
COMMAND(what_if);
COMMAND(batch_new);
COMMAND(batch_list);
COMMAND(batch_show);
COMMAND(batch_select);
COMMAND(batch_deselect);
COMMAND(batch_expand);
COMMAND(batch_exclude);
COMMAND(batch_include);
COMMAND(batch_waive);
COMMAND(batch_unwaive);
COMMAND(waived);
COMMAND(batch_run);
COMMAND(batch_consolidate);
COMMAND(batch_delete);
COMMAND(batch_discard);
COMMAND(batch_reopen);
COMMAND(batch_generate);
COMMAND(invoice_list);
COMMAND(invoice_show);
COMMAND(invoice_view);
COMMAND(invoice_print);
COMMAND(invoice_credit);
COMMAND(invoice_void);
COMMAND(export);
COMMAND(plugin_list);
COMMAND(plugin_show);
COMMAND(plugin_check);
COMMAND(plugin_test);
COMMAND(plugin_new);
COMMAND(rules_list);
COMMAND(rules_check);
COMMAND(rules_test);
COMMAND(source);
COMMAND(eval);
COMMAND(help);
COMMAND(version);
COMMAND(completion);
COMMAND(complete);
