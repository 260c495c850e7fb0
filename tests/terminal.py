"""A book of a batch, and a real terminal (tmux) in which billet runs: what the tests of the prompt drive."""
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BILLET = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("BILLET", ROOT / "billet")).resolve())
PATIENCE = int(os.environ.get("PATIENCE", 30))  # seconds: a loaded machine needs many times an idle one


def retainer(key, customer, name, price):
    return {"id": key, "customer": customer, "name": name, "type": "retainer", "start": "2026-04-01", "params": {"price": price}}


BOOK = {
    "customers": [{"id": "cool", "name": "CoolRealty"}, {"id": "zoe", "name": "Zoë Łódź 東京"}, {"id": "elm", "name": "Elm Street"}],
    "contracts": [retainer("cool-desk", "cool", "Help desk", "510.00"), retainer("cool-flat", "cool", "Flat fee", "1915.80"),
                  retainer("elm new", "elm", "New", "10.00"), retainer("zoë", "zoe", "Zoë", "300.00")]}


class Failed(Exception):
    """The terminal does not show what it should."""


class World:
    """A folder with a book of a batch, and what every program in it is told."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.state = self.folder / "state"
        self.env = {"HOME": folder, "PATH": os.environ["PATH"], "BILLET_DB": str(self.folder / "book.db"), "LC_ALL": "C.UTF-8",
                    "XDG_STATE_HOME": str(self.state), "TERM": "tmux-256color", "PAGER": "cat", "EDITRC": "/dev/null",
                    **{k: v for k, v in os.environ.items() if k.startswith(("ASAN", "UBSAN", "BILLET_MODULES"))}}
        (self.folder / "book.json").write_text(json.dumps(BOOK))
        for words in (["init", "--currency", "USD", "--zone", "Etc/UTC"], ["import", str(self.folder / "book.json")],
                      ["batch", "new", "--as-of", "2026-05-07"]):
            self.billet(*words)

    def billet(self, *words, **more):
        done = subprocess.run([BILLET, *words], env=self.env, capture_output=True, text=True, cwd=self.folder, **more)
        if done.returncode:
            raise Failed(f"billet {' '.join(words)}: {done.stderr}")
        return done.stdout


class Terminal:
    """A window of a terminal server of its own, in which a program runs."""

    def __init__(self, world, name, columns=100, rows=40, program="", **env):
        self.socket = str(world.folder / f"{name}.tmux")
        said = " ".join(f"{k}={shlex.quote(v)}" for k, v in {**world.env, **env}.items())
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows),
                  program or f"cd {world.folder}; env -i {said} {BILLET}; echo left $?; exec sleep 600", env=world.env)

    def tmux(self, *words, env=None, check=True):
        done = subprocess.run(["tmux", "-S", self.socket, *words], capture_output=True, text=True, env=env, check=False)
        if check and done.returncode:
            raise Failed(f"tmux {words}: {done.stderr}")
        return done.stdout

    def screen(self):
        return self.tmux("capture-pane", "-p", "-J")

    def until(self, holds, what):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            screen = self.screen()
            if holds(screen):
                return screen
            time.sleep(0.01)
        raise Failed(f"{what} expected on the screen:\n{screen.rstrip()}")

    def shows(self, *texts):
        return self.until(lambda s: all(text in s or text in re.sub(" +", " ", s) for text in texts), " and ".join(map(repr, texts)))

    def ends_with(self, text):
        return self.until(lambda s: s.rstrip().endswith(text), f"{text!r} at the end")

    def settles(self):
        """Until the screen stays as it is for a moment: what nothing tells the end of."""
        before, screen = None, self.screen()
        while screen != before:
            time.sleep(0.15)
            before, screen = screen, self.screen()
        return screen

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def key(self, *names):
        self.tmux("send-keys", *names)

    def clear(self):
        """An empty screen with the prompt alone, and nothing typed."""
        self.key("C-e", "C-u", "C-l")
        self.until(lambda s: len(s.split("\n\n")[0].splitlines()) == 1 and s.rstrip().endswith(">"), "the prompt alone")

    def asks(self, line, question, key):
        """A command that asks before it does anything, and the key that answers."""
        self.clear()
        self.type(line)
        self.key("Enter")
        self.until(lambda s: question in " ".join(s.split()), question)
        self.type(key)

    def run(self, line, *texts):
        """A command, typed and run; what it shows holds the texts."""
        self.clear()
        self.type(line)
        self.key("Enter")
        def holds(screen):
            return screen.rstrip().endswith(">") and all(text in re.sub(" +", " ", screen) for text in texts)

        return self.until(holds, " and ".join(map(repr, texts)))

    def pid(self):
        shell = self.tmux("display-message", "-p", "#{pane_pid}").strip()
        return int(pathlib.Path(f"/proc/{shell}/task/{shell}/children").read_text().split()[0])

    def close(self):
        self.tmux("kill-server", check=False)
