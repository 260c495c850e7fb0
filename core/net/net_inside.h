// What the files of the module share.
#pragma once
#include "core/net/net_module.h"
#include <curl/curl.h>

// ---- net_curl.c
// Whether a host, or that of an address, is this machine.
bool net_host_is_loopback(const char *host);
bool net_is_loopback(const char *url);

// Whose certificates count.
void net_trust(CURL *curl);

// libcurl, begun; NULL with `io`.
CURL *net_curl_open(error *e);

// Waits for no resolver's signals, and asks no proxy: what is sent goes to whom it is for.
void net_plain(CURL *curl);

// ---- net_url.c
bool net_url_read(const char *url, arena *a, net_url *out, error *e);

// ---- http.c
net_client *http_open(error *e);
void http_close(net_client *c);
void http_ask(net_client *c, const net_request *r, arena *a, net_reply *out);

// ---- listener.c
net_listener *listener_open(const net_url *at, error *e);
net_heard listener_hear(net_listener *l, int descriptor, int milliseconds, arena *a, const char **url);
void listener_close(net_listener *l, const char *words);
