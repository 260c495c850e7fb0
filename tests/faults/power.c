// Files as a disk has them, kept beside the real ones, and what is left of them when the power fails.
#include "tests/faults/power.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES = 16, SECTOR = 512 };

// bytes NULL: a new size.
typedef struct change {
  unsigned char *bytes;
  int64_t at, length;
} change;

typedef struct image {
  unsigned char *bytes;
  int64_t size;
} image;

typedef struct known_file {
  char *path;
  image disk;
  change *changes;  // since the last sync
  size_t count;
  bool fresh, deleted;  // as the folder on the disk does not know it
} known_file;

static struct {
  bool begun;
  uint64_t dice;
  known_file files[FILES];
  size_t count;
} power;

// A test that cannot go on is no test.
static void *enough(void *block) {
  if (!block) exit(2);
  return block;
}

static bool toss(unsigned of) {
  power.dice ^= power.dice << 13;
  power.dice ^= power.dice >> 7;
  power.dice ^= power.dice << 17;
  return (power.dice >> 11) % of == 0;
}

void power_begin(uint64_t seed) {
  power.begun = true;
  power.dice = (seed + 1) * UINT64_C(0x9E3779B97F4A7C15);
  for (int i = 0; i < 8; i++) toss(2);  // seeds that are near give coins that are not
}

static known_file *find(const char *path) {
  for (size_t i = 0; path && i < power.count; i++)
    if (strcmp(power.files[i].path, path) == 0) return &power.files[i];
  return NULL;
}

static void resize(image *m, int64_t size) {
  m->bytes = enough(realloc(m->bytes, size ? (size_t)size : 1));
  if (size > m->size) memset(m->bytes + m->size, 0, (size_t)(size - m->size));
  m->size = size;
}

static void put(image *m, const unsigned char *bytes, int64_t length, int64_t at) {
  if (at + length > m->size) resize(m, at + length);
  memcpy(m->bytes + at, bytes, (size_t)length);
}

static bool read_whole(const char *path, image *out) {
  FILE *f = fopen(path, "rb");
  if (!f) return false;
  unsigned char page[4096];
  for (size_t got; (got = fread(page, 1, sizeof page, f)) > 0;) put(out, page, (int64_t)got, out->size);
  fclose(f);
  return true;
}

static change *add(known_file *f, int64_t at, int64_t length) {
  f->changes = enough(realloc(f->changes, (f->count + 1) * sizeof *f->changes));
  f->changes[f->count] = (change){ .at = at, .length = length };
  return &f->changes[f->count++];
}

void power_opened(const char *path) {
  known_file *f = find(path);
  if (!power.begun || !path || (f && !f->deleted)) return;
  if (f) {
    f->deleted = false;
    add(f, 0, 0);
    return;
  }
  if (power.count == FILES) exit(2);
  f = &power.files[power.count++];
  *f = (known_file){ .path = enough(strdup(path)) };
  f->fresh = !read_whole(path, &f->disk);
}

void power_wrote(const char *path, const void *bytes, int64_t length, int64_t at) {
  known_file *f = power.begun ? find(path) : NULL;
  if (!f) return;
  change *c = add(f, at, length);
  c->bytes = memcpy(enough(malloc((size_t)length + 1)), bytes, (size_t)length);
}

void power_truncated(const char *path, int64_t size) {
  known_file *f = power.begun ? find(path) : NULL;
  if (f) add(f, size, 0);
}

static void apply(image *m, const change *c) {
  if (c->bytes) put(m, c->bytes, c->length, c->at);
  else resize(m, c->at);
}

static void forget_changes(known_file *f) {
  for (size_t i = 0; i < f->count; i++) free(f->changes[i].bytes);
  free(f->changes);
  f->changes = NULL;
  f->count = 0;
}

void power_synced(const char *path) {
  known_file *f = power.begun ? find(path) : NULL;
  if (!f) return;
  for (size_t i = 0; i < f->count; i++) apply(&f->disk, &f->changes[i]);
  forget_changes(f);
}

void power_deletes(const char *path) {
  known_file *f = power.begun ? find(path) : NULL;
  if (f) f->deleted = true;
}

void power_folder_synced(void) {
  for (size_t i = 0; i < power.count; i++) {
    known_file *f = &power.files[i];
    f->fresh = f->deleted;
    if (!f->deleted) continue;
    forget_changes(f);
    resize(&f->disk, 0);
  }
}

// ---- The power fails

static void tear(image *m, const change *c) {
  for (int64_t from = 0, until; from < c->length; from = until) {
    until = (c->at + from) / SECTOR * SECTOR + SECTOR - c->at;
    if (until > c->length) until = c->length;
    if (toss(2)) put(m, c->bytes + from, until - from, c->at + from);
  }
}

static void perhaps(image *m, const change *c) {
  if (toss(3)) return;
  if (c->bytes && toss(2)) tear(m, c);
  else apply(m, c);
}

static void write_whole(const char *path, const image *m) {
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  for (int64_t done = 0, wrote = 1; file >= 0 && done < m->size && wrote > 0; done += wrote)
    wrote = write(file, m->bytes + done, (size_t)(m->size - done));
  if (file >= 0) close(file);
}

void power_fails(void) {
  for (size_t i = 0; power.begun && i < power.count; i++) {
    known_file *f = &power.files[i];
    bool gone = f->fresh && (f->deleted || toss(2));
    for (size_t k = 0; k < f->count; k++) perhaps(&f->disk, &f->changes[k]);
    if (gone) unlink(f->path);
    else write_whole(f->path, &f->disk);
  }
}
