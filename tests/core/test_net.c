// core/net through the module: requests to a server that misbehaves in every way, and what is known afterwards.
#include "core/net/net_module.h"
#include <arpa/inet.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
// cmocka needs those above
#include <cmocka.h>

enum { ROOM = 8000, MEGABYTE = 1 << 20 };
#define OK "HTTP/1.1 200 OK\r\n"

static const net_module *net;
static net_client *client;
static arena *own;
static int port;
static pid_t server;
static int *asked;  // requests that the server read, shared with it
static bool stop_now;

static bool stop(void) { return stop_now; }

// ---- The server: each path is a way to misbehave.

static void say(int to, const char *text) {
  if (write(to, text, strlen(text)) < 0) return;
}

static void flood(int to) {
  static char block[MEGABYTE];
  say(to, OK "\r\n");
  for (int i = 0; i < 60; i++)
    if (write(to, block, sizeof block) < 0) return;
}

// What it answers; false: it closes the connection.
static bool answer(int to, const char *path, int of_connection) {
  static const struct {
    const char *path, *text;
  } texts[] = {
    { "/html", OK "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>" },
    { "/half", OK "Content-Length: 100\r\n\r\n{\"a\":" },
    { "/other", "HTTP/1.1 302 Found\r\nLocation: http://evil.example/?code=secret\r\nContent-Length: 0\r\n\r\n" },
    { "/scheme", "HTTP/1.1 307 No\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n" },
    { "/gzip", OK "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nxxxx" },
    { "/transfer", OK "Transfer-Encoding: gzip, chunked\r\n\r\n4\r\nxxxx\r\n0\r\n\r\n" },
    { "/long", OK "Content-Length: 60000000\r\n\r\n{" },
    { "/seconds", OK "Retry-After: 7\r\nX-Request-Id: r-1\r\nContent-Length: 0\r\n\r\n" },
    { "/date",
      OK "Retry-After: Wed, 21 Oct 2015 07:28:30 GMT\r\nDate: Wed, 21 Oct 2015 07:28:00 GMT\r\nintuit_tid: t\r\n"
         "Content-Length: 0\r\n\r\n" },
    { "/past", OK "Retry-After: Wed, 21 Oct 2015 07:28:30 GMT\r\nContent-Length: 0\r\n\r\n" },
    { "/soon", OK "Retry-After: soon\r\nContent-Length: 0\r\n\r\n" },
    { "/good", OK "Content-Length: 2\r\n\r\n{}" },
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (strcmp(texts[i].path, path) == 0) {
      say(to, texts[i].text);
      return strcmp(path, "/half") != 0 && strcmp(path, "/long") != 0;
    }
  if (strcmp(path, "/flood") == 0) flood(to);
  if (strcmp(path, "/once") == 0 && of_connection == 1) {
    say(to, OK "Content-Length: 2\r\n\r\n{}");
    return true;
  }
  if (strcmp(path, "/silent") == 0) pause();
  return false;
}

static void serve(int to) {
  char text[ROOM + 1], path[100];
  size_t length = 0;
  for (int count = 0;;) {
    ssize_t more = read(to, text + length, ROOM - length);
    if (more <= 0) break;
    text[length += (size_t)more] = '\0';
    char *end = strstr(text, "\r\n\r\n"), *body = strstr(text, "Content-Length: 2");
    if (!end || (body && length < (size_t)(end - text) + 6)) continue;
    length = 0;
    __atomic_add_fetch(asked, 1, __ATOMIC_SEQ_CST);
    if (sscanf(text, "%*s %99s", path) != 1) break;
    if (!answer(to, path, ++count)) break;
  }
  close(to);
}

static void serve_all(int listening) {
  signal(SIGCHLD, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  for (;;) {
    int to = accept(listening, NULL, NULL);
    if (fork() == 0) {
      serve(to);
      _exit(0);
    }
    close(to);
  }
}

static int begin(void **state) {
  (void)state;
  error e = { 0 };
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
  socklen_t size = sizeof at;
  int listening = socket(AF_INET, SOCK_STREAM, 0);
  asked = mmap(NULL, sizeof *asked, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (bind(listening, (struct sockaddr *)&at, size) != 0 || listen(listening, 9) != 0) return -1;
  getsockname(listening, (struct sockaddr *)&at, &size);
  port = ntohs(at.sin_port);
  server = fork();
  if (server == 0) {
    setpgid(0, 0);
    serve_all(listening);
  }
  close(listening);
  own = arena_new();
  net = net_module_open(&e);
  client = net ? net->client_open(&e) : NULL;
  return client ? 0 : -1;
}

static int end(void **state) {
  (void)state;
  net->client_close(client);
  arena_free(own);
  kill(-server, SIGKILL);
  kill(server, SIGKILL);
  waitpid(server, NULL, 0);
  return 0;
}

// ---- Asking

static net_reply ask_url(const char *method, const char *url) {
  net_reply out;
  const bool body = strcmp(method, "GET") != 0;
  const net_pair headers[] = { { "Authorization", "Bearer secret" } };
  const net_request r = { .method = method,
                          .url = url,
                          .headers = headers,
                          .header_count = 1,
                          .body = body ? "{}" : NULL,
                          .length = body ? 2 : 0,
                          .type = "application/json",
                          .seconds = 1,
                          .stop = stop };
  *asked = 0;
  net->ask(client, &r, own, &out);
  if (out.message) assert_null(strstr(out.message, "secret"));
  return out;
}

static net_reply ask(const char *method, const char *path) {
  char url[200];
  snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, path);
  return ask_url(method, url);
}

static void cut_off(const char *path, const char *message) {
  const net_reply r = ask("POST", path);
  assert_int_equal(r.kind, NET_CUT_OFF);
  assert_null(r.body);
  assert_non_null(strstr(r.message, message));
  assert_int_equal(*asked, 1);
}

static void an_answer_comes_whole_or_not_at_all(void **state) {
  (void)state;
  const net_reply r = ask("POST", "/html");
  assert_int_equal(r.kind, NET_ANSWERED);
  assert_string_equal(r.body, "<html>");
  assert_string_equal(r.type, "text/html");
  assert_null(r.message);
  cut_off("/half", "transfer closed");
  cut_off("/close", "Empty reply");
  cut_off("/silent", "nothing came for 1 seconds");
}

static void what_is_too_long_or_compressed_is_not_read(void **state) {
  (void)state;
  cut_off("/long", "longer than 16 MB");
  cut_off("/flood", "longer than 16 MB");
  cut_off("/gzip", "compressed, which nobody asked for");
  cut_off("/transfer", "compressed, which nobody asked for");
}

static void a_redirect_is_an_answer_that_names_the_host_alone(void **state) {
  (void)state;
  net_reply r = ask("POST", "/other");
  assert_int_equal(r.kind, NET_ANSWERED);
  assert_int_equal(r.status, 302);
  assert_string_equal(r.message, "a redirect to http://evil.example: not followed");
  r = ask("GET", "/scheme");
  assert_int_equal(r.status, 307);
  assert_non_null(strstr(r.message, "not followed"));
}

static void retry_after_is_seconds_or_a_date_by_the_servers_own_clock(void **state) {
  (void)state;
  assert_int_equal(ask("GET", "/seconds").wait, 7);
  assert_int_equal(ask("GET", "/date").wait, 30);
  assert_int_equal(ask("GET", "/past").wait, 0);
  assert_int_equal(ask("GET", "/soon").wait, -1);
  assert_int_equal(ask("GET", "/good").wait, -1);
  assert_string_equal(ask("GET", "/seconds").trace, "r-1");
  assert_string_equal(ask("GET", "/date").trace, "t");
}

// A connection that was used before is closed without a word when it is asked again.
static void what_changes_something_never_goes_out_twice_and_questions_may(void **state) {
  (void)state;
  error e = { 0 };
  net->client_close(client);
  client = net->client_open(&e);
  assert_int_equal(ask("POST", "/once").kind, NET_ANSWERED);
  cut_off("/once", "closed without an answer");
  assert_int_equal(ask("GET", "/once").kind, NET_ANSWERED);
  assert_int_equal(ask("GET", "/once").kind, NET_ANSWERED);
  assert_int_equal(*asked, 2);
}

static void never_left(const char *url, const char *message) {
  const net_reply r = ask_url("POST", url);
  assert_int_equal(r.kind, NET_NEVER_LEFT);
  assert_int_equal(r.status, 0);
  assert_non_null(strstr(r.message, message));
  assert_int_equal(*asked, 0);
}

static void nothing_leaves_but_by_https_or_on_this_machine(void **state) {
  (void)state;
  char url[100];
  never_left("http://example.com/secret", "http://example.com: nothing is sent but by https");
  never_left("ftp://localhost/", "nothing is sent");
  never_left("http://localhost@example.com/", "names a user");
  never_left("no address", "no address");
  never_left("http://127.0.0.1:1/", "connect");
  snprintf(url, sizeof url, "https://127.0.0.1:%d/", port);
  assert_int_equal(ask_url("POST", url).kind, NET_NEVER_LEFT);  // no TLS there
  stop_now = true;
  snprintf(url, sizeof url, "http://127.0.0.1:%d/good", port);
  never_left(url, "interrupted before it was sent");
  stop_now = false;
}

// Once the server has read the request.
static bool stop_then(void) { return __atomic_load_n(asked, __ATOMIC_SEQ_CST) > 0; }

static void a_question_is_given_up_at_once_and_what_changes_something_is_waited_for(void **state) {
  (void)state;
  net_reply out;
  char url[100];
  snprintf(url, sizeof url, "http://127.0.0.1:%d/silent", port);
  net_request r = { .method = "GET", .url = url, .seconds = 2, .stop = stop_then };
  *asked = 0;
  net->ask(client, &r, own, &out);
  assert_int_equal(out.kind, NET_CUT_OFF);
  assert_string_equal(out.message, "interrupted");
  *asked = 0;
  r.method = "POST";
  net->ask(client, &r, own, &out);
  assert_string_equal(out.message, "nothing came for 2 seconds");
}

static void a_header_is_one_line(void **state) {
  (void)state;
  net_reply out;
  const net_pair headers[] = { { "X-Own", "a\r\nX-Other: b" } };
  char url[100];
  snprintf(url, sizeof url, "http://127.0.0.1:%d/good", port);
  const net_request r = { .method = "GET", .url = url, .headers = headers, .header_count = 1, .seconds = 1 };
  net->ask(client, &r, own, &out);
  assert_int_equal(out.kind, NET_NEVER_LEFT);
}

static void an_address_is_taken_apart(void **state) {
  (void)state;
  error e = { 0 };
  net_url u;
  assert_true(net->url_read("HTTP://LocalHost:8765/cb?code=a%2Fb+c&state=&flag", own, &u, &e));
  assert_string_equal(u.scheme, "http");
  assert_int_equal(u.port, 8765);
  assert_true(u.loopback);
  assert_string_equal(u.path, "/cb");
  assert_int_equal(u.field_count, 3);
  assert_string_equal(u.fields[0].value, "a/b c");
  assert_string_equal(u.fields[1].value, "");
  assert_true(net->url_read("https://example.com", own, &u, &e));
  assert_int_equal(u.port, 443);
  assert_string_equal(u.path, "/");
  assert_false(u.loopback);
  assert_true(net->url_read("http://127.0.0.1.example.com/", own, &u, &e));
  assert_false(u.loopback);
  assert_false(net->url_read("https://me@example.com/", own, &u, &e));
  assert_false(net->url_read("just words", own, &u, &e));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_answer_comes_whole_or_not_at_all),
    cmocka_unit_test(what_is_too_long_or_compressed_is_not_read),
    cmocka_unit_test(a_redirect_is_an_answer_that_names_the_host_alone),
    cmocka_unit_test(retry_after_is_seconds_or_a_date_by_the_servers_own_clock),
    cmocka_unit_test(what_changes_something_never_goes_out_twice_and_questions_may),
    cmocka_unit_test(nothing_leaves_but_by_https_or_on_this_machine),
    cmocka_unit_test(a_question_is_given_up_at_once_and_what_changes_something_is_waited_for),
    cmocka_unit_test(a_header_is_one_line),
    cmocka_unit_test(an_address_is_taken_apart),
  };
  return cmocka_run_group_tests(tests, begin, end);
}
