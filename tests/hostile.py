#!/usr/bin/env python3
"""Every attack in every hook: hostile.py BILLET. Good contracts bill, bad ones are held with file and line, in time and memory.

An attack is a file of tests/hostile: Lua that stands where a hook's own would, below a line that says what its error holds (`a or b`);
`*`: it may pass, and nothing else happens; `closes,rest: a`: it may in all hooks but these.
Of each a plugin is made for each hook. A book first knows sound ones of their names; then they turn.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile

BILLET = os.path.abspath(sys.argv[1])
SANITIZED = "asan" in BILLET
FOLDER = pathlib.Path(__file__).parent / "hostile"
ATTACKS = {f.stem: f.read_text().split("\n", 1) for f in sorted(FOLDER.glob("*.lua"))}
DEADLINE_MS, SPACE, RESIDENT_KB = (300, None, 3_000_000) if SANITIZED else (120, 2_000_000_000, 400_000)
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

FEE = 'bill:line { "Fee", price = 1 }'
CONTRACT = 'return contract { name = "@name@", api = 1, params = {}, %s }'
HOOKS = {
    # hook: the plugin, what stands in the hook's place while it is sound
    "opens": (CONTRACT % "opens = function(c, period, bill) @hook@ end", FEE),
    "closes": (CONTRACT % "closes = function(c, period, bill) @hook@ end", FEE),
    "rest": (CONTRACT % "opens = function(c, period, bill) end, closes = function() end, rest = function(c, period, bill) @hook@ end", ""),
    "schedule": (CONTRACT % "opens = function() end, schedule = function(c, period, bill) @hook@ end", ""),
    "parts": (CONTRACT % "parts = function(c, period, bill) @hook@ end",
              'return { { id = "p", type = "retainer", params = { price = "1.00" } } }'),
    "load": ("local bill, period, c @hook@\n" + CONTRACT % "opens = function(c, period, bill) end", ""),
    "check": (CONTRACT % "opens = function() end, check = function(c, period, bill) @hook@ end", ""),
    "examples": (CONTRACT % """opens = function(c, period, bill) @hook@ end, examples = { { title = "one", data = {
        customers = { { id = "a", name = "Alpha" } },
        contracts = { { id = "k", customer = "a", name = "K", type = "@name@", start = "2026-01-01" } } },
        as_of = "2026-02-01", invoices = {} } }""", ""),
    "apply": ('return price_rule { name = "@name@", api = 1, stage = "price", scope = "entry", params = {}, '
              "apply = function(c, price, bill, period) @hook@ end }", "return price"),
    "split": ('return price_rule { name = "@name@", api = 1, stage = "price", scope = "entry", params = {}, '
              "apply = function(c, price) return price end, split = function(c, bill, period) @hook@ end }", ""),
    "rates": ('return tax_rule { name = "@name@", api = 1, params = {}, rates = function(c, bill, period) @hook@ end }',
              'return { { rate = "8%" } }'),
    "exporter": ('return exporter { name = "@name@", api = 1, extension = "txt", params = {}, '
                 "invoice = function(c, bill, period) @hook@ end }", 'return "x"'),
    "template": ('return invoice_template { name = "@name@", api = 1, params = {}, blocks = function(c, bill, period) @hook@ end }',
                 'return { { kind = "note", text = "x" } }'),
    "look": ('return check { name = "@name@", api = 1, of = "contract", reads = { "id" }, params = {}, '
             "look = function(c, bill, period) @hook@ end }", "return nil"),
}


def expectation(attack, hook):
    """What the error of an attack in a hook holds, one of these; None: it may pass."""
    text = ATTACKS[attack][0].removeprefix("-- ")
    hooks, colon, rest = text.partition(": ")
    if colon and set(hooks.split(",")) <= set(HOOKS):
        text = rest if hook in hooks.split(",") else "*"
    return None if text == "*" else text.split(" or ")


class Broken(Exception):
    """Something that must hold does not."""


def limits():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
    if SPACE:
        resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))


class Book:
    def __init__(self, folder, hook):
        self.folder, self.hook = pathlib.Path(folder), hook
        self.env = {**os.environ, "BILLET_DB": str(self.folder / "b.db"), "HOME": folder, "XDG_DATA_HOME": folder + "/none",
                    "BILLET_PLUGIN_MS": str(DEADLINE_MS), "COLUMNS": "200"}
        (self.folder / "plugins").mkdir()

    def run(self, *words):
        done = subprocess.run([BILLET, *words], cwd=self.folder, env=self.env, capture_output=True, preexec_fn=limits, timeout=1200)
        said = (done.stdout + done.stderr).decode()
        if done.returncode < 0:
            raise Broken(f"{' '.join(words)}: killed by {signal.Signals(-done.returncode).name}: {said[-300:]}")
        if UNSEEN.search(said):
            raise Broken(f"{' '.join(words)}: writes {UNSEEN.search(said).group()!r} to the terminal")
        return done.returncode, done.stdout.decode(), said

    def good(self, *words):
        status, out, said = self.run(*words)
        if status:
            raise Broken(f"{' '.join(words)}: {said}")
        return out

    def table(self, name, *rows):
        (self.folder / f"{name}.json").write_text(json.dumps({name: rows}))
        return f"{name}.json"

    def name(self, attack):
        return f"{attack}-{self.hook}"

    def write(self, attack, body):
        text = HOOKS[self.hook][0].replace("@name@", self.name(attack)).replace("@hook@", "\n" + body + "\n")
        (self.folder / "plugins" / f"{self.name(attack)}.lua").write_text("local seen = {}\n" + text + "\n")

    def sound(self):
        for attack in ATTACKS:
            self.write(attack, HOOKS[self.hook][1])

    def turn(self):
        for attack, (_, body) in ATTACKS.items():
            self.write(attack, f"{body}\nerror('survived')")

    def contract(self, attack):
        row = {"id": attack, "customer": "a", "name": attack, "start": "2026-01-01", "params": {}, "type": self.name(attack)}
        if self.hook in ("apply", "split"):
            row.update(type="hourly", params={"rate": "60.00"}, rules=[{"rule": self.name(attack)}])
        if self.hook == "rates":
            row.update(type="retainer", params={"price": "1.00"}, taxable=True, tax=attack)
        return row

    def fill(self):
        self.good("init", "--zone", "UTC")
        self.good("import", self.table("customers", {"id": "a", "name": "Alpha"}))
        if self.hook == "rates":
            self.good("import", self.table("taxes", *({"name": a, "rule": self.name(a), "params": {}} for a in ATTACKS)))
        bad = ATTACKS if self.hook not in ("exporter", "template", "examples", "look") else []
        fee = {"id": "good", "customer": "a", "name": "Good", "type": "retainer", "start": "2026-01-01", "params": {"price": "500.00"}}
        self.good("import", self.table("contracts", fee, *map(self.contract, bad)))
        self.good("import", self.table("tickets", *({"id": a, "customer": "a", "contract": a, "status": "Closed",
                                                     "closed_at": "2026-01-10"} for a in bad)))
        self.good("import", self.table("time_entries", *({"id": a, "ticket": a, "start": "2026-01-10T10:00", "minutes": 60}
                                                         for a in bad)))


def check_told(attack, hook, text):
    """What is told of an attack that failed: file, line and why."""
    expected = expectation(attack, hook)
    if not expected:
        return
    if "survived" in text:
        raise Broken(f"{attack} in {hook}: survived: {text}")
    if not re.search(rf"{attack}-{hook}\.lua:\d+: ", text):
        raise Broken(f"{attack} in {hook}: names no line: {text}")
    if not any(one in text for one in expected) and not ("twice" in text and "took too long" in expected):
        raise Broken(f"{attack} in {hook}: not {expected}: {text}")


def held(book, row):
    """Why a contract, or what it has, is held; None: nothing of it is."""
    if not row or not row["held"]:
        return None
    items = json.loads(book.good("batch", "expand", row["contract"], "--json"))["items"] if row["state"] != "held" else []
    return row["reason"] or next(i["reason"] for i in items if i["state"] == "held")


def batch(book):
    """All bad contracts in one batch: each is held, the good one bills."""
    book.turn()
    for _ in range(4):  # where a plugin ends the program, the next run goes past it
        status, _, said = book.run("batch", "new", "--as-of", "2026-02-01")
        if status == 0:
            break
        if "nothing stops it" not in said:
            raise Broken(f"batch new: {said}")
    rows = {c["contract"]: c for c in json.loads(book.good("batch", "show", "--json"))["contracts"]}
    if rows["good"]["state"] != "ready" or rows["good"]["total_balance"] != "500.00":
        raise Broken(f"{book.hook}: the good contract: {rows['good']}")
    for attack in ATTACKS:
        reason = held(book, rows.get(attack))
        if reason:
            check_told(attack, book.hook, reason)
        elif expectation(attack, book.hook):
            raise Broken(f"{attack} in {book.hook}: is not held: {rows.get(attack)}")
    for words in (["batch", "show"], ["batch", "expand", "descriptions"],
                  ["batch", "select", "--all"], ["batch", "run", "--name", "January"],
                  ["batch", "generate"], ["invoice", "list"], ["invoice", "show", "1"], ["invoice", "print", "1"]):
        book.good(*words)
    return len(ATTACKS)


def commands(book, words_of):
    """A command for each attack, which has to fail and say so; the book stays sound."""
    book.turn()
    for attack in ATTACKS:
        for again in range(2):
            status, _, said = book.run(*words_of(attack))
            if not (status == 1 and "nothing stops it" in said and not again):
                break
        if status == 0 and expectation(attack, book.hook):
            raise Broken(f"{attack} in {book.hook}: is not refused")
        if status != 0 and book.hook != "examples":
            check_told(attack, book.hook, said)
        if status not in (0, 1):
            raise Broken(f"{attack} in {book.hook}: exit {status}: {said}")
    return len(ATTACKS)


def look(book):
    """Every attack as a check: each is an error that names its line, the shipped ones are asked, and the batch bills."""
    book.good("batch", "new", "--as-of", "2026-02-01")
    book.turn()
    for _ in range(4):  # as of a batch
        status, out, said = book.run("check", "--json")
        if "nothing stops it" not in said:
            break
    found = {f["check"]: f for f in json.loads(out)["findings"]}
    set_aside = {a: f["text"] for a in ATTACKS for f in json.loads(out)["findings"] if not f["check"] and book.name(a) in f["text"]}
    if status != 1 or "missing-address" not in found:
        raise Broken(f"check: exit {status}: {said[:300]}")
    for attack in ATTACKS:
        text = found[book.name(attack)]["text"] if book.name(attack) in found else set_aside.get(attack)
        if text:
            check_told(attack, book.hook, text)
        elif expectation(attack, book.hook):
            raise Broken(f"{attack} in {book.hook}: is not told")
    for words in (["check"], ["batch", "select", "--all"], ["batch", "run", "--name", "January"], ["batch", "generate"]):
        status, _, said = book.run(*words)
        if status != (words == ["check"]):
            raise Broken(f"{' '.join(words)}: exit {status}: {said[:300]}")
    return len(ATTACKS)


def bill(book):
    book.good("batch", "new", "--as-of", "2026-02-01")
    book.good("batch", "select", "good")
    book.good("batch", "run", "--name", "January")
    book.good("batch", "generate")


def check_import(attack_book, attack):
    return "import", attack_book.table("contracts", {**attack_book.contract(attack), "id": "new-" + attack})


REMEMBERS = """local calls = 0
return contract { name = "remembers", api = 1, params = {}, opens = function(c, period, bill)
  calls = calls + 1
  bill:line { "Fee", price = calls, whole = true }
end }
"""


def states(book):
    contracts = json.loads(book.good("batch", "show", "--json"))["contracts"]
    return {c["contract"]: (c["state"], c["reason"] or "") for c in contracts}


def remembering(folder, finds):
    """A plugin that counts its calls: who finds that a contract came out otherwise than it was shown holds it, and the rest bills."""
    book = Book(folder, "remembers")
    (book.folder / "plugins" / "remembers.lua").write_text(REMEMBERS)
    row = {"customer": "a", "start": "2026-01-01"}
    book.good("init", "--zone", "UTC")
    book.good("import", book.table("customers", {"id": "a", "name": "Alpha"}))
    book.good("import", book.table("contracts", {**row, "id": "good", "name": "Good", "type": "retainer", "params": {"price": "500.00"}},
                                   *({**row, "id": k, "name": k, "type": "remembers", "params": {}} for k in ("k1", "k2"))))
    book.good("batch", "new", "--as-of", "2026-02-01")
    book.good("batch", "select", "good", "k2")
    status, _, said = book.run(*finds)
    if status != (finds[1] == "run") or "plugin remembers keeps something" not in said:
        raise Broken(f"{' '.join(finds)}: exit {status}: {said}")
    now = states(book)
    if now["k2"][0] != "held" or not now["k2"][1].startswith("remembers.lua: ") or now["good"][0] != "selected":
        raise Broken(f"{' '.join(finds)}: {now}")
    book.good("batch", "run", "--name", "January")
    book.good("batch", "generate")
    invoices = json.loads(book.good("invoice", "list", "--json"))
    if [i["total"] for i in invoices] != ["500.00"]:
        raise Broken(f"{' '.join(finds)}: {invoices}")
    book.good("batch", "new", "--as-of", "2026-02-02")
    if states(book)["k2"][0] != "held":
        raise Broken("the next batch believes it")
    (book.folder / "plugins" / "remembers.lua").write_text(REMEMBERS.replace("price = calls", "price = 1"))
    if states(book)["k2"][0] != "ready":
        raise Broken("a changed plugin is not believed")
    book.good("verify")


def engine_memory():
    """What the engine takes for a plugin without end meets the limit of memory, long before that of time."""
    wanted = ["endless-sets", "endless-parts-of-sets"]
    with tempfile.TemporaryDirectory() as folder:
        book = Book(folder, "closes")
        del book.env["BILLET_PLUGIN_MS"]
        book.sound()
        book.fill()
        for attack in wanted:
            book.write(attack, ATTACKS[attack][1])
        book.good("batch", "new", "--as-of", "2026-02-01")
        for attack in wanted:
            state, reason = states(book)[attack]
            if state != "held" or "uses more than its 32 MiB" not in reason:
                raise Broken(f"{attack}: {state}: {reason}")
    return len(wanted)


def memory():
    for finds in (["batch", "run", "--name", "January"], ["batch", "expand", "k2"]):
        with tempfile.TemporaryDirectory() as folder:
            remembering(folder, finds)
    return 2 + engine_memory()


def play(hook):
    if hook == "memory":
        return memory()
    with tempfile.TemporaryDirectory() as folder:
        book = Book(folder, hook)
        book.sound()
        book.fill()
        if hook == "check":
            return commands(book, lambda attack: check_import(book, attack))
        if hook == "examples":
            return commands(book, lambda attack: ("plugin", "test", book.name(attack)))
        if hook == "look":
            return look(book)
        if hook in ("exporter", "template"):
            bill(book)
        if hook == "exporter":
            return commands(book, lambda attack: ("export", book.name(attack), "--output", "out.txt"))
        if hook == "template":
            return commands(book, lambda attack: ("invoice", "print", "--batch", "1", "--template", book.name(attack),
                                                    "--output", "out"))
        return batch(book)


def main():
    passed = failed = 0
    wanted = sys.argv[2:] or [*HOOKS, "memory"]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for hook, done in [(hook, pool.submit(play, hook)) for hook in wanted]:
            try:
                passed += done.result()
            except Broken as broken:
                failed += 1
                print(f"not ok {hook}: {broken}")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if most > RESIDENT_KB:
        failed += 1
        print(f"not ok memory: {most} KB")
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
