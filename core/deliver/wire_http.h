// The wire by what signs in, for signing in itself; who is signed in uses connection_wire.
#pragma once
#include "core/deliver/connection.h"
#include "core/deliver/tokens.h"

// key: of the file of what signs in; NULL: it is not kept yet, and not renewed. Tokens are copied, all else must live
// as long. Closed by connection_wire_close.
bool wire_http_open(const target *t, const char *company, const char *key, const tokens *held, const net_module *net,
                    bool (*stop)(void), wire *out, error *e);
