// Proxies that are believed, and whom a request then comes from.
#include "core/web/web_inside.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Every address is one of IPv6: those of IPv4 stand in ::ffff:0:0/96.
bool ip_read(const char *text, ip_address *out) {
  struct in_addr four;
  if (inet_pton(AF_INET6, text, out->bytes) == 1) return true;
  if (inet_pton(AF_INET, text, &four) != 1) return false;
  memset(out->bytes, 0, 10);
  memset(out->bytes + 10, 0xff, 2);
  memcpy(out->bytes + 12, &four, 4);
  return true;
}

void ip_of(const struct sockaddr *at, ip_address *out) {
  *out = (ip_address){ 0 };
  if (at->sa_family == AF_INET6) memcpy(out->bytes, &((const struct sockaddr_in6 *)at)->sin6_addr, 16);
  if (at->sa_family != AF_INET) return;
  memset(out->bytes + 10, 0xff, 2);
  memcpy(out->bytes + 12, &((const struct sockaddr_in *)at)->sin_addr, 4);
}

void ip_text(const ip_address *at, char out[IP_TEXT]) {
  static const unsigned char four[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  bool short_one = memcmp(at->bytes, four, sizeof four) == 0;
  if (!inet_ntop(short_one ? AF_INET : AF_INET6, short_one ? at->bytes + 12 : at->bytes, out, IP_TEXT)) *out = '\0';
}

bool ip_range_read(const char *text, ip_range *out) {
  char address[IP_TEXT];
  const char *slash = strchr(text, '/');
  size_t length = slash ? (size_t)(slash - text) : strlen(text);
  if (length >= sizeof address) return false;
  memcpy(address, text, length);
  address[length] = '\0';
  if (!ip_read(address, &out->first)) return false;
  char *end = "";
  int most = strchr(address, ':') ? 128 : 32;
  long bits = slash ? strtol(slash + 1, &end, 10) : most;
  if (*end || bits < 0 || bits > most || (slash && (slash[1] < '0' || slash[1] > '9'))) return false;
  out->bits = (int)bits + 128 - most;
  return true;
}

bool ip_in(const ip_address *at, const ip_range *range) {
  int whole = range->bits / 8, rest = range->bits % 8;
  if (memcmp(at->bytes, range->first.bytes, (size_t)whole) != 0) return false;
  return !rest || (at->bytes[whole] ^ range->first.bytes[whole]) >> (8 - rest) == 0;
}

bool ip_trusted(const ip_address *at, const ip_range *ranges, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (ip_in(at, &ranges[i])) return true;
  return false;
}

// The list is read from the right, where the nearest proxy wrote: the first that is no proxy of ours is whom it comes
// from, for whatever stands to its left anybody may have written.
void ip_forwarded(const char *list, const ip_range *ranges, size_t count, ip_address *from) {
  for (size_t end = list ? strlen(list) : 0; end && ip_trusted(from, ranges, count);) {
    char text[IP_TEXT];
    size_t begin = end;
    while (begin && list[begin - 1] != ',') begin--;
    size_t length = end - begin;
    const char *at = text_trimmed(list + begin, &length);
    if (length >= sizeof text) return;
    memcpy(text, at, length);
    text[length] = '\0';
    if (!ip_read(text, from)) return;
    end = begin ? begin - 1 : 0;
  }
}
