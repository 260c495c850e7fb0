"""Instructions of commands as processes of their own, as callgrind counts them; books to count them on; and what benches are told."""
import argparse
import json
import re
import shutil
import subprocess
import sys


def bench_options(doc):
    """What a bench is told that needs no other program than billet's; it is described by the first line of a module."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--billet", required=True, help="the program")
    parser.add_argument("--programs", help="the folder of the bench's other programs; none is needed")
    return parser


def count_instructions(*command, only=()):
    """Of a process, or of the named functions of it and what they call. Where it or callgrind fails, so does the bench."""
    toggles = [f"--toggle-collect={name}" for name in only]
    full = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *toggles, *map(str, command)]
    made = subprocess.run(full, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", made.stderr)
    if made.returncode or not found:
        sys.exit(f"callgrind {' '.join(map(str, command))}: {made.stderr.strip()[-400:]}")
    return int(found[1])


def instructions(billet, book, copy, *words):
    """Of a command of billet on a copy of a book, which stays as it is."""
    shutil.copyfile(book, copy)
    return count_instructions(billet, "--db", copy, *words)


def long_list(count):
    """The rows of a book with that many customers and twice as many contracts, of which every seventh is locked."""
    customers, contracts = range(count), range(2 * count)
    return {
        "customers": [{"id": f"c{k}", "name": f"Customer {k * 7919 % count:05d}"} for k in customers],
        "contracts": [{"id": f"k{k}", "customer": f"c{k // 2}", "name": "Desk" if k % 2 else "Flat", "type": "retainer",
                       "start": "2026-04-20" if k % 7 == 0 else "2026-04-01", "params": {"price": f"{k % 90 + 10}.00"}} for k in contracts],
    }


def begin_book(billet, folder, rows, name):
    """A book of these rows in a folder that is made anew, with a batch of 2026-05-01: folder/book.db. Answers what runs commands on it."""
    def run(*words):
        made = subprocess.run([billet, "--db", folder / "book.db", "--json", "--brief", *words], capture_output=True, text=True)
        if made.returncode:
            sys.exit(f"{name}: {words[0]}: {made.stderr.strip()[:400]}")

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "book.json").write_text(json.dumps(rows))
    run("init", "--currency", "EUR", "--zone", "Europe/Berlin", "--name", name)
    run("import", folder / "book.json")
    run("batch", "new", "--as-of", "2026-05-01")
    return run
