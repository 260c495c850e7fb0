"""The commands that are struck: each with the book that it starts from, and what an undisturbed run makes of that."""
import json, shutil
from .program import BOOK, Setup, book_state, files_beside

AS_OF = "2026-05-07"
DATA = {
    "customers": [{"id": "cool", "name": "CoolRealty", "tax": "vat", "email": "ap@cool.example"},
                  {"id": "zoe", "name": "Zoë & Sons", "terms_days": 30, "email": "zoe@zoe.example"}],
    "taxes": [{"name": "vat", "rule": "percent", "params": {"rate": "10%"}}],
    "contracts": [
        {"id": "desk", "customer": "cool", "name": "Help desk", "type": "hourly", "start": "2026-04-07", "default": True, "taxable": True,
         "params": {"rate": "120.00"}},
        {"id": "flat", "customer": "cool", "name": "Flat fee", "type": "retainer", "start": "2026-03-01", "params": {"price": "500.00"}},
        {"id": "block", "customer": "cool", "name": "Block", "type": "block-hours", "start": "2026-03-01",
         "params": {"hours": "2", "rate": "100.00"}},
        {"id": "weekly", "customer": "zoe", "name": "Hours by the week", "type": "hourly", "start": "2026-04-01", "default": True,
         "period": "weekly", "work": "any", "params": {"rate": "90.00"}},
    ],
    "tickets": [
        {"id": f"T{i}", "customer": "cool" if i % 2 else "zoe", "title": f"Ticket {i}", "status": "closed", "closed_at": "2026-04-28T17:00"}
        for i in range(1, 9)
    ],
    "time_entries": [
        {"id": f"e{i}", "ticket": f"T{i % 8 + 1}", "start": f"2026-04-{8 + i % 18:02}T09:{i % 60:02}", "minutes": 15 + i,
         **({"contract": "block"} if i % 16 == 0 else {})}
        for i in range(1, 61)
    ],
    "charges": [
        {"id": "c1", "customer": "cool", "date": "2026-04-12", "description": "Router", "quantity": "1", "unit_price": "89.90"},
        {"id": "c2", "customer": "zoe", "date": "2026-04-20", "description": "Cable, 3 m", "quantity": "4", "unit_price": "6.25"},
    ],
}
CHANGED = {"customers": [{"id": "cool", "name": "CoolRealty Ltd", "tax": "vat", "email": "ap@cool.example"}],
           "tickets": [{"id": "T9", "customer": "zoe", "title": "Ticket 9", "status": "open"}],
           "time_entries": [{"id": "e61", "ticket": "T1", "start": "2026-04-29T09:00", "minutes": 25}]}


class Scene:
    """One command. kind: "whole" is one transaction; "steps" are several, each of which may be the last; "file" writes a file
    besides; "apart" writes other databases besides, which a kill may leave."""

    def __init__(self, name, words, before, program, base, kind="whole"):
        self.name, self.words, self.kind, self.program = name, words, kind, program
        self.prepared = base / name
        self.prepared.mkdir()
        for step in before:
            program.must(self.prepared, step) if isinstance(step, list) else step(self.prepared)
        self.start, self.start_files = self.state(self.prepared)
        whole, log, steps = self.copy(base / f"{name}-whole"), base / f"{name}-count", base / f"{name}-steps"
        steps.mkdir()
        code, self.answer, err = program.run(whole, words, BILLET_FAULT="count", BILLET_FAULT_LOG=str(log), BILLET_FAULT_STATES=str(steps))
        if code != 0:
            raise Setup(f"{' '.join(words)}: exit {code}: {err.decode(errors='replace').strip()}")
        if not log.exists():
            raise Setup("no operations were counted: is the program linked with tests/faults/faultvfs.c?")
        self.operations, self.reads, self.after, self.files = map(int, log.read_text().split())
        self.end, self.end_files = self.state(whole)
        if self.start == self.end and self.start_files == self.end_files:
            raise Setup(f"{name} changes nothing that can be seen")
        self.commits = [book_state(path) for path in sorted(steps.iterdir(), key=lambda path: int(path.name))]
        if self.kind not in ("steps", "apart") and len(self.commits) != (self.start != self.end):
            raise Setup(f"{name} is {len(self.commits)} transactions")

    def copy(self, to):
        shutil.rmtree(to, ignore_errors=True)
        return shutil.copytree(self.prepared, to)

    def state(self, folder):
        return book_state(folder / BOOK), files_beside(folder)

    def place(self, state):
        """Where a book is on the command's way: before, after, between; None: nowhere."""
        if state == self.end:
            return "after"
        if state == self.start:
            return "before"
        return "between" if self.kind == "steps" and state in self.commits else None


def gone(folder):
    """A step before: the book is lost."""
    (folder / BOOK).unlink()


def taken_back(changes, opened):
    """Each change taken back, and done again: by the room that did it."""
    for name, words in changes.items():
        yield f"undo-{name}", ["undo"], [*opened, words]
        yield f"redo-{name}", ["redo"], [*opened, words, ["undo"]]


def scenes(program, base, demo, post_box):
    data, changed = base / "data.json", base / "changed.json"
    data.write_text(json.dumps(DATA))
    changed.write_text(json.dumps(CHANGED))
    init = ["init", "--currency", "USD", "--zone", "America/New_York", "--name", "Sweep MSP"]
    filled = [init, ["import", str(data)]]
    new = ["batch", "new", "--as-of", AS_OF]
    select = ["batch", "select", "--all"]
    run = ["batch", "run", "--name", "May"]
    strict = ["config", "set", "check.missing-address", "error"]
    waive = ["batch", "waive", "flat:2026-04-01", "--note", "goodwill", "--show"]
    mail = [["config", "set", "mail.from", "billing@sweep.example"], ["config", "set", "mail.url", f"smtp://127.0.0.1:{post_box}"]]
    opened = [*filled, new, select]
    drafted = [*opened, run]
    generated = [*drafted, ["batch", "generate"]]
    paid = ["invoice", "pay", "1", "--amount", "10.00", "--date", "2026-05-20"]
    changes = {
        "set": ["set", "contracts", "desk", "param.rate=95.00", "--effective", "2026-05-01", "--note", "as agreed"],
        "price-raise": ["price", "raise", "3.5%", "--from", "2026-06-01"],
        "remove": ["remove", "charges", "c2", "--note", "twice"],
        "adjust": ["batch", "adjust", "flat:2026-04-01", "--percent", "-10", "--note", "as agreed"],
        "take": ["batch", "take", "flat", "--early", "--note", "they leave"],
    }
    table = [
        ("init", init, []),
        ("import", ["import", str(demo or data)], [init]),
        ("import-changes", ["import", str(changed)], generated),
        *((name, words, opened) for name, words in changes.items()),
        *taken_back(changes, opened),
        ("undo", ["undo"], [*opened, waive]),
        ("undo-import", ["undo"], filled),
        ("undo-run", ["undo"], drafted),
        ("redo", ["redo"], [*opened, ["undo"]]),
        ("redo-import", ["redo"], [*filled, ["undo"]]),
        ("undo-pay", ["undo"], [*generated, paid]),
        ("config", ["config", "set", "numbering.format", "R-{SEQ:4}"], filled),
        ("check-config", strict, filled),
        ("user", ["user", "add", "anna", "--role", "biller", "--no-password"], [init]),
        ("user-gone", ["user", "remove", "anna"], [init, ["user", "add", "anna", "--role", "biller", "--no-password"]]),
        ("new", new, filled),
        ("select", select, [*filled, new]),
        ("deselect", ["batch", "deselect", "desk"], opened),
        ("select-matching", ["batch", "select", "--matching", "--text", "flat"], [*filled, new]),
        ("exclude", ["batch", "exclude", "flat:2026-04-01", "--note", "later"], opened),
        ("include", ["batch", "include", "flat:2026-04-01"], [*opened, ["batch", "exclude", "flat:2026-04-01"]]),
        ("waive", waive, opened),
        ("unwaive", ["batch", "unwaive", "flat:2026-04-01"], [*opened, waive]),
        ("run", run, opened),
        ("run-forced", [*run, "--force", "--note", "moving"], [*opened, strict]),
        ("consolidate", ["batch", "consolidate", "on"], drafted),
        ("delete", ["batch", "delete", "D1"], drafted),
        ("reopen", ["batch", "reopen"], drafted),
        ("discard", ["batch", "discard"], drafted),
        ("generate", ["batch", "generate"], drafted),
        ("export", ["export", "csv", "--output", "may.csv"], generated, "file"),
        ("print", ["invoice", "print", "--batch", "1", "--output", "papers"], generated, "file"),
        ("prove", ["prove", "1", "--output", "one.zip"], generated, "file"),
        ("backup", ["backup", "copy.db"], drafted, "apart"),
        ("restore", ["restore", "copy.db", "--force"], [*opened, ["backup", "copy.db"], run], "apart"),
        ("restore-lost", ["restore", "copy.db"], [*opened, ["backup", "copy.db"], gone], "apart"),
        ("credit", ["invoice", "credit", "1", "--lines", "1", "--note", "late"], generated),
        ("rebill", ["invoice", "credit", "1", "--rebill", "--note", "wrong"], generated),
        ("void", ["invoice", "void", "2", "--note", "twice"], generated),
        ("pay", paid, generated),
        ("unpay", ["invoice", "unpay", "P1"], [*generated, paid]),
        ("send", ["invoice", "send", "1", "2"], [*generated, *mail], "steps"),
    ]
    for name, words, before, *kind in table:
        yield name, lambda name=name, words=words, before=before, kind=kind: Scene(name, words, before, program, base, *kind)
