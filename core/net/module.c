// The callbacks of billet-net.so.
#include "core/net/net_inside.h"
#include "core/net/smtp.h"

// The one name that the module shows.
extern const net_module billet_net;
__attribute__((visibility("default")))
const net_module billet_net = { NET_MODULE_VERSION, smtp_open,     smtp_close,    smtp_send,
                                http_open,          http_close,    http_ask,      net_url_read,
                                listener_open,      listener_hear, listener_close };
