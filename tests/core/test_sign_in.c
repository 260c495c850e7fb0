// core/deliver: signing in, tokens as files, and the wire that renews them; the other side is a list of answers.
#include "core/deliver/sign_in.h"
#include "core/deliver/wire_http.h"
#include "core/store/secrets.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
// cmocka needs those above
#include <cmocka.h>

enum { REPLIES = 8, PATH_ROOM = 300 };
#define KEY "export.fake.1234"

// ---- The other side

static struct {
  net_module net;
  const net_reply *replies[REPLIES];
  int asked;                                     // requests
  char urls[REPLIES][200], shown[REPLIES][300];  // where to; what of them signs in: the header, and the form
  void (*meanwhile)(void);                       // what happens while the first is under way
} other;

static const net_reply good = { NET_ANSWERED, 200, -1, "{}", "application/json", NULL, NULL, 2 };
static const net_reply refuses = { NET_ANSWERED, 401, -1, "", NULL, NULL, NULL, 0 };
static const net_reply gone = { NET_CUT_OFF, 0, -1, NULL, NULL, NULL, "the connection was closed", 0 };

static net_reply json(int status, const char *text) {
  return (net_reply){ NET_ANSWERED, status, -1, text, "application/json", NULL, NULL, strlen(text) };
}

static void fake_ask(net_client *c, const net_request *r, arena *a, net_reply *out) {
  (void)c;
  assert_true(other.asked < REPLIES && other.replies[other.asked]);
  const char *header = r->header_count && strcmp(r->headers[0].name, "Authorization") == 0 ? r->headers[0].value : "";
  snprintf(other.urls[other.asked], sizeof *other.urls, "%s", r->url);
  snprintf(other.shown[other.asked], sizeof *other.shown, "%s %s", header, r->body ? r->body : "");
  *out = *other.replies[other.asked++];
  if (out->body) out->body = arena_text(a, out->body);
  if (other.meanwhile) other.meanwhile();
}

static net_client *fake_open(error *e) {
  (void)e;
  return (net_client *)&other;
}
static void fake_close(net_client *c) { (void)c; }

// ---- A target, and who is signed in

static arena *own;
static char home[] = "/tmp/sign-in-XXXXXX";
static error e;
static target fake = { .name = "fake",
                       .title = "Fake",
                       .client_id = "app",
                       .authorize_url = "https://sign.example/in",
                       .token_url = "https://sign.example/token",
                       .api_url = "https://api.example/v3/{company}/",
                       .scopes = "books",
                       .limit = 5,
                       .pkce = true };

static int begin(void **state) {
  (void)state;
  assert_non_null(mkdtemp(home));
  setenv("XDG_CONFIG_HOME", home, 1);
  const net_module *real = net_module_open(&e);
  assert_non_null(real);
  other.net = *real;
  other.net.ask = fake_ask;
  other.net.client_open = fake_open;
  other.net.client_close = fake_close;
  return 0;
}

static int fresh(void **state) {
  (void)state;
  own = arena_new();
  other.asked = 0;
  other.meanwhile = NULL;
  memset(other.replies, 0, sizeof other.replies);
  error_clear(&e);
  return 0;
}

static int done(void **state) {
  (void)state;
  error_clear(&e);
  arena_free(own);
  signed_in_remove(KEY, &e);
  return 0;
}

static void kept(const char *access, const char *refresh, int64_t left) {
  const int64_t now = (int64_t)time(NULL);
  const tokens t = { arena_text(own, access), arena_text(own, refresh), now - 3600, now + left, 0 };
  assert_true(tokens_write(KEY, &t, &e));
}

static void is_kept(const char *access, const char *refresh) {
  tokens t;
  assert_true(tokens_read(KEY, own, &t, &e));
  assert_string_equal(t.access, access);
  assert_string_equal(t.refresh, refresh);
}

static wire open_wire(void) {
  wire w;
  tokens held;
  assert_true(tokens_read(KEY, own, &held, &e));
  assert_true(wire_http_open(&fake, "9", KEY, &held, &other.net, NULL, &w, &e));
  return w;
}

static wire_answer ask(wire *w, const char *path) {
  wire_answer out;
  const wire_request r = { .method = "GET", .path = path, .query = "a=1" };
  assert_true(w->send(w->self, &r, own, &out, &e));
  if (out.message) assert_null(strstr(out.message, "r-"));  // no token in words
  return out;
}

static wire_answer ask_once(void) {
  wire w = open_wire();
  const wire_answer out = ask(&w, "invoice");
  connection_wire_close(&w);
  return out;
}

// ---- The wire

static void a_path_is_below_the_address_and_a_token_never_leaves_its_host(void **state) {
  (void)state;
  kept("a-1", "r-1", 3600);
  other.replies[0] = other.replies[1] = other.replies[2] = &good;
  wire w = open_wire();
  assert_int_equal(ask(&w, "invoice").outcome, WIRE_ANSWERED);
  ask(&w, "/connections");
  ask(&w, "https://api.example/x/{company}");
  assert_string_equal(other.urls[0], "https://api.example/v3/9/invoice?a=1");
  assert_string_equal(other.urls[1], "https://api.example/connections?a=1");
  assert_string_equal(other.urls[2], "https://api.example/x/9?a=1");
  assert_string_equal(other.shown[0], "Bearer a-1 ");
  wire_answer out;
  const char *const elsewhere[] = { "https://evil.example/", "http://api.example/", "https://api.example:444/",
                                    "https://api.example@evil.example/" };
  for (size_t i = 0; i < 4; i++) {
    const wire_request r = { .method = "GET", .path = elsewhere[i] };
    assert_false(w.send(w.self, &r, own, &out, &e));
    error_clear(&e);
  }
  assert_int_equal(other.asked, 3);
  connection_wire_close(&w);
}

static void what_ends_is_renewed_before_it_is_shown_and_kept_before_it_is_used(void **state) {
  (void)state;
  kept("a-1", "r-1", 5);
  const net_reply renewed = json(200, "{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":1800,"
                                      "\"x_refresh_token_expires_in\":8640000,\"token_type\":\"bearer\"}");
  other.replies[0] = &renewed;
  other.replies[1] = &good;
  assert_int_equal(ask_once().outcome, WIRE_ANSWERED);
  assert_string_equal(other.urls[0], "https://sign.example/token");
  assert_non_null(strstr(other.shown[0], "refresh_token=r-1"));
  assert_string_equal(other.shown[1], "Bearer a-2 ");
  is_kept("a-2", "r-2");
  tokens t;
  assert_true(tokens_read(KEY, own, &t, &e));
  assert_in_range(t.refresh_expires_at, time(NULL) + 8639000, time(NULL) + 8640000);
}

static void one_renewal_and_one_more_try_where_the_target_refuses(void **state) {
  (void)state;
  const net_reply renewed = json(200, "{\"access_token\":\"a-2\",\"expires_in\":\"1800\"}");
  kept("a-1", "r-1", 3600);
  other.replies[0] = &refuses;
  other.replies[1] = &renewed;
  other.replies[2] = &good;
  assert_int_equal(ask_once().outcome, WIRE_ANSWERED);
  is_kept("a-2", "r-1");  // the answer left it out: it stays
  other.asked = 0;
  other.replies[2] = &refuses;
  const wire_answer out = ask_once();
  assert_int_equal(out.outcome, WIRE_SIGN_IN);
  assert_int_equal(other.asked, 3);
  assert_non_null(strstr(out.message, "billet export login fake"));
  kept("a-1", "r-1", 0);
  other.asked = 0;
  other.replies[0] = &renewed;
  other.replies[1] = &refuses;
  assert_int_equal(ask_once().outcome, WIRE_SIGN_IN);
  assert_int_equal(other.asked, 2);
}

static void an_error_never_overwrites_what_is_kept(void **state) {
  (void)state;
  static const struct {
    int status;
    const char *body;
    wire_outcome outcome;
  } cases[] = {
    { 400, "{\"error\":\"invalid_grant\",\"error_description\":\"r-1 is no more\"}", WIRE_SIGN_IN },
    { 401, "{\"error\":\"invalid_client\"}", WIRE_SIGN_IN },
    { 500, "{\"error\":\"server_error\"}", WIRE_NOT_SENT },
    { 200, "{\"error\":\"invalid_grant\"}", WIRE_NOT_SENT },
    { 200, "<html>", WIRE_NOT_SENT },
    { 200, "{\"access_token\":", WIRE_NOT_SENT },
    { 200, "{\"access_token\":null}", WIRE_NOT_SENT },
    { 200, "{\"access_token\":\"a\\nb\"}", WIRE_NOT_SENT },
    { 200, "{\"access_token\":\"a-2\",\"token_type\":\"mac\"}", WIRE_NOT_SENT },
    { 429, "{}", WIRE_NOT_SENT },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const net_reply r = json(cases[i].status, cases[i].body);
    kept("a-1", "r-1", 0);
    other.asked = 0;
    other.replies[0] = &r;
    assert_int_equal(ask_once().outcome, cases[i].outcome);
    assert_int_equal(other.asked, 1);
    is_kept("a-1", "r-1");
  }
  other.asked = 0;
  other.replies[0] = &gone;
  assert_int_equal(ask_once().outcome, WIRE_NOT_SENT);
  is_kept("a-1", "r-1");
}

static void long_words_are_cut_without_half_a_secret(void **state) {
  (void)state;
  const char *body =
      arena_format(own, "{\"error\":\"invalid_grant\",\"error_description\":\"%0198dr-1 is no more\"}", 0);
  const net_reply r = json(400, body);
  kept("a-1", "r-1", 0);
  other.replies[0] = &r;
  assert_int_equal(ask_once().outcome, WIRE_SIGN_IN);
}

static void a_token_that_is_repeated_is_not_seen(void **state) {
  (void)state;
  const net_reply r = json(400, "{\"error\":\"a-1234567890abcdef, a-1234567890abcdef!\"}");
  kept("a-1234567890abcdef", "r-1", 3600);
  other.replies[0] = &r;
  const wire_answer out = ask_once();
  assert_string_equal(out.body, "{\"error\":\"******************, ******************!\"}");
}

static void what_could_not_be_kept_is_not_asked_for(void **state) {
  (void)state;
  char folder[PATH_ROOM];
  snprintf(folder, sizeof folder, "%s/billet/connections", home);
  kept("a-1", "r-1", 0);
  wire w = open_wire();
  chmod(folder, 0755);
  assert_int_equal(ask(&w, "invoice").outcome, WIRE_NOT_SENT);
  assert_int_equal(other.asked, 0);
  chmod(folder, 0700);
  connection_wire_close(&w);
}

static void another_renews(void) {
  other.meanwhile = NULL;
  kept("a-9", "r-9", 3600);
}

static void what_another_program_renewed_is_taken(void **state) {
  (void)state;
  kept("a-1", "r-1", 3600);
  other.replies[0] = &refuses;
  other.replies[1] = &good;
  other.meanwhile = another_renews;
  assert_int_equal(ask_once().outcome, WIRE_ANSWERED);
  assert_string_equal(other.shown[1], "Bearer a-9 ");
  assert_int_equal(other.asked, 2);
}

// By a clock that is wrong every token has ended, or none ever will.
static void a_wrong_clock_asks_once(void **state) {
  (void)state;
  const net_reply renewed = json(200, "{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":1}");
  kept("a-1", "r-1", -99999999);
  other.replies[0] = &renewed;
  for (int i = 1; i < 5; i++) other.replies[i] = &good;
  wire w = open_wire();
  for (int i = 0; i < 4; i++) {
    assert_int_equal(ask(&w, "invoice").outcome, WIRE_ANSWERED);
    if (i == 1) sleep(2);
  }
  connection_wire_close(&w);
  assert_int_equal(other.asked, 5);
  const int64_t now = (int64_t)time(NULL);
  const tokens put_back = { (char *)"a", (char *)"b", now + 9999, now - 1, 0 };
  assert_false(tokens_are_due(&put_back, now));
}

static void nobody_is_signed_in_without_tokens(void **state) {
  (void)state;
  assert_int_equal(ask_once().outcome, WIRE_SIGN_IN);
  assert_int_equal(other.asked, 0);
}

// ---- Files

static void others_cannot_read_them(void **state) {
  (void)state;
  char path[PATH_ROOM], folder[PATH_ROOM];
  struct stat info;
  tokens t;
  umask(0);
  kept("a-1", "r-1", 10);
  snprintf(folder, sizeof folder, "%s/billet/connections", home);
  snprintf(path, sizeof path, "%.200s/" KEY, folder);
  assert_int_equal(stat(path, &info), 0);
  assert_int_equal(info.st_mode & 07777, 0600);
  assert_int_equal(stat(folder, &info), 0);
  assert_int_equal(info.st_mode & 07777, 0700);
  chmod(path, 0640);
  assert_false(tokens_read(KEY, own, &t, &e));
  assert_non_null(strstr(e.message, "can be read by others"));
  error_clear(&e);
  chmod(path, 0600);
  chmod(folder, 0750);
  assert_false(tokens_read(KEY, own, &t, &e));
  error_clear(&e);
  const tokens again = { (char *)"a", (char *)"b", 0, 0, 0 };
  assert_false(tokens_write(KEY, &again, &e));
  error_clear(&e);
  chmod(folder, 0700);
  is_kept("a-1", "r-1");
  assert_true(signed_in_write(KEY, "{\"access\":\"a-1", &e));
  assert_false(tokens_read(KEY, own, &t, &e));
  assert_null(strstr(e.message, "a-1"));
}

// ---- Signing in

static void the_challenge_is_that_of_rfc_7636(void **state) {
  (void)state;
  char challenge[SIGN_IN_RANDOM];
  sign_in_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", challenge);
  assert_string_equal(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void two_sign_ins_share_nothing(void **state) {
  (void)state;
  sign_in a, b;
  sign_in_begin(&fake, "http://localhost:1/cb", own, &a);
  sign_in_begin(&fake, "http://localhost:1/cb", own, &b);
  assert_int_equal(strlen(a.state), 43);
  assert_string_not_equal(a.state, b.state);
  assert_string_not_equal(a.verifier, b.verifier);
  assert_null(strstr(a.authorize_url, a.verifier));
  assert_non_null(strstr(a.authorize_url, "code_challenge_method=S256"));
  assert_non_null(strstr(a.authorize_url, "redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcb"));
}

static const char *came_back(const sign_in *s, const char *rest) {
  return arena_format(own, "http://localhost:1/cb?state=%s%s", s->state, rest);
}

static void comes_to_nothing(const sign_in *s, const char *url, const char *words) {
  sign_in_grant g;
  assert_false(sign_in_read(s, &other.net, url, own, &g, &e));
  assert_int_equal(e.code, ERROR_STATE);
  assert_non_null(strstr(e.message, words));
  assert_null(strstr(e.message, "c-1"));
  error_clear(&e);
}

static void who_comes_back_brings_one_code_and_the_same_state(void **state) {
  (void)state;
  sign_in s;
  sign_in_grant g;
  target named = fake;
  sign_in_begin(&fake, "http://localhost:1/cb", own, &s);
  assert_true(sign_in_read(&s, &other.net, came_back(&s, "&code=c-1"), own, &g, &e));
  assert_string_equal(g.code, "c-1");
  char *wrong = arena_text(own, came_back(&s, "&code=c-1"));
  wrong[strlen("http://localhost:1/cb?state=") + 42] ^= 1;
  comes_to_nothing(&s, wrong, "the state is another one");
  comes_to_nothing(&s, "http://localhost:1/cb?code=c-1", "the state is another one");
  comes_to_nothing(&s, "http://localhost:1/cb?code=c-1&state=", "the state is another one");
  comes_to_nothing(&s, came_back(&s, arena_format(own, "&code=c-1&state=%s", s.state)), "the state is another one");
  comes_to_nothing(&s, came_back(&s, "&code=c-1&code=c-2"), "one code");
  comes_to_nothing(&s, came_back(&s, ""), "one code");
  comes_to_nothing(&s, came_back(&s, "&error=access_denied&code=c-1"), "let nobody in: access_denied");
  named.company_from = "realmId";
  s.target = &named;
  comes_to_nothing(&s, came_back(&s, "&code=c-1"), "whose books");
  comes_to_nothing(&s, came_back(&s, "&code=c-1&realmId=.."), "whose books");
  assert_true(sign_in_read(&s, &other.net, came_back(&s, "&code=c-1&realmId=46"), own, &g, &e));
  assert_string_equal(g.company, "46");
  assert_false(sign_in_is_there(&s, &other.net, "http://localhost:1/other?state=x", own));
  assert_false(sign_in_is_there(&s, &other.net, "http://localhost:2/cb", own));
  assert_true(sign_in_is_there(&s, &other.net, "http://localhost:1/cb?x", own));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, done)

static int end(void **state) {
  char command[64];
  (void)state;
  snprintf(command, sizeof command, "rm -rf %.40s", home);
  return system(command);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_path_is_below_the_address_and_a_token_never_leaves_its_host),
    TEST(what_ends_is_renewed_before_it_is_shown_and_kept_before_it_is_used),
    TEST(one_renewal_and_one_more_try_where_the_target_refuses),
    TEST(an_error_never_overwrites_what_is_kept),
    TEST(long_words_are_cut_without_half_a_secret),
    TEST(a_token_that_is_repeated_is_not_seen),
    TEST(what_could_not_be_kept_is_not_asked_for),
    TEST(what_another_program_renewed_is_taken),
    TEST(a_wrong_clock_asks_once),
    TEST(nobody_is_signed_in_without_tokens),
    TEST(others_cannot_read_them),
    TEST(the_challenge_is_that_of_rfc_7636),
    TEST(two_sign_ins_share_nothing),
    TEST(who_comes_back_brings_one_code_and_the_same_state),
  };
  return cmocka_run_group_tests(tests, begin, end);
}
