#!/usr/bin/env python3
"""What a message says, as Python's email package reads it: read.py FILE.eml [PDF]. Its PDF is written to the file PDF."""
import email
import email.policy
import sys

raw = open(sys.argv[1], "rb").read()
assert b"\n" not in raw.replace(b"\r\n", b""), "line ends"
assert max(map(len, raw.split(b"\r\n"))) <= 78, "a line that is too long"
message = email.message_from_bytes(raw, policy=email.policy.default)
faults = [fault for part in message.walk() for fault in part.defects]
assert not faults, faults
print("headers:", " ".join(sorted(set(message.keys()))))
for name in ("Subject", "Message-ID", "Date"):
    print(f"{name}: {message[name]}")
for name in ("From", "To"):
    for address in message[name].addresses:
        print(f"{name}: {address.display_name!r} {address.addr_spec}")
text, pdf = message.iter_parts()
print("types:", message.get_content_type(), text.get_content_type(), text.get_content_charset(), pdf.get_content_type())
print("file:", pdf.get_content_disposition(), pdf.get_filename())
print(text.get_content().replace("\r\n", "\n"))
if len(sys.argv) > 2:
    open(sys.argv[2], "wb").write(pdf.get_content())
