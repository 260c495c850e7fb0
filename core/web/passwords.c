// Passwords by yescrypt, as crypt(5) keeps them. Comparing or hashing one takes a while: a thread of its own does it,
// one after the other, and takes as long for a name that nobody has.
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <crypt.h>
#include <string.h>

enum { COST = 7 };  // 64 MiB, and a tenth of a second of a fast processor

bool password_hash(const char *password, char out[WEB_HASH]) {
  char setting[CRYPT_GENSALT_OUTPUT_SIZE];
  struct crypt_data *data = memory_zeroed(1, sizeof *data);
  bool ok = crypt_gensalt_rn("$y$", COST, NULL, 0, setting, sizeof setting) != NULL;
  const char *hash = ok ? crypt_rn(password, setting, data, (int)sizeof *data) : NULL;
  ok = hash && *hash != '*' && strlen(hash) < WEB_HASH;
  if (ok) strcpy(out, hash);
  explicit_bzero(data, sizeof *data);
  memory_give(data);
  return ok;
}

// In the same time wherever they differ.
static bool same(const char *a, const char *b) {
  size_t length = strlen(b);
  unsigned char differ = strlen(a) != length;
  for (size_t i = 0; !differ && i < length; i++) differ |= (unsigned char)(a[i] ^ b[i]);
  return !differ;
}

static bool fits(const char *password, const char *hash) {
  static const char nobody[] = "$y$jBT$2GXLBXu7OyV5KgPYe0ZbV/";
  struct crypt_data *data = memory_zeroed(1, sizeof *data);
  const char *made = crypt_rn(password, hash ? hash : nobody, data, (int)sizeof *data);
  bool ok = hash && made && *made != '*' && same(made, hash);
  explicit_bzero(data, sizeof *data);
  memory_give(data);
  return ok;
}

// What was asked of a password, which is wiped.
static void work(asked *q) {
  if (!q->made) q->request.checked = fits(q->password, q->hash) ? 1 : -1;
  else if (password_hash(q->password, q->made)) q->request.hashed = q->made;
  else q->request.hashed = "";
  explicit_bzero(q->password, strlen(q->password));
}

static void *run_checks(void *server) {
  web_server *s = server;
  pthread_mutex_lock(&s->lock);
  while (!s->ends) {
    asked *q = s->to_check;
    if (!q) {
      pthread_cond_wait(&s->checks, &s->lock);
      continue;
    }
    s->to_check = q->next;
    pthread_mutex_unlock(&s->lock);
    work(q);
    pthread_mutex_lock(&s->lock);
    q->next = NULL;
    server_queue(s, q);
  }
  pthread_mutex_unlock(&s->lock);
  return NULL;
}

bool passwords_start(web_server *s) { return pthread_create(&s->checker, NULL, run_checks, s) == 0; }

static void hand_over(web_server *s, asked *q) {
  asked **at;
  q->next = NULL;
  pthread_mutex_lock(&s->lock);
  s->current = NULL;
  for (at = &s->to_check; *at;) at = &(*at)->next;
  *at = q;
  pthread_cond_signal(&s->checks);
  pthread_mutex_unlock(&s->lock);
}

void password_check(web_server *s, const web_request *r, const char *password, const char *hash) {
  asked *q = (asked *)r;
  q->password = arena_text(q->arena, password);
  q->hash = arena_text(q->arena, hash);
  hand_over(s, q);
}

void password_hash_aside(web_server *s, const web_request *r, const char *password) {
  asked *q = (asked *)r;
  q->password = arena_text(q->arena, password);
  q->made = arena_alloc(q->arena, WEB_HASH);
  hand_over(s, q);
}
