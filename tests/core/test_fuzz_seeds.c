// The seeds of the fuzzers, what they once found among them: each is read once.
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
// cmocka needs those above
#include <cmocka.h>

// Each file of tests/fuzz has its one function under the file's own name here.
typedef int parser(const unsigned char *bytes, size_t length);
#define PARSERS(each)                                                                                              \
  each(answer) each(command) each(csv) each(decimal) each(document) each(heads) each(import) each(json) each(mail) \
      each(page) each(people) each(prove) each(request) each(script) each(target) each(upload) each(window) each(zone)
#define DECLARED(name) parser fuzz_##name;
PARSERS(DECLARED)

enum { LENGTH_MAX = 1 << 16 };

static void read_one(parser *parse, const char *path) {
  unsigned char *bytes = malloc(LENGTH_MAX), *exact;
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  size_t length = fread(bytes, 1, LENGTH_MAX, file);
  assert_true(length < LENGTH_MAX);
  fclose(file);
  exact = realloc(bytes, length ? length : 1);  // so that a byte past its end is seen
  parse(exact, length);
  free(exact);
}

static void read_all(parser *parse, const char *folder) {
  char path[400];
  int files = 0;
  DIR *all = opendir(folder);
  assert_non_null(all);
  for (struct dirent *one; (one = readdir(all));) {
    if (*one->d_name == '.') continue;
    snprintf(path, sizeof path, "%s/%s", folder, one->d_name);
    read_one(parse, path);
    files++;
  }
  closedir(all);
  assert_true(files > 0);
}

#define TEST(name)                              \
  static void name##_is_read(void **state) {    \
    (void)state;                                \
    read_all(fuzz_##name, "tests/fuzz/" #name); \
  }
PARSERS(TEST)

#define LISTED(name) cmocka_unit_test(name##_is_read),
int main(void) {
  const struct CMUnitTest tests[] = { PARSERS(LISTED) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
