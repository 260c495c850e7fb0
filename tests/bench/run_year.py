"""Measures how a book grows old: one book, billed month after month, of whose tickets 5 % are never closed and of which two tickets and
a charge are left out for ever. What a command costs in a late month is compared with what it cost in the second one.

Instructions are callgrind's, of whole processes. `unbilled` lists each ticket that is still open, so it is compared by what it lists. The
last line is "N passed, N failed"; the exit status is 1 where a ratio is above its limit, or a program fails.
"""
import csv
import datetime
import json
import shutil
import subprocess
import sys
from pathlib import Path

from instructions import bench_options, instructions

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT = 1.10
# Shown and not judged: trees of tables grow deeper under an import, and a statement looks at each lot that its balance ever had.
NOT_JUDGED = ("import", "batch generate")
CONTRACTS, TICKETS, OPEN_PERCENT = 40, 25, 5
FIRST_YEAR = 2021
TYPES = {
    "hourly": '{"rate":"95.00"}',
    "retainer": '{"price":"900.00","covers":["included"]}',
    "block-hours": '{"hours":"20","rate":"80.00","overage_rate":"120.00","rollover":true}',
    "remote-monitoring": '{"count_by":"pc_agents","tiers":[{"up_to":"10","unit_price":"8.00"},{"unit_price":"5.00"}]}',
}


def fail(text):
    sys.exit(f"run_year: {text}")


def first_day(month):
    """Of the month with this number; 1 is the first one of the book."""
    return datetime.date(FIRST_YEAR + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def hashed(*numbers):
    """The same on every machine."""
    h = 1469598103934665603
    for n in numbers:
        h = ((h ^ n) * 1099511628211 + 0x9E3779B9) & (2**64 - 1)
        h ^= h >> 29
    return h >> 7


def type_of(k):
    return list(TYPES)[k % len(TYPES)]


def write(folder, name, heads, rows):
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(heads)
        out.writerows(rows)


def write_parties(folder):
    start = first_day(1).isoformat()
    write(folder, "seller", ["name"], [["Year IT"]])
    write(folder, "taxes", ["name", "rule", "params"], [["vat", "percent", '{"rate":"20%"}']])
    write(folder, "rates", ["code", "unit_price"], [["project", "110.00"]])
    write(folder, "customers", ["id", "name"], [[f"c{k:02d}", f"Customer {k:02d}"] for k in range(CONTRACTS)])
    write(folder, "contracts", ["id", "customer", "name", "type", "start", "taxable", "tax", "params", "proration"],
          [[f"k{k:02d}", f"c{k:02d}", f"Contract {k:02d}", type_of(k), start, "true", "vat", TYPES[type_of(k)],
            "daily" if k % 8 == 1 else ""] for k in range(CONTRACTS)])
    write(folder, "devices", ["id", "customer", "meter", "from", "contract"],
          [[f"d{k:02d}-{n}", f"c{k:02d}", "pc_agents", start, f"k{k:02d}"]
           for k in range(CONTRACTS) if type_of(k) == "remote-monitoring" for n in range(6 + k % 9)])


def write_month(folder, month):
    begins, ends = first_day(month), first_day(month + 1)
    last = (ends - datetime.timedelta(days=1)).isoformat()
    tickets, entries, charges = [], [], []
    for k in range(CONTRACTS):
        if type_of(k) == "remote-monitoring":
            continue
        for n in range(TICKETS):
            name, dice = f"T{month:02d}-{k:02d}-{n:02d}", hashed(month, k, n)
            is_open = n > 2 and dice % 100 < OPEN_PERCENT
            tickets.append([name, f"c{k:02d}", f"k{k:02d}", f"Ticket {name}", "open" if is_open else "closed", "" if is_open else last])
            for part in range(2):
                day = begins + datetime.timedelta(days=n + part)
                entries.append([f"E{name}-{part}", name, f"{day}T{8 + dice % 9:02d}:{dice % 60:02d}", 10 + (dice >> 8 + part) % 100,
                                "included" if dice % 3 else "project", "" if dice % 3 else "project", f"tech{dice % 7}"])
        if k % 2 == 0:
            day = begins + datetime.timedelta(days=k % 27)
            charges.append([f"P{month:02d}-{k:02d}", f"c{k:02d}", f"k{k:02d}", day, "Cable", 1 + k % 3, "12.50"])
    write(folder, "tickets", ["id", "customer", "contract", "title", "status", "closed_at"], tickets)
    write(folder, "time_entries", ["id", "ticket", "start", "minutes", "work_type", "rate", "technician"], entries)
    write(folder, "charges", ["id", "customer", "contract", "date", "description", "quantity", "unit_price"], charges)


class Year:
    def __init__(self, options):
        self.billet_path = Path(options.billet).resolve()
        self.folder = Path(options.folder).resolve() if options.folder else ROOT / "build" / "bench" / "year"
        self.db, self.copy = self.folder / "book.db", self.folder / "copy.db"
        self.months = options.months
        self.marks = sorted({2, min(12, self.months), self.months})
        self.counts = {}

    def billet(self, *words, db=None):
        made = subprocess.run([self.billet_path, "--db", db or self.db, *words, "--json", "--brief"], capture_output=True, text=True)
        if made.returncode:
            fail(f"{' '.join(map(str, words))}: {made.stderr.strip() or made.stdout.strip()[:400]}")
        return made.stdout

    def count(self, month, name, *words, per=1):
        """Instructions of the command on a copy of the book."""
        counted = instructions(self.billet_path, self.db, self.copy, *words, "--json", "--brief")
        self.counts.setdefault(name, {})[month] = counted / per

    def told(self):
        """How many rows `unbilled` lists."""
        return sum(len(rows) for rows in json.loads(self.billet("unbilled")).values() if isinstance(rows, list))

    # What every month leaves out once, and what is left out from the first month on for ever.
    def exclude(self, month):
        once = [f"k04:T{month:02d}-04-00:{first_day(month)}", f"k06:charge:P{month:02d}-06"]
        ever = [f"k08:T01-08-00:{first_day(1)}", f"k10:T01-10-01:{first_day(1)}", "k12:charge:P01-12"]
        self.billet("batch", "exclude", *once, *ever)

    def month(self, month):
        data, marked = self.folder / "data", month in self.marks
        shutil.rmtree(data, ignore_errors=True)
        write_month(data, month)
        if marked:
            self.count(month, "import", "import", data)
        self.billet("import", data)
        as_of = first_day(month + 1).isoformat()
        if marked:
            self.count(month, "batch new", "batch", "new", "--as-of", as_of)
        self.billet("batch", "new", "--as-of", as_of)
        self.billet("batch", "select", "--all")
        self.exclude(month)
        if marked:
            self.count(month, "batch show", "batch", "show")
            self.count(month, "batch expand", "batch", "expand", "k05")
            self.count(month, "batch expand, left out for ever", "batch", "expand", "k08")
            self.count(month, "batch exclude", "batch", "exclude", f"k02:T{month:02d}-02-00:{first_day(month)}")
            self.count(month, "batch run", "batch", "run", "--name", "month")
        self.billet("batch", "run", "--name", f"Month {month:02d}")
        if marked:
            self.count(month, "batch generate", "batch", "generate")
        self.billet("batch", "generate")
        if marked:
            self.count(month, "status", "status")
            self.count(month, "unbilled, by what it lists", "unbilled", per=self.told())

    def live(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        write_parties(self.folder / "data")
        self.billet("init", "--currency", "EUR", "--zone", "Europe/Berlin", "--name", "Year IT")
        self.billet("import", self.folder / "data")
        for month in range(1, self.months + 1):
            self.month(month)
            if month in self.marks:
                print(f"month {month}: counted", flush=True)
        self.billet("verify")

    def report(self):
        heads = ["instructions, thousands", *(f"month {m}" for m in self.marks), *(f"{m} / 2" for m in self.marks[1:])]
        rows, failed = [], 0
        for name, of in self.counts.items():
            ratios = [of[m] / of[2] for m in self.marks[1:]]
            failed += ratios[-1] > LIMIT and name not in NOT_JUDGED
            rows.append([name + " *" * (name in NOT_JUDGED), *(f"{of[m] / 1000:,.0f}" for m in self.marks), *(f"{r:.3f}" for r in ratios)])
        widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
        for row in [heads, *rows]:
            cells = [cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths))]
            print("  " + "  ".join(cells))
        judged = len(rows) - len(NOT_JUDGED)
        print(f"\nat most {LIMIT:.2f} times month 2 (* not judged): {judged - failed} passed, {failed} failed", flush=True)
        return failed


def main():
    parser = bench_options(__doc__)
    parser.add_argument("--months", type=int, default=60, help="how old the book gets, at least 3")
    parser.add_argument("--folder", help="where the book is made, and what is there removed; else build/bench/year")
    year = Year(parser.parse_args())
    if year.months < 3:
        fail("--months: at least 3")
    year.live()
    sys.exit(1 if year.report() else 0)


if __name__ == "__main__":
    main()
