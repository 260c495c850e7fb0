// The end of a program that a plugin holds: where a step of C never ends, no look at the clock stops it, and whoever
// waits for the program would wait for hours. Then the program notes which plugin it was and ends, as any death would
// end it: what was not committed is undone by the next command, which holds that plugin's contracts.
#pragma once
#include "core/session.h"

// Watches the plugins that run on this thread from now on. json: how what happened is told. The session must live as
// long as the program runs plugins.
void watchdog_start(const session *s, bool json);
