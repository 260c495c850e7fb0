#!/usr/bin/env python3
"""Fails every read of the book while billet answers, and looks what it says: a disk that cannot be read is no damaged book.

usage: reads.py [--billet build/faults/billet] [--demo DIR] [--shallow K]

Each command runs on a copy of a book with the N-th read failing (read:N), and with that and all after it (read+:N; see faultvfs.h),
until it ends as if nothing had failed. A question answers as ever or exits 1 with `io`; nothing exits 3, and the book is what it was
(commands that change it: sweep.py). --shallow K: about K points a question and fault, by the program without sanitizers beside it.
"""
import argparse, json, os, shutil, subprocess, sys, tempfile
from pathlib import Path
from sweeps.program import book_state

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ["verify", "replay", "explain 1", "invoice list", "invoice view 1", "status", "log", "log --about cool-desk", "why cool-desk",
             "export json --batch 1", "unbilled", "unbilled --meters", "balance", "rules check", "check", "compare", "coverage",
             "customer list", "customer show coolrealty", "contract list", "contract show cool-desk", "ticket list", "ticket show T1",
             "batch rows --text a --sort total", "invoice list --state open --count 3", "log --newest --count 2", "config list",
             "undo --dry-run", "price raise 3% --from 2026-08-01 --dry-run",
             *(f"report {name}" for name in ("revenue", "aging", "unbilled", "rates", "tax", "blocks", "margin"))]


def run(program, book, words, fault=None):
    env = dict(os.environ, BILLET_DB=str(book), HOME=str(book.parent), LC_ALL="C.UTF-8", BILLET_TODAY="2026-06-20")
    if fault:
        env["BILLET_FAULT"] = fault
    done = subprocess.run([program, "--json", *words], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode, done.stdout, done.stderr


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--billet", default=str(ROOT / "build/faults/billet"))
    p.add_argument("--demo")
    p.add_argument("--shallow", type=int, default=0)
    options = p.parse_args()
    program, passed, failed = str(Path(options.billet).resolve()), 0, 0
    if options.shallow:
        program = str(Path(program).parent / "fast" / "billet")
    with tempfile.TemporaryDirectory() as folder:
        book, copy = Path(folder) / "book.db", Path(folder) / "copy.db"
        for words in ("init --zone UTC", "import tests/data/readme", "batch new --as-of 2026-06-07", "batch select --all",
                      "batch run --name x", "batch generate", "batch new --as-of 2026-06-07"):
            status, _, err = run(program, book, words.split())
            assert status == 0, (words, err)
        sound = book_state(book)
        for words in QUESTIONS:
            shutil.copy(book, copy)
            calm = run(program, copy, words.split())[1]
            for fault in ("read", "read+"):
                n = step = 1
                while n < 5000:
                    shutil.copy(book, copy)
                    status, out, err = run(program, copy, words.split(), f"{fault}:{n}")
                    code = json.loads(err)["error"]["code"] if status else None
                    good = (status == 0 and out == calm) or (status == 1 and code == "io")
                    good = good and book_state(copy) == sound
                    passed, failed = passed + good, failed + (not good)
                    if not good:
                        print(f"not ok {words}, BILLET_FAULT={fault}:{n}: exit {status}, {err.decode()[:300]}")
                    if status == 0:
                        break
                    step = max(1, 8 * n // options.shallow) if options.shallow else 1
                    n += step
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
