"""Measures billet against the budgets: a month of 10 k, 200 k and 2 M time entries, billed by billet, by the best hand-written C on
the same tables (floor.c) and by the Python script that one would write instead (plain.py).

Billet's run is `batch run` plus `batch generate`, two processes; what they print (the list of invoices) is measured with `invoice list`
and taken off. The floor does both in one process and prints one line; the rows of both must be the same, digests of bills included.
What two processes and the loading of plugins cost once is in billet's part: a tenth of it at 10 k, hardly anything at 200 k. Times
are medians of interleaved rounds on fresh copies of the database; ratios are those of the medians. Instructions are callgrind's, of
whole processes; where they are not counted at the largest size, those of the next smaller one stand. The last line is "N passed, N
failed"; the exit status is 1 only where totals or rows differ or a program fails.
"""
import argparse
import math
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

from instructions import count_instructions

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
AS_OF = "2026-06-01"
SIZES = (10_000, 200_000, 2_000_000)
VALGRIND_MAX = 200_000
CLICKS = 15
# What billet and the floor write alike, or the floor would be no measure: a bill's digest is over its lines and taxes.
SAME_ROWS = {"bills": "contract, kind, lines, amount, tax, digest, behind_time, behind_charge", "claims": "*", "movements": "*",
             "frontiers": "*", "open_rows": "*", "statements": "*", "postings": "*",
             "invoices": "n, number, customer, total, seller, bill_to, contracts"}
MEMORY = {10_000: 16, 200_000: 64, 2_000_000: 128, 10_000_000: 256}


def others(connection, table, columns):
    """How many rows of a table the floor has otherwise."""
    billet, floor = (f"SELECT {columns} FROM {at}.{table}" for at in ("main", "floor"))
    return connection.execute(f"SELECT count(*) FROM (SELECT * FROM ({billet} EXCEPT {floor}) UNION ALL "
                              f"SELECT * FROM ({floor} EXCEPT {billet}))").fetchone()[0]


def fail(text):
    sys.exit(f"run_bench: {text}")


def say(text):
    print(text, flush=True)


class Measure:
    """Wall and processor seconds and peak memory (MiB) of one process, and what it printed."""

    def __init__(self, *command):
        command = [str(part) for part in command]
        # A parent as small as `time`: a child's peak is never below what its parent held when it started.
        full = ["/usr/bin/time", "-q", "-f", "\n%M"] + command
        before, begun = os.times(), time.perf_counter()
        process = subprocess.Popen(full, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.printed, errors = process.communicate()
        after, self.wall = os.times(), time.perf_counter() - begun
        self.cpu = after.children_user - before.children_user + after.children_system - before.children_system
        self.status = process.returncode
        if self.status:
            fail(f"{' '.join(command)}: {errors.strip() or self.printed.strip()[:400]}")
        self.memory = int(errors.strip().splitlines()[-1]) / 1024


def middle(measures, what="wall"):
    return statistics.median(getattr(m, what) for m in measures)


class Bench:
    def __init__(self, options):
        self.billet_path = Path(options.billet).resolve()
        self.programs = Path(options.programs).resolve()
        self.floor_path = self.programs / "floor"
        self.folder = ROOT / "build" / "bench" if options.folder is None else Path(options.folder).resolve()
        self.instructions_max = options.instructions
        self.checks = []
        self.differ = False

    # --- Programs.
    def billet(self, db, *words):
        return Measure(self.billet_path, "--db", db, *words)

    def answer(self, db, *words):
        return self.billet(db, *words, "--json", "--brief")

    def copied(self, source, name):
        target = source.parent / name
        shutil.copyfile(source, target)
        with open(target, "rb") as file:
            os.fsync(file.fileno())
        return target

    # --- Data.
    def prepare(self, entries):
        """The CSV files, billet's database and the script's, made once and kept in build/bench/N."""
        folder = self.folder / str(entries)
        data, book, plain = folder / "data", folder / "book.db", folder / "plain.db"
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "complete").exists():
            say(f"{entries:,} entries: generating")
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir()
            self.generate(entries, data)
            plain.unlink(missing_ok=True)
            Measure(sys.executable, HERE / "plain.py", "load", data, plain)
            (folder / "complete").touch()
        if not book.exists() or book.stat().st_mtime < self.billet_path.stat().st_mtime:
            say(f"{entries:,} entries: importing")
            book.unlink(missing_ok=True)
            self.billet(book, "init", "--currency", "USD", "--zone", "America/New_York", "--name", "Bench IT")
            took = self.billet(book, "import", data)
            say(f"{entries:,} entries: imported in {took.wall:.2f} s, {took.memory:.0f} MiB")
        return book, plain

    def generate(self, entries, data):
        command = [self.billet_path, "eval", "tests/data/generate.lua", "bench", str(entries), str(data)]
        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if made.returncode:
            fail(made.stderr.strip())

    # --- One size.
    def size(self, entries, rounds):
        book, plain = self.prepare(entries)
        result = Result(entries)
        for n in range(rounds):
            say(f"{entries:,} entries: round {n + 1} of {rounds}")
            self.round(book, plain, result)
        self.clicks(result)
        if entries <= self.instructions_max:
            say(f"{entries:,} entries: counting instructions")
            self.instructions(book, result)
        for name in ("bench.db", "open.db", "floor.db", "script.db"):
            (book.parent / name).unlink(missing_ok=True)
        return result

    def round(self, book, plain, result):
        db = self.copied(book, "bench.db")
        result.new.append(self.answer(db, "batch", "new", "--as-of", AS_OF))
        result.select_all.append(self.answer(db, "batch", "select", "--all"))
        result.page.append(self.answer(db, "batch", "show"))
        result.list.append(self.answer(db, "batch", "list"))
        result.idle.append(self.answer(db, "invoice", "list"))
        result.run.append(self.answer(db, "batch", "run", "--name", "bench"))
        result.print.append(self.answer(db, "invoice", "list"))
        result.generate.append(self.answer(db, "batch", "generate"))
        result.print.append(self.answer(db, "invoice", "list"))
        result.floor.append(Measure(self.floor_path, self.copied(book, "floor.db")))
        result.python.append(Measure(sys.executable, HERE / "plain.py", "bill", self.copied(plain, "script.db")))
        self.compare(db, result)

    def compare(self, db, result):
        with sqlite3.connect(db) as connection:
            connection.execute("ATTACH ? AS floor", (str(db.parent / "floor.db"),))
            result.others += [table for table, columns in SAME_ROWS.items() if others(connection, table, columns)]
            cents = connection.execute("SELECT sum(subtotal), sum(tax), sum(total), count(*), (SELECT count(*) FROM lines) "
                                       "FROM invoices").fetchone()
        connection.close()
        totals = " ".join([f"{n // 100}.{n % 100:02d}" for n in cents[:3]] + [str(n) for n in cents[3:]])
        floor, python = result.floor[-1].printed.strip(), result.python[-1].printed.strip()
        result.lines = cents[4]
        result.totals = totals
        result.agree = totals == floor == python and not result.others
        self.differ = self.differ or not result.agree
        if not result.agree:
            say(f"totals differ: billet {totals}; floor {floor}; script {python}; rows that the floor has otherwise: {result.others}")

    # --- Clicks: each in a process of its own, and one after another in one process.
    def clicks(self, result):
        folder = self.folder / str(result.entries)
        db = self.copied(folder / "book.db", "open.db")
        self.answer(db, "batch", "new", "--as-of", AS_OF)
        for _ in range(3):
            self.clicks_in_session(self.copied(db, "bench.db"), result)
        for n in range(CLICKS):
            result.idle.append(self.answer(db, "invoice", "list"))
            for name, words in self.click_words(n):
                result.click.setdefault(name, []).append(self.answer(db, "batch", *words))
        result.commit = commit_time(db)

    def clicks_in_session(self, db, result):
        """Seconds of one more command in a command file."""
        script = db.with_suffix(".txt")
        for name, _ in self.click_words(0):
            lines = ["batch " + " ".join(dict(self.click_words(n))[name]) + "\n" for n in range(CLICKS)]
            walls = []
            for part in (lines[:1], lines[1:]):
                script.write_text("".join(part), encoding="utf-8")
                walls.append(self.answer(db, "source", script).wall)
            result.session.setdefault(name, []).append((walls[1] - walls[0]) / (CLICKS - 2))
        script.unlink()

    def click_words(self, n):
        """Of ten contracts the first is hourly, the fourth and the seventh are retainers."""
        return (("select", ["select", f"k{n * 10:06d}"]), ("exclude", ["exclude", f"k{n * 10 + 3:06d}:2026-05-01"]),
                ("waive", ["waive", f"k{n * 10 + 6:06d}:2026-05-01", "--note", "gift"]))

    # --- Instructions.
    def instructions(self, book, result):
        db, folder = self.copied(book, "bench.db"), book.parent
        count = lambda *words, only=(), on=db: count_instructions(self.billet_path, "--db", on, *words, "--json", "--brief", only=only)
        found = result.instructions
        found["idle"] = count("invoice", "list")
        found["new"] = count("batch", "new", "--as-of", AS_OF)
        for name, words in self.click_words(CLICKS):
            found[name] = count("batch", *words, on=folder / "open.db")
        self.answer(db, "batch", "select", "--all")
        self.copied(db, "open.db")
        found["run"] = count("batch", "run", "--name", "bench")
        found["print"] = count("invoice", "list")
        found["generate"] = count("batch", "generate")
        found["print"] += count("invoice", "list")
        found["rate"] = count("batch", "run", "--name", "bench", only=("planner_plan", "contract_read"), on=folder / "open.db")
        found["floor"] = count_instructions(self.floor_path, self.copied(book, "floor.db"))

    # --- Budgets.
    def check(self, name, reached, limit, unit="", least=False):
        passed = reached is not None and (reached >= limit if least else reached <= limit)
        self.checks.append((passed, name, reached, limit, unit, least))

    def report(self):
        say("\nBudgets")
        for passed, name, reached, limit, unit, least in self.checks:
            shown = "not measured" if reached is None else f"{reached:.2f}{unit}"
            say(f"  {'ok  ' if passed else 'FAIL'}  {name:<76} {shown:>14}   {'at least' if least else 'at most'} {limit:g}{unit}")


class Result:
    """What was measured at one size: lists of measures, one a round."""

    def __init__(self, entries):
        self.entries, self.lines, self.totals, self.agree = entries, 0, "", False
        self.new, self.select_all, self.page, self.list, self.run, self.generate, self.print = [], [], [], [], [], [], []
        self.floor, self.python, self.idle = [], [], []
        self.others = []
        self.click, self.session, self.instructions, self.commit = {}, {}, {}, 0.0

    def printing(self, what="wall"):
        """Seconds that the two commands spend on the list of invoices that they print."""
        return max(0.0, 2 * (middle(self.print, what) - middle(self.idle, what)))

    def billet(self, what="wall"):
        return middle(self.run, what) + middle(self.generate, what) - self.printing(what)

    def instructions_billet(self):
        found = self.instructions
        return found["run"] + found["generate"] - found["print"] + 2 * found["idle"]

    def memory(self):
        return max(middle(self.run, "memory"), middle(self.generate, "memory"))


def commit_time(db):
    """Median seconds of a transaction that changes one row, with billet's settings."""
    connection = sqlite3.connect(db, isolation_level=None)
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("PRAGMA synchronous=FULL")
    times = []
    for _ in range(CLICKS):
        begun = time.perf_counter()
        connection.execute("UPDATE settings SET name = name || '.'")
        times.append(time.perf_counter() - begun)
    connection.close()
    return statistics.median(times)


def table(heads, rows):
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    for row in [heads, *rows]:
        say("  " + "  ".join(cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths))))


def per_line(result, count):
    return f"{count / result.lines:,.0f}"


def exponent(small, large):
    return math.log(large.billet() / small.billet()) / math.log(large.lines / small.lines)


def columns(results, rows):
    table(["", *(f"{r.entries:,}" for r in results)], [[name, *(shown(r) for r in results)] for name, shown in rows])


def show_times(results):
    seconds = lambda what: lambda r: f"{what(r):.3f}"
    say("\nTime (seconds of the wall; billet = run + generate − printing) and memory")
    columns(results, [
        ("invoice lines", lambda r: f"{r.lines:,}"),
        ("billet batch run", seconds(lambda r: middle(r.run))),
        ("billet batch generate", seconds(lambda r: middle(r.generate))),
        ("  of both: printing", seconds(lambda r: r.printing())),
        ("billet", seconds(lambda r: r.billet())),
        ("floor", seconds(lambda r: middle(r.floor))),
        ("Python script", seconds(lambda r: middle(r.python))),
        ("billet, processor", seconds(lambda r: r.billet("cpu"))),
        ("floor, processor", seconds(lambda r: middle(r.floor, "cpu"))),
        ("Python script, processor", seconds(lambda r: middle(r.python, "cpu"))),
        ("billet / floor", lambda r: f"{r.billet() / middle(r.floor):.2f}"),
        ("Python script / billet", lambda r: f"{middle(r.python) / r.billet():.2f}"),
        ("billet, lines a second", lambda r: f"{r.lines / r.billet():,.0f}"),
        ("floor, lines a second", lambda r: f"{r.lines / middle(r.floor):,.0f}"),
        ("billet, peak MiB", lambda r: f"{r.memory():.1f}"),
        ("floor, peak MiB", lambda r: f"{middle(r.floor, 'memory'):.1f}"),
        ("Python script, peak MiB", lambda r: f"{middle(r.python, 'memory'):.1f}"),
    ])
    for small, large in zip(results, results[1:]):
        say(f"  growth from {small.entries:,} to {large.entries:,}: lines to the power of {exponent(small, large):.3f}")


def show_page(results):
    milliseconds = lambda what: lambda r: f"{what(r) * 1000:.1f}"
    say("\nThe page (milliseconds, of whole processes but where it says so)")
    columns(results, [
        ("a process that finds nothing to list", milliseconds(lambda r: middle(r.idle))),
        ("one commit", milliseconds(lambda r: r.commit)),
        ("select one contract", milliseconds(lambda r: middle(r.click["select"]))),
        ("exclude an item", milliseconds(lambda r: middle(r.click["exclude"]))),
        ("waive an item", milliseconds(lambda r: middle(r.click["waive"]))),
        ("select, one more in a session", milliseconds(lambda r: statistics.median(r.session["select"]))),
        ("exclude, one more in a session", milliseconds(lambda r: statistics.median(r.session["exclude"]))),
        ("waive, one more in a session", milliseconds(lambda r: statistics.median(r.session["waive"]))),
        ("select --all", milliseconds(lambda r: middle(r.select_all))),
        ("open the page", milliseconds(lambda r: middle(r.page))),
        ("list the batches", milliseconds(lambda r: middle(r.list))),
        ("first build (batch new)", milliseconds(lambda r: middle(r.new))),
    ])


def show_instructions(results):
    known = [r for r in results if r.instructions]
    if not known:
        return
    thousands = lambda name: lambda r: f"{(r.instructions[name] - r.instructions['idle']) / 1000:,.0f}"
    say("\nInstructions")
    columns(known, [
        ("billet, per line", lambda r: per_line(r, r.instructions_billet())),
        ("  batch run", lambda r: per_line(r, r.instructions["run"])),
        ("    of it read and rate", lambda r: per_line(r, r.instructions["rate"])),
        ("  batch generate", lambda r: per_line(r, r.instructions["generate"])),
        ("  printing, taken off", lambda r: per_line(r, r.instructions["print"] - 2 * r.instructions["idle"])),
        ("floor, per line", lambda r: per_line(r, r.instructions["floor"])),
        ("billet / floor", lambda r: f"{r.instructions_billet() / r.instructions['floor']:.3f}"),
        ("first build, per line", lambda r: per_line(r, r.instructions["new"] - r.instructions["idle"])),
        ("select, thousands", thousands("select")),
        ("exclude, thousands", thousands("exclude")),
        ("waive, thousands", thousands("waive")),
    ])


def judge(bench, results):
    last = results[-1]
    counted = next((r for r in reversed(results) if r.instructions), None)
    at, found = f"at {last.entries:,} entries", counted.instructions if counted else None
    session = max(statistics.median(times) for times in last.session.values()) - last.commit
    process = max(middle(times) for times in last.click.values()) - middle(last.idle) - last.commit
    bench.check("totals to the cent and rows, all sizes: differences", sum(not r.agree for r in results), 0)
    bench.check(f"instructions, billet / floor, at {counted.entries:,} entries" if counted else "instructions, billet / floor",
                counted.instructions_billet() / found["floor"] if counted else None, 1.10, " x")
    bench.check(f"time, billet / floor, {at}", last.billet() / middle(last.floor), 1.15, " x")
    bench.check(f"time, Python script / billet, {at}", middle(last.python) / last.billet(), 3.5, " x", least=True)
    if len(results) > 1:
        bench.check(f"growth from {results[0].entries:,} to {last.entries:,} entries, exponent", exponent(results[0], last), 1.05)
    for r in results:
        if r.entries in MEMORY:
            bench.check(f"memory of a run at {r.entries:,} entries", r.memory(), MEMORY[r.entries], " MiB")
    bench.check(f"a click in an open session {at}, less one commit", session * 1000, 1, " ms")
    bench.check(f"a click as a process {at}, less an idle one and one commit", process * 1000, 1, " ms")
    bench.check(f"select --all {at}, whole process", middle(last.select_all) * 1000, 300, " ms")
    bench.check(f"opening the page {at}, whole process", middle(last.page) * 1000, 300, " ms")
    built = (found["new"] - found["idle"]) / found["rate"] if found and found["rate"] else None
    bench.check("first build / read and rate of a run, instructions", built, 1.5, " x")


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--billet", required=True, help="the program")
    parser.add_argument("--programs", required=True, help="the folder that holds the program floor")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of time entries, ascending, with commas")
    parser.add_argument("--rounds", type=int, default=0, help="rounds per size; 0: seven, five, three as sizes grow")
    parser.add_argument("--instructions", type=int, default=VALGRIND_MAX, help="count instructions up to this size; 0: never")
    parser.add_argument("--folder", help="where data is kept; else build/bench")
    return parser.parse_args()


def main():
    given = options()
    bench, results = Bench(given), []
    for entries in sorted(int(size) for size in given.sizes.split(",")):
        rounds = given.rounds or (7 if entries <= 20_000 else 5 if entries <= 500_000 else 3)
        results.append(bench.size(entries, rounds))
    for r in results:
        say(f"\n{r.entries:,} entries: subtotal, tax, total, invoices, lines: {r.totals}{'' if r.agree else '   NOT THE SAME'}")
    show_times(results)
    show_page(results)
    show_instructions(results)
    judge(bench, results)
    bench.report()
    passed = sum(check[0] for check in bench.checks)
    say(f"\n{passed} passed, {len(bench.checks) - passed} failed")
    sys.exit(1 if bench.differ else 0)


if __name__ == "__main__":
    main()
