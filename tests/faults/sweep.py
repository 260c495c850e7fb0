#!/usr/bin/env python3
"""Kills, tears and fails billet at every durable operation of its commands, and looks what is left.

usage: sweep.py [--billet build/faults/billet] [--demo DIR] [--shallow K] [--seed S] [--most M] [--jobs J]
                [--only COMMAND[:FAULT[:N[:SEED]]]] [--mutant] [--keep]

For each command that writes (sweeps/scenes.py), each fault and each operation N, on a copy of a prepared book:
  - the command runs under the fault (tests/faults/faultvfs.h). kill, torn, ioerr, ioerr+, full, full+: at its N-th durable operation;
    power: the power fails there, and a coin of that seed says what the disk has of what was not synced (N 0: after its end); read,
    read+: at its N-th read; after: what follows a commit fails; file, file-kill: at the N-th sync or renaming of another file;
    output: nobody takes the answer;
  - `verify` must exit 0;
  - the whole book, every row of every table, must be that of before or that of after, nothing between, and every file whole;
  - exit 0 means after, with the answer of an undisturbed run; exits 1, 3 and 5 mean before; exit 6 means after where it says "is done",
    else it may be either, as after a kill; nothing else may come;
  - where it is that of before, the same command must now do it all, with the answer of an undisturbed run.
A failure prints the command that does it again. Each command is also struck as a mutant whose changes and whose entry in the log are two
transactions: a sweep that does not see that sees nothing. --shallow K takes about K points a command by a fixed seed, half of them
at the commit; --most M takes at most M operations for each fault (the first and the last ones, and others by the seed). The programs are
BILLET, with the sanitizers, for one point of ten, and fast/billet beside it.
"""
import argparse, itertools, os, random, shutil, sys, tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from sweeps.judge import strike
from sweeps.post_box import open_post_box
from sweeps.program import Program, Setup
from sweeps.scenes import scenes

ROOT = Path(__file__).resolve().parents[2]
AT_THE_DISK = ("kill", "torn", "ioerr", "ioerr+", "full", "full+")
COMMIT_OPERATIONS = 5
SEEDS = 1 << 30


def chosen_operations(count, most, dice):
    if count <= most:
        return list(range(1, count + 1))
    edge = most // 3
    middle = range(edge + 1, count - edge + 1)
    return sorted([*range(1, edge + 1), *dice.sample(middle, most - 2 * edge), *range(count - edge + 1, count + 1)])


def all_points(scene, most, dice):
    """Every fault of every kind; of a power failure three coins at each operation."""
    durable = chosen_operations(scene.operations, most, dice)
    yield from ((fault, n) for fault in AT_THE_DISK for n in durable)
    yield from (("power", n, dice.randrange(SEEDS)) for n in [0, *durable] for _ in range(3))
    yield from ((fault, n) for fault in ("read", "read+") for n in chosen_operations(scene.reads, most, dice))
    yield from (("after", n) for n in chosen_operations(scene.after, most, dice))
    yield from ((fault, n) for fault in ("file", "file-kill") for n in range(1, scene.files + 1))
    yield ("output", 1)


def shallow_points(points, operations, wanted, dice):
    """Of faults at the disk half at the commit, which is in the last operations, half anywhere before; fewer of each other kind."""
    parts = [(AT_THE_DISK, wanted * 6 // 10), (("power",), wanted // 5), (("read", "read+"), wanted // 10), (("after",), wanted // 10),
             (("file", "file-kill"), wanted // 10), (("output",), 1)]
    for faults, count in parts:
        mine = [p for p in points if p[0] in faults]
        late = [p for p in mine if p[1] > operations - COMMIT_OPERATIONS]
        early = [p for p in mine if p[1] <= operations - COMMIT_OPERATIONS]
        chosen = dice.sample(late, min(len(late), (count + 1) // 2))
        yield from sorted(chosen + dice.sample(early, min(len(early), count - len(chosen))))


def chosen_points(scene, options, dice):
    only = options.only.split(":") if options.only else [scene.name]
    if len(only) >= 3:
        return [(only[1], *map(int, only[2:]))]
    points = list(all_points(scene, scene.operations + scene.reads if options.shallow else options.most, dice))
    if len(only) == 2:
        return [p for p in points if p[0] == only[1]]
    return list(shallow_points(points, scene.operations, options.shallow, dice)) if options.shallow else points


class Sweep:
    def __init__(self, options, base):
        home = base / "home"
        home.mkdir()
        beside = Path(options.billet).parent / "fast" / "billet"
        self.options, self.base, self.pool = options, base, ThreadPoolExecutor(options.jobs)
        self.sanitized, self.fast = Program(options.billet, home), Program(beside if beside.exists() else options.billet, home)
        self.passed = self.failed = 0

    def program(self, number):
        return self.sanitized if number % 10 == 9 and not self.options.shallow else self.fast

    def fail(self, scene, point, wrong):
        self.failed += 1
        name = ":".join(map(str, (scene.name, *point)))
        print(f"FAILED {name}: {wrong}")
        print(f"  again: {sys.executable} {sys.argv[0]} --billet {self.options.billet} --seed {self.options.seed} --only {name} --keep",
              flush=True)

    def strike(self, scene, points):
        tasks = [(scene, point, self.base, self.program(n), self.options.keep, False) for n, point in enumerate(points)]
        for point, wrong in zip(points, self.pool.map(lambda task: strike(*task), tasks)):
            self.passed += not wrong
            if wrong:
                self.fail(scene, point, wrong)

    def sees_mutant(self, scene, points):
        """The point at which a mutant is seen first."""
        for n in range(0, len(points), self.options.jobs):
            some = points[n:n + self.options.jobs]
            found = self.pool.map(lambda point: strike(scene, point, self.base, self.fast, False, True), some)
            for point, wrong in zip(some, found):
                if wrong:
                    return point, wrong
        return None, ""

    def mutate(self, scene, points, dice):
        """A command that writes no log is no mutant, nor one that puts a book with its log in the place of another."""
        if scene.kind in ("steps", "apart") or scene.start is None or scene.start["actions"] == scene.end["actions"]:
            return
        at_the_disk = [p for p in points if p[0] in AT_THE_DISK]
        point, wrong = self.sees_mutant(scene, dice.sample(at_the_disk, len(at_the_disk)))
        self.passed += point is not None
        if point is None:
            self.fail(scene, ("mutant",), f"{len(at_the_disk)} points do not see that its log is a transaction of its own")
        elif self.options.mutant:
            print(f"mutant of {scene.name}, seen by {':'.join(map(str, point))}: {wrong}", flush=True)

    def run(self, name, make):
        only = self.options.only.split(":") if self.options.only else [name]
        if only[0] != name:
            return
        scene, dice = make(), random.Random(f"{self.options.seed} {name}")
        points = chosen_points(scene, self.options, dice)
        print(f"{name}: {scene.operations} durable operations, {scene.reads} reads, {len(points)} points", flush=True)
        if not self.options.mutant:
            self.strike(scene, points)
        if len(only) < 3:
            self.mutate(scene, points, dice)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--billet", default=str(ROOT / "build/faults/billet"), help="the program")
    parser.add_argument("--demo", type=Path, help="what `import` reads; without it the sweep's own small tables")
    parser.add_argument("--shallow", type=int, default=0, metavar="K", help="about K points a command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=60, metavar="M", help="at most M operations for each command and fault (60)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", help="COMMAND, COMMAND:FAULT, COMMAND:FAULT:N or COMMAND:power:N:SEED")
    parser.add_argument("--mutant", action="store_true", help="mutants alone, and what sees them")
    parser.add_argument("--keep", action="store_true", help="keep the databases")
    return parser.parse_args()


def main():
    options = read_options()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    base = Path(tempfile.mkdtemp(prefix="billet-sweep-", dir=memory))
    sweep = Sweep(options, base)
    try:
        for name, make in scenes(sweep.fast, base, options.demo and options.demo.resolve(), open_post_box()):
            sweep.run(name, make)
    except Setup as problem:
        print(f"sweep: {problem}", file=sys.stderr)
        return 2
    finally:
        if options.keep:
            print(f"kept in {base}")
        else:
            shutil.rmtree(base, ignore_errors=True)
    print(f"{sweep.passed} passed, {sweep.failed} failed")
    return 1 if sweep.failed or not sweep.passed else 0


if __name__ == "__main__":
    sys.exit(main())
