// The person's browser.
#pragma once

// Opens an address or a file in the browser of whoever sits at this machine; does nothing where nobody does, or where
// that cannot be told. Never waits.
void browser_open(const char *url);
