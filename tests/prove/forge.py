#!/usr/bin/env python3
"""Makes archives that are not what they seem, of one that is: forge.py GOOD.zip FOLDER. Prints a line of each: its file, how `verify`
ends with it, what it says. What is changed within has the manifest that it needs, so that only the check that is meant can see it."""
import hashlib
import io
import json
import stat
import struct
import sys
import zipfile
from decimal import Decimal

good, folder = sys.argv[1:]
with zipfile.ZipFile(good) as archive:
    files = {name: archive.read(name) for name in archive.namelist()}


def packed(content, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in content:
            archive.writestr(name, data)
    return out.getvalue()


def manifest(content):
    return "".join(f"{hashlib.sha256(d).hexdigest()}  {n}\n" for n, d in content.items() if n != "MANIFEST").encode()


def tell(name, status, says, data):
    with open(f"{folder}/{name}.zip", "wb") as file:
        file.write(data)
    print(f"{name}\t{status}\t{says}")


def forged(name, says, **changes):
    """An archive with files changed by functions of their text, by names with _ for what a keyword cannot have."""
    content = dict(files)
    for key, change in changes.items():
        of = {"invoice": "invoice.json", "explanation": "explanation.json", "record": "proof.json", "log": "log.json",
              "rows": "rows.json"}.get(key)
        if of:
            told = json.loads(content[of])
            change(told)
            content[of] = json.dumps(told).encode()
        else:
            change(content)
    content["MANIFEST"] = manifest(content)
    tell(name, 3, says, packed(content.items()))


def plus(of, key, by="0.01"):
    of[key] = str(Decimal(of[key]) + Decimal(by))


def shift(told):
    """A cent from one line to another: every sum still holds."""
    first, second = told["lines"][:2]
    for line, by in ((first, "0.01"), (second, "-0.01")):
        plus(line, "amount", by)
        plus(line, "unit_price_net", by)
        line["quantity"] = "1"
        line["unit_price_net"] = line["amount"]


def unsealed(content, name, old, new):
    """Another text with the digest that it has now, in the record too."""
    assert old in content[name], (name, old)
    was = hashlib.sha256(content[name]).hexdigest()
    content[name] = content[name].replace(old, new, 1)
    content["proof.json"] = content["proof.json"].replace(was.encode(), hashlib.sha256(content[name]).hexdigest().encode())


bill = next(n for n in files if n.startswith("digests/bill-"))
plugin = next(n for n in files if n.startswith("plugins/"))

# ---- What is within.
tell("changed-file", 3, "files are those of the manifest: invoice.html is not what its digest says",
     packed((n, d + b" " if n == "invoice.html" else d) for n, d in files.items()))
tell("missing-file", 3, "files are those of the manifest: rows.json is not there",
     packed((n, d) for n, d in files.items() if n != "rows.json"))
tell("added-file", 3, "files are those of the manifest: more.txt is not in it", packed([*files.items(), ("more.txt", b"more")]))
forged("plugin", "is not what its digest says", all=lambda c: c.update({plugin: c[plugin] + b"\n"}))
forged("plugin-gone", "plugin texts are what their names say: " + plugin + " is not there", all=lambda c: c.pop(plugin))
forged("bill", "bills are as they were written: " + bill + " is not what its digest says",
       all=lambda c: c.update({bill: c[bill].replace(b"Retainer", b"retainer")}))
forged("bill-sealed", "it does not hold the digest of bill", all=lambda c: unsealed(c, bill, b"Retainer", b"retainer"))
forged("document", "the document is as it was frozen, in its place: digests/document is not what its digest says",
       all=lambda c: c.update({"digests/document": c["digests/document"].replace(b"Elm", b"Oak")}))
forged("document-sealed", "its link is not made from the one before it", all=lambda c: unsealed(c, "digests/document", b"Elm", b"Oak"))
forged("place", "its link is not made from the one before it", record=lambda r: r["chain"].update(before="0" * 64))
for field in ("number", "customer", "currency", "date", "due_date", "po_number"):
    forged(f"says-{field}", f"what it says is what was frozen: {field} is not what was frozen",
           invoice=lambda i, field=field: i.update({field: "2026-01-01" if "date" in field else "CHF" if field == "currency" else "9"}))
forged("says-seller", "seller is not what was frozen", invoice=lambda i: i["seller"].update(iban="DE1"))
forged("says-buyer", "bill_to is not what was frozen", invoice=lambda i: i["bill_to"].update(name="Somebody else"))
forged("says-total", "total is not what was frozen", invoice=lambda i: plus(i, "total"))
forged("form", "in a form that this program does not know", record=lambda r: r.update(form=99))
forged("one-bill-less", "it has more bills than are told", record=lambda r: r["bills"].pop())
forged("line-text", "line 1: description is not that of its bill", invoice=lambda i: i["lines"][0].update(description="Other work"))
forged("line-period", "line 1: period is not that of its bill", invoice=lambda i: i["lines"][0]["period"].update(end="2026-05-01"))
forged("line-amount", "line 1: ", invoice=shift)
forged("line-gone", "more lines than the document", invoice=lambda i: i["lines"].pop())
forged("line-more", "is of no bill", invoice=lambda i: i["lines"].append(i["lines"][-1]))
forged("line-parts", "line 1: taxes is not that of its bill",
       invoice=lambda i: [plus(i["lines"][0]["taxes"][k], "amount", by) for k, by in ((0, "0.01"), (1, "-0.01"))])
forged("tax-rate", "is not the sum of those of the bills", invoice=lambda i: i["taxes"][0].update(rate="1%"))
forged("tax-of-bill", "a tax is not that of its text", record=lambda r: r["bills"][0]["taxes"][0].update(rate="1%"))
forged("sum-of-lines", "its lines do not sum to its subtotal", invoice=lambda i: plus(i, "subtotal"))
forged("sum-of-taxes", "its taxes do not sum to its tax", invoice=lambda i: plus(i["taxes"][0], "amount"))
forged("tax-of-line", "line 1: its taxes do not sum to its tax", invoice=lambda i: plus(i["lines"][0], "tax"))
forged("sum-of-all", "subtotal and tax are not its total", invoice=lambda i: plus(i, "total"))
forged("multiplies", "line 1: quantity × price is not its amount", invoice=lambda i: i["lines"][0].update(unit_price_net="7.00"))
forged("no-amount", 'subtotal "many" is no amount', invoice=lambda i: i.update(subtotal="many"))
forged("explained", "the explanation comes to its lines: it does not come to the amount of line 1",
       explanation=lambda x: plus(x["tree"]["inputs"][0]["inputs"][0], "value"))
forged("explained-tax", "it does not come to the tax of line 2", explanation=lambda x: plus(x["tree"]["inputs"][1]["inputs"][1], "value"))
forged("explained-sum", "it does not come to the document's total", explanation=lambda x: plus(x["tree"], "value"))
forged("explained-less", "it has not as many lines as the document", explanation=lambda x: x["tree"]["inputs"][0]["inputs"].pop())
forged("logged-by", "is not what was logged", log=lambda g: g["entries"][0].update(detail=g["entries"][0]["detail"].replace("who", "whom")))
forged("logged-when", "is not what was logged", log=lambda g: g["entries"][-1].update(at="2001-01-01T00:00:00Z"))
forged("log-order", "comes after entry", log=lambda g: g["entries"].reverse())
forged("log-head", "its head is not the link of its last entry", log=lambda g: g["head"].update(chain="0" * 64))
forged("log-cut", "lies past the end of the log", log=lambda g: g["head"].update(seq=1))
forged("no-json", "what is told can be read: log.json:1:1", all=lambda c: c.update({"log.json": b"?"}))
forged("many-taxes", "there are more than 1000 taxes", invoice=lambda i: i["taxes"].extend([{}] * 1000))
forged("many-bills", f"there are more than {len(files)} bills", record=lambda r: r["bills"].extend([{}] * len(files)))
tell("long-manifest", 3, "it lists more than there is",
     packed((n, d + b"no line\n" * 10000 if n == "MANIFEST" else d) for n, d in files.items()))
forged("other-form", "of a form that this program does not know", record=lambda r: r.update(proof=2))

# ---- Archives that are none, or damaged.
whole = open(good, "rb").read()
tell("empty", 1, "it is no ZIP archive", b"")
tell("text", 1, "it is no ZIP archive", b"Dear auditor, the invoice is right.\n")
tell("other-zip", 1, "it is no proof of an invoice", packed([("holiday.jpg", b"sun")]))
tell("truncated", 3, "it is damaged: its end is missing", whole[:-40])
tell("half", 3, "it is damaged: its end is missing", whole[:len(whole) // 2])
at = whole.index(b"invoice.html") + 300
tell("torn", 3, "invoice.html is damaged: ", whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1:])

# ---- Archives that are meant to do harm.
for name, hostile in (("up", "../proof.json"), ("deep", "a/../../b"), ("absolute", "/etc/passwd"), ("back", "a\\b"), ("drive", "c:x"),
                      ("dot", "./MANIFEST"), ("blank", "a b"), ("twice-parted", "a//b"), ("escape", "\x1b[2J"), ("long", "x" * 300)):
    tell(f"name-{name}", 1, "such names may lead elsewhere", packed([*files.items(), (hostile, b"")]))


def doubled(first, second):
    """Two files of one name: the second one's is changed where it stands."""
    return packed([("MANIFEST", b""), (first, b"1"), (second, b"2")]).replace(second.encode(), first.encode())


tell("twice", 1, "is in it twice", doubled("invoice.json", "invoice.jsom"))
tell("twice-by-case", 1, "is in it twice", packed([("invoice.json", b"1"), ("Invoice.json", b"2")]))
link = zipfile.ZipInfo("invoice.json")
link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
tell("link", 1, "is a link or a device, no file", packed([(link, b"/etc/passwd")]))
tell("bzip2", 1, "packed by a method that is not read here", packed([("invoice.json", b"{}")], zipfile.ZIP_BZIP2))
tell("bomb", 1, "packed too small for what it claims to be", packed([("invoice.json", b"\0" * (3 << 20))]))
tell("many", 1, "files, which is too many", packed([(f"f{i}", b"") for i in range(4097)], zipfile.ZIP_STORED))


def claiming(size):
    """A file that says of itself that it is as large as this."""
    data, real = packed([("MANIFEST", b"x" * 77)], zipfile.ZIP_STORED), struct.pack("<I", 77)
    return data.replace(real + real, real + struct.pack("<I", size))


tell("huge", 1, "unpacked it would be too large", claiming(0x7fffffff))
encrypted = bytearray(packed([("MANIFEST", b"x")]))
for head, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
    encrypted[encrypted.index(head) + offset] |= 1
tell("encrypted", 1, "is encrypted", bytes(encrypted))
