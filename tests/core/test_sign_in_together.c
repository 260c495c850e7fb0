// core/deliver: several programs that share a sign-in, and programs that are killed while they renew it. The other side
// is a memory that all of them see: tokens that rotate, and a grant that ends where one is shown a second time.
#include "core/deliver/wire_http.h"
#include "core/store/secrets.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
// cmocka needs those above
#include <cmocka.h>

enum { PROGRAMS = 8, KILLS = 150, MILLISECOND = 1000000 };
#define KEY "export.fake.1234"

static struct shared {
  int valid;     // the number of the refresh token that counts
  int renewals;  // how often it was shown
  int ended;     // the grant has
  int grace;     // the one before counts too
} * other;

static net_module net;
static char home[] = "/tmp/sign-in-XXXXXX";
static const target fake = {
  .name = "fake", .title = "Fake", .client_id = "app", .token_url = "t", .api_url = "https://api.example/", .limit = 5
};

static void rest(long milliseconds) { nanosleep(&(struct timespec){ 0, milliseconds * MILLISECOND }, NULL); }

static const char *renewed(const char *form, arena *a, int *status) {
  int shown = atoi(strstr(form, "refresh_token=r") + strlen("refresh_token=r"));
  __atomic_add_fetch(&other->renewals, 1, __ATOMIC_SEQ_CST);
  bool good = shown == other->valid || (other->grace && shown == other->valid - 1);
  if (!good) other->ended = 1;
  *status = other->ended ? 400 : 200;
  if (other->ended) return "{\"error\":\"invalid_grant\"}";
  other->valid++;
  return arena_format(a, "{\"access_token\":\"a%d\",\"refresh_token\":\"r%d\",\"expires_in\":3600}", other->valid,
                      other->valid);
}

static void ask(net_client *c, const net_request *r, arena *a, net_reply *out) {
  (void)c;
  const bool renews = strcmp(r->url, "t") == 0;
  int status = 200;
  if (renews) rest(2);
  const char *body = renews ? renewed(r->body, a, &status) : "{}";
  if (renews) rest(2);
  *out = (net_reply){
    .kind = NET_ANSWERED, .status = status, .wait = -1, .body = arena_text(a, body), .length = strlen(body)
  };
}

static net_client *open_client(error *e) {
  (void)e;
  return (net_client *)&net;
}
static void close_client(net_client *c) { (void)c; }

static int begin(void **state) {
  (void)state;
  error e = { 0 };
  const net_module *real = net_module_open(&e);
  if (!real || !mkdtemp(home)) return -1;
  setenv("XDG_CONFIG_HOME", home, 1);
  net = *real;
  net.ask = ask;
  net.client_open = open_client;
  net.client_close = close_client;
  other = mmap(NULL, sizeof *other, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return 0;
}

// What is kept has ended, and says the number of the refresh token.
static void kept(int number) {
  error e = { 0 };
  char access[20], refresh[20];
  snprintf(access, sizeof access, "old%d", number);
  snprintf(refresh, sizeof refresh, "r%d", number);
  const tokens t = { access, refresh, (int64_t)time(NULL) - 3600, (int64_t)time(NULL) - 1, 0 };
  assert_true(tokens_write(KEY, &t, &e));
}

static int kept_number(void) {
  error e = { 0 };
  arena *a = arena_new();
  tokens t;
  assert_true(tokens_read(KEY, a, &t, &e));
  assert_non_null(t.refresh);
  int number = atoi(t.refresh + 1);
  arena_free(a);
  return number;
}

static wire_outcome ask_once(void) {
  error e = { 0 };
  arena *a = arena_new();
  wire w;
  tokens held;
  wire_answer out = { 0 };
  const wire_request r = { .method = "GET", .path = "x" };
  bool ok = tokens_read(KEY, a, &held, &e) && wire_http_open(&fake, "9", KEY, &held, &net, NULL, &w, &e) &&
            w.send(w.self, &r, a, &out, &e);
  if (ok) connection_wire_close(&w);
  arena_free(a);
  return ok ? out.outcome : WIRE_UNKNOWN;
}

static void programs_that_renew_at_once_show_a_token_once(void **state) {
  (void)state;
  for (int round = 0; round < 20; round++) {
    *other = (struct shared){ .valid = 1 };
    kept(1);
    for (int i = 0; i < PROGRAMS; i++)
      if (fork() == 0) _exit(ask_once() == WIRE_ANSWERED ? 0 : 1);
    for (int i = 0, status; i < PROGRAMS; i++) {
      assert_true(wait(&status) > 0);
      assert_int_equal(status, 0);
    }
    assert_int_equal(other->renewals, 1);
    assert_int_equal(kept_number(), 2);
  }
}

// Killed at any moment, the file is the old one or the new one; a target that lets the one before count is asked again.
static void a_kill_leaves_the_old_tokens_or_the_new_ones(void **state) {
  (void)state;
  int old = 0, new = 0;
  *other = (struct shared){ .valid = 1, .grace = 1 };
  for (int i = 0; i < KILLS; i++) {
    int before = other->valid;
    kept(before);
    pid_t program = fork();
    if (program == 0) _exit(ask_once() == WIRE_ANSWERED ? 0 : 1);
    nanosleep(&(struct timespec){ 0, (i * 7919 % 40000) * 1000 }, NULL);
    kill(program, SIGKILL);
    waitpid(program, NULL, 0);
    int number = kept_number();
    assert_true(number == before || number == before + 1);
    number == before ? old++ : new ++;
    assert_int_equal(ask_once(), WIRE_ANSWERED);
    assert_false(other->ended);
  }
  assert_true(old > 0 && new > 0);
}

static bool stop(void) { return true; }

static void whoever_waits_for_the_lock_can_be_stopped(void **state) {
  (void)state;
  error e = { 0 };
  int lock, second;
  assert_true(signed_in_lock(KEY, NULL, &lock, &e));
  assert_false(signed_in_lock(KEY, stop, &second, &e));
  assert_int_equal(e.code, ERROR_INTERRUPTED);
  error_clear(&e);
  signed_in_unlock(lock);
  assert_true(signed_in_lock(KEY, NULL, &lock, &e));
  signed_in_unlock(lock);
}

static int end(void **state) {
  char command[64];
  (void)state;
  snprintf(command, sizeof command, "rm -rf %.40s", home);
  return system(command);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(programs_that_renew_at_once_show_a_token_once),
    cmocka_unit_test(a_kill_leaves_the_old_tokens_or_the_new_ones),
    cmocka_unit_test(whoever_waits_for_the_lock_can_be_stopped),
  };
  return cmocka_run_group_tests(tests, begin, end);
}
