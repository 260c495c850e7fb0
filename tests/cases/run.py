#!/usr/bin/env python3
"""Plays acceptance cases against a billet program through its command line and JSON alone.

usage: run.py [--billet PATH] [--only ID,…] [--keep] [-v] CASE.json|FOLDER …

A file holds one case or a list of them:
  {"id", "title", "basis", "note", "settings", "data": {table: [row, …]}, "steps": [step, …]}
"settings": currency (USD), zone (America/New_York), number_format, first_number, closed_status. A step is
{"do": VERB, …, "expect": {…}}, or {"do": VERB, …, "refused": true | "part of the message"} where it must be refused.

  verb                             arguments                              answer
  import                           data, keep_billed                      -
  new                              as_of                                  batch
  use                              batch: the one that later steps mean   -
  show                             type, taxable, customer, periods       batch
  select, deselect                 contracts: [id, …] or "all"            batch
  expand                           contract                               {"items"}
  exclude, include, waive, unwaive contract, items: [matcher], note, show batch
  consolidate                      on                                     batch
  run                              name                                   batch + invoices
  delete                           invoices: [matcher]                    batch
  discard, reopen                  -                                      batch
  generate                         date                                   batch + invoices
  invoices                         - (of the current batch)               {"invoices"}
  credit, void                     invoice: matcher, lines, rebill,       {"invoices"}
                                   date, note
  why                              what                                   {"text"}: expected as a part of it
  verify                           -                                      -
  all                              as_of, name, date: new, select all,    batch + invoices
                                   run, generate

An expectation names only what matters: objects fit by the keys given, "contracts" is keyed by contract, periods may be written
[first, last]. Items, invoices, lines, taxes and totals are unordered lists: each expected entry takes one actual entry, and none may
be left over, except lines and items of amount zero. Amounts must be the same text, other decimals the same number. A matcher is a
partial object that one entry alone fits; "a.b" reaches inside. Each case ends with `verify`.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal, InvalidOperation
from pathlib import Path

AMOUNTS = {"amount", "tax", "subtotal", "total", "total_balance", "selected_balance", "billable_amount", "base"}
UNORDERED = {"items", "invoices", "lines", "taxes", "totals"}
MAY_BE_LEFT_AT_ZERO = {"items", "lines"}
SHOWN = ("invoice", "kind", "description", "quantity", "unit_price", "amount", "tax", "total", "period", "ticket", "state", "overdue",
         "note")


class Mismatch(Exception):
    """What a step answered and what it should have answered differ."""


# ---- Comparing


def number(value):
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def scalar_fits(wanted, actual, key):
    if key == "text":
        return str(wanted).lower() in str(actual).lower()
    if wanted is None or actual is None or isinstance(wanted, bool) or isinstance(actual, bool):
        return wanted is actual
    if key not in AMOUNTS and number(wanted) is not None and number(actual) is not None:
        return number(wanted) == number(actual)
    return str(wanted) == str(actual)


def short(entries):
    return json.dumps([{k: e[k] for k in SHOWN if k in e} for e in entries], ensure_ascii=False)[:700]


def compare_object(wanted, actual, path):
    if not isinstance(actual, dict):
        return f"{path or 'answer'}: an object was wanted, not {actual!r}"
    for key, value in wanted.items():
        if key not in actual:
            return f"{path}.{key} is missing"
        if key == "period" and isinstance(value, list):
            value = dict(zip(("start", "end"), value))
        fault = compare(value, actual[key], key, f"{path}.{key}")
        if fault:
            return fault
    return None


def pair_up(wanted, actual, key):
    """Gives each wanted entry an actual one of its own (augmenting paths); answers {actual index: wanted index}."""
    taken = {}

    def place(w, tried):
        for a, entry in enumerate(actual):
            if a in tried or compare(wanted[w], entry, key, ""):
                continue
            tried.add(a)
            if a not in taken or place(taken[a], tried):
                taken[a] = w
                return True
        return False

    for w in range(len(wanted)):
        place(w, set())
    return taken


def compare_unordered(wanted, actual, key, path):
    if not isinstance(actual, list):
        return f"{path}: a list was wanted, not {actual!r}"
    taken = pair_up(wanted, actual, key)
    left = [entry for a, entry in enumerate(actual) if a not in taken]
    for w, entry in enumerate(wanted):
        if w not in taken.values():
            reasons = [compare(entry, other, key, f"{path}[{w}]") for other in left]
            nearest = min((r for r in reasons if r), key=len, default="no entry left")
            return f"{path}[{w}]: nothing fits {json.dumps(entry)}: {nearest}; left are {short(left)}"
    if key in MAY_BE_LEFT_AT_ZERO:
        left = [entry for entry in left if number(entry.get("amount")) != 0]
    return f"{path}: nobody expects {short(left)}" if left else None


def compare(wanted, actual, key="", path=""):
    """None where `actual` is as wanted, else a line that says where it is not."""
    if key == "contracts" and isinstance(wanted, dict) and isinstance(actual, list):
        actual = {row.get("contract"): row for row in actual}
    if isinstance(wanted, dict):
        return compare_object(wanted, actual, path)
    if isinstance(wanted, list) and key in UNORDERED:
        return compare_unordered(wanted, actual, key, path)
    if isinstance(wanted, list):
        if not isinstance(actual, list) or len(actual) != len(wanted):
            return f"{path}: wanted {wanted!r}, not {actual!r}"
        return next(filter(None, (compare(w, a, key, f"{path}[{n}]") for n, (w, a) in enumerate(zip(wanted, actual)))), None)
    return None if scalar_fits(wanted, actual, key) else f"{path}: wanted {wanted!r}, not {actual!r}"


def reach(entry, dotted):
    for key in dotted.split("."):
        entry = entry.get(key) if isinstance(entry, dict) else None
    return entry


def the_one(entries, matcher, id_key):
    def fits(entry):
        return all(compare(value, reach(entry, key), key.rpartition(".")[2]) is None for key, value in matcher.items())

    found = [entry for entry in entries if fits(entry)]
    if len(found) != 1:
        raise Mismatch(f"{len(found)} entries fit {json.dumps(matcher)} in {short(entries)}")
    return found[0][id_key]


# ---- Playing


class Refusal(Exception):
    """The program refused; the text is what it said."""


def option(step, **names):
    """The options of a command line for the arguments that a step gives."""
    words = []
    for key, flag in names.items():
        value = step.get(key)
        if value is True:
            words.append(flag)
        elif value is not None and value is not False:
            words += [flag, str(value)]
    return words


class Book:
    """One database in a folder of its own, and the batch that the steps are about."""

    def __init__(self, billet, folder):
        self.billet, self.folder, self.batch = billet, Path(folder), None

    def call(self, *words):
        command = [self.billet, "--db", str(self.folder / "case.db"), "--json", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL, cwd=self.folder)
        if done.returncode < 0 or "Sanitizer" in done.stderr or "runtime error" in done.stderr:
            raise Mismatch(f"{' '.join(map(str, words))}: crashed ({done.returncode}): {done.stderr.strip()[-1500:]}")
        if done.returncode:
            raise Refusal(f"{' '.join(map(str, words))}: exit {done.returncode}: {(done.stderr + done.stdout).strip()[:600]}")
        try:
            return json.loads(done.stdout) if done.stdout.strip() else {}
        except json.JSONDecodeError as fault:
            raise Mismatch(f"{' '.join(map(str, words))}: no JSON: {fault}: {done.stdout[:200]!r}") from fault

    def about(self, *words):
        """A command about the current batch."""
        return self.call(*words, *(() if self.batch is None else ("--batch", self.batch)))

    def drafts_and_invoices(self):
        return self.about("invoice", "list")

    def do_import(self, step):
        path = self.folder / "data.json"
        path.write_text(json.dumps(step["data"]))
        return self.call("import", path, *option(step, keep_billed="--keep-billed"))

    def do_new(self, step):
        answer = self.call("batch", "new", *option(step, as_of="--as-of"))
        self.batch = answer["batch"]
        return answer

    def do_use(self, step):
        self.batch = step["batch"]
        return {}

    def do_show(self, step):
        return self.about("batch", "show", *option(step, type="--type", taxable="--taxable", customer="--customer", periods="--periods"))

    def do_select(self, step):
        return self.about("batch", step["do"], *(["--all"] if step["contracts"] == "all" else step["contracts"]))

    def do_expand(self, step):
        return self.about("batch", "expand", step["contract"])

    def do_exclude(self, step):
        items = self.about("batch", "expand", step["contract"])["items"]
        ids = [the_one(items, matcher, "item") for matcher in step["items"]]
        return self.about("batch", step["do"], *ids, *option(step, note="--note", show="--show"))

    def do_consolidate(self, step):
        return self.about("batch", "consolidate", "on" if step["on"] else "off")

    def do_run(self, step):
        return self.about("batch", "run", "--name", step["name"])

    def do_delete(self, step):
        drafts = self.drafts_and_invoices()
        return self.about("batch", "delete", *(the_one(drafts, matcher, "invoice") for matcher in step["invoices"]))

    def do_discard(self, step):
        return self.about("batch", step["do"])

    def do_generate(self, step):
        return self.about("batch", "generate", *option(step, date="--date"))

    def do_invoices(self, _step):
        return {"invoices": self.drafts_and_invoices()}

    def do_credit(self, step):
        invoice = the_one(self.drafts_and_invoices(), step["invoice"], "invoice")
        lines = ["--lines", ",".join(map(str, step["lines"]))] if "lines" in step else []
        answer = self.call("invoice", step["do"], invoice, *lines, *option(step, rebill="--rebill", date="--date"),
                           "--note", step.get("note", "as agreed"))
        return {"invoices": answer}

    def do_why(self, step):
        return {"text": json.dumps(self.call("why", step["what"]), ensure_ascii=False)}

    def do_verify(self, _step):
        return self.call("verify")

    def do_all(self, step):
        self.do_new(step)
        self.do_select({"do": "select", "contracts": "all"})
        self.do_run({"name": step.get("name", "All due on " + step["as_of"])})
        return self.do_generate(step)

    do_deselect, do_include, do_waive, do_unwaive, do_reopen, do_void = do_select, do_exclude, do_exclude, do_exclude, do_discard, do_credit

    def play(self, step):
        verb = getattr(self, "do_" + step["do"])
        try:
            answer = verb(step)
        except Refusal as refusal:
            wanted = step.get("refused")
            if not wanted:
                raise
            if isinstance(wanted, str) and wanted.lower() not in str(refusal).lower():
                raise Mismatch(f"refused, but not with {wanted!r}: {refusal}") from refusal
            return
        if step.get("refused"):
            raise Mismatch("accepted, although it must be refused")
        fault = compare(step["expect"], answer) if "expect" in step else None
        if fault:
            raise Mismatch(fault)


def play_case(case, billet, folder):
    """None where the case holds, else what went wrong."""
    book = Book(billet, folder)
    settings = {"currency": "USD", "zone": "America/New_York", **case.get("settings", {})}
    where = "init"
    try:
        book.call("init", *option(settings, currency="--currency", zone="--zone", number_format="--number-format",
                                  first_number="--first-number", closed_status="--closed-status"))
        where = "data"
        if case.get("data"):
            book.do_import(case)
        for n, step in enumerate(case["steps"], 1):
            where = f"step {n} ({step['do']})"
            book.play(step)
        where = "verify at the end"
        book.call("verify")
    except (Mismatch, Refusal, subprocess.TimeoutExpired, OSError) as fault:
        return f"{where}: {fault}"
    except (KeyError, AttributeError, TypeError) as fault:
        return f"{where}: {type(fault).__name__}: {fault}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--billet", default="./billet")
    parser.add_argument("--only", help="ids, separated by commas")
    parser.add_argument("--keep", action="store_true", help="keep the folders of failed cases")
    parser.add_argument("-v", action="store_true", help="name the cases that pass too")
    parser.add_argument("paths", nargs="+", type=Path)
    options = parser.parse_args()
    billet = os.path.abspath(options.billet) if os.sep in options.billet else options.billet

    files = [file for path in options.paths for file in (sorted(path.rglob("*.json")) if path.is_dir() else [path])]
    cases = []
    for file in files:
        content = json.loads(file.read_text())
        cases += content if isinstance(content, list) else [content]
    if options.only:
        cases = [case for case in cases if case["id"] in options.only.split(",")]

    def play_in_folder(case):
        folder = tempfile.mkdtemp(prefix="billet-case-")
        fault = play_case(case, billet, folder)
        if fault and options.keep:
            return f"{fault}\n   kept in {folder}"
        shutil.rmtree(folder, ignore_errors=True)
        return fault

    failed = 0
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for case, fault in zip(cases, pool.map(play_in_folder, cases)):
            failed += fault is not None
            if fault:
                print(f"not ok {case['id']}: {case.get('title', '')}\n   {fault}", flush=True)
            elif options.v:
                print(f"ok {case['id']}", flush=True)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
