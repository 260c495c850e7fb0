"""The story of a batch at the prompt, key by key in a real terminal, and README.md, which shows what that terminal shows.

transcript.py BILLET [--write]: told whole, with the server in $QUICKBOOKS for a target, which sends people back to $REDIRECT
(tests/story.sh starts it), and compared with README.md or written there. The block of README.md behind MARK is the terminal's whole
screen; what no two runs share (a digest, an address) is `…` in both.
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
from terminal import BILLET, ROOT, Failed, Terminal

README = ROOT / "README.md"
MARK = "<!-- What a terminal shows: tests/story.sh --write renews it. -->\n"
BLOCK = re.compile(re.escape(MARK) + r"```text\n(.*?)^```$", re.M | re.S)
APART = re.compile(r"(?<=, up to )[0-9a-f]{16}|http://127\.0\.0\.1\S+")
TARGET = "export.quickbooks-online."
END, SHELL = ">", "$"  # of the prompt, of the shell's

# What is typed, and what the terminal ends with before anything more is. A list is typed key by key, names of keys in it are pressed.
BILLS = [
    ("billet", "Currency [USD]:"),
    ("", "Time zone [America/New_York]:"),
    ("", "Name of your company:"),
    ("Harbor Point IT", END),
    ("import tests/data/readme", END),
    ("import tests/data/june.json", END),
    ("new", END),
    (["select co", "Tab", "Tab", "r", "Tab", "type:hourly 6"], END),
    ("expand 5", END),
    ('exclude 2 --note "gesture of goodwill"', END),
    ('run --name "June 2026"', END),
    ("delete 3", END),
    ("consolidate on", END),
    ("generate", END),
    ("invoice view 1", END),
    ("invoice print 1 --format pdf --output invoices", END),
    ("C-d", SHELL),
]
EXPORTS = [
    ("billet", END),
    (f"config set {TARGET}client_id the-app", END),
    (f"secret set {TARGET}client_secret", "client_secret:"),
    ("s3cr3t/+&", END),
    (["export login qu", "Tab"], "Deliver there? [y/N]"),
    ("y", END),
    ("export quickbooks-online", END),
    ("C-d", SHELL),
]


class Place:
    """A folder without a book, in which a person begins."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True)
        programs = self.folder / "programs"
        programs.mkdir()
        (programs / "billet").symlink_to(BILLET)
        (self.folder / "tests").symlink_to(ROOT / "tests")
        kept = {k: v for k, v in os.environ.items() if k.startswith(("ASAN", "UBSAN", "BILLET_MODULES", "DISPLAY"))}
        self.env = {"HOME": str(folder), "PATH": f"{programs}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "TERM": "tmux-256color",
                    "TZ": "America/New_York", "BILLET_TODAY": "2026-06-22", "PS1": f"{SHELL} ", "PAGER": "cat", **kept}

    def point(self, server):
        """The target is the server, as a person would have set it."""
        for name, value in (("authorize_url", f"{server}/connect/oauth2"), ("token_url", f"{server}/oauth2/v1/tokens/bearer"),
                            ("api_url", server + "/v3/company/{company}/"), ("redirect_uri", os.environ["REDIRECT"])):
            subprocess.run([BILLET, "config", "set", TARGET + name, value], cwd=self.folder, env=self.env, check=True, capture_output=True)


def typed(t, keys, end):
    """Types, and waits until what comes of it ends so."""
    lines = len(t.screen().rstrip().splitlines())
    for key in [keys] if isinstance(keys, str) else keys:
        if not re.fullmatch(r"Tab|C-\w", key):
            t.type(key)
            continue
        t.key(key)
        if key == "Tab":
            t.settles()
    if keys != "C-d":
        t.key("Enter")
    return t.until(lambda s: len(s.rstrip().splitlines()) > lines and s.rstrip().endswith(end), f"{end!r} after {keys!r}")


def told(folder, server=None):
    """The whole screen of a terminal in which the story is told; without a server for a target, up to the export."""
    place = Place(folder)
    said = " ".join(f"{k}={shlex.quote(v)}" for k, v in place.env.items())
    t = Terminal(place, "story", columns=136, rows=600, program=f"cd {folder}; exec env -i {said} sh")
    try:
        t.ends_with(SHELL)
        for keys, end in BILLS:
            screen = typed(t, keys, end)
        if server:
            place.point(server)
        for keys, end in EXPORTS if server else []:
            screen = typed(t, keys, end)
    finally:
        t.close()
    return "".join(f"{line.rstrip()}\n" for line in screen.rstrip().removesuffix(SHELL).rstrip().splitlines())


def compare(screen, whole=False):
    """README.md shows the screen, or begins with it where the story was not told to its end."""
    found = BLOCK.search(README.read_text())
    shown, ran = found[1].splitlines() if found else [], APART.sub("…", screen).splitlines()
    for number in range(max(len(ran), len(shown) if whole else 0)):
        lines = [lines[number] if number < len(lines) else None for lines in (shown, ran)]
        if lines[0] != lines[1]:
            raise Failed("line {}: README.md shows {!r}, the terminal {!r}; tests/story.sh --write renews it".format(number + 1, *lines))


def write(screen):
    README.write_text(BLOCK.sub(lambda m: f"{MARK}```text\n{APART.sub('…', screen)}```", README.read_text()))


def main():
    with tempfile.TemporaryDirectory() as folder:
        screen = told(folder, os.environ["QUICKBOOKS"])
    if "--write" in sys.argv:
        write(screen)
    compare(screen, whole=True)
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
