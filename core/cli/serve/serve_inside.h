// What the files of the page's requests share.
#pragma once
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/cli/serve/serve.h"
#include "core/web/web_module.h"

enum { OWN_DEEDS = 256, TAB_TEXT = 41, TRIES = 256 };

typedef struct page {
  session *session;
  const web_module *module;
  web_server *server;
  arena *own;       // of the request at hand
  char files[256];  // the folder of what pages send
  int64_t version;  // of the book's data, when it was last looked at
  int64_t rev;      // the last entry of the log that was told
  int64_t told;     // when progress was, in milliseconds
  struct own_deed {
    int64_t seq;
    char tab[TAB_TEXT];
  } deeds[OWN_DEEDS];  // the last entries of the log that a page wrote, and which
  size_t deed_count;
  const web_request *request;  // that is being answered
  const char *role;            // of who asks; NULL: the one person, who may all
  struct try_of {
    char name[64];
    int wrong;     // tries in a row that were not right, or are not compared yet
    int64_t last;  // seconds
  } tries[TRIES];
  int depth;   // of commands that run while another waits for a person
  bool waits;  // the request at hand comes once more: it is not answered yet
} page;

// ---- serve.c

// Runs a request that was let in, and answers it; what the answer needs lies in `own`.
void page_serve(page *p, const web_request *r);

// ---- allowed.c: which commands a page may run.

typedef struct allowance {
  const char *words;  // of the table
  bool changes;       // it may change the book, or something elsewhere
  const char *roles;  // who may, among several people: letters (allowed.c)
} allowance;

// Whether a role may run it; NULL may all.
bool role_may(const char *role, const allowance *a, error *e);

// The words of all that a role may run, in the arena; none for what is no role.
value *role_words(const char *role, arena *a);

// Of all others who may, by the words: {"batch generate": "approver, admin"}.
value *role_others(const char *role, arena *a);

// NULL: none may.
const allowance *allowance_find(const char *words);

// ---- wanted.c: words that a page sends.

// What is to be run, as a page says it. rev: 0: nothing is compared. tab: which of the pages asks, "" where it does not
// say: then its own changes count as those of others.
typedef struct wanted {
  const char **words;
  int count;
  int64_t rev;
  const char *tab;
  const cJSON *files;  // {"NAME":"text"} that it brought, for `import`; NULL
  const char *secret;  // a password that it brought: no word, so that no log has it; "" where there is none
  cJSON *json;         // what of it must be freed
  bool brief, changes;
} wanted;

// The body of POST /command. `usage` where it is none.
bool wanted_read(const char *body, size_t length, arena *a, wanted *out, error *e);

// ---- run.c: words, and the answer to them.

// Runs them; NULL with the error. The answer lives, and may read the book, until words_end: everybody is told what
// changed, and nothing is locked any more.
value *words_run(page *p, const wanted *w, error *e);
void words_end(page *p);

// A command goes on waiting after others ran meanwhile; asks: it ends where nobody waits for it.
void words_again(page *p, bool asks);

// Both; the answer is that of the page.
void wanted_run(page *p, const wanted *w, web_reply *reply);

// An error as the answer of the page.
void reply_error(page *p, int status, error *e, web_reply *reply);

// ---- stale.c: changes of what somebody else changed.

// Entries of the log behind w->rev that are about the same rows as the words and not the tab's own; NULL: none.
const value *stale_changes(page *p, const wanted *w);

// Notes that a tab wrote entries of the log; whether it did.
void own_deeds(page *p, int64_t first, int64_t last, const char *tab);
bool own_deed(const page *p, int64_t seq, const char *tab);

// ---- files.c: what pages send.

// Makes a folder that nobody else reads, and takes it away with all that is in it.
bool files_open(page *p, error *e);
void files_close(page *p);

// Words that name files of the session, `@files` and `@files/NAME`, name what lies there; files that came with the
// words are put there first. `not-found` where there is none. `--output=@files/NAME` names one that is to be written.
bool files_name(page *p, const wanted *w, error *e);
bool file_is_written(const char *word);

// Where a file of the session lies, in the arena of the request; NULL with the error where that is no name of one.
const char *file_path(page *p, const char *name, error *e);

// What the person who sent it calls a file of the session, and all of them; as a context's `called`. NULL: it is none.
const char *files_called(void *server, const char *path);

// A text of the program without the folder.
const char *files_hide(page *p, const char *text, size_t *length);

// ---- windows.c: addresses that are read, as words.

// False where the address is none.
bool window_words(const web_request *r, arena *a, wanted *out);

// An answer as JSON; false with the error.
bool write_value(page *p, const value *v, web_reply *reply, error *e);

// ---- wish.c
// Whether somebody could sign in, where that is needed; `state`.
bool serve_has_users(page *p, const serve_wish *w, error *e);

// ---- sign_in.c: who is in, where several people are served.

// A context's `hash`: the request at hand waits for it, and then comes once more.
bool password_aside(void *server, const char *password, const char **out, error *e);

bool sign_in_asked(const web_request *r);
void sign_in_reply(page *p, const web_request *r);

// Whether whoever asks is a user still; *role, and the name for the log. `sign-in` where they are not.
bool user_is_known(page *p, const web_request *r, const char **role, error *e);

// GET /me: {"book", "user", "role", "signs_out"}, and among several people "may": the words of what the role may run.
void user_reply(page *p, const web_request *r, const char *role, web_reply *reply);

// ---- documents.c: /document/NUMBER and /document/NUMBER.pdf

bool document_asked(const web_request *r);
void document_reply(page *p, const web_request *r, web_reply *reply);

// ---- downloads.c: /file/NAME, a file of the session as its browser keeps it.

bool download_asked(const web_request *r);
void download_reply(page *p, const web_request *r, web_reply *reply);

// ---- plain.c: /plain/batch?page=N

bool plain_asked(const web_request *r);
void plain_reply(page *p, const web_request *r, web_reply *reply);

// ---- changes.c: what changed, told to everybody.

// The number of the last entry of the log; 0: there is none.
int64_t changes_rev(page *p);

// Looks whether anybody has changed the book since, and tells it.
void changes_look(page *p);

// Tells an event with a value.
void changes_event(page *p, const char *event, const value *v);

// An entry as an event tells it, {"rev","who","what","batch"}, and "when" too.
value *change_value(arena *a, const value *entry);
void changes_tell(page *p);

// As the progress's `told`; the context is the page.
void changes_progress(void *context, const char *what, int64_t done, int64_t total);
