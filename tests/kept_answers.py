#!/usr/bin/env python3
"""Asks a kept book all that it can answer, and compares with its answers of then: kept_answers.py BILLET BOOK FOLDER
[--keep]. An answer may have gained fields and columns since; whatever it said when the book was kept, it says."""
import csv
import datetime
import json
import os
import pathlib
import subprocess
import sys

BILLET, BOOK, FOLDER = os.path.realpath(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
ENVIRONMENT = {**{k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}, "LC_ALL": "C.UTF-8",
               "BILLET_TODAY": "2026-08-10"}  # a day of their time: some answers tell an age


def said(words):
    done = subprocess.run([BILLET, "--db", BOOK, *words], capture_output=True, text=True, check=False, env=ENVIRONMENT,
                          stdin=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"billet {' '.join(words)}: exit {done.returncode}: {done.stderr}")
    return done.stdout


def asked(*words):
    return json.loads(said(["--json", *words]))


def questions():
    """File name → the questions whose answers it keeps, none of which is about today."""
    batches = {b["batch"]: b["state"] for b in asked("batch", "list")}
    invoices = [i["invoice"] for i in asked("invoice", "list")]
    alive = [n for n, state in batches.items() if state != "deleted"]
    days = [datetime.date.fromisoformat(b["as_of"]) - datetime.timedelta(1) for b in asked("batch", "list")]
    contracts = {n: [c["contract"] for c in asked("batch", "show", "--batch", str(n))["contracts"]] for n in alive}
    return {
        "batch-list.json": [["--json", "batch", "list"]],
        "batch-show.json": [["--json", "batch", "show", "--batch", str(n)] for n in alive],
        "batch-expand.json": [["--json", "batch", "expand", c, "--batch", str(n)]
                              for n in alive if batches[n] in ("open", "run") for c in contracts[n]],
        "invoice-list.json": [["--json", "--brief", "invoice", "list"]],
        "invoice-show.json": [["--json", "invoice", "show", i, "--statement"] for i in invoices],
        "invoice-view.txt": [["invoice", "view", i["invoice"]] for i in asked("invoice", "list") if i["state"] != "draft"],
        "balance.json": [["--json", "balance", "--as-of", str(day), "--statement"] for day in days],
        "customer-statement.json": [["--json", "customer", "statement", c, "--as-of", str(day)]
                                    for c in sorted({i["customer"] for i in asked("invoice", "list")}) for day in days],
        "unbilled.json": [["--json", "unbilled"]],
        "export.csv": [["export", "csv", "--batch", str(n)] for n in alive if batches[n] in ("generated", "exported")],
    }


def spread(value, indent=""):
    """JSON in which whatever holds no other list or object has a line of its own."""
    parts = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(value, (dict, list)) or not any(isinstance(part, (dict, list)) for part in parts):
        return json.dumps(value, ensure_ascii=False)
    named = isinstance(value, dict)
    names = [f"{json.dumps(name, ensure_ascii=False)}: " for name in value] if named else [""] * len(value)
    opens, closes = "{}" if named else "[]"
    rows = ",\n".join(f"{indent} {name}{spread(part, indent + ' ')}" for name, part in zip(names, parts))
    return f"{opens}\n{rows}\n{indent}{closes}"


def read(name, answer):
    """What an answer says, apart from how its text is laid out."""
    if name == "batch-expand.json":  # what is not billed yet shows the quantity that multiplies out by today's rules
        return json.loads(answer, object_hook=lambda v: {**v, "quantity": None} if "item" in v else v)
    if name.endswith(".json"):
        return json.loads(answer)
    if name == "invoice-view.txt":  # a note on taxes was told for each rate; now it is told once
        lines = answer.split("\n")
        return "\n".join(line for before, line in zip(["", *lines], lines) if line != before or not line.endswith("document."))
    return list(csv.DictReader(answer.splitlines())) if name.endswith(".csv") else answer


def differences(was, now, where=""):
    """Where an answer no longer says what it said."""
    if isinstance(was, dict) and isinstance(now, dict):
        for name, value in was.items():
            yield from differences(value, now[name], f"{where} {name}") if name in now else [f"{where} {name}: is gone"]
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for i, (one, other) in enumerate(zip(was, now)):
            yield from differences(one, other, f"{where} [{i}]")
    elif was != now and not (was is None and where.endswith(" reason")):  # what waited without a word may say for what
        yield f"{where}: was {str(was)[:400]}\n     is now {str(now)[:400]}"


def keep():
    FOLDER.mkdir(exist_ok=True)
    for name, asks in questions().items():
        with open(FOLDER / name, "w", encoding="utf-8") as file:
            for words in asks:
                answer = said(words)
                answer = spread(json.loads(answer)) if name.endswith(".json") else answer.rstrip("\n")
                file.write(f"$ billet {' '.join(words)}\n{answer}\n")


def kept(name):
    """Question → its answer, of one file."""
    answers = {}
    for line in (FOLDER / name).read_text(encoding="utf-8").rstrip("\n").split("\n"):
        if line.startswith("$ billet "):
            answers[tuple(line.split()[2:])] = lines = []
        else:
            lines.append(line)
    return {words: "\n".join(lines) for words, lines in answers.items()}


def compare():
    passed = failed = 0
    for file in sorted(FOLDER.iterdir()):
        for words, was in kept(file.name).items():
            found = list(differences(read(file.name, was), read(file.name, said(words).rstrip("\n"))))
            passed, failed = passed + (not found), failed + bool(found)
            if found:
                print(f"not ok {file.name}: billet {' '.join(words)}", *found[:4], sep="\n  ")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0 or not passed)


if __name__ == "__main__":
    keep() if "--keep" in sys.argv[4:] else compare()
