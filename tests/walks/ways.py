"""Ways that a walk goes and comes back: several changes taken back at once, a check that stops a run, a book copied and put back."""
import json
import shutil

from .day import must, same


def unwind(walk, most=4):
    """The last changes are taken back one after the other and done again: each time the book is what it was."""
    states = [walk.whole()]
    while len(states) <= most and not walk.sound(walk.ask("undo")).returncode:
        states.append(walk.whole())
    for state in reversed(states[:-1]):
        walk.do("redo")
        walk.same_whole("redo", state, "shown")
    must(walk.ask("redo").returncode != 0 or len(states) > most, "what was never taken back is done again")


def raise_a_check(walk):
    """A check that finds something and is raised to an error stops a run, which changes nothing."""
    findings = walk.do("check")["findings"]
    if not findings:
        return
    name = "check." + walk.q.choice(findings)["check"]
    walk.do("config", "set", name, "error")
    same("exit of a check that finds an error", walk.ask("check").returncode, 1)
    before = walk.whole()
    must(walk.ask("batch", "run", "--name", "Stopped").returncode != 0, f"{name} does not stop a run")
    walk.same_whole("a run that is stopped", before)
    walk.do("config", "set", name, "")


def dump(walk, book):
    """What a book holds, without its log."""
    kept, walk.folder = walk.folder, walk.folder / "other"
    try:
        shutil.rmtree(walk.folder, ignore_errors=True)
        walk.folder.mkdir()
        shutil.copy(book, walk.folder / "walk.db")
        return walk.whole()
    finally:
        walk.folder = kept


def copy_and_restore(walk):
    """A copy holds the book; put back over a book that went on it loses that only where it is forced, and keeps it beside."""
    copy, before = walk.folder / "copy.db", walk.whole()
    copy.unlink(missing_ok=True)
    walk.do("backup", copy)
    same("a copy", dump(walk, copy), before)
    walk.do("config", "set", "numbering.format", "N-{SEQ}")
    now = walk.whole()
    must(walk.ask("restore", copy).returncode != 0, "a newer book was replaced unasked")
    walk.same_whole("a restore that is refused", now)
    kept = json.loads(walk.ask("restore", copy, "--force").stdout)["kept"]
    walk.same_whole("a restore", before)
    same("the book that was replaced", dump(walk, walk.folder / kept), now)
    walk.do("verify")
