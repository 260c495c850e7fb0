// Mail to a server, by libcurl.
#pragma once
#include "core/net/net_module.h"

net_connection *smtp_open(const net_server *server, error *e);
void smtp_close(net_connection *c);
void smtp_send(net_connection *c, const net_mail *m, net_result *out);
