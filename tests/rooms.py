#!/usr/bin/env python3
"""Checks that the house keeps its rooms: rooms.py OBJECTS, the folder of the objects of one build.

Arrows point down: a file may include, and call, only what lies in its own room or in one below. Both are checked, for an include alone
does not show a call that a shared header makes possible, and `nm` does not show a type that is used from above. Inside a room files may
call each other as they like, but never in a ring: of two files that call each other nobody can say which one to read first.
What only a room's own files use is in its *_inside.h, which nobody else includes.
A room that is not in the order below is an error, so that a new folder gets its place when it is made.
"""
import re
import subprocess
import sys
from pathlib import Path

# From the bottom up. Rooms in one row do not know each other.
ORDER = [
    ["core/base"],
    ["core/store", "core/document", "core/mail"],
    ["core/pdf", "core/net", "core/line", "core/archive", "core/web"],  # modules: billet-NAME.so
    ["core/engine"],                                    # plugin.h: what the engine asks of plugins, in the engine's words
    ["core/engine/facts"],
    ["core/engine/rating"],
    ["core/engine/prepaid"],
    ["core/engine/plan"],
    ["core/engine/bill"],
    ["core/engine/invoice"],
    ["core/engine/batch"],
    ["core/engine/import", "core/engine/past"],
    ["core/engine/undo"],
    ["core/engine/questions"],
    ["core/engine/reports"],
    ["core/engine/explain"],
    ["core/engine/prove"],
    ["core/engine/verify"],
    ["core/deliver"],
    ["lua/sandbox"],
    ["lua/library"],
    ["lua/schema"],
    ["lua/handles"],
    ["lua/host"],
    ["core/command/words"],
    ["core/command/answers"],
    ["core/command/examples"],
    ["core/command"],
    ["lua/trusted"],
    ["core"],
    ["core/cli"],
    ["core/cli/prompt", "core/cli/serve"],
    ["core/program"],
]
# Rooms that may know less than what lies below them.
ONLY = {
    "core/document": {"core/base"},
    "core/engine/verify": {"core/base", "core/store", "core/engine", "core/engine/facts", "core/engine/bill", "core/engine/invoice"},
    "core/archive": {"core/base"},
    "core/line": {"core/base"},
    "core/mail": {"core/base"},
    "core/net": {"core/base"},
    "core/pdf": {"core/base", "core/document"},
    "core/web": {"core/base"},
}
# Rooms with one header for all others, which includes the rest.
FACES = {"core/engine/facts": "core/engine/facts/facts.h"}
RANK = {room: rank for rank, row in enumerate(ORDER) for room in row}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def room(path):
    return str(Path(path).parent)


def may(source, target):
    """Whether a file of the room `source` may know the room `target`."""
    if source == target:
        return True
    return RANK[target] < RANK[source] and target in ONLY.get(source, RANK)


def inside(source, target):
    """Whether a header is for its own room alone, and the file is of another one."""
    return room(source) != room(target) and (target.endswith("_inside.h") or FACES.get(room(target), target) != target)


def sources():
    return sorted(str(path) for top in ("core", "lua") for path in Path(top).rglob("*.[ch]"))


def include_arrows(files):
    """(file, the file it includes) for every include of a file of the tree."""
    return {(name, target) for name in files for target in INCLUDE.findall(Path(name).read_text())
            if Path(target).parts[0] in ("core", "lua")}


# Whose these are nobody knows who calls them, though the program stands before them (core/cli/given.c).
C_LIBRARY = {"malloc", "calloc", "realloc", "free"}


def symbols(objects, option):
    """(file, symbol) for each symbol that an object defines, or lacks, with external linkage."""
    names = [str(path) for path in objects.values()]
    out = subprocess.run(["nm", "-A", "-P", "-g", option, *names], capture_output=True, text=True, check=True).stdout
    file_of = {str(path): name for name, path in objects.items()}
    for line in out.splitlines():
        path, symbol = line.split(": ", 1)
        yield file_of[path], symbol.split()[0]


def call_arrows(files, folder):
    """(file, the file whose function or variable it uses) from the objects' symbols."""
    objects = {name: Path(folder) / (name[:-2] + ".o") for name in files if name.endswith(".c")}
    missing = [str(path) for path in objects.values() if not path.exists()]
    if missing:
        sys.exit(f"rooms: {missing[0]} is not there: run make first")
    home = {symbol: name for name, symbol in symbols(objects, "--defined-only") if symbol not in C_LIBRARY}
    uses = {}
    for name, symbol in symbols(objects, "--undefined-only"):
        if symbol in home and home[symbol] != name:
            uses.setdefault((name, home[symbol]), symbol)
    return uses


def rings(arrows):
    """The sets of files that reach each other (Tarjan's algorithm)."""
    below, index, low, stack, found = {}, {}, {}, [], []
    for source, target in sorted(arrows):
        below.setdefault(source, []).append(target)

    def visit(name):
        index[name] = low[name] = len(index)
        stack.append(name)
        for target in below.get(name, ()):
            if target not in index:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], index[target])
        if low[name] == index[name]:
            ring = stack[stack.index(name):]
            del stack[stack.index(name):]
            if len(ring) > 1:
                found.append(sorted(ring))

    sys.setrecursionlimit(10_000)
    for name in sorted(below):
        if name not in index:
            visit(name)
    return found


def faults(files, includes, calls):
    homeless = sorted({room(name) for name in files} - set(RANK))
    if homeless:
        return [f"{name}/ has no place in the order of rooms (tests/rooms.py)" for name in homeless]
    found = [f"{source} includes {target}: up" for source, target in sorted(includes) if not may(room(source), room(target))]
    found += [f"{source} includes {target}: a header of its room alone" for source, target in sorted(includes) if inside(source, target)]
    found += [f"{source} uses {symbol} of {target}: up" for (source, target), symbol in sorted(calls.items())
              if not may(room(source), room(target))]
    found += ["a ring of includes: " + ", ".join(ring) for ring in rings(includes)]
    found += ["a ring of calls: " + ", ".join(ring) for ring in rings(calls)]
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    files = sources()
    found = faults(files, include_arrows(files), call_arrows(files, sys.argv[1]))
    for line in found:
        print(f"rooms: {line}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
