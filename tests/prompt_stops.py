"""What ends at the prompt before its time: lines, commands, the terminal."""
import csv
import os
import pathlib
import signal
import sqlite3
import time
from terminal import PATIENCE, Failed, Terminal


def lacks(screen, text):
    if text in screen:
        raise Failed(f"{text!r} is on the screen:\n{screen}")


def breaks(world, t):
    """Ctrl-C clears a line, stops a command, and never leaves."""
    t.clear()
    t.type("half a line")
    t.ends_with("half a line")
    t.key("C-c")
    t.shows("half a line^C")
    t.ends_with("(2026-05-07)>")
    t.key("C-c")
    t.shows("Ctrl-D leaves.")
    t.ends_with("(2026-05-07)>")
    t.clear()
    t.type("lua print('it ' .. 'runs') while true do end")
    t.key("Enter")
    t.shows("it runs")
    t.key("C-c")
    t.shows("interrupted", "nothing was changed")
    t.run("= 'still here'", "still here")


def stops_waiting(world, t):
    """Another program has the book: Ctrl-C ends the waiting, and the prompt is there although it still has it."""
    other = sqlite3.connect(world.env["BILLET_DB"])
    other.execute("BEGIN EXCLUSIVE")
    t.clear()
    t.type("select 1")
    t.key("Enter")
    time.sleep(0.3)
    lacks(t.screen(), "interrupted")
    began = time.monotonic()
    t.key("C-c")
    t.shows("interrupted", "nothing was changed")
    t.ends_with("(2026-05-07)>")
    waited = time.monotonic() - began
    other.rollback()
    other.close()
    if waited > 2:  # of 5 seconds that a command waits by itself; of these the terminal's own
        raise Failed(f"Ctrl-C took {waited:.1f} seconds")
    if "selected" in world.billet("batch", "show", "--json").split('"contracts"')[1].replace("selected_balance", ""):
        raise Failed("a command that was stopped has selected something")


def stops_an_import(world, t):
    big = world.folder / "big"
    big.mkdir()
    with open(big / "charges.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "customer", "date", "description", "quantity", "unit_price"])
        rows.writerows([f"X{i}", "cool", "2026-04-02", "Cable", "1", "2.50"] for i in range(400000))
    before = world.billet("status")
    t.clear()
    t.type("import big")
    t.key("Enter")
    t.shows("charges", " of ")  # the progress
    t.key("C-c")
    t.shows("interrupted", "nothing was changed")
    if world.billet("status") != before:
        raise Failed("an import that was stopped has changed the book")
    t.run("= 'still here'", "still here")


def hangs_up(world):
    t = Terminal(world, "hangup")
    t.shows("batch 1")
    t.type("= 'before the end'")
    t.key("Enter")
    t.shows("\nbefore the end\n")
    pid = t.pid()
    t.close()
    end = time.monotonic() + PATIENCE
    while pathlib.Path(f"/proc/{pid}").exists():
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
            raise Failed("the prompt outlives its terminal")
        time.sleep(0.01)
    text = "".join(f.read_text() for f in (world.state / "billet").glob("history-book.db-*"))
    if "before the end" not in text:
        raise Failed("what was typed before the end is not in the history")
