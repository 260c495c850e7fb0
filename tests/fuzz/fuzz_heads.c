// Random parts of the head of a request, each read twice: by the page's server, and here in another way. The first
// letter says what: a: an address; f: the body of a form; c: the name of a cookie and a line of them; l: a word and a
// list of a header; r: a range of addresses and an address; x: whom a line comes from, and X-Forwarded-For.
#include "tests/fuzz/line.h"
#include <ctype.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

// ---- Addresses

// The value of two hexadecimal digits; -1 where they are none.
static int escaped(const char *at) {
  char digits[3] = { at[0], at[0] ? at[1] : 0, 0 };
  return isxdigit((unsigned char)digits[0]) && isxdigit((unsigned char)digits[1]) ? (int)strtol(digits, NULL, 16) : -1;
}

// Whether a text, once decoded, is another.
static bool decodes_to(const char *from, const char *end, bool form, const char *text) {
  for (; from < end; from++, text++) {
    int c = form && *from == '+' ? ' ' : (unsigned char)*from;
    if (*from == '%') c = end - from > 2 ? escaped(from + 1) : -1, from += 2;
    if (c <= 0 || c != (unsigned char)*text) return false;
  }
  return !*text;
}

static void check_pairs(const char *query, const web_address *at) {
  size_t count = 0;
  for (; query && *query; query += *query == '&') {
    const char *end = query + strcspn(query, "&"), *equals = memchr(query, '=', (size_t)(end - query));
    if (end == query) continue;
    must(count < at->query_count, "a pair is lost");
    const web_pair *p = &at->query[count++];
    must(decodes_to(query, equals ? equals : end, true, p->name), "a name is another");
    must(equals ? decodes_to(equals + 1, end, true, p->value) : !*p->value, "a value is another");
    query = end;
  }
  must(count == at->query_count && count <= WEB_QUERY_MAX, "a pair is made up");
}

static void read_address(const char *sent, arena *a) {
  web_address at;
  if (!address_read(sent, a, &at)) return;
  const char *query = strchr(sent, '?');
  must(*at.path == '/' && text_is_utf8(at.path, strlen(at.path)), "a path that is no text");
  must(!strstr(at.path, "//") && !strstr(at.path, "/../"), "a path that leads out");
  must(decodes_to(sent, query ? query : sent + strlen(sent), false, at.path), "a path that is another");
  check_pairs(query ? query + 1 : NULL, &at);
}

static void read_form(const char *body, arena *a) {
  web_address at = { 0 };
  if (form_read(body, a, &at)) check_pairs(body, &at);
}

// ---- Lists

static void read_cookie(const char *name, const char *line) {
  char out[SECRET_TEXT], *part, *rest, *all = strdup(line);
  const char *found = NULL;
  if (!*name || strpbrk(name, "=; ")) goto done;
  for (part = strtok_r(all, ";", &rest); part && !found; part = strtok_r(NULL, ";", &rest)) {
    part += strspn(part, " ");
    if (strncmp(part, name, strlen(name)) == 0 && part[strlen(name)] == '=') found = part + strlen(name) + 1;
  }
  bool fits = found && strlen(found) < sizeof out;
  must(guard_cookie(line, name, out, sizeof out) == fits, "a cookie that is there or not");
  must(!fits || strcmp(found, out) == 0, "another cookie");
done:
  free(all);
}

static void read_list(const char *word, const char *line) {
  char *part, *rest, *all = strdup(line);
  bool is = false;
  for (part = strtok_r(all, ",", &rest); part; part = strtok_r(NULL, ",", &rest)) {
    part += strspn(part, " \t");
    part[strcspn(part, ";")] = 0;
    for (size_t n = strlen(part); n && (part[n - 1] == ' ' || part[n - 1] == '\t'); n--) part[n - 1] = 0;
    is |= strcasecmp(part, word) == 0;
  }
  if (*word && !strpbrk(word, ",; \t")) must(guard_lists(line, word) == is, "a word that is listed or not");
  free(all);
}

// ---- Addresses of machines

static bool is_in(const ip_address *at, const ip_address *first, int bits) {
  for (int i = 0; i < bits; i++)
    if ((at->bytes[i / 8] >> (7 - i % 8) & 1) != (first->bytes[i / 8] >> (7 - i % 8) & 1)) return false;
  return true;
}

static void read_range(const char *text, const char *address) {
  ip_range range;
  ip_address at, again;
  char shown[IP_TEXT];
  bool good = ip_read(address, &at);
  if (good) {
    ip_text(&at, shown);
    must(ip_read(shown, &again) && memcmp(&at, &again, sizeof at) == 0, "an address that is written as another");
  }
  if (!ip_range_read(text, &range)) return;
  must(range.bits >= 0 && range.bits <= 128, "a range of too many bits");
  must(!good || ip_in(&at, &range) == is_in(&at, &range.first, range.bits), "an address in a range or not");
}

// The last that is no proxy, of those that can be read from the right.
static void read_forwarded(const char *peer, const char *list) {
  static const char *const ours[] = { "10.0.0.0/8", "2001:db8::/33", "192.0.2.1", "::1" };
  enum { OURS = sizeof ours / sizeof *ours };
  ip_range ranges[OURS];
  ip_address from, right;
  char *all = strdup(list), *comma, text[IP_TEXT];
  for (int i = 0; i < OURS; i++) must(ip_range_read(ours[i], &ranges[i]), "a range that cannot be read");
  if (!ip_read(peer, &from)) goto done;
  right = from;
  for (bool more = *all; more && ip_trusted(&right, ranges, OURS); more = comma && comma != all) {
    ip_address one;
    comma = strrchr(all, ',');
    size_t length = strlen(comma ? comma + 1 : all);
    const char *part = text_trimmed(comma ? comma + 1 : all, &length);
    snprintf(text, sizeof text, "%.*s", (int)length, part);
    if (length >= sizeof text || !ip_read(text, &one)) break;
    right = one;
    if (comma) *comma = 0;
  }
  ip_forwarded(list, ranges, OURS, &from);
  must(memcmp(&from, &right, sizeof from) == 0, "it comes from somebody else");
done:
  free(all);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  if (!length) return 0;
  arena *a = arena_new();
  char *text = arena_copy(a, (const char *)bytes + 1, length - 1), *rest = strchr(text, '\n');
  const char letter = (char)*bytes;
  if (letter == 'a') read_address(text, a);
  if (letter == 'f') read_form(text, a);
  if (rest) *rest++ = 0;
  if (rest && letter == 'c') read_cookie(text, rest);
  if (rest && letter == 'l') read_list(text, rest);
  if (rest && letter == 'r') read_range(text, rest);
  if (rest && letter == 'x') read_forwarded(text, rest);
  arena_free(a);
  return 0;
}
