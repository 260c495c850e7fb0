#include "tests/sandbox/attack.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];

int attack_begin(void **context) {
  (void)context;
  strcpy(folder, "/tmp/billet-sandbox-XXXXXX");
  return mkdtemp(folder) ? 0 : -1;
}

int attack_end(void **context) {
  (void)context;
  char command[128];
  snprintf(command, sizeof command, "rm -r %s", folder);
  return system(command);
}

void attack_file(const char *name, const char *text, size_t length) {
  char path[200];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "w");
  if (!f || fwrite(text, 1, length, f) != length || fclose(f) != 0) abort();
}

// A contract type whose `opens` is the attack; `before` stands outside of it.
void attack_write(const char *name, const char *before, const char *body) {
  char text[4000], file[64];
  int length = snprintf(text, sizeof text,
                        "%s\nreturn contract { name = '%s', api = 1,\nopens = function(c, period, bill)\n%s\nend }",
                        before, name, body);
  snprintf(file, sizeof file, "%s.lua", name);
  attack_file(file, text, (size_t)length);
}

plugin_host *attack_host(error *e) {
  static const char *directories[1];
  directories[0] = folder;
  return host_open(
      &(host_options){ .directories = directories, .directory_count = 1, .deadline_ms = DEADLINE_MS, .memory = MEMORY },
      e);
}

// Opens a period of the type; the rating tells what it billed.
bool attack_run(plugin_host *h, const char *name, rating *r, error *e) {
  int terms;
  r->contract = (contract){
    .id = "k1", .name = "K", .customer_id = "c", .customer_name = "C", .currency = "USD", .until = DAY_NEVER
  };
  r->period = (rating_period){ .until = 30, .whole_until = 30 };
  if (!h->terms_open(h->self, name, "{}", &r->contract, &terms, e)) return false;
  bool ok = h->opens(h->self, terms, r, e);
  h->terms_close(h->self, terms);
  return ok;
}

void attack_broken(const char *what, const error *e) {
  fprintf(stderr, "%s: %s\n", what, e->message);
  _exit(1);
}

// Runs in a child with a limit of processor time; its exit tells. The alarm is for what waits: a loaded machine gives a
// child a small part of each second, so it comes late.
void attack_in_child(scene run, const void *context) {
  fflush(NULL);
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    setrlimit(RLIMIT_CPU, &(struct rlimit){ SECONDS, SECONDS });
    setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
    alarm(40 * SECONDS);
    run(context);
    _exit(0);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  if (WIFSIGNALED(status)) fail_msg("killed by signal %d", WTERMSIG(status));
  assert_int_equal(WEXITSTATUS(status), 0);
}

static void refused_scene(const void *context) {
  const expected *x = context;
  error e = { 0 };
  rating r = { 0 };
  attack_write("attack", x->before, x->body);
  plugin_host *h = attack_host(&e);
  if (!h) attack_broken("open", &e);
  if (attack_run(h, "attack", &r, &e)) attack_broken("was not refused", &e);
  if (e.code != ERROR_PLUGIN || !strstr(e.message, x->message)) attack_broken(x->message, &e);
  if (!strstr(e.message, "attack.lua")) attack_broken("names no file", &e);
  for (const char *c = e.message; *c; c++)
    if ((unsigned char)*c < 0x20) attack_broken("a control character", &e);
  error_clear(&e);
  attack_write("fine", "", "bill:line { 'fine', price = 1 }");
  host_close(h);
  if (!(h = attack_host(&e)) || !attack_run(h, "fine", &r, &e)) attack_broken("the host is damaged", &e);
  host_close(h);
}

void attack_refused_with(const char *before, const char *body, const char *message) {
  attack_in_child(refused_scene, &(expected){ before, body, message });
}
void attack_refused(const char *body, const char *message) { attack_refused_with("", body, message); }
