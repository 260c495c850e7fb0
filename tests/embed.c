// An embedder's program: only core/billet.h. Makes a book, imports, lists what is due, and checks the batch's details.
#include "core/billet.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
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
    fprintf(stderr, "%s %s: exit %d, %.300s\n", words[0], count > 1 ? words[1] : "", got, json ? json : "no answer");
  billet_free(json);
  return good;
}

static int write_data(const char *path) {
  FILE *file = fopen(path, "w");
  if (!file) return 0;
  int good = fputs(data, file) >= 0;
  return fclose(file) == 0 && good;
}

static long pages_in_use(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file && fscanf(file, "%ld", &pages) != 1) pages = 0;
  if (file) fclose(file);
  return pages;
}

#define HEAVY "return { string.rep('a', 60 << 20), string.rep('b', 40 << 20) }"

// Evaluates Lua with room to make that, and none to answer it: not even in reserve.
static int run_short(billet *b, const char *lua, int status, const char *expected) {
  struct rlimit all, few;
  if (getrlimit(RLIMIT_AS, &all) != 0) return 0;
  few = all;
  few.rlim_cur = (rlim_t)pages_in_use() * (rlim_t)sysconf(_SC_PAGESIZE) + (150 << 20);
  int good = setrlimit(RLIMIT_AS, &few) == 0 && run(b, WORDS("eval", "-e", lua), status, expected);
  return setrlimit(RLIMIT_AS, &all) == 0 && good;
}

// Where no memory is left at all the command is undone, or told to be done; this program lives on, and so does the
// book.
static int without_memory(billet *b) {
  return run_short(b, HEAVY, 1, "\"hint\":\"nothing was changed\"") && run(b, WORDS("verify"), 0, "\"failures\":[]") &&
         run_short(b, "billet.config.set('numbering.next', '40') " HEAVY, 6, "it is done") &&
         run(b, WORDS("config", "get", "numbering.next"), 0, "\"40\"") &&
         run(b, WORDS("config", "set", "round_to.USD", "0.05"), 0, "0.05");
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
  good = good && without_memory(b);
  billet_close(b);
  unlink("data.json");
  unlink("embed.db");
  if (chdir("/") == 0) rmdir(folder);
  return good ? 0 : 1;
}
