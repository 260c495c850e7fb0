// Ctrl-C while a command runs. A program that runs one command ends by it; the prompt stays, and the command stops.
#pragma once
#include <stdbool.h>

// From here on Ctrl-C is noticed. stays: it never ends the program.
void interrupt_watch(bool stays);

// The same for another signal, from here on; calls of the system that it interrupts end.
void interrupt_take(int number);

// The next command is one that somebody else may stop as well, as `asked` answers, often; NULL: nobody can.
void interrupt_also(bool (*asked)(void));

// Whether Ctrl-C was pressed at all. Patience is not asked for.
bool interrupt_came(void);

// Before the next command: nobody has asked for its end yet.
void interrupt_forget(void);

// Asked by commands that end at a place of their own; whoever cannot wait for that presses once more.
bool interrupt_asked(void);

// Whether the command is to stop wherever it is: it was asked to, and chooses no place itself.
bool interrupt_stops(void);
