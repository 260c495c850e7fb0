"""Instructions of commands as processes of their own, as callgrind counts them."""
import re
import shutil
import subprocess
import sys


def count_instructions(*command, only=()):
    """Of a process, or of the named functions of it and what they call. Where it or callgrind fails, so does the bench."""
    toggles = [f"--toggle-collect={name}" for name in only]
    full = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *toggles, *map(str, command)]
    made = subprocess.run(full, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", made.stderr)
    if made.returncode or not found:
        sys.exit(f"callgrind {' '.join(map(str, command))}: {made.stderr.strip()[-400:]}")
    return int(found[1])


def instructions(billet, book, copy, *words):
    """Of a command of billet on a copy of a book, which stays as it is."""
    shutil.copyfile(book, copy)
    return count_instructions(billet, "--db", copy, *words)
