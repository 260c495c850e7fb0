#!/usr/bin/env python3
"""Books that are damaged, against every question: damage.py --billet PROGRAM --demo DATA [--shallow N] [--seed S].

Bytes are changed, pages swapped or emptied, the file is cut off; and cells hold what no billet would write. Whatever is asked then ends
by itself, in time, with an answer or an error that names what is wrong; and where what is said of a final document is not what it
was, `verify` says so (what is still to be billed follows from rows that anybody may have imported so).
--shallow N: N books instead of 500, and every third question by the program with the sanitizers, the others by the usual one."""
import argparse
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

parser = argparse.ArgumentParser()
parser.add_argument("--billet", required=True)
parser.add_argument("--demo", required=True)
parser.add_argument("--shallow", type=int, default=0)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

root = pathlib.Path(__file__).resolve().parents[2]
release = os.environ.get("BILLET", str(root / "billet"))
billet = str(pathlib.Path(options.billet).resolve())
folder = pathlib.Path(tempfile.mkdtemp())
limit = 120  # seconds: a loaded machine, and the sanitizers
plain = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", "BILLET_TODAY": "2026-07-15"}
plain.pop("XDG_DATA_HOME", None)

QUESTIONS = [
    "status", "log", "batch list", "batch show --batch 1", "batch show --batch 2",
    "batch expand alder-and-finch-architects-1 --batch 2", "invoice list", "invoice show 1", "invoice view 1",
    "invoice view 2 --format html", "export json --batch 1", "explain 1", "explain 2", "replay",
    "unbilled", "balance list", "why alder-and-finch-architects", "customer statement alder-and-finch-architects", "rules check",
]


def run(program, book, words):
    return subprocess.run([program, "--db", str(book), "--json", *words], env=plain, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=limit)


def sound_book():
    book = folder / "sound.db"
    for words in (["init", "--name", "Birch IT", "--currency", "USD", "--zone", "America/New_York"], ["import", options.demo],
                  ["batch", "new", "--as-of", "2026-06-01"], ["batch", "select", "--all"], ["batch", "run", "--name", "May"],
                  ["batch", "generate", "--date", "2026-06-01"], ["invoice", "credit", "1", "--note", "late"],
                  ["batch", "new", "--as-of", "2026-07-01"], ["batch", "select", "--all"]):
        done = run(release, book, words)
        if done.returncode:
            sys.exit(f"{' '.join(words)}: {done.stderr.decode()[:300]}")
    return book


FINAL = {q for q in QUESTIONS if q.startswith(("invoice", "export", "explain", "replay"))}

# ---- Damage

def garble(data, r):
    for _ in range(r.choice([1, 3, 20, 200])):
        data[r.randrange(len(data))] = r.randrange(256)
    return "bytes changed"


def swap(data, r):
    pages = len(data) // 4096
    a, b = r.randrange(1, pages), r.randrange(1, pages)
    data[a * 4096:(a + 1) * 4096], data[b * 4096:(b + 1) * 4096] = data[b * 4096:(b + 1) * 4096], data[a * 4096:(a + 1) * 4096]
    return f"pages {a} and {b} swapped"


def empty(data, r):
    page = r.randrange(len(data) // 4096)
    data[page * 4096:(page + 1) * 4096] = bytes(4096)
    return f"page {page} emptied"


def cut(data, r):
    del data[r.randrange(len(data)):]
    return f"cut off at {len(data)}"


STRANGE = [None, "", "x", "-1", "99999999999999999999", "1e9", "{", "[]", "{}", "null", '{"a":', "\u202e\x1b[31m", "ä" * 3000, 0, -1, 1,
           2**31, 2**62, -2**63, b"\xff\xfe\x00"]


def cells(path, r):
    """A few cells of one column hold something that is valid for SQLite alone."""
    with sqlite3.connect(path) as d:
        d.execute("PRAGMA ignore_check_constraints = ON")
        names = [row[0] for row in d.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
        for _ in range(50):
            table = r.choice(names)
            column = r.choice([row[1] for row in d.execute(f'PRAGMA table_info("{table}")')])
            value, some = r.choice(STRANGE), r.choice([1, 1, 5, 1000])
            try:
                done = d.execute(f'UPDATE "{table}" SET "{column}" = ?1 WHERE "{column}" IS NOT ?1 AND rowid IN '
                                 f'(SELECT rowid FROM "{table}" ORDER BY random() LIMIT {some})', (value,))
            except (sqlite3.Error, OverflowError):
                continue  # a table without rowid, a type or a key that SQLite itself refuses
            if done.rowcount:
                return f"{table}.{column} is {value!r:.40} in {done.rowcount}"
    return "nothing"


def damage(book, r):
    if r.random() < 0.6:
        return cells(book, r)
    data = bytearray(book.read_bytes())
    what = r.choice([garble, garble, swap, empty, cut])(data, r)
    book.write_bytes(data)
    return what


# ---- What must hold

def told(result):
    """What is wrong with how a question ended; None: nothing."""
    if result.returncode < 0 or b"Sanitizer" in result.stderr:
        return f"exit {result.returncode}: {result.stderr.decode(errors='replace')[:3000]}"
    if result.returncode == 0:
        return None if ends_well(result.stdout) else "an answer that is no JSON"
    if result.returncode not in (1, 3):
        return f"exit {result.returncode}: {result.stderr.decode(errors='replace')[:300]}"
    return None if b'"message"' in result.stderr or b'"failed"' in result.stdout else "an error without words"


def ends_well(text):
    try:
        json.loads(text)
        return True
    except ValueError:
        return False


def try_book(task):
    sound, answers, number = task
    r = random.Random(options.seed * 100003 + number)
    book = folder / f"{number}.db"
    shutil.copy(sound, book)
    random.seed(number)
    what, wrong, others = damage(book, r), [], []
    for place, question in enumerate(QUESTIONS):
        try:
            result = run(release if options.shallow and (number + place) % 3 else billet, book, question.split())
        except subprocess.TimeoutExpired:
            wrong.append(f"{question}: no end")
            continue
        fault = told(result)
        if fault:
            wrong.append(f"{question}: {fault}")
        elif question in FINAL and result.returncode == 0 and result.stdout != answers[question]:
            others.append(question)
    try:
        proof = run(billet, book, ["verify"])
        fault = told(proof)
        if fault:
            wrong.append(f"verify: {fault}")
        elif others and proof.returncode == 0:
            wrong.append(f"verify finds nothing, and these answer otherwise: {', '.join(others)}")
    except subprocess.TimeoutExpired:
        wrong.append("verify: no end")
    for path in folder.glob(f"{number}.db*"):
        path.unlink()
    return number, what, wrong


def main():
    passed = failed = 0
    sound = sound_book()
    answers = {question: run(release, sound, question.split()).stdout for question in QUESTIONS}
    tasks = [(sound, answers, n) for n in range(options.shallow or 500)]
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for number, what, wrong in pool.map(try_book, tasks):
            passed += not wrong
            failed += bool(wrong)
            for line in wrong:
                print(f"not ok book {number}, {what}: {line}", flush=True)
    shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
