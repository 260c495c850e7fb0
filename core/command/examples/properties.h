// Properties that hold for every plugin: checked on each of its examples, without a word from its author.
#pragma once
#include "core/command/examples/story.h"

// NULL where they hold, else which one does not, with both figures: the order of rows changes nothing; billing period
// by period comes to the same totals as billing at once (unless the example says `steps = false` and why); lines, taxes
// and totals add up, consolidated too; `verify` finds nothing; with no work in it, a period costs nothing as it closes
// (unless the example says `empty = false` and why). `first` is the example's own story.
const char *properties_check(context *c, const cJSON *example, const story_options *options, const story *first);
