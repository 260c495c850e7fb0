"""Measures the page in Chromium at 40,000 contracts of 20,000 customers: run_page.mjs, on a book that is made here and on a small one.

The last line is "N passed, N failed"; the exit status is 1 where a limit is broken."""
import os
import subprocess
import sys
from pathlib import Path

from instructions import begin_book, bench_options, long_list

ROOT = Path(__file__).resolve().parent.parent.parent
CUSTOMERS, FEW = 20_000, 20


def main():
    options = bench_options(__doc__).parse_args()
    billet, folder = Path(options.billet).resolve(), ROOT / "build" / "bench" / "page"
    installs = ["bash", ROOT / "tests/node/install.sh", ROOT / "build"]
    node = subprocess.run(installs, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    here = {"NODE_FOLDER": str(ROOT / "build" / "node"), "BILLET": str(billet), "BILLET_TODAY": "2026-06-08", "LC_ALL": "C.UTF-8"}
    os.environ.update(XDG_CACHE_HOME=str(folder / "cache"), **here)
    for name, customers in ("many", CUSTOMERS), ("few", FEW):
        begin_book(billet, folder / name, long_list(customers), "Page")
    books = [folder / name / "book.db" for name in ("many", "few")]
    sys.exit(subprocess.run([node, ROOT / "tests/bench/run_page.mjs", *books]).returncode)


main()
