"""What may be after a command that was struck, and what may not."""
import json, os, shutil, signal, subprocess
from .program import differences, files_beside

DEADLY = ("kill", "torn", "power", "file-kill")
NOTHING_DONE = (1, 3, 5)


def first_line(text):
    return text.decode(errors="replace").strip().split("\n")[0][:300]


def told(err):
    """The error that a refused command printed, and what is wrong with it, if anything."""
    try:
        error = json.loads(err)["error"]
        return error, "" if error["code"] else "the error has no code"
    except (ValueError, KeyError, TypeError):
        return {}, f"stderr holds no JSON error: {first_line(err)!r}"


def recovered(scene, folder, program):
    """Opens the book as whoever comes next does; what `verify` finds wrong. A book that `init` never finished is none."""
    code, _, err = program.run(folder, ["verify"])
    book = folder / "book.db"
    if scene.start is None and (not book.exists() or book.stat().st_size == 0):
        return ""
    return "" if code == 0 else f"verify: exit {code}: {first_line(err)}"


def judge_files(scene, fault, code, files):
    """Files are written whole or not at all; only what dies may leave a part behind."""
    parts = {name for name in files if fault in DEADLY and os.path.basename(name).startswith(".billet-")}
    for name, digest in files.items():
        if digest not in (scene.start_files.get(name), scene.end_files.get(name)) and name not in parts:
            return f"exit {code}, and {name} is neither what it was nor what it becomes"
    if code == 0 and files.keys() - parts != scene.end_files.keys():
        return f"exit 0, but these files are there: {', '.join(files)}"
    if missing := scene.start_files.keys() - files.keys():
        return f"exit {code}, and these files are gone: {', '.join(missing)}"
    return ""


def judge_exit(scene, fault, code, out, err, place):
    """Whether the exit and what was said of it are true."""
    if code == 0:
        if place != "after":
            return "exit 0, but it is not there: an acknowledged command was lost"
        return "" if out in (scene.answer, None) else "exit 0, but the answer differs from that of an undisturbed run"
    if code < 0:
        return ""
    error, wrong = told(err)
    if wrong:
        return f"exit {code}: {wrong}"
    if code in NOTHING_DONE and place == "after" and scene.kind == "whole":
        return f"exit {code} says that nothing was changed, but it is done"
    if code == 6 and error["code"] != "unknown-outcome":
        return f"exit 6 with {error['code']}"
    if code == 6 and " is done" in error["message"] and place != "after" and scene.kind != "steps":
        return f"it is not done, but told so: {error['message']}"
    if fault in ("read", "read+") and code in NOTHING_DONE and error["code"] != "io":
        return f"a disk that cannot be read is told as {error['code']}: {error['message']}"
    return ""


def judge(scene, fault, at, folder, result, program):
    """The first thing that is wrong after a struck command, or ''."""
    code, out, err = result
    if code == "hung":
        return "no end"
    if fault in DEADLY and code != -signal.SIGKILL and not (fault == "power" and at == 0 and code == 0):
        return f"exit {code} instead of a kill: the operations are not the same from run to run"
    if code not in (0, 1, 3, 5, 6, -signal.SIGKILL):
        return f"exit {code}: {first_line(err)}"
    if wrong := recovered(scene, folder, program):
        return f"exit {code}, then {wrong}"
    state, files = scene.state(folder)
    place = scene.place(state)
    if place is None:
        return (f"exit {code}, and the book is neither that of before ({', '.join(differences(state, scene.start))} differ) "
                f"nor that of after ({', '.join(differences(state, scene.end))} differ)")
    if wrong := judge_files(scene, fault, code, files) or judge_exit(scene, fault, code, out, err, place):
        return wrong
    return judge_again(scene, folder, program) if place == "before" and scene.start != scene.end else ""


def judge_again(scene, folder, program):
    """Where nothing was done, all of it can be done now."""
    for path in folder.rglob(".billet-*"):
        path.unlink()
    for name in files_beside(folder).keys() - scene.start_files.keys() if scene.kind == "apart" else ():
        (folder / name).unlink()
    code, out, err = program.run(folder, scene.words)
    if code != 0:
        return f"run again: exit {code}: {first_line(err)}"
    state, _ = scene.state(folder)
    if out != scene.answer and scene.kind != "file":
        return "run again: the answer differs from that of an undisturbed run"
    return "" if state == scene.end else f"run again: {', '.join(differences(state, scene.end))} differ from an undisturbed run"


def strike(scene, point, base, program, keep, mutant):
    """Runs the command under one fault on a copy of its book: what is wrong then, or ''."""
    fault, at, *more = point
    folder = scene.copy(base / "-".join(map(str, (scene.name, *point, "mutant" if mutant else "sound"))))
    order = {"BILLET_MUTANT": "split-log"} if mutant else {}
    output = subprocess.PIPE
    if fault == "output":
        output = os.open("/dev/full", os.O_WRONLY)
    else:
        order["BILLET_FAULT"] = ":".join(map(str, point))
    try:
        result = program.run(folder, scene.words, output, **order)
    finally:
        if fault == "output":
            os.close(output)
    wrong = judge(scene, fault, at, folder, result, program)
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    return wrong
