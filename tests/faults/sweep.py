#!/usr/bin/env python3
"""Kills, tears and fails billet at every durable operation of its commands, and looks what is left.

usage: sweep.py [--billet build/faults/billet] [--demo DIR] [--shallow K] [--seed S] [--most M] [--jobs J]
                [--only COMMAND[:FAULT[:N]]] [--keep]

For each of import, run, generate and delete, each fault (kill, torn, ioerr, ioerr+, full, full+: see faultvfs.h) and each durable
operation N, on a copy of a prepared database:
  - the command runs under the fault;
  - `verify` must exit 0;
  - the state (`batch show`, `invoice list`; after an import the tables) must be that of before or that of after, nothing between;
  - exit 0 means after, with the answer of an undisturbed run; exits 1, 3 and 5 mean before; exit 6 and a kill may be either; nothing
    else may come;
  - where it is that of before, the same command must now do it all, with the answer of an undisturbed run.
A failure prints the command that does it again. --shallow K takes K points a command by a fixed seed, half of them at the commit;
--most M takes at most M operations for each fault (the first and the last ones, and others by the seed). The program must be built
with -DBILLET_FAULTS and linked with tests/faults/faultvfs.c.
"""
import argparse, hashlib, json, os, random, shutil, signal, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FAULTS = ("kill", "torn", "ioerr", "ioerr+", "full", "full+")
MODES_OF_DEATH = ("kill", "torn")
AS_OF = "2026-05-07"
DRAFT = "D1"
COMMIT_OPERATIONS = 5

DATA = {
    "customers": [{"id": "cool", "name": "CoolRealty", "tax": "vat"}, {"id": "zoe", "name": "Zoë & Sons", "terms_days": 30}],
    "taxes": [{"name": "vat", "rule": "percent", "params": {"rate": "10%"}}],
    "contracts": [
        {"id": "desk", "customer": "cool", "name": "Help desk", "type": "hourly", "start": "2026-04-07", "default": True, "taxable": True,
         "params": {"rate": "120.00"}},
        {"id": "flat", "customer": "cool", "name": "Flat fee", "type": "retainer", "start": "2026-03-01", "params": {"price": "500.00"}},
        {"id": "weekly", "customer": "zoe", "name": "Hours by the week", "type": "hourly", "start": "2026-04-01", "default": True,
         "period": "weekly", "work": "any", "params": {"rate": "90.00"}},
    ],
    "tickets": [
        {"id": f"T{i}", "customer": "cool" if i % 2 else "zoe", "title": f"Ticket {i}", "status": "closed", "closed_at": "2026-04-28T17:00"}
        for i in range(1, 9)
    ],
    "time_entries": [
        {"id": f"e{i}", "ticket": f"T{i % 8 + 1}", "start": f"2026-04-{8 + i % 18:02}T09:{i % 60:02}", "minutes": 15 + i}
        for i in range(1, 61)
    ],
    "charges": [
        {"id": "c1", "customer": "cool", "date": "2026-04-12", "description": "Router", "quantity": "1", "unit_price": "89.90"},
        {"id": "c2", "customer": "zoe", "date": "2026-04-20", "description": "Cable, 3 m", "quantity": "4", "unit_price": "6.25"},
    ],
}


class Setup(Exception):
    """The sweep itself cannot go on."""


class Program:
    """The program under test, always run with the same words and in an environment of its own."""

    def __init__(self, path, home):
        self.path = str(Path(path).resolve())
        if not os.access(self.path, os.X_OK):
            raise Setup(f"{path} is not a program")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("BILLET_")}
        self.environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8"}

    def argv(self, words):
        return [self.path, "--db", "book.db", "--json", *words]

    def run(self, directory, words, **fault):
        try:
            done = subprocess.run(self.argv(words), cwd=directory, env=self.environment | fault, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=60)
        except subprocess.TimeoutExpired:
            return "hung", b"", b""
        return done.returncode, done.stdout, done.stderr

    def must(self, directory, words):
        code, out, err = self.run(directory, words)
        if code != 0:
            raise Setup(f"{' '.join(words)}: exit {code}: {err.decode(errors='replace').strip()}")
        return out


class Command:
    """One command with the database it starts from, and what an undisturbed run makes of it."""

    def __init__(self, name, words, before, program, base, tables=False):
        self.name, self.words, self.tables, self.program = name, words, tables, program
        self.prepared = base / name
        self.prepared.mkdir()
        for step in before:
            program.must(self.prepared, step)
        self.start = self.state(self.copy(base / f"{name}-start"))
        whole = self.copy(base / f"{name}-whole")
        log = base / f"{name}-count"
        code, self.answer, err = program.run(whole, words, BILLET_FAULT="count", BILLET_FAULT_LOG=str(log))
        if code != 0:
            raise Setup(f"{' '.join(words)}: exit {code}: {err.decode(errors='replace').strip()}")
        if not log.exists():
            raise Setup("no operations were counted: is the program built with -DBILLET_FAULTS and tests/faults/faultvfs.c?")
        self.operations = int(log.read_text())
        self.end = self.state(whole)
        if self.start == self.end:
            raise Setup(f"{name} changes nothing that can be seen")

    def copy(self, to):
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir()
        for file in self.prepared.glob("book.db*"):
            shutil.copy2(file, to / file.name)
        return to

    def state(self, directory):
        if not self.tables:
            pages = (["batch", "show", "--batch", "1"], ["invoice", "list", "--batch", "1"])
            return tuple(self.program.run(directory, words)[:2] for words in pages)
        out = directory / "tables"
        shutil.rmtree(out, ignore_errors=True)
        code = self.program.run(directory, ["tables", "--output", "tables"])[0]
        files = sorted(out.rglob("*")) if out.exists() else []
        return code, tuple((f.name, hashlib.sha256(f.read_bytes()).hexdigest()) for f in files if f.is_file())


def first_line(text):
    return text.decode(errors="replace").strip().split("\n")[0][:200]


def refusal(err):
    """What is wrong with the error that a refused command printed, if anything."""
    try:
        code = json.loads(err)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return f"stderr holds no JSON error: {first_line(err)!r}"
    return "" if code else "the error has no code"


def judge(command, fault, directory, code, out, err):
    """The first thing that is wrong after a struck command, or ''."""
    if fault in MODES_OF_DEATH and code != -signal.SIGKILL:
        return f"exit {code} instead of a kill: the operations are not the same from run to run"
    if code not in (0, 1, 3, 5, 6, -signal.SIGKILL):
        return f"exit {code}: {first_line(err)}"
    checked, _, why = command.program.run(directory, ["verify"])
    if checked != 0:
        return f"verify: exit {checked}: {first_line(why)}"
    state = command.state(directory)
    if state not in (command.start, command.end):
        return f"exit {code}, and the state is neither that of before nor that of after"
    done = state == command.end
    if code == 0:
        if not done:
            return "exit 0, but it is not there: an acknowledged command was lost"
        return "" if out == command.answer else "exit 0, but the answer differs from that of an undisturbed run"
    if code in (1, 3, 5) and done:
        return f"exit {code} says that nothing was changed, but it is done"
    if code > 0 and (wrong := refusal(err)):
        return f"exit {code}: {wrong}"
    return "" if done else judge_again(command, directory)


def judge_again(command, directory):
    code, out, err = command.program.run(directory, command.words)
    if code != 0:
        return f"run again: exit {code}: {first_line(err)}"
    if out != command.answer:
        return "run again: the answer differs from that of an undisturbed run"
    return "" if command.state(directory) == command.end else "run again: the state differs from that of an undisturbed run"


def strike(command, fault, at, base, keep):
    directory = command.copy(base / f"{command.name}-{fault}-{at}")
    wrong = judge(command, fault, directory, *command.program.run(directory, command.words, BILLET_FAULT=f"{fault}:{at}"))
    if not keep:
        shutil.rmtree(directory, ignore_errors=True)
    return wrong


def chosen_operations(count, most, dice):
    if count <= most:
        return list(range(1, count + 1))
    edge = most // 3
    middle = range(edge + 1, count - edge + 1)
    return sorted([*range(1, edge + 1), *dice.sample(middle, most - 2 * edge), *range(count - edge + 1, count + 1)])


def shallow_points(points, operations, wanted, dice):
    """Half of them at the commit, which is in the last operations, half anywhere before."""
    late = [p for p in points if p[1] > operations - COMMIT_OPERATIONS]
    early = [p for p in points if p[1] <= operations - COMMIT_OPERATIONS]
    chosen = dice.sample(late, min(len(late), wanted // 2))
    return sorted(chosen + dice.sample(early, min(len(early), wanted - len(chosen))))


def chosen_points(command, options):
    dice = random.Random(f"{options.seed} {command.name}")
    only = options.only.split(":") if options.only else [command.name]
    if only[0] != command.name:
        return []
    if len(only) == 3:
        return [(only[1], int(only[2]))]
    faults = [f for f in FAULTS if len(only) == 1 or f == only[1]]
    most = command.operations if options.shallow else options.most
    points = [(f, n) for f in faults for n in chosen_operations(command.operations, most, dice)]
    return shallow_points(points, command.operations, options.shallow, dice) if 0 < options.shallow < len(points) else points


def sweep(command, options, base, pool):
    points = chosen_points(command, options)
    if not points:
        return 0, 0
    print(f"{command.name}: {command.operations} durable operations, {len(points)} points", flush=True)
    failed = 0
    results = pool.map(lambda point: strike(command, *point, base, options.keep), points)
    for i, (point, wrong) in enumerate(zip(points, results), 1):
        if wrong:
            failed += 1
            print(f"FAILED {command.name} {point[0]}:{point[1]}: {wrong}")
            print(f"  again: {sys.executable} {sys.argv[0]} --billet {options.billet} --only {command.name}:{point[0]}:{point[1]} --keep")
            print(f"  which: BILLET_FAULT={point[0]}:{point[1]} {' '.join(command.program.argv(command.words))}", flush=True)
        elif i % 200 == 0:
            print(f"{command.name}: {i} of {len(points)}", flush=True)
    return len(points) - failed, failed


def commands(program, base, demo):
    data = base / "data.json"
    data.write_text(json.dumps(DATA))
    init = ["init", "--currency", "USD", "--zone", "America/New_York", "--name", "Sweep MSP"]
    opened = [init, ["import", str(data)], ["batch", "new", "--as-of", AS_OF], ["batch", "select", "--all"]]
    run = ["batch", "run", "--name", "May"]
    yield Command("import", ["import", str(demo or data)], [init], program, base, tables=True)
    yield Command("run", run, opened, program, base)
    yield Command("generate", ["batch", "generate"], [*opened, run], program, base)
    yield Command("delete", ["batch", "delete", DRAFT], [*opened, run], program, base)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--billet", default=str(ROOT / "build/faults/billet"), help="the program")
    parser.add_argument("--demo", type=Path, help="what `import` reads; without it the sweep's own small tables")
    parser.add_argument("--shallow", type=int, default=0, metavar="K", help="K points a command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=150, metavar="M", help="at most M operations for each command and fault (150)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", help="COMMAND, COMMAND:FAULT or COMMAND:FAULT:N")
    parser.add_argument("--keep", action="store_true", help="keep the databases")
    return parser.parse_args()


def main():
    options = read_options()
    demo = options.demo.resolve() if options.demo else None
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    base = Path(tempfile.mkdtemp(prefix="billet-sweep-", dir=memory))
    passed = failed = 0
    try:
        (base / "home").mkdir()
        with ThreadPoolExecutor(options.jobs) as pool:
            for command in commands(Program(options.billet, base / "home"), base, demo):
                good, bad = sweep(command, options, base, pool)
                passed, failed = passed + good, failed + bad
    except Setup as problem:
        print(f"sweep: {problem}", file=sys.stderr)
        return 2
    finally:
        if options.keep:
            print(f"kept in {base}")
        else:
            shutil.rmtree(base, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
