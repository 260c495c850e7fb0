# Follows a document to the letter: makes the files that it shows, runs its console blocks in a fresh folder, compares what they print.
"""docs.py BILLET [--target SCRIPT] DOCUMENT…

A fenced block ```console holds commands (`$ …`) with the output expected below each; a line `…` there stands for any
lines, and `…` within a line for any text.
A fenced block ```lua or ```json after a line that names a file in backquotes and ends with a colon is written to that file.
A block ```console target needs an accounting system: with --target it is run too, after SCRIPT, which sets the book to one; what stands
behind a question (`[y/N] y`) is typed there. All blocks of a document share one folder. The last line printed is "N passed, N failed".
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w*)( target)?\n(.*?)^```$", re.M | re.S)
NAMED = re.compile(r"`([\w./-]+\.\w+)`[^`\n]*:$")


def blocks(text):
    """(language, body, line number, the file named above it, whether it needs a target) of each fenced block."""
    for match in FENCE.finditer(text):
        above = text[: match.start()].rstrip("\n").rsplit("\n", 1)[-1]
        named = NAMED.search(above)
        yield match[1], match[3], text.count("\n", 0, match.start()) + 1, named and named[1], bool(match[2])


def commands(body):
    """(command, expected lines) of a console block."""
    out = []
    for line in body.splitlines():
        if line.startswith("$ "):
            out.append((line[2:], []))
        elif out:
            out[-1][1].append(line.rstrip())
    return out


def fits(want, got):
    """Whether the lines are those wanted; `…` takes any number of them."""
    if not want:
        return not got
    if want[0] == "…":
        return any(fits(want[1:], got[i:]) for i in range(len(got) + 1))
    pattern = ".*".join(re.escape(part) for part in want[0].split("…"))
    return bool(got) and re.fullmatch(pattern, got[0]) is not None and fits(want[1:], got[1:])


def trimmed(lines):
    """Without blank lines at both ends, nor blanks at the end of a line."""
    lines = [line.rstrip() for line in lines]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def run(command, folder, environment, typed=()):
    """What a command prints, with what is typed behind each of its questions."""
    with subprocess.Popen(["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.PIPE if typed else subprocess.DEVNULL, bufsize=0) as done:
        watch = threading.Timer(120, done.kill)
        watch.start()
        out, typed = b"", list(typed)
        while part := done.stdout.read(4096):
            out += part
            if typed and out.endswith(b"[y/N] "):
                answer = typed.pop(0).encode() + b"\n"
                done.stdin.write(answer)
                out += answer
        watch.cancel()
    return trimmed(out.decode().split("\n"))


def follow(document, billet, folder, target):
    """How many commands answered as the document says, and how many did not."""
    programs = folder / "programs"
    programs.mkdir()
    (programs / "billet").symlink_to(billet)
    work = folder / "work"
    work.mkdir()
    (work / "tests").symlink_to(ROOT / "tests")
    keep = {name: value for name, value in os.environ.items() if name not in ("BILLET_DB", "NO_COLOR", "COLUMNS", "XDG_DATA_HOME")}
    environment = keep | {"PATH": f"{programs}:{keep['PATH']}", "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    passed = failed = 0
    for language, body, line, name, targeted in blocks(document.read_text()):
        if name and language in ("lua", "json"):
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body)
        if language != "console" or (targeted and not target):
            continue
        if targeted:
            print("\n".join(run(target, work, environment)))
        for command, want in commands(body):
            got = run(command, work, environment, [line.split("[y/N] ")[1] for line in want if "[y/N] " in line])
            if fits(trimmed(want), got):
                passed += 1
                continue
            failed += 1
            shown = "\n".join(f"    {text}" for text in got)
            print(f"not ok {document.name}, block at line {line}: $ {command}\n  answered\n{shown}")
    return passed, failed


def main():
    billet, documents = os.path.realpath(sys.argv[1]), sys.argv[2:]
    target = documents[1] if documents[0] == "--target" else None
    if target:
        documents = documents[2:]
    passed = failed = 0
    for document in documents:
        with tempfile.TemporaryDirectory() as folder:
            good, bad = follow(pathlib.Path(document), billet, pathlib.Path(folder), target)
            passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
