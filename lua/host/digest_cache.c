// Digests of plugin files, remembered from one command to the next: most commands ask only whether some file changed,
// and digesting all of them took a fifth of what they cost. A file is known by its device and inode, its size and its
// times to the nanosecond; a path would say less, for whatever moves or replaces a file changes these. A file that
// changed less than two seconds before it was looked at could change again within the same tick of its file system's
// clock, and is not remembered. Nothing here is told to anybody: a cache that cannot be read or written is none. What a
// remembered file holds is proved when it is read (texts.c).
#include "lua/host/host_inside.h"
#include "core/base/hash.h"
#include "core/base/own_folder.h"
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ENTRIES_MAX = 512, FACTS = 7, SETTLED_S = 2 };

// One file as it was. Both lie in the cache as they lie in memory: it is read where it was written.
typedef struct remembered {
  int64_t facts[FACTS];
  digest digest;
} remembered;
typedef struct cache_file {
  char heading[32];  // of another version or size: no cache
  uint64_t whole;    // of the entries: torn or damaged, no cache
  remembered entries[ENTRIES_MAX];
} cache_file;
static const char heading[sizeof((cache_file *)0)->heading] = "billet plugin digests 2\n";

struct digest_cache {
  cache_file file;
  size_t count, met;  // met: at the front, those that files of this host have
  bool changed;
  int64_t facts[FACTS];  // of the file that was asked for last
  bool looked;           // they are known
};

static const char *cache_path(host *h) { return arena_format(h->arena, "%s/plugin-digests", h->options.cache); }

// Only what nobody else could have written is believed. Bytes of it.
static size_t read_ours(const char *path, cache_file *out) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat st;
  if (descriptor < 0) return 0;
  bool ours = fstat(descriptor, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && (st.st_mode & 022) == 0;
  ssize_t got = ours ? read(descriptor, out, sizeof *out) : 0;
  close(descriptor);
  return got > 0 ? (size_t)got : 0;
}

static bool sound(const cache_file *f, size_t count) {
  return memcmp(f->heading, heading, sizeof heading) == 0 &&
         hash_add(HASH_BEGIN, f->entries, count * sizeof *f->entries) == f->whole;
}

static digest_cache *open_cache(host *h) {
  digest_cache *c = arena_alloc(h->arena, sizeof *c);
  size_t length = read_ours(cache_path(h), &c->file), head = offsetof(cache_file, entries);
  size_t count = length > head ? (length - head) / sizeof *c->file.entries : 0;
  if (sound(&c->file, count)) c->count = count;
  return c;
}

static bool look(const plugin *p, int64_t facts[FACTS]) {
  struct stat st;
  if (stat(p->file.path, &st) != 0 || !S_ISREG(st.st_mode)) return false;
  const int64_t found[FACTS] = { (int64_t)st.st_dev, (int64_t)st.st_ino, st.st_size,        st.st_mtim.tv_sec,
                                 st.st_mtim.tv_nsec, st.st_ctim.tv_sec,  st.st_ctim.tv_nsec };
  memcpy(facts, found, sizeof found);
  return true;
}

static bool settled(const int64_t facts[FACTS]) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return facts[3] < now.tv_sec - SETTLED_S && facts[5] < now.tv_sec - SETTLED_S;
}

// The entry with these facts, moved to the front; NULL: there is none.
static const remembered *met(digest_cache *c, const int64_t facts[FACTS]) {
  remembered *entries = c->file.entries;
  for (size_t i = c->met; i < c->count; i++) {
    if (memcmp(entries[i].facts, facts, sizeof entries[i].facts) != 0) continue;
    remembered found = entries[i];
    entries[i] = entries[c->met];
    entries[c->met] = found;
    return &entries[c->met++];
  }
  return NULL;
}

// What stood in its place goes to the end; of a full cache the last one goes.
static void remember(digest_cache *c, const digest *d, const int64_t facts[FACTS]) {
  remembered *entries = c->file.entries;
  if (c->met == ENTRIES_MAX) return;
  if (c->count < ENTRIES_MAX) c->count++;
  entries[c->count - 1] = entries[c->met];
  memcpy(entries[c->met].facts, facts, sizeof entries->facts);
  entries[c->met++].digest = *d;
  c->changed = true;
}

static const char *hex_of(host *h, const digest *d) {
  char hex[DIGEST_TEXT];
  return arena_text(h->arena, digest_hex(d, hex));
}

const char *digest_remembered(host *h, plugin *p) {
  if (p->known || !h->options.cache) return p->known;
  if (!h->digests) h->digests = open_cache(h);
  digest_cache *c = h->digests;
  c->looked = look(p, c->facts);
  const remembered *found = c->looked ? met(c, c->facts) : NULL;
  return p->known = found ? hex_of(h, &found->digest) : NULL;
}

void digest_remember(host *h, const plugin *p) {
  int64_t after[FACTS];
  digest_cache *c = h->digests;
  // What changed while it was read is not what was looked at.
  if (!c || !c->looked || !settled(c->facts) || !look(p, after) || memcmp(c->facts, after, sizeof after) != 0) return;
  digest read = digest_of(p->file.text, p->file.text_length);
  remember(c, &read, after);
}

void digests_forget(host *h) { unlink(cache_path(h)); }

void digests_keep(host *h) {
  digest_cache *c = h->digests;
  if (!c || !c->changed || !own_folder_make(h->options.cache)) return;
  const char *path = cache_path(h), *beside = arena_format(h->arena, "%s-%jd", path, (intmax_t)getpid());
  int descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  size_t length = c->count * sizeof *c->file.entries;
  if (descriptor < 0) return;
  memcpy(c->file.heading, heading, sizeof heading);
  c->file.whole = hash_add(HASH_BEGIN, c->file.entries, length);
  length += offsetof(cache_file, entries);
  bool good = write(descriptor, &c->file, length) == (ssize_t)length;  // not synced: what is torn is no cache
  if (close(descriptor) != 0 || !good || rename(beside, path) != 0) unlink(beside);
}
