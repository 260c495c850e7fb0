// Ctrl-C while a command runs.
#include "core/cli/interrupt.h"
#include <signal.h>
#include <stdlib.h>

static volatile sig_atomic_t interrupted, patient, staying;
static bool (*also)(void);

static void on_interrupt(int number) {
  (void)number;
  if (staying || (patient && !interrupted)) {
    interrupted = interrupted < 2 ? interrupted + 1 : 2;
    return;
  }
  _Exit(130);  // an open transaction is rolled back by the next opening, as after any death
}

void interrupt_watch(bool stays) {
  struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = SA_RESTART };
  staying = stays;
  sigaction(SIGINT, &action, NULL);
}

void interrupt_forget(void) { interrupted = patient = 0; }

void interrupt_take(int number) {
  struct sigaction action = { .sa_handler = on_interrupt };
  sigaction(number, &action, NULL);
}

void interrupt_also(bool (*asked)(void)) {
  patient = 0;
  also = asked;
}

bool interrupt_came(void) { return interrupted != 0; }

static int presses(void) { return interrupted + (also && also()); }

bool interrupt_asked(void) {
  patient = 1;
  return presses() != 0;
}

bool interrupt_stops(void) { return presses() > (patient ? 1 : 0); }
