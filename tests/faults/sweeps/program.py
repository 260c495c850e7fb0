"""The program under test, and what lies in a folder after it: the whole book, and the files beside it."""
import hashlib, os, sqlite3, subprocess
from pathlib import Path

CLOCK = "1780000000"  # 2026-05-28T20:26:40Z
TODAY = "2026-05-28"
BOOK = "book.db"
LEFT_OUT = {("plugin_files", "path")}  # where the program lies: there are two


class Setup(Exception):
    """The sweep itself cannot go on."""


class Program:
    """A program, always run with the same words, at the same time and in an environment of its own."""

    def __init__(self, path, home):
        self.path = str(Path(path).resolve())
        if not os.access(self.path, os.X_OK):
            raise Setup(f"{path} is not a program")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("BILLET_")}
        self.environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8",
                             "BILLET_TODAY": TODAY, "BILLET_FAULT_CLOCK": CLOCK}

    def argv(self, words):
        return [self.path, "--db", BOOK, "--json", *words]

    def run(self, folder, words, output=subprocess.PIPE, **fault):
        try:
            done = subprocess.run(self.argv(words), cwd=folder, env=self.environment | fault, stdin=subprocess.DEVNULL, stdout=output,
                                  stderr=subprocess.PIPE, timeout=120)
        except subprocess.TimeoutExpired:
            return "hung", b"", b""
        return done.returncode, done.stdout, done.stderr

    def must(self, folder, words):
        code, out, err = self.run(folder, words)
        if code != 0:
            raise Setup(f"{' '.join(words)}: exit {code}: {err.decode(errors='replace').strip()}")
        return out


def book_state(path):
    """Every row of every table, log and journal included, by table; None: no book. Times and keys are the same in each run, so that all
    but LEFT_OUT is compared. SQLite's own page numbers and free pages are no part of it."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    book = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        names = [row[0] for row in book.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        state = {"schema": repr(book.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").fetchall()),
                 "version": repr([book.execute(f"PRAGMA {name}").fetchone() for name in ("user_version", "application_id")])}
        for name in names:
            columns = [row[1] for row in book.execute(f'PRAGMA table_info("{name}")') if (name, row[1]) not in LEFT_OUT]
            rows = sorted(map(repr, book.execute(f"""SELECT "{'", "'.join(columns)}" FROM "{name}" """)))
            state[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return state
    finally:
        book.close()


def files_beside(folder):
    """What else lies there: names and bytes. The journal is SQLite's own: one that counts was rolled back by whoever opened the book."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and name not in (BOOK, f"{BOOK}-journal"):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def differences(one, other):
    """The tables in which two books are not the same."""
    if one is None or other is None:
        return ["the whole book"]
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
