// The link that lets somebody in once, and who is in. Of secrets only their digests are kept.
#include "core/base/chance.h"
#include "core/base/digest.h"
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <stdio.h>
#include <string.h>

// After so long in which it asked nothing, and after so long in any case.
#define IDLE_MS ((int64_t)8 * 3600 * 1000)
#define WHOLE_MS ((int64_t)7 * 24 * 3600 * 1000)

enum { SHARE = SESSIONS / 4 };  // of one user, at most

struct sessions {
  char link[SECRET_TEXT];
  bool used;
  struct session {
    digest secret;
    known who;
    int64_t begun, used;  // 0: it never ends
  } list[SESSIONS];
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

// Under the lock. Where there are too many the one that was used longest ago makes room: of the user who brings one
// more, where that one has a share already, so that nobody drives others out.
static struct session *room_for(sessions *s, const char *user) {
  struct session *own = NULL, *any = &s->list[0];
  size_t count = 0;
  for (struct session *one = s->list; one < s->list + s->count; one++) {
    if (one->used < any->used) any = one;
    if (strcmp(one->who.user, user) != 0) continue;
    count++;
    if (!own || one->used < own->used) own = one;
  }
  if (count >= SHARE) return own;
  return s->count < SESSIONS ? &s->list[s->count++] : any;
}

static void add(sessions *s, const char *user, int64_t generation, int64_t now, char out[SECRET_TEXT]) {
  struct session *to = room_for(s, user);
  char hex[DIGEST_TEXT];
  make_secret(out);
  *to = (struct session){ .secret = digest_of(out, strlen(out)), .begun = now, .used = now };
  const digest shown = digest_of(to->secret.bytes, sizeof to->secret.bytes);
  snprintf(to->who.user, sizeof to->who.user, "%s", user);
  snprintf(to->who.name, sizeof to->who.name, "%.*s", SESSION_NAME - 1, digest_hex(&shown, hex));
  to->who.generation = generation;
}

bool sessions_begin(sessions *s, const char *secret, char out[SECRET_TEXT]) {
  const digest given = digest_of(secret, strlen(secret)), right = digest_of(s->link, strlen(s->link));
  pthread_mutex_lock(&s->lock);
  bool good = same(&given, &right) && !s->used;
  if (good) {
    s->used = true;
    add(s, "", 0, 0, out);
  }
  pthread_mutex_unlock(&s->lock);
  return good;
}

void sessions_admit(sessions *s, const char *user, int64_t generation, int64_t now, char out[SECRET_TEXT]) {
  pthread_mutex_lock(&s->lock);
  add(s, user, generation, now, out);
  pthread_mutex_unlock(&s->lock);
}

static bool is_over(const struct session *one, int64_t now) {
  return one->begun && (now - one->used > IDLE_MS || now - one->begun > WHOLE_MS);
}

bool sessions_know(sessions *s, const char *secret, int64_t now, known *out) {
  const digest given = digest_of(secret, strlen(secret));
  bool found = false;
  pthread_mutex_lock(&s->lock);
  for (size_t i = 0; i < s->count; i++) {
    struct session *one = &s->list[i];
    if (!same(&given, &one->secret) || is_over(one, now)) continue;
    found = true;
    *out = one->who;
    if (one->begun) one->used = now;
  }
  pthread_mutex_unlock(&s->lock);
  return found;
}

bool sessions_live(sessions *s, const known *who, int64_t now) {
  bool found = who->generation < 0;
  pthread_mutex_lock(&s->lock);
  for (size_t i = 0; !found && i < s->count; i++)
    found = strcmp(s->list[i].who.name, who->name) == 0 && !is_over(&s->list[i], now);
  pthread_mutex_unlock(&s->lock);
  return found;
}

static void drop(sessions *s, const digest *secret, const char *user) {
  pthread_mutex_lock(&s->lock);
  for (size_t i = 0; i < s->count;) {
    struct session *one = &s->list[i];
    bool gone = (user && strcmp(one->who.user, user) == 0) || (secret && same(secret, &one->secret));
    if (gone) *one = s->list[--s->count];
    else i++;
  }
  pthread_mutex_unlock(&s->lock);
}

void sessions_end(sessions *s, const char *secret) {
  const digest given = digest_of(secret, strlen(secret));
  drop(s, &given, NULL);
}

void sessions_sign_out(sessions *s, const char *user) { drop(s, NULL, user); }
