#!/usr/bin/env python3
"""Whether a reader finds every word of a document in its PDF: words.py PDF WORDS [broken|paper].

WORDS holds a text a line, as render prints them. broken: words were broken between characters, so characters are counted.
paper: WORDS is the document as text, whose lines of dashes are drawn in the other; a mark across a page is read letter by letter.
Right-to-left texts come in the order of paper, so their words are compared as the characters that they have.
"""
import collections
import re
import subprocess
import sys
import unicodedata

HIDDEN = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))


def words(text):
    text = unicodedata.normalize("NFKC", text.translate(HIDDEN))
    return re.sub(r"[()]", " ", text).split()  # brackets are mirrored between letters that run to the left


def alike(word):
    return "".join(sorted(word))


def main():
    pdf, listed, broken = sys.argv[1], sys.argv[2], sys.argv[3:] == ["broken"]
    read = lambda *how: subprocess.run(["pdftotext", *how, pdf, "-"], capture_output=True, text=True, check=True).stdout
    found = read("-raw") if broken else read("-raw") + read("-layout")  # the one for columns, the other for Hebrew
    with open(listed, encoding="utf-8") as file:
        wanted = file.read()
    if sys.argv[3:] == ["paper"]:
        wanted = re.sub(r"^ *[-=]+ *$", "", wanted, flags=re.MULTILINE)
    if broken:
        lacking = collections.Counter("".join(words(wanted))) - collections.Counter("".join(words(found)))
    else:
        have = {alike(word) for word in words(found)}
        if sys.argv[3:] == ["paper"]:
            have |= {alike(mark.replace("\n", "")) for mark in re.findall(r"^(?:\w\n)+", found, flags=re.MULTILINE)}
        lacking = [word for word in words(wanted) if alike(word) not in have]
    if lacking:
        print("not found:", list(lacking)[:10])
    sys.exit(1 if lacking else 0)


if __name__ == "__main__":
    main()
