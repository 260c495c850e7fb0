// What mail and requests ask of libcurl alike.
#include "core/net/net_inside.h"
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool net_host_is_loopback(const char *host) {
  unsigned char address[sizeof(struct in6_addr)];
  if (inet_pton(AF_INET, host, address) == 1) return address[0] == 127;
  return strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0;
}

bool net_is_loopback(const char *url) {
  CURLU *u = curl_url();
  char *host = NULL;
  bool is = u && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
            curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK && net_host_is_loopback(host);
  curl_free(host);
  curl_url_cleanup(u);
  return is;
}

// As the program curl: libcurl itself knows only the file that it was built with.
void net_trust(CURL *curl) {
  const char *file = getenv("CURL_CA_BUNDLE");
  if (!file || !*file) file = getenv("SSL_CERT_FILE");
  if (file && *file) curl_easy_setopt(curl, CURLOPT_CAINFO, file);
}

CURL *net_curl_open(error *e) {
  CURL *curl = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_easy_init() : NULL;
  if (!curl) error_set(e, ERROR_IO, "libcurl cannot be begun: out of memory");
  return curl;
}

void net_plain(CURL *curl) {
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
}
