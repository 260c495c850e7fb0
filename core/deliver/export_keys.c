// Random keys, and who claims a row.
#include "core/base/chance.h"
#include "core/deliver/export_inside.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HOST_MAX = 200 };

// RFC 9562, version 4.
void delivery_key(char out[KEY_TEXT]) {
  unsigned char b[16];
  chance_bytes(b, sizeof b);
  b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
  b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
  char *at = out;
  for (int i = 0; i < 16; i++) at += sprintf(at, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", b[i]);
}

int64_t delivery_random(int64_t most) {
  uint64_t n;
  chance_bytes(&n, sizeof n);
  return (int64_t)(n % ((uint64_t)most + 1));
}

// When a process began, in ticks since the machine did; 0: there is none. A number of a process is used again, both
// together are not.
static unsigned long long began(long process) {
  char path[40], text[600];
  unsigned long long out = 0;
  snprintf(path, sizeof path, "/proc/%ld/stat", process);
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  text[fread(text, 1, sizeof text - 1, file)] = 0;
  fclose(file);
  const char *at = strrchr(text, ')');  // a program's name may hold anything
  for (int field = 2; at && field < 22; field++) at = strchr(at + 1, ' ');
  if (at) out = strtoull(at, NULL, 10);
  return out;
}

static void host_name(char out[HOST_MAX]) {
  if (gethostname(out, HOST_MAX - 1) != 0) strcpy(out, "localhost");
  out[HOST_MAX - 1] = 0;
  for (char *c = out; *c; c++)
    if (*c == ':') *c = '-';
}

const char *delivery_owner(arena *a) {
  char host[HOST_MAX];
  host_name(host);
  return arena_format(a, "%s:%ld:%llu", host, (long)getpid(), began(getpid()));
}

bool delivery_owner_lives(const char *owner) {
  char host[HOST_MAX], *end;
  host_name(host);
  size_t length = strlen(host);
  if (strncmp(owner, host, length) != 0 || owner[length] != ':') return true;
  long process = strtol(owner + length + 1, &end, 10);
  if (process <= 0 || *end != ':') return true;
  return began(process) != 0 && began(process) == strtoull(end + 1, NULL, 10);
}
