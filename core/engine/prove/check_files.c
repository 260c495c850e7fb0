// Each file is what something else says that it is: the manifest, and of a plugin's text its own name.
#include "core/base/digest.h"
#include "core/engine/prove/check_inside.h"
#include <stdlib.h>
#include <string.h>

enum { HEX = DIGEST_TEXT - 1, NAME_AT = HEX + 2 };

static const archive_file *named(const checking *c, const char *name, size_t length) {
  for (size_t i = 0; i < c->count; i++)
    if (strlen(c->files[i].name) == length && memcmp(c->files[i].name, name, length) == 0) return &c->files[i];
  return NULL;
}

// A line as sha256sum writes it: the digest, two blanks, the name.
static bool check_listed(checking *c, const char *line, size_t length, bool *listed) {
  if (length <= NAME_AT || memcmp(line + HEX, "  ", 2) != 0)
    return check_fault(c, "the line \"%.*s\" names no file", length < 80 ? (int)length : 80, line);
  const archive_file *file = named(c, line + NAME_AT, length - NAME_AT);
  if (!file)
    return check_fault(c, "%.*s is not there", (int)(length - NAME_AT < 200 ? length - NAME_AT : 200), line + NAME_AT);
  if (listed[file - c->files]) return check_fault(c, "%s is listed twice", file->name);
  listed[file - c->files] = true;
  c->checked++;
  return check_digest(c, file, arena_copy(c->arena, line, HEX));
}

void check_manifest(checking *c) {
  const archive_file *manifest = check_file(c, PROOF_MANIFEST);
  if (!manifest) return;
  const char *at = manifest->bytes, *end = at + manifest->length;
  bool *listed = arena_array(c->arena, c->count + 1, sizeof *listed);
  memset(listed, 0, c->count + 1);
  for (size_t lines = 0; at < end; lines++) {
    if (lines == c->count) {
      check_fault(c, "it lists more than there is");
      return;
    }
    const char *feed = memchr(at, '\n', (size_t)(end - at)), *stop = feed ? feed : end;
    check_listed(c, at, (size_t)(stop - at), listed);
    at = stop + 1;
  }
  for (size_t i = 0; i < c->count; i++)
    if (!listed[i] && &c->files[i] != manifest) check_fault(c, "%s is not in it", c->files[i].name);
}

void check_plugins(checking *c) {
  for (const cJSON *p = check_list(c->record, "plugins"); p; p = p->next) {
    const char *hex = check_text(p, "digest");
    const archive_file *file = check_file(c, arena_format(c->arena, "plugins/%.64s.lua", hex));
    if (file) check_digest(c, file, hex);
    c->checked++;
  }
  // What a bill says that it was rated by is among them.
  for (const cJSON *b = check_list(c->record, "bills"); b; b = b->next)
    for (const cJSON *f = check_list(b, "files"); f; f = f->next)
      if (cJSON_IsString(f)) check_file(c, arena_format(c->arena, "plugins/%.64s.lua", f->valuestring));
}
