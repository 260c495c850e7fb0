"""Measures questions that read a whole book or one document of it: of a book with N contracts and of one with four times as many.

What reads all may cost four times as much, what reads one document or counts nothing new hardly more. Instructions are callgrind's,
of whole processes. The last line is "N passed, N failed"; the exit status is 1 where a ratio is above its limit."""
import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from instructions import instructions

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


def make(billet, folder, count):
    def run(*words):
        made = subprocess.run([billet, "--db", folder / "book.db", *words], capture_output=True, text=True)
        if made.returncode:
            sys.exit(f"run_questions: {words[0]}: {made.stderr.strip()[:400]}")

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "book.json").write_text(json.dumps(book_of(count)))
    run("init", "--currency", "EUR", "--zone", "Europe/Berlin", "--name", "Questions")
    run("import", folder / "book.json")
    run("batch", "new", "--as-of", "2026-05-01")
    run("batch", "select", "--all")
    run("batch", "run", "--name", "April")
    run("batch", "generate", "--date", "2026-05-01")


def ask(billet, folder):
    counts = {}
    for name, (words, _) in QUESTIONS.items():
        words = [word.replace("{folder}", str(folder)) for word in words]
        counts[name] = instructions(billet, folder / "book.db", folder / "copy.db", *words)
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--billet", required=True, help="the program")
    parser.add_argument("--programs", help="the folder of the bench's other programs; none is needed")
    options = parser.parse_args()
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
    print(f"{len(QUESTIONS) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
