// SHA-256 by the vectors of FIPS 180-4, and arenas.
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/arena.h"
#include "core/base/digest.h"

static const struct {
  const char *text, *hex;
} vectors[] = {
  { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
  { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
  { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void expect(const digest *d, const char *hex) {
  char text[DIGEST_TEXT];
  assert_string_equal(digest_hex(d, text), hex);
}

static void digests_are_those_of_the_standard(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
    digest d = digest_of(vectors[i].text, strlen(vectors[i].text));
    expect(&d, vectors[i].hex);
  }
}

static void a_hasher_takes_pieces_and_starts_anew(void **state) {
  (void)state;
  digester hasher;
  digest d;
  for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
    digester_start(&hasher);
    for (const char *c = vectors[i].text; *c; c++) digester_add(&hasher, c, 1);
    digester_end(&hasher, &d);
    expect(&d, vectors[i].hex);
  }
  digester_start(&hasher);
  for (int i = 0; i < 100000; i++) digester_add(&hasher, "aaaaaaaaaa", 10);
  digester_end(&hasher, &d);
  expect(&d, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void an_arena_grows_and_keeps_what_it_gave(void **state) {
  (void)state;
  arena *a = arena_new();
  unsigned char *given[2000];
  for (size_t i = 0; i < 2000; i++) {
    size_t size = i % 500 == 499 ? 300000 : i;
    given[i] = arena_alloc(a, size + 1);
    assert_int_equal((uintptr_t)given[i] % alignof(max_align_t), 0);
    for (size_t k = 0; k <= size; k++) assert_int_equal(given[i][k], 0);
    memset(given[i], (int)(i % 251) + 1, size + 1);
  }
  for (size_t i = 0; i < 2000; i++) assert_int_equal(given[i][i % 500 == 499 ? 300000 : i], i % 251 + 1);
  arena_free(a);
  arena_free(NULL);
}

static void what_a_reset_gives_again_is_zeroed(void **state) {
  (void)state;
  arena *a = arena_new();
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < 100; i++) {
      unsigned char *bytes = arena_alloc(a, 1000);
      for (int k = 0; k < 1000; k++) assert_int_equal(bytes[k], 0);
      memset(bytes, 0xAA, 1000);
    }
    arena_reset(a);
  }
  arena_free(a);
}

static void a_rewind_forgets_only_what_came_after(void **state) {
  (void)state;
  arena *a = arena_new();
  char *kept = arena_text(a, "kept");
  arena_position position = arena_mark(a);
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < 200; i++) memset(arena_array(a, 100, 10), 'x', 1000);
    arena_rewind(a, position);
  }
  assert_string_equal(kept, "kept");
  char *first = arena_text(a, "first");
  arena_rewind(a, position);
  assert_ptr_equal(arena_text(a, "again"), first);
  arena_free(a);
}

static void texts_and_arrays_live_in_the_arena(void **state) {
  (void)state;
  arena *a = arena_new();
  size_t capacity = 0;
  int *numbers = NULL;
  for (int i = 0; i < 10000; i++) {
    numbers = arena_grow(a, numbers, (size_t)i, &capacity, sizeof *numbers);
    numbers[i] = i;
  }
  for (int i = 0; i < 10000; i++) assert_int_equal(numbers[i], i);
  assert_null(arena_text(a, NULL));
  assert_string_equal(arena_copy(a, "abcdef", 3), "abc");
  assert_string_equal(arena_format(a, "%s-%d", "INV", 7), "INV-7");
  assert_int_equal(strlen(arena_format(a, "%*d", 50000, 1)), 50000);
  arena_free(a);
}

// The address sanitizer tells what is left behind, or used after it went.
static void arenas_within_go_with_theirs(void **state) {
  (void)state;
  arena *a = arena_new();
  arena *one = arena_within(a), *two = arena_within(one);
  char *text = arena_text(one, "kept");
  arena_text(two, "further within");
  arena_reset(two);
  assert_string_equal(text, "kept");
  arena_reset(a);
  one = arena_within(a);
  assert_string_equal(arena_text(one, "anew"), "anew");
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(digests_are_those_of_the_standard),     cmocka_unit_test(a_hasher_takes_pieces_and_starts_anew),
    cmocka_unit_test(an_arena_grows_and_keeps_what_it_gave), cmocka_unit_test(what_a_reset_gives_again_is_zeroed),
    cmocka_unit_test(a_rewind_forgets_only_what_came_after), cmocka_unit_test(texts_and_arrays_live_in_the_arena),
    cmocka_unit_test(arenas_within_go_with_theirs),
  };
  return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
