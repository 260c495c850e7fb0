// libbillet: the billing engine for other programs. Every command of the program is there, with its answer as JSON.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

// An open book with its plugins. Not for several threads at once; open one each.
typedef struct billet billet;

// Opens a session on a database file (NULL: $BILLET_DB, else billet.db; made by the command `init`). `shared` is the
// folder that holds plugins/ and rules/ (NULL: beside the program, else ../share/billet). Nothing is read before the
// first command. billet_close frees it; NULL is allowed.
billet *billet_open(const char *path, const char *shared);
void billet_close(billet *b);

// Runs one command, such as {"batch", "new", "--as-of", "2026-06-07"}. Answers the exit status of the program (0:
// done). *json is the answer, or {"error":{…}}; it is the caller's to free with billet_free; NULL where there is not
// even memory for that. Without memory a command is undone, or told to be done: neither ends the program around.
int billet_command(billet *b, int count, const char *const *words, char **json);
void billet_free(char *json);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif
