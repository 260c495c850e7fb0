#!/usr/bin/env python3
"""The prompt in a real terminal, key by key; nothing waits longer than for the text that it expects. prompt.py [BILLET]"""
import json
import os
import pathlib
import re
import resource
import stat
import subprocess
import sys
import tempfile
import transcript
from prompt_stops import breaks, hangs_up, lacks, stops_an_import, stops_waiting
from terminal import BILLET, retainer, Failed, World, Terminal


def opens_and_leaves(world):
    t = Terminal(world, "opens")
    t.shows("Ctrl-D leaves", "batch 1 (2026-05-07)>")
    t.key("C-d")
    t.shows("left 0")
    t.close()
    for word in ("exit", " quit "):
        t = Terminal(world, f"leaves by {word.strip()}")
        t.shows("batch 1 (2026-05-07)>")
        t.type(word)
        t.key("Enter")
        t.shows("left 0")
        t.close()


def answers_with_what_changed(world, t):
    t.run("show", "1 □ cool-flat", "4 □ zoë", "Create Billing Batch")
    screen = t.run("select 1", "1 ■ cool-flat", "Total 1,915.80 USD (+1,915.80)", "Bills To Create 1 (+1)", "(2026-05-07)*>")
    lacks(screen, "cool-desk")
    lacks(screen, "Create Billing Batch")
    t.run("select 2", "2 ■ cool-desk", "Total 2,425.80 USD (+510.00)")
    t.run("select 3-4", "3 ■ elm new", "4 ■ zoë", "(+310.00)")
    t.run("deselect 1,3", "1 □", "3 □", "Total 810.00 USD (-1,925.80)")
    t.run("select 9", "rows 1 to 4")
    t.run("customer list --like elm", "1 elm")
    t.run("customer show 1", "Elm Street")
    t.run("show", "2 ■ cool-desk")
    t.run("deselect customer:CoolRealty", "2 □ cool-desk", "(-510.00)")
    t.run("select customer:cool", "(+2,425.80)")
    t.run('select customer:cool "elm new"', "3 ■ elm new", "(+10.00)")
    t.run("deselect type:retainer", "□ zoë", "(-2,735.80)")
    t.run("select customer:zoe", "4 ■ zoë", "(+300.00)")
    t.run("deselect --customer zoe --type retainer", "4 □ zoë", "(-300.00)")
    t.run("deselect customer:zoe", "nothing that is selected in batch 1 fits")
    t.run("select zoë", "4 ■ zoë")
    t.run("deselect *", "Bills To Create 0 (-", "(2026-05-07)>")
    t.run("expand 1", "cool-flat:2026-04-01", "1,915.80")
    t.run("select 1", "(+1,915.80)")
    lacks(t.run("undo", "□ cool-flat", "(-1,915.80)"), "cool-desk")
    t.run("redo", "■ cool-flat", "(+1,915.80)")
    t.run("deselect *", "(-1,915.80)")
    t.run("select 1-2", "(+2,425.80)")
    t.asks("undo", "deselects 2 contracts in batch 1. Do it? y/N", "n")
    t.shows("nothing was done")
    t.asks("undo", "deselects 2 contracts in batch 1. Do it? y/N", "y")
    t.shows("1 □ cool-flat", "2 □ cool-desk", "(-2,425.80)")
    t.asks("redo", "is done again: 2 rows. Do it? y/N", "y")
    t.shows("1 ■ cool-flat", "2 ■ cool-desk", "(+2,425.80)")
    t.run("deselect 2", "(-510.00)")
    t.run("exclude 1", "(-1,915.80)")
    t.run("include 1", "(+1,915.80)")
    t.run("exclude customer:cool --note later", "(-1,915.80)", "cool-desk")
    t.run("include cool-flat:2026-04-01 cool-desk:2026-04-01", "(+1,915.80)")
    t.run("deselect *", "(-1,915.80)")


def completes(world, t):
    t.clear()
    t.type("sel")
    t.key("Tab")
    t.ends_with("> select")
    t.type("co")
    t.key("Tab")
    t.ends_with("> select cool-")
    t.key("Tab")
    t.shows("cool-desk  CoolRealty, 510.00 USD, ready", "cool-flat  CoolRealty, 1915.80 USD, ready")
    t.type("d")
    t.key("Tab")
    t.ends_with("> select cool-desk")
    t.key("Enter")
    t.shows("■  cool-desk")
    t.clear()
    t.type("deselect ")
    t.key("Tab")
    t.ends_with("> deselect cool-desk")
    t.clear()
    t.type("select el")
    t.key("Tab")
    t.ends_with('> select "elm new"')
    t.clear()
    t.type("show --ta")
    t.key("Tab")
    t.ends_with("> show --taxable")
    t.type("y")
    t.key("Tab")
    t.ends_with("> show --taxable yes")
    t.clear()
    t.type("set cus")
    t.key("Tab")
    t.type("el")
    t.key("Tab")
    t.type("invoice_p")
    t.key("Tab")
    t.ends_with("> set customers elm invoice_per=")
    t.type("cu")
    t.key("Tab")
    t.ends_with("> set customers elm invoice_per=customer")
    t.clear()
    t.type("config set ch")
    t.key("Tab")
    t.type("lo")
    t.key("Tab")
    t.type("w")
    t.key("Tab")
    t.ends_with("> config set check.long-entry warning")
    t.clear()
    t.type("set contracts cool-d")
    t.key("Tab")
    t.type("param.pr")
    t.key("Tab")
    t.ends_with("> set contracts cool-desk param.price=")
    t.clear()
    t.type("price raise 3% --except cool-desk,cool-")
    t.key("Tab")
    t.ends_with("> price raise 3% --except cool-desk,cool-flat")
    t.clear()
    t.type("help batch sel")
    t.key("Tab")
    t.ends_with("> help batch select")
    t.clear()
    t.type("invoice void ")
    t.key("Tab")
    t.type("x")
    t.ends_with("> invoice void x")  # there is none yet
    t.clear()
    t.type("exclude cool-d")
    t.key("Tab")
    t.ends_with("> exclude cool-desk:")
    t.key("Tab")
    t.ends_with("> exclude cool-desk:2026-04-01")
    t.run("deselect *", "(-510.00)")


def lua(world, t):
    t.run("= 6 * 7", "42")
    t.run("= _ + 1", "43")
    t.clear()
    t.type("lua for i = 1, 2 do")
    t.key("Enter")
    t.ends_with("...>")
    t.type("print('row', i)")
    t.key("Enter")
    t.type("end")
    t.key("Enter")
    t.shows("row\t1".expandtabs(8), "row\t2".expandtabs(8))
    t.run("lua x = #billet.batch.list{}")
    t.run("= 'batches: ' .. x", "batches: 1")
    t.run("show", "1 □ cool-flat")
    t.run("= 'page: ' .. #_.contracts .. _.contracts[1].contract", "page: 4cool-flat")
    t.clear()
    t.key("C-r")
    t.type("for i")
    t.shows("lua for i = 1, 2 do", "print('row', i)")  # the whole entry
    t.key("C-c")
    t.ends_with("(2026-05-07)>")
    t.clear()
    t.type("lua if true then")
    t.key("Enter")
    t.ends_with("...>")
    t.key("C-c")
    t.ends_with("(2026-05-07)>")


def pastes(world, t):
    t.clear()
    t.tmux("set-buffer", "-b", "one", "= 'pasted'\n")
    t.tmux("paste-buffer", "-p", "-b", "one")
    t.ends_with("> = 'pasted'")  # one line waits for Enter
    t.clear()
    t.tmux("set-buffer", "-b", "two", "= 'first'\nlua\ny = 5\n= y * 111\n")
    t.tmux("paste-buffer", "-p", "-b", "two")
    t.shows("Run 4 lines? y/N")
    t.type("n")
    t.ends_with("(2026-05-07)>")
    t.clear()
    t.tmux("paste-buffer", "-p", "-b", "two")
    t.shows("Run 4 lines? y/N")
    t.type("y")
    t.until(lambda s: "\nfirst\n" in s and "\n555\n" in s and s.rstrip().endswith(">"), "both answers")


def resizes(world, t):
    t.clear()
    t.type("= '" + "wide " * 25 + "end'")
    t.shows("end'")
    for columns, letter in (("80", "a"), ("200", "b"), ("100", "c")):
        t.tmux("resize-window", "-x", columns, "-y", "40")
        t.key("C-a", "Right", "Right", "Right")
        t.type(letter)  # moves all that is behind it
        t.key("C-e")
        t.until(lambda s, x=letter: s.count("wide") == 25 and s.rstrip().endswith("end'") and f"= '{x}" in s, "the line once")
    t.key("Enter")
    t.shows("wide end\n")


def tells_of_others(world, t):
    t.clear()
    t.type("select half-typ")
    world.billet("batch", "select", "zoë")
    t.shows("changed by another program")
    t.type("ed")
    t.ends_with("> select half-typed")
    world.billet("batch", "deselect", "--all")
    t.clear()


def bills(world, t):
    t.run("show", "1 □ cool-flat")
    t.run("select 1-2", "(+2,425.80)")
    t.run('run --name "May 2026"', "1 D", "2 D", "1,915.80", "May 2026 (2026-05-07)>")
    t.asks("undo", "its drafts are deleted, its choices stay. Do it? y/N", "y")
    t.ends_with("batch 1 (2026-05-07)*>")
    t.asks("redo", "of batch 1 is done again. Do it? y/N", "y")
    t.shows("May 2026 (2026-05-07)>", "3 D4", "4 D3")
    t.clear()
    t.type("delete ")
    t.key("Tab")
    t.ends_with("> delete D")
    t.key("Tab")
    t.shows("CoolRealty, 1915.80 USD, draft", "CoolRealty, 510.00 USD, draft")
    t.run("delete 3", "□", "Bills To Create 1 (-1)")
    t.run("consolidate on", "Bills To Create 1", "draft")
    t.run("generate --date 2026-05-08", "generated", "final")
    t.clear()
    t.type("invoice void ")
    t.key("Tab")
    t.ends_with("> invoice void 1")
    t.run("invoice void 1 --note wrong", "void")
    t.clear()
    t.type("invoice void ")
    t.key("Tab")
    t.type("x")
    t.ends_with("> invoice void x")  # of what is void nothing is offered


def keeps_history(world, t):
    t.run(" = 'not kept'", "not kept")
    t.run("= 'kept'", "kept")
    t.run("invoice void 99 --note token=abc", "there is no invoice")
    files = list((world.state / "billet").glob("history-book.db-*"))
    text = "".join(f.read_text() for f in files)
    if len(files) != 1 or stat.S_IMODE(files[0].stat().st_mode) != 0o600:
        raise Failed(f"one history, for its owner alone: {files}")
    for word, there in (("= 'kept'", True), ("not kept", False), ("token", False), ("lua for i = 1, 2 do\\nprint('row', i)\\nend\n", True)):
        if (word in text) != there:
            raise Failed(f"history: {word!r} {'is not' if there else 'is'} there:\n{text}")


def other_locale(world):
    t = Terminal(world, "locale", columns=80, LC_ALL="C")
    t.shows("batch 1")
    t.type("= 'Zoë Łódź 東京x'")
    t.key("BSpace", "BSpace", "BSpace")
    t.type("!'")
    t.ends_with("= 'Zoë Łódź 東!'")
    t.key("Enter")
    t.shows("\nZoë Łódź 東!\n")
    t.type("show")
    t.key("Enter")
    t.shows("[ ]  zoë")
    t.close()


def pages(world):
    t = Terminal(world, "pages", rows=12, PAGER="sed s/^/paged:/")
    t.shows("batch 1")
    t.type("show")
    t.key("Enter")
    t.shows("paged:")
    t.clear()
    t.type("= 'short'")
    t.key("Enter")
    t.shows("\nshort\n")
    t.close()


def many_rows(world):
    """More rows than are listed, or kept for Lua; and a contract whose id could be a row's number."""
    kinds = [retainer(f"k-{i:04}", "c", f"K{i:04}", "1.00") for i in range(2100)] + [retainer("3", "c", "Z", "9.00")]
    (world.folder / "many.json").write_text(json.dumps({"customers": [{"id": "c", "name": "C"}], "contracts": kinds}))
    for words in (["init", "--currency", "USD", "--zone", "Etc/UTC"], ["import", "many.json"], ["batch", "new", "--as-of", "2026-05-07"]):
        world.billet("--db", "many.db", *words)
    t = Terminal(world, "many", BILLET_DB="many.db")
    t.shows("batch 1")
    t.run("show", "2100 □ k-2099", "2101 □ 3", "0.00 USD")
    t.run("= 'whole page: ' .. tostring(_)", "whole page: nil")
    t.run("select 3", "2101 ■ 3", "(+9.00)")
    t.run("= 'rows: ' .. #_.contracts", "rows: 1")
    t.clear()
    t.type("select k-")
    t.key("Tab")
    t.shows("k-0019", "… and at least 19")
    t.run("select *", "… and 2080 more", "(+2,100.00)")
    t.close()


def records(world, t):
    book, file = world.env["BILLET_DB"], world.folder / "may.billet"
    t.run("log on may.billet", "may.billet")
    t.run("show", "1 □ cool-flat")
    t.run("select 1 'elm new'", "(+")
    t.run("select nobody", "there is no contract")
    t.run("expand cool-flat", "cool-flat:2026-04-01")
    t.run("= 'a token'", "a token")
    t.run("log off", "nothing is recorded any more")
    t.run("deselect *", "(-")
    text = file.read_text()
    if stat.S_IMODE(file.stat().st_mode) != 0o600 or "token" in text or "log o" in text or "deselect" in text:
        raise Failed(f"a recording: {oct(file.stat().st_mode)} {text}")
    recorded = r'^batch select cool-flat "elm new"\n# Billable Amount 1,925.80 USD\n# Tax 0.00 USD\n# Total 1,925.80 USD$'
    if not re.search(recorded, text, re.M):
        raise Failed(f"a recording: {text}")
    for row in ("cool-flat: Total Balance 1,915.80", "elm new: Selected Balance 10.00", "cool-flat:2026-04-01: Amount 1,915.80"):
        if f"\n# {row} USD\n" not in text:
            raise Failed(f"a recording of rows: {row}: {text}")
    if "# failed: batch select nobody\n" not in text:
        raise Failed(f"a recording: {text}")
    world.billet("source", "--expect", "may.billet")
    world.billet("batch", "deselect", "--all")
    t.run(f"log on {book}", "is a database")


def loses_a_recording(world, t):
    """A file that may not grow ends the recording, which says so; nothing is half written, and the command is answered."""
    file, room = world.folder / "full.billet", 64 << 20
    file.touch()
    os.truncate(file, room)
    shell = t.tmux("display", "-p", "#{pane_pid}").strip()
    program = int(subprocess.run(["pgrep", "-P", shell], capture_output=True, text=True, check=True).stdout)
    t.run("log on full.billet", "full.billet")
    limits = resource.prlimit(program, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    t.run("show", "1 □ cool-flat", "the recording cannot be written, and ends here: File too large")
    t.run("= 'recorded no more'", "recorded no more")
    t.run("log off", "nothing is recorded any more")
    resource.prlimit(program, resource.RLIMIT_FSIZE, limits)
    if file.stat().st_size != room:
        raise Failed(f"a recording is half written: {file.stat().st_size - room} bytes")
    file.unlink()


def begins(world):
    folder = world.folder / "new"
    folder.mkdir()
    t = Terminal(world, "begins", BILLET_DB=str(folder / "billet.db"), TZ="Europe/Vienna")
    t.ends_with("Currency [USD]:")
    for typed, asks in (("XYZ", "Currency [USD]:"), ("eur", "Time zone [Europe/Vienna]:"), ("Vienna", "Time zone [Europe/Vienna]:"),
                        ("", "Name of your company:"), ("", "Name of your company:"), ("Donau IT", "billet>")):
        t.type(typed)
        t.key("Enter")
        t.until(lambda s, end=asks: s.rstrip().endswith(end) and (end == "billet>" or typed in s), asks)
    t.shows("It stands on every invoice.")
    t.run("status", "Donau IT")
    t.run("= billet.status().name", "Donau IT")
    t.close()
    t = Terminal(world, "sample", BILLET_DB=str(folder / "none.db"))
    t.ends_with("Currency [USD]:")
    t.type("sample")
    t.key("Enter")
    t.ends_with("billet>")
    lacks(t.shows("sample.db of sample data", "It holds 41 customers, 100 contracts", "`new` lists what is due"), "note:")
    t.run("customer show coolrealty", "CoolRealty")
    if (folder / "none.db").exists() or not (folder / "sample.db").exists():
        raise Failed("sample data is a book of its own")
    t.close()
    t = Terminal(world, "leaves", BILLET_DB=str(folder / "none.db"))
    t.ends_with("Currency [USD]:")
    t.key("C-d")
    t.shows("`init` makes one", "billet>")
    t.close()


def tells_the_story(world):
    transcript.compare(transcript.told(world.folder / "story"))  # to its end: tests/story.sh


def in_a_pipe(world):
    def piped(text):
        return subprocess.run([BILLET], input=text, env=world.env, capture_output=True, text=True, check=False, cwd=world.folder)

    done = piped("= 1 + 1\nlua\nx = 3\n= x\n# nothing\nbatch select nobody\n= 'never'\n")
    if done.returncode != 1 or done.stdout != "2\n3\n" or "stdin:6: there is no contract" not in done.stderr:
        raise Failed(f"a pipe: {done}")
    (world.folder / "lines.billet").write_text("# a file\nlua for i = 1, 2 do\n  x = i\nend\n= x\nbatch show --type nothing\n")
    done = subprocess.run([BILLET, "source", "lines.billet"], env=world.env, capture_output=True, text=True, check=False, cwd=world.folder)
    if "lines.billet:6: there is no contract type" not in done.stderr:
        raise Failed(f"a file: {done}")
    if "batch new" not in piped("").stdout:
        raise Failed("without anything it helps")


def main():
    failed = passed = 0
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder)
        shared = None
        try:
            for test in (in_a_pipe, tells_the_story, opens_and_leaves, begins, other_locale, pages, hangs_up, many_rows):
                test(world)
                passed += 1
            shared = Terminal(world, "shared")
            shared.shows("batch 1")
            for test in (lua, records, loses_a_recording, answers_with_what_changed, completes, breaks, stops_waiting, stops_an_import,
                         pastes, resizes, tells_of_others, bills, keeps_history):
                test(world, shared)
                passed += 1
        except Failed as why:
            failed = 1
            print(f"not ok {test.__name__}: {why}")
        finally:
            for socket in pathlib.Path(folder).glob("*.tmux"):
                subprocess.run(["tmux", "-S", str(socket), "kill-server"], capture_output=True, check=False)
    print(f"{passed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(main())
