"""Measures questions that read a whole book or one document of it: of a book with N contracts and of one with four times as many.

Of a book with two contracts: what a command costs before it has much to do, digests of plugin files remembered.

What reads all may cost four times as much, what reads one document or counts nothing new hardly more. Instructions are callgrind's,
of whole processes. The last line is "N passed, N failed"; the exit status is 1 where a ratio or a count is above its limit."""
import os
import subprocess
import sys
import time
from pathlib import Path

from instructions import begin_book, bench_options, instructions

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (100, 400)
# What is asked, and how much more it may cost in the larger book.
QUESTIONS = {
    "balance": (["balance"], 4.2),
    "balance of one contract": (["balance", "k7"], 1.2),
    "status": (["status"], 1.2),
    "invoice print of one": (["invoice", "print", "8", "--format", "html", "--output", "{folder}/one.html"], 1.2),
    "invoice print of a batch": (["invoice", "print", "--batch", "1", "--format", "html", "--output", "{folder}/all"], 4.2),
    "customer statement": (["customer", "statement", "c7"], 1.2),
}

# What may be typed a hundred times a day, and the thousands of instructions that it may take in a small book.
SMALL = {
    "batch show": (["batch", "show"], 8000),
    "batch select of one": (["batch", "select", "k1"], 10000),
    "status of a small book": (["status"], 8800),
    "version": (["--version"], 3000),
}


def book_of(count):
    """A block of hours each, used in part by two tickets and a product."""
    contracts = range(count)
    return {
        "customers": [{"id": f"c{k}", "name": f"Customer {k}"} for k in contracts],
        "contracts": [{"id": f"k{k}", "customer": f"c{k}", "name": "Block", "type": "block-hours", "start": "2026-04-01",
                       "params": {"hours": "10", "rate": "90.00", "overage_rate": "120.00", "rollover": True}} for k in contracts],
        "tickets": [{"id": f"T{k}-{n}", "customer": f"c{k}", "contract": f"k{k}", "status": "closed", "closed_at": "2026-04-20"}
                    for k in contracts for n in range(2)],
        "time_entries": [{"id": f"E{k}-{n}-{i}", "ticket": f"T{k}-{n}", "start": f"2026-04-{7 + i:02d}T09:00", "minutes": 30 + k % 60}
                         for k in contracts for n in range(2) for i in range(5)],
        "charges": [{"id": f"C{k}", "customer": f"c{k}", "contract": f"k{k}", "date": "2026-04-12", "description": "Cable",
                     "quantity": "2", "unit_price": "12.50"} for k in contracts],
    }


def make(billet, folder, count, until="generate"):
    run = begin_book(billet, folder, book_of(count), "Questions")
    if until == "new":
        return
    run("batch", "select", "--all")
    run("batch", "run", "--name", "April")
    run("batch", "generate", "--date", "2026-05-01")


def ask(billet, folder):
    counts = {}
    for name, (words, _) in QUESTIONS.items():
        words = [word.replace("{folder}", str(folder)) for word in words]
        counts[name] = instructions(billet, folder / "book.db", folder / "copy.db", *words)
    return counts


def begin(billet):
    """Of a small book, with the cache that a command before left behind: what SMALL names. How many are within their limits."""
    folder = ROOT / "build" / "bench" / "questions-small"
    make(billet, folder, 2, until="new")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    time.sleep(3)  # only files that are older than two seconds are remembered
    subprocess.run([billet, "--db", folder / "book.db", "batch", "show"], check=True, capture_output=True)
    passed = 0
    print(f"{'small book, thousands':26}{'':12}{'counted':>12}{'':8}{'limit':>8}")
    for name, (words, limit) in SMALL.items():
        counted = instructions(billet, folder / "book.db", folder / "copy.db", *words) / 1000
        passed += counted <= limit
        print(f"{name:26}{'':12}{counted:12,.0f}{'':8}{limit:8,}")
    return passed


def main():
    options = bench_options(__doc__).parse_args()
    billet, counted = Path(options.billet).resolve(), []
    for count in SIZES:
        folder = ROOT / "build" / "bench" / f"questions-{count}"
        make(billet, folder, count)
        counted.append(ask(billet, folder))
    failed = 0
    print(f"{'instructions, thousands':26}{SIZES[0]:>12}{SIZES[1]:>12}{'ratio':>8}{'limit':>8}")
    for name, (_, limit) in QUESTIONS.items():
        few, many = counted[0][name], counted[1][name]
        failed += many / few > limit
        print(f"{name:26}{few / 1000:12,.0f}{many / 1000:12,.0f}{many / few:8.2f}{limit:8.2f}")
    failed += len(SMALL) - begin(billet)
    print(f"{len(QUESTIONS) + len(SMALL) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
