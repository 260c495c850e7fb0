#!/usr/bin/env python3
"""Are the plugins' tests worth anything? Changes each shipped plugin and rule in one place at a time and runs its tests on that.

usage: mutate.py [--billet PATH] [--jobs N] [FILE.lua ...]

An operator, a comparison, a constant or a truth value is turned, a condition negated, `not` taken away, a statement dropped: in the code
and the params, not in examples and docs. The changed file goes last on the search path, which counts; `billet plugin test` runs its
examples and, for what survives them, the cases of tests/cases that use the plugin. A survivor is a change that no test sees; those
that change nothing are in tests/mutate-equivalent.txt, each with its reason: FILE | LINE BEFORE | LINE AFTER | REASON. Any other makes
the exit status 1. The last line printed is "N passed, N failed".
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
EQUIVALENT = ROOT / "tests/mutate-equivalent.txt"
TOKEN = re.compile(r"""(?P<comment>--\[\[.*?\]\]|--[^\n]*)|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\[\[.*?\]\])"""
                   r"""|(?P<number>\d[\w.]*)|(?P<word>[A-Za-z_]\w*)"""
                   r"""|(?P<sign>\.\.\.|\.\.|==|~=|<=|>=|//|::|[-+*/%^\#&~|<>=(){}\[\];:,.])|(?P<space>\s+)|(?P<other>.)""", re.S | re.X)
SIGNS = {"+": "-", "-": "+", "*": "//", "//": "*", "%": "//", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "~=", "~=": "=="}
WORDS = {"true": "false", "false": "true", "and": "or", "or": "and", "not": "", "min": "max", "max": "min", "floor": "ceiling",
         "ceiling": "floor"}
FIELDS = {"min", "max"}  # words that are limits where they name a field
ALWAYS, AT_TOP = {"doc", "examples"}, {"name", "api", "version", "title"}  # fields whose values are no code
OPENING, CLOSING = set("({["), set(")}]")


class Token:
    def __init__(self, match):
        self.kind, self.text, self.at, self.end = match.lastgroup, match[0], match.start(), match.end()


def skipped(tokens):
    """Indices of the tokens that belong to the values of headings."""
    out, depth, until = set(), 0, None
    for i, token in enumerate(tokens):
        if token.text in OPENING:
            depth += 1
        named = i + 1 < len(tokens) and tokens[i + 1].text == "="
        if until is None and named and (token.text in ALWAYS or depth == 1 and token.text in AT_TOP):
            until = depth
        if until is not None:
            out.add(i)
        if token.text in CLOSING:
            depth -= 1
        if until is not None and (depth < until or token.text == "," and depth == until):
            until = None
    return out


def unary(before):
    words = ("return", "and", "or", "not", "then", "else", "in")
    return before is None or before.kind == "sign" and before.text not in CLOSING or before.text in words


def replacement(tokens, i):
    """What a token becomes; None: it stays."""
    token, before = tokens[i], tokens[i - 1] if i else None
    if token.kind == "sign":
        if token.text == "-" and unary(before):
            return ""
        return SIGNS.get(token.text)
    if token.kind == "word":
        names = token.text in FIELDS and i + 1 < len(tokens) and tokens[i + 1].text == "="
        return None if names else WORDS.get(token.text)
    if token.kind == "number" and token.text.isdigit():
        return str(int(token.text) + 1)
    if token.kind == "string" and re.fullmatch(r'"-?\d+(\.\d+)?%?"', token.text):
        return '"' + re.sub(r"\d+", lambda m: str(int(m[0]) + 1), token.text[1:-1], count=1) + '"'
    return None


def conditions(tokens, hidden):
    """(start, end) of what follows each if, elseif and while."""
    for i, token in enumerate(tokens):
        if token.kind == "word" and token.text in ("if", "elseif", "while") and i not in hidden:
            last = next(k for k in range(i + 1, len(tokens)) if tokens[k].text in ("then", "do"))
            yield tokens[i + 1].at, tokens[last - 1].end


def statements(source, tokens, hidden):
    """(start, end) of statements of functions that can be left out: calls, assignments, one-line ifs; whole lines only."""
    blocks = []  # for each function that is open: how many blocks are open in it
    for i, token in enumerate(tokens):
        if token.text == "function":
            blocks.append(0)
        elif blocks and token.text == "end":
            blocks[-1] -= 1
            if blocks[-1] < 0:
                blocks.pop()
        line = source.rfind("\n", 0, token.at) + 1
        first = blocks and i not in hidden and token.kind == "word" and not source[line:token.at].strip()
        if blocks and token.text in ("if", "do"):
            blocks[-1] += 1
        if not first or token.text in ("local", "function", "else", "elseif", "end", "for", "while", "return", "do"):
            continue
        end = source.find("\n", token.at)
        while balance(source[line:end], OPENING, CLOSING) > 0:
            end = source.find("\n", end + 1)
        if balance(source[line:end], {"if", "do", "function"}, {"end"}) == 0:
            yield line, end


def balance(text, opening, closing):
    return sum((t[0] in opening) - (t[0] in closing) for t in TOKEN.finditer(text) if t.lastgroup in ("sign", "word"))


class Mutant:
    def __init__(self, path, source, at, end, new):
        self.path, self.text = path, source[:at] + new + source[end:]
        self.line = source.count("\n", 0, at) + 1
        self.before = source.splitlines()[self.line - 1].strip()
        self.after = self.text.splitlines()[self.line - 1].strip() if new or source[end:end + 1] != "\n" else "(left out)"

    @property
    def key(self):
        return f"{self.path} | {self.before} | {self.after}"


def mutants(path):
    source = (ROOT / path).read_text()
    tokens = [token for token in map(Token, TOKEN.finditer(source)) if token.kind not in ("comment", "space")]
    hidden, out = skipped(tokens), []
    for i, token in enumerate(tokens):
        new = None if i in hidden else replacement(tokens, i)
        if new is not None:
            out.append(Mutant(path, source, token.at, token.end, new))
    out += [Mutant(path, source, at, end, f"not ({source[at:end]})") for at, end in conditions(tokens, hidden)]
    out += [Mutant(path, source, at, end, "") for at, end in statements(source, tokens, hidden)]
    return out


class Bench:
    """The tests of one plugin, and a search path of its own for each mutant."""

    def __init__(self, billet, path, folder):
        self.billet, self.path, self.folder = billet, path, pathlib.Path(folder)
        self.name = pathlib.Path(path).stem
        self.cases = [case for file in sorted((ROOT / "tests/cases").glob("*.json")) for case in json.loads(file.read_text())
                      if f'"{self.name}"' in json.dumps(case)]
        (self.folder / "cases.json").write_text(json.dumps(self.cases))
        beside = (ROOT / path).with_suffix(".examples.lua")
        self.examples = beside.read_text() if beside.exists() else None

    def place(self, n, text):
        place = self.folder / str(n)
        place.mkdir()
        (place / f"{self.name}.lua").write_text(text)
        if self.examples:
            (place / f"{self.name}.examples.lua").write_text(self.examples)
        program = place / "billet"
        program.write_text(f'#!/bin/sh\nexec "{self.billet}" --plugins "{place}" "$@"\n')
        program.chmod(0o755)
        return program

    def own_tests(self):
        return "--db", self.folder / "none.db", "plugin", "test", self.name

    def passes(self, *command):
        try:
            return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, timeout=60,
                                  cwd=self.folder, env=os.environ | {"HOME": str(self.folder)}, check=False).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def survives(self, n, text):
        program = self.place(n, text)
        if not self.passes(program, *self.own_tests()):
            return False
        if "exporters/" in self.path and not self.passes("env", f"BILLET={program}", "bash", ROOT / "tests/ledgers.sh"):
            return False  # what examples do not play: voids, credits of an invoice, totals that are rounded
        return not self.cases or self.passes(sys.executable, ROOT / "tests/cases/run.py", "--billet", program, self.folder / "cases.json")


def equivalents():
    lines = EQUIVALENT.read_text().splitlines() if EQUIVALENT.exists() else []
    return {" | ".join(line.split(" | ")[:3]): line.split(" | ")[3] for line in lines if line and not line.startswith("#")}


def run_file(path, billet, jobs, known):
    """How many mutants are seen or excused, and those that are not."""
    every = mutants(path)
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        bench = Bench(billet, path, folder)
        if not bench.passes(bench.place("as-is", (ROOT / path).read_text()), *bench.own_tests()):
            print(f"not ok {path}: its own tests fail")
            return 0, every, set()
        alive = list(pool.map(lambda pair: bench.survives(pair[0], pair[1].text), enumerate(every)))
    survivors = [mutant for mutant, lives in zip(every, alive) if lives]
    left = [mutant for mutant in survivors if mutant.key not in known]
    seen, excused = len(every) - len(survivors), len(survivors) - len(left)
    print(f"{path}: {len(every)} changes, {seen} seen, {excused} change nothing, {len(left)} unseen", file=sys.stderr, flush=True)
    return len(every) - len(left), left, {mutant.key for mutant in survivors}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--billet", default=str(ROOT / "billet"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("files", nargs="*")
    given = parser.parse_args()
    shipped = [path for pattern in ("plugins/*/*.lua", "rules/*.lua", "rules/checks/*.lua") for path in ROOT.glob(pattern)
               if path.name != "site.lua" and path.parent.name != "shared"  # those are required, and are no plugins
               and not path.name.endswith(".examples.lua")]
    files = given.files or sorted(str(path.relative_to(ROOT)) for path in shipped)
    known, passed, unseen, met = equivalents(), 0, [], set()
    for path in files:
        good, left, survivors = run_file(path, os.path.abspath(given.billet), given.jobs, known)
        passed, unseen, met = passed + good, unseen + left, met | survivors
    for mutant in unseen:
        print(f"not ok {mutant.path}:{mutant.line}: {mutant.before}\n  no test sees: {mutant.after}")
    for key in sorted(set(known) - met if not given.files else ()):
        print(f"note: {EQUIVALENT.name} names a change that is not there any more, or is seen: {key}")
    print(f"{passed} passed, {len(unseen)} failed")
    return 1 if unseen or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
