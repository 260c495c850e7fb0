"""Measures the page's list at 40,000 contracts of 20,000 customers: what one more of a thing costs in a session that is under way.

Of each: a session that looks at the first window and then does it a few times, less one that only looks. So neither the start of the
program nor what is read once counts; that stands in a row of its own. Instructions are callgrind's, memory is the most that a session
held. The last line is "N passed, N failed"; the exit status is 1 where a count is above its limit."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

from instructions import begin_book, bench_options, count_instructions, instructions, long_list

ROOT = Path(__file__).resolve().parent.parent.parent
CUSTOMERS, TIMES = 20_000, 3
MEMORY = 64  # MiB

# What is done, # being which time, and the millions of instructions that it may take each time.
DONE = {
    "the next window": (["batch rows --from #00"], 12),
    "a window of a text": (["batch rows --text 01 --from #0"], 65),
    "a window by balance": (["batch rows --sort total --descending --from #00"], 90),
    "a click": (["batch select k#1"], 10),
    "a click and its window": (["batch select k#1", "batch rows --from #00"], 120),
    "all that match, and back": (["batch select --matching", "batch deselect --matching"], 1300),
}
BACK = 1200  # customers of an import that is taken back; with their contracts there are three times as many rows
FIRST = 500  # of the first window, in millions, with all that a program does until then


def session(folder, lines, times):
    """The first window, then a file of commands: of contracts k#1 those of which something is due."""
    numbers = [n for n in range(1, 100) if (n * 10 + 1) % 7][:times]
    (folder / "done").write_text("batch rows\n" + "".join(line.replace("#", str(n)) + "\n" for n in numbers for line in lines))
    shutil.copyfile(folder / "book.db", folder / "copy.db")
    return "--db", folder / "copy.db", "--json", "--brief", "source", folder / "done"


def memory(billet, folder):
    lines = [line for lines, _ in DONE.values() for line in lines]
    *options, _, done = session(folder, lines, 20)
    with open(done) as typed:  # each line by itself: a file's answers are one
        done = subprocess.run(["/usr/bin/time", "-q", "-f", "\n%M", billet, *options], stdin=typed, capture_output=True, text=True)
    return int(done.stderr.strip().splitlines()[-1]) / 1024


def taken_back(billet, folder):
    run = begin_book(billet, folder, long_list(BACK), "Back")
    run("undo")  # the batch
    return instructions(billet, folder / "book.db", folder / "copy.db", "undo")


def main():
    options = bench_options(__doc__).parse_args()
    billet, folder = Path(options.billet).resolve(), ROOT / "build" / "bench" / "windows"
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    begin_book(billet, folder, long_list(CUSTOMERS), "Windows")
    print(f"{'instructions, millions':26}{'counted':>12}{'limit':>8}")
    first, rows = count_instructions(billet, *session(folder, [], 0)) / 1e6, []

    def tell(name, counted, limit):
        print(f"{name:26}{counted:12,.1f}{limit:8,}", flush=True)
        rows.append(counted <= limit)

    tell("the first window", first, FIRST)
    for name, (lines, limit) in DONE.items():
        tell(name, (count_instructions(billet, *session(folder, lines, TIMES)) / 1e6 - first) / TIMES, limit)
    tell("1,000 rows taken back", taken_back(billet, folder / "back") / 3 / BACK / 1e3, 400)
    tell("memory, MiB", memory(billet, folder), MEMORY)
    failed = rows.count(False)
    print(f"{len(rows) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
