#!/usr/bin/env python3
"""Memory that runs out, at each allocation of each command, once and from there on: memory.py --billet PROGRAM --demo DATA.

A command then ends with `memory`, exit 1, and the book is what it was; or, where it had committed, with exit 6; or it had no need of
what it did not get, and answers as ever. --shallow N: the first 300 allocations of a command and N others; of a command that takes
no path of its own through memory a sample alone, of N / 4, or of 600. The last line counts."""
import argparse
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

parser = argparse.ArgumentParser()
parser.add_argument("--billet", required=True, help="the program of the fault tests; the library that refuses lies beside it")
parser.add_argument("--demo", required=True)
parser.add_argument("--shallow", type=int, default=0)
parser.add_argument("--only", help="one command of the story; sampled: those of which a sample is enough")
options = parser.parse_args()

root = pathlib.Path(__file__).resolve().parents[2]
billet = os.environ.get("BILLET", str(root / "billet"))  # without sanitizers, which have an allocator of their own
refuser = str(pathlib.Path(options.billet).resolve().parent / "nomemory.so")
demo = str(pathlib.Path(options.demo).resolve())
folder = pathlib.Path(tempfile.mkdtemp())
plain = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", "BILLET_TODAY": "2026-07-15"}
plain.pop("XDG_DATA_HOME", None)
plain.pop("ASAN_OPTIONS", None)

# What is tried, each on the book that those before it made: a name, the command, whether a sample of its allocations is enough.
STORY = [
    ("init", ["init", "--name", "Birch IT", "--currency", "USD", "--zone", "America/New_York"]),
    ("import", ["import", demo]),
    ("batch new", ["batch", "new", "--as-of", "2026-06-01"]),
    ("batch select", ["batch", "select", "--all"]),
    ("batch show", ["batch", "show"]),
    ("batch rows", ["batch", "rows", "--text", "a", "--sort", "total"]),
    *[(words, words.split(), True) for words in (
        "undo", "redo", "batch adjust cool-retainer:2026-04-07 --percent -10 --note x", "batch take cool-desk --early --note x",
        "config set check.zero note", "check", "status",
        "set contracts cool-desk param.rate=95 --effective 2026-06-01 --note x", "price raise 3% --from 2026-08-01")],
    ("batch run", ["batch", "run", "--name", "May"]),
    ("batch generate", ["batch", "generate", "--date", "2026-06-01"]),
    ("explain", ["explain", "1"]),
    ("verify", ["verify"]),
    ("replay", ["replay"]),
    ("invoice print", ["invoice", "print", "1", "--format", "html", "--output", "{out}.html"]),
    ("invoice print pdf", ["invoice", "print", "1", "--format", "pdf", "--output", "{out}.pdf"]),
    ("export", ["export", "csv", "--output", "{out}.csv"]),
    *[(words, words.split(), True) for words in (
        "batch new --as-of 2026-07-01", "compare", "coverage", "unbilled", "unbilled --meters", "customer show coolrealty",
        "contract show cool-desk", "ticket list",
        "log --about cool-desk", "config list", "report revenue --chart", "report aging --csv", "report tax --by document",
        "report margin --by technician", "report rates", "backup {out}.db", "restore {kept}.out.db --force")],
]


def run(book, words, **more):
    words = [word.replace("{out}", str(book) + ".out").replace("{kept}", str(folder / "kept.db")) for word in words]
    return subprocess.run([billet, "--db", str(book), "--json", *words], env={**plain, **more}, capture_output=True, timeout=600)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def clear(book):
    for path in book.parent.glob(book.name + "*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def written(book):
    """What lies in the file that a command wrote; nothing: there is none."""
    return b"".join(path.read_bytes() for path in book.parent.glob(f"{book.name}.out*"))


def judge(book, before, words, whole, result):
    """What is wrong with how it ended; None: nothing."""
    if result.returncode == 0:
        return None
    if result.returncode not in (1, 6):
        return f"exit {result.returncode}"
    try:
        code = json.loads(result.stderr)["error"]["code"]
    except (ValueError, KeyError):
        return "no error told as JSON"
    if result.returncode == 6:
        return None if code == "unknown-outcome" else f"exit 6 with {code}"
    if code != "memory":
        return f"told as {code}"
    now = digest(book)
    if now != before and not (before is None and book.stat().st_size == 0):
        return "the book has changed"
    return None if "{out}" not in " ".join(words) or written(book) in (b"", whole) else "a half-written file"


def try_one(task):
    name, words, kept, before, whole, number, for_ever = task
    book = folder / f"{re.sub('[^a-z]+', '-', name)}-{number}{'-ever' if for_ever else ''}.db"
    if kept.exists():
        shutil.copy(kept, book)
    try:
        result = run(book, words, LD_PRELOAD=refuser, NO_MEMORY=f"{number}{'+' if for_ever else ''}")
        wrong = judge(book, before, words, whole, result)
        if wrong is None and result.returncode == 6 and run(book, ["verify"]).returncode != 0:
            wrong = "verify finds something"
    except subprocess.TimeoutExpired:
        wrong = "no end"
    finally:
        clear(book)
    return f"{name}, allocation {number}{' and all after it' if for_ever else ''}: {wrong}" if wrong else None


def numbers(total, name, sampled):
    if sampled:
        return sorted(random.Random(name).sample(range(1, total + 1), min(total, options.shallow // 4 if options.shallow else 600)))
    if not options.shallow:
        return range(1, total + 1)
    rest = random.Random(name).sample(range(301, total + 1), min(options.shallow, max(0, total - 300)))
    return [*range(1, min(300, total) + 1), *sorted(rest)]


def main():
    passed = failed = 0
    kept = folder / "kept.db"
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for name, words, *sampled in STORY:
            count, copy = folder / "count", folder / "counted.db"
            if kept.exists():
                shutil.copy(kept, copy)
            result = run(copy, words, LD_PRELOAD=refuser, NO_MEMORY_COUNT=str(count))
            if result.returncode != 0:
                sys.exit(f"{name}: exit {result.returncode}: {result.stderr.decode()[:300]}")
            total = int(count.read_text())
            whole = written(copy)
            clear(copy)
            tried = numbers(total, name, sampled) if options.only in (None, name, "sampled" if sampled else None) else []
            before = digest(kept)
            tasks = [(name, words, kept, before, whole, n, ever) for n in tried for ever in (False, True)]
            for wrong in pool.map(try_one, tasks):
                passed += wrong is None
                failed += wrong is not None
                if wrong and failed < 40:
                    print("not ok", wrong)
            print(f"{name}: {total} allocations, {len(tasks)} runs", flush=True)
            run(kept, words)
    left = [path.name for path in folder.glob(".billet-*")]
    passed, failed = passed + (not left), failed + bool(left)
    if left:
        print("not ok parts of files are left:", *left[:5])
    shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


sys.exit(main())
