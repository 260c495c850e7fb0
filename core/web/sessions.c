// The link that lets somebody in once, and who is in. Of secrets only their digests are kept.
#include "core/base/chance.h"
#include "core/base/digest.h"
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <string.h>

struct sessions {
  char link[SECRET_TEXT];
  bool used;
  digest known[SESSIONS];
  size_t count;
  pthread_mutex_t lock;
};

static void make_secret(char out[SECRET_TEXT]) {
  digest chance;
  chance_bytes(chance.bytes, sizeof chance.bytes);
  digest_hex(&chance, out);
  explicit_bzero(&chance, sizeof chance);
}

// In the same time wherever they differ.
static bool same(const digest *a, const digest *b) {
  unsigned char differ = 0;
  for (size_t i = 0; i < DIGEST_SIZE; i++) differ |= a->bytes[i] ^ b->bytes[i];
  return differ == 0;
}

sessions *sessions_open(void) {
  sessions *s = memory_zeroed(1, sizeof *s);
  pthread_mutex_init(&s->lock, NULL);
  make_secret(s->link);
  return s;
}

void sessions_close(sessions *s) {
  if (!s) return;
  pthread_mutex_destroy(&s->lock);
  explicit_bzero(s, sizeof *s);
  memory_give(s);
}

const char *sessions_link(const sessions *s) { return s->link; }

bool sessions_begin(sessions *s, const char *secret, char out[SECRET_TEXT]) {
  const digest given = digest_of(secret, strlen(secret)), right = digest_of(s->link, strlen(s->link));
  pthread_mutex_lock(&s->lock);
  bool good = same(&given, &right) && !s->used && s->count < SESSIONS;
  if (good) {
    s->used = true;
    make_secret(out);
    s->known[s->count++] = digest_of(out, strlen(out));
  }
  pthread_mutex_unlock(&s->lock);
  return good;
}

bool sessions_know(sessions *s, const char *secret, char name[SESSION_NAME]) {
  const digest given = digest_of(secret, strlen(secret)), shown = digest_of(given.bytes, sizeof given.bytes);
  char hex[DIGEST_TEXT];
  bool found = false;
  pthread_mutex_lock(&s->lock);
  for (size_t i = 0; i < s->count; i++) found |= same(&given, &s->known[i]);
  pthread_mutex_unlock(&s->lock);
  memcpy(name, digest_hex(&shown, hex), SESSION_NAME - 1);
  name[SESSION_NAME - 1] = '\0';
  return found;
}
