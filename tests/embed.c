// An embedder's program: only core/billet.h. Makes a book, imports, lists what is due, and checks the batch's details.
#include "core/billet.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS(...) (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

static const char data[] =
    "{\"customers\":[{\"id\":\"cool\",\"name\":\"CoolRealty\"}],"
    "\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"Retainer\",\"type\":\"retainer\",\"start\":\"2026-03-07\","
    "\"params\":{\"price\":\"500.00\"}}]}";

// Runs a command; the answer must hold `expected`.
static int run(billet *b, const char *const *words, size_t count, int status, const char *expected) {
  char *json = NULL;
  int got = billet_command(b, (int)count, words, &json);
  int good = got == status && json && strstr(json, expected);
  if (!good)
    fprintf(stderr, "%s %s: exit %d, %s\n", words[0], count > 1 ? words[1] : "", got, json ? json : "no answer");
  billet_free(json);
  return good;
}

static int write_data(const char *path) {
  FILE *file = fopen(path, "w");
  if (!file) return 0;
  int good = fputs(data, file) >= 0;
  return fclose(file) == 0 && good;
}

// The folder that holds plugins/ and rules/ is the argument, else the current one.
int main(int argc, char **argv) {
  char folder[] = "/tmp/embed-XXXXXX", shared[PATH_MAX];
  if (!realpath(argc > 1 ? argv[1] : ".", shared) || !mkdtemp(folder) || chdir(folder) != 0 || !write_data("data.json"))
    return 1;
  billet *b = billet_open("embed.db", shared);
  int good = b != NULL;
  good = good && run(b, WORDS("init", "--zone", "America/New_York"), 0, "embed.db");
  good = good && run(b, WORDS("import", "data.json"), 0, "\"added\":1");
  good = good && run(b, WORDS("batch", "new", "--as-of", "2026-06-07"), 0, "\"total_balance\":\"1500.00\"");
  good = good && run(b, WORDS("batch", "select", "k1"), 0, "\"billable_amount\":\"1500.00\"");
  good = good && run(b, WORDS("batch", "show"), 0, "\"bills_to_create\":1");
  good = good && run(b, WORDS("eval", "-e", "return 'contracts: ' .. billet.status().contracts"), 0, "contracts: 1");
  good = good && run(b, WORDS("batch", "shwo"), 2, "batch show");
  good = good && run(b, WORDS("batch", "select", "k2"), 1, "\"not-found\"");
  billet_close(b);
  unlink("data.json");
  unlink("embed.db");
  if (chdir("/") == 0) rmdir(folder);
  return good ? 0 : 1;
}
