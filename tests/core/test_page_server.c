// The page's server without a network: addresses, guards, sessions by the clock, proxies.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
// cmocka needs those above
#include <cmocka.h>

#include "core/web/web_inside.h"

// ---- Addresses

static void an_address_is_taken_apart(void **state) {
  (void)state;
  web_address at;
  arena *a = arena_new();
  assert_true(address_read("/batch/3?text=a+b%26c&type=&x", a, &at));
  assert_string_equal(at.path, "/batch/3");
  assert_string_equal(address_value(&at, "text"), "a b&c");
  assert_string_equal(address_value(&at, "x"), "");
  assert_null(address_value(&at, "y"));
  static const char *const bad[] = {
    "", "batch", "/%", "/%0", "/%zz", "/%00", "/%ff", "//x", "/a/%2e%2e/b", "/?a=%c0"
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(address_read(bad[i], a, &at));
  arena_free(a);
}

static void a_cookie_is_found_by_its_whole_name(void **state) {
  (void)state;
  char out[8];
  assert_true(guard_cookie("a=1; billet-80=xyz; b=2", "billet-80", out, sizeof out));
  assert_string_equal(out, "xyz");
  assert_false(guard_cookie("xbillet-80=xyz; billet-8080=xyz; billet-80", "billet-80", out, sizeof out));
  assert_false(guard_cookie("billet-80=12345678", "billet-80", out, sizeof out));
  assert_false(guard_cookie(NULL, "billet-80", out, sizeof out));
}

// ---- Guards

static const char *const hosts[] = { "billing.example", "127.0.0.1:80", NULL };

static int status_of(web_head h, const char *path) {
  web_refusal why = { 0 };
  if (!h.method) h.method = "POST";
  if (!h.hosts) h.hosts = 1;
  if (!h.host) h.host = "127.0.0.1:80";
  return guard_head(&h, guard_kind(&h, path), path, hosts, &why) ? 0 : why.status;
}

static void a_change_comes_from_the_page(void **state) {
  (void)state;
  const web_head good = { .page = "page", .type = "application/json; charset=utf-8", .site = "same-origin" };
  web_head h = good;
  assert_int_equal(status_of(h, "/command"), 0);
  h.origin = "http://billing.example";
  assert_int_equal(status_of(h, "/command"), 0);
  h.forwarded_proto = "https";  // of anybody
  assert_int_equal(status_of(h, "/command"), 0);
  h.proxied = true;  // of our proxy
  assert_int_equal(status_of(h, "/command"), 403);
  h.origin = "https://billing.example";
  assert_int_equal(status_of(h, "/command"), 0);
  h.origin = "https://billing.example.evil.example";
  assert_int_equal(status_of(h, "/command"), 403);
  h = good, h.page = "pages";
  assert_int_equal(status_of(h, "/command"), 403);
  h = good, h.site = "none";
  assert_int_equal(status_of(h, "/stop"), 403);
  h = good, h.hosts = 2;
  assert_int_equal(status_of(h, "/command"), 400);
  h = good, h.host = "127.0.0.1:81";
  assert_int_equal(status_of(h, "/command"), 421);
  h = good, h.type = "text/plain";
  assert_int_equal(status_of(h, "/command"), 415);
  assert_int_equal(status_of(h, "/stop"), 0);
  h = (web_head){ .origin = "http://evil.example" };
  assert_int_equal(status_of(h, "/sign-in"), 403);
  h.origin = "http://127.0.0.1:80";
  assert_int_equal(status_of(h, "/sign-in"), 0);
  assert_int_equal(status_of(h, "/sign-out"), 403);
}

// ---- Sessions

#define HOUR ((int64_t)3600 * 1000)

static void a_session_ends_by_itself(void **state) {
  (void)state;
  char link[SECRET_TEXT], idle[SECRET_TEXT], busy[SECRET_TEXT];
  known who;
  sessions *s = sessions_open();
  assert_true(sessions_begin(s, sessions_link(s), link));
  assert_false(sessions_begin(s, sessions_link(s), link));
  sessions_admit(s, "anna", 3, HOUR, idle);
  sessions_admit(s, "kim", 1, HOUR, busy);
  assert_true(sessions_know(s, idle, 9 * HOUR, &who));
  assert_string_equal(who.user, "anna");
  assert_int_equal(who.generation, 3);
  assert_true(sessions_live(s, &who, 17 * HOUR));
  assert_false(sessions_live(s, &who, 17 * HOUR + 1));  // its streams end too
  assert_false(sessions_know(s, idle, 17 * HOUR + 1, &who));
  for (int64_t hour = 2; hour <= 7 * 24 + 1; hour++) assert_true(sessions_know(s, busy, hour * HOUR, &who));
  assert_false(sessions_know(s, busy, (7 * 24 + 1) * HOUR + 1, &who));
  assert_true(sessions_know(s, link, 1000 * HOUR, &who));
  assert_string_equal(who.user, "");
  assert_true(sessions_live(s, &who, 1000 * HOUR));
  assert_true(sessions_live(s, &(known){ .name = "0123456789abcdef", .user = "adam", .generation = -1 }, 1000 * HOUR));
  sessions_close(s);
}

static void signing_out_ends_all_of_a_user(void **state) {
  (void)state;
  char one[SECRET_TEXT], other[SECRET_TEXT], kim[SECRET_TEXT];
  known who;
  sessions *s = sessions_open();
  sessions_admit(s, "anna", 1, 1, one);
  sessions_admit(s, "kim", 1, 1, kim);
  sessions_admit(s, "anna", 1, 1, other);
  assert_true(sessions_know(s, one, 2, &who));
  sessions_end(s, one);
  assert_false(sessions_live(s, &who, 2));
  assert_false(sessions_know(s, one, 2, &who));
  assert_true(sessions_know(s, other, 2, &who));
  sessions_sign_out(s, "anna");
  assert_false(sessions_know(s, other, 2, &who));
  assert_true(sessions_know(s, kim, 5, &who));
  sessions_close(s);
}

static void nobody_drives_others_out(void **state) {
  (void)state;
  char first[SECRET_TEXT], kim[SECRET_TEXT], more[SECRET_TEXT], user[] = "a0";
  known who;
  sessions *s = sessions_open();
  sessions_admit(s, "kim", 1, 1, kim);
  sessions_admit(s, "x", 1, 5, first);
  for (int i = 0; i < SESSIONS; i++) sessions_admit(s, "x", 1, 10 + i, more);  // the oldest of x made room
  assert_false(sessions_know(s, first, 100, &who));
  assert_true(sessions_know(s, more, 100, &who));
  assert_true(sessions_know(s, kim, 100, &who));
  for (int i = 0; i < SESSIONS; i++) {  // many people: the oldest of all
    user[0] = (char)('a' + i / 10), user[1] = (char)('0' + i % 10);
    sessions_admit(s, user, 1, 200 + i, more);
  }
  assert_false(sessions_know(s, kim, 300, &who));
  assert_true(sessions_know(s, more, 300, &who));
  sessions_close(s);
}

// ---- Proxies

static const char *origin(const char *peer, const char *list) {
  static char text[IP_TEXT];
  static const char *const ours[] = { "10.0.0.0/8", "2001:db8::/33", "192.0.2.1" };
  ip_range ranges[3];
  ip_address from;
  for (int i = 0; i < 3; i++) assert_true(ip_range_read(ours[i], &ranges[i]));
  assert_true(ip_read(peer, &from));
  ip_forwarded(list, ranges, 3, &from);
  ip_text(&from, text);
  return text;
}

static void a_proxy_speaks_for_others_from_the_right(void **state) {
  (void)state;
  assert_string_equal(origin("10.0.0.1", "203.0.113.7"), "203.0.113.7");
  assert_string_equal(origin("10.0.0.1", "127.0.0.1, 203.0.113.7 , 10.1.2.3"), "203.0.113.7");
  assert_string_equal(origin("::ffff:10.0.0.1", "2001:db8:8000::1, 2001:db8::1"), "2001:db8:8000::1");
  assert_string_equal(origin("203.0.113.9", "10.0.0.1"), "203.0.113.9");  // nobody's proxy says nothing
  assert_string_equal(origin("192.0.2.1", "6.6.6.6, unknown"), "192.0.2.1");
  assert_string_equal(origin("192.0.2.1", ""), "192.0.2.1");
  assert_string_equal(origin("192.0.2.1", NULL), "192.0.2.1");
  assert_string_equal(origin("192.0.2.1", "10.0.0.2,10.0.0.3"), "10.0.0.2");
}

static void a_range_is_read_strictly(void **state) {
  (void)state;
  ip_range r;
  static const char *const bad[] = { "",       "/8",  "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8x",
                                     "::/129", "x/8", "10.0.0/8",    "10.0.0.0/ 8" };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(ip_range_read(bad[i], &r));
  ip_address at;
  assert_true(ip_range_read("10.1.2.0/23", &r));
  assert_true(ip_read("10.1.3.255", &at) && ip_in(&at, &r));
  assert_true(ip_read("10.1.4.0", &at) && !ip_in(&at, &r));
  assert_true(ip_range_read("0.0.0.0/0", &r));
  assert_true(ip_read("::1", &at) && !ip_in(&at, &r));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_address_is_taken_apart),
    cmocka_unit_test(a_cookie_is_found_by_its_whole_name),
    cmocka_unit_test(a_change_comes_from_the_page),
    cmocka_unit_test(a_session_ends_by_itself),
    cmocka_unit_test(signing_out_ends_all_of_a_user),
    cmocka_unit_test(nobody_drives_others_out),
    cmocka_unit_test(a_proxy_speaks_for_others_from_the_right),
    cmocka_unit_test(a_range_is_read_strictly),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
